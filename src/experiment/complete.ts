import { expandPreset, verifierPresets } from './paths';
import type { MeanDirection } from './population';
import {
  ChartSchema,
  ClassifierSchema,
  CovarianceSchema,
  GeneratorSchema,
  LabelNoiseSchema,
  SimulationSchema,
  type Covariance,
  type ExperimentFile,
  type Metric,
} from './schema';

export interface FittedGenerator {
  readonly kind: 'fitted';
  /** n̂ */
  readonly samples: number;
  readonly meanError: boolean;
  readonly source: 'training' | 'independent';
  /** T ≥ 1: refitted T − 1 times on its own output (theory.md §11). */
  readonly generations: number;
}
export interface ShiftedGenerator {
  readonly kind: 'shifted';
  /** β */
  readonly alignment: number;
  /** ‖μ⊥‖ */
  readonly orthogonalShift: number;
  /** σ² */
  readonly covarianceScale: number;
}
export type Generator = FittedGenerator | ShiftedGenerator | { readonly kind: 'exact' };

export type LabelNoise =
  /** ε */
  | { readonly kind: 'uniform'; readonly rate: number }
  | { readonly kind: 'selfTrained' }
  /** c_u: cosine between the labeller's direction and μ (theory.md §6). */
  | { readonly kind: 'linear'; readonly alignment: number };

export interface RandomVerifier {
  readonly kind: 'random';
  /** φ */
  readonly keepCorrect: number;
  /** ρ */
  readonly keepIncorrect: number;
}
/** Keeps the samples whose label a linear classifier agrees with (theory.md §6). */
export interface LinearVerifier {
  readonly kind: 'linear';
  /** c_v: cosine between the verifier's direction and μ. */
  readonly alignment: number;
  /** c_uv: cosine between the verifier's and the labeller's direction; 0 where labels are not linear. */
  readonly correlation: number;
}
export type Verifier = RandomVerifier | LinearVerifier;

export type Loss = 'square' | 'logistic' | 'squaredHinge';

/**
 * Everything that determines one point of an experiment: plain data, complete, with nothing left to a default.
 * Symbols as in theory.md §1.
 */
export interface PointParameters {
  readonly dimension: number;
  readonly meanNorm: number;
  readonly covariance: Covariance;
  readonly meanDirection: MeanDirection;
  /** K ≥ 2 */
  readonly classes: number;
  /** Share of the class +1 among fresh data, in (0, 1): it moves the best threshold, and nothing in training. */
  readonly positiveShare: number;
  /** n */
  readonly realSamples: number;
  /** m, before pruning */
  readonly syntheticSamples: number;
  readonly generator: Generator;
  readonly labelNoise: LabelNoise;
  readonly verifier: Verifier;
  readonly loss: Loss;
  /** γ */
  readonly ridge: number;
  readonly realWeight: number;
  readonly syntheticWeight: number;
  readonly normalise: 'all' | 'kept';
}

/** Settings of an experiment that are the same at every point. */
export interface RunSettings {
  readonly title: string;
  readonly metric: Metric;
  readonly repetitions: number;
  readonly seed: number;
  readonly sampler: 'auto' | 'sufficient' | 'explicit';
}

/** n and m of a file, however its sizes are given. Needs a file that `checkSizes` accepts. */
export function sizesOf(file: ExperimentFile): { realSamples: number; syntheticSamples: number } {
  const { realSamples = 0, syntheticSamples, syntheticProportion, totalSamples } = file;
  if (totalSamples !== undefined) {
    const synthetic = Math.round(totalSamples * (syntheticProportion ?? 0));
    return { realSamples: totalSamples - synthetic, syntheticSamples: synthetic };
  }
  if (syntheticProportion !== undefined) {
    const ratio = syntheticProportion / (1 - syntheticProportion);
    return { realSamples, syntheticSamples: Math.round(realSamples * ratio) };
  }
  return { realSamples, syntheticSamples: syntheticSamples ?? 0 };
}

/** The parameters of a file's point, with every default filled in from the schema. */
export function parametersOf(file: ExperimentFile): PointParameters {
  const { realSamples, syntheticSamples } = sizesOf(file);
  const classifier = { ...file.classifier };
  const defaults = ClassifierSchema.properties;
  return {
    dimension: file.data.dimension,
    meanNorm: file.data.meanNorm,
    covariance: file.data.covariance ?? (CovarianceSchema.default as Covariance),
    meanDirection: file.data.meanDirection ?? 'even',
    classes: 2,
    positiveShare: 0.5,
    realSamples,
    syntheticSamples,
    generator: generatorOf(file.generator, realSamples),
    labelNoise: file.labelNoise ?? (LabelNoiseSchema.default as LabelNoise),
    verifier: verifierOf(file.verifier),
    loss: classifier.loss ?? (defaults.loss.default as Loss),
    ridge: classifier.ridge ?? (defaults.ridge.default as number),
    realWeight: classifier.realWeight ?? (defaults.realWeight.default as number),
    syntheticWeight: classifier.syntheticWeight ?? (defaults.syntheticWeight.default as number),
    normalise: classifier.normalise ?? (defaults.normalise.default as 'all'),
  };
}

function generatorOf(given: ExperimentFile['generator'], realSamples: number): Generator {
  const generator = given ?? (GeneratorSchema.default as NonNullable<ExperimentFile['generator']>);
  switch (generator.kind) {
    case 'exact':
      return { kind: 'exact' };
    case 'shifted':
      return {
        kind: 'shifted',
        alignment: generator.alignment ?? 1,
        orthogonalShift: generator.orthogonalShift ?? 0,
        covarianceScale: generator.covarianceScale ?? 1,
      };
    case 'fitted':
      return {
        kind: 'fitted',
        samples: generator.samples ?? realSamples,
        meanError: generator.meanError ?? true,
        source: generator.source ?? 'training',
        generations: 1,
      };
  }
}

function verifierOf(given: ExperimentFile['verifier']): Verifier {
  const verifier = expandPreset(given ?? 'none') as { keepCorrect?: number; keepIncorrect?: number };
  return {
    kind: 'random',
    keepCorrect: verifier.keepCorrect ?? verifierPresets.none.keepCorrect,
    keepIncorrect: verifier.keepIncorrect ?? verifierPresets.none.keepIncorrect,
  };
}

/** The settings of a file's runs, with every default filled in from the schema. */
export function settingsOf(file: ExperimentFile): RunSettings {
  const simulation = { ...file.simulation };
  const defaults = SimulationSchema.properties;
  return {
    title: file.title ?? 'Untitled experiment',
    metric: file.chart?.metric ?? (ChartSchema.properties.metric.default as Metric),
    repetitions: simulation.repetitions ?? (defaults.repetitions.default as number),
    seed: simulation.seed ?? (defaults.seed.default as number),
    sampler: simulation.sampler ?? (defaults.sampler.default as 'auto'),
  };
}

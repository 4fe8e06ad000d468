import { normalCdf } from '../numerics/normal';
import { expandPreset, verifierPresets } from './paths';
import type { MeanDirection } from './population';
import { remembered } from './remembered';
import {
  ChartSchema,
  ClassifierSchema,
  CovarianceSchema,
  DataSchema,
  FeaturesSchema,
  GeneratorSchema,
  LabelNoiseSchema,
  SimulationSchema,
  TheorySchema,
  type ChartKind,
  type ChartReference,
  type Covariance,
  type ExperimentFile,
  type Metric,
  type TheoryVariant,
} from './schema';

export interface FittedGenerator {
  readonly kind: 'fitted';
  /** n̂ */
  readonly samples: number;
  readonly meanError: boolean;
  readonly source: 'training' | 'independent';
  /** T ≥ 1: refitted T − 1 times on its own output (theory.md §11). */
  readonly generations: number;
  /** One covariance for all classes, or a Gaussian for each (theory.md §9). */
  readonly covariance: 'pooled' | 'perClass';
  /** What later generations are fitted on: rows of the one before alone, or everything so far. */
  readonly retraining: 'replace' | 'accumulate';
  /** Whether the rows that they are fitted on have true labels, or those that labels and verifier leave. */
  readonly retrainingLabels: 'clean' | 'verified';
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
/** Keeps the share of the samples that look most like the real training rows. */
export interface LikenessVerifier {
  /** By Mahalanobis distance from them, or by a classifier of real against synthetic rows. */
  readonly kind: 'mahalanobis' | 'discriminator';
  /** In (0, 1] */
  readonly keep: number;
}
export type Verifier = RandomVerifier | LinearVerifier | LikenessVerifier;

/** The law of the features in the eigenbasis of C, each with variance 1. */
export type Features =
  | { readonly kind: 'gaussian' | 'rademacher' | 'laplace' }
  /** ν > 2 */
  | { readonly kind: 'studentT'; readonly degreesOfFreedom: number };

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
  /**
   * Share of the class +1 among the data, in (0, 1): it moves the best threshold, and in training counts only where a
   * generator fits a Gaussian per class.
   */
  readonly positiveShare: number;
  readonly features: Features;
  /** Fresh rows that accuracy is counted on; 0 where features are Gaussian, and it has a closed form. */
  readonly testSamples: number;
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

/** A quantity whose best value is sought for every series. */
export interface Optimisation {
  /** Path of a numeric field. */
  readonly parameter: string;
  readonly from: number;
  readonly to: number;
  readonly scale: 'linear' | 'log';
}

/** Settings of an experiment that are the same at every point. */
export interface RunSettings {
  readonly title: string;
  readonly metric: Metric;
  readonly chart: ChartKind;
  readonly references: readonly ChartReference[];
  readonly variants: readonly TheoryVariant[];
  readonly optimise: readonly Optimisation[];
  /** Of every point; with a target, those from which the number of the rest follows. */
  readonly repetitions: number;
  /** Standard error of the metric (of the accuracy, where that is a gain) to reach at every point; null without one. */
  readonly targetStandardError: number | null;
  /** Most repetitions of a point with a target. */
  readonly maximumRepetitions: number;
  readonly seed: number;
  readonly sampler: 'auto' | 'sufficient' | 'explicit';
}

/** n and m of a file, however its sizes are given. Needs a file that `checkSizes` accepts. */
export function sizesOf(file: ExperimentFile, round = Math.round): Sizes {
  const { realSamples = 0, syntheticSamples, syntheticProportion, totalSamples } = file;
  if (totalSamples !== undefined) {
    const synthetic = round(totalSamples * (syntheticProportion ?? 0));
    return { realSamples: totalSamples - synthetic, syntheticSamples: synthetic };
  }
  if (syntheticProportion !== undefined) {
    const ratio = syntheticProportion / (1 - syntheticProportion);
    return { realSamples, syntheticSamples: round(realSamples * ratio) };
  }
  return { realSamples, syntheticSamples: syntheticSamples ?? 0 };
}

type Sizes = Pick<PointParameters, 'realSamples' | 'syntheticSamples'>;

/** The parameters of a file's point, with every default filled in from the schema. */
export function parametersOf(file: ExperimentFile): PointParameters {
  return parametersReader()(file);
}

/**
 * Reads the parameters of many files that have most of their parts in common: what two files share as objects, their
 * parameters share too, and it is read once.
 * @param round how a number of rows that is a share of others is made whole
 */
export function parametersReader(round = Math.round): (file: ExperimentFile) => PointParameters {
  const data = remembered(dataOf);
  const generator = remembered(generatorOf);
  const labelNoise = remembered(labelNoiseOf);
  const verifier = remembered(verifierOf);
  const classifier = remembered(classifierOf);
  return (file) => {
    const { realSamples, syntheticSamples } = sizesOf(file, round);
    const population = data(file.data);
    const { features } = population;
    const labels = labelNoise(file.labelNoise);
    const { loss, ridge, realWeight, syntheticWeight, normalise } = classifier(file.classifier);
    // Field by field, because this runs for every point and a spread takes several times as long.
    return {
      dimension: population.dimension,
      meanNorm: population.meanNorm,
      covariance: population.covariance,
      meanDirection: population.meanDirection,
      classes: population.classes,
      positiveShare: population.positiveShare,
      features,
      testSamples: features.kind === 'gaussian' ? 0 : testSamplesOf(file.simulation),
      realSamples,
      syntheticSamples,
      generator: generator(file.generator, realSamples),
      labelNoise: labels,
      verifier: verifier(file.verifier, labels),
      loss,
      ridge,
      realWeight,
      syntheticWeight,
      normalise,
    };
  };
}

function dataOf(data: ExperimentFile['data']) {
  const defaults = DataSchema.properties;
  return {
    dimension: data.dimension,
    meanNorm: data.meanNorm,
    covariance: data.covariance ?? (CovarianceSchema.default as Covariance),
    meanDirection: data.meanDirection ?? (defaults.meanDirection.default as MeanDirection),
    classes: data.classes ?? (defaults.classes.default as number),
    positiveShare: data.positiveShare ?? (defaults.positiveShare.default as number),
    features: featuresOf(data.features ?? (FeaturesSchema.default as 'gaussian')),
  };
}

function featuresOf(given: NonNullable<ExperimentFile['data']['features']>): Features {
  return typeof given === 'string' ? { kind: given } : given;
}

function testSamplesOf(simulation: ExperimentFile['simulation']): number {
  return simulation?.testSamples ?? (SimulationSchema.properties.testSamples.default as number);
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
        generations: generator.generations ?? 1,
        covariance: generator.covariance ?? 'pooled',
        retraining: generator.retraining ?? 'replace',
        retrainingLabels: generator.retrainingLabels ?? 'clean',
      };
  }
}

function labelNoiseOf(given: ExperimentFile['labelNoise']): LabelNoise {
  return given ?? (LabelNoiseSchema.default as LabelNoise);
}

function verifierOf(given: ExperimentFile['verifier'], labelNoise: LabelNoise): Verifier {
  const verifier = expandPreset(given ?? 'none') as Exclude<ExperimentFile['verifier'], string | undefined>;
  switch (verifier.kind) {
    case 'random':
      return {
        kind: 'random',
        keepCorrect: verifier.keepCorrect ?? verifierPresets.none.keepCorrect,
        keepIncorrect: verifier.keepIncorrect ?? verifierPresets.none.keepIncorrect,
      };
    case 'linear': {
      const { alignment, correlation } = verifier;
      return { kind: 'linear', alignment, correlation: correlationWith(labelNoise, alignment, correlation) };
    }
    case 'threshold': {
      const { separation, threshold } = verifier;
      return {
        kind: 'random',
        keepCorrect: normalCdf(separation / 2 - threshold),
        keepIncorrect: normalCdf(-separation / 2 - threshold),
      };
    }
    case 'mahalanobis':
    case 'discriminator':
      return { kind: verifier.kind, keep: verifier.keep };
  }
}

/** c_uv: there is no u to be correlated with unless labels are linear. */
function correlationWith(labelNoise: LabelNoise, alignment: number, given: number | undefined): number {
  if (labelNoise.kind !== 'linear') return 0;
  return given ?? labelNoise.alignment * alignment;
}

function classifierOf(given: ExperimentFile['classifier']) {
  const defaults = ClassifierSchema.properties;
  return {
    loss: given?.loss ?? (defaults.loss.default as Loss),
    ridge: given?.ridge ?? (defaults.ridge.default as number),
    realWeight: given?.realWeight ?? (defaults.realWeight.default as number),
    syntheticWeight: given?.syntheticWeight ?? (defaults.syntheticWeight.default as number),
    normalise: given?.normalise ?? (defaults.normalise.default as 'all'),
  };
}

/** The settings of a file's runs, with every default filled in from the schema. */
export function settingsOf(file: ExperimentFile): RunSettings {
  const simulation = { ...file.simulation };
  const defaults = SimulationSchema.properties;
  const chart = ChartSchema.properties;
  return {
    title: file.title ?? 'Untitled experiment',
    metric: file.chart?.metric ?? (chart.metric.default as Metric),
    chart: file.chart?.kind ?? (chart.kind.default as ChartKind),
    references: file.chart?.references ?? (chart.references.default as ChartReference[]),
    variants: file.theory?.variants ?? (TheorySchema.properties.variants.default as TheoryVariant[]),
    optimise: (file.theory?.optimise ?? []).map((entry) => ({ scale: 'linear', ...entry })),
    repetitions: simulation.repetitions ?? (defaults.repetitions.default as number),
    targetStandardError: simulation.targetStandardError ?? null,
    maximumRepetitions: simulation.maximumRepetitions ?? (defaults.maximumRepetitions.default as number),
    seed: simulation.seed ?? (defaults.seed.default as number),
    sampler: simulation.sampler ?? (defaults.sampler.default as 'auto'),
  };
}

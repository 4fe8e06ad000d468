import type { PointParameters } from '../../experiment/complete';
import { continuousParameters, continuousReader } from '../../experiment/expand';
import { parsePath } from '../../experiment/paths';
import type { ExperimentFile } from '../../experiment/schema';
import { readSweep, sweepsOf, type PlacedSweep } from '../../experiment/sweeps';
import { criticalLabelNoiseOfClasses } from '../../theory/classes/limits';
import type { GenerationLoss } from '../../theory/generationLosses';
import { generationsOf } from '../details';
import { attempt, ExactTheory, failed } from '../exactTheory';
import { curveFacts, type CurveFacts } from './curveFacts';
import { findOptimum, type Optimum } from './optimum';
import type { ParameterRange } from './range';

/** The best values of one or two parameters, and what they gain. */
export interface BestValues extends Optimum {
  /** Paths of the parameters, one per value. */
  readonly parameters: readonly string[];
  /** Accuracy of the series as the file has it; null where the theory has none. */
  readonly present: number | null;
}

/** What is found out about one series by asking the exact theory beyond the points that are drawn. */
export interface SeriesInsights {
  /** Along a single sweep. */
  readonly curve: CurveFacts | null;
  /** The best place of two sweeps. */
  readonly best: BestValues | null;
  /** The best values of `theory.optimise`. */
  readonly optimised: BestValues | null;
  /** What the generator's errors cost after each generation, up to the most of them; null where there is but one. */
  readonly generations: readonly GenerationLoss[] | null;
  /** ε* of a random verifier: φ/(φ + ρ) for two classes (theory.md §4, §10); null where every label noise leaves the signal its sign. */
  readonly criticalLabelNoise: number | null;
}

/**
 * Explores a series.
 * @param file that `expand` accepts
 */
export function exploreSeries(file: ExperimentFile, series: number): SeriesInsights {
  const theory = new ExactTheory();
  const at = (parameters: readonly string[]) => continuousReader(file, series, parameters.map(parsePath));
  const accuracy = (p: PointParameters) => {
    const answer = attempt(() => theory.answer(p));
    return failed(answer) || failed(answer.solution) ? NaN : answer.solution.accuracy;
  };
  const best = (quantities: readonly Quantity[]): BestValues | null => {
    const [first, second] = quantities;
    if (first === undefined) return null;
    const parameters = quantities.map(({ parameter }) => parameter);
    const place = at(parameters);
    const found = findOptimum(
      (values) => accuracy(place(values)),
      second === undefined ? [first.range] : [first.range, second.range],
    );
    if (found === undefined) return null;
    const present = accuracy(at([])([]));
    return { ...found, parameters, present: Number.isNaN(present) ? null : present };
  };

  const sweeps = sweepsOf(file).map(quantityOf);
  const [only, other] = sweeps;
  let curve: CurveFacts | null = null;
  if (
    only !== undefined &&
    other === undefined &&
    only.range.from < only.range.to &&
    isContinuousIn(file, series, only.parameter)
  ) {
    const place = at([only.parameter]);
    const realOnly = (p: PointParameters) => {
      const alone = theory.realOnly(p);
      return typeof alone === 'number' ? alone : NaN;
    };
    curve =
      curveFacts(
        (x) => accuracy(place([x])),
        (x) => realOnly(place([x])),
        only.range,
        only.values,
      ) ?? null;
  }
  const optimise = file.theory?.optimise ?? [];
  const present = at([])([]);
  const { verifier } = present;
  return {
    curve,
    best: other === undefined ? null : best(sweeps),
    optimised: best(
      optimise.map(({ parameter, from, to, scale = 'linear' }) => ({
        parameter,
        range: { from, to, scale },
      })),
    ),
    generations: costOfGenerations(present, sweeps, theory),
    criticalLabelNoise:
      verifier.kind === 'random'
        ? criticalLabelNoiseOfClasses(present.classes, verifier.keepCorrect, verifier.keepIncorrect)
        : null,
  };
}

/** Whether the exact theory of a series is continuous in a parameter: not in the whole numbers that it steps through. */
function isContinuousIn(file: ExperimentFile, series: number, parameter: string): boolean {
  switch (parameter) {
    case 'generator.generations':
    case 'data.classes':
      return false;
    case 'data.dimension':
      return continuousParameters(file, series, []).covariance.kind === 'identity';
    default:
      return true;
  }
}

/** Up to the last generation of the sweep over them, or of the file. */
function costOfGenerations(
  present: PointParameters,
  sweeps: readonly (Quantity & { readonly values: readonly number[] })[],
  theory: ExactTheory,
): readonly GenerationLoss[] | null {
  const { generator } = present;
  if (generator.kind !== 'fitted') return null;
  const sweep = sweeps.find(({ parameter }) => parameter === 'generator.generations');
  const generations = sweep === undefined ? generator.generations : sweep.range.to;
  const costs = generationsOf({ ...present, generator: { ...generator, generations } }, theory);
  return costs === null || failed(costs) ? null : costs;
}

interface Quantity {
  readonly parameter: string;
  readonly range: ParameterRange;
}

/** What a sweep varies, from its lowest to its highest value. */
function quantityOf(placed: PlacedSweep): Quantity & { readonly values: readonly number[] } {
  const { parameter, scale = 'linear' } = placed.sweep;
  const { values } = readSweep(placed);
  const range = { from: Math.min(...values), to: Math.max(...values), scale };
  return { parameter, values, range };
}

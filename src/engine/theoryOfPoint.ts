import type { PointParameters } from '../experiment/complete';
import { TheoryError } from '../theory/error';
import { solveExact } from '../theory/exact';
import { bayesAccuracy, selfTrainedLabelNoise } from '../theory/limits';
import type { ExactProblem } from '../theory/problem';
import { atomsOf } from './population';
import type { Derived, Prediction } from './results';

/** What the theory says of one point. */
export interface PointTheory {
  readonly derived: Derived | { readonly error: string };
  readonly exact: Prediction;
}

/** Theory and derived quantities of one point. Where the theory has no answer, its sentence stands instead. */
export function theoryOfPoint(p: PointParameters): PointTheory {
  try {
    const atoms = atomsOf(p);
    const labelNoise = labelNoiseOf(p, atoms);
    const derived: Derived = {
      realSamples: p.realSamples,
      syntheticSamples: p.syntheticSamples,
      labelNoise,
      keptFraction: p.keepCorrect * (1 - labelNoise) + p.keepIncorrect * labelNoise,
      keptSignal: p.keepCorrect * (1 - labelNoise) - p.keepIncorrect * labelNoise,
      bayesAccuracy: bayesAccuracy(atoms),
    };
    return { derived, exact: predict({ ...exactProblem(p, atoms), labelNoise }) };
  } catch (error) {
    if (!(error instanceof TheoryError)) throw error;
    return { derived: { error: error.message }, exact: { error: error.message } };
  }
}

function predict(problem: ExactProblem): Prediction {
  try {
    const { accuracy, risk, meanMargin, marginVariance } = solveExact(problem);
    return { accuracy, risk, meanMargin, marginVariance };
  } catch (error) {
    if (error instanceof TheoryError) return { error: error.message };
    throw error;
  }
}

/**
 * ε of a point: given, or that of a self-trained labeller (theory.md §4).
 * @throws TheoryError where that has no value
 */
function labelNoiseOf(p: PointParameters, atoms: ExactProblem['atoms']): number {
  return p.labelNoise.kind === 'uniform' ? p.labelNoise.rate : selfTrainedLabelNoise(exactProblem(p, atoms));
}

/** The point as the theory's input, with ε = 0: the caller sets it. */
function exactProblem(p: PointParameters, atoms: ExactProblem['atoms']): ExactProblem {
  const { generator } = p;
  return {
    atoms,
    realSamples: p.realSamples,
    syntheticSamples: p.syntheticSamples,
    fit:
      generator.kind === 'fitted' && p.syntheticSamples > 0
        ? { samples: generator.samples, meanError: generator.meanError, source: generator.source }
        : null,
    labelNoise: 0,
    keepCorrect: p.keepCorrect,
    keepIncorrect: p.keepIncorrect,
    ridge: p.ridge,
    realWeight: p.realWeight,
    syntheticWeight: p.syntheticWeight,
    normalise: p.normalise,
  };
}

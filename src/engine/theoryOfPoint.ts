import type { PointParameters } from '../experiment/complete';
import { TheoryError } from '../theory/error';
import { solveExact } from '../theory/exact';
import { bayesAccuracy } from '../theory/limits';
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
 * ε of a point. A self-trained labeller's ε is one minus the accuracy of the classifier trained on m clean synthetic
 * samples alone (theory.md §4).
 * @throws TheoryError where that accuracy has no value
 */
export function labelNoiseOf(p: PointParameters, atoms = atomsOf(p)): number {
  if (p.labelNoise.kind === 'uniform') return p.labelNoise.rate;
  if (p.syntheticSamples === 0) return 0.5;
  const problem = exactProblem(p, atoms);
  const labeller = solveExact({
    ...problem,
    realSamples: 0,
    labelNoise: 0,
    keepCorrect: 1,
    keepIncorrect: 0,
    // Without real rows in its training set, the rows that the generator was fitted on are other rows.
    fit: problem.fit && { ...problem.fit, source: 'independent' },
  });
  return 1 - labeller.accuracy;
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

import type { PointParameters, RandomVerifier } from '../experiment/complete';
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
    const { keepCorrect, keepIncorrect } = keepRatesOf(p);
    const derived: Derived = {
      realSamples: p.realSamples,
      syntheticSamples: p.syntheticSamples,
      labelNoise,
      keptFraction: keepCorrect * (1 - labelNoise) + keepIncorrect * labelNoise,
      keptSignal: keepCorrect * (1 - labelNoise) - keepIncorrect * labelNoise,
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
  switch (p.labelNoise.kind) {
    case 'uniform':
      return p.labelNoise.rate;
    case 'selfTrained':
      return selfTrainedLabelNoise(exactProblem(p, atoms));
    case 'linear':
      throw new TheoryError('Not covered by the theory: labels that depend on the sample.');
  }
}

/** @throws TheoryError for a verifier that looks at the sample */
function keepRatesOf({ verifier }: PointParameters): RandomVerifier {
  if (verifier.kind === 'random') return verifier;
  throw new TheoryError('Not covered by the theory: a verifier that looks at the sample.');
}

/** The point as the theory's input, with ε = 0: the caller sets it. */
function exactProblem(p: PointParameters, atoms: ExactProblem['atoms']): ExactProblem {
  const { generator } = p;
  const { keepCorrect, keepIncorrect } = keepRatesOf(p);
  return {
    atoms,
    realSamples: p.realSamples,
    syntheticSamples: p.syntheticSamples,
    fit:
      generator.kind === 'fitted' && p.syntheticSamples > 0
        ? { samples: generator.samples, meanError: generator.meanError, source: generator.source }
        : null,
    labelNoise: 0,
    keepCorrect,
    keepIncorrect,
    ridge: p.ridge,
    realWeight: p.realWeight,
    syntheticWeight: p.syntheticWeight,
    normalise: p.normalise,
  };
}

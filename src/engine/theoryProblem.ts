import type { LinearVerifier, PointParameters, RandomVerifier, Verifier } from '../experiment/complete';
import type { ClassAtom, ClassesProblem } from '../theory/classes';
import type { InputDependentProblem } from '../theory/inputDependent';
import type { Atom, ExactProblem } from '../theory/problem';

/** Labels and a verifier that do not look at the sample: ε, φ and ρ. */
export interface IndependentNoise {
  readonly labelNoise: number;
  readonly keepCorrect: number;
  readonly keepIncorrect: number;
}

/** Right labels, all of which are kept. */
export const noNoise: IndependentNoise = { labelNoise: 0, keepCorrect: 1, keepIncorrect: 1 };

/** Whether labels or the verifier look at the sample (theory.md §6). */
export function looksAtSample({ labelNoise, verifier }: PointParameters): boolean {
  return labelNoise.kind === 'linear' || verifier.kind === 'linear';
}

/** A point as the exact theory's input, with labels and a verifier that do not look at the sample. */
export function exactProblemOf(
  p: PointParameters,
  atoms: readonly Atom[],
  { labelNoise, keepCorrect, keepIncorrect }: IndependentNoise,
): ExactProblem {
  // Written out: a map asks for tens of thousands of these, and spreading is many times slower.
  return {
    atoms,
    realSamples: p.realSamples,
    syntheticSamples: p.syntheticSamples,
    fit: fitOf(p),
    labelNoise,
    keepCorrect,
    keepIncorrect,
    ridge: p.ridge,
    realWeight: p.realWeight,
    syntheticWeight: p.syntheticWeight,
    normalise: p.normalise,
  };
}

function fitOf({ generator, syntheticSamples }: PointParameters): ExactProblem['fit'] {
  return generator.kind === 'fitted' && syntheticSamples > 0 ? generator : null;
}

/** A point as the input of the theory of labels and verifiers that look at the sample. */
export function inputDependentProblemOf(
  p: PointParameters,
  atoms: readonly Atom[],
  labelNoise: number,
): InputDependentProblem {
  const labels =
    p.labelNoise.kind === 'linear' ? p.labelNoise : ({ kind: 'uniform', rate: labelNoise } as const);
  return { ...trainingOf(p), atoms, labels, verifier: linearOrRandom(p.verifier) };
}

/** A verifier as the theory knows it; one that compares rows with real ones is taken for one that keeps as many. */
export function linearOrRandom(verifier: Verifier): LinearVerifier | RandomVerifier {
  if (verifier.kind === 'random' || verifier.kind === 'linear') return verifier;
  return { kind: 'random', keepCorrect: verifier.keep, keepIncorrect: verifier.keep };
}

/** A point with several classes as the theory's input. */
export function classesProblemOf(
  p: PointParameters,
  atoms: readonly ClassAtom[],
  { labelNoise, keepCorrect, keepIncorrect }: IndependentNoise,
): ClassesProblem {
  return { ...trainingOf(p), classes: p.classes, atoms, labelNoise, keepCorrect, keepIncorrect };
}

/** What all have in common. */
function trainingOf(p: PointParameters): Omit<ExactProblem, 'atoms' | keyof IndependentNoise> {
  return {
    realSamples: p.realSamples,
    syntheticSamples: p.syntheticSamples,
    fit: fitOf(p),
    ridge: p.ridge,
    realWeight: p.realWeight,
    syntheticWeight: p.syntheticWeight,
    normalise: p.normalise,
  };
}

import { describe, expect, it } from 'vitest';
import { solveExact } from '../../../src/theory/exact';
import { solveInputDependent, type InputDependentProblem } from '../../../src/theory/inputDependent';
import { quoted } from './inputDependentCases';
import { drawRun, normals } from './inputDependentSimulation';
import { isotropicAtoms } from './populations';

const DIMENSION = 100;
const DRAWS = 12;

const base: InputDependentProblem = {
  ...quoted,
  atoms: isotropicAtoms({ dimension: DIMENSION, meanNorm: 1.2 }),
  realSamples: 90,
  syntheticSamples: 400,
  fit: null,
};
const fitted = (samples: number, meanError: boolean) =>
  ({ samples, meanError, source: 'independent', generations: 1 }) as const;

const cases: [string, InputDependentProblem][] = [
  [
    'labels and verifier more alike than their alignments tell, a shifted generator of another scale',
    {
      ...base,
      atoms: isotropicAtoms({
        dimension: DIMENSION,
        meanNorm: 1.2,
        alignment: 0.8,
        orthogonalShift: 0.6,
        syntheticVariance: 0.4,
      }),
      labels: { kind: 'linear', alignment: 0.6 },
      verifier: { kind: 'linear', alignment: 0.5, correlation: 0.85 },
    },
  ],
  [
    'labels and verifier less alike than their alignments tell, a fit with mean error',
    {
      ...base,
      fit: fitted(130, true),
      labels: { kind: 'linear', alignment: 0.6 },
      verifier: { kind: 'linear', alignment: 0.8, correlation: 0.1 },
    },
  ],
  [
    'uniform labels and a linear verifier, fitted on fewer rows than dimensions',
    {
      ...base,
      fit: fitted(60, true),
      labels: { kind: 'uniform', rate: 0.35 },
      verifier: { kind: 'linear', alignment: 0.7, correlation: 0 },
    },
  ],
  [
    'linear labels and an oracle, fitted on fewer rows than dimensions',
    {
      ...base,
      fit: fitted(70, false),
      labels: { kind: 'linear', alignment: 0.5 },
      verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 0 },
    },
  ],
];

describe('simulation of theory.md §6', () => {
  it.each(cases)('agrees: %s', (_name, problem) => {
    const normal = normals(20240817);
    const draws = Array.from({ length: DRAWS }, () => drawRun(problem, normal));
    const solution = solveInputDependent(problem);
    // Four standard errors, and 1/p (of the value) for the finite dimension.
    for (const key of ['accuracy', 'meanMargin', 'marginVariance', 'keptFraction'] as const) {
      const values = draws.map((draw) => draw[key]);
      const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (DRAWS - 1);
      const standardError = Math.sqrt(variance / DRAWS);
      expect(Math.abs(mean - solution[key]), key).toBeLessThan(4 * standardError + solution[key] / DIMENSION);
    }
  });

  it('can tell these labels from independent ones of the same implied noise', () => {
    const [, problem] = cases[0]!;
    const normal = normals(7);
    const draws = Array.from({ length: DRAWS }, () => drawRun(problem, normal).meanMargin);
    const mean = draws.reduce((sum, value) => sum + value, 0) / DRAWS;
    const solution = solveInputDependent(problem);
    const independent = solveExact({ ...problem, ...solution.implied });
    expect(Math.abs(mean - solution.meanMargin)).toBeLessThan(Math.abs(mean - independent.meanMargin) / 5);
  });
});

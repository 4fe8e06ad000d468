import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../src/numerics/normal';
import { solveClasses, type ClassesProblem } from '../../../src/theory/classes';
import { classAtoms } from '../../../src/theory/classes/atoms';
import {
  bayesAccuracyOfClasses,
  criticalLabelNoiseOfClasses,
  selfTrainedLabelNoiseOfClasses,
} from '../../../src/theory/classes/limits';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import { bayesAccuracy, criticalLabelNoise, selfTrainedLabelNoise } from '../../../src/theory/limits';
import { randomNumbers } from '../numerics/randomNumbers';
import {
  classProblemOf,
  classReferences,
  gramOf,
  simplexGram,
  twoClassAtoms,
  withRandomMeans,
  type ClassReference,
} from './classPopulations';
import { isotropicAtoms } from './populations';
import { plainClasses } from './plainClasses';
import { hasSamples, logUniform, ordinary, problems, relative } from './problems';
import { readFixture } from './referenceCase';

/** Four classes on a simplex, a fitted generator, pruned labels. */
const four: ClassesProblem = {
  ...ordinary,
  classes: 4,
  atoms: [{ eigenvalue: 1, syntheticEigenvalue: 1, multiplicity: 200, means: simplexGram(4, 1.2) }],
  labelNoise: 0.3,
};

const moderate = problems({ eigenvalues: 0.7, sizes: 1, ridge: [-2, 1], weights: 0.5 }).filter(hasSamples);
const seeds = fc.integer({ min: 0, max: 1e6 });

/** The largest difference, in units of the largest entry. */
function difference(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(values[i]! - expected[i]!));
    size = Math.max(size, Math.abs(expected[i]!));
  }
  return most === 0 ? 0 : most / size;
}

function expectReference(reference: ClassReference): void {
  const solution = solveClasses(classProblemOf(reference));
  const { accuracy, ...scores } = reference.expected;
  for (const [key, expected] of Object.entries(scores)) {
    expect(relative(solution[key as keyof typeof scores], expected), key).toBeLessThan(1e-8);
  }
  expect(Math.abs(solution.accuracy - accuracy)).toBeLessThan(1e-3);
}

describe('solveClasses against independent values', () => {
  it('agrees with reference cases', () => {
    for (const reference of readFixture('class-cases.json') as ClassReference[]) expectReference(reference);
  });

  const references = classReferences();
  it.skipIf(references === null)(
    'agrees with every value of multi-class.json (skipped where the file is absent)',
    () => {
      expect(references!.length).toBeGreaterThan(0);
      references!.forEach(expectReference);
    },
  );

  it('agrees with plain evaluation of the formulas, for any means and any generator', () => {
    fc.assert(
      fc.property(moderate, fc.integer({ min: 2, max: 5 }), seeds, (problem, classes, seed) => {
        const classProblem = withRandomMeans({ ...problem, normalise: 'all' }, classes, seed);
        const solution = solveClasses(classProblem);
        const plain = plainClasses(classProblem);
        for (const key of Object.keys(plain) as (keyof typeof plain)[]) {
          expect(difference(solution[key], plain[key]), key).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is the two-class theory for K = 2', () => {
    fc.assert(
      fc.property(moderate, (problem) => {
        const expected = solveExact(problem);
        const solution = solveClasses({ ...problem, classes: 2, atoms: twoClassAtoms(problem.atoms) });
        expect(Math.abs(solution.accuracy - expected.accuracy)).toBeLessThan(1e-9);
        // w₁ − w₂ is the two-class classifier.
        const scale = Math.abs(expected.meanMargin) + Math.sqrt(expected.marginVariance);
        expect(Math.abs(solution.meanMargin - expected.meanMargin) / scale).toBeLessThan(1e-9);
        expect(relative(solution.marginVariance, expected.marginVariance)).toBeLessThan(1e-8);
      }),
      { numRuns: 300 },
    );
  });
});

function isotropic(classes: number, dimension: number, meanNorm: number): ClassesProblem['atoms'] {
  return [
    {
      eigenvalue: 1,
      syntheticEigenvalue: 1,
      multiplicity: dimension,
      means: simplexGram(classes, meanNorm),
    },
  ];
}

describe('symmetries and limits', () => {
  it('does not depend on the order of the classes', () => {
    fc.assert(
      fc.property(moderate, seeds, (problem, seed) => {
        const classes = 4;
        const order = [2, 0, 3, 1];
        const base = withRandomMeans(problem, classes, seed);
        const at = (i: number) => order[i % classes]! + (i < classes ? 0 : classes);
        const permuted = solveClasses({
          ...base,
          atoms: base.atoms.map((atom) => ({
            ...atom,
            means: gramOf(classes, (i, j) => atom.means[at(i) * 2 * classes + at(j)]!),
          })),
        });
        const solution = solveClasses(base);
        const moved = (matrix: Float64Array) =>
          Float64Array.from(
            { length: classes * classes },
            (_, i) => matrix[order[Math.floor(i / classes)]! * classes + order[i % classes]!]!,
          );
        expect(difference(permuted.scores, moved(solution.scores))).toBeLessThan(1e-9);
        expect(difference(permuted.covariance, moved(solution.covariance))).toBeLessThan(1e-9);
        expect(relative(permuted.risk, solution.risk)).toBeLessThan(1e-9);
        expect(Math.abs(permuted.accuracy - solution.accuracy)).toBeLessThan(3e-4);
      }),
      { numRuns: 60 },
    );
  });

  it('is a one-dimensional integral where all classes are alike', () => {
    for (const classes of [3, 10, 50]) {
      const solution = solveClasses({ ...four, classes, atoms: isotropic(classes, 300, 1.5) });
      const separation = solution.meanMargin / Math.sqrt(solution.marginVariance / 2);
      let expected = 0;
      for (let z = -9; z <= 9; z += 1 / 64) {
        const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
        expected += (density * normalCdf(z + separation) ** (classes - 1)) / 64;
      }
      expect(Math.abs(solution.accuracy - expected)).toBeLessThan(1e-12);
    }
  });

  it('gives the sum of the scores the law of training on a constant, at any distance from the peak', () => {
    // The targets of a row add up to 1 and the means of a simplex to 0: the sum learns nothing, as with means of 0.
    for (const ridge of [0.1, 1e-6, 1e-9]) {
      for (const rows of [150 * (1 - 1e-9), 150 * (1 + 1e-6), 400]) {
        for (const samples of [40, 400]) {
          const fit = { samples, meanError: false, source: 'independent' as const, generations: 1 };
          const problem = {
            ...ordinary,
            fit,
            ridge,
            realSamples: 0.2 * rows,
            keepCorrect: 1,
            keepIncorrect: 1,
          };
          for (const classes of [3, 7]) {
            const { scoreVariance, scoreCovariance } = solveClasses({
              ...problem,
              syntheticSamples: 0.8 * rows,
              classes,
              atoms: isotropic(classes, 150, 1.5),
            });
            const without = solveExact({
              ...problem,
              syntheticSamples: 0.8 * rows,
              atoms: isotropicAtoms({ dimension: 150, meanNorm: 0 }),
            });
            const variance = classes * (scoreVariance + (classes - 1) * scoreCovariance);
            expect(relative(variance, without.marginVariance)).toBeLessThan(1e-6);
          }
        }
      }
    }
  });

  it('is real data only without synthetic rows, or when the verifier keeps none', () => {
    const realOnly = solveClasses({ ...four, syntheticSamples: 0, fit: null });
    const nearly = solveClasses({ ...four, syntheticSamples: 1e-9 });
    expect(nearly.accuracy).toBeCloseTo(realOnly.accuracy, 9);
    expect(nearly.risk).toBeCloseTo(realOnly.risk, 9);
    const pruned = solveClasses({ ...four, keepCorrect: 0, keepIncorrect: 0, normalise: 'kept' });
    expect(relative(pruned.risk, realOnly.risk)).toBeLessThan(1e-12);
    expect(pruned.accuracy).toBeCloseTo(realOnly.accuracy, 12);
  });

  it('does not depend on a generator that only real rows are trained beside', () => {
    const base = { ...four, syntheticSamples: 0 };
    const expected = solveClasses({ ...base, fit: null });
    for (const source of ['training', 'independent'] as const) {
      const fit = { samples: 170, meanError: true, source, generations: 1 };
      const solution = solveClasses({ ...base, fit });
      expect(relative(solution.ownScore, expected.ownScore)).toBeLessThan(1e-9);
      expect(relative(solution.scoreVariance, expected.scoreVariance)).toBeLessThan(1e-9);
    }
  });

  it('is the exact generator when n̂ → ∞', () => {
    const exact = solveClasses({ ...four, fit: null });
    for (const meanError of [true, false]) {
      const fit = (samples: number) => ({
        samples,
        meanError,
        source: 'independent' as const,
        generations: 1,
      });
      const many = solveClasses({ ...four, fit: fit(1e13) });
      expect(relative(many.accuracy, exact.accuracy)).toBeLessThan(1e-9);
      expect(relative(many.risk, exact.risk)).toBeLessThan(1e-9);
      expect(solveClasses({ ...four, fit: fit(Infinity) })).toEqual(exact);
    }
  });

  it('is guessing where the means meet, and gains as they move apart', () => {
    const accuracies = [0, 0.3, 1, 1.5, 2, 4].map(
      (norm) => solveClasses({ ...four, atoms: isotropic(4, 200, norm) }).accuracy,
    );
    expect(accuracies[0]).toBeCloseTo(0.25, 12);
    for (let i = 1; i < accuracies.length; i++)
      expect(accuracies[i]!).toBeGreaterThan(accuracies[i - 1]! + 0.01);
  });

  it('learns nothing from labels that are right as often as any other class', () => {
    for (const classes of [2, 3, 10]) {
      const blind: ClassesProblem = {
        ...four,
        classes,
        atoms: isotropic(classes, 200, 1.5),
        realSamples: 0,
        labelNoise: (classes - 1) / classes,
        keepCorrect: 0.7,
        keepIncorrect: 0.7,
      };
      const { accuracy, meanMargin } = solveClasses(blind);
      expect(accuracy).toBeCloseTo(1 / classes, 10);
      expect(meanMargin).toBeCloseTo(0, 12);
      const critical = criticalLabelNoiseOfClasses(classes, 0.9, 0.2)!;
      const pruned = { ...blind, labelNoise: critical, keepCorrect: 0.9, keepIncorrect: 0.2 };
      expect(solveClasses(pruned).accuracy).toBeCloseTo(1 / classes, 10);
    }
  });

  it('reaches the best possible accuracy with many clean samples, for any covariance', () => {
    const { normal } = randomNumbers(3);
    const groups = Array.from({ length: 40 }, (_, i) => ({ eigenvalue: 2 / (i + 1), multiplicity: 1 }));
    const vectors = Array.from({ length: 3 }, () => Float64Array.from({ length: 40 }, () => 0.1 * normal()));
    // One-hot regression has no intercept: the Bayes scores' constants are equal only for means alike.
    const lengths = vectors.map((v) => Math.sqrt(v.reduce((sum, x, i) => sum + x * x * (i + 1), 0)));
    const means = vectors.map((v, c) => v.map((x) => (2 * x) / lengths[c]!));
    const atoms = classAtoms(groups, means);
    const best = bayesAccuracyOfClasses(3, atoms);
    const { accuracy } = solveClasses({
      ...four,
      classes: 3,
      atoms,
      realSamples: 1e11,
      syntheticSamples: 0,
      ridge: 1e-7,
    });
    expect(accuracy).toBeLessThan(best + 2e-4);
    expect(accuracy).toBeGreaterThan(best - 0.05);
    const simplex = isotropic(3, 40, 1.5);
    const many = { ...four, classes: 3, atoms: simplex, realSamples: 1e11, syntheticSamples: 0, ridge: 1e-7 };
    expect(solveClasses(many).accuracy).toBeCloseTo(bayesAccuracyOfClasses(3, simplex), 7);
  });

  it('has the limits of two classes for K = 2', () => {
    const atoms = twoClassAtoms(ordinary.atoms);
    expect(bayesAccuracyOfClasses(2, atoms)).toBeCloseTo(bayesAccuracy(ordinary.atoms), 12);
    expect(criticalLabelNoiseOfClasses(2, 0.8, 0.3)).toBeCloseTo(criticalLabelNoise(0.8, 0.3)!, 14);
    expect(criticalLabelNoiseOfClasses(5, 0, 0)).toBeNull();
    const noise = selfTrainedLabelNoiseOfClasses({ ...ordinary, classes: 2, atoms });
    expect(noise).toBeCloseTo(selfTrainedLabelNoise(ordinary), 10);
    expect(selfTrainedLabelNoiseOfClasses({ ...four, syntheticSamples: 0 })).toBe(0.75);
  });

  it('gives finite numbers or a reason, for extreme input too', () => {
    const extreme = problems({ eigenvalues: 6, sizes: 6, ridge: [-12, 8], weights: 6 });
    let answers = 0;
    fc.assert(
      fc.property(extreme, fc.integer({ min: 2, max: 6 }), seeds, (problem, classes, seed) => {
        try {
          const { accuracy, risk, marginVariance, scores, covariance } = solveClasses(
            withRandomMeans(problem, classes, seed),
          );
          answers++;
          expect(accuracy).toBeGreaterThanOrEqual(0);
          expect(accuracy).toBeLessThanOrEqual(1);
          expect(risk).toBeGreaterThan(0);
          expect(marginVariance).toBeGreaterThan(0);
          for (const value of [risk, marginVariance, ...scores, ...covariance]) {
            expect(Number.isFinite(value)).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof TheoryError)) throw error;
          expect(error.message).toMatch(
            /^(There is nothing|The theory's numbers|The class means are too large)/,
          );
        }
      }),
      { numRuns: 200 },
    );
    expect(answers).toBeGreaterThan(100);
  });

  it('is at least as good as guessing when more labels are right than any other', () => {
    fc.assert(
      fc.property(
        moderate,
        logUniform(-1, 0.5),
        fc.integer({ min: 2, max: 12 }),
        (problem, norm, classes) => {
          const critical =
            criticalLabelNoiseOfClasses(classes, problem.keepCorrect, problem.keepIncorrect) ?? 1;
          const { accuracy } = solveClasses({
            ...problem,
            classes,
            labelNoise: critical * problem.labelNoise,
            realSamples: problem.realSamples + 1,
            atoms: isotropic(classes, 150, norm),
            fit: problem.fit?.source === 'training' ? null : problem.fit,
          });
          expect(accuracy).toBeGreaterThanOrEqual(1 / classes - 1e-12);
          expect(accuracy).toBeLessThanOrEqual(
            bayesAccuracyOfClasses(classes, isotropic(classes, 150, norm)) + 1e-12,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('classAtoms', () => {
  const { normal } = randomNumbers(1);
  const vectors = (count: number) =>
    Array.from({ length: count }, () => Float64Array.from({ length: 6 }, normal));
  const groups = [
    { eigenvalue: 3, multiplicity: 2, syntheticEigenvalue: 2 },
    { eigenvalue: 1, multiplicity: 4 },
  ];

  it('holds the products of the means within every group', () => {
    const means = vectors(3);
    const synthetic = vectors(3);
    const all = [...means, ...synthetic];
    const atoms = classAtoms(groups, means, synthetic);
    const dot = (i: number, j: number, from: number, to: number) =>
      all[i]!.subarray(from, to).reduce((sum, value, at) => sum + value * all[j]![from + at]!, 0);
    expect(atoms[0]).toMatchObject({ eigenvalue: 3, multiplicity: 2, syntheticEigenvalue: 2 });
    expect(atoms[1]).toMatchObject({ eigenvalue: 1, multiplicity: 4, syntheticEigenvalue: 1 });
    expect(
      difference(
        atoms[0]!.means,
        gramOf(3, (i, j) => dot(i, j, 0, 2)),
      ),
    ).toBeLessThan(1e-15);
    expect(
      difference(
        atoms[1]!.means,
        gramOf(3, (i, j) => dot(i, j, 2, 6)),
      ),
    ).toBeLessThan(1e-15);
  });

  it('repeats the means of the real data for a generator that has them', () => {
    const means = vectors(3);
    const expected = classAtoms(
      groups,
      means,
      means.map((mean) => mean.slice()),
    );
    expect(classAtoms(groups, means).map((atom) => atom.means)).toEqual(expected.map((atom) => atom.means));
  });

  it('gives the same answer where the matrices are too many to keep', () => {
    const many = Array.from({ length: 600 }, (_, i) => ({ eigenvalue: 1 + 1 / (i + 1), multiplicity: 1 }));
    const means = Array.from({ length: 30 }, () => Float64Array.from({ length: 600 }, () => 0.1 * normal()));
    const formed = classAtoms(many, means);
    const copied = formed.map((atom) => ({ ...atom }));
    expect(formed[7]!.means).not.toBe(formed[7]!.means);
    expect(copied[7]!.means).toEqual(formed[7]!.means);
    const kept = classAtoms(
      many.slice(0, 7),
      means.map((mean) => mean.subarray(0, 7)),
    );
    expect(kept[3]!.means).toEqual(formed[3]!.means);
    expect(kept[3]!.means).toBe(kept[3]!.means);
  });

  it('refuses vectors of the wrong length', () => {
    expect(() => classAtoms(groups, [new Float64Array(5)])).toThrow(/must have 6 components, not 5/);
    expect(() => classAtoms(groups, vectors(3), vectors(2))).toThrow(/3 classes need as many/);
  });
});

describe('problems without an answer', () => {
  const atom = four.atoms[0]!;
  const asymmetric = atom.means.map((value, i) => (i === 1 ? value / 2 : value));
  const cases: readonly (readonly [string, Partial<ClassesProblem>, RegExp])[] = [
    ['one class', { classes: 1 }, /whole number from 2 to 50, not 1/],
    ['half a class', { classes: 2.5 }, /not 2.5/],
    ['too many classes', { classes: 51 }, /from 2 to 50, not 51/],
    ['no sample at all', { realSamples: 0, syntheticSamples: 0 }, /nothing to learn from/],
    ['negative ridge', { ridge: -1 }, /ridge must be/],
    [
      'several generations',
      { fit: { ...four.fit!, generations: 3 } },
      /two classes only.*3 generations with 4/,
    ],
    ['a Gram matrix for other classes', { classes: 3 }, /must have 6×6 entries, not 64/],
    ['an asymmetric Gram matrix', { atoms: [{ ...atom, means: asymmetric }] }, /must be symmetric/],
    [
      'a negative squared norm',
      { atoms: [{ ...atom, means: gramOf(4, (i, j) => (i === j ? -1 : 0)) }] },
      /squared norm of a class mean.*-1/,
    ],
    [
      'an impossible product',
      { atoms: [{ ...atom, means: gramOf(4, (i, j) => (i === j ? 1 : 2)) }] },
      /exceeds/,
    ],
    [
      'a shifted generator fitted on the training rows',
      {
        fit: { ...four.fit!, source: 'training' },
        atoms: [{ ...atom, means: gramOf(4, (i, j) => (i === j ? 1 : 0)) }],
      },
      /must have the means and the covariance of the real data/,
    ],
    ['underflow', { ridge: 1e300 }, /range of double precision/],
  ];
  it.each(cases)('refuses: %s', (_name, change, message) => {
    const attempt = () => solveClasses({ ...four, ...change });
    expect(attempt).toThrow(TheoryError);
    expect(attempt).toThrow(message);
  });
});

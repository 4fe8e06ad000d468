import { Matrix, EigenvalueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { argmaxProbability, symmetricArgmaxProbability } from '../../../src/numerics/argmaxProbability';
import { normalCdf, normalPdf } from '../../../src/numerics/normal';
import { randomNumbers } from './randomNumbers';

/** ∫ φ(z) f(z) dz. */
function gaussianMean(f: (z: number) => number, step = 1 / 32): number {
  let sum = 0;
  for (let z = -9; z <= 9; z += step) sum += normalPdf(z) * f(z) * step;
  return sum;
}

interface Scores {
  means: Float64Array;
  covariance: Float64Array;
}

/**
 * Scores s_k = A_ck + σ_k ξ_k with unequal means and spreads, and a random common shift u_k + u_l in Q, which must not
 * matter: the accuracy is a one-dimensional integral.
 */
function independentScores(classes: number, asymmetry: number, gap: number, seed: number) {
  const { normal } = randomNumbers(seed);
  const sigma = Array.from({ length: classes }, () => Math.exp(asymmetry * 0.5 * normal()));
  const shift = Array.from({ length: classes }, normal);
  const means = new Float64Array(classes * classes);
  const covariance = new Float64Array(classes * classes);
  for (let c = 0; c < classes; c++) {
    for (let k = 0; k < classes; k++) {
      means[c * classes + k] = (c === k ? gap : 0) + asymmetry * 0.7 * normal();
      covariance[c * classes + k] = (c === k ? sigma[c]! ** 2 : 0) + shift[c]! + shift[k]!;
    }
  }
  let expected = 0;
  for (let c = 0; c < classes; c++) {
    const own = means[c * classes + c]!;
    expected += gaussianMean((z) =>
      sigma.reduce(
        (value, s, k) =>
          k === c ? value : value * normalCdf((own + sigma[c]! * z - means[c * classes + k]!) / s),
        1,
      ),
    );
  }
  return { means, covariance, expected: expected / classes };
}

/** Every class alike. */
function symmetricScores(classes: number, own: number, other: number, variance: number, covariance: number) {
  const at = (same: number, different: number) =>
    Float64Array.from({ length: classes * classes }, (_, i) => (i % (classes + 1) === 0 ? same : different));
  return { means: at(own, other), covariance: at(variance, covariance) };
}

/** Share of random draws of the scores whose largest is the right one; for any Q. */
function simulated(classes: number, { means, covariance }: Scores, draws: number): number {
  const { normal } = randomNumbers(5);
  const matrix = Matrix.from1DArray(classes, classes, covariance);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const root = eigenvectorMatrix.mmul(Matrix.diag(realEigenvalues.map((v) => Math.sqrt(Math.max(0, v)))));
  let right = 0;
  for (let draw = 0; draw < draws; draw++) {
    const xi = Matrix.columnVector(Array.from({ length: classes }, normal));
    const noise = root.mmul(xi).to1DArray();
    for (let c = 0; c < classes; c++) {
      const scores = noise.map((value, k) => value + means[c * classes + k]!);
      if (scores.every((score, k) => k === c || score < scores[c]!)) right += 1 / classes;
    }
  }
  return right / draws;
}

describe('argmaxProbability', () => {
  it('is a closed form for two classes', () => {
    const means = Float64Array.of(0.7, 0.2, -0.1, 0.3);
    const covariance = Float64Array.of(2, 0.5, 0.5, 1);
    const expected = (normalCdf(0.5 / Math.sqrt(2)) + normalCdf(0.4 / Math.sqrt(2))) / 2;
    expect(argmaxProbability(means, covariance, 2)).toBeCloseTo(expected, 14);
  });

  it.each([3, 5, 10, 50])('is exact to 1e-12 where all %i classes are alike', (classes) => {
    for (const separation of [-3, 0, 0.4, 2.5, 9]) {
      const expected = gaussianMean((z) => normalCdf(z + separation) ** (classes - 1), 1 / 64);
      const scores = symmetricScores(classes, 0.1 + 3 * separation, 0.1, 10, 1);
      const value = argmaxProbability(scores.means, scores.covariance, classes);
      expect(Math.abs(value - expected)).toBeLessThan(1e-12);
      expect(symmetricArgmaxProbability(classes, separation)).toBeCloseTo(expected, 12);
    }
  });

  it('does not depend on the scale, nor on a score that all classes share', () => {
    const { means, covariance } = independentScores(6, 0.2, 1.5, 3);
    const value = argmaxProbability(means, covariance, 6);
    const scaled = argmaxProbability(
      means.map((m) => m * 1e-80 + 5e-80),
      covariance.map((q) => q * 1e-160 + 7e-160),
      6,
    );
    expect(scaled).toBeCloseTo(value, 9);
    expect(argmaxProbability(means, covariance, 6)).toBe(value);
  });

  // Nearly alike, as trained classifiers are.
  it.each(
    [3, 4, 6, 10, 20].flatMap((classes) => [0.01, 0.05, 0.1, 0.2].map((share) => [classes, share] as const)),
  )('is within 1e-4 for %i classes that differ by a share of %f', (classes, share) => {
    for (let seed = 1; seed <= (classes < 20 ? 4 : 2); seed++) {
      const { means, covariance, expected } = independentScores(classes, share, 0.5 + 0.7 * seed, seed);
      expect(Math.abs(argmaxProbability(means, covariance, classes) - expected)).toBeLessThan(1e-4);
    }
  });

  it.each([3, 4, 6, 10])('is within 2e-4 for %i classes that have little in common', (classes) => {
    for (let seed = 1; seed <= 3; seed++) {
      for (const share of [0.5, 1]) {
        const { means, covariance, expected } = independentScores(classes, share, 0.5 + 0.7 * seed, seed);
        expect(Math.abs(argmaxProbability(means, covariance, classes) - expected)).toBeLessThan(2e-4);
      }
    }
  });

  it('is within 2e-4 for 50 classes that are nearly alike', () => {
    const { means, covariance, expected } = independentScores(50, 0.1, 2, 8);
    expect(Math.abs(argmaxProbability(means, covariance, 50) - expected)).toBeLessThan(2e-4);
  });

  it('takes centred scores, whose covariance is singular', () => {
    const classes = 5;
    const { means, covariance, expected } = independentScores(classes, 0.3, 1, 2);
    const centre = new Matrix(classes, classes)
      .fill(-1 / classes)
      .add(Matrix.eye(classes))
      .mmul(Matrix.from1DArray(classes, classes, covariance));
    const projection = Matrix.eye(classes).sub(new Matrix(classes, classes).fill(1 / classes));
    const centred = Float64Array.from(centre.mmul(projection).to1DArray());
    expect(Math.abs(argmaxProbability(means, centred, classes) - expected)).toBeLessThan(1e-4);
  });

  it('takes scores that vary along few directions only', () => {
    // Rank 1: s_k = A_ck + f_k y. The argmax as a function of y, on a fine grid.
    const f = [0.3, -1, 0.8, 2, -0.4];
    const { means } = independentScores(5, 0.5, 1, 4);
    const covariance = Float64Array.from({ length: 25 }, (_, i) => f[Math.floor(i / 5)]! * f[i % 5]!);
    let expected = 0;
    for (let c = 0; c < 5; c++) {
      expected += gaussianMean((y) => {
        const scores = f.map((value, k) => means[c * 5 + k]! + value * y);
        return scores.every((score, k) => k === c || score < scores[c]!) ? 0.2 : 0;
      }, 1e-4);
    }
    expect(Math.abs(argmaxProbability(means, covariance, 5) - expected)).toBeLessThan(2e-4);
  });

  it('takes scores of rank 2, and correlated ones, as random draws do', () => {
    const { normal } = randomNumbers(9);
    for (const rank of [2, 9]) {
      const factor = new Matrix(Array.from({ length: 6 }, () => Array.from({ length: rank }, normal)));
      const covariance = Float64Array.from(factor.mmul(factor.transpose()).to1DArray());
      const scores = { means: independentScores(6, 0.8, 2, 6).means, covariance };
      const draws = 20_000;
      const expected = simulated(6, scores, draws);
      const value = argmaxProbability(scores.means, covariance, 6);
      expect(Math.abs(value - expected)).toBeLessThan(4 * Math.sqrt(0.25 / draws));
    }
  });

  it('splits ties evenly', () => {
    const zero = new Float64Array(16);
    expect(argmaxProbability(zero, zero, 4)).toBeCloseTo(0.25, 12);
    expect(argmaxProbability(new Float64Array(4), new Float64Array(4), 2)).toBe(0.5);
    // Classes 1 and 2 have the same scores always, class 3 never wins against a right one.
    const means = Float64Array.of(5, 5, 0, 5, 5, 0, 0, 0, 5);
    const covariance = Float64Array.of(1, 1, 0, 1, 1, 0, 0, 0, 1);
    const expected = (2 * 0.5 * normalCdf(5 / Math.SQRT2) + normalCdf(5 / Math.SQRT2)) / 3;
    expect(argmaxProbability(means, covariance, 3)).toBeCloseTo(expected, 7);
  });

  it('decides scores without variance', () => {
    const means = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 2, 1);
    expect(argmaxProbability(means, new Float64Array(9), 3)).toBeCloseTo(2 / 3, 12);
  });

  it('has no value for what is not a number', () => {
    const { means, covariance } = independentScores(4, 0.3, 1, 1);
    means[5] = NaN;
    expect(argmaxProbability(means, covariance, 4)).toBeNaN();
  });

  it('refuses sizes that do not fit', () => {
    expect(() => argmaxProbability(new Float64Array(1), new Float64Array(1), 1)).toThrow(RangeError);
    expect(() => argmaxProbability(new Float64Array(51 ** 2), new Float64Array(51 ** 2), 51)).toThrow(
      /from 2 to 50/,
    );
    expect(() => argmaxProbability(new Float64Array(9), new Float64Array(4), 3)).toThrow(/3×3/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TheoryError } from '../../../src/theory/error';
import { spectralLaw, type SpectralLaw } from '../../../src/theory/spectralLaw';
import type { PopulationEigenvalue } from '../../../src/theory/spectralLaw/inverseMap';
import { logUniform, relative } from './problems';
import { powerLaw } from './referenceCase';

/** ∫ f(x) density(x) dx over one interval, the square roots at its ends substituted away: x = mid + half sin θ. */
function integrate(law: SpectralLaw, f: (x: number) => number, points = 400): number {
  let sum = 0;
  for (const [low, high] of law.intervals) {
    const half = (high - low) / 2;
    for (let i = 0; i < points; i++) {
      const theta = Math.PI * ((i + 0.5) / points - 0.5);
      const x = low + half * (1 + Math.sin(theta));
      sum += (f(x) * law.density(x) * half * Math.cos(theta) * Math.PI) / points;
    }
  }
  return sum;
}

/** Marchenko and Pastur's density for C = I (theory.md §4). */
function marchenkoPastur(x: number, ratio: number): number {
  const low = (1 - Math.sqrt(ratio)) ** 2;
  const high = (1 + Math.sqrt(ratio)) ** 2;
  return x > low && x < high ? Math.sqrt((high - x) * (x - low)) / (2 * Math.PI * ratio * x) : 0;
}

/**
 * The density at x + iε by plain iteration of Silverstein's equation, m = −1/(z − η̂ Σ wλ/(1 + λm)): slow, but it
 * shares nothing with the curve that the law is parametrised by.
 */
function densityByIteration(population: readonly PopulationEigenvalue[], samples: number, x: number) {
  const dimension = population.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
  const imaginary = 1e-5;
  let [re, im] = [0, 1];
  for (let i = 0; i < 200_000; i++) {
    let [denominatorRe, denominatorIm] = [x, imaginary];
    for (const { eigenvalue, multiplicity } of population) {
      const [a, b] = [1 + eigenvalue * re, eigenvalue * im];
      const factor = (multiplicity * eigenvalue) / samples / (a * a + b * b);
      denominatorRe -= factor * a;
      denominatorIm += factor * b;
    }
    const size = denominatorRe ** 2 + denominatorIm ** 2;
    const [nextRe, nextIm] = [-denominatorRe / size, denominatorIm / size];
    const change = Math.hypot(nextRe - re, nextIm - im);
    [re, im] = [(re + nextRe) / 2, (im + nextIm) / 2];
    if (change < 1e-13) break;
  }
  return (im * samples) / dimension / Math.PI;
}

const identity = (dimension: number, eigenvalue = 1): PopulationEigenvalue[] => [
  { eigenvalue, multiplicity: dimension },
];
const decaying = (dimension: number, exponent = 1): PopulationEigenvalue[] =>
  powerLaw(dimension, exponent, dimension).map((eigenvalue) => ({ eigenvalue, multiplicity: 1 }));

/** Random spectra of one to five eigenvalues over two decades. */
const populations = fc.array(
  fc.record({ eigenvalue: logUniform(-1, 1), multiplicity: fc.constantFrom(1, 7, 50, 200.5) }),
  { minLength: 1, maxLength: 5 },
);
const sizeOf = (population: readonly PopulationEigenvalue[]) =>
  population.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
/** tr C^k/p */
const moment = (population: readonly PopulationEigenvalue[], k: number) =>
  population.reduce((sum, { eigenvalue, multiplicity }) => sum + multiplicity * eigenvalue ** k, 0) /
  sizeOf(population);

describe('equal eigenvalues', () => {
  it.each([1e-6, 0.01, 0.3, 0.5, 0.999, 1, 1.001, 2, 40, 1e6])(
    'is the law of Marchenko and Pastur at η̂ = %f',
    (ratio) => {
      const law = spectralLaw(identity(500), 500 / ratio);
      const low = (1 - Math.sqrt(ratio)) ** 2;
      const high = (1 + Math.sqrt(ratio)) ** 2;
      expect(law.massAtZero).toBeCloseTo(Math.max(0, 1 - 1 / ratio), 14);
      expect(law.intervals).toHaveLength(1);
      expect(Math.abs(law.intervals[0]![0] - low)).toBeLessThan(1e-12 * high);
      expect(relative(law.intervals[0]![1], high)).toBeLessThan(1e-12);
      for (let i = 1; i < 40; i++) {
        const x = low + ((high - low) * i) / 40;
        expect(relative(law.density(x), marchenkoPastur(x, ratio))).toBeLessThan(1e-8);
      }
    },
  );

  it('scales with the variance, and merges equal eigenvalues', () => {
    const law = spectralLaw(identity(100, 2.5), 250);
    const split = spectralLaw([...identity(40, 2.5), ...identity(60, 2.5)], 250);
    for (const x of [0.5, 1, 3, 6]) {
      expect(law.density(x)).toBeCloseTo(marchenkoPastur(x / 2.5, 0.4) / 2.5, 12);
      expect(split.density(x)).toBe(law.density(x));
    }
  });

  it('has the known distribution function at η̂ = 1', () => {
    // The square of a quarter-circle law: F(x) = (θ + sin θ)/π with x = 4 sin²(θ/2).
    const law = spectralLaw(identity(10), 10);
    for (const theta of [0.01, 0.5, 1, 2, 3]) {
      expect(law.cdf(4 * Math.sin(theta / 2) ** 2)).toBeCloseTo((theta + Math.sin(theta)) / Math.PI, 12);
    }
  });
});

describe('any population', () => {
  it('solves Silverstein’s equation', () => {
    const cases: [PopulationEigenvalue[], number, number[]][] = [
      [[...identity(50, 1), ...identity(50, 8)], 1000, [0.8, 1, 1.2, 7, 8, 10]],
      [[...identity(50, 1), ...identity(50, 3)], 60, [0.2, 0.4, 1, 4, 9]],
      [decaying(60), 120, [0.1, 0.3, 1, 3]],
    ];
    for (const [population, samples, xs] of cases) {
      const law = spectralLaw(population, samples);
      for (const x of xs) {
        const expected = densityByIteration(population, samples, x);
        expect(expected).toBeGreaterThan(1e-2);
        // The oracle stands 1e-5 above the real line.
        expect(Math.abs(law.density(x) - expected)).toBeLessThan(1e-4 * Math.max(1, expected));
      }
    }
  });

  it('has mass 1 and the first two moments of a fitted covariance', () => {
    fc.assert(
      fc.property(populations, logUniform(-1.5, 1.5), (population, ratio) => {
        const samples = sizeOf(population) / ratio;
        const law = spectralLaw(population, samples);
        // Nearly touching intervals and nearly hard edges need more points than this test should take.
        fc.pre(law.intervals.every(([low], i, all) => low > 1.05 * (all[i - 1]?.[1] ?? 0)));
        fc.pre(law.intervals[0]![0] > 1e-3 * law.intervals[0]![1]);
        expect(law.massAtZero + integrate(law, () => 1)).toBeCloseTo(1, 5);
        const [first, second] = [
          moment(population, 1),
          moment(population, 2) + ratio * moment(population, 1) ** 2,
        ];
        expect(
          relative(
            integrate(law, (x) => x),
            first,
          ),
        ).toBeLessThan(1e-5);
        expect(
          relative(
            integrate(law, (x) => x * x),
            second,
          ),
        ).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });

  it('has a distribution function that is the density’s integral', () => {
    fc.assert(
      fc.property(
        populations,
        logUniform(-3, 3),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (population, ratio, place) => {
          const law = spectralLaw(population, sizeOf(population) / ratio);
          for (const [low, high] of law.intervals) {
            const x = low + place * (high - low);
            const step = 1e-4 * Math.min(x - low, high - x);
            const slope = (law.cdf(x + step) - law.cdf(x - step)) / (2 * step);
            const rounding = 1e-13 / step;
            expect(Math.abs(slope - law.density(x))).toBeLessThan(1e-6 * law.density(x) + rounding);
          }
        },
      ),
    );
  });

  it('rises from the mass at 0 to 1, by whole clusters over the gaps', () => {
    fc.assert(
      fc.property(populations, logUniform(-6, 6), (population, ratio) => {
        const samples = sizeOf(population) / ratio;
        const law = spectralLaw(population, samples);
        expect(law.cdf(-1e-9)).toBe(0);
        expect(law.cdf(0)).toBe(law.massAtZero);
        const highest = law.intervals.at(-1)![1];
        expect(law.cdf(highest)).toBe(1);
        let last = 0;
        law.intervals.forEach(([low, high], i) => {
          expect(low).toBeLessThan(high);
          expect(low).toBeGreaterThanOrEqual(i === 0 ? 0 : law.intervals[i - 1]![1]);
          for (const share of [0, 1e-6, 0.01, 0.5, 0.99, 1 - 1e-6, 1]) {
            const value = law.cdf(low + share * (high - low));
            expect(value).toBeGreaterThanOrEqual(last - 1e-9);
            last = value;
          }
          // Exact separation: what lies below a gap is a sum of the multiplicities of the smallest eigenvalues.
          if (i > 0) {
            const sizes = [...population].sort((a, b) => a.eigenvalue - b.eigenvalue);
            let below = 0;
            const sums = sizes.map(({ multiplicity }) => (below += multiplicity) / sizeOf(population));
            expect(Math.min(...sums.map((sum) => Math.abs(sum - law.cdf(low))))).toBeLessThan(1e-12);
          }
        });
      }),
    );
  });

  it('splits into clusters with many rows, and into one interval with few', () => {
    const clusters = [...identity(20, 1), ...identity(30, 5), ...identity(50, 30)];
    const many = spectralLaw(clusters, 2000);
    expect(many.intervals).toHaveLength(3);
    expect(many.cdf(3)).toBe(0.2);
    expect(many.cdf(12)).toBe(0.5);
    expect(many.density(3)).toBe(0);
    expect(spectralLaw(clusters, 30).intervals).toHaveLength(1);
  });

  it('gives a spike of one direction an interval of its own, where the known outlier is', () => {
    // Baik and Silverstein: a spike ℓ > 1 + √η̂ moves to ℓ + η̂ ℓ/(ℓ − 1).
    const dimension = 1e5;
    const law = spectralLaw([...identity(dimension - 1), { eigenvalue: 6, multiplicity: 1 }], 2 * dimension);
    expect(law.intervals).toHaveLength(2);
    const [low, high] = law.intervals[1]!;
    expect((low + high) / 2).toBeCloseTo(6 + (0.5 * 6) / 5, 3);
    expect(high - low).toBeLessThan(0.1);
    expect(1 - law.cdf((low + law.intervals[0]![1]) / 2)).toBeCloseTo(1e-5, 14);
    const hidden = spectralLaw(
      [...identity(dimension - 1), { eigenvalue: 1.5, multiplicity: 1 }],
      2 * dimension,
    );
    expect(hidden.intervals).toHaveLength(1);
  });

  it('keeps the directions without variance at 0', () => {
    const law = spectralLaw([...identity(30), ...identity(70, 0)], 200);
    expect(law.massAtZero).toBeCloseTo(0.7, 14);
    const alone = spectralLaw(identity(30), 200);
    for (const x of [0.5, 1, 1.5]) {
      expect(law.density(x)).toBeCloseTo(0.3 * alone.density(x), 12);
      expect(law.cdf(x)).toBeCloseTo(0.7 + 0.3 * alone.cdf(x), 12);
    }
    expect(spectralLaw([...identity(30), ...identity(70, 0)], 10).massAtZero).toBeCloseTo(0.9, 14);
  });

  it('is the population itself with very many rows', () => {
    const law = spectralLaw(decaying(40), 1e14);
    expect(law.intervals).toHaveLength(40);
    decaying(40)
      .reverse()
      .forEach(({ eigenvalue }, i) => {
        const [low, high] = law.intervals[i]!;
        expect(relative(low, eigenvalue)).toBeLessThan(1e-5);
        expect(relative(high, eigenvalue)).toBeLessThan(1e-5);
        expect(law.cdf(eigenvalue)).toBeCloseTo((i + 0.5) / 40, 4);
      });
  });

  it('stays finite over twenty decades of rows and eight of eigenvalues', () => {
    const wide = fc.array(fc.record({ eigenvalue: logUniform(-8, 8), multiplicity: logUniform(-3, 4) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(wide, logUniform(-10, 10), (population, ratio) => {
        const law = spectralLaw(population, sizeOf(population) / ratio);
        for (const [low, high] of law.intervals) {
          const x = (low + high) / 2;
          if (!(low < x && x < high)) continue;
          expect(law.density(x)).toBeGreaterThan(0);
          expect(law.density(x)).toBeLessThan(Infinity);
          expect(law.cdf(x)).toBeGreaterThanOrEqual(law.massAtZero);
        }
      }),
      { numRuns: 500 },
    );
  });
});

it('is finite or refused for numbers of any kind', () => {
  const anything = fc.oneof(fc.double(), logUniform(-30, 30), fc.constantFrom(0, 1, NaN, Infinity, 5e-324));
  const population = fc.array(fc.record({ eigenvalue: anything, multiplicity: anything }), { maxLength: 3 });
  fc.assert(
    fc.property(population, anything, (eigenvalues, samples) => {
      let law: SpectralLaw;
      try {
        law = spectralLaw(eigenvalues, samples);
      } catch (error) {
        expect(error).toBeInstanceOf(TheoryError);
        expect((error as Error).message).toMatch(/^[A-Z].*\.$/);
        return;
      }
      for (const x of [
        -1,
        0,
        1e-9,
        1,
        ...law.intervals.flat(),
        (law.intervals[0]![0] + law.intervals[0]![1]) / 2,
      ]) {
        expect(law.density(x)).toSatisfy(Number.isFinite);
        expect(law.cdf(x)).toSatisfy((value: number) => value >= 0 && value <= 1);
      }
    }),
    { numRuns: 3000 },
  );
});

it('refuses what has no law', () => {
  expect(() => spectralLaw(identity(10), 0)).toThrow(TheoryError);
  expect(() => spectralLaw(identity(10), Infinity)).toThrow('a number of samples above 0, not Infinity.');
  expect(() => spectralLaw(identity(10, -1), 5)).toThrow(
    'The eigenvalue must be a number of at least 0, not -1.',
  );
  expect(() => spectralLaw(identity(0), 5)).toThrow('must be above 0, not 0.');
  expect(() => spectralLaw(identity(10, 0), 5)).toThrow('The trace of the covariance');
  expect(() => spectralLaw([], 5)).toThrow('The trace of the covariance');
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { SimulationError } from '../../../src/simulation/errors';
import {
  sampleGeneratorSpectrum,
  type GeneratorSpectrumProblem,
} from '../../../src/simulation/generatorSpectrum';
import { spectralLaw } from '../../../src/theory/spectralLaw';
import { builtKernels } from '../numerics/builtKernels';
import { mean } from '../numerics/statistics';
import { powerLaw } from './problems';

let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const address = (repetition: number) => ({ seed: 11, repetition });
const identity = (p: number) => new Float64Array(p).fill(1);

/** sup |F − law|, where the law may have a mass at 0. */
function distance(values: Float64Array, { cdf }: { cdf: (x: number) => number }): number {
  let largest = 0;
  values.forEach((x, i) => {
    if (x === 0) return;
    const value = cdf(x);
    largest = Math.max(
      largest,
      Math.abs(value - i / values.length),
      Math.abs((i + 1) / values.length - value),
    );
  });
  return largest;
}

const cases: Record<string, GeneratorSpectrumProblem> = {
  'C = I, twice as many rows as dimensions': { eigenvalues: identity(240), samples: 480, meanError: false },
  'C = I, the mean estimated': { eigenvalues: identity(240), samples: 480, meanError: true },
  'C = I, as many rows as dimensions': { eigenvalues: identity(240), samples: 240, meanError: true },
  'C = I, fewer rows than dimensions': { eigenvalues: identity(240), samples: 80, meanError: true },
  'power law': { eigenvalues: powerLaw(240, 1), samples: 400, meanError: true },
  'power law, fewer rows than dimensions': {
    eigenvalues: powerLaw(240, 0.7),
    samples: 100,
    meanError: false,
  },
  'two clusters and directions without variance': {
    eigenvalues: identity(240).map((_, i) => (i < 60 ? 0 : i < 140 ? 1 : 12)),
    samples: 900,
    meanError: true,
  },
};

describe('the spectrum of a fitted covariance', () => {
  it.each(Object.entries(cases))('follows its law: %s', (_, problem) => {
    const { eigenvalues, samples, meanError } = problem;
    const p = eigenvalues.length;
    const population = Array.from(eigenvalues, (eigenvalue) => ({ eigenvalue, multiplicity: 1 }));
    const law = spectralLaw(population, samples);
    const rank = Math.min(eigenvalues.filter((value) => value > 0).length, samples - (meanError ? 1 : 0));
    for (let repetition = 0; repetition < 5; repetition++) {
      const values = sampleGeneratorSpectrum(kernels, problem, address(repetition));
      expect(values).toHaveLength(p);
      expect(values).toEqual(values.slice().sort());
      expect(values.filter((x) => x === 0)).toHaveLength(p - rank);
      // Eigenvalues keep their places: the distance is of the order of 1/p, not of 1/√p.
      expect(distance(values, law)).toBeLessThan(5 / p);
    }
    // The law of a quarter more rows is farther off than that.
    const other = spectralLaw(population, samples * 1.25);
    expect(distance(sampleGeneratorSpectrum(kernels, problem, address(0)), other)).toBeGreaterThan(5 / p);
  });

  it('has the moments of a Wishart matrix with n̂, or n̂ − 1, degrees of freedom', () => {
    const eigenvalues = powerLaw(5, 1);
    const trace = eigenvalues.reduce((sum, value) => sum + value, 0);
    const squares = eigenvalues.reduce((sum, value) => sum + value ** 2, 0);
    for (const samples of [3, 12]) {
      for (const meanError of [false, true]) {
        const df = meanError ? samples - 1 : samples;
        const draws = Array.from({ length: 2500 }, (_, i) =>
          sampleGeneratorSpectrum(kernels, { eigenvalues, samples, meanError }, address(i)),
        );
        const check = (power: number, expected: number) => {
          const values = draws.map((draw) => draw.reduce((sum, x) => sum + x ** power, 0));
          const centre = mean(values);
          const error = Math.sqrt(mean(values, (x) => (x - centre) ** 2) / values.length);
          expect(Math.abs(centre - expected)).toBeLessThan(4.5 * error);
        };
        check(1, (df * trace) / samples);
        check(2, (df * trace ** 2 + df * (df + 1) * squares) / samples ** 2);
      }
    }
  });

  it('depends on nothing but the problem and the address, and leaves the memory as it was', () => {
    const problem = { eigenvalues: powerLaw(70, 1), samples: 90, meanError: true };
    const mark = kernels.arena.mark();
    const values = sampleGeneratorSpectrum(kernels, problem, address(3));
    expect(kernels.arena.mark()).toBe(mark);
    kernels.arena.allocate(13);
    expect(sampleGeneratorSpectrum(kernels, problem, address(3))).toEqual(values);
    expect(sampleGeneratorSpectrum(kernels, problem, address(4))).not.toEqual(values);
    kernels.arena.release(mark);
  });

  it('is 0 for one row and its own mean, and of one eigenvalue for one row around the true mean', () => {
    const eigenvalues = identity(4);
    expect(
      sampleGeneratorSpectrum(kernels, { eigenvalues, samples: 1, meanError: true }, address(0)),
    ).toEqual(new Float64Array(4));
    const values = sampleGeneratorSpectrum(
      kernels,
      { eigenvalues, samples: 1, meanError: false },
      address(0),
    );
    expect(values.subarray(0, 3)).toEqual(new Float64Array(3));
    expect(values[3]).toBeGreaterThan(0);
  });

  it('refuses what cannot be fitted', () => {
    const sample = (eigenvalues: number[], samples: number) => () =>
      sampleGeneratorSpectrum(
        kernels,
        { eigenvalues: Float64Array.from(eigenvalues), samples, meanError: true },
        address(0),
      );
    expect(sample([1, 1], 0)).toThrow(SimulationError);
    expect(sample([1, 1], 2.5)).toThrow('cannot be fitted on 2.5 rows');
    expect(sample([1, -1], 5)).toThrow('negative eigenvalue');
    expect(sample([1, NaN], 5)).toThrow('not a finite number');
  });
});

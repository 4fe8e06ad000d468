import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../src/numerics/normal';
import { TheoryError } from '../../../src/theory/error';
import { solveExact } from '../../../src/theory/exact';
import { bayesAccuracy, criticalLabelNoise, selfTrainedLabelNoise } from '../../../src/theory/limits';
import { isotropicAtoms, spectrumAtoms } from './populations';
import { exactGenerator, ordinary } from './problems';

describe('bayesAccuracy', () => {
  it('is Φ(√(μᵀC⁻¹μ))', () => {
    expect(bayesAccuracy(isotropicAtoms({ dimension: 7, meanNorm: 1.5 }))).toBeCloseTo(normalCdf(1.5), 15);
    expect(bayesAccuracy(isotropicAtoms({ dimension: 7, meanNorm: 1.5, variance: 4 }))).toBeCloseTo(
      normalCdf(0.75),
      15,
    );
    expect(bayesAccuracy(spectrumAtoms([4, 0.25], [1, 0.5]))).toBeCloseTo(normalCdf(Math.sqrt(0.25 + 2)), 15);
  });

  it('is ½ without a mean and 1 along a direction without variance', () => {
    expect(bayesAccuracy(spectrumAtoms([1, 0], [0, 0]))).toBe(0.5);
    expect(bayesAccuracy(spectrumAtoms([1, 0], [0, 1e-3]))).toBe(1);
  });
});

describe('criticalLabelNoise', () => {
  it('is φ/(φ + ρ)', () => {
    expect(criticalLabelNoise(1, 1)).toBe(0.5);
    expect(criticalLabelNoise(1, 0)).toBe(1);
    expect(criticalLabelNoise(0, 1)).toBe(0);
    expect(criticalLabelNoise(0.6, 0.2)).toBeCloseTo(0.75, 15);
    expect(criticalLabelNoise(0, 0)).toBeNull();
  });

  it('is where synthetic data alone stop teaching', () => {
    const at = (labelNoise: number) =>
      solveExact({ ...exactGenerator, realSamples: 0, keepCorrect: 0.6, keepIncorrect: 0.2, labelNoise })
        .accuracy;
    const critical = criticalLabelNoise(0.6, 0.2)!;
    expect(at(critical)).toBeCloseTo(0.5, 12);
    expect(at(critical - 0.01)).toBeGreaterThan(0.5);
    expect(at(critical + 0.01)).toBeLessThan(0.5);
  });
});

describe('selfTrainedLabelNoise', () => {
  it('is the error of the synthetic-only classifier with right labels', () => {
    const { accuracy } = solveExact({
      ...ordinary,
      realSamples: 0,
      labelNoise: 0,
      keepCorrect: 1,
      keepIncorrect: 0,
    });
    expect(selfTrainedLabelNoise(ordinary)).toBe(1 - accuracy);
  });

  it('does not depend on the problem’s own real rows, label noise and verifier', () => {
    const other = { ...ordinary, realSamples: 7, labelNoise: 0.45, keepCorrect: 0.1, keepIncorrect: 0.9 };
    expect(selfTrainedLabelNoise(other)).toBe(selfTrainedLabelNoise(ordinary));
  });

  it('sees rows the generator was fitted on as independent ones', () => {
    const training = {
      ...ordinary,
      fit: { samples: 400, meanError: false, source: 'training' as const, generations: 1 },
    };
    expect(selfTrainedLabelNoise(training)).toBe(selfTrainedLabelNoise(ordinary));
  });

  it('falls from ½ towards the best possible error as m grows', () => {
    const noise = [0, 1e-6, 10, 100, 1e4, 1e12].map((syntheticSamples) =>
      selfTrainedLabelNoise({ ...exactGenerator, syntheticSamples }),
    );
    expect(noise[0]).toBe(0.5);
    expect(noise[1]).toBeCloseTo(0.5, 4);
    for (let i = 1; i < noise.length; i++) expect(noise[i]).toBeLessThan(noise[i - 1]!);
    expect(noise.at(-1)).toBeCloseTo(1 - bayesAccuracy(ordinary.atoms), 6);
  });

  it('passes on that there is no answer', () => {
    expect(() => selfTrainedLabelNoise({ ...exactGenerator, syntheticSamples: 100, ridge: 0 })).toThrow(
      TheoryError,
    );
  });
});

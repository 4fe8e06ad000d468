import { describe, expect, it } from 'vitest';
import { exploreSeries } from '../../../../src/engine/insights/insights';
import { theoryOfPoint } from '../../../../src/engine/theoryOfPoint';
import { continuousParameters } from '../../../../src/experiment/expand';
import { parsePath } from '../../../../src/experiment/paths';
import type { ExperimentFile } from '../../../../src/experiment/schema';
import { isPredicted } from '../../../../src/engine/results';

const file: ExperimentFile = {
  version: 1,
  data: { kind: 'gaussian', dimension: 200, meanNorm: 1 },
  realSamples: 500,
  syntheticSamples: 1000,
  generator: { kind: 'exact' },
  labelNoise: { kind: 'uniform', rate: 0.3 },
  verifier: { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0.9 },
  classifier: { ridge: 0.1 },
  sweep: { parameter: 'syntheticSamples', from: 0, to: 20_000, points: 21 },
};

const accuracyAt = (changes: Record<string, number>, of = file) => {
  const list = Object.entries(changes).map(([path, value]) => ({ path: parsePath(path), value }));
  const { exact } = theoryOfPoint(continuousParameters(of, 0, list));
  return isPredicted(exact) ? exact.accuracy : NaN;
};

describe('exploreSeries', () => {
  it('finds the lowest point of a dip and the break-even point to 1e-6', () => {
    const { curve } = exploreSeries(file, 0);
    expect(curve!.shape).toBe('dip');
    const turn = curve!.turns[0]!;
    const slope = (x: number) =>
      accuracyAt({ syntheticSamples: x * (1 + 1e-4) }) - accuracyAt({ syntheticSamples: x * (1 - 1e-4) });
    // The slope changes its sign within 1e-6 of the range.
    expect(slope(turn.x - 0.02)).toBeLessThan(0);
    expect(slope(turn.x + 0.02)).toBeGreaterThan(0);
    const alone = accuracyAt({ syntheticSamples: 0 });
    expect(curve!.realOnly).toBeCloseTo(alone, 12);
    expect(curve!.breakEvens).toHaveLength(1);
    for (const { x } of curve!.breakEvens) {
      expect(accuracyAt({ syntheticSamples: x })).toBeCloseTo(alone, 10);
    }
    expect(curve!.mostLost!.gain).toBeCloseTo(turn.accuracy - alone, 10);
  });

  it('knows the critical label noise of the verifier', () => {
    expect(exploreSeries(file, 0).criticalLabelNoise).toBeCloseTo(0.5, 12);
    const linear: ExperimentFile = { ...file, verifier: { kind: 'linear', alignment: 0.5 } };
    expect(exploreSeries(linear, 0).criticalLabelNoise).toBeNull();
  });

  it('finds the best value of what the file asks for, and what it gains', () => {
    const asking: ExperimentFile = {
      ...file,
      theory: { optimise: [{ parameter: 'classifier.syntheticWeight', from: 1e-3, to: 1e2, scale: 'log' }] },
    };
    const best = exploreSeries(asking, 0).optimised!;
    const [weight] = best.values;
    expect(best.edges).toEqual([null]);
    expect(best.present).toBe(accuracyAt({}));
    expect(best.accuracy).toBe(accuracyAt({ 'classifier.syntheticWeight': weight! }));
    for (const factor of [0.9, 1.1]) {
      expect(accuracyAt({ 'classifier.syntheticWeight': weight! * factor })).toBeLessThanOrEqual(
        best.accuracy,
      );
    }
  });

  it('finds the best place of two sweeps', () => {
    const grid: ExperimentFile = {
      ...file,
      sweep: [
        { parameter: 'classifier.syntheticWeight', from: 0.01, to: 10, points: 5, scale: 'log' },
        { parameter: 'labelNoise.rate', from: 0, to: 0.4, points: 5 },
      ],
    };
    const { best, curve } = exploreSeries(grid, 0);
    expect(curve).toBeNull();
    expect(best!.parameters).toEqual(['classifier.syntheticWeight', 'labelNoise.rate']);
    expect(best!.edges[1]).toBe('from');
    expect(best!.values[1]).toBe(0);
  });

  it('asks nothing between the whole numbers of generations', () => {
    const generations: ExperimentFile = {
      ...file,
      generator: { kind: 'fitted', samples: 300, source: 'independent' },
      sweep: { parameter: 'generator.generations', from: 1, to: 5, points: 5 },
    };
    expect(exploreSeries(generations, 0).curve).toBeNull();
  });

  it('explores a series as it changes the file', () => {
    const series: ExperimentFile = {
      ...file,
      series: [
        { label: 'none', set: {} },
        { label: 'oracle', set: { verifier: 'oracle' } },
      ],
    };
    expect(exploreSeries(series, 1).criticalLabelNoise).toBe(1);
    expect(exploreSeries(series, 1).curve!.breakEvens).toEqual([]);
  });
});

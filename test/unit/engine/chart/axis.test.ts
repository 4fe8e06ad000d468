import { describe, expect, it } from 'vitest';
import { logTicks, parameterTitle } from '../../../../src/engine/chart/axis';
import { isNear, valueDomain } from '../../../../src/engine/chart/domain';
import { numericPaths } from '../../../../src/experiment/paths';

describe('parameterTitle', () => {
  it.each([
    ['syntheticProportion', 'Synthetic proportion m/(n+m), before pruning'],
    ['labelNoise.rate', 'Label noise ε'],
    ['generator.samples', 'Rows the generator is fitted on, n̂'],
    ['generator.alignment', 'Alignment of the generator’s mean, β'],
    ['classifier.ridge', 'Ridge γ'],
    ['data.dimension', 'Dimension p'],
    ['classifier.syntheticWeight', 'Weight of synthetic rows κₛ'],
    ['data.covariance.spikes.0', 'Spikes 1'],
  ])('%s is "%s"', (parameter, title) => {
    expect(parameterTitle(parameter)).toBe(title);
  });

  it('has words for every field that a sweep may vary', () => {
    const file = {
      version: 1,
      data: { kind: 'gaussian', covariance: { kind: 'spiked', spikes: [10] } },
      generator: { kind: 'shifted' },
      labelNoise: { kind: 'uniform' },
      verifier: { kind: 'random' },
    };
    const linear = { ...file, labelNoise: { kind: 'linear' }, verifier: { kind: 'linear' } };
    const threshold = { ...file, generator: { kind: 'fitted' }, verifier: { kind: 'threshold' } };
    for (const path of [file, linear, threshold].flatMap(numericPaths)) {
      expect(parameterTitle(path), path).not.toContain(path);
    }
  });
});

describe('logTicks', () => {
  it('puts powers of ten on a long axis', () => {
    expect(logTicks([1e-3, 100])).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
  });
  it('puts 3 between them on one of two or three decades', () => {
    expect(logTicks([20, 20_000])).toEqual([30, 100, 300, 1000, 3000, 10_000]);
  });
  it('puts 1, 2, 5 on a short one', () => {
    expect(logTicks([15, 600])).toEqual([20, 50, 100, 200, 500]);
  });
  it('falls back to the ends where nothing round lies between them', () => {
    expect(logTicks([6, 9])).toEqual([6, 9]);
  });
});

describe('valueDomain', () => {
  it('holds the data with some air, on round numbers', () => {
    expect(valueDomain([0.7031, 0.7533], 'accuracy')).toEqual([0.7, 0.76]);
  });
  it('does not leave what the metric can be', () => {
    expect(valueDomain([0.02, 0.99], 'accuracy')).toEqual([0, 1]);
    expect(valueDomain([0.01, 3], 'risk')[0]).toBe(0);
    expect(valueDomain([-1, 1], 'meanMargin')[0]).toBeLessThan(-1);
  });
  it('shows a flat curve flat', () => {
    const [low, high] = valueDomain([0.75, 0.7501], 'accuracy');
    expect(high - low).toBeGreaterThanOrEqual(0.02);
    expect(valueDomain([0, 0], 'meanMargin')).toEqual([-0.6, 0.6]);
  });
  it('moves in steps: a little more data leaves it as it is', () => {
    expect(valueDomain([0.7033, 0.7519], 'accuracy')).toEqual(valueDomain([0.7036, 0.7515], 'accuracy'));
  });
  it('takes in a reference that is near, and only that', () => {
    expect(isNear(0.758, [0.7, 0.753], 'accuracy')).toBe(true);
    expect(isNear(0.98, [0.7, 0.753], 'accuracy')).toBe(false);
  });
});

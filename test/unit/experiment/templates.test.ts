import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Expansion } from '../../../src/experiment/expand';
import { readExperiment } from '../../../src/experiment/read';
import { templates } from '../../../src/experiment/templates';

const folder = join(import.meta.dirname, '../../../examples');
const read = (id: string) => readExperiment(readFileSync(join(folder, `${id}.resolvent.json`), 'utf8'));
function expansionOf(id: string): Expansion {
  const { experiment, problems } = read(id);
  expect(problems).toEqual([]);
  return experiment!.expansion;
}

describe('templates', () => {
  it('are the example files, in a fixed order', () => {
    expect(templates.map(({ id }) => id)).toEqual(['figure-3', 'figure-4', 'generator-quality', 'blank']);
    const files = readdirSync(folder).filter((file) => file.endsWith('.resolvent.json'));
    expect(files.sort()).toEqual(templates.map(({ file }) => file).sort());
  });

  it.each(templates)('$id has no problems, a title and a description', ({ id, title }) => {
    const { experiment, problems } = read(id);
    expect(problems).toEqual([]);
    expect(experiment!.file.title).toBeTruthy();
    expect(experiment!.file.description).toBeTruthy();
    expect(experiment!.file.$schema).toBeUndefined();
    if (id !== 'blank') expect(experiment!.file.title).toBe(title);
  });

  it('has the paper’s toy setting in figure-3', () => {
    const { series, settings } = expansionOf('figure-3');
    expect(settings.repetitions).toBe(10);
    expect(series.map(({ label }) => label)).toEqual([
      'p = 50, oracle',
      'p = 200, oracle',
      'p = 500, oracle',
      'p = 50, weak',
      'p = 200, weak',
      'p = 500, weak',
    ]);
    for (const { label, points } of series) {
      const oracle = label.includes('oracle');
      expect(points).toHaveLength(50);
      expect([points[0]!.x, points[49]!.x]).toEqual([0.001, 0.95]);
      for (const { x, parameters } of points) {
        expect(parameters).toMatchObject({
          dimension: Number(/\d+/.exec(label)![0]),
          meanNorm: 0.7,
          covariance: { kind: 'identity' },
          realSamples: 1000,
          syntheticSamples: Math.round((1000 * x!) / (1 - x!)),
          generator: {
            kind: 'fitted',
            samples: 1000,
            meanError: false,
            source: 'independent',
            generations: 1,
          },
          labelNoise: { kind: 'selfTrained' },
          verifier: { kind: 'random', keepCorrect: oracle ? 1 : 0.5, keepIncorrect: oracle ? 0 : 1 },
          ridge: 1,
          normalise: 'all',
        });
      }
    }
  });

  it('has the paper’s phase transition in figure-4', () => {
    const { series } = expansionOf('figure-4');
    expect(series.map(({ label }) => label)).toEqual(['p/m = 1', 'p/m = 0.1', 'p/m = 0.01', 'p/m = 0.001']);
    series.forEach(({ points }, i) => {
      expect([points[0]!.x, points.at(-1)!.x]).toEqual([0, 1]);
      expect(points.length).toBeGreaterThanOrEqual(60);
      for (const { x, parameters } of points) {
        expect(parameters).toMatchObject({
          dimension: 100,
          meanNorm: 1,
          realSamples: 0,
          syntheticSamples: 100 * 10 ** i,
          generator: { kind: 'exact' },
          labelNoise: { kind: 'uniform', rate: x },
          verifier: { kind: 'random', keepCorrect: 0.8, keepIncorrect: 0.3 },
          ridge: 1,
        });
      }
    });
  });

  it('sweeps the generator’s rows in generator-quality, beside the real data alone', () => {
    const { series, sweeps } = expansionOf('generator-quality');
    expect(sweeps).toMatchObject([{ parameter: 'generator.samples', scale: 'log' }]);
    const [baseline, ...others] = series;
    expect(baseline!.points.every(({ parameters }) => parameters.syntheticSamples === 0)).toBe(true);
    for (const { points } of others) {
      expect([points[0]!.x, points.at(-1)!.x]).toEqual([20, 20_000]);
      for (const { x, parameters } of points) {
        expect(parameters.syntheticSamples).toBeGreaterThan(0);
        expect(parameters.generator).toEqual({
          kind: 'fitted',
          samples: x,
          meanError: true,
          source: 'independent',
          generations: 1,
        });
      }
    }
  });
});

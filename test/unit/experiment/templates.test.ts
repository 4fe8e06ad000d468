import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exploreSeries } from '../../../src/engine/insights/insights';
import { isPredicted, type Prediction } from '../../../src/engine/results';
import { theoryReader, type PointTheory } from '../../../src/engine/theoryOfPoint';
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

/** The theory of every series, by label. */
function theoryOf(id: string): Map<string, { x: number | null; y: number | null; theory: PointTheory }[]> {
  const { series, settings } = expansionOf(id);
  const theoryAt = theoryReader(settings.variants);
  return new Map(
    series.map(({ label, points }) => [
      label,
      points.map(({ x, y, parameters }) => ({ x, y, theory: theoryAt(parameters) })),
    ]),
  );
}
function accuracyOf(prediction: Prediction | undefined): number {
  return isPredicted(prediction) ? prediction.accuracy : NaN;
}
const exactOf = ({ theory }: { theory: PointTheory }): number => accuracyOf(theory.exact);
function realOnlyOf({ theory: { derived } }: { theory: PointTheory }): number {
  return 'error' in derived || typeof derived.realOnly !== 'number' ? NaN : derived.realOnly;
}
function optimised(id: string) {
  const { experiment } = read(id);
  return experiment!.expansion.series.map((_, i) => exploreSeries(experiment!.file, i).optimised!);
}

describe('templates', () => {
  it('are the example files, in a fixed order', () => {
    expect(templates.map(({ id }) => id)).toEqual([
      'figure-1',
      'figure-2',
      'figure-3',
      'figure-4',
      'score-densities',
      'exact-and-published',
      'generator-quality',
      'verifier-quality',
      'phase-diagram',
      'mixing-weight',
      'losses',
      'labels-by-a-model',
      'model-collapse',
      'replace-or-accumulate',
      'comparing-verifier',
      'feature-laws',
      'several-classes',
      'blank',
    ]);
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
        expect(parameters.generator).toMatchObject({
          kind: 'fitted',
          samples: x,
          meanError: true,
          source: 'independent',
          generations: 1,
        });
      }
    }
  });

  it('shows spectra with more and with fewer rows than dimensions in figure-1', () => {
    const { series, settings, sweeps } = expansionOf('figure-1');
    expect([settings.chart, sweeps]).toEqual(['spectrum', []]);
    const rows = series.map(({ points: [point] }) => point!.parameters.generator);
    expect(rows).toMatchObject([{ samples: 5000 }, { samples: 1000 }, { samples: 250 }]);
    expect(series.every(({ points: [point] }) => point!.parameters.dimension === 500)).toBe(true);
  });

  it('has a d that grows and a τ_r that falls along figure-2', () => {
    expect(expansionOf('figure-2').settings.chart).toBe('fixedPoint');
    const ends = [...theoryOf('figure-2').values()].map((points) =>
      [points[0]!, points.at(-1)!].map(({ theory: { derived } }) =>
        'error' in derived ? null : derived.fixedPoint,
      ),
    );
    for (const [first, last] of ends) {
      expect(last!.d).toBeGreaterThan(first!.d);
      expect(last!.tauReal).toBeLessThan(first!.tauReal / 5);
    }
    expect(ends[1]![1]!.d).toBeGreaterThan(2 * ends[0]![1]!.d);
  });

  it('has less overlap with every β in score-densities', () => {
    expect(expansionOf('score-densities').settings.chart).toBe('scores');
    const accuracies = [...theoryOf('score-densities').values()].map(([point]) => exactOf(point!));
    expect(accuracies).toHaveLength(3);
    expect(accuracies).toEqual([...accuracies].sort((a, b) => a - b));
  });

  it('sets both theories apart in exact-and-published', () => {
    const [points] = theoryOf('exact-and-published').values();
    const gap = ({ theory }: { theory: PointTheory }) =>
      accuracyOf(theory.exact) - accuracyOf(theory.published);
    expect(Math.abs(gap(points!.at(-1)!))).toBeLessThan(0.001);
    expect(gap(points!.find(({ x }) => x! > 0.06)!)).toBeGreaterThan(0.03);
    expect(points![0]!.theory.published).toEqual({
      error: expect.stringContaining('negative variance') as string,
    });
  });

  it('finds a better threshold for better scores in verifier-quality', () => {
    const best = optimised('verifier-quality');
    const accuracies = best.map(({ accuracy }) => accuracy);
    expect(accuracies).toEqual([...accuracies].sort((a, b) => a - b));
    expect(best.every(({ edges }) => edges[0] === null)).toBe(true);
    // Without a threshold even good scores are of no use: more hurt than help.
    for (const points of theoryOf('verifier-quality').values()) {
      expect(exactOf(points[0]!)).toBeLessThan(realOnlyOf(points[0]!));
      expect(Math.max(...points.map(exactOf))).toBeGreaterThan(realOnlyOf(points[0]!) + 0.01);
    }
  });

  it('maps gain and loss in phase-diagram, with the border before ε*', () => {
    const { settings, sweeps } = expansionOf('phase-diagram');
    expect(settings.metric).toBe('gain');
    expect(sweeps.map(({ parameter }) => parameter)).toEqual(['labelNoise.rate', 'verifier.keepIncorrect']);
    const [points] = theoryOf('phase-diagram').values();
    const gainAt = (rate: number, keepIncorrect: number) => {
      const point = points!.find(
        ({ x, y }) => Math.abs(x! - rate) < 1e-9 && Math.abs(y! - keepIncorrect) < 1e-9,
      )!;
      return exactOf(point) - realOnlyOf(point);
    };
    expect(gainAt(0, 1)).toBeGreaterThan(0);
    expect(gainAt(0.8, 0)).toBeGreaterThan(0);
    expect(gainAt(0.4, 1)).toBeLessThan(0); // ε* = 0.5
    expect(gainAt(0.5, 0.5)).toBeLessThan(0); // ε* = 0.667
  });

  it('has the best weight below 1 in mixing-weight, for every verifier', () => {
    for (const { values, accuracy, present } of optimised('mixing-weight')) {
      expect(values[0]).toBeGreaterThan(0.02);
      expect(values[0]).toBeLessThan(0.5);
      expect(accuracy).toBeGreaterThan(present! + 0.005);
    }
  });

  it('has losses that differ at one ridge and not at their best ones', () => {
    const best = optimised('losses');
    const accuracies = best.map(({ accuracy }) => accuracy);
    expect(Math.max(...accuracies) - Math.min(...accuracies)).toBeLessThan(0.001);
    expect(best.every(({ edges }) => edges[0] === null)).toBe(true);
    const present = best.map((one) => one.present!);
    expect(Math.max(...present) - Math.min(...present)).toBeGreaterThan(0.01);
  });

  it('has labels by a poor model worse, by a good one better than coin tosses', () => {
    const points = theoryOf('labels-by-a-model').get('every row kept')!;
    const lead = ({ theory }: { theory: PointTheory }) =>
      accuracyOf(theory.exact) - accuracyOf(theory.independentNoise);
    expect(lead(points[0]!)).toBeLessThan(-0.03);
    expect(lead(points.at(-1)!)).toBeGreaterThan(0.05);
  });

  it('falls below the real data alone the sooner the fewer rows in model-collapse', () => {
    const generations = [...theoryOf('model-collapse').values()].map((points) => {
      const accuracies = points.map(exactOf);
      expect(accuracies).toEqual([...accuracies].sort((a, b) => b - a));
      return points.find((point) => exactOf(point) < realOnlyOf(point))!.x!;
    });
    expect(generations).toHaveLength(3);
    expect(generations).toEqual([...generations].sort((a, b) => a - b));
  });

  it('hurts two classes and helps ten in several-classes', () => {
    const theory = theoryOf('several-classes');
    const gains = (label: string) =>
      theory
        .get(label)!
        .slice(1)
        .map((point) => exactOf(point) - realOnlyOf(point));
    expect(Math.max(...gains('K = 2'))).toBeLessThan(0);
    expect(Math.min(...gains('K = 5'))).toBeGreaterThan(0);
    expect(Math.min(...gains('K = 10'))).toBeGreaterThan(0);
  });
});

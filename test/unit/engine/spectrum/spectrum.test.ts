import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WorkerPool } from '../../../../src/engine/pool';
import { resultsCsv } from '../../../../src/engine/csv';
import { startRun } from '../../../../src/engine/run';
import { resultsText } from '../../../../src/engine/resultsFile';
import { binsOfLaw, binsOfSample, densitiesOf, shareUpTo } from '../../../../src/engine/spectrum/bins';
import { lawOfPoint } from '../../../../src/engine/spectrum/law';
import type { SpectralLawTable } from '../../../../src/engine/spectrum/model';
import { SpectrumTally } from '../../../../src/engine/spectrum/tally';
import type { ExperimentFile } from '../../../../src/experiment/schema';
import { buildBundles, type Bundles } from '../../support/bundles';
import { expansionOf, pointOf } from '../experiments';

const fitted = (samples: number, generations = 1) =>
  ({ kind: 'fitted', samples, source: 'independent', generations }) as const;

const spiked = (dimension: number, spikes: number[]): ExperimentFile['data'] => ({
  kind: 'gaussian',
  dimension,
  meanNorm: 1,
  covariance: { kind: 'spiked', spikes },
});

function tableOf(changes: Partial<ExperimentFile>): SpectralLawTable {
  const law = lawOfPoint(pointOf(changes));
  if (law === undefined || 'error' in law) throw new Error('There is no law.');
  return law;
}

describe('lawOfPoint', () => {
  it('is the law of Marchenko and Pastur for equal eigenvalues', () => {
    const law = tableOf({ generator: fitted(96) });
    // p = 24: η̂ = 1/4, the interval (1 ∓ 1/2)².
    expect(law.massAtZero).toBe(0);
    expect(law.intervals).toHaveLength(1);
    expect(law.intervals[0]![0]).toBeCloseTo(0.25, 9);
    expect(law.intervals[0]![1]).toBeCloseTo(2.25, 9);
    law.x.forEach((x, i) => {
      const expected = Math.sqrt(Math.max(0, (2.25 - x) * (x - 0.25))) / (2 * Math.PI * 0.25 * x);
      expect(law.density[i]).toBeCloseTo(expected, 6);
    });
    expect(law.cumulative.at(-1)).toBeCloseTo(1, 9);
  });

  it('integrates to one with the mass at 0', () => {
    for (const spikes of [[], [12]]) {
      const { massAtZero, x, density } = tableOf({ data: spiked(24, spikes), generator: fitted(12) });
      const area = x
        .slice(1)
        .reduce((sum, value, i) => sum + ((value - x[i]!) * (density[i]! + density[i + 1]!)) / 2, 0);
      expect(massAtZero).toBeCloseTo(0.5, 9);
      expect(area).toBeCloseTo(0.5, 3);
    }
  });

  it('has no value after the first generation, and none without a fit', () => {
    expect(lawOfPoint(pointOf({ generator: fitted(96, 3) }))).toEqual({
      error: expect.stringMatching(/^The eigenvalues .* not in generation 3: .* stands alone\.$/) as string,
    });
    expect(lawOfPoint(pointOf())).toBeUndefined();
  });
});

describe('bins', () => {
  it('hold the law with some room', () => {
    const law = tableOf({ generator: fitted(96) });
    const edges = binsOfLaw(law, 24_000);
    expect(edges[0]).toBeCloseTo(0.13, 9);
    expect(edges.at(-1)).toBeCloseTo(2.37, 9);
    expect(edges.length - 1).toBe(60);
    const [low, high] = [shareUpTo(law, 0.1), shareUpTo(law, 2.4)];
    expect([low, high]).toEqual([0, 1]);
    expect(shareUpTo(law, law.x[100]!)).toBe(law.cumulative[100]);
  });

  it('leave out a few eigenvalues far above the others', () => {
    const data = (dimension: number) => ({
      data: spiked(dimension, [40]),
      generator: fitted(4 * dimension),
    });
    expect(binsOfLaw(tableOf(data(200)), 1000).at(-1)).toBeLessThan(3);
    expect(binsOfLaw(tableOf(data(10)), 1000).at(-1)).toBeGreaterThan(30);
  });
});

describe('SpectrumTally', () => {
  const draws = [0, 1, 2].map((i) => Float64Array.from([0, 0.5 + 0.01 * i, 1, 2 + 0.1 * i]));

  it('counts the same whatever the order, with bins of draw 0 where there is no law', () => {
    const inOrder = new SpectrumTally(undefined, 12);
    draws.forEach((draw, i) => inOrder.add(i, draw));
    const reversed = new SpectrumTally(undefined, 12);
    [2, 1].forEach((i) => reversed.add(i, draws[i]!));
    expect(reversed.histogram()).toBeUndefined();
    reversed.add(0, draws[0]!);
    expect(reversed.histogram()).toEqual(inOrder.histogram());
    const histogram = inOrder.histogram()!;
    expect(histogram.edges).toEqual(binsOfSample(draws[0]!, 12));
    expect(histogram).toMatchObject({ zeros: 3, draws: 3 });
    expect(histogram.counts.reduce((sum, count) => sum + count, histogram.beyond)).toBe(9);
  });

  it('counts what lies in no bin apart', () => {
    const tally = new SpectrumTally([0.75, 1.25], 12);
    draws.forEach((draw, i) => tally.add(i, draw));
    expect([0, 2, 3].map((i) => tally.has(i))).toEqual([true, true, false]);
    expect(tally.histogram()).toEqual({ edges: [0.75, 1.25], counts: [3], zeros: 3, beyond: 6, draws: 3 });
    expect(densitiesOf(tally.histogram()!)).toMatchObject({ all: 12, shareAtZero: 0.25, densities: [0.5] });
  });
});

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles('worker');
}, 60_000);
afterAll(() => bundles.remove());
const pools: WorkerPool[] = [];
afterEach(() => pools.splice(0).forEach((pool) => pool.dispose()));

describe('a run for a chart of eigenvalues', () => {
  const file: ExperimentFile = {
    version: 1,
    data: { kind: 'gaussian', dimension: 60, meanNorm: 1 },
    realSamples: 100,
    syntheticSamples: 100,
    series: [
      { label: 'many', set: { generator: fitted(240) } },
      { label: 'few', set: { generator: fitted(30) } },
      { label: 'second', set: { generator: fitted(240, 2) } },
      { label: 'exact', set: { generator: { kind: 'exact' } } },
    ],
    simulation: { repetitions: 40, seed: 5 },
    chart: { kind: 'spectrum' },
  };
  const run = async (size: number, changes: Partial<ExperimentFile> = {}) => {
    const pool = new WorkerPool({ workerFile: bundles.workerFile, size });
    pools.push(pool);
    const spec = { ...file, ...changes };
    return startRun({ pool, spec, expansion: expansionOf(spec) }).finished;
  };

  it('draws eigenvalues in place of trainings, as the law has them, whoever draws them', async () => {
    const results = await run(2);
    expect(results.status).toBe('complete');
    const [many, few, second, exact] = results.series.map(({ points }) => points[0]!);
    for (const point of [many!, few!]) {
      const { spectrum, spectralLaw: law } = point;
      if (law === undefined || 'error' in law) throw new Error('There is no law.');
      const { edges, densities, shareAtZero, all } = densitiesOf(spectrum!);
      expect(all).toBe(40 * 60);
      expect(shareAtZero).toBeCloseTo(law.massAtZero, 1);
      // Kolmogorov's distance of 2400 eigenvalues, which repel each other, to the limit.
      let share = shareAtZero;
      densities.forEach((density, i) => {
        share += density * (edges[i + 1]! - edges[i]!);
        expect(Math.abs(share - shareUpTo(law, edges[i + 1]!))).toBeLessThan(0.02);
      });
      expect(point.simulation).toBeUndefined();
    }
    // A second fit spreads the eigenvalues further.
    expect(second!.spectralLaw).toHaveProperty('error');
    expect(second!.spectrum!.edges.at(-1)).toBeGreaterThan(many!.spectrum!.edges.at(-1)!);
    expect(exact!.spectrum).toBeUndefined();
    expect(results.warnings).toContain(
      '1 of 4 series have no fitted generator, whose eigenvalues could be shown.',
    );
    const alone = await run(1);
    const platform = { os: '', arch: '', node: '' };
    const numbers = (document: typeof results) =>
      resultsText({ ...document, started: '', finished: '', platform });
    expect(numbers(alone)).toBe(numbers(results));
    expect(resultsCsv(results)).toMatch(/\nfew,,,simulation,shareAtZero,0\.5\d*,,40\n/);
    expect(resultsCsv(results)).toMatch(/\nmany,0\.25\d*,,exact,eigenvalueDensity,0,,\n/);
  });

  it('draws once where no repetitions are asked for', async () => {
    const results = await run(1, { simulation: { repetitions: 0 } });
    expect(results.series[0]!.points[0]!.spectrum!.draws).toBe(1);
    expect(results.status).toBe('complete');
  });
});

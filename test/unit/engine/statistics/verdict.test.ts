import { describe, expect, it } from 'vitest';
import type { Measurement, ResultSeries } from '../../../../src/engine/results';
import type { Verdict } from '../../../../src/engine/statistics/model';
import { repetitionsNeeded } from '../../../../src/engine/statistics/repetitionsNeeded';
import { verdictOf } from '../../../../src/engine/statistics/verdict';
import { estimateOf } from '../../../../src/engine/tally';
import type { Metric } from '../../../../src/experiment/schema';
import { expansionOf, small } from '../experiments';
import { measurementOf, pointAt } from '../resultsOf';
import { normals } from './normals';

/** An experiment of one series of so many points, at p = 100 unless told: a bound of 0.0025 on the accuracy. */
function experiment(points: number, dimension = 100) {
  return expansionOf({
    ...small,
    data: { ...small.data, dimension },
    sweep: {
      parameter: 'labelNoise.rate',
      values: Array.from({ length: points }, (_, i) => i / (2 * points)),
    },
    series: [{ label: 'a', set: {} }],
  });
}

/** Points with predicted accuracy 0.7 and these measurements. */
function series(measured: readonly (Measurement | undefined)[]): ResultSeries[] {
  const points = measured.map((simulation, i) => ({
    ...pointAt(i, 0.7),
    ...(simulation === undefined ? {} : { simulation }),
  }));
  return [{ label: 'a', points }];
}

/** k values around a mean with this standard error, as exactly as that goes. */
function spread(mean: number, standardError: number, k = 20): Measurement {
  const values = Array.from({ length: k }, (_, i) => i - (k - 1) / 2);
  const own = estimateOf(values).standardError!;
  return measurementOf(values.map((value) => mean + (value * standardError) / own));
}

const verdict = (measured: readonly (Measurement | undefined)[], metric: Metric = 'accuracy') =>
  verdictOf(experiment(measured.length), series(measured), metric);

describe('verdictOf', () => {
  it('agrees where nothing is beyond chance, and says what would have been seen', () => {
    const found = verdict([spread(0.7003, 0.0002), spread(0.7001, 0.0002), spread(0.6999, 0.0002)])!;
    expect(found).toMatchObject({ kind: 'agrees', points: 3, significant: 0 });
    expect(found.largest).toMatchObject({ series: 'a', x: 0, y: null });
    expect(found.largest.difference).toBeCloseTo(0.0003, 12);
    expect(found.largest.standardErrors).toBeCloseTo(1.5, 9);
    // t with 19 degrees of freedom at 1 − 0.01/6: q = 3.37, and 1.28·√(1 + q²/38) for a chance of 0.9.
    expect(found.detectable / 0.0002).toBeCloseTo(4.83, 1);
  });

  it('tells significance apart from size', () => {
    const within = [spread(0.702, 0.0002), spread(0.7001, 0.0002)];
    expect(verdict(within)).toMatchObject({ kind: 'finiteSize', significant: 1, largest: { x: 0 } });
    const beyond = [spread(0.702, 0.0002), spread(0.695, 0.0002)];
    expect(verdict(beyond)).toMatchObject({ kind: 'differs', significant: 1, largest: { x: 1 } });
    // Beyond the bound, but not surely so.
    expect(verdict([spread(0.7028, 0.0002)])).toMatchObject({ kind: 'finiteSize', significant: 1 });
    // The bound is that of the point's dimension.
    expect(verdictOf(experiment(2, 800), series(within), 'accuracy')).toMatchObject({ kind: 'differs' });
  });

  it('says when the repetitions are too few', () => {
    const few = (mean: number) => measurementOf([mean - 0.005, mean + 0.005]);
    const found = verdict([few(0.71), few(0.705)])!;
    expect(found.kind).toBe('tooFew');
    expect(found.detectable).toBeGreaterThan(1);
  });

  it('compares what can be compared', () => {
    expect(verdict([undefined])).toBeUndefined();
    expect(verdict([measurementOf([0.7])])).toBeUndefined();
    expect(verdict([measurementOf([0.7, 0.7, 0.7])])).toBeUndefined();
    expect(verdict([undefined, spread(0.7, 0.001), measurementOf([0.7])])).toMatchObject({ points: 1 });
    const unpredicted = [
      { label: 'a', points: [{ ...pointAt(0, undefined), simulation: spread(0.7, 0.1) }] },
    ];
    expect(verdictOf(experiment(1), unpredicted, 'accuracy')).toBeUndefined();
  });

  it('is on the metric that it is asked for', () => {
    // 0.7 in every metric: the predicted squared error is 0.5, the accuracy of the real data alone 0.65.
    const measured = [spread(0.7, 0.001)];
    expect(verdict(measured, 'accuracy')).toMatchObject({ metric: 'accuracy', kind: 'agrees' });
    expect(verdict(measured, 'gain')).toMatchObject({ metric: 'gain', kind: 'agrees' });
    const risk = verdict(measured, 'risk')!;
    expect(risk).toMatchObject({ metric: 'risk', kind: 'differs' });
    expect(risk.largest.bound).toBeCloseTo((1.5 * 0.5) / 100, 12);
  });
});

describe('the chances of a verdict', () => {
  const points = 40;
  const expansion = experiment(points);
  const draw = normals(20);

  /** Verdicts on normal accuracies that share a part of their scatter, of exactly the theory's mean but for a shift. */
  function verdicts(
    runs: number,
    {
      shared,
      shift = () => 0,
      pilot = 10,
      target,
    }: { shared: number; shift?: (point: number) => number; pilot?: number; target?: number },
  ): Verdict[] {
    return Array.from({ length: runs }, () => {
      const common: number[] = [];
      const value = (point: number, repetition: number) => {
        common[repetition] ??= draw();
        const scatter = Math.sqrt(shared) * common[repetition] + Math.sqrt(1 - shared) * draw();
        return 0.7 + shift(point) + 0.01 * scatter;
      };
      const measured = Array.from({ length: points }, (_, point) => {
        const values = Array.from({ length: pilot }, (_, repetition) => value(point, repetition));
        const total = target === undefined ? pilot : repetitionsNeeded(values, target, 1000);
        for (let repetition = pilot; repetition < total; repetition++) values.push(value(point, repetition));
        return measurementOf(values);
      });
      const settings = { ...expansion.settings, repetitions: pilot, targetStandardError: target ?? null };
      return verdictOf({ ...expansion, settings }, series(measured), 'accuracy')!;
    });
  }
  const share = (found: readonly Verdict[], predicate: (verdict: Verdict) => boolean) =>
    found.filter(predicate).length / found.length;

  it.each([0, 0.5, 0.95])(
    'find nothing in 99 of 100 runs where there is nothing, shared scatter %d',
    (shared) => {
      const runs = 2000;
      const alarms = share(verdicts(runs, { shared }), ({ significant }) => significant > 0);
      expect(alarms).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / runs));
      // Of independent points the chance is used up, nearly.
      if (shared === 0) expect(alarms).toBeGreaterThan(0.003);
    },
  );

  // Targets that stop some points at the pilot and give others several times as many: then the number of repetitions
  // depends on their scatter the most, and the usual t would find something in 1.8 % of runs.
  it.each([0.0025, 0.0016])('find nothing after a second stage either, with target %d', (target) => {
    const runs = 1000;
    const found = verdicts(runs, { shared: 0.5, target });
    expect(share(found, ({ significant }) => significant > 0)).toBeLessThan(
      0.01 + 3 * Math.sqrt(0.0099 / runs),
    );
  });

  it('call no difference too large that the bound allows', () => {
    const runs = 1000;
    const found = verdicts(runs, { shared: 0.5, shift: (point) => (point % 2 === 0 ? 0.0025 : -0.0025) });
    expect(share(found, ({ kind }) => kind === 'differs')).toBeLessThan(0.01 + 3 * Math.sqrt(0.0099 / runs));
  });

  it('find a difference of the size they give in 9 of 10 runs', () => {
    const like = { shared: 0.5, pilot: 30 };
    const sizes = verdicts(100, like).map(({ detectable }) => detectable);
    const size = estimateOf(sizes).mean;
    const runs = 500;
    const found = verdicts(runs, { ...like, shift: (point) => (point === 7 ? size : 0) });
    const seen = share(found, ({ significant, largest }) => significant > 0 && largest.x === 7);
    expect(Math.abs(seen - 0.9)).toBeLessThan(0.05);
  });
});

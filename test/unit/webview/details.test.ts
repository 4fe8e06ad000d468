import { describe, expect, it } from 'vitest';
import type { Outcome, PointDetails, ResultPoint, ResultSeries } from '../../../src/engine/messages';
import { pointAt } from '../engine/resultsOf';
import { detailsText } from '../../../webview/results/detailsText';
import {
  axesOf,
  chosenAt,
  nearestPlace,
  placeOfRow,
  rowOfPlace,
  type ChosenPoint,
} from '../../../webview/results/place';
import { performanceOf, quantitiesOf, type Quantity } from '../../../webview/results/pointQuantities';
import { readViewState } from '../../../webview/viewState';

const curve = (label: string, ...xs: (number | null)[]): ResultSeries => ({
  label,
  points: xs.map((x) => pointAt(x, 0.75)),
});
const map: ResultSeries = {
  label: 'map',
  points: [10, 20].flatMap((y) => [0.1, 0.2, 0.3].map((x) => ({ ...pointAt(x, 0.75), y }))),
};
const series = [curve('a', 0.1, 0.5, 0.9), curve('b', 0.2, 0.6)];

describe('places', () => {
  it('are found again by name and value, or else the nearest', () => {
    const cases: [ChosenPoint | null, number, number][] = [
      [null, 0, 0],
      [{ series: 'b', x: 0.6, y: null }, 1, 1],
      [{ series: 'b', x: 0.35, y: null }, 1, 0],
      [{ series: 'gone', x: 0.8, y: null }, 0, 2],
      [{ series: 'a', x: null, y: null }, 0, 0],
    ];
    for (const [chosen, seriesIndex, point] of cases)
      expect(nearestPlace(series, chosen)).toEqual({ series: seriesIndex, point });
    expect(nearestPlace([map], { series: 'map', x: 0.22, y: 18 })).toEqual({ series: 0, point: 4 });
    expect(nearestPlace([], null)).toBeNull();
  });

  it('are the table’s rows, series after series', () => {
    for (let row = 0; row < 5; row++) {
      const place = placeOfRow(series, row)!;
      expect(rowOfPlace(series, place)).toBe(row);
      expect(nearestPlace(series, chosenAt(series, place))).toEqual(place);
    }
    expect(placeOfRow(series, 5)).toBeNull();
  });

  it('can be moved along each sweep', () => {
    expect(axesOf(series[0]!, 1)).toEqual([{ values: [0.1, 0.5, 0.9], at: 1 }]);
    expect(axesOf(map, 4)).toEqual([
      { values: [0.1, 0.2, 0.3], at: 1 },
      { values: [10, 20], at: 1 },
    ]);
    expect(axesOf(curve('one', null), 0)).toEqual([]);
  });

  it('survive a reload', () => {
    const point = { series: 'a', x: 0.5, y: null };
    expect(readViewState({ tab: 'details', point })).toMatchObject({ tab: 'details', point });
    expect(readViewState({ point: { series: 3 } }).point).toBeNull();
    expect(readViewState({ point: { series: 'a', x: '0.5' } }).point).toEqual({
      series: 'a',
      x: null,
      y: null,
    });
    expect(readViewState({ tab: 'spectrum' }).tab).toBe('table');
  });
});

describe('performanceOf', () => {
  const simulated = pointAt(0.5, 0.75, [0.74, 0.76, 0.78]);

  it('sets theories and simulation side by side', () => {
    const { theories, rows, repetitions, reasons } = performanceOf(
      {
        ...simulated,
        theory: { ...simulated.theory, published: { error: 'Not covered.' } },
      },
      false,
    );
    expect(theories).toEqual(['exact', 'published']);
    expect(reasons).toEqual([{ theory: 'published', reason: 'Not covered.' }]);
    expect(repetitions).toBe(3);
    expect(rows.map(({ label }) => label)).toEqual([
      'Test accuracy',
      'Squared error',
      'Mean margin',
      'Margin variance',
    ]);
    expect(rows[0]).toMatchObject({ predicted: [0.75, null] });
    expect(rows[0]!.difference).toBeCloseTo(0.01 / (0.02 / Math.sqrt(3)), 9);
  });

  it('does not compare a simulation of other parameters, nor one repetition', () => {
    expect(performanceOf(simulated, true).rows[0]!.difference).toBeNull();
    expect(performanceOf(pointAt(0.5, 0.75, [0.74]), false).rows[0]!.difference).toBeNull();
  });

  it('shows the scores of several classes, and keeps the accuracy’s row where nothing is known', () => {
    const exact = { accuracy: 0.6, risk: 1, meanMargin: 0.3, marginVariance: 0.1 };
    const scores = { ownScore: 0.5, otherScore: 0.2, scoreVariance: 0.3, scoreCovariance: -0.1 };
    const classes = performanceOf({ ...simulated, theory: { exact: { ...exact, ...scores } } }, false);
    expect(classes.rows.slice(4).map(({ predicted }) => predicted[0])).toEqual(Object.values(scores));
    expect(performanceOf(pointAt(0.5, undefined), false).rows.map(({ label }) => label)).toEqual([
      'Test accuracy',
    ]);
  });
});

describe('quantitiesOf', () => {
  const details: PointDetails = { effectiveSamples: 1340.26, threshold: null, generations: null };
  const known = (changes: Partial<PointDetails> = {}): Outcome<PointDetails> => ({
    ok: true,
    value: { ...details, ...changes },
  });
  const rowsOf = (point: ResultPoint, outcome: Outcome<PointDetails> | undefined) =>
    Object.fromEntries(
      quantitiesOf(point, outcome).flatMap(({ rows }) => rows.map((row) => [row.label, row])),
    ) as Record<string, Quantity | undefined>;
  const point = pointAt(0.5, 0.75);

  it('compares, and says what led to it', () => {
    const rows = rowsOf(point, known());
    expect(rows['Gain over real data']).toMatchObject({ text: '+0.1000' });
    expect(rows['Worth']).toMatchObject({ value: 1340.26, text: '1,340 real rows' });
    expect(rows['Kept signal']).toMatchObject({ symbol: 'λ', text: '0.8' });
    expect(rows['Leverage of a synthetic row']).toMatchObject({ symbol: 'τ_s', text: '0.4000' });
    expect(rows['Best threshold']).toBeUndefined();
  });

  it('has a best threshold where the classes are not equally frequent', () => {
    const best = { threshold: -0.4, accuracy: 0.82, accuracyAtZero: 0.71 };
    const rows = rowsOf(point, known({ threshold: best }));
    expect(rows['Best threshold']).toMatchObject({ text: '−0.4000' });
    expect(rows['Accuracy with it']).toMatchObject({
      text: '0.8200',
      help: expect.stringMatching(/0\.7100/) as string,
    });
    const always = rowsOf(point, known({ threshold: { ...best, threshold: null } }));
    expect(always['Best threshold']).toMatchObject({
      text: '–',
      note: expect.stringMatching(/always/) as string,
    });
  });

  it('gives the reason where there is no value, and waits for what is on its way', () => {
    expect(rowsOf(point, undefined)['Worth']).toMatchObject({ value: null, text: '…' });
    expect(rowsOf(point, known({ effectiveSamples: { error: 'None does.' } }))['Worth']).toMatchObject({
      text: '–',
      note: 'None does.',
    });
    expect(rowsOf(point, { ok: false, error: 'A worker stopped.' })['Worth']).toMatchObject({
      note: 'A worker stopped.',
    });
    const { derived } = point;
    if ('error' in derived) throw new Error(derived.error);
    const noReal = { ...point, derived: { ...derived, realOnly: { error: 'No real rows.' } } };
    const rows = rowsOf(noReal, known());
    expect(rows['Real data only']).toMatchObject({ text: '–', note: 'No real rows.' });
    expect(rows['Gain over real data']).toMatchObject({ value: null, text: '–' });
    expect(quantitiesOf({ ...point, derived: { error: 'No ε.' } }, known())).toHaveLength(1);
  });
});

describe('detailsText', () => {
  it('is lines with tabs, with numbers in full', () => {
    const point = pointAt(0.5, 2 / 3, [0.6, 0.7]);
    const generation = {
      generation: 1,
      accuracy: 0.7,
      loss: 0.1,
      fromCovariance: 0.06,
      fromMean: 0.03,
      interaction: 0.01,
    };
    const { mean, standardError } = point.simulation!.accuracy;
    const lines = detailsText({
      place: 'a, x = 0.5',
      performance: performanceOf(point, false),
      groups: quantitiesOf(point, undefined),
      generations: [generation],
    }).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'a, x = 0.5',
      '\tExact\tSimulation\tStandard error',
      `Test accuracy\t${2 / 3}\t${mean}\t${standardError}`,
    ]);
    expect(lines).toContain('Synthetic rows\t20');
    expect(lines).toContain('Worth\t');
    expect(lines.at(-2)).toBe('1\t0.7\t0.1\t0.06\t0.03\t0.01');
  });
});

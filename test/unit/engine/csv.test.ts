import { describe, expect, it } from 'vitest';
import { resultsCsv } from '../../../src/engine/csv';
import { documentOf, pointAt } from './resultsOf';

const lines = (...series: Parameters<typeof documentOf>[0]) => resultsCsv(documentOf(series)).split('\n');

describe('resultsCsv', () => {
  it('has the columns of the contract and a line per metric and source', () => {
    expect(lines({ label: 'a', points: [pointAt(0.25, 0.75, [0.5, 1])] })).toEqual([
      'series,x,y,source,metric,value,standardError,repetitions',
      'a,0.25,,exact,accuracy,0.75,,',
      'a,0.25,,exact,risk,0.5,,',
      'a,0.25,,exact,meanMargin,0.4,,',
      'a,0.25,,exact,marginVariance,0.3,,',
      'a,0.25,,simulation,accuracy,0.75,0.25,2',
      'a,0.25,,simulation,risk,0.75,0.25,2',
      'a,0.25,,simulation,meanMargin,0.75,0.25,2',
      'a,0.25,,simulation,marginVariance,0.75,0.25,2',
      'a,0.25,,differenceFromExact,accuracy,0,0.25,2',
      'a,0.25,,differenceFromExact,risk,0.25,0.25,2',
      'a,0.25,,differenceFromExact,meanMargin,0.35,0.25,2',
      'a,0.25,,differenceFromExact,marginVariance,0.45,0.25,2',
      '',
    ]);
  });

  it('leaves cells empty that have no value: x without a sweep, the standard error of one repetition', () => {
    const [, , , , , simulated] = lines({ label: 'a', points: [pointAt(null, 0.75, [0.5])] });
    expect(simulated).toBe('a,,,simulation,accuracy,0.5,,1');
  });

  it('leaves out what there is not: no theory, no simulation', () => {
    expect(lines({ label: 'a', points: [pointAt(1, undefined)] })).toEqual([
      'series,x,y,source,metric,value,standardError,repetitions',
      '',
    ]);
  });

  it('has every source, the second sweep’s value, and what several classes have besides', () => {
    const point = pointAt(0.25, 0.75, [0.5, 1]);
    const exact = {
      accuracy: 0.75,
      risk: 0.5,
      meanMargin: 0.4,
      marginVariance: 0.3,
      ownScore: 0.6,
      otherScore: 0.2,
      scoreVariance: 0.25,
      scoreCovariance: 0.1,
    };
    const estimate = { mean: 0.5, standardError: 0.1, values: [0.4, 0.6] };
    const simulation = { ...point.simulation!, ownScore: estimate };
    const theory = {
      exact,
      published: { error: 'Not covered.' },
      independentNoise: { ...exact, accuracy: 0.5 },
    };
    const all = lines({ label: 'a', points: [{ ...point, y: 2, theory, simulation }] });
    // Differences have a row for every metric that both sides have.
    expect(all).toHaveLength(1 + 8 + 8 + 5 + 2 * 5 + 1);
    expect(all).toContain('a,0.25,2,differenceFromIndependentNoise,accuracy,0.25,0.25,2');
    expect(all).toContain('a,0.25,2,exact,scoreCovariance,0.1,,');
    expect(all).toContain('a,0.25,2,independentNoise,accuracy,0.5,,');
    expect(all).toContain('a,0.25,2,simulation,ownScore,0.5,0.1,2');
    expect(all.join()).not.toMatch(/published/i);
  });

  it('quotes names with commas, quotes and line breaks', () => {
    const [, first, ...rest] = lines({ label: 'p = 5, "best"', points: [pointAt(1, 0.5)] });
    expect(first).toBe('"p = 5, ""best""",1,,exact,accuracy,0.5,,');
    expect(rest).toHaveLength(4);
    const text = resultsCsv(documentOf([{ label: 'two\nlines', points: [pointAt(1, 0.5)] }]));
    expect(text).toContain('\n"two\nlines",1,,exact,accuracy,0.5,,\n');
  });

  it('writes numbers in full', () => {
    const [, first] = lines({ label: 'a', points: [pointAt(1e-7, 0.1 + 0.2)] });
    expect(first).toBe('a,1e-7,,exact,accuracy,0.30000000000000004,,');
  });

  it('has the differences from the first series, by repetition', () => {
    const paired = { mean: 0.0625, standardError: 0.03125, varianceRatio: 0.5 };
    const againstFirst = {
      repetitions: 2,
      accuracy: paired,
      risk: paired,
      meanMargin: paired,
      marginVariance: paired,
    };
    const all = lines(
      { label: 'a', points: [pointAt(1, 0.75, [0.5, 1])] },
      { label: 'b', points: [{ ...pointAt(1, 0.75, [0.5, 1, 0.75]), againstFirst }] },
    );
    expect(all.filter((line) => line.includes('FirstSeries'))).toEqual(
      ['accuracy', 'risk', 'meanMargin', 'marginVariance'].map(
        (metric) => `b,1,,differenceFromFirstSeries,${metric},0.0625,0.03125,2`,
      ),
    );
  });
});

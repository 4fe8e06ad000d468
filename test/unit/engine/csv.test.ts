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
});

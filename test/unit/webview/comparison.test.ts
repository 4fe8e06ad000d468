import { describe, expect, it } from 'vitest';
import type { ResultSeries } from '../../../src/engine/messages';
import { comparisonsOf, headsOf, plainHeads, readComparison } from '../../../webview/results/comparison';

const series = (...points: object[]) =>
  [
    { label: 'a', points: [{ theory: {} }] },
    { label: 'b', points },
  ] as unknown as ResultSeries[];

describe('what the table compares the simulation with', () => {
  it('can be chosen where there is something simulated and more than the exact theory', () => {
    const theory = { exact: {}, published: {} };
    expect(comparisonsOf(series({ theory }))).toEqual(['exact']);
    expect(comparisonsOf(series({ theory, simulation: {} }))).toEqual(['exact', 'published']);
    expect(comparisonsOf(series({ theory: {}, simulation: {}, againstFirst: {} }))).toEqual([
      'exact',
      'first',
    ]);
  });

  it('is the exact theory where what was chosen is not there', () => {
    expect(readComparison('first', ['exact', 'first'])).toBe('first');
    expect(readComparison('first', ['exact'])).toBe('exact');
    expect(readComparison('anything', ['exact', 'first'])).toBe('exact');
  });

  it('stands in the heads of the columns', () => {
    expect(headsOf('exact', 'a')).toEqual(plainHeads);
    expect(headsOf('published', 'a').differenceTitle).toContain('as published');
    expect(headsOf('first', 'a').simulationTitle).toContain('“a”');
  });
});

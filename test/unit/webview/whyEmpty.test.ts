import { describe, expect, it } from 'vitest';
import type { ResultSeries } from '../../../src/engine/messages';
import { whyEmpty } from '../../../webview/results/whyEmpty';

const seriesOf = (...exact: object[]) =>
  [
    { label: 'a', points: exact.map((one) => ({ x: null, y: null, theory: { exact: one } })) },
  ] as unknown as ResultSeries[];

describe('whyEmpty', () => {
  it('gives the first reason of the theory', () => {
    expect(whyEmpty(seriesOf({ error: 'No solution.' }, { error: 'Nor here.' }))).toBe(
      'There is nothing to draw yet. No solution.',
    );
  });

  it('gives none where there is none', () => {
    expect(whyEmpty([])).toBe('There is nothing to draw yet.');
    expect(whyEmpty(seriesOf({ accuracy: 0.5 }))).toBe('There is nothing to draw yet.');
  });
});

import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../src/engine/statistics/model';
import { verdictInWords } from '../../../../src/engine/statistics/verdictInWords';

const verdict = (changes: Partial<Verdict>): Verdict => ({
  metric: 'accuracy',
  kind: 'agrees',
  points: 50,
  significant: 0,
  largest: { series: 'weak', x: 0.9, y: null, difference: -0.008, standardErrors: -4.12, bound: 0.001 },
  detectable: 0.0062,
  ...changes,
});
const words = (changes: Partial<Verdict>, several = false) =>
  verdictInWords(verdict(changes), ['syntheticProportion'], several);

describe('verdictInWords', () => {
  it('says what would have been seen where nothing was', () => {
    expect(words({})).toBe(
      'The simulation agrees with the theory at all 50 points: the largest distance is 4.1 standard errors (−0.8 points), at 90 %, no more than chance. A difference of 0.6 points would have been seen.',
    );
    const single = verdict({ points: 1, largest: { ...verdict({}).largest, x: null } });
    expect(verdictInWords(single, [], false)).toBe(
      'The simulation agrees with the theory: the distance is 4.1 standard errors (−0.8 points), no more than chance. A difference of 0.6 points would have been seen.',
    );
  });

  it('tells small differences from large ones', () => {
    expect(words({ kind: 'finiteSize', significant: 3 }, true)).toBe(
      'The simulation differs from the theory at 3 of 50 points, by no more than a finite dimension explains: −0.8 points (4.1 standard errors), for “weak” at 90 %. The theory is a limit for large p.',
    );
    expect(words({ kind: 'differs', significant: 3 })).toBe(
      'The simulation differs from the theory at 3 of 50 points, by more than chance or a finite dimension explains: at most 4.1 standard errors (−0.8 points), at 90 %.',
    );
  });

  it('says when a run tells nothing', () => {
    expect(words({ kind: 'tooFew', detectable: 0.123 })).toBe(
      'The repetitions are too few to tell whether simulation and theory differ: only a difference of 12.3 points or more would be likely to be seen. The largest distance is 4.1 standard errors (−0.8 points), at 90 %.',
    );
    expect(words({ kind: 'tooFew', detectable: 57 })).toContain(
      'differ: hardly any difference would be seen. The',
    );
  });

  it('names the metric, and says its differences as numbers', () => {
    const largest = { ...verdict({}).largest, difference: 0.01234 };
    expect(words({ metric: 'risk', kind: 'differs', significant: 3, largest })).toBe(
      'In the squared error, the simulation differs from the theory at 3 of 50 points, by more than chance or a finite dimension explains: at most 4.1 standard errors (+0.0123), at 90 %.',
    );
    expect(words({ metric: 'gain' })).toMatch(/^The simulation agrees/);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOn } from '../../../src/engine/findings/findings';
import type { Verdict } from '../../../src/engine/statistics/model';
import type { BestValues, SeriesInsights } from '../../../src/engine/insights/insights';
import type { Expansion } from '../../../src/experiment/expand';
import type { ResultPoint } from '../../../src/engine/results';
import { expansionOf, small } from './experiments';
import { documentOf, pointAt } from './resultsOf';

const plain = expansionOf(small);

/** The point with this accuracy of the real data alone; undefined: none. */
function comparedWith(realOnly: number | undefined, point: ResultPoint): ResultPoint {
  const reference = realOnly ?? { error: 'There are no real rows to train on alone.' };
  return { ...point, derived: { ...point.derived, realOnly: reference } };
}

/** Findings on predicted accuracies by series, at x = 0, 0.1, 0.2, … unless told. */
function findings(
  curves: Record<string, readonly (number | undefined)[]>,
  parameter = 'syntheticProportion',
  xs?: readonly number[],
  realOnly?: number,
): string[] {
  const series = Object.entries(curves).map(([label, accuracies]) => ({
    label,
    points: accuracies.map((accuracy, i) => comparedWith(realOnly, pointAt(xs?.[i] ?? i / 10, accuracy))),
  }));
  return findingsOn({ ...plain, sweeps: [{ parameter, scale: 'linear', values: [] }] }, documentOf(series));
}

describe('findings on one curve', () => {
  it('say that more helps, or hurts', () => {
    expect(findings({ a: [0.7, 0.71, 0.726] })).toEqual([
      'Adding synthetic data helps all the way: the predicted accuracy goes from 0.700 to 0.726 (+2.6 points).',
    ]);
    expect(findings({ a: [0.9, 0.8, 0.55] }, 'labelNoise.rate')).toEqual([
      'Raising the label noise ε hurts all the way: the predicted accuracy goes from 0.900 to 0.550 (−35.0 points).',
    ]);
  });

  it('say that nothing changes', () => {
    expect(findings({ a: [0.7, 0.7004, 0.7] })).toEqual([
      'The predicted accuracy hardly changes over the sweep: it stays at 0.700.',
    ]);
  });

  it('name the best place of a peak', () => {
    expect(findings({ a: [0.7, 0.74, 0.75, 0.72] })).toEqual([
      'Adding synthetic data helps up to a point: the predicted accuracy goes from 0.700 to 0.750 at 20 % (+5.0 points), then down to 0.720 at 30 %.',
    ]);
  });

  it('name the bottom of a dip', () => {
    expect(findings({ a: [0.7, 0.65, 0.69, 0.71, 0.73] })).toEqual([
      'Adding synthetic data first hurts: the predicted accuracy falls from 0.700 to 0.650 at 10 % (−5.0 points), then rises to 0.730 at 40 %.',
    ]);
    expect(findings({ a: [0.7, 0.65, 0.69] }, 'generator.samples', [20, 400, 12_000])).toEqual([
      'Raising the number n̂ of rows that the generator is fitted on first hurts: the predicted accuracy falls from 0.700 to 0.650 at 400 (−5.0 points), then rises to 0.690 at 12,000.',
    ]);
  });

  it('do not call a curve with a bump in its middle one that helps all the way', () => {
    expect(findings({ a: [0.6, 0.75, 0.68, 0.8] })).toEqual([
      'The predicted accuracy turns more than once along the synthetic proportion: it is highest, 0.800, at 30 % and lowest, 0.600, at 0 %.',
    ]);
  });

  it('leave ripples aside that no one would see', () => {
    expect(findings({ a: [0.7, 0.7203, 0.72, 0.74] })[0]).toMatch(/helps all the way/);
  });

  it('do not depend on the order in which values are given', () => {
    expect(findings({ a: [0.726, 0.7, 0.71] }, 'syntheticProportion', [0.2, 0, 0.1])).toEqual(
      findings({ a: [0.7, 0.71, 0.726] }),
    );
  });

  it('speak of the points that have a value', () => {
    expect(findings({ a: [undefined, 0.7, undefined, 0.72] })).toEqual([
      'Adding synthetic data helps all the way: the predicted accuracy goes from 0.700 to 0.720 (+2.0 points).',
    ]);
    expect(findings({ a: [undefined, 0.7] })).toEqual(['The predicted accuracy is 0.700.']);
    expect(findings({ a: [undefined, undefined] })).toEqual([]);
  });
});

describe('findings against the real data alone', () => {
  const second = (...input: Parameters<typeof findings>) => findings(...input).slice(1);

  it('name the break-even point of a dip, what is lost before it and gained beyond', () => {
    expect(second({ a: [0.7, 0.65, 0.69, 0.71, 0.73] }, 'syntheticProportion', undefined, 0.7)).toEqual([
      'Against the real data alone (0.700), the synthetic data hurt up to 25 % (at worst −5.0 points, at 10 %) and help beyond (at best +3.0 points, at 40 %).',
    ]);
    expect(second({ a: [0.8, 0.6] }, 'labelNoise.rate', undefined, 0.7)).toEqual([
      'Against the real data alone (0.700), the synthetic data help up to 5 % (at best +10.0 points, at 0 %) and hurt beyond (at worst −10.0 points, at 10 %).',
    ]);
  });

  it('say it of every series that crosses', () => {
    expect(
      second({ a: [0.8, 0.6], b: [0.7, 0.5], c: [0.9, 0.8] }, 'labelNoise.rate', undefined, 0.65),
    ).toEqual([
      'Against the real data alone (0.650), the synthetic data of “a” help up to 7.5 % (at best +15.0 points, at 0 %) and hurt beyond (at worst −5.0 points, at 10 %); those of “b” help up to 2.5 % (at best +5.0 points, at 0 %) and hurt beyond (at worst −15.0 points, at 10 %).',
    ]);
  });

  it('say that nothing is lost, or gained, anywhere', () => {
    expect(second({ a: [0.8, 0.7] }, 'labelNoise.rate', undefined, 0.65)).toEqual([
      'With the synthetic data the accuracy is nowhere below that of the real data alone: at best +15.0 points.',
    ]);
    expect(second({ a: [0.6, 0.5] }, 'labelNoise.rate', undefined, 0.65)).toEqual([
      'With the synthetic data the accuracy is nowhere above that of the real data alone: at worst −15.0 points.',
    ]);
  });

  it('do not repeat what a curve that starts without synthetic data has said', () => {
    expect(second({ a: [0.7, 0.72] }, 'syntheticProportion', undefined, 0.7)).toEqual([]);
  });

  it('name every place where a curve changes sides', () => {
    expect(second({ a: [0.7, 0.8, 0.6, 0.8] }, 'labelNoise.rate', undefined, 0.7)).toEqual([
      'Against the real data alone (0.700), the synthetic data help first and change sides at 15 % and 25 % (at best +10.0 points, at 10 %; at worst −10.0 points, at 20 %).',
    ]);
  });
});

describe('findings on best values', () => {
  const grid = (best: Partial<BestValues>) =>
    documentOf([
      { label: 'a', points: [comparedWith(undefined, pointAt(null, 0.7))], insights: insights(best) },
    ]);
  const insights = (best: Partial<BestValues>): SeriesInsights => ({
    curve: null,
    best: null,
    criticalLabelNoise: null,
    generations: null,
    optimised: {
      parameters: ['classifier.ridge'],
      values: [0.0123],
      accuracy: 0.75,
      edges: [null],
      present: 0.7,
      ...best,
    },
  });

  it('say what is best and what it gains', () => {
    expect(findingsOn({ sweeps: [] }, grid({}))[1]).toBe(
      'The best ridge γ is 0.0123: the predicted accuracy is 0.750 there, +5.0 points against the value in the file.',
    );
  });

  it('say where a best value lies at the end of what was asked for', () => {
    const two = { parameters: ['classifier.ridge', 'generator.samples'], values: [100, 1234.4] };
    expect(findingsOn({ sweeps: [] }, grid({ ...two, edges: ['to', null], present: 0.7 }))[1]).toBe(
      'The best ridge γ is 100 and the number n̂ of rows that the generator is fitted on is 1,234: the predicted accuracy is 0.750 there, +5.0 points against the values in the file (the ridge γ at the upper end of its range).',
    );
  });
});

describe('findings on several curves', () => {
  it('are one sentence where all agree, with the numbers of the one in which most happens', () => {
    expect(findings({ a: [0.7, 0.72], b: [0.6, 0.7], c: [0.7, 0.71] })).toEqual([
      'Adding synthetic data helps all the way for all 3 series, most for “b”: the predicted accuracy goes from 0.600 to 0.700 (+10.0 points).',
    ]);
    expect(findings({ a: [0.7, 0.7], b: [0.6, 0.6] })).toEqual([
      'The predicted accuracy hardly changes over the sweep for both series: it stays at 0.700 for “a”.',
    ]);
  });

  it('say both where they disagree', () => {
    expect(findings({ oracle: [0.7, 0.72], weak: [0.7, 0.6], 'weaker still': [0.7, 0.55] })).toEqual([
      'Adding synthetic data hurts all the way for “weak” and “weaker still”, most for “weaker still”: the predicted accuracy goes from 0.700 to 0.550 (−15.0 points).',
      'Adding synthetic data helps all the way for “oracle”: the predicted accuracy goes from 0.700 to 0.720 (+2.0 points).',
    ]);
  });

  it('are never more than four without a simulation of pairs, well formed, and without NaN', () => {
    const accuracy = fc.oneof(
      fc.constantFrom(undefined, 0, 0.5, 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    const curve = fc.array(accuracy, { minLength: 1, maxLength: 8 });
    const simulated = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 7 });
    const parameter = fc.constantFrom(null, 'syntheticProportion', 'data.dimension', 'classifier.ridge');
    fc.assert(
      fc.property(fc.array(curve, { maxLength: 5 }), simulated, parameter, (curves, values, parameter) => {
        const series = curves.map((accuracies, i) => ({
          label: `s${i}`,
          points: accuracies.map((accuracy, j) => pointAt(parameter === null ? null : j, accuracy, values)),
        }));
        const sweeps = parameter === null ? [] : [{ parameter, scale: 'linear' as const, values: [] }];
        const sentences = findingsOn({ ...plain, sweeps }, documentOf(series));
        expect(sentences.length).toBeLessThanOrEqual(4);
        for (const sentence of sentences) {
          expect(sentence).toMatch(/^[A-Z].*[^,:]\.$/);
          expect(sentence).not.toMatch(/NaN|undefined|null|Infinity| {2}|\.\./);
        }
      }),
    );
  });
});

describe('findings without a sweep', () => {
  const single = (accuracies: Record<string, number | undefined>) => {
    const series = Object.entries(accuracies).map(([label, accuracy]) => ({
      label,
      points: [pointAt(null, accuracy)],
    }));
    return findingsOn({ ...plain, sweeps: [] }, documentOf(series));
  };

  it('give the accuracy, or the best and the worst', () => {
    expect(single({ a: 0.7512 })).toEqual(['The predicted accuracy is 0.751.']);
    expect(single({ a: 0.7, b: 0.8, c: 0.6 })).toEqual([
      'The predicted accuracy is highest for “b” (0.800) and lowest for “c” (0.600).',
    ]);
    expect(single({ a: 0.7, b: 0.7001 })).toEqual(['The predicted accuracy is 0.700 for all 2 series.']);
    expect(single({ a: undefined })).toEqual([]);
  });
});

describe('findings on the simulation', () => {
  const sweeps: Expansion['sweeps'] = [{ parameter: 'syntheticProportion', scale: 'linear', values: [] }];
  const paired = (mean: number, standardError: number, repetitions = 20): ResultPoint['againstFirst'] => {
    const estimate = { mean, standardError, varianceRatio: 0.1 };
    return {
      repetitions,
      accuracy: estimate,
      risk: estimate,
      meanMargin: estimate,
      marginVariance: estimate,
    };
  };

  it('end with the verdict', () => {
    const verdict: Verdict = {
      metric: 'accuracy',
      kind: 'differs',
      points: 50,
      significant: 3,
      largest: { series: 'a', x: 0.5, y: null, difference: -0.008, standardErrors: -6.1, bound: 0.001 },
      detectable: 0.004,
    };
    const results = documentOf([{ label: 'a', points: [pointAt(0.5, 0.7, [0.69, 0.7])] }], { verdict });
    expect(findingsOn({ sweeps }, results).at(-1)).toMatch(
      /^The simulation differs from the theory at 3 of 50 /,
    );
    expect(findingsOn({ sweeps }, documentOf(results.series))).toEqual(['The predicted accuracy is 0.700.']);
  });

  it('name the largest differences between series that are no chance', () => {
    const second = (...pairs: ReturnType<typeof paired>[]) =>
      findingsOn(
        { sweeps },
        documentOf([
          { label: 'a', points: pairs.map((_, j) => pointAt(j / 10, 0.7, [0.7])) },
          {
            label: 'b',
            points: pairs.map((pair, j) => ({
              ...pointAt(j / 10, 0.7, [0.7]),
              ...(pair === undefined ? {} : { againstFirst: pair }),
            })),
          },
        ]),
      ).slice(1);
    expect(second(paired(0.001, 0.001), paired(0.0123, 0.0005), paired(-0.004, 0.0004))).toEqual([
      'In the simulation, against “a” by pairs, “b” gains up to 1.23 ± 0.05 points at 10 %.',
    ]);
    expect(second(paired(-0.1, 0.004))).toEqual([
      'In the simulation, against “a” by pairs, “b” loses up to 10.0 ± 0.4 points at 0 %.',
    ]);
    // 3 standard errors of 20 pairs: p = 0.007, which one of two points can show, and one of 20 cannot be told by.
    expect(second(paired(0.003, 0.001), undefined)).toHaveLength(1);
    expect(second(...Array.from({ length: 20 }, () => paired(0.003, 0.001)))).toEqual([]);
    // 9 standard errors of two pairs are nothing.
    expect(second(paired(0.009, 0.001, 2))).toEqual([]);
  });

  it('say it without a sweep', () => {
    const results = documentOf([
      { label: 'a', points: [pointAt(null, 0.7, [0.7])] },
      { label: 'b', points: [{ ...pointAt(null, 0.7, [0.7]), againstFirst: paired(0.01, 0.001)! }] },
    ]);
    expect(findingsOn({ sweeps: [] }, results).at(-1)).toBe(
      'In the simulation, against “a” by pairs, “b” gains 1.0 ± 0.1 points.',
    );
  });
});

describe('findings on a spectrum', () => {
  it('say how far the law spreads the eigenvalues, and how many are 0', () => {
    const point = (low: number, high: number, massAtZero: number): ResultPoint => ({
      ...pointAt(null, 0.7),
      spectralLaw: { massAtZero, intervals: [[low, high]], x: [], density: [], cumulative: [] },
    });
    const results = documentOf([
      { label: 'a', points: [point(0.47, 1.73, 0)] },
      { label: 'b', points: [point(0.172, 5.83, 0.5)] },
    ]);
    expect(findingsOn({ sweeps: [] }, results)).toEqual([
      'The fit spreads the eigenvalues of the generator’s covariance, most for “b”: by their limiting law they lie between 0.172 and 5.83; 50 % of them are 0.',
    ]);
  });
});

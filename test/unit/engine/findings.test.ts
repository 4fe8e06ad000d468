import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOn } from '../../../src/engine/findings';
import type { Expansion } from '../../../src/experiment/expand';
import { expansionOf, small } from './experiments';
import { documentOf, pointAt } from './resultsOf';

const plain = expansionOf(small);

/** Findings on predicted accuracies by series, at x = 0, 0.1, 0.2, … unless told. */
function findings(
  curves: Record<string, readonly (number | undefined)[]>,
  parameter = 'syntheticProportion',
  xs?: readonly number[],
): string[] {
  const series = Object.entries(curves).map(([label, accuracies]) => ({
    label,
    points: accuracies.map((accuracy, i) => pointAt(xs?.[i] ?? i / 10, accuracy)),
  }));
  return findingsOn({ ...plain, sweeps: [{ parameter, scale: 'linear' }] }, documentOf(series));
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

  it('name the bottom of a dip and where it is made up for', () => {
    expect(findings({ a: [0.7, 0.65, 0.69, 0.71, 0.73] })).toEqual([
      'Adding synthetic data first hurts: the predicted accuracy falls from 0.700 to 0.650 at 10 % (−5.0 points), makes up for it by 30 % and ends at 0.730.',
    ]);
    expect(findings({ a: [0.7, 0.65, 0.69] }, 'generator.samples', [20, 400, 12_000])).toEqual([
      'Raising the number n̂ of rows that the generator is fitted on first hurts: the predicted accuracy falls from 0.700 to 0.650 at 400 (−5.0 points), and has not made up for it at 12,000 (0.690).',
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

  it('are never more than three, well formed, and without NaN', () => {
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
        const sweeps = parameter === null ? [] : [{ parameter, scale: 'linear' as const }];
        const sentences = findingsOn({ ...plain, sweeps }, documentOf(series));
        expect(sentences.length).toBeLessThanOrEqual(3);
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

describe('findings on the agreement', () => {
  /** Five values with the given mean and standard error. */
  const five = (mean: number, standardError: number) => {
    const step = standardError * Math.sqrt(2);
    return [-2, -1, 0, 1, 2].map((k) => mean + k * step);
  };
  const expansion: Expansion = {
    ...plain,
    sweeps: [{ parameter: 'syntheticProportion', scale: 'linear' }],
  };

  it('count the points within two standard errors and name the farthest', () => {
    const sentences = findingsOn(
      expansion,
      documentOf([
        { label: 'a', points: [pointAt(0, 0.7, five(0.701, 0.001)), pointAt(0.5, 0.71, five(0.707, 0.001))] },
        { label: 'b', points: [pointAt(0, 0.7, five(0.6985, 0.001)), pointAt(0.5, 0.7)] },
      ]),
    );
    expect(sentences.at(-1)).toBe(
      'Simulation and theory are within 2 standard errors at 2 of 3 points; the largest distance is 3.0 standard errors (−0.3 points) for “a” at 50 %.',
    );
  });

  it('are short for a single point', () => {
    const sentences = findingsOn(
      { ...plain, sweeps: [] },
      documentOf([{ label: 'a', points: [pointAt(null, 0.7, five(0.702, 0.001))] }]),
    );
    expect(sentences.at(-1)).toBe('Simulation and theory are 2.0 standard errors (+0.2 points) apart.');
  });

  it('leave out points whose standard error says little or nothing', () => {
    const of = (values: readonly number[]) =>
      findingsOn(expansion, documentOf([{ label: 'a', points: [pointAt(0, 0.7, values)] }]));
    for (const values of [[0.7], [0.7, 0.71], [0.7, 0.71, 0.72, 0.73], [1, 1, 1, 1, 1, 1]]) {
      expect(of(values)).toEqual(['The predicted accuracy is 0.700.']);
    }
    expect(of([0.7, 0.71, 0.72, 0.73, 0.74])).toHaveLength(2);
  });
});

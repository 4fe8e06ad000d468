import { describe, expect, it } from 'vitest';
import { sheetOf } from '../../../webview/results/sheets';
import { tableRows } from '../../../webview/results/tableRows';
import { documentOf, pointAt } from '../engine/resultsOf';

const published = (accuracy: number) => ({ accuracy, risk: 0.5, meanMargin: 0.4, marginVariance: 0.3 });

describe('tableRows', () => {
  it('sets the theories that were asked for beside the exact one, with what they differ by or why they have no value', () => {
    const points = [0.7, 0.724].map((accuracy, i) => {
      const point = pointAt(i, 0.7);
      return { ...point, theory: { ...point.theory, published: published(accuracy) } };
    });
    const without = pointAt(2, 0.7);
    const all = [...points, { ...without, theory: { ...without.theory, published: { error: 'No value.' } } }];
    const rows = tableRows(documentOf([{ label: 'a', points: all }]), 'accuracy');
    expect(rows.map(({ others }) => others)).toEqual([
      [{ value: '0.7000', difference: '0' }],
      [{ value: '0.7240', difference: '+0.0240' }],
      [{ value: '–', difference: '–', reason: 'No value.' }],
    ]);
    expect(tableRows(documentOf([{ label: 'a', points: [pointAt(0, 0.7)] }]), 'accuracy')[0]!.others).toEqual(
      [],
    );
  });
});

describe('sheetOf', () => {
  it('lists the fixed point along the sweep, and the published one where it is asked for', () => {
    const point = pointAt(0.25, 0.7);
    const plain = sheetOf('fixedPoint', [{ label: 'a', points: [point] }], 'ε', false);
    expect(plain.columns.map(({ name }) => name)).toEqual(['Series', 'ε', 'τᵣ', 'τₛ', 'd']);
    expect(plain.rows).toEqual([['a', '0.25', '0.5000', '0.4000', '0.1000']]);
    const derived = { ...point.derived, publishedFixedPoint: { tauReal: null, tauSynthetic: 0.3, d: 0.2 } };
    const both = sheetOf('fixedPoint', [{ label: 'a', points: [{ ...point, derived }] }], 'ε', false);
    expect(both.columns).toHaveLength(8);
    expect(both.rows[0]!.slice(5)).toEqual(['–', '0.3000', '0.2000']);
  });

  it('compares the scores’ mean, variance and accuracy with the simulation, unless it is out of date', () => {
    const series = [{ label: 'a', points: [pointAt(null, 0.7, [0.6, 0.7, 0.8])] }];
    const { rows } = sheetOf('scores', series, '', false);
    expect(rows.map(([, quantity]) => quantity)).toEqual(['Mean M', 'Variance Q', 'Accuracy']);
    expect(rows[2]).toEqual(['a', 'Accuracy', '0.7000', '0.7000', '0.0577', '0.0 s.e.']);
    expect(sheetOf('scores', series, '', true).rows[2]!.at(-1)).toBe('–');
  });

  it('lists the shares of eigenvalues at 0 and in bins, by the law and as simulated', () => {
    const spectrum = { edges: [0, 1, 2], counts: [60, 20], zeros: 20, beyond: 0, draws: 2 };
    const spectralLaw = {
      massAtZero: 0.25,
      intervals: [[0, 2]] as const,
      x: [0, 2],
      density: [0.375, 0.375],
      cumulative: [0.25, 1],
    };
    const series = [{ label: 'a', points: [{ ...pointAt(null, 0.7), spectralLaw, spectrum }] }];
    expect(sheetOf('spectrum', series, '', false).rows).toEqual([
      ['a', '0', '0', '25.00 %', '20.00 %'],
      ['a', '0', '1', '37.50 %', '60.00 %'],
      ['a', '1', '2', '37.50 %', '20.00 %'],
    ]);
  });
});

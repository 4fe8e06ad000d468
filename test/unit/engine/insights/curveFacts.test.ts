import { describe, expect, it } from 'vitest';
import { curveFacts } from '../../../../src/engine/insights/curveFacts';

const range = { from: 0, to: 1, scale: 'linear' } as const;
const grid = Array.from({ length: 11 }, (_, i) => i / 10);

describe('curveFacts', () => {
  it('finds a dip, its lowest point and where the loss is made up for', () => {
    const accuracy = (x: number) => 0.75 + 0.1 * x * (x - 0.6);
    const facts = curveFacts(accuracy, () => 0.75, range, grid)!;
    expect(facts.shape).toBe('dip');
    expect(facts.turns).toHaveLength(1);
    expect(facts.turns[0]!.x).toBeCloseTo(0.3, 7);
    expect(facts.turns[0]!.accuracy).toBeCloseTo(0.741, 12);
    expect(facts.breakEvens).toHaveLength(1);
    expect(facts.breakEvens[0]!.x).toBeCloseTo(0.6, 10);
    expect(facts.breakEvens[0]!.from).toBe('hurts');
    expect(facts.mostLost!.gain).toBeCloseTo(-0.009, 10);
    expect(facts.mostGained).toMatchObject({ x: 1 });
    expect(facts.mostGained!.gain).toBeCloseTo(0.04, 10);
    expect(facts.realOnly).toBe(0.75);
  });

  it('finds the interior maximum on a logarithmic axis', () => {
    const log = { from: 1e-3, to: 1e3, scale: 'log' } as const;
    const facts = curveFacts(
      (x) => 0.8 - 0.01 * Math.log(x / 0.37) ** 2,
      () => NaN,
      log,
      [],
    )!;
    expect(facts.shape).toBe('peak');
    expect(facts.turns[0]!.kind).toBe('highest');
    expect(facts.turns[0]!.x / 0.37).toBeCloseTo(1, 6);
    expect(facts.breakEvens).toEqual([]);
    expect(facts.realOnly).toBeNull();
    expect(facts.mostGained).toBeNull();
    expect(facts.mostLost).toBeNull();
  });

  it('calls monotone and flat curves by their names, and has no turn in them', () => {
    const shapeOf = (accuracy: (x: number) => number) => {
      const { shape, turns } = curveFacts(accuracy, () => 0.5, range, grid)!;
      expect(turns).toEqual([]);
      return shape;
    };
    expect(shapeOf((x) => 0.6 + 0.1 * x)).toBe('rises');
    expect(shapeOf((x) => 0.6 - 0.1 * x ** 3)).toBe('falls');
    expect(shapeOf((x) => 0.6 + 0.0002 * Math.sin(9 * x))).toBe('flat');
  });

  it('counts every turn that is more than negligible', () => {
    const facts = curveFacts(
      (x) => 0.7 + 0.05 * Math.sin(10 * x),
      () => 0.7,
      range,
      grid,
    )!;
    expect(facts.shape).toBe('turnsOften');
    expect(facts.turns.map(({ kind }) => kind)).toEqual(['highest', 'lowest', 'highest']);
    facts.turns.forEach(({ x }, i) => expect(x).toBeCloseTo((Math.PI * (i + 0.5)) / 10, 7));
    expect(facts.breakEvens.map(({ from }) => from)).toEqual(['helps', 'hurts', 'helps']);
    facts.breakEvens.forEach(({ x }, i) => expect(x).toBeCloseTo((Math.PI * (i + 1)) / 10, 9));
  });

  it('keeps to the stretch on which the theory has values', () => {
    const facts = curveFacts(
      (x) => (x < 0.24 ? NaN : x),
      () => 0.5,
      range,
      grid,
    )!;
    expect(facts.first.x).toBe(0.25);
    expect(facts.breakEvens[0]!.x).toBeCloseTo(0.5, 12);
    expect(
      curveFacts(
        () => NaN,
        () => 0.5,
        range,
        grid,
      ),
    ).toBeUndefined();
  });
});

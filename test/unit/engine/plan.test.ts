import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Plan, unitsPerBlock, type WorkItem } from '../../../src/engine/plan';

const pairsOf = ({ block, units, repetitions }: WorkItem) =>
  units.map((unit, i) => [block * unitsPerBlock + unit, repetitions[i]!] as const);

/** Does a plan with so many lanes, each in its turn, and lists what was done in what order. */
function carryOut(plan: Plan, lanes: number, onDone: (unit: number) => void = () => undefined) {
  const items: { lane: number; item: WorkItem }[] = [];
  for (let busy = true; busy;) {
    busy = false;
    for (let lane = 0; lane < lanes; lane++) {
      const item = plan.next(lane);
      if (item === undefined) continue;
      busy = true;
      items.push({ lane, item });
      for (const [unit] of pairsOf(item)) {
        plan.done(unit);
        onDone(unit);
      }
    }
  }
  return items;
}

const unit = fc.record({
  sharing: fc.integer({ min: 0, max: 3 }),
  time: fc.oneof(fc.constant(0.01), fc.double({ min: 0.001, max: 200, noNaN: true })),
});
const inOrder = fc
  .array(unit, { maxLength: 30 })
  .map((units) => [...units].sort((a, b) => a.sharing - b.sharing));

describe('Plan', () => {
  it('has every repetition that is wanted and not there exactly once, for any number of lanes', () => {
    fc.assert(
      fc.property(
        inOrder,
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.func(fc.boolean()),
        (units, repetitions, lanes, isThere) => {
          const plan = new Plan(units, (i) => units[i]!.time, isThere);
          for (const i of units.keys()) plan.want(i, repetitions);
          const wanted = units.flatMap((_, i) =>
            Array.from({ length: repetitions }, (__, k) => [i, k] as const).filter(([, k]) => !isThere(i, k)),
          );
          const left = units.map((_, i) => plan.left(i));
          expect(left).toEqual(units.map((_, i) => wanted.filter(([of]) => of === i).length));
          const planned = carryOut(plan, lanes).flatMap(({ item }) => pairsOf(item));
          expect(planned).toHaveLength(wanted.length);
          expect(new Set(planned.map(String))).toEqual(new Set(wanted.map(String)));
          expect(units.every((_, i) => plan.left(i) === 0)).toBe(true);
        },
      ),
    );
  });

  it('gives every unit a repetition before any gets the next', () => {
    fc.assert(
      fc.property(inOrder, fc.integer({ min: 1, max: 12 }), (units, repetitions) => {
        const plan = new Plan(units, (i) => units[i]!.time);
        for (const i of units.keys()) plan.want(i, repetitions);
        const order = carryOut(plan, 1).flatMap(({ item }) => pairsOf(item).map(([, k]) => k));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });

  it('keeps items short, and never empty', () => {
    fc.assert(
      fc.property(inOrder, fc.integer({ min: 1, max: 12 }), (units, repetitions) => {
        const plan = new Plan(units, (i) => units[i]!.time);
        for (const i of units.keys()) plan.want(i, repetitions);
        for (const { item } of carryOut(plan, 3)) {
          const time = pairsOf(item).reduce((sum, [i]) => sum + units[i]!.time, 0);
          expect(item.units.length).toBeGreaterThan(0);
          if (item.units.length > 1) expect(time).toBeLessThanOrEqual(45);
        }
      }),
    );
  });

  it('leaves units that share a draw to one lane, as long as there is other work', () => {
    const units = [0, 0, 0, 1, 1, 1].map((sharing) => ({ sharing }));
    const plan = new Plan(units, () => 40);
    for (const i of units.keys()) plan.want(i, 1);
    const items = carryOut(plan, 2);
    const [first, second] = [0, 1].map((wanted) =>
      items.filter(({ lane }) => lane === wanted).flatMap(({ item }) => pairsOf(item).map(([i]) => i)),
    );
    expect([first, second]).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it('divides the last draw between the lanes', () => {
    const units = Array.from({ length: 8 }, () => ({ sharing: 0 }));
    const plan = new Plan(units, () => 40);
    for (const i of units.keys()) plan.want(i, 1);
    const lanes = carryOut(plan, 2).map(({ lane }) => lane);
    expect(lanes.filter((lane) => lane === 1).length).toBeGreaterThanOrEqual(3);
  });

  it('catches up where a unit gets more repetitions later on', () => {
    const units = [{ sharing: 0 }, { sharing: 0 }];
    const plan = new Plan(units, () => 1);
    plan.want(0, 3);
    plan.want(1, 3);
    let extended = false;
    const pairs = carryOut(plan, 2, (i) => {
      if (i !== 1 || plan.left(1) > 0 || extended) return;
      extended = true;
      plan.want(1, 6);
    }).flatMap(({ item }) => pairsOf(item));
    expect(extended).toBe(true);
    expect(pairs.filter(([i]) => i === 1).map(([, k]) => k)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(pairs.filter(([i]) => i === 0)).toHaveLength(3);
  });

  it('never mixes blocks of units in an item', () => {
    const units = Array.from({ length: 2 * unitsPerBlock + 3 }, () => ({ sharing: 0 }));
    const plan = new Plan(units, () => 0.001);
    for (const i of units.keys()) plan.want(i, 1);
    expect(carryOut(plan, 1).map(({ item }) => [item.block, item.units.length])).toEqual([
      [0, unitsPerBlock],
      [1, unitsPerBlock],
      [2, 3],
    ]);
  });

  it('begins at once, however long the plan is', () => {
    const units = Array.from({ length: 100_000 }, () => ({ sharing: 0 }));
    const plan = new Plan(units, () => 1e6);
    for (const i of units.keys()) plan.want(i, 100);
    const start = performance.now();
    expect(plan.next(0)).toEqual({ block: 0, units: [0], repetitions: [0] });
    expect(performance.now() - start).toBeLessThan(200);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleOf, type RepetitionTable } from '../../../src/engine/verify/sample';

const firstOnes = (count: number) => Array.from({ length: count }, (_, i) => i);
const tables = fc
  .array(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 6 }), { minLength: 1, maxLength: 5 })
  .map((series): RepetitionTable => series.map((points) => points.map(firstOnes)));
const countOf = (table: RepetitionTable) => table.flat(2).length;

describe('a sample of repetitions', () => {
  it('is part of what there is, about as large as asked for, and has one of each series', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 80 }), fc.string(), (there, count, seed) => {
        const sample = sampleOf(there, { count, seed });
        sample.forEach((points, i) => {
          expect(points.length).toBe(there[i]!.length);
          points.forEach((own, j) => {
            expect(new Set(own).size).toBe(own.length);
            for (const repetition of own) expect(there[i]![j]).toContain(repetition);
          });
          if (countOf([there[i]!]) > 0) expect(countOf([points])).toBeGreaterThan(0);
        });
        const wanted = Math.min(count, countOf(there));
        expect(countOf(sample)).toBeGreaterThanOrEqual(wanted);
        expect(countOf(sample)).toBeLessThan(wanted + there.length);
        expect(sampleOf(there, { count, seed })).toEqual(sample);
      }),
    );
  });

  it('has the first and the last, and spreads the others over points and repetitions', () => {
    const there: RepetitionTable = [firstOnes(20).map(() => firstOnes(100))];
    const [points] = sampleOf(there, { count: 60, seed: 'a' });
    expect(points![0]![0]).toBe(0);
    expect(points!.at(-1)!.at(-1)).toBe(99);
    for (const own of points!) expect(own.length).toBeGreaterThanOrEqual(2);
    const chosen = points!.flat();
    expect(chosen).toHaveLength(60);
    expect(new Set(chosen.map((repetition) => Math.floor(repetition / 20))).size).toBe(5);
    expect(sampleOf(there, { count: 60, seed: 'b' })[0]).not.toEqual(points);
  });

  it('keeps the gaps of a cancelled run, and takes all where all are asked for', () => {
    const there: RepetitionTable = [[[0, 3, 4, 9]], [[2]]];
    expect(sampleOf(there, { count: 'all', seed: '' })).toEqual(there);
    expect(sampleOf(there, { count: 5, seed: '' })).toEqual(there);
    expect(sampleOf(there, { count: 2, seed: '' })).toEqual([[[0]], [[2]]]);
  });

  it('takes all of a point or none where they are counted together', () => {
    const there: RepetitionTable = [firstOnes(10).map(() => firstOnes(8)), [firstOnes(8)]];
    const sample = sampleOf(there, { count: 24, seed: 's', whole: true });
    for (const own of sample.flat()) expect([0, 8]).toContain(own.length);
    expect(sample[0]![0]).toHaveLength(8);
    expect(sample[1]![0]).toHaveLength(8);
    expect(countOf(sample)).toBe(24);
  });
});

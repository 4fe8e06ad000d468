import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridAxis } from '../../../../../src/engine/chart/heatMap/gridAxis';
import { countRuns, fewestRuns, runsOf, type Run } from '../../../../../src/engine/chart/heatMap/runs';

const axisOf = (count: number) =>
  gridAxis(
    Array.from({ length: count }, (_, i) => i ** 1.5),
    'linear',
    9,
  );

/** The colour at a place when the runs are painted one over the other. */
function painted(runs: readonly Run[], x: number, y: number): number {
  const covering = runs.filter((run) => run.x <= x && x < run.x2 && run.y <= y && y < run.y2);
  return covering.sort((a, b) => a.at - b.at).at(-1)?.band ?? NaN;
}

describe.each([
  ['runsOf', runsOf],
  ['fewestRuns', fewestRuns],
])('%s', (_, make) => {
  it('paints each cell whole in its own colour, and cells without a value not at all', () => {
    const cell = fc.constantFrom(1, 2, 3, NaN);
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(size, size, fc.infiniteStream(cell), (columns, rows, stream) => {
        const values = Float64Array.from([...stream.take(columns * rows)]);
        const [x, y] = [axisOf(columns), axisOf(rows)];
        const runs = make(values, x, y, (value) => value);
        values.forEach((value, i) => {
          const [column, row] = [i % columns, Math.floor(i / columns)];
          // Near all corners and in the middle.
          for (const across of [0.01, 0.5, 0.99]) {
            for (const up of [0.01, 0.5, 0.99]) {
              const at = (edges: readonly number[], k: number, share: number) =>
                edges[k]! + share * (edges[k + 1]! - edges[k]!);
              expect(painted(runs, at(x.edges, column, across), at(y.edges, row, up))).toBe(value);
            }
          }
        });
      }),
    );
  });
});

describe('runs', () => {
  it('join neighbours of one band, along the axis with fewer', () => {
    const [x, y] = [axisOf(4), axisOf(3)];
    const rows = Float64Array.of(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
    const columns = Float64Array.of(1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4);
    expect(runsOf(rows, x, y, (value) => value)).toHaveLength(3);
    expect(fewestRuns(rows, x, y, (value) => value)).toHaveLength(3);
    expect(runsOf(columns, x, y, (value) => value)).toHaveLength(12);
    expect(fewestRuns(columns, x, y, (value) => value)).toHaveLength(4);
    expect(fewestRuns(columns, x, y, () => 7)).toHaveLength(3);
    expect(countRuns(rows, 4, (value) => value)).toEqual({ along: 3, upright: 12 });
    expect(countRuns(Float64Array.of(1, 1, NaN, 1), 2, (value) => value)).toEqual({ along: 2, upright: 2 });
  });
});

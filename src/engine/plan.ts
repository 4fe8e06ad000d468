/** Some repetitions of one point: what a worker does without a pause. */
export interface WorkItem {
  readonly series: number;
  readonly point: number;
  /** First repetition and how many. */
  readonly first: number;
  readonly count: number;
}

/** Repetitions that every point gets before any point gets more, so that the chart fills in everywhere first. */
const coarse = 2;

/** Floating-point operations that one item should not exceed: some 30 ms of work. */
const operationsPerItem = 3e8;

/**
 * Divides a run into items, one at a time as they are asked for: first a few repetitions of every point, then the
 * rest, point by point.
 * @param operations floating-point operations of one repetition, by series and point
 */
export function* planRun(
  operations: readonly (readonly number[])[],
  repetitions: number,
): Generator<WorkItem, void> {
  const middle = Math.min(coarse, repetitions);
  for (const [from, to] of [
    [0, middle],
    [middle, repetitions],
  ] as const) {
    for (const [series, points] of operations.entries()) {
      for (const [point, cost] of points.entries()) {
        const size = Math.max(1, Math.floor(operationsPerItem / Math.max(1, cost)));
        for (let first = from; first < to; first += size) {
          yield { series, point, first, count: Math.min(size, to - first) };
        }
      }
    }
  }
}

/**
 * The random stream of one repetition: 12 bits of series, 20 of point, 32 of repetition, so that no two share numbers
 * and a repetition's numbers depend neither on the workers nor on the order in which they finish.
 */
export function streamOf(series: number, point: number, repetition: number): bigint {
  return (BigInt(series) << 52n) | (BigInt(point) << 32n) | BigInt(repetition);
}

/** Below this much simulation (in milliseconds), or this share of all operations, an expectation would be a guess. */
const enoughTime = 1000;
const enoughOperations = 0.03;

/** Estimates the time that a run still takes from that of the repetitions already done. */
export class TimeLeft {
  readonly #operations: readonly (readonly number[])[];
  readonly #repetitions: number;
  readonly #lanes: number;
  /** Repetitions done and the milliseconds they took, by series and point. */
  readonly #done: readonly { count: number; milliseconds: number }[][];
  readonly #operationsTotal: number;
  #operationsDone = 0;
  #milliseconds = 0;

  /**
   * @param operations floating-point operations of one repetition, by series and point
   * @param repetitions of every point
   * @param lanes repetitions that run at once
   */
  constructor(operations: readonly (readonly number[])[], repetitions: number, lanes: number) {
    this.#operations = operations;
    this.#repetitions = repetitions;
    this.#lanes = lanes;
    this.#done = operations.map((points) => points.map(() => ({ count: 0, milliseconds: 0 })));
    this.#operationsTotal = repetitions * operations.flat().reduce((sum, cost) => sum + cost, 0);
  }

  /** Notes that `count` repetitions of a point are done and took some milliseconds of one lane. */
  add(series: number, point: number, count: number, milliseconds: number): void {
    const done = this.#done[series]![point]!;
    done.count += count;
    done.milliseconds += milliseconds;
    this.#operationsDone += count * this.#operations[series]![point]!;
    this.#milliseconds += milliseconds;
  }

  /**
   * Expected milliseconds left; null until it means something.
   * @param elapsed milliseconds since the first repetition was begun
   */
  expected(elapsed: number): number | null {
    if (elapsed < enoughTime && this.#operationsDone < enoughOperations * this.#operationsTotal) return null;
    if (this.#operationsDone === 0) return null;
    // A point's own repetitions tell its time best. A point that has none yet goes by the time per operation.
    const perOperation = this.#milliseconds / this.#operationsDone;
    let left = 0;
    this.#operations.forEach((points, series) =>
      points.forEach((cost, point) => {
        const { count, milliseconds } = this.#done[series]![point]!;
        left += (this.#repetitions - count) * (count > 0 ? milliseconds / count : perOperation * cost);
      }),
    );
    return left / this.#lanes;
  }
}

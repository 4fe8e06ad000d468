/** Below this much simulation (in milliseconds), or this share of all operations, an expectation would be a guess. */
const enoughTime = 1000;
const enoughOperations = 0.03;

/** A repetition takes about so many milliseconds where nothing has been measured yet: some, and those per operation. */
const firstGuess = { each: 0.01, perOperation: 1e-7 };

/** Estimates the time that repetitions take from that of those already done. */
export class TimeLeft {
  readonly #operations: readonly number[];
  readonly #lanes: () => number;
  /** Repetitions done of each unit, and the milliseconds that they took. */
  readonly #counts: Uint32Array;
  readonly #times: Float64Array;
  #operationsDone = 0;
  #milliseconds = 0;

  /**
   * @param operations floating-point operations of one repetition, by unit
   * @param lanes repetitions that run at once
   */
  constructor(operations: readonly number[], lanes: () => number) {
    this.#operations = operations;
    this.#lanes = lanes;
    this.#counts = new Uint32Array(operations.length);
    this.#times = new Float64Array(operations.length);
  }

  /** Notes that a repetition of a unit is done and took some milliseconds of one lane. */
  add(unit: number, milliseconds: number): void {
    this.#counts[unit]!++;
    this.#times[unit]! += milliseconds;
    this.#operationsDone += this.#operations[unit]!;
    this.#milliseconds += milliseconds;
  }

  /** Milliseconds that a repetition of a unit takes: by its own, else by its operations. */
  repetition(unit: number): number {
    const count = this.#counts[unit]!;
    if (count > 0) return this.#times[unit]! / count;
    const operations = this.#operations[unit]!;
    // A point's own repetitions tell its time best. A point that has none yet goes by the time per operation.
    return this.#operationsDone > 0
      ? (this.#milliseconds / this.#operationsDone) * operations
      : firstGuess.each + firstGuess.perOperation * operations;
  }

  /**
   * Expected milliseconds left; null until it means something.
   * @param elapsed milliseconds since the first repetition was begun
   * @param left repetitions that are still to be done, by unit
   */
  expected(elapsed: number, left: (unit: number) => number): number | null {
    if (this.#operationsDone === 0) return null;
    let milliseconds = 0;
    let operations = 0;
    for (let unit = 0; unit < this.#operations.length; unit++) {
      const count = left(unit);
      if (count === 0) continue;
      milliseconds += count * this.repetition(unit);
      operations += count * this.#operations[unit]!;
    }
    const share = this.#operationsDone / (this.#operationsDone + operations);
    if (elapsed < enoughTime && share < enoughOperations) return null;
    return milliseconds / this.#lanes();
  }
}

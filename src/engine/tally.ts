import { metricsOf, type Estimate, type Measurement } from './results';

/**
 * The repetitions of one point as they come in, in any order. Estimates are computed over them in the order of the
 * repetitions, so that the result does not depend on who finished first.
 */
export class Tally {
  /** A column of all repetitions for each metric. */
  readonly #columns: readonly (readonly [ReturnType<typeof metricsOf>[number], Float64Array])[];
  readonly #filled: Uint8Array;
  #count = 0;
  /** Of the present values; undefined when they have changed. */
  #measurement: Measurement | undefined;

  /** @param classes K, which decides what is measured */
  constructor(repetitions: number, classes: number) {
    this.#columns = metricsOf(classes).map((metric) => [metric, new Float64Array(repetitions)]);
    this.#filled = new Uint8Array(repetitions);
  }

  get count(): number {
    return this.#count;
  }

  /** Adds consecutive repetitions: `values` holds the metrics of each, in the order of `metricsOf`. */
  add(first: number, values: Float64Array): void {
    this.#measurement = undefined;
    const width = this.#columns.length;
    const count = values.length / width;
    for (let i = 0; i < count; i++) {
      this.#columns.forEach(([, column], k) => (column[first + i] = values[i * width + k]!));
      if (this.#filled[first + i] === 0) this.#count++;
      this.#filled[first + i] = 1;
    }
  }

  /** The estimates over what has come in; undefined while that is nothing. */
  measurement(): Measurement | undefined {
    if (this.#count === 0) return undefined;
    return (this.#measurement ??= this.#measure());
  }

  #measure(): Measurement {
    const estimates = this.#columns.map(([metric, column]) => [
      metric,
      estimateOf([...column].filter((_, i) => this.#filled[i] === 1)),
    ]);
    return { repetitions: this.#count, ...Object.fromEntries(estimates) } as Measurement;
  }
}

/** Mean and standard error (sample standard deviation / √k) of k ≥ 1 values. */
export function estimateOf(values: readonly number[]): Estimate {
  const k = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / k;
  if (k === 1) return { mean, standardError: null, values };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (k - 1);
  return { mean, standardError: Math.sqrt(variance / k), values };
}

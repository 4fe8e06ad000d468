import { RepetitionValues } from './repetitionValues';
import { metricsOf, type Estimate, type Measurement } from './results';

/**
 * The repetitions of one point as they come in, in any order. Estimates are computed over them in the order of the
 * repetitions, so that the result does not depend on who finished first.
 */
export class Tally {
  readonly #metrics: ReturnType<typeof metricsOf>;
  readonly #values: RepetitionValues;
  /** Of the present values; undefined when they have changed. */
  #measurement: Measurement | undefined;

  /** @param classes K, which decides what is measured */
  constructor(classes: number) {
    this.#metrics = metricsOf(classes);
    this.#values = new RepetitionValues(this.#metrics.length);
  }

  get count(): number {
    return this.#values.count;
  }

  has(repetition: number): boolean {
    return this.#values.has(repetition);
  }

  /** Adds a repetition: the metrics in the order of `metricsOf`, from `values[from]` on. */
  add(repetition: number, values: Float64Array, from = 0): void {
    this.#measurement = undefined;
    this.#values.set(repetition, values, from);
  }

  /** The values of one metric so far, in the repetitions' order. */
  column(metric: ReturnType<typeof metricsOf>[number]): readonly number[] {
    return this.#values.column(this.#metrics.indexOf(metric));
  }

  /** The estimates over what has come in; undefined while that is nothing. */
  measurement(): Measurement | undefined {
    if (this.#values.count === 0) return undefined;
    return (this.#measurement ??= this.#measure());
  }

  #measure(): Measurement {
    const { count, end } = this.#values;
    const estimates = this.#metrics.map((metric, k) => [metric, estimateOf(this.#values.column(k))]);
    return {
      repetitions: count,
      ...(count < end ? { numbers: this.#values.repetitions() } : {}),
      ...Object.fromEntries(estimates),
    } as Measurement;
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

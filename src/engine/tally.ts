import type { Metric } from '../experiment/schema';
import { metrics, type Estimate, type Measurement } from './results';

/**
 * The repetitions of one point as they come in, in any order. Estimates are computed over them in the order of the
 * repetitions, so that the result does not depend on who finished first.
 */
export class Tally {
  readonly #values: Readonly<Record<Metric, Float64Array>>;
  readonly #filled: Uint8Array;
  #count = 0;
  /** Of the present values; undefined when they have changed. */
  #measurement: Measurement | undefined;

  constructor(repetitions: number) {
    const column = () => new Float64Array(repetitions);
    this.#values = { accuracy: column(), risk: column(), meanMargin: column(), marginVariance: column() };
    this.#filled = new Uint8Array(repetitions);
  }

  get count(): number {
    return this.#count;
  }

  /** Adds consecutive repetitions: `values` holds the four metrics of each, in the order of `metrics`. */
  add(first: number, values: Float64Array): void {
    this.#measurement = undefined;
    const count = values.length / metrics.length;
    for (let i = 0; i < count; i++) {
      metrics.forEach((metric, k) => (this.#values[metric][first + i] = values[i * metrics.length + k]!));
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
    const estimate = (metric: Metric): Estimate =>
      estimateOf([...this.#values[metric]].filter((_, i) => this.#filled[i] === 1));
    return {
      repetitions: this.#count,
      accuracy: estimate('accuracy'),
      risk: estimate('risk'),
      meanMargin: estimate('meanMargin'),
      marginVariance: estimate('marginVariance'),
    };
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

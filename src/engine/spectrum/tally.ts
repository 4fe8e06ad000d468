import type { Expansion } from '../../experiment/expand';
import type { ExpansionTheory } from '../predictor';
import { binsOfLaw, binsOfSample } from './bins';
import type { SpectrumHistogram } from './model';

/** Counts eigenvalues as their draws come in, in any order: the counts do not depend on it. */
export class SpectrumTally {
  readonly #total: number;
  #edges: readonly number[] | undefined;
  /** Draws that wait for the first one, which decides the bins where there is no law to. */
  #waiting: Float64Array[] = [];
  readonly #present = new Set<number>();
  #counts: number[] = [];
  #zeros = 0;
  #beyond = 0;
  #draws = 0;

  /**
   * @param edges of the bins; left out: they follow from draw 0
   * @param eigenvalues how many there will be
   */
  constructor(edges: readonly number[] | undefined, eigenvalues: number) {
    this.#total = eigenvalues;
    if (edges !== undefined) this.#useBins(edges);
  }

  /** Whether a draw has come in. */
  has(draw: number): boolean {
    return this.#present.has(draw);
  }

  /** Adds a draw's eigenvalues, ascending. */
  add(draw: number, eigenvalues: Float64Array): void {
    this.#present.add(draw);
    if (eigenvalues.length === 0) return;
    this.#draws++;
    if (this.#edges === undefined && draw > 0) {
      this.#waiting.push(eigenvalues);
      return;
    }
    if (this.#edges === undefined) this.#useBins(binsOfSample(eigenvalues, this.#total));
    for (const waiting of [...this.#waiting, eigenvalues]) for (const value of waiting) this.#count(value);
    this.#waiting = [];
  }

  /** The counts so far; undefined while there are none. */
  histogram(): SpectrumHistogram | undefined {
    if (this.#edges === undefined || this.#draws === 0) return undefined;
    return {
      edges: this.#edges,
      counts: [...this.#counts],
      zeros: this.#zeros,
      beyond: this.#beyond,
      draws: this.#draws,
    };
  }

  #useBins(edges: readonly number[]): void {
    this.#edges = edges;
    this.#counts = new Array<number>(edges.length - 1).fill(0);
  }

  #count(value: number): void {
    const edges = this.#edges!;
    if (value === 0) {
      this.#zeros++;
      return;
    }
    const [low, high] = [edges[0]!, edges.at(-1)!];
    const bin = Math.floor(((value - low) / (high - low)) * this.#counts.length);
    if (bin >= 0 && bin < this.#counts.length) this.#counts[bin]!++;
    else this.#beyond++;
  }
}

/** A tally for every point, with the bins that its law asks for. */
export function spectrumTallies(
  { series }: Expansion,
  theory: ExpansionTheory,
  draws: number,
): SpectrumTally[][] {
  return series.map(({ points }, i) =>
    points.map(({ parameters }, j) => {
      const eigenvalues = draws * parameters.dimension;
      const law = theory[i]![j]!.spectralLaw;
      const hasLaw = law !== undefined && !('error' in law);
      return new SpectrumTally(hasLaw ? binsOfLaw(law, eigenvalues) : undefined, eigenvalues);
    }),
  );
}

import type { Kernels, Place } from '../numerics/kernels';

/** Where a repetition's random numbers come from. All points and series of an experiment share a repetition's. */
export interface RepetitionAddress {
  /** 0 … 2^53 − 1 */
  readonly seed: number;
  /** 0 … 2^32 − 1 */
  readonly repetition: number;
}

/**
 * Which numbers a repetition draws from where (media/docs/streams.md). Recorded in results files: to be raised
 * whenever any number changes.
 */
export const streamLayout = 2;

/**
 * What draws numbers of its own, each in a stream of its own. The values are frozen: they decide every result. What
 * is drawn per row is drawn at the row's own place (`useRow`), a Bartlett factor at row 0, the rest one after the other
 * (`use`).
 */
export const components = {
  // ---- sufficient sampler ----
  /** The numbers of synthetic rows kept: uniforms. */
  counts: 0,
  /** The generator's means: a row per class. */
  fitMean: 1,
  /** Bartlett's factor of the generator's covariance. */
  fitScatter: 2,
  /** The fresh real rows' means: a row per class. */
  realMean: 3,
  realScatter: 4,
  /** The kept synthetic rows' means: a row per class and label; for two classes, right and wrong. */
  syntheticMean: 5,
  syntheticScatter: 6,
  /** Of later generations: a row per generation. */
  laterMean: 7,

  // ---- explicit sampler ----
  /** Classes of the rows that the generator is fitted on: a uniform each. */
  fitLabels: 32,
  /** Their noise: a row each. */
  fitNoise: 33,
  realLabels: 34,
  realNoise: 35,
  /** Classes of the synthetic rows, before pruning. */
  syntheticLabels: 36,
  syntheticNoise: 37,
  /** Whether a synthetic label is wrong: a uniform each. */
  labelNoise: 38,
  /** Whether a synthetic row is kept: a uniform each. */
  verifier: 39,
  /** Which of the wrong labels: a uniform each. */
  wrongLabel: 40,
  /** The labeller's and the verifier's directions. */
  directions: 41,
  /** Noise of the test rows that accuracy is counted on: a row for each pair of them. */
  testNoise: 43,

  // ---- the sample of a generator's spectrum ----
  spectrumScatter: 64,
} as const;

/** A component of `components`, or of a generation. */
export type Component = number;

/** Later generations' components: one per generation from each of these on. */
const generationComponents = {
  /** Bartlett's factor in the sufficient sampler. */
  laterScatter: 0x1000,
  /** The same in the sample of a generator's spectrum. */
  spectrumLaterScatter: 0x2000,
  /** The explicit sampler's rows: their noise … */
  laterNoise: 0x3000,
  /** … and what decides classes, labels and the verifier where that is drawn for them. */
  laterLabels: 0x4000,
  laterLabelNoise: 0x5000,
  laterVerifier: 0x6000,
  /** Rows that a discriminator learns a generation's looks from: their classes, noise and labels. */
  comparedClasses: 0x7000,
  comparedNoise: 0x8000,
  comparedLabels: 0x9000,
} as const;

/** The largest number of generations that have components of their own. */
export const MOST_GENERATIONS = 0xfff;

/** The component of generation 1 … `MOST_GENERATIONS`. */
export function componentOf(kind: keyof typeof generationComponents, generation: number): Component {
  return generationComponents[kind] + generation;
}

/** The random numbers of one repetition, by component. */
export class RandomStreams {
  private readonly places = new Map<Component, Place>();
  private current: Component | undefined;
  /** Whether the kernels are in the current component's numbers one after the other, not in a row. */
  private inSequence = false;

  constructor(
    private readonly kernels: Kernels,
    readonly address: RepetitionAddress,
  ) {}

  /** Continues this component's numbers where it left them (at their beginning the first time). */
  use(component: Component): void {
    this.leave();
    this.seek(component, this.places.get(component));
    this.inSequence = true;
  }

  /**
   * Goes to the beginning of a component's row: the same numbers whatever else is drawn.
   * @param row 0 … 2^31
   */
  useRow(component: Component, row: number): void {
    this.leave();
    if (component !== this.current) this.seek(component);
    this.kernels.seekRow(row);
  }

  private leave(): void {
    if (this.inSequence) this.places.set(this.current!, this.kernels.place);
    this.inSequence = false;
  }

  private seek(component: Component, place?: Place): void {
    const { seed, repetition } = this.address;
    this.kernels.seek(BigInt(seed), (BigInt(component) << 48n) | BigInt(repetition), place);
    this.current = component;
  }
}

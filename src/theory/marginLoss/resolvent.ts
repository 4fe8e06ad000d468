import type { Groups } from '../groups';
import type { Atom } from '../problem';
import { Refitted } from '../generator/refitted';
import type { FitNoise } from '../generator/response';
import { emptyShares, sumShares, type Shares } from '../shares';
import type { Spectrum } from '../spectrum';
import { sumTraces, type Traces } from '../traces';

/** The resolvent at the weights a of C and b of the drawn C_s, whatever gave them (theory.md §2, §11). */
export interface Resolvent {
  readonly noise: FitNoise;
  readonly traces: Traces;
  readonly shares: Shares;
}

const MAX_ITERATIONS = 200;
/** Newton's last step in log θ. */
const LAST_STEP = 1e-10;
const LONGEST_STEP = 4;

/** Evaluates resolvents of one problem; b's θ is looked for from the last one found. */
export class Resolvents {
  readonly #atoms: readonly Atom[];
  readonly #spectrum: Spectrum;
  readonly #groups: Groups;
  /** The last solution's coordinate (see Refitted). */
  #coordinate = 1;
  /** The a and the b below which H is γ but for less than a factor of 2: γ/λ and γ/l for the largest λ and l. */
  readonly hidden: readonly [number, number];
  /** ρ of the forms: μ·μ_s/‖μ‖², exactly 1 for a generator that is not shifted. */
  readonly ratio: number;

  constructor(atoms: readonly Atom[], spectrum: Spectrum, groups: Groups) {
    this.#atoms = atoms;
    this.#spectrum = spectrum;
    this.#groups = groups;
    this.ratio = ratioOf(atoms);
    this.hidden = [hiddenBy(groups.ridge, spectrum.real), hiddenBy(groups.ridge, spectrum.synthetic)];
  }

  /** The resolvent at a, b ≥ 0; its numbers are not finite if the search for θ fails. */
  at(a: number, b: number): Resolvent {
    const { fit, ridge } = this.#groups;
    const shares = emptyShares();
    let noise: FitNoise;
    if (fit === Infinity) {
      noise = { theta: b, g: 1, slack: Infinity, noise: 0, pairNoise: 0 };
      sumShares(this.#spectrum, ridge, a, b, shares);
    } else {
      noise = this.#fitted(a, b, shares);
    }
    return { noise, traces: sumTraces(this.#atoms, ridge, a, noise.theta, this.ratio), shares };
  }

  /**
   * The root θ in (0, b] of tr(θl/H) = β(θ), where θ = b (1 − β/n̂)^T: the first side rises in θ, the second falls.
   * Newton in log θ, between the coordinates that are known to lie on either side.
   */
  #fitted(a: number, b: number, shares: Shares): FitNoise {
    const { fit, generations, ridge } = this.#groups;
    const chain = new Refitted({ largest: b, rows: Infinity, fit, generations }, 1);
    if (b === 0) {
      sumShares(this.#spectrum, ridge, a, 0, shares);
      return chain;
    }
    chain.restore(this.#coordinate);
    let low = 0;
    let high = 1;
    for (let i = 0; i < MAX_ITERATIONS; i++) {
      sumShares(this.#spectrum, ridge, a, chain.theta, shares);
      const residual = shares.synthetic - (chain.rank - chain.deficit);
      const slope = shares.ridgeSynthetic + shares.cross + chain.slope;
      const step = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, -residual / slope));
      const coordinate = chain.save();
      if (residual > 0) high = coordinate;
      else low = coordinate;
      chain.move(step);
      if (Math.abs(step) < LAST_STEP) break;
      const next = chain.save();
      if (!(next >= low && next <= high)) chain.restore(low > 0 ? Math.sqrt(low * high) : high * 1e-3);
    }
    sumShares(this.#spectrum, ridge, a, chain.theta, shares);
    this.#coordinate = chain.save();
    return chain;
  }
}

function hiddenBy(ridge: number, eigenvalues: Float64Array): number {
  const largest = eigenvalues.reduce((most, value) => Math.max(most, value), 0);
  return largest > 0 ? ridge / largest : 1;
}

function ratioOf(atoms: readonly Atom[]): number {
  let squared = 0;
  let product = 0;
  for (const { meanSquared, crossMean } of atoms) {
    squared += meanSquared;
    product += crossMean;
  }
  return squared > 0 ? product / squared : 1;
}

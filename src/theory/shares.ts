import type { Spectrum } from './spectrum';

/**
 * How H_i = γ + a λ_i + θ l_i divides among its three terms, summed over the p directions (theory.md §2).
 * With r = aλ/H, s = θl/H and z = γ/H, so that r + s + z = 1, all sums of products are free of cancellation.
 */
export interface Shares {
  /** Σ k r, the degrees of freedom that fresh real rows take up. */
  real: number;
  /** Σ k s, those of the generator's directions. */
  synthetic: number;
  /** Σ k r s. */
  cross: number;
  /** Σ k z r and Σ k z s. */
  ridgeReal: number;
  ridgeSynthetic: number;
  /** Σ k (r + s) = saturated + rest: directions that the data fix count whole, less what the ridge keeps. */
  saturated: number;
  rest: number;
}

/** Shares that are all 0. */
export function emptyShares(): Shares {
  return { real: 0, synthetic: 0, cross: 0, ridgeReal: 0, ridgeSynthetic: 0, saturated: 0, rest: 0 };
}

/** Fills `shares` for the weights a and θ. */
export function sumShares(spectrum: Spectrum, ridge: number, a: number, theta: number, shares: Shares): void {
  const { size, real, synthetic, multiplicity } = spectrum;
  let sumReal = 0;
  let sumSynthetic = 0;
  let cross = 0;
  let ridgeReal = 0;
  let ridgeSynthetic = 0;
  let saturated = 0;
  let rest = 0;
  for (let i = 0; i < size; i++) {
    const k = multiplicity[i]!;
    const realTerm = a * real[i]!;
    const syntheticTerm = theta * synthetic[i]!;
    const inverse = 1 / (ridge + realTerm + syntheticTerm);
    const z = ridge * inverse;
    const s = syntheticTerm * inverse;
    const kr = k * (realTerm * inverse);
    sumReal += kr;
    sumSynthetic += k * s;
    cross += kr * s;
    ridgeReal += kr * z;
    ridgeSynthetic += k * s * z;
    if (z < 0.5) {
      saturated += k;
      rest -= k * z;
    } else {
      rest += kr + k * s;
    }
  }
  shares.real = sumReal;
  shares.synthetic = sumSynthetic;
  shares.cross = cross;
  shares.ridgeReal = ridgeReal;
  shares.ridgeSynthetic = ridgeSynthetic;
  shares.saturated = saturated;
  shares.rest = rest;
}

import type { FixedPoint } from '../fixedPoint';
import type { Groups } from '../groups';
import type { IsotropicPopulation } from './population';

/**
 * The resolvent 1/(γ + aλ + bC_s) at the solution of the fixed point, for C_s with the Marchenko–Pastur law
 * (l times the sample covariance of n̂ rows, η = p/n̂; a point at l without fit noise), any n̂.
 *
 * With h = γ + aλ + θl, ζ = (γ + aλ)/h and 1 − g = η(1 − ζ), the fixed point gives the moments
 *
 *     ∫ 1/H = 1/h     ∫ x/H = lg/h     ∫ x²/H = l²g(g + η)/h
 *
 * and minus their derivatives in γ, with 1/χ = 1 − η(1 − ζ)² = g + ηζ(1 − ζ),
 *
 *     ∫ 1/H² = χ/h²     ∫ x/H² = lχg²/h²     ∫ x²/H² = l²χg²(g + ηζ)/h²
 *     ∫ x³/H² = l³χg²[(g + ηζ)² + ηζ + g(1 − g)]/h²
 */
export interface Resolvent {
  readonly h: number;
  /** ζ in [0, 1], the share of h that is not the generator's. */
  readonly rest: number;
  readonly g: number;
  /** 1 − g = b d g. */
  readonly lost: number;
  /** χ. */
  readonly chi: number;
  /** η = p/n̂; 0 without fit noise. */
  readonly aspect: number;
}

/** The resolvent of a solved fixed point. */
export function resolventOf(
  { dimension, variance, syntheticVariance }: IsotropicPopulation,
  { ridge, fit }: Groups,
  { a, generator }: FixedPoint,
): Resolvent {
  const own = ridge + a * variance;
  const h = own + generator.theta * syntheticVariance;
  const rest = own / h;
  const aspect = dimension / fit;
  const { g } = generator;
  const synthetic = (generator.theta * syntheticVariance) / h;
  return { h, rest, g, lost: aspect * synthetic, chi: 1 / (g + aspect * rest * synthetic), aspect };
}

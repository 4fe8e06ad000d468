import { TheoryError } from './error';
import { rootBetween } from '../numerics/root';
import { componentsOf } from './spectralLaw/components';
import { type CurvePoint, InverseMap, type PopulationEigenvalue } from './spectralLaw/inverseMap';

/** The limiting law of the p eigenvalues of a fitted covariance. */
export interface SpectralLaw {
  /** Share of eigenvalues that are 0. */
  readonly massAtZero: number;
  /** Where the density is above 0: intervals [low, high], ascending, apart from one another. */
  readonly intervals: readonly (readonly [low: number, high: number])[];
  /**
   * The density at x, of all p eigenvalues: it integrates to 1 − massAtZero. 0 outside the intervals and at their
   * ends. A population eigenvalue of small multiplicity can have an interval of its own, much narrower than the rest:
   * to draw the density, take points in every interval.
   */
  density(x: number): number;
  /** Share of eigenvalues that are at most x. */
  cdf(x: number): number;
}

/**
 * The limit of the eigenvalues of Ĉ, the covariance of n̂ Gaussian rows, for p and n̂ large (theory.md §4): the law of
 * Marchenko and Pastur if all eigenvalues of the population are equal, else by Silverstein's equation. Whether the
 * mean is known or estimated makes no difference in the limit.
 * @param population the eigenvalues of C; the multiplicities sum to the dimension p
 * @param samples n̂ > 0
 * @throws TheoryError for input out of range, or if all eigenvalues are 0
 */
export function spectralLaw(population: readonly PopulationEigenvalue[], samples: number): SpectralLaw {
  validate(population, samples);
  const dimension = population.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
  const map = new InverseMap(population, dimension, samples);
  const { eigenvalues, shares, ratio } = map;
  const shareOfZero = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
  const massAtZero = Math.max(shareOfZero, 1 - 1 / ratio);

  const components = componentsOf(map).map(({ low, high }, i) => ({
    low,
    high,
    from: map.above(low).x,
    to: map.above(high).x,
    // Between two intervals, the eigenvalues of Ĉ split as those of C do.
    massBelow: i === 0 ? massAtZero : shareBelow(low),
  }));

  function shareBelow(s: number): number {
    let sum = shareOfZero;
    for (let k = 0; eigenvalues[k]! < s; k++) sum += shares[k]!;
    return sum;
  }

  /** The point of the curve where ψ = x, in the component that x lies in. */
  function pointAt({ low, high }: (typeof components)[number], x: number): CurvePoint {
    return map.above(rootBetween((s) => map.above(s).x - x, low, high));
  }

  return {
    massAtZero,
    intervals: components.map(({ from, to }) => [from, to] as const),
    density(x) {
      const component = components.find(({ from, to }) => from < x && x < to);
      if (component === undefined) return 0;
      const { s, v } = pointAt(component, x);
      // So near an end that rounding puts the point there.
      if (v === 0) return 0;
      return Math.sqrt(v) / (Math.PI * ratio * (s * s + v));
    },
    cdf(x) {
      if (x < 0) return 0;
      const next = components.find(({ to }) => x < to);
      if (next === undefined) return 1;
      if (x <= next.from) return next.massBelow;
      return Math.min(Math.max(next.massBelow, shareUpTo(map, pointAt(next, x))), 1);
    },
  };
}

/**
 * The distribution function at a point of the curve: the integral of m dx = −(1/u) ψ'(u) du, which is elementary, has
 * the imaginary part −π η̂ (1 − F).
 */
function shareUpTo({ eigenvalues, shares, ratio }: InverseMap, { s, v }: CurvePoint): number {
  const t = Math.sqrt(v);
  const angle = Math.atan2(t, s);
  let sum = 1 - angle / (Math.PI * ratio);
  for (let k = 0; k < shares.length; k++) {
    const value = eigenvalues[k]!;
    const distance = s - value;
    const term = angle - Math.atan2(t, distance) + (value * t) / (distance * distance + v);
    sum += (shares[k]! * term) / Math.PI;
  }
  return sum;
}

function validate(population: readonly PopulationEigenvalue[], samples: number): void {
  if (!(samples > 0 && samples < Infinity)) {
    throw new TheoryError(
      `The eigenvalues of a fitted covariance have a law for a number of samples above 0, not ${samples}.`,
    );
  }
  let trace = 0;
  for (const { eigenvalue, multiplicity } of population) {
    if (!(eigenvalue >= 0 && eigenvalue < Infinity)) {
      throw new TheoryError(`The eigenvalue must be a number of at least 0, not ${eigenvalue}.`);
    }
    if (!(multiplicity > 0 && multiplicity < Infinity)) {
      throw new TheoryError(`The multiplicity of an eigenvalue must be above 0, not ${multiplicity}.`);
    }
    if (eigenvalue > 0) requireResolution(eigenvalue, multiplicity / samples);
    trace += eigenvalue * multiplicity;
  }
  if (!(trace > 0 && trace < Infinity)) {
    throw new TheoryError(`The trace of the covariance must be a number above 0, not ${trace}.`);
  }
}

/** Squares of eigenvalues, and the distances that sampling moves them, must be representable. */
function requireResolution(eigenvalue: number, perSample: number): void {
  if (eigenvalue > 1e-120 && eigenvalue < 1e120 && perSample > 1e-24 && perSample < 1e40) return;
  throw new TheoryError(
    `The law's numbers leave the range of double precision at eigenvalue ${eigenvalue} with ${perSample} directions per sample.`,
  );
}

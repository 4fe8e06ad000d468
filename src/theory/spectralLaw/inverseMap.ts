/** One eigenvalue of the population covariance C. */
export interface PopulationEigenvalue {
  /** λ ≥ 0. */
  readonly eigenvalue: number;
  /** k > 0, how many of the p directions have it. */
  readonly multiplicity: number;
}

/** A point of the curve above the real line on which the inverse map is real. */
export interface CurvePoint {
  /** u = s + i√v, with v ≥ 0. */
  readonly s: number;
  readonly v: number;
  /** ψ(u), a real number. */
  readonly x: number;
}

/**
 * Silverstein's equation for Ĉ = (1/n̂) Σ v vᵀ (Silverstein and Choi 1995), solved for the companion Stieltjes
 * transform's negative inverse u = −1/m:
 *
 *     x = ψ(u) = u + η̂ Σ w λu/(u − λ),   w = k/p
 *
 * Im ψ(s + it) = t (1 − h) with h = η̂ Σ wλ²/((s − λ)² + t²), which falls in t: above every real s where
 * h(s) > 1 at t = 0 there is exactly one point at which ψ is real, and along that curve ψ increases with s (ψ is u
 * plus a Stieltjes transform: Biane 1997). So s parametrises the law: the eigenvalue x = ψ(u) has the density
 * t/(π η̂ |u|²). Every formula here is a sum of positive terms.
 */
export class InverseMap {
  /** The positive eigenvalues λ of the population, ascending, no two equal. */
  readonly eigenvalues: Float64Array;
  /** w: their shares of the p directions. */
  readonly shares: Float64Array;
  /** η̂ = p/n̂. */
  readonly ratio: number;
  /** η̂ w λ and η̂ w λ². */
  private readonly first: Float64Array;
  readonly strengths: Float64Array;

  constructor(population: readonly PopulationEigenvalue[], dimension: number, samples: number) {
    const counts = new Map<number, number>();
    for (const { eigenvalue, multiplicity } of population) {
      if (eigenvalue > 0) counts.set(eigenvalue, (counts.get(eigenvalue) ?? 0) + multiplicity);
    }
    this.ratio = dimension / samples;
    this.eigenvalues = Float64Array.from(counts.keys()).sort();
    this.shares = this.eigenvalues.map((value) => counts.get(value)! / dimension);
    this.first = this.eigenvalues.map((value) => (counts.get(value)! * value) / samples);
    this.strengths = this.eigenvalues.map((value, i) => this.first[i]! * value);
  }

  /** h(s) = η̂ Σ wλ²/(s − λ)² on the real line: s is inside the law where it exceeds 1. */
  onRealLine(s: number): number {
    let sum = 0;
    for (let k = 0; k < this.strengths.length; k++) {
      const distance = s - this.eigenvalues[k]!;
      sum += this.strengths[k]! / (distance * distance);
    }
    return sum;
  }

  /** The curve's point above s; v = 0 where h(s) ≤ 1, and x = ψ(s) only where h(s) = 1 or v > 0. */
  above(s: number): CurvePoint {
    const { eigenvalues, strengths, first } = this;
    // No single term of h may exceed 1: a lower bound of v, and above 0 where s is an eigenvalue.
    let v = 0;
    for (let k = 0; k < strengths.length; k++) {
      v = Math.max(v, strengths[k]! - (s - eigenvalues[k]!) ** 2);
    }
    // Newton's method for 1/h(v) = 1. 1/h is concave, so that it climbs from the left and never passes the root.
    for (;;) {
      let h = 0;
      let slope = 0;
      for (let k = 0; k < strengths.length; k++) {
        const inverse = 1 / ((s - eigenvalues[k]!) ** 2 + v);
        const term = strengths[k]! * inverse;
        h += term;
        slope += term * inverse;
      }
      const step = ((h - 1) * h) / slope;
      if (!(step > 0)) break;
      v += step;
      if (step <= 2 * Number.EPSILON * v) break;
    }
    let sum = 0;
    for (let k = 0; k < first.length; k++) sum += first[k]! / ((s - eigenvalues[k]!) ** 2 + v);
    return { s, v, x: (s * s + v) * sum };
  }
}

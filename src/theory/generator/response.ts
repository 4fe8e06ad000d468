/**
 * What the generator's own fit does to the resolvent (theory.md §2, §11), beside θ = b g.
 *
 * Each of the T fits on n̂ rows has β = θ tr(l/H) of its rows' degrees of freedom taken up; u = β/n̂. A generator
 * that was not fitted is the limit n̂ → ∞: g = 1, slack = ∞, noise = 0.
 */
export interface FitNoise {
  /** θ, the weight of C_s before fit noise in H. */
  readonly theta: number;
  /** g = θ/b = (1 − u)^T; its limit where b is 0. */
  readonly g: number;
  /** 1/k of theory.md §11: n̂ (1 − u)/T, which is n̂ g for one generation. */
  readonly slack: number;
  /** d/tr(l/H) for d = 1/θ − 1/b; 1/n̂ for one generation. With mean error, e₀ = d. */
  readonly noise: number;
  /** g² Σ_{s>r} over pairs of generations' noise; 0 for one generation (see trainingForms). */
  readonly pairNoise: number;
}

/**
 * What the generator's directions in H weigh, as a function of one coordinate.
 *
 * The rows that share the generator's covariance (synthetic ones, and the real ones it was fitted on) enter
 * H through θ alone. Given θ, the equations of theory.md §2 for τ_s and d determine how many degrees of freedom
 * β = θ tr(l/H) those rows must take up. Here β = rank − deficit, both terms kept apart so that nothing is lost
 * to rounding where the rows are nearly used up (next to the interpolation peak).
 */
export interface GeneratorResponse extends FitNoise {
  /** Largest θ, reached when the fixed point's τ_s and d are 0. */
  readonly largest: number;
  /** (c_c + c_f) ν_s, the synthetic part of b. */
  readonly synthetic: number;
  /** β as θ → 0. */
  readonly rank: number;
  /** rank − β ≥ 0. */
  readonly deficit: number;
  /** d deficit / d log θ > 0. */
  readonly slope: number;
  /** Moves log θ by about `step`, and never above the largest θ. */
  move(step: number): void;
  /** A copy of the coordinate, to come back to with `restore`. */
  save(): number;
  restore(coordinate: number): void;
}

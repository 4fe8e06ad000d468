/** A convex margin loss ℓ(t), scaled so that ℓ″ ≤ 1 (theory.md §5). */
export type MarginLoss = 'square' | 'logistic' | 'squaredHinge';

/** One group of rows: h ~ N(mean, variance) are the margins of a row left out of training (theory.md §5). */
export interface GroupState {
  /** κ > 0. */
  readonly weight: number;
  /** τ ≥ 0. */
  readonly tau: number;
  /** M_g. */
  readonly mean: number;
  /** Q_g ≥ 0. */
  readonly variance: number;
}

/** A mean over the group's law, and its derivatives by log τ, by M_g and by log Q_g. */
export interface Sensitive {
  value: number;
  logTau: number;
  mean: number;
  logVariance: number;
}

/**
 * What a group of rows does to the classifier, per row. With t = argmin κℓ(t) + (t − h)²/(2τ) and
 * f = (t − h)/τ = −κℓ′(t), n = −∂f/∂h = κℓ″(t)/(1 + τκℓ″(t)).
 */
export interface GroupMoments {
  /** ν = E n. */
  readonly curvature: Sensitive;
  /** f̄ = E f. */
  readonly pull: Sensitive;
  /** E f². */
  readonly squaredPull: Sensitive;
}

/** Computes a group's moments. */
export type MomentsOf = (state: GroupState) => GroupMoments;

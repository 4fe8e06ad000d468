import type { Loss } from './problem';

/** A convex loss ℓ of the margin t = label·w·x. */
export interface MarginLoss {
  /** ℓ'(t) ≤ 0 where t counts as too small */
  readonly slope: (t: number) => number;
  /** ℓ''(t) ≥ 0 */
  readonly curvature: (t: number) => number;
}

/** What training needs of the losses that `Loss` names (theory.md §5). */
export const losses: Readonly<Record<Loss, MarginLoss>> = {
  square: {
    slope: (t) => t - 1,
    curvature: () => 1,
  },
  logistic: {
    slope(t) {
      const e = Math.exp(-Math.abs(t));
      return -(t > 0 ? e : 1) / (1 + e);
    },
    curvature(t) {
      const e = Math.exp(-Math.abs(t));
      return e / (1 + e) ** 2;
    },
  },
  squaredHinge: {
    slope: (t) => Math.min(t - 1, 0),
    curvature: (t) => (t < 1 ? 1 : 0),
  },
};

import type { Matrix } from '../../numerics/matrix';

/** All that one-hot ridge needs of a drawn training set. */
export interface ClassMoments {
  /** Σ κ x xᵀ (p×p), lower triangle only */
  readonly gram: Matrix;
  /** Row k: Σ κ x over the rows with label k (K×p). */
  readonly targets: Matrix;
  /** How many synthetic rows the verifier kept. */
  readonly kept: number;
}

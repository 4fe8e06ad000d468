import type { Block } from '../numerics/arena';
import type { Matrix } from '../numerics/matrix';

/** All that the square loss needs of a drawn training set. */
export interface TrainingMoments {
  /** Σ κ v vᵀ (p×p), lower triangle only */
  readonly gram: Matrix;
  /** Σ κ v (length p), v = label·x */
  readonly target: Block;
  /** How many synthetic rows the verifier kept. */
  readonly kept: number;
}

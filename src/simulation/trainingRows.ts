import type { Matrix } from '../numerics/matrix';

/** A drawn training set, row by row. */
export interface TrainingRows {
  /** v = label·x: the n real rows, then the synthetic ones that the verifier kept ((n + kept)×p) */
  readonly rows: Matrix;
  readonly kept: number;
}

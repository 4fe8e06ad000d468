import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import { SimulationError } from './errors';
import type { Lengths, Workspace } from './workspace';

type Name = 'precision' | 'inverse' | 'centred' | 'turned';

/** The blocks of `MahalanobisDistance` in dimension p, for blocks of so many rows. */
export function mahalanobisLengths(p: number, blockRows: number): Lengths<Name> {
  return { precision: p * p, inverse: p * p, centred: blockRows * p, turned: blockRows * p };
}

/**
 * The squared Mahalanobis distance (v − m)ᵀ S⁻¹ (v − m) from the rows it has seen: m is their mean, S their covariance
 * shrunk towards its mean variance as Ledoit and Wolf do ("A well-conditioned estimator for large-dimensional
 * covariance matrices", 2004), which has an inverse with fewer rows than dimensions too.
 */
export class MahalanobisDistance {
  private seen = 0;
  /** Σ u, Σ ‖u‖⁴ and Σ ‖u‖² u over the rows seen, u = v − centre. */
  private readonly sum: Float64Array;
  private fourth = 0;
  private readonly third: Float64Array;
  /** m − centre, once rows have been seen. */
  private offset: Float64Array | undefined;

  /**
   * @param centre any vector near the mean: rows are summed around it
   * @param blocks of `mahalanobisLengths`
   */
  constructor(
    private readonly kernels: Kernels,
    private readonly centre: Float64Array,
    private readonly blocks: Workspace<Name>,
  ) {
    this.sum = new Float64Array(centre.length);
    this.third = new Float64Array(centre.length);
    kernels.arena.view(blocks.precision).fill(0);
  }

  /** Takes rows, each times its sign. */
  add(rows: Matrix, signs: ArrayLike<number>): void {
    const p = this.centre.length;
    const u = this.centredRows(rows, signs);
    for (let row = 0; row < rows.rows; row++) {
      let square = 0;
      for (let i = 0, at = row * p; i < p; i++, at++) {
        this.sum[i]! += u[at]!;
        square += u[at]! ** 2;
      }
      for (let i = 0, at = row * p; i < p; i++, at++) this.third[i]! += square * u[at]!;
      this.fourth += square ** 2;
    }
    const scatter = matrixOf(this.blocks.precision, p, p);
    this.kernels.addGram(scatter, 1, transpose(matrixOf(this.blocks.centred, rows.rows, p)));
    this.seen += rows.rows;
  }

  /**
   * Of each row, times its sign. After the first call no more rows can be added.
   * @throws SimulationError where all rows seen are one and the same
   */
  of(rows: Matrix, signs: ArrayLike<number>): Float64Array {
    const p = this.centre.length;
    const offset = (this.offset ??= this.invert());
    const u = this.centredRows(rows, signs);
    for (let row = 0, at = 0; row < rows.rows; row++) {
      for (let i = 0; i < p; i++, at++) u[at]! -= offset[i]!;
    }
    const turned = matrixOf(this.blocks.turned, rows.rows, p);
    const y = this.kernels.arena.view({ ...this.blocks.turned, length: rows.rows * p }).fill(0);
    const inverse = matrixOf(this.blocks.inverse, p, p);
    this.kernels.addProduct(turned, 1, matrixOf(this.blocks.centred, rows.rows, p), inverse);
    return Float64Array.from({ length: rows.rows }, (_, row) => {
      let distance = 0;
      for (let at = row * p; at < (row + 1) * p; at++) distance += u[at]! * y[at]!;
      return distance;
    });
  }

  /** centred := sign · v − centre */
  private centredRows(rows: Matrix, signs: ArrayLike<number>): Float64Array {
    const { arena } = this.kernels;
    const p = this.centre.length;
    const x = arena.view({ address: rows.address, length: rows.rows * p });
    const u = arena.view(this.blocks.centred);
    for (let row = 0, at = 0; row < rows.rows; row++) {
      const sign = signs[row]!;
      for (let i = 0; i < p; i++, at++) u[at] = sign * x[at]! - this.centre[i]!;
    }
    return u;
  }

  /** inverse := S⁻¹ @returns m − centre */
  private invert(): Float64Array {
    const p = this.centre.length;
    const n = this.seen;
    const s = this.kernels.arena.view(this.blocks.precision);
    const offset = this.sum.map((value) => value / n);
    const fourth = this.fourthMoment(s, offset);
    let trace = 0;
    let square = 0;
    for (let i = 0; i < p; i++) {
      for (let j = 0, at = i * p; j <= i; j++, at++) {
        s[at] = s[at]! / n - offset[i]! * offset[j]!;
        square += (i === j ? 1 : 2) * s[at]! ** 2;
      }
      trace += s[i * p + i]!;
    }
    const shrinkage = shrinkageOf({ n, p, trace, square, fourth });
    const variance = trace / p;
    for (let i = 0; i < p; i++) {
      for (let j = 0, at = i * p; j <= i; j++, at++) s[at]! *= 1 - shrinkage;
      s[i * p + i]! += shrinkage * variance;
    }
    const precision = matrixOf(this.blocks.precision, p, p);
    if (!(variance > 0) || this.kernels.factorise(precision) > 0) {
      throw new SimulationError(
        `The verifier cannot measure distances from ${n} real rows: their covariance is singular to rounding.`,
      );
    }
    const inverse = this.kernels.arena.view(this.blocks.inverse).fill(0);
    for (let i = 0; i < p; i++) {
      inverse[i * p + i] = 1;
      const { address } = this.blocks.inverse;
      const row = { address: address + i * p * Float64Array.BYTES_PER_ELEMENT, length: p };
      this.kernels.solveFactorised(precision, row);
    }
    return offset;
  }

  /** Σ ‖v − m‖⁴ from the sums around the centre, with ‖v − m‖² = ‖u‖² − 2 o·u + ‖o‖², o = m − centre. */
  private fourthMoment(scatter: Float64Array, offset: Float64Array): number {
    const p = offset.length;
    const shift = dot(offset, offset);
    let along = 0;
    let total = 0;
    for (let i = 0; i < p; i++) {
      for (let j = 0; j <= i; j++) {
        along += (i === j ? 1 : 2) * offset[i]! * offset[j]! * scatter[i * p + j]!;
      }
      total += scatter[i * p + i]!;
    }
    const crossed = this.fourth + 4 * along - 4 * dot(offset, this.third) + 2 * shift * total;
    return crossed - 4 * shift * dot(offset, this.sum) + this.seen * shift ** 2;
  }
}

/** What Ledoit and Wolf's shrinkage depends on. */
export interface ShrinkageMoments {
  /** Rows, and dimensions. */
  readonly n: number;
  readonly p: number;
  /** tr S and ‖S‖² of the sample covariance S = (1/n) Σ (v − m)(v − m)ᵀ. */
  readonly trace: number;
  readonly square: number;
  /** Σ ‖v − m‖⁴ */
  readonly fourth: number;
}

/**
 * The weight of the mean variance in Ledoit and Wolf's estimate of a covariance, in [0, 1]: how far S is off by chance
 * (b², estimated from the rows) against how far it is from a multiple of the identity (d²).
 */
export function shrinkageOf({ n, p, trace, square, fourth }: ShrinkageMoments): number {
  const d2 = square - trace ** 2 / p;
  const b2 = (fourth / n - square) / n;
  if (!(d2 > 0)) return 1;
  return Math.min(1, Math.max(0, b2 / d2));
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

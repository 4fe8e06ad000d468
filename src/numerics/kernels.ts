import { Arena, type Block } from './arena';
import { type Matrix, transpose } from './matrix';

/** What src/numerics/wasm/kernels.ts exports: addresses in bytes, strides in elements. */
interface KernelExports {
  arenaStart(): number;
  gemm(
    ...args: [
      ...size: [m: number, n: number, k: number, alpha: number],
      ...a: [address: number, rowStride: number, columnStride: number],
      ...b: [address: number, rowStride: number, columnStride: number],
      ...c: [address: number, rowStride: number, shape: number, shift: number],
    ]
  ): void;
  trapezoidGram(n: number, k: number, alpha: number, l: number, ldl: number, c: number, ldc: number): void;
  trapezoidProduct(
    ...args: [
      ...size: [n: number, q: number, k: number],
      ...matrices: [a: number, lda: number, b: number, ldb: number, c: number, ldc: number],
    ]
  ): void;
  potrf(n: number, a: number, lda: number): number;
  potrs(n: number, l: number, ldl: number, x: number): void;
  eigenvalues(n: number, a: number, lda: number, d: number, scratch: number): number;
  eigenvaluesScratch(n: number): number;
  tridiagonalise(
    ...args: [n: number, a: number, lda: number, d: number, e: number, scratch: number, taus: number]
  ): void;
  tridiagonalScratch(n: number): number;
  reflect(n: number, a: number, lda: number, taus: number, x: number, back: number): void;
  seek(seed: bigint, stream: bigint, position: bigint, half: number): void;
  seekRow(row: number): void;
  position(): bigint;
  inHalf(): number;
  uniform(): number;
  fillUniform(address: number, length: number): void;
  fillNormal(address: number, length: number): void;
  fillChiSquare(address: number, length: number, df: number): void;
  fillRademacher(address: number, length: number): void;
  fillLaplace(address: number, length: number): void;
  fillStudentT(address: number, length: number, df: number): void;
  fillBelow(n: number, k: number, t: number, ldt: number): void;
  fillChi(length: number, df: number, address: number, stride: number): void;
  binomialQuantile(n: number, p: number, u: number): number;
}

/** A place in a stream of random numbers. */
export interface Place {
  /** In steps of 128 bits, two numbers each. */
  readonly position: bigint;
  /** Whether the first of the two has been used. */
  readonly half: boolean;
}

/** What `gemm` in wasm/gemm.ts is to compute of C. */
const FULL = 0;
const LOWER = 1;

/** More trials than this would leave the range in which `binomial` was checked. */
const MOST_TRIALS = 2 ** 31;

/**
 * Dense algebra and random numbers in WebAssembly, in one memory. The same calls give the same bits on every
 * machine. Single-threaded: one `Kernels` per worker.
 */
export class Kernels {
  /** Where the matrices live. */
  readonly arena: Arena;

  constructor(
    private readonly exports: KernelExports,
    memory: WebAssembly.Memory,
  ) {
    this.arena = new Arena(memory, exports.arenaStart());
  }

  /** C (m×n) += α A (m×k) B (k×n). C's rows must be contiguous, and C must not overlap A or B. */
  addProduct(c: Matrix, alpha: number, a: Matrix, b: Matrix): void {
    requireShape('A', a, c.rows, b.rows);
    requireShape('B', b, a.columns, c.columns);
    this.multiply(c, alpha, a, b, false);
  }

  /** C (n×n) += α A Aᵀ with A n×k, lower triangle only: what stands above the diagonal means nothing afterwards. */
  addGram(c: Matrix, alpha: number, a: Matrix): void {
    requireShape('C', c, a.rows, a.rows);
    this.multiply(c, alpha, a, transpose(a), true);
  }

  /** `addGram` at a third of the work for an L (n×k) that is zero above its diagonal. */
  addTrapezoidGram(c: Matrix, alpha: number, l: Matrix): void {
    requireShape('C', c, l.rows, l.rows);
    requireContiguousRows(c, l);
    this.exports.trapezoidGram(l.rows, l.columns, alpha, l.address, l.rowStride, c.address, c.rowStride);
  }

  /** C (n×k) += A (n×q) B (q×k), for A and B zero above their diagonals, and so C. */
  addTrapezoidProduct(c: Matrix, a: Matrix, b: Matrix): void {
    requireShape('A', a, c.rows, b.rows);
    requireShape('B', b, a.columns, c.columns);
    requireContiguousRows(a, b, c);
    const strides = [a.address, a.rowStride, b.address, b.rowStride, c.address, c.rowStride] as const;
    this.exports.trapezoidProduct(c.rows, a.columns, c.columns, ...strides);
  }

  /**
   * Cholesky in place: the lower triangle of A (n×n, symmetric, only that triangle read) becomes L with A = L Lᵀ.
   * @returns 0, or the number (from 1) of the first pivot that is not positive: A is then not positive definite,
   * and partly overwritten
   */
  factorise(a: Matrix): number {
    requireShape('A', a, a.rows, a.rows);
    requireContiguousRows(a);
    return this.exports.potrf(a.rows, a.address, a.rowStride);
  }

  /** x := (L Lᵀ)⁻¹ x, with L from `factorise`. */
  solveFactorised(l: Matrix, x: Block): void {
    requireShape('L', l, x.length, x.length);
    requireContiguousRows(l);
    this.exports.potrs(l.rows, l.address, l.rowStride, x.address);
  }

  /**
   * The eigenvalues of A (n×n, symmetric, only the lower triangle read; destroyed), ascending. Each is off by at most
   * about n·1e-16 of the largest in size: small eigenvalues of a graded matrix may have no correct digit. May grow
   * the memory, which detaches views.
   * @throws RangeError if an element is not a finite number
   * @throws OutOfMemoryError
   */
  eigenvalues(a: Matrix): Float64Array {
    requireShape('A', a, a.rows, a.rows);
    requireContiguousRows(a);
    const { arena } = this;
    const mark = arena.mark();
    try {
      const values = arena.allocate(a.rows);
      const scratch = arena.allocate(this.exports.eigenvaluesScratch(a.rows));
      const failure = this.exports.eigenvalues(
        a.rows,
        a.address,
        a.rowStride,
        values.address,
        scratch.address,
      );
      if (failure === 1)
        throw new RangeError('A matrix with an element that is not finite has no eigenvalues.');
      if (failure !== 0) throw new Error(`The eigenvalues of a ${a.rows}×${a.rows} matrix did not converge.`);
      return arena.view(values).slice().sort();
    } finally {
      arena.release(mark);
    }
  }

  /** How many doubles of scratch `tridiagonalise` needs for an n×n matrix. */
  tridiagonalScratch(n: number): number {
    return this.exports.tridiagonalScratch(n);
  }

  /**
   * A = Q T Qᵀ with T tridiagonal, by Householder's reflections. A (n×n, symmetric, only the lower triangle read) is
   * destroyed, and keeps Q for `reflect`.
   * @param parts of n elements each: T's diagonal, what stands beside it (0 at the end), and what `reflect` needs
   * @param scratch of `tridiagonalScratch(n)` elements
   */
  tridiagonalise(
    a: Matrix,
    { diagonal, beside, taus }: Readonly<Record<'diagonal' | 'beside' | 'taus', Block>>,
    scratch: Block,
  ): void {
    requireShape('A', a, a.rows, a.rows);
    requireContiguousRows(a);
    const vectors = [diagonal.address, beside.address, scratch.address, taus.address] as const;
    this.exports.tridiagonalise(a.rows, a.address, a.rowStride, ...vectors);
  }

  /** x := Qᵀ x, or back, Q x, with what `tridiagonalise` left in A and `taus`. */
  reflect(a: Matrix, taus: Block, x: Block, back = false): void {
    requireShape('A', a, x.length, x.length);
    this.exports.reflect(a.rows, a.address, a.rowStride, taus.address, x.address, back ? 1 : 0);
  }

  /**
   * Goes to a place in the random numbers (Philox4x32-10). Different (seed, stream) never share a number; the same
   * place gives the same numbers whatever was drawn before.
   * @param seed the generator's key, 0 … 2^64 − 1
   * @param stream 0 … 2^64 − 1
   * @param place where in the stream: what `place` gave, or a number of 128-bit steps (two doubles each) below 2^62
   */
  seek(seed: bigint, stream: bigint, place: Place | bigint = 0n): void {
    if (typeof place === 'bigint') this.exports.seek(seed, stream, place, 0);
    else this.exports.seek(seed, stream, place.position, place.half ? 1 : 0);
  }

  /** The place in the stream at which the next number begins. */
  get place(): Place {
    return { position: this.exports.position(), half: this.exports.inHalf() !== 0 };
  }

  /**
   * Goes to the beginning of a row (0 … 2^31) in the same stream. Rows share no number with each other, nor with what
   * follows `seek`.
   */
  seekRow(row: number): void {
    this.exports.seekRow(row);
  }

  /** Uniform on the open interval (0, 1). */
  fillUniform(block: Block): void {
    this.exports.fillUniform(block.address, block.length);
  }

  /** Standard normal. */
  fillNormal(block: Block): void {
    this.exports.fillNormal(block.address, block.length);
  }

  /** +1 or −1, each with probability ½. */
  fillRademacher(block: Block): void {
    this.exports.fillRademacher(block.address, block.length);
  }

  /** Laplace, scaled to variance 1. */
  fillLaplace(block: Block): void {
    this.exports.fillLaplace(block.address, block.length);
  }

  /** Student's t with any real number of degrees of freedom df > 2, scaled to variance 1. */
  fillStudentT(block: Block, df: number): void {
    if (!(df > 2))
      throw new RangeError(`Student's t has a variance with more than 2 degrees of freedom, not ${df}.`);
    this.exports.fillStudentT(block.address, block.length, df);
  }

  /** Chi-square with any real number of degrees of freedom df > 0. */
  fillChiSquare(block: Block, df: number): void {
    if (!(df > 0)) throw new RangeError(`Chi-square needs more than 0 degrees of freedom, not ${df}.`);
    this.exports.fillChiSquare(block.address, block.length, df);
  }

  /**
   * Bartlett's factor: T Tᵀ has the law of Σ z zᵀ over df standard normal vectors z of length T.rows. T has
   * min(T.rows, df) columns (or, for df not an integer, df > T.rows − 1) and is zero above its diagonal
   * (theory.md §7). The numbers are those of `fillBelow` and, on the diagonal, of `fillChi`.
   */
  fillBartlett(t: Matrix, df: number): void {
    if (t.columns > t.rows || !(df > t.columns - 1)) {
      throw new RangeError(`A ${t.rows}×${t.columns} Bartlett factor cannot have ${df} degrees of freedom.`);
    }
    this.fillBelow(t);
    this.exports.fillChi(t.columns, df, t.address, t.rowStride + 1);
  }

  /**
   * Normals below the diagonal of T (n×k, k ≤ n), zeros elsewhere: those of Bartlett's factor whatever its degrees of
   * freedom. From the same place, a T of fewer columns has the same numbers in them.
   */
  fillBelow(t: Matrix): void {
    requireContiguousRows(t);
    this.exports.fillBelow(t.rows, t.columns, t.address, t.rowStride);
  }

  /**
   * Independent √χ²(df − i) for i = 0, 1, …: the diagonal of Bartlett's factor. The numbers have places of their own
   * in the stream: they are the same wherever in it `seek` went last, and nothing that follows depends on df.
   * @param df more than chi.length − 1
   */
  fillChi(chi: Block, df: number): void {
    if (!(df > chi.length - 1)) {
      throw new RangeError(`${df} degrees of freedom do not give a factor with ${chi.length} columns.`);
    }
    this.exports.fillChi(chi.length, df, chi.address, 1);
  }

  /**
   * Successes in n trials (an integer, 0 … 2^31) of probability p (0 … 1): the quantile of one uniform number, which it
   * uses up whatever n and p. Exact in law, to rounding (1e-13).
   */
  binomial(n: number, p: number): number {
    if (!Number.isInteger(n) || n < 0 || n > MOST_TRIALS || !(p >= 0 && p <= 1)) {
      throw new RangeError(`No binomial law has ${n} trials of probability ${p}.`);
    }
    return this.exports.binomialQuantile(n, p, this.exports.uniform());
  }

  /**
   * Counts of the first two of three kinds among n draws, with probabilities p₁ and p₂ (p₁ + p₂ ≤ 1, up to
   * rounding), from two uniform numbers.
   */
  multinomial(n: number, p1: number, p2: number): [first: number, second: number] {
    const first = this.binomial(n, p1);
    // The second kind among what is left; rounding may push the quotient just above 1.
    const second = this.binomial(n - first, p1 < 1 ? Math.min(p2 / (1 - p1), 1) : 0);
    return [first, second];
  }

  private multiply(c: Matrix, alpha: number, a: Matrix, b: Matrix, lower: boolean): void {
    requireContiguousRows(c);
    const left = [a.address, a.rowStride, a.columnStride] as const;
    const right = [b.address, b.rowStride, b.columnStride] as const;
    const size = [c.rows, c.columns, a.columns, alpha] as const;
    this.exports.gemm(...size, ...left, ...right, c.address, c.rowStride, lower ? LOWER : FULL, 0);
  }
}

/**
 * Compiles the kernels (the bytes of dist/kernels.wasm) and gives them a memory of their own, 4 MiB to begin with.
 * Synchronous: call it in a worker.
 */
export function instantiateKernels(wasmBytes: Uint8Array): Kernels {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes), { env: { memory } });
  return new Kernels(instance.exports as KernelExports, memory);
}

function requireShape(name: string, matrix: Matrix, rows: number, columns: number): void {
  if (matrix.rows === rows && matrix.columns === columns) return;
  throw new RangeError(`${name} is ${matrix.rows}×${matrix.columns} where ${rows}×${columns} is needed.`);
}

function requireContiguousRows(...matrices: Matrix[]): void {
  if (matrices.some((matrix) => matrix.columnStride !== 1)) {
    throw new RangeError('This operation needs matrices whose rows are contiguous.');
  }
}

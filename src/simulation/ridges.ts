import type { Kernels } from '../numerics/kernels';
import { measure } from './measure';
import type { TrainingMoments } from './moments';
import type { Repetition, SimulationProblem } from './problem';
import { solveRidge } from './ridge';
import { penaltyOf } from './trainingMatrix';
import { packTrapezoid, unpackTrapezoid } from './trapezoid';
import type { Lengths, Workspace } from './workspace';

type Name = 'diagonal' | 'beside' | 'taus' | 'scratch' | 'mean' | 'solution';

/**
 * How far the smallest eigenvalue of Σ κ v vᵀ + N γ must be from 0 against the largest for the tridiagonal form to
 * give w to about 1e-11: below, its rounding errors, which are of the largest's size, would show.
 */
const WELL_CONDITIONED = 1e-4;

/** The blocks of `measureRidges`. */
export function ridgesLengths(kernels: Kernels, p: number): Lengths<Name> {
  return { diagonal: p, beside: p, taus: p, scratch: kernels.tridiagonalScratch(p), mean: p, solution: p };
}

/**
 * What `solveRidge` and `measure` give for each of these ridges, to about 1e-10, from one reduction of Σ κ v vᵀ to
 * Q T Qᵀ with T tridiagonal: (T + N γ) y = QᵀΣ κ v takes O(p) operations per ridge, M = y·Qᵀμ as many, and Q too
 * where C is a multiple of I; elsewhere w = Q y takes O(p²). A ridge so small that the tridiagonal form has not the
 * digits is solved from the matrix itself. Overwrites the moments.
 * @throws SimulationError when a ridge leaves the matrix not positive definite beyond rounding
 */
export function measureRidges(
  kernels: Kernels,
  problem: SimulationProblem,
  ridges: readonly number[],
  { gram, target, kept }: TrainingMoments,
  blocks: Workspace<Name>,
): Repetition[] {
  const { arena } = kernels;
  const { mean, eigenvalues, realSamples } = problem;
  const saved = packTrapezoid(kernels, gram);
  const sums = arena.view(target).slice();
  const variance = eigenvalues[0]!;
  const isotropic = eigenvalues.every((value) => value === variance);

  kernels.tridiagonalise(gram, blocks, blocks.scratch);
  arena.view(blocks.mean).set(mean);
  kernels.reflect(gram, blocks.taus, blocks.mean);
  kernels.reflect(gram, blocks.taus, target);
  const turnedMean = arena.view(blocks.mean);
  const turnedSums = arena.view(target).slice();
  const tridiagonal = { diagonal: arena.view(blocks.diagonal), beside: arena.view(blocks.beside) };
  const y = arena.view(blocks.solution);
  const least = WELL_CONDITIONED * bound(tridiagonal);

  const results = new Map<number, Repetition>();
  /** To be solved from the matrix itself, which overwrites the reflections: last. */
  const singular: number[] = [];
  for (const ridge of ridges) {
    const penalty = penaltyOf({ ...problem, ridge }, kept);
    // Without rows only the penalty is left, whatever N: as `solveRidge` has it.
    const empty = realSamples + kept === 0;
    if (empty || !isAbove(tridiagonal, penalty, least + WELL_CONDITIONED * penalty)) {
      singular.push(ridge);
      continue;
    }
    solveShifted(tridiagonal, penalty, turnedSums, y);
    if (isotropic) {
      results.set(ridge, measure(y, { mean: turnedMean, eigenvalues }));
    } else {
      kernels.reflect(gram, blocks.taus, blocks.solution, true);
      results.set(ridge, measure(y, problem));
    }
  }
  for (const ridge of singular) {
    unpackTrapezoid(kernels, saved, gram);
    arena.view(target).set(sums);
    const one = { ...problem, ridge };
    results.set(ridge, measure(solveRidge(kernels, one, { gram, target, kept }), one));
  }
  return ridges.map((ridge) => results.get(ridge)!);
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
}

/** No eigenvalue is larger in size (Gershgorin). */
function bound({ diagonal, beside }: Tridiagonal): number {
  let largest = 0;
  for (let i = 0; i < diagonal.length; i++) {
    const radius = Math.abs(beside[i]!) + (i > 0 ? Math.abs(beside[i - 1]!) : 0);
    largest = Math.max(largest, Math.abs(diagonal[i]!) + radius);
  }
  return largest;
}

/** Whether every eigenvalue of T + shift is more than `least`: T + shift − least then has only positive pivots. */
function isAbove({ diagonal, beside }: Tridiagonal, shift: number, least: number): boolean {
  let pivot = Infinity;
  for (let i = 0; i < diagonal.length; i++) {
    const before = i > 0 ? beside[i - 1]! : 0;
    pivot = diagonal[i]! + shift - least - (before * before) / pivot;
    if (!(pivot > 0)) return false;
  }
  return true;
}

/** x := (T + shift)⁻¹ b for a positive definite T + shift = L D Lᵀ. */
function solveShifted(
  { diagonal, beside }: Tridiagonal,
  shift: number,
  b: Float64Array,
  x: Float64Array,
): void {
  const n = b.length;
  const pivots = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const before = i > 0 ? beside[i - 1]! / pivots[i - 1]! : 0;
    pivots[i] = diagonal[i]! + shift - (i > 0 ? before * beside[i - 1]! : 0);
    x[i] = b[i]! - (i > 0 ? before * x[i - 1]! : 0);
  }
  x[n - 1]! /= pivots[n - 1]!;
  for (let i = n - 2; i >= 0; i--) x[i] = (x[i]! - beside[i]! * x[i + 1]!) / pivots[i]!;
}

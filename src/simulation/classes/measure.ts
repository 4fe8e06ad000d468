import { argmaxProbability } from '../../numerics/argmaxProbability';
import type { ClassRepetition, ClassSimulationProblem } from './problem';

/** The law of the scores Wᵀx of fresh rows: N(A_c, Q) for class c (theory.md §10). */
export interface ScoreLaw {
  /** K×K, row c is A_c: A_ck = w_k·m_c */
  readonly means: Float64Array;
  /** Q = WᵀCW (K×K) */
  readonly covariance: Float64Array;
}

/** @param w w_1 … w_K */
export function scoreLawOf(
  w: readonly Float64Array[],
  { classMeans, eigenvalues }: Pick<ClassSimulationProblem, 'classMeans' | 'eigenvalues'>,
): ScoreLaw {
  const classes = w.length;
  const means = new Float64Array(classes * classes);
  const covariance = new Float64Array(classes * classes);
  w.forEach((column, k) => {
    const weighted = column.map((value, i) => value * eigenvalues[i]!);
    for (let l = 0; l < classes; l++) {
      means[l * classes + k] = dot(column, classMeans[l]!);
      covariance[k * classes + l] = l < k ? covariance[l * classes + k]! : dot(weighted, w[l]!);
    }
  });
  return { means, covariance };
}

/** Accuracy, risk and scores of a classifier on fresh balanced real data, from their law: no test set. */
export function measureClasses(classes: number, { means, covariance }: ScoreLaw): ClassRepetition {
  const own = diagonalMean(means, classes);
  const other = offDiagonalMean(means, classes);
  const scoreVariance = diagonalMean(covariance, classes);
  const scoreCovariance = offDiagonalMean(covariance, classes);
  let misses = 0;
  means.forEach((score, at) => (misses += ((at % (classes + 1) === 0 ? 1 : 0) - score) ** 2));
  return {
    accuracy: argmaxProbability(means, covariance, classes),
    risk: misses / classes + classes * scoreVariance,
    meanMargin: own - other,
    marginVariance: 2 * (scoreVariance - scoreCovariance),
    ownScore: own,
    otherScore: other,
    scoreVariance,
    scoreCovariance,
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Of a K×K matrix; element (k, k) is number k (K + 1). */
function diagonalMean(matrix: Float64Array, classes: number): number {
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += matrix[k * (classes + 1)]!;
  return sum / classes;
}

function offDiagonalMean(matrix: Float64Array, classes: number): number {
  const sum = matrix.reduce((total, value) => total + value, 0);
  return (sum / classes - diagonalMean(matrix, classes)) / (classes - 1);
}

import { TheoryError } from '../error';
import type { FixedPoint } from '../fixedPoint';
import type { Groups } from '../groups';
import { crossProduct, factorOf, product, solvePositive } from './dense';

/** First moments of the classifier W (theory.md §10). The first K of the 2K rows are real, the others synthetic. */
export interface ClassMoments {
  /** A_{ck} = w_k·v_c, 2K×K: the mean score for class k of a row of class c. */
  readonly scores: Float64Array;
  /** B, 2K×K: the mean of W is H⁻¹ V B. */
  readonly signal: Float64Array;
  /** E_r and E_s, K×K: second moments of what is left of the labels. */
  readonly residualReal: Float64Array;
  readonly residualSynthetic: Float64Array;
}

/**
 * With I = VᵀH⁻¹V, D = S² and B⁰ = D L, where row c of L is the mean label of class c,
 *
 *     A = (1 + I D)⁻¹ I B⁰ = I B     and     B = D (L − A) = S (1 + S I S)⁻¹ S L:
 *
 * a positive definite system, in which B and the residuals L − A come out without a difference of near numbers. I may
 * be large and singular, as where the class means add up to 0: for A it is I = R Rᵀ + N with the fit noise N of the
 * synthetic means, so that A = R X + N B and, with D' = D/(1 + D N),
 *
 *     X = Rᵀ B = (1 + Rᵀ D' R)⁻¹ Rᵀ D' L.
 * @param means VᵀH⁻¹V before fit noise, 2K×2K
 * @param noise every synthetic mean's entry of N
 */
export function classMoments(
  means: Float64Array,
  noise: number,
  classes: number,
  groups: Groups,
  fixedPoint: FixedPoint,
): ClassMoments {
  const size = 2 * classes;
  const { trainingWeight, rightShare, wrongShare } = groups;
  const sigma = fixedPoint.generator.synthetic;
  const generated = sigma + trainingWeight;
  // The label of a kept synthetic row of class c is c with rightShare, any other class with `other`.
  const other = wrongShare / (classes - 1);
  const shareSynthetic = generated > 0 ? sigma / generated : 0;

  const labels = new Float64Array(size * classes); // L
  for (let c = 0; c < classes; c++) {
    labels[c * classes + c] = 1;
    for (let k = 0; k < classes; k++) {
      labels[(classes + c) * classes + k] =
        k === c ? 1 - shareSynthetic * wrongShare : shareSynthetic * other;
    }
  }
  const weights = Float64Array.from(
    { length: size },
    (_, i) => (i < classes ? fixedPoint.a : generated) / classes,
  );
  const roots = weights.map(Math.sqrt); // S
  const signal = labels.map((label, at) => roots[Math.floor(at / classes)]! * label);
  const system = means.map((entry, at) => entry * roots[Math.floor(at / size)]! * roots[at % size]!);
  for (let i = 0; i < size; i++) system[i * (size + 1)]! += 1 + (i < classes ? 0 : noise * weights[i]!);
  const solved = solvePositive(system, size, signal, classes);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < classes; k++) signal[i * classes + k]! *= roots[i]!;
  }

  const residualReal = new Float64Array(classes * classes);
  const residualSynthetic = new Float64Array(classes * classes);
  const { factor, rank } = factorOf(means, size);
  const inner = weights.map((weight, i) => weight / (1 + (i < classes ? 0 : noise * weight))); // D'
  const weighted = factor.map((entry, at) => inner[Math.floor(at / rank)]! * entry);
  const along = crossProduct(weighted, labels, size, rank, classes);
  const gram = crossProduct(weighted, factor, size, rank, rank);
  for (let i = 0; i < rank; i++) gram[i * (rank + 1)]! += 1;
  if (!(solvePositive(gram, rank, along, classes) && solved)) {
    throw new TheoryError(
      'The class means are too large for the ridge: their equations cannot be solved in double precision, or their Gram matrices are not positive semidefinite.',
    );
  }
  const scores = product(factor, along, size, rank, classes);
  for (let at = classes * classes; at < scores.length; at++) scores[at]! += noise * signal[at]!;
  const realScale = groups.fresh > 0 ? (classes * groups.total) / groups.fresh : 0;
  const syntheticScale =
    groups.synthetic > 0 ? (sigma * sigma * groups.total) / (groups.synthetic * classes) : 0;
  const shortfall = new Float64Array(classes);
  for (let c = 0; c < classes; c++) {
    addSquare(residualReal, signal.subarray(c * classes, (c + 1) * classes), realScale);
    if (syntheticScale === 0) continue;
    // Σ_k T_ck (e_k − A_c)(e_k − A_c)ᵀ is the labels' covariance and the square of their mean less A_c.
    for (let k = 0; k < classes; k++) {
      const label = k === c ? rightShare : other;
      const meanShift = (k === c ? -wrongShare : other) * (1 - shareSynthetic);
      shortfall[k] = (classes * signal[(classes + c) * classes + k]!) / generated + meanShift;
      const rest = k === c ? wrongShare : rightShare + (classes - 2) * other;
      residualSynthetic[k * classes + k]! += syntheticScale * label * rest;
      for (let l = 0; l < classes; l++) {
        if (l !== k)
          residualSynthetic[k * classes + l]! -= syntheticScale * label * (l === c ? rightShare : other);
      }
    }
    addSquare(residualSynthetic, shortfall, syntheticScale);
  }
  return { scores, signal, residualReal, residualSynthetic };
}

/** Adds scale · u uᵀ. */
function addSquare(matrix: Float64Array, u: Float64Array, scale: number): void {
  const size = u.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) matrix[i * size + j]! += scale * u[i]! * u[j]!;
  }
}

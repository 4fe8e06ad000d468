import { Matrix, solve } from 'ml-matrix';
import { normalCdf } from '../../../src/numerics/normal';
import type { ExactProblem } from '../../../src/theory/problem';

/**
 * theory.md §2 as it is written, without a thought for speed or rounding: plain iteration from 0 and the two
 * linear systems by ml-matrix. An oracle for well-conditioned problems; nothing is shared with src/theory.
 */
export function plainTheory(problem: ExactProblem) {
  const { atoms, fit, ridge: gamma, realWeight, syntheticWeight, labelNoise: epsilon } = problem;
  const { realSamples: n, syntheticSamples: m } = problem;
  const total = n + m;
  const fitted = fit !== null;
  const nHat = fitted ? fit.samples : NaN;
  const nF = fit?.source === 'training' ? Math.min(n, nHat) / total : 0;
  const meanError = fitted && (fit.meanError || fit.source === 'training');
  const cR = n / total - nF;
  const cC = (m / total) * problem.keepCorrect * (1 - epsilon);
  const cF = (m / total) * problem.keepIncorrect * epsilon;

  const lambda = atoms.map((atom) => atom.eigenvalue);
  const l = atoms.map((atom) => atom.syntheticEigenvalue);
  const A = atoms.map((atom) => atom.meanSquared);
  const X = atoms.map((atom) => atom.crossMean);
  const S = atoms.map((atom) => atom.syntheticMeanSquared);
  const sum = (f: (i: number) => number) => atoms.reduce((partial, _, i) => partial + f(i), 0);
  const tr = (f: (i: number) => number) => sum((i) => atoms[i]!.multiplicity * f(i));

  const at = (tauR: number, tauS: number, d: number) => {
    const nuR = realWeight / (1 + realWeight * tauR);
    const nuS = syntheticWeight / (1 + syntheticWeight * tauS);
    const a = cR * nuR;
    const b = nF * realWeight + (cC + cF) * nuS;
    const g = 1 / (1 + b * d);
    const H = atoms.map((_, i) => gamma + a * lambda[i]! + b * g * l[i]!);
    return { nuR, nuS, a, b, g, theta: b * g, H };
  };
  let tauR = 0;
  let tauS = 0;
  let d = 0;
  for (let iteration = 0; iteration < 200_000; iteration++) {
    const { g, H } = at(tauR, tauS, d);
    const next = [
      tr((i) => lambda[i]! / H[i]!) / total,
      (tr((i) => l[i]! / H[i]!) * g) / total,
      fitted ? tr((i) => l[i]! / H[i]!) / nHat : 0,
    ] as const;
    const change = Math.max(Math.abs(next[0] - tauR), Math.abs(next[1] - tauS), Math.abs(next[2] - d));
    [tauR, tauS, d] = next;
    if (change <= 1e-15 * (tauR + tauS + d)) break;
  }
  const { nuR, nuS, a, g, theta, H } = at(tauR, tauS, d);

  const e0 = meanError ? tr((i) => l[i]! / H[i]!) / nHat : 0;
  const i0 = sum((i) => A[i]! / H[i]!);
  const i1 = sum((i) => X[i]! / H[i]!);
  const i2 = sum((i) => S[i]! / H[i]!) + e0;
  const B = (cC + cF) * nuS + nF * realWeight;
  const K = (cC - cF) * nuS + nF * realWeight;
  const first = solve(
    new Matrix([
      [1 + a * i0, B * i1],
      [a * i1, 1 + B * i2],
    ]),
    Matrix.columnVector([a * i0 + K * i1, a * i1 + K * i2]),
  );
  const M = first.get(0, 0);
  const Ms = first.get(1, 0);
  const bR = a * (1 - M);
  const bS = K - B * Ms;

  const s2 = fitted ? tr((i) => (l[i]! / H[i]!) ** 2) / nHat : 0;
  const chi = 1 / (1 - theta ** 2 * s2);
  const x12 = fitted ? tr((i) => (lambda[i]! * l[i]!) / H[i]! ** 2) / nHat : 0;
  const R = atoms.map((_, i) => lambda[i]! + theta ** 2 * chi * x12 * l[i]!);
  const P = atoms.map((_, i) => g ** 2 * chi * l[i]!);
  const q = (F: number[]) =>
    sum((i) => ((bR ** 2 * A[i]! + 2 * bR * bS * X[i]! + bS ** 2 * S[i]!) * F[i]!) / H[i]! ** 2) +
    (meanError ? (bS ** 2 * tr((i) => (l[i]! * F[i]!) / H[i]! ** 2)) / nHat : 0);
  const t11 = tr((i) => (lambda[i]! * R[i]!) / H[i]! ** 2) / total;
  const t12 = tr((i) => (lambda[i]! * P[i]!) / H[i]! ** 2) / total;
  const t22 = fitted
    ? (nHat * g ** 2 * (d ** 2 + s2 * g ** 2 * chi)) / total
    : tr((i) => (l[i]! / H[i]!) ** 2) / total;
  const eR = cR * nuR ** 2 * (1 - M) ** 2;
  const eS = nuS ** 2 * (cC * (1 - Ms) ** 2 + cF * (1 + Ms) ** 2);
  const second = solve(
    new Matrix([
      [1 - cR * nuR ** 2 * t11, -(cC + cF) * nuS ** 2 * t12],
      [-cR * nuR ** 2 * t12, 1 - (cC + cF) * nuS ** 2 * t22],
    ]),
    Matrix.columnVector([q(R) + eR * t11 + eS * t12, q(P) + eR * t12 + eS * t22]),
  );
  const Q = second.get(0, 0);
  return {
    accuracy: normalCdf(M / Math.sqrt(Q)),
    risk: (1 - M) ** 2 + Q,
    meanMargin: M,
    marginVariance: Q,
    syntheticMeanMargin: Ms,
    syntheticMarginVariance: second.get(1, 0),
    tauReal: tauR,
    tauSynthetic: tauS,
    d,
  };
}

import { inverse, Matrix, solve } from 'ml-matrix';
import type { ClassesProblem } from '../../../src/theory/classes';

/**
 * theory.md §10 as it is written, without a thought for speed or rounding. An oracle for well-conditioned problems with
 * normalise "all"; nothing is shared with src/theory.
 */
export function plainClasses(problem: ClassesProblem) {
  const { atoms, fit, classes: K, ridge: gamma, labelNoise: epsilon } = problem;
  const { realSamples: n, syntheticSamples: m, realWeight, syntheticWeight } = problem;
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
  const tr = (f: (i: number) => number) =>
    atoms.reduce((partial, { multiplicity }, i) => partial + multiplicity * f(i), 0);

  let [tauR, tauS, d] = [0, 0, 0];
  const at = () => {
    const nuR = realWeight / (1 + realWeight * tauR);
    const nuS = syntheticWeight / (1 + syntheticWeight * tauS);
    const b = nF * realWeight + (cC + cF) * nuS;
    const g = 1 / (1 + b * d);
    return { nuR, nuS, g, theta: b * g, H: lambda.map((v, i) => gamma + cR * nuR * v + b * g * l[i]!) };
  };
  for (let iteration = 0; iteration < 200_000; iteration++) {
    const { g, H } = at();
    const last = tauR + tauS + d;
    tauR = tr((i) => lambda[i]! / H[i]!) / total;
    tauS = (tr((i) => l[i]! / H[i]!) * g) / total;
    d = fitted ? tr((i) => l[i]! / H[i]!) / nHat : 0;
    if (Math.abs(tauR + tauS + d - last) <= 1e-16 * last) break;
  }
  const { nuR, nuS, g, theta, H } = at();

  const form = (F: readonly number[], power: number) => {
    const sum = Matrix.zeros(2 * K, 2 * K);
    atoms.forEach(({ means }, i) =>
      sum.add(Matrix.from1DArray(2 * K, 2 * K, means).mul(F[i]! / H[i]! ** power)),
    );
    if (meanError) {
      const noise = tr((i) => (l[i]! * F[i]!) / H[i]! ** power) / (nHat / K);
      for (let c = K; c < 2 * K; c++) sum.set(c, c, sum.get(c, c) + noise);
    }
    return sum;
  };
  const share = (c: number, k: number) => (c === k ? cC / K : cF / (K * (K - 1)));
  const targets = Matrix.zeros(2 * K, K);
  const D = Matrix.zeros(2 * K, 2 * K);
  for (let c = 0; c < K; c++) {
    targets.set(c, c, (cR / K) * nuR);
    D.set(c, c, (cR / K) * nuR);
    D.set(K + c, K + c, ((cC + cF) / K) * nuS + (nF / K) * realWeight);
    for (let k = 0; k < K; k++) {
      targets.set(K + c, k, nuS * share(c, k) + (c === k ? (nF / K) * realWeight : 0));
    }
  }
  const I = form(
    lambda.map(() => 1),
    1,
  );
  const A = solve(Matrix.eye(2 * K).add(I.mmul(D)), I.mmul(targets));
  const B = Matrix.sub(targets, D.mmul(A));
  const miss = (row: number, k: number) => {
    const residual = A.getRowVector(row).mul(-1);
    residual.set(0, k, residual.get(0, k) + 1);
    return residual.transpose().mmul(residual);
  };
  const eR = Matrix.zeros(K, K);
  const eS = Matrix.zeros(K, K);
  for (let c = 0; c < K; c++) {
    eR.add(miss(c, c).mul((cR / K) * nuR ** 2));
    for (let k = 0; k < K; k++) eS.add(miss(K + c, k).mul(nuS ** 2 * share(c, k)));
  }

  const s2 = fitted ? tr((i) => (l[i]! / H[i]!) ** 2) / nHat : 0;
  const chi = 1 / (1 - theta ** 2 * s2);
  const x12 = fitted ? tr((i) => (lambda[i]! * l[i]!) / H[i]! ** 2) / nHat : 0;
  const R = lambda.map((v, i) => v + theta ** 2 * chi * x12 * l[i]!);
  const P = l.map((v) => g ** 2 * chi * v);
  const t11 = tr((i) => (lambda[i]! * R[i]!) / H[i]! ** 2) / total;
  const t12 = tr((i) => (lambda[i]! * P[i]!) / H[i]! ** 2) / total;
  const t22 = fitted
    ? (nHat * g ** 2 * (d ** 2 + s2 * g ** 2 * chi)) / total
    : tr((i) => (l[i]! / H[i]!) ** 2) / total;
  const second = inverse(
    new Matrix([
      [1 - cR * nuR ** 2 * t11, -(cC + cF) * nuS ** 2 * t12],
      [-cR * nuR ** 2 * t12, 1 - (cC + cF) * nuS ** 2 * t22],
    ]),
  );
  const source = (F: readonly number[], forReal: number, forSynthetic: number) =>
    B.transpose().mmul(form(F, 2).mmul(B)).add(Matrix.mul(eR, forReal)).add(Matrix.mul(eS, forSynthetic));
  const sources = [source(R, t11, t12), source(P, t12, t22)] as const;
  const solved = (row: number) =>
    Matrix.mul(sources[0], second.get(row, 0)).add(Matrix.mul(sources[1], second.get(row, 1)));
  return {
    scores: A.subMatrix(0, K - 1, 0, K - 1).to1DArray(),
    syntheticScores: A.subMatrix(K, 2 * K - 1, 0, K - 1).to1DArray(),
    signal: B.to1DArray(),
    covariance: solved(0).to1DArray(),
    syntheticCovariance: solved(1).to1DArray(),
  };
}

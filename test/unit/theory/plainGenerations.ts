import { Matrix, solve } from 'ml-matrix';
import { normalCdf } from '../../../src/numerics/normal';
import type { ExactProblem } from '../../../src/theory/problem';

/**
 * theory.md §11 as it is written, with bisection for θ, the recursion over the generations for e₀ and its
 * derivatives, and plain iteration of τ_r, τ_s. An oracle for well-conditioned problems of a fitted generator
 * (l = λ, μ_s = μ); nothing is shared with src/theory.
 */
export function plainGenerations(problem: ExactProblem) {
  const { atoms, ridge: gamma, realWeight, syntheticWeight, labelNoise: epsilon } = problem;
  const { realSamples: n, syntheticSamples: m } = problem;
  const { samples: nHat, generations: T, meanError } = problem.fit!;
  const total = n + m;
  const cR = n / total;
  const cC = (m / total) * problem.keepCorrect * (1 - epsilon);
  const cF = (m / total) * problem.keepIncorrect * epsilon;
  const sum = (f: (i: number) => number) => atoms.reduce((partial, _, i) => partial + f(i), 0);
  const tr = (f: (i: number) => number) => sum((i) => atoms[i]!.multiplicity * f(i));
  const lambda = atoms.map((atom) => atom.eigenvalue);
  const A = atoms.map((atom) => atom.meanSquared);

  const thetaOf = (a: number, b: number) => {
    let low = 0;
    let high = b;
    for (let i = 0; i < 200; i++) {
      const theta = (low + high) / 2;
      const X = tr((j) => lambda[j]! / (gamma + (a + theta) * lambda[j]!));
      const left = 1 - (theta * X) / nHat;
      if (left <= 0 || b * left ** T < theta) high = theta;
      else low = theta;
    }
    return (low + high) / 2;
  };
  let tauR = 0;
  let tauS = 0;
  let a = 0;
  let b = 0;
  let theta = 0;
  for (let iteration = 0; iteration < 20_000; iteration++) {
    a = (cR * realWeight) / (1 + realWeight * tauR);
    b = ((cC + cF) * syntheticWeight) / (1 + syntheticWeight * tauS);
    theta = thetaOf(a, b);
    const trace = tr((i) => lambda[i]! / (gamma + (a + theta) * lambda[i]!));
    const next = [trace / total, ((theta / b) * trace) / total] as const;
    const change = Math.abs(next[0] - tauR) + Math.abs(next[1] - tauS);
    [tauR, tauS] = next;
    if (change <= 1e-15 * (tauR + tauS)) break;
  }
  const H = atoms.map((_, i) => gamma + (a + theta) * lambda[i]!);
  const X = tr((i) => lambda[i]! / H[i]!);
  const Y = tr((i) => (lambda[i]! / H[i]!) ** 2);
  const k = T / (nHat - theta * X);
  const D = 1 / theta + k * (X - theta * Y);
  const thetaA = (k * theta * Y) / D;
  const thetaB = 1 / (b * D);
  const XA = -Y * (1 + thetaA);
  const XB = -Y * thetaB;

  // e₀ and its derivatives, generation by generation from the last one down.
  const u = (theta * X) / nHat;
  const chain = (dTheta: number, dX: number, dB: number) => {
    const du = (dTheta * X + theta * dX) / nHat;
    let value = b;
    let slope = dB;
    let e0 = 0;
    let e0Slope = 0;
    for (let s = T; s >= 1; s--) {
      slope = slope * (1 - u) - value * du;
      value *= 1 - u;
      e0 += u / value;
      e0Slope += du / value - (u * slope) / value ** 2;
    }
    return { e0, e0Slope };
  };
  const { e0, e0Slope: e0A } = chain(thetaA, XA, 0);
  const { e0Slope: e0B } = chain(thetaB, XB, 1);

  const i0 = sum((i) => A[i]! / H[i]!);
  const i2 = i0 + (meanError ? e0 : 0);
  const nuR = realWeight / (1 + realWeight * tauR);
  const nuS = syntheticWeight / (1 + syntheticWeight * tauS);
  const B = (cC + cF) * nuS;
  const K = (cC - cF) * nuS;
  const first = solve(
    new Matrix([
      [1 + a * i0, B * i0],
      [a * i0, 1 + B * i2],
    ]),
    Matrix.columnVector([a * i0 + K * i0, a * i0 + K * i2]),
  );
  const M = first.get(0, 0);
  const Ms = first.get(1, 0);
  const bR = a * (1 - M);
  const bS = K - B * Ms;
  const form = sum((i) => (A[i]! * lambda[i]!) / H[i]! ** 2);
  const qC = (bR + bS) ** 2 * form * (1 + thetaA) - (meanError ? bS ** 2 * e0A : 0);
  const qCs = (bR + bS) ** 2 * form * thetaB - (meanError ? bS ** 2 * e0B : 0);
  const t11 = -XA / total;
  const t12 = -XB / total;
  const t22 = -(((thetaB * X + theta * XB) / b - (theta * X) / b ** 2) / total);
  const eR = cR * nuR ** 2 * (1 - M) ** 2;
  const eS = nuS ** 2 * (cC * (1 - Ms) ** 2 + cF * (1 + Ms) ** 2);
  const second = solve(
    new Matrix([
      [1 - cR * nuR ** 2 * t11, -(cC + cF) * nuS ** 2 * t12],
      [-cR * nuR ** 2 * t12, 1 - (cC + cF) * nuS ** 2 * t22],
    ]),
    Matrix.columnVector([qC + eR * t11 + eS * t12, qCs + eR * t12 + eS * t22]),
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
    theta,
  };
}

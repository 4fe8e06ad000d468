import { Matrix, pseudoInverse, solve } from 'ml-matrix';
import { normalCdf, normalPdf } from '../../../src/numerics/normal';
import type { InputDependentProblem } from '../../../src/theory/inputDependent';

/**
 * theory.md §6 as it is written, in the coordinates a and b of the text: plain iteration, quadrature over a and over
 * the Marchenko–Pastur law, linear systems by ml-matrix. An oracle for well-conditioned problems with one atom;
 * nothing is shared with src/theory.
 */
export function plainInputDependent(problem: InputDependentProblem) {
  const { fit, ridge, realSamples, syntheticSamples, realWeight, syntheticWeight, labels, verifier } =
    problem;
  const { multiplicity: p, eigenvalue: lambda, syntheticEigenvalue: l, ...atom } = problem.atoms[0]!;
  const { meanSquared: A, crossMean: X, syntheticMeanSquared: S } = atom;
  const norm = Math.sqrt(A);
  const total = realSamples + syntheticSamples;
  const eta = fit === null ? 0 : p / fit.samples;
  const meanNoise = fit?.meanError === true ? eta * l : 0;
  const cR = realSamples / total;
  const cS = syntheticSamples / total;

  // u first, v second; a problem without one of them has a direction that nothing depends on.
  const cosU = labels.kind === 'linear' ? labels.alignment : 0;
  const cosV = verifier.kind === 'linear' ? verifier.alignment : 0;
  const cosUV = labels.kind === 'linear' && verifier.kind === 'linear' ? verifier.correlation : cosU * cosV;
  const moments = momentsOf(problem, (cosU * X) / norm, (cosV * X) / norm, cosUV, l);
  const m1 = moments.q;

  // The fixed point.
  let tauR = 0;
  let tauS = 0;
  let d = 0;
  const at = () => {
    const nuR = realWeight / (1 + realWeight * tauR);
    const nuS = syntheticWeight / (1 + syntheticWeight * tauS);
    const b = cS * m1 * nuS;
    const g = 1 / (1 + b * d);
    return { nuR, nuS, b, g, own: ridge + cR * nuR * lambda, H: ridge + cR * nuR * lambda + b * g * l };
  };
  for (let iteration = 0; iteration < 100_000; iteration++) {
    const { g, H } = at();
    const next = [(p * lambda) / H / total, (p * l * g) / H / total, (eta * l) / H] as const;
    const change = Math.abs(next[0] - tauR) + Math.abs(next[1] - tauS) + Math.abs(next[2] - d);
    [tauR, tauS, d] = next;
    if (change <= 1e-15 * (tauR + tauS + d)) break;
  }
  const { nuR, nuS, b, g, own, H } = at();

  // ∫ x^k/(own + b x)^j over the generator's eigenvalues.
  const law = marchenkoPastur(eta, l);
  const I = (k: number, j: number) => law.reduce((sum, [x, w]) => sum + (w * x ** k) / (own + b * x) ** j, 0);

  // Vectors μ, μ_s, u, v: Gram matrix, and the mean fit noise beside it.
  const U = [(cosU * X) / norm, (cosV * X) / norm];
  const gram = [
    [A, X, cosU * norm, cosV * norm],
    [X, S, U[0]!, U[1]!],
    [cosU * norm, U[0]!, 1, cosUV],
    [cosV * norm, U[1]!, cosUV, 1],
  ];
  // ⟨vector i, C_s^k 𝓗^{-j} vector h⟩; u and v carry a C_s of their own in w.
  const form = (i: number, h: number, k: number, j: number) =>
    gram[i]![h]! * I(k, j) + (i === 1 && h === 1 ? meanNoise * I(k, j) : 0);
  const power = [0, 0, 1, 1];

  const G = new Matrix([
    [l, l * cosUV],
    [l * cosUV, l],
  ]);
  const inverse = pseudoInverse(G);
  const dot = (f: (j: number) => number) => f(0) + f(1);
  const inv = (i: number, j: number) => inverse.get(i, j);
  // Signals as c + Z·(M, h₀, Γ_a, Γ_b).
  const c = [cR * nuR, cS * nuS * moments.qy, 0, 0];
  const Z = [
    [-cR * nuR, 0, 0, 0],
    [0, -cS * nuS * m1, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  for (const k of [0, 1]) {
    Z[1]![2 + k] = -cS * nuS * dot((i) => moments.qd[i]! * inv(i, k));
  }
  for (const i of [0, 1]) {
    c[2 + i] = cS * nuS * dot((j) => inv(i, j) * moments.qyd[j]!);
    Z[2 + i]![1] = -cS * nuS * dot((j) => inv(i, j) * moments.qd[j]!);
    for (const k of [0, 1]) {
      const second = dot((j) => inv(i, j) * dot((h) => moments.qdd[j]![h]! * inv(h, k)));
      Z[2 + i]![2 + k] = cS * nuS * (m1 * inv(i, k) - second);
    }
  }
  // Margins from signals: M, h₀ read with μ, μ_s; Γ with C_s u, C_s v.
  const read = gram.map((_, i) => gram.map((_, h) => form(i, h, power[i]! + power[h]!, 1)));
  const readout = new Matrix(read);
  const signals = solve(Matrix.eye(4).sub(new Matrix(Z).mmul(readout)), Matrix.columnVector(c)).to1DArray();
  const [M, h0, gammaA, gammaB] = readout.mmul(Matrix.columnVector(signals)).to1DArray() as [
    number,
    number,
    number,
    number,
  ];
  const Gamma = [gammaA, gammaB];
  const r = [0, 1].map((i) => dot((j) => inv(i, j) * Gamma[j]!));

  const meanForm = (k: number) =>
    signals.reduce(
      (sum, s, i) =>
        sum + signals.reduce((row, t, h) => row + s * t * form(i, h, k + power[i]! + power[h]!, 2), 0),
      0,
    );
  const s2 = (eta * l * l) / H ** 2;
  const chi = 1 / (1 - (b * g) ** 2 * s2);
  const t11 = (p * lambda * lambda * chi) / H ** 2 / total;
  const t12 = (p * lambda * g * g * chi * l) / H ** 2 / total;
  const t22 = ((p * l * l) / H ** 2 / total) * g * g * (eta + g * g * chi);
  const residual =
    moments.q -
    2 * h0 * moments.qy +
    h0 * h0 * m1 +
    dot((i) => dot((j) => r[i]! * r[j]! * moments.qdd[i]![j]!)) -
    2 * dot((i) => r[i]! * moments.qyd[i]!) +
    2 * h0 * dot((i) => r[i]! * moments.qd[i]!) -
    m1 * dot((i) => r[i]! * Gamma[i]!);
  const eR = cR * nuR ** 2 * (1 - M) ** 2;
  const eS = cS * nuS ** 2 * residual;
  const second = solve(
    new Matrix([
      [1 - cR * nuR ** 2 * t11, -cS * m1 * nuS ** 2 * t12],
      [-cR * nuR ** 2 * t12, 1 - cS * m1 * nuS ** 2 * t22],
    ]),
    Matrix.columnVector([lambda * meanForm(0) + eR * t11 + eS * t12, meanForm(1) + eR * t12 + eS * t22]),
  );
  const Q = second.get(0, 0);
  return {
    meanMargin: M,
    marginVariance: Q,
    syntheticMeanMargin: h0,
    syntheticMarginVariance: second.get(1, 0),
    accuracy: normalCdf(M / Math.sqrt(Q)),
    risk: (1 - M) ** 2 + Q,
    keptFraction: m1,
  };
}

/** Nodes and weights of the eigenvalues of l times a sample covariance, with the mass at 0 of fewer rows than p. */
function marchenkoPastur(eta: number, l: number): (readonly [number, number])[] {
  if (eta === 0) return [[l, 1]];
  const nodes = 4000;
  const law: (readonly [number, number])[] = eta > 1 ? [[0, 1 - 1 / eta]] : [];
  for (let i = 0; i < nodes; i++) {
    const angle = (Math.PI * (i + 0.5)) / nodes;
    const x = 1 + eta + 2 * Math.sqrt(eta) * Math.cos(angle);
    law.push([l * x, (2 * Math.sin(angle) ** 2) / x / nodes]);
  }
  return law;
}

/** E[q·{1, y, δ, yδ, δδᵀ}] by Simpson's rule over a, with b|a in closed form; |c_uv| < 1. */
function momentsOf(
  { labels, verifier }: InputDependentProblem,
  a0: number,
  b0: number,
  c: number,
  l: number,
) {
  const root = Math.sqrt(l);
  const spread = root * Math.sqrt(1 - c * c);
  const total = { q: 0, qy: 0, qd: [0, 0], qyd: [0, 0], qdd: [[0, 0], [0, 0]] }; // prettier-ignore
  const add = (a: number, weight: number, y: 1 | -1) => {
    const da = a - a0;
    // b − b₀ given a: N(c δ_a, spread²), kept where y b > 0.
    const mean = c * da;
    let keep = [1, mean, mean * mean + spread * spread];
    if (verifier.kind === 'random') {
      const share = y > 0 ? verifier.keepCorrect : verifier.keepIncorrect;
      keep = keep.map((value) => value * share);
    } else {
      const t = (b0 + mean) / spread;
      const kept = normalCdf(y * t);
      const edge = y * normalPdf(t) * spread;
      keep = [kept, mean * kept + edge, (mean * mean + spread * spread) * kept + edge * (mean - b0)];
    }
    const [k0, k1, k2] = keep as [number, number, number];
    total.q += weight * k0;
    total.qy += weight * y * k0;
    total.qd[0]! += weight * da * k0;
    total.qd[1]! += weight * k1;
    total.qyd[0]! += weight * y * da * k0;
    total.qyd[1]! += weight * y * k1;
    total.qdd[0]![0]! += weight * da * da * k0;
    total.qdd[0]![1]! += weight * da * k1;
    total.qdd[1]![0]! += weight * da * k1;
    total.qdd[1]![1]! += weight * k2;
  };
  const steps = 4000;
  const integrate = (from: number, to: number, share: number, y: 1 | -1) => {
    if (!(from < to)) return;
    const step = (to - from) / steps;
    for (let i = 0; i <= steps; i++) {
      const a = from + i * step;
      const simpson = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      add(a, (simpson * step * share * normalPdf((a - a0) / root)) / root / 3, y);
    }
  };
  const low = a0 - 10 * root;
  const high = a0 + 10 * root;
  if (labels.kind === 'linear') {
    integrate(Math.max(0, low), high, 1, 1);
    integrate(low, Math.min(0, high), 1, -1);
  } else {
    integrate(low, high, 1 - labels.rate, 1);
    integrate(low, high, labels.rate, -1);
  }
  return total;
}

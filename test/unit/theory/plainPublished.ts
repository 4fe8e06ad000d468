import { inverse, Matrix } from 'ml-matrix';

/** The symbols of theory.md §3; isotropic real data of dimension p. */
export interface PlainParameters {
  n: number;
  m: number;
  p: number;
  meanNorm: number;
  epsilon: number;
  rho: number;
  phi: number;
  gamma: number;
}

export interface PlainMoments {
  mean: number;
  /** E₂. */
  secondMoment: number;
}

function keptOf({ epsilon, rho, phi }: PlainParameters) {
  return { alpha: phi * (1 - epsilon) + rho * epsilon, lambda: phi * (1 - epsilon) - rho * epsilon };
}

/** The toy formulas as theory.md §3 writes them, by plain iteration. */
export function plainToy(parameters: PlainParameters, nHat: number): PlainMoments {
  const { n, m, p, meanNorm, gamma } = parameters;
  const { alpha, lambda } = keptOf(parameters);
  const total = n + m;
  const pi = n / total;
  const a0 = alpha * (1 - pi);
  let [dr, ds, dg, change] = [0, 0, 0, 1];
  while (change > 1e-15) {
    const denominator = gamma + pi / (1 + dr) + a0 / ((1 + ds) * (1 + dg));
    const nextG = (a0 * (p / nHat)) / ((1 + ds) * denominator);
    const nextR = ((nHat / total) * (1 + ds) * nextG) / a0;
    const nextS = (alpha * nextR) / (1 + nextG);
    change = Math.max(
      Math.abs(nextR - dr) / nextR,
      Math.abs(nextS - ds) / nextS,
      Math.abs(nextG - dg) / nextG,
    );
    [dr, ds, dg] = [nextR, nextS, nextG];
  }
  const squared = meanNorm ** 2;
  const b = gamma + pi / (1 + dr) + a0 / ((1 + ds) * (1 + dg));
  const a = pi / (1 + dr) + a0 / (1 + ds);
  const c = pi / (1 + dr) + (lambda * (1 - pi)) / (1 + ds);
  const d = b + a * squared;
  const hBar = 1 - (a0 / ((1 + ds) * (1 + dg))) ** 2 * (p / (nHat * b ** 2));
  const t = p / total / b ** 2;
  const a1 = (pi * t) / (hBar * (1 + dr) ** 2);
  const b1 = (a0 * t) / (hBar * (1 + ds) ** 2 * (1 + dg) ** 2);
  const h = 1 - a1 - b1;
  return {
    mean: (c * squared) / d,
    secondMoment:
      ((c * squared) / (h * d ** 2)) * (c * squared + c / hBar - 2 * (a1 + (lambda * b1) / alpha) * d) +
      (a1 + b1) / h,
  };
}

/** The closed synthetic-only formulas as theory.md §3 writes them (n = 0). */
export function plainSyntheticOnly(parameters: PlainParameters): PlainMoments {
  const { m, p, meanNorm, gamma } = parameters;
  const { alpha, lambda } = keptOf(parameters);
  const eta = p / m;
  const linear = alpha + gamma - eta * alpha;
  const delta =
    (eta * alpha - alpha - gamma + Math.sqrt(linear ** 2 + 4 * eta * alpha * gamma)) / (2 * gamma);
  const squared = meanNorm ** 2;
  const d = alpha * squared + alpha + gamma * (1 + delta);
  const h = 1 - (alpha * eta) / (alpha + gamma * (1 + delta)) ** 2;
  return {
    mean: (lambda * squared) / d,
    secondMoment:
      ((lambda ** 2 * squared) / (h * d)) * ((squared + 1) / d - (2 * (1 - h)) / alpha) + (1 - h) / h,
  };
}

/**
 * Theorem 4.2 with explicit p × p matrices: Q̄, and the deterministic equivalent E of Q Q (for C = I).
 * @param mean μ, length p
 * @param syntheticMean μ_s, length p
 * @param eigenvalues l_i, length p
 */
export function plainGeneral(
  parameters: PlainParameters,
  mean: readonly number[],
  syntheticMean: readonly number[],
  eigenvalues: readonly number[],
): PlainMoments {
  const { n, m, gamma } = parameters;
  const { alpha, lambda } = keptOf(parameters);
  const total = n + m;
  const pi = n / total;
  const trace = (value: (l: number) => number) => eigenvalues.reduce((sum, l) => sum + value(l), 0) / total;
  let [dr, ds, change] = [0, 0, 1];
  const diagonal = (l: number) => gamma + pi / (1 + dr) + (alpha * (1 - pi) * l) / (1 + ds);
  while (change > 1e-15) {
    const nextR = trace((l) => 1 / diagonal(l));
    const nextS = alpha * trace((l) => l / diagonal(l));
    change = Math.max(Math.abs(nextR - dr) / nextR, Math.abs(nextS - ds) / nextS);
    [dr, ds] = [nextR, nextS];
  }
  const mu = Matrix.columnVector([...mean]);
  const muS = Matrix.columnVector([...syntheticMean]);
  const real = mu.mmul(mu.transpose()).add(Matrix.eye(mean.length));
  const synthetic = muS.mmul(muS.transpose()).add(Matrix.diag([...eigenvalues]));
  const realFactor = pi / (1 + dr);
  const syntheticFactor = (1 - pi) / (1 + ds);
  const q = inverse(
    Matrix.mul(real, realFactor)
      .add(Matrix.mul(synthetic, alpha * syntheticFactor))
      .add(Matrix.eye(mean.length).mul(gamma)),
  );
  const t1 = trace((l) => 1 / diagonal(l) ** 2);
  const t2 = trace((l) => l ** 2 / diagonal(l) ** 2);
  const t3 = trace((l) => l / diagonal(l) ** 2);
  const a1 = (pi * t1) / (1 + dr) ** 2;
  const a2 = (pi * t3) / (1 + dr) ** 2;
  const b1 = (alpha * (1 - pi) * t3) / (1 + ds) ** 2;
  const b2 = (alpha * (1 - pi) * t2) / (1 + ds) ** 2;
  const h = (1 - a1) * (1 - b2) - a2 * b1;
  const e = q
    .mmul(Matrix.mul(real, 1 - b2).add(Matrix.mul(synthetic, b1)))
    .mmul(q)
    .div(h);
  const signal = Matrix.mul(mu, realFactor).add(Matrix.mul(muS, lambda * syntheticFactor));
  const margin = mu.transpose().mmul(q).mmul(signal).get(0, 0);
  const syntheticMargin = muS.transpose().mmul(q).mmul(signal).get(0, 0);
  return {
    mean: margin,
    secondMoment:
      signal.transpose().mmul(e).mmul(signal).get(0, 0) +
      ((a1 * (1 - b2) + a2 * b1) / h) * (1 - 2 * margin) +
      (b1 / (alpha * h)) * (alpha - 2 * lambda * syntheticMargin),
  };
}

import { normalCdf } from '../../../src/numerics/normal';
import type { InputDependentProblem } from '../../../src/theory/inputDependent';

/** What one drawn training run gives. */
export interface Draw {
  accuracy: number;
  meanMargin: number;
  marginVariance: number;
  keptFraction: number;
}

/** Standard normal numbers: mulberry32 and Box–Muller. */
export function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/**
 * One run of a problem with C = I and one atom, row by row: real rows, a generator fitted as told, labelled and
 * pruned synthetic rows, and the ridge classifier by Cholesky's method. Coordinates: μ along the first, the rest of
 * the generator's mean along the second, u and v turned at random beside μ.
 */
export function drawRun(problem: InputDependentProblem, normal: () => number): Draw {
  const { atoms, fit, labels, verifier, ridge, realSamples, syntheticSamples } = problem;
  const { multiplicity: p, meanSquared, crossMean, syntheticMeanSquared, syntheticEigenvalue } = atoms[0]!;
  const vector = () => Float64Array.from({ length: p }, normal);
  const mean = new Float64Array(p);
  mean[0] = Math.sqrt(meanSquared);
  const synthetic = new Float64Array(p);
  synthetic[0] = crossMean / mean[0];
  synthetic[1] = Math.sqrt(Math.max(0, syntheticMeanSquared - synthetic[0] ** 2));

  const axis = mean.map((value) => value / mean[0]!);
  const first = orthonormal(vector(), [axis]);
  const second = orthonormal(vector(), [axis, first]);
  const cosU = labels.kind === 'linear' ? labels.alignment : 0;
  const cosV = verifier.kind === 'linear' ? verifier.alignment : 0;
  const cosUV = labels.kind === 'linear' && verifier.kind === 'linear' ? verifier.correlation : cosU * cosV;
  const sinU = Math.sqrt(1 - cosU ** 2);
  const shared = (cosUV - cosU * cosV) / sinU;
  const u = axis.map((value, i) => cosU * value + sinU * first[i]!);
  const own = Math.sqrt(1 - cosV ** 2 - shared ** 2);
  const v = axis.map((value, i) => cosV * value + shared * first[i]! + own * second[i]!);

  // The generator's rows are mean + (1/√n̂) Σ g_k deviation_k, or scaled white noise without a fit.
  let deviations: Float64Array[] | null = null;
  if (fit !== null) {
    const rows = Array.from({ length: fit.samples }, vector);
    if (fit.meanError) {
      const error = new Float64Array(p);
      for (const row of rows) row.forEach((value, i) => (error[i]! += value / rows.length));
      error.forEach((value, i) => (synthetic[i]! += value));
      for (const row of rows) error.forEach((value, i) => (row[i]! -= value));
    }
    deviations = rows.map((row) => row.map((value) => value / Math.sqrt(rows.length)));
  }
  const syntheticRow = () => {
    const row = synthetic.slice();
    if (deviations === null) {
      for (let i = 0; i < p; i++) row[i]! += Math.sqrt(syntheticEigenvalue) * normal();
    } else {
      for (const deviation of deviations) {
        const g = normal();
        for (let i = 0; i < p; i++) row[i]! += g * deviation[i]!;
      }
    }
    return row;
  };
  const chance = (probability: number) => normalCdf(normal()) < probability;

  const gram = Array.from({ length: p }, () => new Float64Array(p));
  const target = new Float64Array(p);
  const train = (row: Float64Array, label: number) => {
    for (let i = 0; i < p; i++) {
      target[i]! += label * row[i]!;
      const line = gram[i]!;
      for (let j = 0; j <= i; j++) line[j]! += row[i]! * row[j]!;
    }
  };
  for (let k = 0; k < realSamples; k++) {
    train(
      mean.map((value) => value + normal()),
      1,
    );
  }
  let kept = 0;
  for (let k = 0; k < syntheticSamples; k++) {
    const row = syntheticRow();
    const label = labels.kind === 'uniform' ? (chance(labels.rate) ? -1 : 1) : Math.sign(dot(u, row));
    const keep =
      verifier.kind === 'linear'
        ? dot(v, row) * label > 0
        : chance(label > 0 ? verifier.keepCorrect : verifier.keepIncorrect);
    if (!keep) continue;
    kept++;
    train(row, label);
  }
  for (let i = 0; i < p; i++) gram[i]![i]! += ridge * (realSamples + syntheticSamples);
  const w = solvePositive(gram, target);
  const meanMargin = dot(w, mean);
  const marginVariance = dot(w, w);
  return {
    accuracy: normalCdf(meanMargin / Math.sqrt(marginVariance)),
    meanMargin,
    marginVariance,
    keptFraction: kept / syntheticSamples,
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function orthonormal(vector: Float64Array, others: Float64Array[]): Float64Array {
  for (const other of others) {
    const along = dot(vector, other);
    vector = vector.map((value, i) => value - along * other[i]!);
  }
  const norm = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / norm);
}

/** Solves a positive definite system given by its lower triangle, which becomes Cholesky's factor. */
function solvePositive(lower: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    const line = lower[i]!;
    for (let j = 0; j <= i; j++) {
      const other = lower[j]!;
      let value = line[j]!;
      for (let k = 0; k < j; k++) value -= line[k]! * other[k]!;
      line[j] = i === j ? Math.sqrt(value) : value / other[j]!;
    }
  }
  const x = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}

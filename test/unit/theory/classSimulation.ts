import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { argmaxProbability } from '../../../src/numerics/argmaxProbability';
import { randomNumbers } from '../numerics/randomNumbers';

/** K balanced classes N(m_c, diag λ), drawn row by row (theory.md §10). */
export interface ClassExperiment {
  means: readonly Float64Array[];
  eigenvalues: Float64Array;
  realSamples: number;
  syntheticSamples: number;
  /** Null: exact, or the given means. */
  fit: { samples: number; meanError: boolean; source: 'independent' | 'training' } | null;
  /** s_c of a generator that was not fitted; its covariance is the real one. */
  syntheticMeans?: readonly Float64Array[];
  labelNoise: number;
  keepCorrect: number;
  keepIncorrect: number;
  ridge: number;
  realWeight: number;
  syntheticWeight: number;
}

export interface Measured {
  accuracy: number;
  risk: number;
  scores: Float64Array;
  covariance: Float64Array;
}

/** One repetition: rows drawn one by one, ridge regression on one-hot labels. Row r is of class r mod K. */
export function simulateClasses(experiment: ClassExperiment, seed: number): Measured {
  const { means, eigenvalues, realSamples: n, syntheticSamples: m, fit, labelNoise } = experiment;
  const { normal, uniform } = randomNumbers(seed);
  const K = means.length;
  const p = eigenvalues.length;
  const roots = eigenvalues.map(Math.sqrt);
  const draw = (centre: Float64Array) => centre.map((mean, i) => mean + roots[i]! * normal());
  const gram = Array.from({ length: p }, () => new Float64Array(p));
  const sums = Array.from({ length: p }, () => new Float64Array(K));
  const train = (x: Float64Array, label: number, weight: number) => {
    for (let i = 0; i < p; i++) {
      const scaled = weight * x[i]!;
      const row = gram[i]!;
      for (let j = 0; j <= i; j++) row[j]! += scaled * x[j]!;
      sums[i]![label]! += scaled;
    }
  };

  const real = Array.from({ length: n }, (_, r) => draw(means[r % K]!));
  real.forEach((x, r) => train(x, r % K, experiment.realWeight));

  let generate = (c: number) => draw((experiment.syntheticMeans ?? means)[c]!);
  if (fit) {
    const rows =
      fit.source === 'training'
        ? real.slice(0, fit.samples)
        : Array.from({ length: fit.samples }, (_, r) => draw(means[r % K]!));
    const centres = means.map((mean, c) => {
      if (!fit.meanError) return mean;
      const own = rows.filter((_, r) => r % K === c);
      return mean.map((_, i) => own.reduce((sum, x) => sum + x[i]!, 0) / own.length);
    });
    const deviations = rows.map((x, r) => x.map((value, i) => value - centres[r % K]![i]!));
    // Σ g_r (x_r − centre)/√n̂ has the fitted covariance.
    generate = (c) => {
      const x = centres[c]!.slice();
      for (const deviation of deviations) {
        const g = normal() / Math.sqrt(fit.samples);
        for (let i = 0; i < p; i++) x[i]! += g * deviation[i]!;
      }
      return x;
    };
  }
  for (let r = 0; r < m; r++) {
    const truth = r % K;
    const wrong = uniform() < labelNoise;
    const label = wrong ? (truth + 1 + Math.floor(uniform() * (K - 1))) % K : truth;
    if (uniform() < (wrong ? experiment.keepIncorrect : experiment.keepCorrect)) {
      train(generate(truth), label, experiment.syntheticWeight);
    }
  }

  const system = Matrix.zeros(p, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      const value = gram[i]![j]! / (n + m) + (i === j ? experiment.ridge : 0);
      system.set(i, j, value);
      system.set(j, i, value);
    }
  }
  const W = new CholeskyDecomposition(system).solve(new Matrix(sums).div(n + m));
  const scores = Float64Array.from(new Matrix(means.map((mean) => [...mean])).mmul(W).to1DArray());
  const covariance = Float64Array.from(
    W.transpose()
      .mmul(Matrix.diag([...eigenvalues]).mmul(W))
      .to1DArray(),
  );
  let risk = 0;
  scores.forEach((score, at) => (risk += ((at % (K + 1) === 0 ? 1 : 0) - score) ** 2 / K));
  for (let k = 0; k < K; k++) risk += covariance[k * (K + 1)]!;
  return { accuracy: argmaxProbability(scores, covariance, K), risk, scores, covariance };
}

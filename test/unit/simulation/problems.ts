import type { Kernels } from '../../../src/numerics/kernels';
import type { FixedGenerator, Repetition, Sampler, SimulationProblem } from '../../../src/simulation/problem';
import { createSimulator } from '../../../src/simulation/simulator';

/** ε, φ and ρ of uniform labels and a random verifier, and whatever else a problem has. */
type Overrides = Partial<Omit<SimulationProblem, 'dimension' | 'mean'>> & {
  meanNorm?: number;
  labelNoise?: number;
  keepCorrect?: number;
  keepIncorrect?: number;
};

/** A problem in dimension p with ‖μ‖ = `meanNorm` spread evenly over the directions; C = I unless told. */
export function problemOf(p: number, overrides: Overrides = {}): SimulationProblem {
  const { meanNorm = 1, labelNoise = 0.2, keepCorrect = 0.9, keepIncorrect = 0.3, ...others } = overrides;
  return {
    dimension: p,
    eigenvalues: new Float64Array(p).fill(1),
    mean: new Float64Array(p).fill(meanNorm / Math.sqrt(p)),
    realSamples: 2 * p,
    syntheticSamples: 3 * p,
    generator: { kind: 'fitted', samples: 2 * p, meanError: true, source: 'independent', generations: 1 },
    loss: 'square',
    labels: { kind: 'uniform', rate: labelNoise },
    verifier: { kind: 'random', keepCorrect, keepIncorrect },
    ridge: 0.1,
    realWeight: 1,
    syntheticWeight: 1,
    normalise: 'all',
    ...others,
  };
}

/** λ_i ∝ i^-exponent, scaled to trace p. */
export function powerLaw(p: number, exponent: number): Float64Array {
  const raw = Float64Array.from({ length: p }, (_, i) => (i + 1) ** -exponent);
  const trace = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => (value * p) / trace);
}

/** μ_s = βμ + μ⊥ with ‖μ⊥‖ = `shift`, C_s = `scale` C. */
export function shifted(
  problem: SimulationProblem,
  beta: number,
  shift: number,
  scale: number,
): FixedGenerator {
  const p = problem.dimension;
  // Alternating signs: orthogonal to the constant μ of `problemOf` for even p.
  const mean = problem.mean.map((value, i) => beta * value + (shift / Math.sqrt(p)) * (i % 2 ? -1 : 1));
  return { kind: 'fixed', mean, eigenvalues: problem.eigenvalues.map((value) => scale * value) };
}

/** `count` repetitions on streams firstStream, firstStream + 1, … */
export function repeat(
  kernels: Kernels,
  problem: SimulationProblem,
  sampler: Sampler,
  count: number,
  firstStream = 0,
): Repetition[] {
  const simulator = createSimulator(kernels);
  return Array.from({ length: count }, (_, i) =>
    simulator.run(problem, sampler, { seed: 1, repetition: firstStream + i }),
  );
}

import type { FittedGenerator, FixedGenerator, SimulationProblem } from './problem';

interface Ranked extends Pick<SimulationProblem, 'realSamples' | 'realWeight' | 'syntheticWeight'> {
  readonly generator: Omit<FittedGenerator, 'generations'> | Pick<FixedGenerator, 'kind'>;
}

/**
 * The largest rank that Σ κ v vᵀ can have with this many synthetic rows kept: with fewer rows than dimensions it is
 * singular, which rounding errors would hide. Synthetic rows lie in the span of the generator's means and of what it
 * was fitted on; fitted on training rows, they add nothing to these.
 * @param means how many means the generator has
 */
export function largestRank(problem: Ranked, kept: number, means = 1): number {
  const { realSamples, generator, realWeight, syntheticWeight } = problem;
  const real = realWeight > 0 ? realSamples : 0;
  if (syntheticWeight === 0 || kept === 0) return real;
  if (generator.kind === 'fixed') return real + kept;
  if (generator.source === 'training') return Math.max(real, Math.min(kept, generator.samples));
  const { samples, meanError } = generator;
  return real + Math.min(kept, meanError ? samples : samples + means);
}

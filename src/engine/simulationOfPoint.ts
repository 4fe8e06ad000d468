import type { PointParameters } from '../experiment/complete';
import { operationsNeeded } from '../simulation/cost';
import type { ProblemSizes, Sampler, SimulationProblem } from '../simulation/problem';
import { eigenvaluesOf, meansOf } from './population';

/** The point as the simulation's input. `labelNoise` is ε resolved: a self-trained labeller's is the theory's. */
export function simulationOfPoint(p: PointParameters, labelNoise: number): SimulationProblem {
  const eigenvalues = eigenvaluesOf(p);
  const { mean, shift } = meansOf(p);
  return {
    dimension: p.dimension,
    eigenvalues,
    mean,
    realSamples: p.realSamples,
    syntheticSamples: p.syntheticSamples,
    generator: generatorOf(p, eigenvalues, mean, shift),
    labelNoise,
    keepCorrect: p.keepCorrect,
    keepIncorrect: p.keepIncorrect,
    ridge: p.ridge,
    realWeight: p.realWeight,
    syntheticWeight: p.syntheticWeight,
    normalise: p.normalise,
  };
}

function generatorOf(
  { generator }: PointParameters,
  eigenvalues: Float64Array,
  mean: Float64Array,
  shift: Float64Array,
): SimulationProblem['generator'] {
  switch (generator.kind) {
    case 'fitted':
      return {
        kind: 'fitted',
        samples: generator.samples,
        meanError: generator.meanError,
        source: generator.source,
      };
    case 'exact':
      return { kind: 'fixed', mean, eigenvalues };
    case 'shifted':
      return {
        kind: 'fixed',
        mean: mean.map((value, i) => generator.alignment * value + shift[i]!),
        eigenvalues: eigenvalues.map((value) => generator.covarianceScale * value),
      };
  }
}

/** The sampler that `auto` stands for: for the square loss and Gaussian features the sufficient one is exact. */
export function samplerOf(setting: 'auto' | Sampler): Sampler {
  return setting === 'auto' ? 'sufficient' : setting;
}

/** What decides the memory and the work of a point's repetitions. */
export function sizesOfPoint(p: PointParameters, labelNoise: number): ProblemSizes {
  const { dimension, realSamples, syntheticSamples, keepCorrect, keepIncorrect } = p;
  const generator = p.generator.kind === 'fitted' ? p.generator : ({ kind: 'fixed' } as const);
  return { dimension, realSamples, syntheticSamples, generator, labelNoise, keepCorrect, keepIncorrect };
}

/** About how many floating-point operations one repetition of a point takes. */
export function operationsOf(p: PointParameters, labelNoise: number, sampler: Sampler): number {
  return operationsNeeded(sizesOfPoint(p, labelNoise), sampler);
}

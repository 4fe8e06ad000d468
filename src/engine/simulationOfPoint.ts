import type { PointParameters } from '../experiment/complete';
import { isSufficient } from '../simulation/check';
import { operationsNeeded } from '../simulation/cost';
import type { ProblemSizes, Sampler, SimulationProblem } from '../simulation/problem';
import { eigenvaluesOf, meansOf } from './population';

/** The point as the simulation's input. `labelNoise` is a self-trained labeller's ε, which the theory has computed. */
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
    ...selectionOf(p, labelNoise),
    ridge: p.ridge,
    realWeight: p.realWeight,
    syntheticWeight: p.syntheticWeight,
    normalise: p.normalise,
  };
}

/** Self-trained labels are as wrong as uniform noise with the labeller's ε. */
function selectionOf(
  { loss, labelNoise: given, verifier }: PointParameters,
  labelNoise: number,
): Pick<ProblemSizes, 'loss' | 'labels' | 'verifier'> {
  const labels = given.kind === 'selfTrained' ? ({ kind: 'uniform', rate: labelNoise } as const) : given;
  return { loss, labels, verifier };
}

function generatorOf(
  { generator }: PointParameters,
  eigenvalues: Float64Array,
  mean: Float64Array,
  shift: Float64Array,
): SimulationProblem['generator'] {
  switch (generator.kind) {
    case 'fitted':
      return generator;
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

/** The sampler that `auto` stands for at a point: the sufficient one, which is the faster, wherever it is exact. */
export function samplerOf(setting: 'auto' | Sampler, p: PointParameters): Sampler {
  if (setting !== 'auto') return setting;
  return isSufficient(selectionOf(p, 0)) ? 'sufficient' : 'explicit';
}

/** What decides the memory and the work of a point's repetitions. `labelNoise` as in `simulationOfPoint`. */
export function sizesOfPoint(p: PointParameters, labelNoise: number): ProblemSizes {
  const { dimension, realSamples, syntheticSamples } = p;
  const generator = p.generator.kind === 'fitted' ? p.generator : ({ kind: 'fixed' } as const);
  return { dimension, realSamples, syntheticSamples, generator, ...selectionOf(p, labelNoise) };
}

/** About how many floating-point operations one repetition of a point takes. */
export function operationsOf(p: PointParameters, labelNoise: number, sampler: Sampler): number {
  return operationsNeeded(sizesOfPoint(p, labelNoise), sampler);
}

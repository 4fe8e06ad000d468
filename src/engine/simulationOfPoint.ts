import type { PointParameters } from '../experiment/complete';
import { isSufficient } from '../simulation/check';
import { classMemoryNeeded, classOperationsNeeded } from '../simulation/classes/cost';
import type {
  ClassProblemSizes,
  ClassRepetition,
  ClassSimulationProblem,
} from '../simulation/classes/problem';
import { memoryNeeded, operationsNeeded } from '../simulation/cost';
import type { ProblemSizes, Repetition, Sampler, SimulationProblem } from '../simulation/problem';
import type { Simulator } from '../simulation/simulator';
import type { RepetitionAddress } from '../simulation/streams';
import { classMeansOf, eigenvaluesOf, meansOf } from './population';

/** The point as the simulation's input. */
function simulationOfPoint(p: PointParameters, labelNoise: number): SimulationProblem {
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
    positiveShare: p.positiveShare,
  };
}

/** A point with several classes as the simulation's input. */
function classSimulationOfPoint(p: PointParameters): ClassSimulationProblem {
  const eigenvalues = eigenvaluesOf(p);
  const { means, syntheticMeans } = classMeansOf(p);
  return {
    ...classSizesOf(p),
    eigenvalues,
    classMeans: means,
    generator: p.generator.kind === 'fitted' ? p.generator : fixedGenerator(p, eigenvalues, syntheticMeans),
    ridge: p.ridge,
    realWeight: p.realWeight,
    syntheticWeight: p.syntheticWeight,
    normalise: p.normalise,
  };
}

function fixedGenerator({ generator }: PointParameters, eigenvalues: Float64Array, means: Float64Array[]) {
  const scale = generator.kind === 'shifted' ? generator.covarianceScale : 1;
  return { kind: 'fixed', means, eigenvalues: eigenvalues.map((value) => scale * value) } as const;
}

/** The labels and the verifier of several classes do not look at the sample, and no labeller is self-trained. */
function classSizesOf(p: PointParameters): ClassProblemSizes {
  const { dimension, classes, realSamples, syntheticSamples, labelNoise, verifier } = p;
  if (labelNoise.kind !== 'uniform' || verifier.kind !== 'random')
    throw new Error('Several classes have uniform label noise and a random verifier.');
  return {
    dimension,
    classes,
    realSamples,
    syntheticSamples,
    generator: p.generator.kind === 'fitted' ? p.generator : { kind: 'fixed' },
    labelNoise: labelNoise.rate,
    keepCorrect: verifier.keepCorrect,
    keepIncorrect: verifier.keepIncorrect,
  };
}

/** Self-trained labels are as wrong as uniform noise with the labeller's ε. */
function selectionOf(
  { loss, labelNoise: given, verifier, features, testSamples }: PointParameters,
  labelNoise: number,
): Pick<ProblemSizes, 'loss' | 'labels' | 'verifier' | 'features' | 'testSamples'> {
  const labels = given.kind === 'selfTrained' ? ({ kind: 'uniform', rate: labelNoise } as const) : given;
  return { loss, labels, verifier, features, testSamples };
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
  if (p.classes > 2) return 'sufficient';
  return isSufficient(sizesOf(p, 0)) ? 'sufficient' : 'explicit';
}

/** What decides the memory and the work of a point's repetitions with two classes. */
function sizesOf(p: PointParameters, labelNoise: number): ProblemSizes {
  const { dimension, realSamples, syntheticSamples } = p;
  const generator = p.generator.kind === 'fitted' ? p.generator : ({ kind: 'fixed' } as const);
  return { dimension, realSamples, syntheticSamples, generator, ...selectionOf(p, labelNoise) };
}

/** Bytes that one repetition of a point takes. It does not depend on a self-trained labeller's ε. */
export function memoryOf(p: PointParameters, sampler: Sampler): number {
  return p.classes > 2 ? classMemoryNeeded(classSizesOf(p), sampler) : memoryNeeded(sizesOf(p, 0), sampler);
}

/**
 * About how many floating-point operations one repetition of a point takes.
 * @param labelNoise ε of a self-trained labeller, which the theory has computed; of other labels it is not looked at
 */
export function operationsOf(p: PointParameters, labelNoise: number, sampler: Sampler): number {
  return p.classes > 2
    ? classOperationsNeeded(classSizesOf(p), sampler)
    : operationsNeeded(sizesOf(p, labelNoise), sampler);
}

/**
 * Runs repetitions of a point.
 * @param labelNoise as in `operationsOf`
 * @returns a function of where a repetition's random numbers are
 */
export function repetitionsOf(
  simulator: Simulator,
  p: PointParameters,
  labelNoise: number,
  sampler: Sampler,
): (address: RepetitionAddress) => Repetition & Partial<ClassRepetition> {
  if (p.classes > 2) {
    const problem = classSimulationOfPoint(p);
    return (address) => simulator.runClasses(problem, sampler, address);
  }
  const problem = simulationOfPoint(p, labelNoise);
  return (address) => simulator.run(problem, sampler, address);
}

/**
 * Runs repetitions of a point, or of points that differ in their ridge alone.
 * @returns a function of the seed and the repetition's number: what is measured at each ridge, in their order
 */
export function memberRepetitionsOf(
  simulator: Simulator,
  {
    parameters,
    labelNoise,
    sampler,
    ridges,
  }: {
    readonly parameters: PointParameters;
    readonly labelNoise: number;
    readonly sampler: Sampler;
    readonly ridges?: readonly number[];
  },
): (address: RepetitionAddress) => readonly (Repetition & Partial<ClassRepetition>)[] {
  if (ridges === undefined) {
    const repeat = repetitionsOf(simulator, parameters, labelNoise, sampler);
    return (address) => [repeat(address)];
  }
  const problem = simulationOfPoint(parameters, labelNoise);
  return (address) => simulator.runRidges(problem, ridges, sampler, address);
}

import type { Kernels } from '../../../../src/numerics/kernels';
import { drawClassesExplicit, explicitClassLengths } from '../../../../src/simulation/classes/explicit';
import { scoreLawOf } from '../../../../src/simulation/classes/measure';
import type { ClassMoments } from '../../../../src/simulation/classes/moments';
import type { ClassSimulationProblem, FixedClassGenerator } from '../../../../src/simulation/classes/problem';
import { solveClassRidge } from '../../../../src/simulation/classes/ridge';
import { RandomStreams } from '../../../../src/simulation/streams';
import { drawClassesSufficient, sufficientClassLengths } from '../../../../src/simulation/classes/sufficient';
import type { Sampler } from '../../../../src/simulation/problem';
import { allocate } from '../../../../src/simulation/workspace';

/** The K corners of a regular simplex around 0, each of length `norm`, turned so that no direction is special. */
export function simplex(p: number, classes: number, norm: number): Float64Array[] {
  const scale = norm / Math.sqrt(1 - 1 / classes);
  return Array.from({ length: classes }, (_, c) => {
    const corner = Float64Array.from({ length: p }, (_, i) =>
      i < classes ? scale * ((i === c ? 1 : 0) - 1 / classes) : 0,
    );
    // Householder's reflection that takes the constant unit vector to the first axis.
    const axis = new Float64Array(p).fill(1 / Math.sqrt(p));
    axis[0]! -= 1;
    const square = axis.reduce((sum, value) => sum + value * value, 0);
    if (square === 0) return corner;
    const along = corner.reduce((sum, value, i) => sum + value * axis[i]!, 0);
    return corner.map((value, i) => value - (2 * along * axis[i]!) / square);
  });
}

/** K classes in dimension p with means on a simplex of norm 1.5; C = I unless told. */
export function classProblemOf(
  p: number,
  classes: number,
  overrides: Partial<Omit<ClassSimulationProblem, 'dimension' | 'classes'>> & { meanNorm?: number } = {},
): ClassSimulationProblem {
  const { meanNorm = 1.5, ...others } = overrides;
  return {
    dimension: p,
    classes,
    eigenvalues: new Float64Array(p).fill(1),
    classMeans: simplex(p, classes, meanNorm),
    realSamples: 2 * p + 1,
    syntheticSamples: 3 * p + 2,
    generator: fitted(2 * p + 1),
    labelNoise: 0.3,
    keepCorrect: 0.9,
    keepIncorrect: 0.4,
    ridge: 0.1,
    realWeight: 1,
    syntheticWeight: 1,
    normalise: 'all',
    ...others,
  };
}

export function fitted(
  samples: number,
  source: 'independent' | 'training' = 'independent',
  meanError = true,
) {
  return { kind: 'fitted', samples, meanError, source } as const;
}

/** s_c = β m_c plus a shift of its own for each class, C_s = `scale` C. */
export function shiftedClasses(
  { classMeans, eigenvalues }: ClassSimulationProblem,
  beta: number,
  shift: number,
  scale: number,
): FixedClassGenerator {
  return {
    kind: 'fixed',
    means: classMeans.map((mean, c) => mean.map((value, i) => beta * value + (i === c ? shift : 0))),
    eigenvalues: eigenvalues.map((value) => scale * value),
  };
}

/** What drawing a training set gives in `count` repetitions with a seed of their own. */
export function drawRepeatedly<T>(
  kernels: Kernels,
  problem: ClassSimulationProblem,
  sampler: Sampler,
  count: number,
  seed: number,
  look: (moments: ClassMoments) => T,
): T[] {
  const { arena } = kernels;
  const mark = arena.mark();
  const sufficient = allocate(arena, sufficientClassLengths(problem));
  const explicit = allocate(arena, explicitClassLengths(problem));
  const results = Array.from({ length: count }, (_, repetition) => {
    const streams = new RandomStreams(kernels, { seed, repetition });
    return look(
      sampler === 'sufficient'
        ? drawClassesSufficient(kernels, streams, problem, sufficient)
        : drawClassesExplicit(kernels, streams, problem, explicit),
    );
  });
  arena.release(mark);
  return results;
}

/**
 * Per repetition, of the trained W: the mean own score, the mean other score, the variances of the first and of the
 * last score, the first two scores' covariance and the first class's own margin against the last.
 */
export function scoresOf(
  kernels: Kernels,
  problem: ClassSimulationProblem,
  sampler: Sampler,
  count: number,
  seed: number,
): number[][] {
  const { classes } = problem;
  const last = classes - 1;
  return drawRepeatedly(kernels, problem, sampler, count, seed, (moments) => {
    const { means, covariance } = scoreLawOf(solveClassRidge(kernels, problem, moments), problem);
    const own = means.filter((_, at) => at % (classes + 1) === 0).reduce((a, b) => a + b, 0);
    const all = means.reduce((a, b) => a + b, 0);
    return [
      own / classes,
      (all - own) / (classes * last),
      covariance[0]!,
      covariance[last * classes + last]!,
      covariance[1]!,
      means[0]! - means[last]!,
    ];
  });
}

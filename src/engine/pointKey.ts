import { createHash } from 'node:crypto';
import type { PointParameters } from '../experiment/complete';
import type { Sampler } from '../simulation/problem';
import { streamLayout } from '../simulation/streams';
import { parametersWriter } from './specHash';

/** What determines the numbers of a point's repetitions besides its parameters. */
export interface PointKeyContext {
  /** ε of a self-trained labeller, which follows from the theory; 0 for other labels. */
  readonly labelNoise: number;
  readonly sampler: Sampler;
  /** 0 … 2^53 − 1 */
  readonly seed: number;
  /** Whether it is computed together with other ridges, which rounds differently. */
  readonly inRidgeGroup: boolean;
  /** What a repetition is: a trained classifier, or the eigenvalues of a generator. */
  readonly draws: 'trainings' | 'eigenvalues';
}

/**
 * A function that gives points their keys: 24 hexadecimal digits that stand for everything that determines the numbers
 * of a point's repetitions. Points with the same key have the same numbers, repetition by repetition, whatever
 * experiment they are part of. One function serves many points, since it remembers what they have in common.
 */
export function pointKeys(): (p: PointParameters, context: PointKeyContext) => string {
  const textOf = parametersWriter();
  return (p, { labelNoise, sampler, seed, inRidgeGroup, draws }) =>
    createHash('sha256')
      .update(
        `${streamLayout}|${seed}|${sampler}|${draws}|${inRidgeGroup ? 'ridges' : ''}|${labelNoise}|${textOf(p)}`,
      )
      .digest('hex')
      .slice(0, 24);
}

/** The key of one point. */
export function pointKey(p: PointParameters, context: PointKeyContext): string {
  return pointKeys()(p, context);
}

import type { LikenessVerifier, PointParameters, Verifier } from '../experiment/complete';
import { linearOrRandom } from './theoryProblem';
import { listInWords } from './words';

/** Something about a point that no exact theory covers, and what the nearest theory is of in its place. */
export interface Uncovered {
  readonly what: string;
  readonly of: string;
}

/** A point without what no exact theory covers. */
export interface CoveredPoint {
  readonly parameters: PointParameters;
  /** Empty where the point itself is covered, or no different in law from one that is. */
  readonly uncovered: readonly Uncovered[];
}

/**
 * The nearest point that has features, a generator and a verifier as the exact theory knows them. The Gaussian's theory
 * holds for other features in the limit where no few of them dominate (universality), that of a pooled covariance for
 * one per class where the classes are equally frequent (theory.md §9); of the other replacements no more is claimed
 * than that they are the nearest.
 */
export function coveredPointOf(p: PointParameters): CoveredPoint {
  if (isCovered(p)) return { parameters: p, uncovered: none };
  const uncovered: Uncovered[] = [];
  if (p.features.kind !== 'gaussian')
    uncovered.push({ what: 'features that are not Gaussian', of: 'Gaussian features' });
  const { generator, verifier } = p;
  const drawsRows = p.syntheticSamples > 0;
  if (drawsRows && generator.kind === 'fitted') {
    if (generator.covariance === 'perClass')
      uncovered.push({ what: 'a Gaussian fitted per class', of: 'one covariance for both classes' });
    if (generator.generations > 1 && generator.retraining === 'accumulate')
      uncovered.push({ what: 'generations that accumulate', of: 'replacing generations' });
    if (generator.generations > 1 && generator.retrainingLabels === 'verified' && !keepsAllClean(p))
      uncovered.push({ what: 'generations fitted on verified labels', of: 'clean labels in between' });
  }
  if (drawsRows && looksForLikeness(verifier) && verifier.keep < 1) {
    uncovered.push({
      what: 'a verifier that compares rows with real ones',
      of: 'a verifier that keeps as many at random',
    });
  }
  return {
    parameters: {
      ...p,
      features: gaussian,
      testSamples: 0,
      generator:
        generator.kind === 'fitted'
          ? { ...generator, covariance: 'pooled', retraining: 'replace', retrainingLabels: 'clean' }
          : generator,
      verifier: linearOrRandom(verifier),
    },
    uncovered,
  };
}

/** Why a point has no exact theory. */
export function uncoveredSentence(uncovered: readonly Uncovered[]): string {
  return `No exact theory covers ${listInWords(uncovered.map(({ what }) => what))}; there are the simulation and the nearest theory.`;
}

const none: readonly Uncovered[] = [];
const gaussian = { kind: 'gaussian' } as const;

function isCovered({ features, generator, verifier }: PointParameters): boolean {
  const isUsual =
    generator.kind !== 'fitted' ||
    (generator.covariance === 'pooled' &&
      generator.retraining === 'replace' &&
      generator.retrainingLabels === 'clean');
  return features.kind === 'gaussian' && isUsual && !looksForLikeness(verifier);
}

function looksForLikeness(verifier: Verifier): verifier is LikenessVerifier {
  return verifier.kind === 'mahalanobis' || verifier.kind === 'discriminator';
}

/** Whether no label is wrong and none is removed. */
function keepsAllClean({ labelNoise, verifier }: PointParameters): boolean {
  const keepsRight =
    verifier.kind === 'random'
      ? verifier.keepCorrect === 1
      : looksForLikeness(verifier) && verifier.keep === 1;
  return labelNoise.kind === 'uniform' && labelNoise.rate === 0 && keepsRight;
}

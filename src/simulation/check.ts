import { cosinesOf, needsDirections } from './directions';
import { SimulationError } from './errors';
import type { Features, FittedGenerator, ProblemSizes, Sampler, SimulationProblem } from './problem';
import { MOST_GENERATIONS, type RepetitionAddress } from './streams';

/**
 * Refuses a problem outside the ranges that `SimulationProblem` documents. The generator is looked at only where
 * there are synthetic samples.
 * @throws SimulationError
 */
export function checkProblem(problem: SimulationProblem): void {
  const { dimension, realSamples, syntheticSamples, generator, mean, eigenvalues } = problem;
  checkTraining(problem);
  checkGaussians('data', dimension, eigenvalues, { mean });
  checkFeatures(problem);
  checkSelection(problem);
  if (syntheticSamples === 0) return;
  if (generator.kind === 'fixed') {
    checkGaussians('generator', dimension, generator.eigenvalues, { mean: generator.mean });
  } else {
    checkFitted(generator, realSamples);
    checkGenerations(generator);
  }
}

/**
 * Refuses sizes, ridge and weights out of range: what problems of two and of several classes share.
 * @throws SimulationError
 */
export function checkTraining({
  dimension,
  realSamples,
  syntheticSamples,
  ridge,
  realWeight,
  syntheticWeight,
}: Pick<
  SimulationProblem,
  'dimension' | 'realSamples' | 'syntheticSamples' | 'ridge' | 'realWeight' | 'syntheticWeight'
>): void {
  demand(isCount(dimension) && dimension > 0, `The dimension must be a positive integer, not ${dimension}.`);
  for (const [name, value] of Object.entries({ realSamples, syntheticSamples })) {
    demand(isCount(value), `${name} must be an integer from 0 to 2147483648, not ${value}.`);
  }
  demand(realSamples + syntheticSamples > 0, 'There are no samples: neither real nor synthetic.');
  for (const [name, value] of Object.entries({ ridge, realWeight, syntheticWeight })) {
    demand(value >= 0 && Number.isFinite(value), `${name} must be a number ≥ 0, not ${value}.`);
  }
}

/**
 * Whether the sufficient statistics have a known law (theory.md §7): for the square loss, Gaussian features, labels and
 * a verifier that do not look at the sample, and a generator with one covariance, whose generations are each fitted on
 * clean rows of the one before alone.
 */
export function isSufficient({
  loss,
  labels,
  verifier,
  features = gaussian,
  generator,
}: Pick<ProblemSizes, 'loss' | 'labels' | 'verifier' | 'features' | 'generator'>): boolean {
  const isPlain = loss === 'square' && labels.kind === 'uniform' && verifier.kind === 'random';
  return isPlain && features.kind === 'gaussian' && (generator.kind === 'fixed' || isChain(generator));
}

const gaussian: Features = { kind: 'gaussian' };

/** Whether a generator has one covariance, and generations that each see clean rows of the one before alone. */
export function isChain(generator: FittedGenerator): boolean {
  const {
    generations,
    covariance = 'pooled',
    retraining = 'replace',
    retrainingLabels = 'clean',
  } = generator;
  if (covariance === 'perClass') return false;
  return generations === 1 || (retraining === 'replace' && retrainingLabels === 'clean');
}

/**
 * Refuses a sampler that cannot draw the problem.
 * @throws SimulationError
 */
export function checkSampler(problem: SimulationProblem, sampler: Sampler): void {
  demand(
    sampler === 'explicit' || isSufficient(problem),
    'The sufficient sampler draws the square loss, Gaussian features, uniform label noise, a random verifier and a ' +
      'generator with one covariance and clean generations only: use the explicit sampler.',
  );
}

/**
 * Refuses a problem whose ridges are not solved for together.
 * @throws SimulationError
 */
export function checkRidges({ loss, features = gaussian }: SimulationProblem): void {
  demand(
    loss === 'square' && features.kind === 'gaussian',
    'Many ridges are solved for at once with the square loss and Gaussian features only.',
  );
}

/**
 * Refuses an address outside the ranges that `RepetitionAddress` documents.
 * @throws SimulationError
 */
export function checkAddress({ seed, repetition }: RepetitionAddress): void {
  demand(
    Number.isSafeInteger(seed) && seed >= 0,
    `The seed must be an integer from 0 to 2^53 − 1, not ${seed}.`,
  );
  demand(
    Number.isInteger(repetition) && repetition >= 0 && repetition < 2 ** 32,
    `The repetition must be an integer from 0 to 2^32 − 1, not ${repetition}.`,
  );
}

/** The fewest real rows that synthetic ones can be compared with. */
const FEWEST_COMPARED_ROWS = 2;

function checkFeatures({
  features = gaussian,
  testSamples = 0,
  positiveShare = 0.5,
}: SimulationProblem): void {
  if (features.kind === 'studentT') {
    const { degreesOfFreedom } = features;
    demand(
      degreesOfFreedom > 2,
      `Student's t needs more than 2 degrees of freedom, not ${degreesOfFreedom}.`,
    );
  }
  demand(
    features.kind === 'gaussian' || (isCount(testSamples) && testSamples > 0),
    `Accuracy cannot be counted on ${testSamples} rows.`,
  );
  demand(
    positiveShare > 0 && positiveShare < 1,
    `The share of the class +1 must lie between 0 and 1, not ${positiveShare}.`,
  );
}

function checkSelection(problem: SimulationProblem): void {
  const { dimension, labels, verifier } = problem;
  if (labels.kind === 'uniform') checkProbabilities({ labelNoise: labels.rate });
  if (verifier.kind === 'random') {
    const { keepCorrect, keepIncorrect } = verifier;
    checkProbabilities({ keepCorrect, keepIncorrect });
  }
  if ('keep' in verifier) {
    const { kind, keep } = verifier;
    demand(
      keep > 0 && keep <= 1,
      `The share that a verifier keeps must be above 0 and at most 1, not ${keep}.`,
    );
    demand(
      problem.realSamples >= FEWEST_COMPARED_ROWS || problem.syntheticSamples === 0,
      `A ${kind} verifier compares rows with real ones, of which there are ${problem.realSamples}.`,
    );
  }
  if (!needsDirections(problem)) return;
  demand(dimension >= 3, `A linear labeller or verifier needs a dimension of at least 3, not ${dimension}.`);
  const { u, v, uv } = cosinesOf(problem);
  for (const [name, value] of Object.entries({
    "labeller's alignment": u,
    "verifier's alignment": v,
    correlation: uv,
  })) {
    demand(value >= -1 && value <= 1, `The ${name} must be a cosine from −1 to 1, not ${value}.`);
  }
  demand(
    (uv - u * v) ** 2 <= (1 - u * u) * (1 - v * v) + COSINE_ROUNDING,
    `No labeller and verifier have the alignments ${u} and ${v} and the correlation ${uv}.`,
  );
}

/** @throws SimulationError */
export function checkProbabilities(values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    demand(value >= 0 && value <= 1, `${name} must be a probability from 0 to 1, not ${value}.`);
  }
}

/** @throws SimulationError for a generator that cannot be fitted on the rows that there are */
export function checkFitted(
  { samples, source, meanError }: Omit<FittedGenerator, 'generations'>,
  realSamples: number,
): void {
  demand(isCount(samples) && samples > 0, `A generator cannot be fitted on ${samples} rows.`);
  if (source === 'independent') return;
  demand(
    samples <= realSamples,
    `The generator cannot be fitted on ${samples} training rows: there are ${realSamples} real rows.`,
  );
  demand(meanError, 'A generator fitted on the training rows always has the error of their mean.');
}

function checkGenerations({ source, generations }: FittedGenerator): void {
  demand(
    Number.isInteger(generations) && generations > 0 && generations <= MOST_GENERATIONS,
    `A generator can have 1 to ${MOST_GENERATIONS} generations, not ${generations}.`,
  );
  demand(
    generations === 1 || source === 'independent',
    'A generator of several generations cannot be fitted on the training rows.',
  );
}

/**
 * Refuses Gaussians with vectors of another length than the dimension, or entries out of range.
 * @param what whose they are
 * @param means by what to call them
 * @throws SimulationError
 */
export function checkGaussians(
  what: string,
  dimension: number,
  eigenvalues: Float64Array,
  means: Readonly<Record<string, Float64Array>>,
): void {
  for (const [name, vector] of Object.entries({ ...means, eigenvalues })) {
    demand(
      vector.length === dimension,
      `The ${what}'s ${name} has ${vector.length} entries for dimension ${dimension}.`,
    );
    demand(vector.every(Number.isFinite), `The ${what}'s ${name} has an entry that is not a finite number.`);
  }
  demand(
    eigenvalues.every((value) => value >= 0),
    `The ${what}'s covariance has a negative eigenvalue.`,
  );
}

/** What rounding may put between cosines that are just possible and their bound. */
const COSINE_ROUNDING = 1e-12;

/** The range in which the kernels count. */
export function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 2 ** 31;
}

/** @throws SimulationError */
export function demand(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new SimulationError(sentence);
}

import { TheoryError } from './error';
import { responseOf } from './generator/responseOf';
import type { Groups } from './groups';
import type { GeneratorResponse } from './generator/response';
import { emptyShares, sumShares, type Shares } from './shares';
import type { Spectrum } from './spectrum';

/** The solution of theory.md §2's fixed point, in the weights of H_i = γ + a λ_i + θ l_i. */
export interface FixedPoint {
  /** a = c_r ν_r. */
  readonly a: number;
  /** The generator's rows: θ, g, (c_c + c_f) ν_s and their degrees of freedom. */
  readonly generator: GeneratorResponse;
  /** How H divides at the solution. */
  readonly shares: Shares;
  readonly iterations: number;
}

const MAX_ITERATIONS = 300;
/** Newton's last step: the error left after it is of the order of its square. */
const LAST_STEP = 1e-9;
/** No step changes a weight by more than this factor's logarithm. */
const LONGEST_STEP = 4;
/** A step is shortened when the slope along it turns and keeps more than this share of its size. */
const OVERSHOOT = 0.9;
/** The share of a step below which a component of it waits for the next one. */
const NEGLIGIBLE = 1e-9;

/**
 * Solves the fixed point.
 *
 * In α = log a and t = log θ it is the minimum of a strictly convex function, whose gradient is the degrees of
 * freedom that the rows take up less those they have left to give:
 *
 *     ∂α: tr(aλ/H) − N c_r (1 − a/a_max)      ∂t: tr(θl/H) − β(θ)
 *
 * Its Hessian is [[v + w, −v], [−v, v + u]] with v, w, u > 0, so that Newton's step, written with the two
 * components and their sum, has no cancellation, however flat the sum becomes at the interpolation peak.
 */
export function solveFixedPoint(spectrum: Spectrum, groups: Groups): FixedPoint {
  requireEnoughSamples(spectrum, groups);
  const { ridge, fresh, freshWeight } = groups;
  const start = pooledFraction(spectrum, groups);
  const generator = responseOf(groups, start);
  const hasReal = freshWeight > 0;
  const hasSynthetic = generator.largest > 0;
  const shares = emptyShares();
  let a = freshWeight * start;
  let stepReal = 0;
  let stepSynthetic = 0;
  let slope = 0;
  let lastReal = a;
  let lastSynthetic = generator.save();

  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations++) {
    sumShares(spectrum, ridge, a, generator.theta, shares);
    const left = hasReal ? a / freshWeight : 0;
    const residualReal = shares.real - fresh * (1 - left);
    const residualSynthetic = shares.synthetic - (generator.rank - generator.deficit);
    const residualSum = sumOfResiduals(shares, fresh, left, generator);

    const newSlope = residualReal * stepReal + residualSynthetic * stepSynthetic;
    if (newSlope > -OVERSHOOT * slope && slope < 0 && Math.abs(stepReal) + Math.abs(stepSynthetic) > 1e-3) {
      const shorter = Math.max(0.1, slope / (slope - newSlope));
      stepReal *= shorter;
      stepSynthetic *= shorter;
      slope *= shorter;
      a = Math.min(freshWeight, lastReal * Math.exp(stepReal));
      generator.restore(lastSynthetic);
      generator.move(stepSynthetic);
      continue;
    }

    const v = shares.cross;
    const w = shares.ridgeReal + fresh * left;
    const u = shares.ridgeSynthetic + generator.slope;
    if (hasReal && hasSynthetic) {
      const determinant = v * (w + u) + u * w;
      stepReal = -(u * residualReal + v * residualSum) / determinant;
      stepSynthetic = -(w * residualSynthetic + v * residualSum) / determinant;
    } else {
      stepReal = hasReal ? -residualSum / w : 0;
      stepSynthetic = hasSynthetic ? -residualSum / u : 0;
    }
    const length = Math.max(Math.abs(stepReal), Math.abs(stepSynthetic));
    if (Number.isNaN(length)) {
      throw failure("The theory's numbers leave the range of double precision", spectrum, groups);
    }
    // Of a group that takes no part in the step only the rounding would be left in the slope.
    if (Math.abs(stepReal) < NEGLIGIBLE * length) stepReal = 0;
    if (Math.abs(stepSynthetic) < NEGLIGIBLE * length) stepSynthetic = 0;
    if (length > LONGEST_STEP) {
      stepReal *= LONGEST_STEP / length;
      stepSynthetic *= LONGEST_STEP / length;
    }
    slope = residualReal * stepReal + residualSynthetic * stepSynthetic;
    lastReal = a;
    lastSynthetic = generator.save();
    a = Math.min(freshWeight, a * Math.exp(stepReal));
    generator.move(stepSynthetic);
    if (length < LAST_STEP) {
      sumShares(spectrum, ridge, a, generator.theta, shares);
      return { a, generator, shares, iterations };
    }
  }
  throw failure('The fixed point of the theory did not converge', spectrum, groups);
}

function failure(what: string, { dimension }: Spectrum, groups: Groups): TheoryError {
  const { fresh, training, synthetic, ridge } = groups;
  return new TheoryError(
    `${what} at dimension ${dimension}, ${fresh + training} real samples, ${synthetic} kept synthetic samples and ridge ${ridge}.`,
  );
}

/** residualReal + residualSynthetic, with whole directions and whole rows subtracted from each other first. */
function sumOfResiduals(shares: Shares, fresh: number, left: number, generator: GeneratorResponse): number {
  let whole = shares.saturated;
  let rest = shares.rest;
  if (left < 0.5) {
    whole -= fresh;
    rest += fresh * left;
  } else {
    rest -= fresh * (1 - left);
  }
  if (generator.deficit < 0.5 * generator.rank) {
    whole -= generator.rank;
    rest += generator.deficit;
  } else {
    rest -= generator.rank - generator.deficit;
  }
  return whole + rest;
}

/** Without a ridge there is a fixed point only where the rows span more than the p directions. */
function requireEnoughSamples(spectrum: Spectrum, groups: Groups): void {
  if (groups.ridge > 0) return;
  const { size, real, synthetic, dimension } = spectrum;
  const ofGenerator = groups.trainingWeight > 0 ? groups.fit : Math.min(groups.synthetic, groups.fit);
  const rows = groups.fresh + ofGenerator;
  if (!(rows > dimension)) {
    throw new TheoryError(
      `With ridge 0 the kept samples must outnumber the dimension ${dimension}, but they span only ${rows} directions.`,
    );
  }
  for (let i = 0; i < size; i++) {
    if (groups.freshWeight * real[i]! + (ofGenerator > 0 ? synthetic[i]! : 0) === 0) {
      throw new TheoryError('With ridge 0 every direction must have a variance above 0 among the samples.');
    }
  }
}

/**
 * A start: the common factor by which both weights fall below their largest values if all directions had the
 * same variance. Exact for isotropic data and one group of rows.
 */
function pooledFraction(spectrum: Spectrum, groups: Groups): number {
  const { size, real, synthetic, multiplicity, dimension } = spectrum;
  const generatorWeight = groups.trainingWeight + groups.syntheticWeight;
  let full = 0;
  for (let i = 0; i < size; i++) {
    full += multiplicity[i]! * (groups.freshWeight * real[i]! + generatorWeight * synthetic[i]!);
  }
  const strength = full / dimension;
  const rows = groups.fresh + groups.training + groups.synthetic;
  // rows (1 − x) = p strength x/(γ + strength x), the positive root x.
  const linear = dimension / rows - 1 + groups.ridge / strength;
  const constant = groups.ridge / strength;
  const root = Math.sqrt(linear * linear + 4 * constant);
  const fraction = linear > 0 ? (2 * constant) / (linear + root) : (root - linear) / 2;
  return fraction > 0 ? Math.min(1, fraction) : 1;
}

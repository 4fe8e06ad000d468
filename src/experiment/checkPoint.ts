import type { PointParameters } from './complete';
import type { Path, Problem } from './problem';
import { maxSamples, type ExperimentFile } from './schema';

const contradiction = (path: Path, message: string): Problem => ({ code: 'contradiction', path, message });

/** Whether the sizes of a file say n and m once, and only once. */
export function checkSizes(file: ExperimentFile): Problem[] {
  const { realSamples, syntheticSamples, syntheticProportion, totalSamples } = file;
  if (totalSamples !== undefined) {
    if (syntheticProportion === undefined) {
      return [
        contradiction(
          ['totalSamples'],
          'totalSamples is a budget that syntheticProportion divides: give syntheticProportion too, or give realSamples and syntheticSamples instead.',
        ),
      ];
    }
    const doubled = realSamples !== undefined ? 'realSamples' : 'syntheticSamples';
    if (realSamples !== undefined || syntheticSamples !== undefined) {
      return [
        contradiction(
          [doubled],
          `totalSamples and syntheticProportion already fix n and m; remove ${doubled}, or remove totalSamples.`,
        ),
      ];
    }
    return [];
  }
  if (realSamples === undefined) {
    return [
      {
        code: 'missing',
        path: [],
        message: 'The experiment needs "realSamples", the number n of real training rows (0 or more).',
      },
    ];
  }
  if (syntheticSamples !== undefined && syntheticProportion !== undefined) {
    return [
      contradiction(
        ['syntheticProportion'],
        'syntheticSamples and syntheticProportion both give the number of synthetic rows; keep one of them.',
      ),
    ];
  }
  if (syntheticSamples === undefined && syntheticProportion === undefined) {
    return [
      {
        code: 'missing',
        path: [],
        message:
          'The experiment needs the number of synthetic rows: "syntheticSamples", or "syntheticProportion" as a share of n + m.',
      },
    ];
  }
  if (syntheticProportion !== undefined && syntheticProportion > 0 && realSamples === 0) {
    return [
      contradiction(
        ['syntheticProportion'],
        'With realSamples 0 a proportion of n + m gives no synthetic rows; give syntheticSamples instead.',
      ),
    ];
  }
  return [];
}

/**
 * The fewest rows of a class that a Gaussian of its own may be fitted on, on average: of so many hardly ever less than
 * the two are drawn that it needs.
 */
export const fewestRowsOfClass = 10;

/** The fewest real rows that a verifier may compare synthetic ones with. */
export const fewestComparedRows = 10;

/** What makes one point impossible, although every field is in its range. */
export function checkPoint(p: PointParameters): readonly Problem[] {
  let problems = none;
  for (const check of checks) {
    const found = check(p);
    if (found.length > 0) problems = [...problems, ...found];
  }
  return problems;
}

/** The one empty list: most points have no problems, and there may be very many. */
const none: readonly Problem[] = [];

const checks: readonly ((p: PointParameters) => readonly Problem[])[] = [
  checkPopulation,
  checkRows,
  checkGenerator,
  checkPerClassFit,
  checkLikeness,
  checkDirections,
  checkRidge,
  checkClasses,
];

function checkPopulation({ covariance, dimension }: PointParameters): readonly Problem[] {
  if (covariance.kind === 'spectrum' && dimension % covariance.eigenvalues.length !== 0) {
    const given = covariance.eigenvalues.length;
    return [
      contradiction(
        ['data', 'covariance', 'eigenvalues'],
        `The spectrum has ${given} eigenvalues, and ${given} does not divide the dimension ${dimension}: give ${dimension} of them, or as many as a divisor of ${dimension}.`,
      ),
    ];
  }
  if (covariance.kind === 'spiked' && covariance.spikes.length > dimension) {
    return [
      contradiction(
        ['data', 'covariance', 'spikes'],
        `There are ${covariance.spikes.length} spikes but only ${dimension} dimensions; give at most ${dimension}.`,
      ),
    ];
  }
  return none;
}

/** α = φ(1−ε) + ρε, or a bound of it from above where ε is not known yet. */
function mostKept({ labelNoise, verifier }: PointParameters): number {
  if (verifier.kind === 'linear') return 1;
  if (verifier.kind !== 'random') return verifier.keep;
  const { keepCorrect, keepIncorrect } = verifier;
  if (labelNoise.kind !== 'uniform') return Math.max(keepCorrect, keepIncorrect);
  return keepCorrect * (1 - labelNoise.rate) + keepIncorrect * labelNoise.rate;
}

function checkRows(p: PointParameters): readonly Problem[] {
  if (p.syntheticSamples > maxSamples) {
    const message = `The synthetic proportion makes m = ${p.syntheticSamples} synthetic rows out of n = ${p.realSamples} real ones; m must be at most ${maxSamples.toLocaleString('en-US')}.`;
    return [{ code: 'size', path: ['syntheticProportion'], message }];
  }
  if (p.realSamples > 0) return none;
  if (p.syntheticSamples === 0) {
    return [
      contradiction(
        ['realSamples'],
        'There is nothing to train on: n = 0 real and m = 0 synthetic rows. Raise one.',
      ),
    ];
  }
  if (mostKept(p) === 0) {
    return [
      contradiction(
        ['verifier'],
        'There is nothing to train on: n = 0 real rows, and the verifier keeps no synthetic row. Raise realSamples, φ or ρ.',
      ),
    ];
  }
  return none;
}

function checkGenerator({ generator, realSamples, syntheticSamples }: PointParameters): readonly Problem[] {
  if (generator.kind !== 'fitted') return none;
  const problems: Problem[] = [];
  if (generator.generations > 1 && generator.source === 'training') {
    problems.push(
      contradiction(
        ['generator', 'generations'],
        `A generator of ${generator.generations} generations is not fitted on the training rows: set generator.source to "independent", or generations to 1.`,
      ),
    );
  }
  if (generator.source === 'training' && !generator.meanError) {
    problems.push(
      contradiction(
        ['generator', 'meanError'],
        'A generator fitted on the training rows estimates its mean from them: set meanError to true, or source to "independent".',
      ),
    );
  }
  if (syntheticSamples === 0) return problems;
  if (generator.source === 'training' && generator.samples > realSamples && realSamples >= 2) {
    problems.push(
      contradiction(
        ['generator', 'samples'],
        `The generator is fitted on ${generator.samples} training rows, but there are only ${realSamples}: lower generator.samples, or set generator.source to "independent".`,
      ),
    );
  } else if (generator.samples < 2 || (generator.source === 'training' && realSamples < 2)) {
    const few =
      realSamples === 0 ? 'With n = 0 real rows there is nothing' : 'With n = 1 real row there is too little';
    problems.push(
      contradiction(
        ['generator'],
        `${few} to fit the generator on: give it source "independent" and a number of samples, or kind "exact".`,
      ),
    );
  }
  return problems;
}

/** A Gaussian fitted on the rows of each class by itself needs rows of each. */
function checkPerClassFit({
  generator,
  positiveShare,
  syntheticSamples,
  classes,
}: PointParameters): readonly Problem[] {
  if (generator.kind !== 'fitted' || generator.covariance !== 'perClass') return none;
  if (classes > 2 || syntheticSamples === 0) return none;
  const rarer = generator.samples * Math.min(positiveShare, 1 - positiveShare);
  if (rarer >= fewestRowsOfClass) return none;
  return [
    contradiction(
      ['generator', 'covariance'],
      `A Gaussian per class needs at least ${fewestRowsOfClass} rows of each class on average, and of ${generator.samples} rows about ${Number(rarer.toPrecision(2))} are of the rarer class: raise generator.samples, or set generator.covariance to "pooled".`,
    ),
  ];
}

/** A verifier that compares samples with the real rows needs some. */
function checkLikeness({
  verifier,
  realSamples,
  syntheticSamples,
  classes,
}: PointParameters): readonly Problem[] {
  if (verifier.kind !== 'mahalanobis' && verifier.kind !== 'discriminator') return none;
  if (classes > 2 || syntheticSamples === 0 || realSamples >= fewestComparedRows) return none;
  return [
    contradiction(
      ['verifier'],
      `A verifier of kind "${verifier.kind}" compares the synthetic rows with the real ones, and n = ${realSamples}: raise realSamples to ${fewestComparedRows} or more, or choose another verifier.`,
    ),
  ];
}

/** A labeller and a verifier that look at the sample (theory.md §6). */
function checkDirections({ labelNoise, verifier, dimension }: PointParameters): readonly Problem[] {
  if (labelNoise.kind !== 'linear' && verifier.kind !== 'linear') return none;
  if (dimension < 3) {
    return [
      contradiction(
        ['data', 'dimension'],
        'Linear labels and a linear verifier need directions of their own beside the mean: raise data.dimension to 3 or more.',
      ),
    ];
  }
  if (labelNoise.kind !== 'linear' || verifier.kind !== 'linear') return none;
  const [u, v] = [labelNoise.alignment, verifier.alignment];
  const middle = u * v;
  const reach = Math.sqrt((1 - u * u) * (1 - v * v));
  // Ends of the interval written to a few digits are meant to be its ends.
  if (Math.abs(verifier.correlation - middle) <= reach + 1e-9) return none;
  const end = (value: number) => `${Number(value.toFixed(6))}`;
  const allowed =
    reach === 0
      ? `it can only be ${end(middle)}`
      : `it must be from ${end(middle - reach)} to ${end(middle + reach)}`;
  return [
    contradiction(
      ['verifier', 'correlation'],
      `verifier.correlation is ${verifier.correlation}; with the labeller's alignment ${u} and the verifier's ${v} ${allowed}.`,
    ),
  ];
}

function checkRidge(p: PointParameters): readonly Problem[] {
  if (p.ridge > 0) return none;
  if (p.loss !== 'square') {
    return [
      contradiction(
        ['classifier', 'ridge'],
        'A ridge of 0 is possible with the square loss only, which alone has a smallest value whatever the data; set a ridge above 0.',
      ),
    ];
  }
  const kept = p.realSamples + mostKept(p) * p.syntheticSamples;
  if (kept > p.dimension) return none;
  return [
    contradiction(
      ['classifier', 'ridge'],
      `A ridge of 0 needs more kept samples than dimensions, but about ${Math.round(kept)} are kept and p = ${p.dimension}; set a ridge above 0.`,
    ),
  ];
}

/** What several classes exclude (theory.md §10). */
function checkClasses(p: PointParameters): readonly Problem[] {
  const { classes, generator } = p;
  if (classes === 2) return none;
  const problems: Problem[] = [];
  const exclude = (path: Path, what: string, instead: string) =>
    problems.push(
      contradiction(path, `With ${classes} classes ${what}: ${instead}, or set data.classes to 2.`),
    );
  if (p.dimension < classes) {
    problems.push(
      contradiction(
        ['data', 'classes'],
        `${classes} classes need as many dimensions, but p = ${p.dimension}: lower data.classes, or raise data.dimension.`,
      ),
    );
  }
  if (
    generator.kind === 'shifted' &&
    generator.orthogonalShift > 0 &&
    p.dimension < 2 * (classes - 1) &&
    p.dimension >= classes
  ) {
    problems.push(
      contradiction(
        ['generator', 'orthogonalShift'],
        `${classes} means and their orthogonal shifts need ${2 * (classes - 1)} dimensions, but p = ${p.dimension}: raise data.dimension, or set generator.orthogonalShift to 0.`,
      ),
    );
  }
  if (p.positiveShare !== 0.5) {
    exclude(['data', 'positiveShare'], 'all are equally frequent', 'remove data.positiveShare');
  }
  if (p.features.kind !== 'gaussian') {
    exclude(['data', 'features'], 'features are Gaussian', 'set data.features to "gaussian"');
  }
  if (p.loss !== 'square') {
    exclude(['classifier', 'loss'], 'only the square loss is known', 'set classifier.loss to "square"');
  }
  if (p.labelNoise.kind !== 'uniform') {
    exclude(['labelNoise'], 'labels can only be wrong uniformly', 'set labelNoise.kind to "uniform"');
  }
  if (p.verifier.kind !== 'random') {
    exclude(
      ['verifier'],
      'a verifier cannot look at the sample',
      'set verifier.kind to "random" or "threshold"',
    );
  }
  if (generator.kind === 'fitted') {
    if (generator.generations > 1) {
      exclude(['generator', 'generations'], 'a generator is fitted once', 'set generator.generations to 1');
    }
    if (generator.covariance === 'perClass') {
      exclude(
        ['generator', 'covariance'],
        'a generator fits one covariance around the means of all classes',
        'set generator.covariance to "pooled"',
      );
    }
    if (generator.meanError && generator.samples < classes && p.syntheticSamples > 0) {
      exclude(
        ['generator'],
        `a generator cannot estimate their means from ${generator.samples} rows`,
        'raise generator.samples',
      );
    }
  }
  return problems;
}

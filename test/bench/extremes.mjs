// node test/bench/extremes.mjs [inputs] [seed] [kind]: random inputs of any size to every solver of the theory. Each must
// give finite numbers or the reason why there are none; what does neither is listed, and ends the program with 1.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { randomChoices } from './lib/random.mjs';

const [inputs = 100_000, seed = 1] = process.argv.slice(2, 4).map(Number);
const only = process.argv[4];
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'extremes-'));
const outfile = join(folder, 'theory.mjs');
await build({
  stdin: {
    contents: `export { TheoryError } from './src/theory/error';
      export { solveExact } from './src/theory/exact';
      export { solveMarginLoss } from './src/theory/marginLoss';
      export { solvePublished } from './src/theory/published';
      export { solveInputDependent } from './src/theory/inputDependent';
      export { solveClasses } from './src/theory/classes';`,
    resolveDir: root,
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
});
const theory = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true });

// ── Random inputs ───────────────────────────────────────────────────────────────────────────────────────────────

const { random, between, oneOf } = randomChoices(seed);
/** 10^x for x between low and high. */
const power = (low, high) => 10 ** between(low, high);
const chance = (probability) => random() < probability;
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** In [0, 1]: the ends, near them, and between. */
const proportion = () =>
  oneOf(
    () => 0,
    () => 1,
    () => power(-12, 0),
    () => 1 - power(-12, 0),
    random,
    random,
  )();
const cosine = () => oneOf(() => -1, () => 0, () => 1, () => 1 - power(-15, 0), () => between(-1, 1))(); // prettier-ignore
/** Rows for each dimension: none, as many, and p/n from 1e-6 to 1e6. */
const rowsPerDimension = () => oneOf(() => 0, () => 1, () => power(-6, 6), () => power(-6, 6), () => power(-1, 1))(); // prettier-ignore
const squaredNorm = () =>
  oneOf(
    () => 0,
    () => power(-8, 8),
    () => power(-1, 1),
  )();

function atom(decades, generator) {
  const eigenvalue = power(-decades, decades);
  const meanSquared = squaredNorm();
  const own = { eigenvalue, multiplicity: oneOf(1, 2.5, 30, 1000, 1e6), meanSquared };
  if (generator !== 'shifted') {
    return {
      ...own,
      crossMean: meanSquared,
      syntheticMeanSquared: meanSquared,
      syntheticEigenvalue: eigenvalue,
    };
  }
  const syntheticMeanSquared = squaredNorm();
  const crossMean = cosine() * Math.sqrt(meanSquared) * Math.sqrt(syntheticMeanSquared);
  return { ...own, crossMean, syntheticMeanSquared, syntheticEigenvalue: power(-decades, decades) };
}

/** A problem of theory.md §2 with one of these generators: exact, shifted, independent or training. */
function problemOf({ generator, isotropic = false, generations = 1, plain = false }) {
  const decades = plain ? 0 : oneOf(0, 1, 4);
  const atoms = Array.from({ length: isotropic ? 1 : oneOf(1, 1, 2, 4) }, () => atom(decades, generator));
  if (plain) for (const one of atoms) if (generator === 'shifted') one.syntheticEigenvalue = power(-4, 4);
  const dimension = atoms.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
  const labels = { labelNoise: proportion(), keepCorrect: proportion(), keepIncorrect: proportion() };
  let realSamples = dimension * rowsPerDimension();
  let syntheticSamples = dimension * rowsPerDimension();
  let ridge = oneOf(() => power(-12, 12), () => power(-12, 12), () => power(-3, 1), () => 0)(); // prettier-ignore
  if (chance(0.25)) {
    // Next to the interpolation peak: as many rows as dimensions, but for a little, and hardly a ridge.
    const kept = labels.keepCorrect * (1 - labels.labelNoise) + labels.keepIncorrect * labels.labelNoise;
    const rows = dimension * (1 + oneOf(0, 1, -1) * power(-15, -1));
    const share = oneOf(0, 1, random());
    realSamples = share * rows;
    syntheticSamples = kept > 0 ? ((1 - share) * rows) / kept : 0;
    ridge = power(-12, -3);
  }
  if (generator === 'training' && realSamples === 0) realSamples = dimension;
  const fits = {
    independent: {
      samples: Math.max(1, dimension * power(-6, 6)),
      meanError: chance(0.5),
      source: 'independent',
      generations,
    },
    training: {
      samples: realSamples * oneOf(1, random(), power(-6, 0)),
      meanError: true,
      source: 'training',
      generations,
    },
  };
  return {
    atoms,
    realSamples,
    syntheticSamples,
    fit: fits[generator] ?? null,
    ...labels,
    ridge,
    realWeight: plain ? 1 : oneOf(1, power(-3, 3)),
    syntheticWeight: plain ? 1 : oneOf(1, power(-3, 3)),
    normalise: plain ? 'all' : oneOf('all', 'kept'),
  };
}

const anyGenerator = () => oneOf('exact', 'shifted', 'independent', 'training');
const ownRows = () => oneOf('exact', 'shifted', 'independent');
const manyGenerations = () => oneOf(2, 3, 7, 30, 100);

function marginLossOf(loss) {
  return () => {
    const generator = ownRows();
    const generations = generator === 'independent' ? oneOf(1, 1, manyGenerations()) : 1;
    return [problemOf({ generator, generations }), loss];
  };
}

function inputDependentOf(linearLabels, linearVerifier) {
  return () => {
    const { labelNoise, keepCorrect, keepIncorrect, ...rest } = problemOf({
      generator: ownRows(),
      isotropic: true,
    });
    const [labeller, verifier] = [cosine(), cosine()];
    const room = Math.sqrt((1 - labeller ** 2) * (1 - verifier ** 2));
    const correlation = Math.max(-1, Math.min(1, labeller * verifier + room * cosine()));
    const labels = linearLabels
      ? { kind: 'linear', alignment: labeller }
      : { kind: 'uniform', rate: labelNoise };
    return [
      {
        ...rest,
        labels,
        verifier: linearVerifier
          ? { kind: 'linear', alignment: verifier, correlation }
          : { kind: 'random', keepCorrect, keepIncorrect },
      },
    ];
  };
}

/** K classes, whose means are a simplex or random, in the place of a problem's two. */
function classesProblem() {
  const classes = oneOf(2, 3, 4, 5, 6, 7, 8);
  const size = 2 * classes;
  const generator = anyGenerator();
  const problem = problemOf({ generator });
  const simplex = chance(0.4);
  const gramOf = (entry) =>
    Float64Array.from({ length: size * size }, (_, at) => entry(Math.floor(at / size), at % size));
  const atoms = problem.atoms.map(({ eigenvalue, multiplicity, syntheticEigenvalue, ...means }) => {
    const shared = { eigenvalue, multiplicity, syntheticEigenvalue };
    if (simplex && generator !== 'shifted') {
      const product = (i, j) => means.meanSquared * (i % classes === j % classes ? 1 : -1 / (classes - 1));
      return { ...shared, means: gramOf(product) };
    }
    const draw = (squared) => Array.from({ length: 3 }, () => Math.sqrt(squared / 3) * normal());
    const real = Array.from({ length: classes }, () => draw(means.meanSquared));
    const synthetic = generator === 'shifted' ? real.map(() => draw(means.syntheticMeanSquared)) : real;
    const vectors = [...real, ...synthetic];
    return {
      ...shared,
      means: gramOf((i, j) => vectors[i].reduce((sum, x, k) => sum + x * vectors[j][k], 0)),
    };
  });
  return [{ ...problem, classes, atoms }];
}

const kinds = {
  'exact, square loss': [theory.solveExact, () => [problemOf({ generator: anyGenerator() })]],
  'exact, generations': [
    theory.solveExact,
    () => [problemOf({ generator: 'independent', generations: manyGenerations() })],
  ],
  'any loss, square': [theory.solveMarginLoss, marginLossOf('square')],
  'any loss, logistic': [theory.solveMarginLoss, marginLossOf('logistic')],
  'any loss, squared hinge': [theory.solveMarginLoss, marginLossOf('squaredHinge')],
  'published, toy': [
    theory.solvePublished,
    () => {
      const problem = problemOf({ generator: 'independent', plain: true });
      return [{ ...problem, fit: { ...problem.fit, meanError: false } }];
    },
  ],
  'published, synthetic only': [
    theory.solvePublished,
    () => [{ ...problemOf({ generator: 'exact', plain: true }), realSamples: 0 }],
  ],
  'published, general': [theory.solvePublished, () => [problemOf({ generator: 'shifted', plain: true })]],
  'labels uniform, verifier random': [theory.solveInputDependent, inputDependentOf(false, false)],
  'labels uniform, verifier linear': [theory.solveInputDependent, inputDependentOf(false, true)],
  'labels linear, verifier random': [theory.solveInputDependent, inputDependentOf(true, false)],
  'labels linear, verifier linear': [theory.solveInputDependent, inputDependentOf(true, true)],
  'several classes': [theory.solveClasses, classesProblem],
};

// ── Answers ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The reasons there may be for no number; everything else that is thrown is a fault. */
const reasons = [
  /^There is nothing to learn from: /,
  /^With ridge 0 /,
  /needs a ridge above 0: /,
  /leave the range of double precision at /,
  /^No value: the published formula /,
  /^The class means are too large for the ridge: /,
  /where its equations are nearly singular\. It /,
];

function numbersOf(value) {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(numbersOf);
}

/** What an answer is: 'a number', the reason why there is none, or a fault. */
function outcomeOf(solve, input) {
  try {
    const answer = solve(...input);
    const { accuracy, risk, marginVariance } = answer;
    if (!numbersOf(answer).every(Number.isFinite)) return { fault: 'a number that is not finite' };
    if (!(accuracy >= 0 && accuracy <= 1)) return { fault: `the accuracy ${accuracy}` };
    if (!(marginVariance > 0)) return { fault: `the variance ${marginVariance}` };
    if (!(risk >= 0)) return { fault: `the risk ${risk}` };
    return { outcome: 'a number' };
  } catch (error) {
    if (!(error instanceof theory.TheoryError)) return { fault: error.stack };
    if (!reasons.some((reason) => reason.test(error.message))) return { fault: error.message };
    return { outcome: error.message.replace(/-?\d+(\.\d+)?(e[-+]?\d+)?/g, '#') };
  }
}

const text = (input) =>
  JSON.stringify(input, (_, value) => (value instanceof Float64Array ? Array.from(value) : value));
/** Milliseconds of `task`, the best of three. */
function bestTime(task) {
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    task();
    return performance.now() - start;
  });
  return Math.min(...times);
}

/** Milliseconds above which an answer is listed as slow. */
const SLOW = 50;
let faults = 0;
const chosen = Object.entries(kinds).filter(([kind]) => only === undefined || kind.includes(only));
const each = Math.ceil(inputs / chosen.length);
for (const [kind, [solve, draw]] of chosen) {
  const counts = new Map();
  const slow = [];
  let total = 0;
  for (let i = 0; i < each; i++) {
    const input = draw();
    const start = performance.now();
    const { outcome, fault } = outcomeOf(solve, input);
    const time = performance.now() - start;
    total += time;
    if (time > SLOW) slow.push(input);
    if (fault === undefined) {
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    } else {
      faults++;
      console.log(`FAULT: ${kind}: ${fault}\n  ${text(input)}`);
    }
  }
  console.log(`${kind}: ${each} inputs, ${((1000 * total) / each).toFixed(0)} µs each`);
  // Again, so that what else the machine did at the time does not count.
  const times = slow.map((input) => ({ input, time: bestTime(() => outcomeOf(solve, input)) }));
  const trulySlow = times.filter(({ time }) => time > SLOW).sort((a, b) => b.time - a.time);
  if (trulySlow.length > 0) {
    const [{ input, time }] = trulySlow;
    console.log(`  ${trulySlow.length} above ${SLOW} ms, at the most ${time.toFixed(0)} ms: ${text(input)}`);
  }
  for (const [outcome, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    console.log(`${String(count).padStart(8)}  ${outcome}`);
  }
}
console.log(faults === 0 ? 'No faults.' : `${faults} faults.`);
process.exitCode = faults === 0 ? 0 : 1;

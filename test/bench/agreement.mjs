// node test/bench/agreement.mjs [configurations] [repetitions] [seed]: random experiments of every kind that the exact
// theory covers, each simulated row by row, and how far the simulation is from the theory in standard errors. The
// theory is a limit: what is left of order 1/p shows as a mean z-score apart from 0.
import { availableParallelism } from 'node:os';
import { bundledEngine } from './lib/engine.mjs';
import { randomChoices } from './lib/random.mjs';

const [configurations = 200, repetitions = 10, seed = 1] = process.argv.slice(2).map(Number);
const { readExperiment, WorkerPool, startRun, workerFile, remove } = await bundledEngine();

// ── Random experiments ──────────────────────────────────────────────────────────────────────────────────────────

const { random, between, logBetween, whole, oneOf } = randomChoices(seed);

const populations = {
  identity: () => ({ kind: 'identity' }),
  powerLaw: () => ({ kind: 'powerLaw', exponent: between(0.3, 1.2) }),
  ar1: () => ({ kind: 'ar1', correlation: between(-0.7, 0.7) }),
  spectrum: () => ({ kind: 'spectrum', eigenvalues: [between(0.2, 1), between(1, 3)] }),
};

function fitted(realSamples, source = oneOf('training', 'independent')) {
  const samples = source === 'training' ? whole(realSamples / 3, realSamples) : whole(100, 900);
  const meanError = source === 'training' || random() < 0.6;
  return { kind: 'fitted', samples, source, meanError };
}
const shifted = () => ({
  kind: 'shifted',
  alignment: between(0.5, 1.3),
  orthogonalShift: between(0, 0.8),
  covarianceScale: between(0.5, 2),
});
const uniformNoise = () => ({ kind: 'uniform', rate: between(0, 0.4) });
const randomVerifier = () => ({
  kind: 'random',
  keepCorrect: between(0.6, 1),
  keepIncorrect: between(0, 0.9),
});

/** One experiment of a kind: a single point. Every dimension is even, so that a spectrum of two values divides it. */
function experimentOf(kind) {
  const dimension = 2 * whole(75, 150);
  const realSamples = whole(150, 800);
  const independent =
    kind === 'logistic' || kind === 'squaredHinge' || kind === 'looks at samples' || kind === 'generations';
  const generator = oneOf(
    () => fitted(realSamples, independent ? 'independent' : undefined),
    () => fitted(realSamples, independent ? 'independent' : undefined),
    shifted,
    () => ({ kind: 'exact' }),
  )();
  const population = kind === 'looks at samples' ? 'identity' : oneOf(...Object.keys(populations));
  const file = {
    version: 1,
    data: {
      kind: 'gaussian',
      dimension,
      meanNorm: between(0.7, 1.8),
      covariance: populations[population](),
      meanDirection: 'even',
    },
    realSamples,
    syntheticSamples: whole(300, 2500),
    generator,
    labelNoise: uniformNoise(),
    verifier: randomVerifier(),
    classifier: {
      ridge: logBetween(0.03, 3),
      realWeight: logBetween(0.5, 2),
      syntheticWeight: logBetween(0.3, 2),
      normalise: oneOf('all', 'kept'),
    },
    simulation: { repetitions, seed: 1 + Math.floor(1e6 * random()), sampler: 'explicit' },
  };
  if (kind === 'logistic' || kind === 'squaredHinge') file.classifier.loss = kind;
  if (kind === 'generations') {
    file.generator = { ...fitted(realSamples, 'independent'), generations: oneOf(2, 3, 5) };
  }
  if (kind === 'classes') file.data.classes = oneOf(3, 4, 6);
  if (kind === 'looks at samples') {
    if (random() < 0.75) file.labelNoise = { kind: 'linear', alignment: between(0.3, 0.95) };
    if (file.labelNoise.kind === 'uniform' || random() < 0.7) {
      file.verifier = { kind: 'linear', alignment: between(0.3, 0.95) };
    }
  }
  return { kind, population, file };
}

const kinds = ['square', 'square', 'logistic', 'squaredHinge', 'looks at samples', 'generations', 'classes'];

// ── What is measured ────────────────────────────────────────────────────────────────────────────────────────────

const pool = new WorkerPool({ workerFile, size: availableParallelism() });
const metrics = ['accuracy', 'meanMargin', 'marginVariance'];
const rows = [];
const started = performance.now();
while (rows.length < configurations) {
  const { kind, population, file } = experimentOf(kinds[rows.length % kinds.length]);
  const { experiment, problems } = readExperiment(JSON.stringify(file));
  if (experiment === undefined) throw new Error(`${problems[0].message}\n${JSON.stringify(file)}`);
  const results = await startRun({ pool, spec: experiment.file, expansion: experiment.expansion }).finished;
  if (results.status !== 'complete') throw new Error(`${results.reason}\n${JSON.stringify(file)}`);
  const { theory, simulation } = results.series[0].points[0];
  if ('error' in theory.exact) throw new Error(`${theory.exact.error}\n${JSON.stringify(file)}`);
  const z = Object.fromEntries(
    metrics.map((metric) => {
      const { mean, standardError } = simulation[metric];
      return [metric, (mean - theory.exact[metric]) / standardError];
    }),
  );
  const difference = simulation.accuracy.mean - theory.exact.accuracy;
  rows.push({
    kind,
    population,
    generator: file.generator.kind,
    p: file.data.dimension,
    z,
    difference,
    file,
  });
  if (process.stderr.isTTY) process.stderr.write(`\r${rows.length} of ${configurations}`);
}
pool.dispose();
remove();
if (process.stderr.isTTY) process.stderr.write('\n');

// ── Report ──────────────────────────────────────────────────────────────────────────────────────────────────────

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
const summary = (some) =>
  metrics
    .map((metric) => some.map(({ z }) => z[metric]))
    .map((values) => `${mean(values).toFixed(2).padStart(6)} ± ${spread(values).toFixed(2)}`)
    .join('   ');
const degrees = repetitions - 1;
console.log(
  `${rows.length} configurations × ${repetitions} repetitions, row by row, in ${((performance.now() - started) / 1000).toFixed(0)} s.`,
);
console.log(
  `z-scores: mean ± spread. A t-distribution with ${degrees} degrees of freedom has spread ${Math.sqrt(degrees / (degrees - 2)).toFixed(2)}.\n`,
);
console.log(`${''.padEnd(34)}      ${metrics.map((metric) => metric.padEnd(16)).join('')}`);
const line = (label, some) =>
  console.log(`${label.padEnd(28)} ${String(some.length).padStart(4)}  ${summary(some)}`);
line('all', rows);
for (const by of ['kind', 'population', 'generator']) {
  for (const value of new Set(rows.map((row) => row[by]))) {
    line(
      `${by}: ${value}`,
      rows.filter((row) => row[by] === value),
    );
  }
}
console.log('\nThe ten farthest in accuracy:');
for (const { kind, population, generator, p, z, difference, file } of [...rows]
  .sort((a, b) => Math.abs(b.z.accuracy) - Math.abs(a.z.accuracy))
  .slice(0, 10)) {
  console.log(
    `z ${z.accuracy.toFixed(2).padStart(6)}  ${(100 * difference).toFixed(2).padStart(6)} points  ${kind}, ${population}, ${generator}, p = ${p}, n = ${file.realSamples}, m = ${file.syntheticSamples}`,
  );
}

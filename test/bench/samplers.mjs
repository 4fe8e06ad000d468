// node test/bench/samplers.mjs [configurations] [repetitions] [seed]: random experiments of every kind that the sufficient
// sampler covers, each simulated by both samplers with numbers of their own, and whether their results have the same law:
// a two-sample Kolmogorov–Smirnov, a Mann–Whitney (place) and a Brown–Forsythe (spread) test of every metric.
import { availableParallelism } from 'node:os';
import { randomChoices } from './lib/random.mjs';
import { loadRunner } from './lib/runner.mjs';

const [configurations = 20, repetitions = 1000, seed = 1] = process.argv.slice(2).map(Number);
const metrics = ['meanMargin', 'marginVariance', 'accuracy'];

// ── Random experiments ──────────────────────────────────────────────────────────────────────────────────────────

const { random, between, logBetween, whole, oneOf } = randomChoices(seed);

const populations = {
  identity: () => ({ kind: 'identity' }),
  powerLaw: () => ({ kind: 'powerLaw', exponent: between(0.3, 1.5) }),
  spiked: () => ({ kind: 'spiked', spikes: [between(2, 10), between(2, 10)] }),
  ar1: () => ({ kind: 'ar1', correlation: between(-0.8, 0.8) }),
};

const fitted = (samples, others) => ({ kind: 'fitted', samples, source: 'independent', ...others });
/** Every kind of generator in dimension p beside n real rows, some fitted on fewer rows than dimensions. */
const generators = {
  independent: (p) => fitted(whole(p + 2, 4 * p), { meanError: true }),
  'true mean': (p) => fitted(whole(p + 1, 4 * p), { meanError: false }),
  'training rows': (p, n) => fitted(whole(n / 2, n), { source: 'training', meanError: true }),
  'few rows': (p) => fitted(whole(p / 4, p - 1), { meanError: random() < 0.5 }),
  'few training rows': (p, n) =>
    fitted(whole(4, Math.min(n, p - 1)), { source: 'training', meanError: true }),
  shifted: () => ({
    kind: 'shifted',
    alignment: between(0.5, 1.2),
    orthogonalShift: between(0.1, 1),
    covarianceScale: between(0.4, 2),
  }),
  exact: () => ({ kind: 'exact' }),
  generations: (p) => fitted(whole(p + 2, 4 * p), { meanError: random() < 0.7, generations: oneOf(2, 3, 4) }),
  classes: (p) => fitted(whole(p + 6, 4 * p), { meanError: random() < 0.7 }),
  'classes, shifted': () => generators.shifted(),
};

/** One experiment of a single point; kinds of generators and populations take turns. */
function experimentOf(turn) {
  const kind = Object.keys(generators)[turn % Object.keys(generators).length];
  // A step that has no divisor in common with either list, so that all pairs come in time.
  const population = Object.keys(populations)[(turn + Math.floor(turn / 10)) % 4];
  const p = whole(20, 60);
  // Below p now and then: Bartlett's factors are trapezoids then.
  const realSamples = random() < 0.3 ? whole(8, p - 1) : whole(p, 4 * p);
  const syntheticSamples = random() < 0.3 ? whole(8, p - 1) : whole(p, 6 * p);
  const file = {
    version: 1,
    data: {
      kind: 'gaussian',
      dimension: p,
      meanNorm: between(0.6, 2),
      covariance: populations[population](),
      ...(kind.startsWith('classes') && { classes: oneOf(3, 4, 5) }),
    },
    realSamples,
    syntheticSamples,
    generator: generators[kind](p, realSamples),
    labelNoise: { kind: 'uniform', rate: between(0, 0.4) },
    verifier: { kind: 'random', keepCorrect: between(0.5, 1), keepIncorrect: between(0, 0.9) },
    classifier: {
      ridge: logBetween(0.01, 2),
      realWeight: logBetween(0.5, 2),
      syntheticWeight: logBetween(0.3, 2),
      normalise: oneOf('all', 'kept'),
    },
  };
  return { kind, population, file };
}

// ── Tests ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** P(√n D > x) of Kolmogorov's statistic, with Stephens's correction for n points in effect. */
function kolmogorovTail(distance, n) {
  const x = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}

/** Abramowitz and Stegun 7.1.26 would lose the small tails: the continued fraction of the complementary error function. */
function normalTail(z) {
  const x = Math.abs(z);
  if (x > 3) {
    let fraction = x;
    for (let k = 60; k >= 1; k--) fraction = x + k / fraction;
    return (2 * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI) / fraction;
  }
  // Φ's power series.
  let term = x;
  let sum = x;
  for (let k = 1; k < 80; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return 1 - (2 * sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

function kolmogorovSmirnov(a, b) {
  const [x, y] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  let [i, j, largest] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i], y[j]);
    while (i < x.length && x[i] <= at) i++;
    while (j < y.length && y[j] <= at) j++;
    largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
  }
  return kolmogorovTail(largest, (x.length * y.length) / (x.length + y.length));
}

/** Two-sided; ties, which continuous laws do not have, get their mean rank. */
function mannWhitney(a, b) {
  const all = [...a.map((value) => ({ value, first: 1 })), ...b.map((value) => ({ value, first: 0 }))];
  all.sort((x, y) => x.value - y.value);
  let ranks = 0;
  for (let from = 0, to; from < all.length; from = to) {
    for (to = from + 1; to < all.length && all[to].value === all[from].value;) to++;
    for (let i = from; i < to; i++) ranks += all[i].first * ((from + 1 + to) / 2);
  }
  const [m, n] = [a.length, b.length];
  return normalTail((ranks - (m * (m + n + 1)) / 2) / Math.sqrt((m * n * (m + n + 1)) / 12));
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values) => {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
};

/** Brown–Forsythe: Welch's test of the distances from the median; its t is normal for hundreds of values. */
function brownForsythe(a, b) {
  const [x, y] = [a, b].map((values) => {
    const median = [...values].sort((s, t) => s - t)[values.length >> 1];
    return values.map((value) => Math.abs(value - median));
  });
  return normalTail((mean(x) - mean(y)) / Math.sqrt(variance(x) / x.length + variance(y) / y.length));
}

const tests = {
  'Kolmogorov–Smirnov': kolmogorovSmirnov,
  'Mann–Whitney': mannWhitney,
  'Brown–Forsythe': brownForsythe,
};

/** Kolmogorov's test of p-values against the uniform law. */
function uniformity(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const distance = Math.max(...sorted.map((value, i) => Math.max(value - i / n, (i + 1) / n - value)));
  return kolmogorovTail(distance, n);
}

// ── The runs ────────────────────────────────────────────────────────────────────────────────────────────────────

const engine = await loadRunner();
const started = performance.now();
const rows = [];
for (let turn = 0; turn < configurations; turn++) {
  const { kind, population, file } = experimentOf(turn);
  const values = {};
  for (const [sampler, itsSeed] of [
    ['sufficient', 1000 + turn],
    ['explicit', 2_000_000 + turn],
  ]) {
    const simulation = { repetitions, seed: itsSeed, sampler };
    const experiment = engine.read(JSON.stringify({ ...file, simulation }));
    const { results } = await engine.run(experiment, availableParallelism());
    values[sampler] = results.series[0].points[0].simulation;
  }
  for (const metric of metrics) {
    const [a, b] = [values.sufficient[metric].values, values.explicit[metric].values];
    const p = Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, test(a, b)]));
    rows.push({ turn, kind, population, metric, p, file });
  }
  const smallest = rows
    .slice(-metrics.length)
    .map(({ metric, p }) => `${metric} ${p['Kolmogorov–Smirnov'].toFixed(3)}`);
  const sizes = `p = ${file.data.dimension}, n = ${file.realSamples}, m = ${file.syntheticSamples}, n̂ = ${file.generator.samples ?? '–'}`;
  console.log(`${`${kind}, ${population}, ${sizes}`.padEnd(70)} ${smallest.join('  ')}`);
}
engine.dispose();

// ── Report ──────────────────────────────────────────────────────────────────────────────────────────────────────

const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `\n${configurations} experiments × ${repetitions} repetitions of both samplers, in ${seconds} s. p-values of "the same law":`,
);
for (const name of Object.keys(tests)) {
  const all = rows.map(({ p }) => p[name]);
  const each = metrics.map((metric) => {
    const some = rows.filter((row) => row.metric === metric).map(({ p }) => p[name]);
    return `${metric} ${uniformity(some).toFixed(3)}`;
  });
  const chance = 1 - (1 - Math.min(...all)) ** all.length;
  console.log(
    `${name.padEnd(20)} smallest of ${all.length}: ${Math.min(...all).toExponential(1)} (so small by chance: ${chance.toFixed(2)}); are they uniform: ${each.join(', ')}`,
  );
}
// A family-wise level of 1e-4 over every test made.
const level = 1e-4 / (rows.length * Object.keys(tests).length);
const suspicious = rows.filter(({ p }) => Math.min(...Object.values(p)) < level);
for (const { kind, population, metric, p, file } of suspicious) {
  console.log(`\nDIFFERENT: ${kind}, ${population}, ${metric} ${JSON.stringify(p)}\n${JSON.stringify(file)}`);
}
if (suspicious.length > 0) process.exitCode = 1;

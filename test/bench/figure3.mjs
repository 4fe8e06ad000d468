// node test/bench/figure3.mjs: the Figure 3 template in full, with one worker and with two: how long it takes and how
// well simulation and theory agree; then its costliest repetition, by both samplers. Where there is numpy, the same by
// numpy in turns with ours: as published scripts draw it, and as one would who knows numpy well; with numpy's own choice
// of threads and with one.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadEngine, root } from './lib/engine.mjs';
import { hasNumpy, numpyPoint, startNumpy } from './lib/numpy.mjs';

const engine = await loadEngine();
const text = readFileSync(join(root, 'examples/figure-3.resolvent.json'), 'utf8');
const experiment = engine.read(text);
const { repetitions } = experiment.expansion.settings;
const pointsOf = ({ series }) => series.flatMap(({ label, points }) => points.map((p) => ({ label, ...p })));
const say = (what, value) => console.log(`${what.padEnd(46)} ${value}`);
const times = (ratio) => `${ratio.toFixed(ratio < 10 ? 2 : 0)} times`;

// ── The whole figure, in turns ──────────────────────────────────────────────────────────────────────────────────

const rounds = 2;
const ours = { 1: [], 2: [] };
let results;
let numpy;
for (let round = 0; round < rounds; round++) {
  for (const workers of [1, 2]) {
    const run = await engine.run(experiment, workers);
    ours[workers].push(run.seconds);
    const series = JSON.stringify(run.results.series);
    if (results !== undefined && series !== JSON.stringify(results.series))
      throw new Error('Not the same numbers.');
    results = run.results;
  }
  if (hasNumpy()) {
    numpy ??= await measuredByNumpy(pointsOf(results), pointsOf(experiment.expansion));
    await numpy.measure();
  }
}
const best = { 1: Math.min(...ours[1]), 2: Math.min(...ours[2]) };
const points = pointsOf(results);
say(
  'machine',
  `${availableParallelism()} cores, node ${process.version}${numpy ? `, numpy ${numpy.version}` : ''}`,
);
say('experiment', `${points.length} points × ${repetitions} repetitions; best of ${rounds} rounds`);
say('1 worker', `${best[1].toFixed(1)} s`);
say(
  '2 workers',
  `${best[2].toFixed(1)} s, ${times(best[1] / best[2])} as fast (target ≥ 1.8); the same numbers`,
);

const deviations = points.map(({ label, x, theory, simulation: { accuracy } }) => {
  const difference = accuracy.mean - theory.exact.accuracy;
  return { label, x, difference, distance: Math.abs(difference) / accuracy.standardError };
});
const within = deviations.filter(({ distance }) => distance <= 2).length;
const largest = (of) => deviations.reduce((most, other) => (of(other) > of(most) ? other : most));
const farthest = largest(({ distance }) => distance);
const worst = largest(({ difference }) => Math.abs(difference));
const place = ({ label, x }) => `at x = ${x.toFixed(3)} of "${label}"`;
say('within 2 standard errors', `${within} of ${points.length} points`);
// Student's t with 9 degrees of freedom passes 2 in 7.7 % of all cases, the normal in 4.6 %.
say('  expected of exact agreement (10 repetitions)', `${Math.round(0.923 * points.length)}`);
say('largest distance', `${farthest.distance.toFixed(2)} standard errors ${place(farthest)}`);
say('largest deviation of accuracy', `${worst.difference.toFixed(5)} ${place(worst)}`);

if (numpy === undefined) {
  console.log('No comparison with numpy: there is no python3 with numpy on this machine.');
} else {
  console.log(
    `\nThe whole figure by numpy: a training at ${numpy.indices.length} points of every series, interpolated linearly in m` +
      ` between them (what a training costs is affine in m), summed over all points × ${repetitions} repetitions.`,
  );
  for (const { name, workers, way, seconds } of numpy.estimates()) {
    const target = way === 'scripts' ? ' (target ≥ 30)' : '';
    say(
      name,
      `${seconds.toFixed(0)} s: ${times(seconds / best[workers])} as long as ours with ${workers}${target}`,
    );
  }
  say(
    'its accuracies from ours, in their spread',
    `${numpy.agreement().toFixed(2)} (root mean square; 1 if they agree)`,
  );
}
await oneRepetition();
numpy?.stop();
engine.dispose();

/** Numpy on a subset of the points, the fastest of every call of `measure` kept. */
async function measuredByNumpy(measured, expanded) {
  const perSeries = expanded.length / experiment.expansion.series.length;
  // Denser where the share of synthetic rows makes m grow fastest.
  const indices = [0, 0.5, 0.76, 0.9, 1].map((share) => Math.round(share * (perSeries - 1)));
  const processes = [
    { threads: 'its own threads', workers: 2, python: await startNumpy() },
    { threads: 'one thread', workers: 1, python: await startNumpy(1) },
  ];
  const setups = processes.flatMap((process) =>
    [
      ['scripts', 'as the scripts do'],
      ['care', 'with care'],
    ].map(([way, words]) => ({ ...process, way, name: `numpy ${words}, ${process.threads}`, seconds: [] })),
  );
  const subset = expanded.flatMap(({ parameters }, at) =>
    indices.includes(at % perSeries)
      ? [{ at, point: numpyPoint(parameters, measured[at].derived.labelNoise) }]
      : [],
  );
  const distances = [];

  /** The sum over a series of the piecewise linear interpolation of `seconds` in m. */
  function seriesTotal(first, seconds) {
    const m = (i) => expanded[first + i].parameters.syntheticSamples;
    let total = 0;
    for (let i = 0; i < perSeries; i++) {
      const right = Math.max(
        1,
        indices.findIndex((index) => index >= i),
      );
      const [from, to] = [indices[right - 1], indices[right]];
      const share = (m(i) - m(from)) / (m(to) - m(from));
      total += (1 - share) * seconds[right - 1] + share * seconds[right];
    }
    return total;
  }

  return {
    version: processes[0].python.version,
    indices,
    processes,
    async measure() {
      for (const [i, { at, point }] of subset.entries()) {
        for (const { python, way, seconds } of setups) {
          const training = await python.train(way, point);
          seconds[i] = Math.min(seconds[i] ?? Infinity, training.seconds);
          const { mean, standardError } = measured[at].simulation.accuracy;
          // What 2n test rows add to the scatter of the trainings.
          const counting = way === 'scripts' ? (mean * (1 - mean)) / (2 * point.n) : 0;
          const spread = Math.sqrt(standardError ** 2 * (repetitions + 1) + counting);
          distances.push((training.accuracy - mean) / spread);
        }
      }
    },
    estimates: () =>
      setups.map(({ seconds, ...setup }) => {
        let total = 0;
        for (let s = 0; s * perSeries < expanded.length; s++) {
          const its = seconds.slice(s * indices.length, (s + 1) * indices.length);
          total += repetitions * seriesTotal(s * perSeries, its);
        }
        return { ...setup, seconds: total };
      }),
    agreement: () => Math.sqrt(distances.reduce((sum, d) => sum + d * d, 0) / distances.length),
    stop: () => processes.forEach(({ python }) => python.stop()),
  };
}

/** The figure's last point at p = 500, nothing pruned: one repetition of both samplers, and of numpy, in turns. */
async function oneRepetition() {
  const { version, data, realSamples, generator, classifier } = experiment.file;
  const single = (sampler, count) =>
    engine.read(
      JSON.stringify({
        version,
        data: { ...data, dimension: 500 },
        realSamples,
        syntheticProportion: 0.95,
        generator,
        classifier,
        verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 1 },
        labelNoise: { kind: 'uniform', rate: 0.2 },
        simulation: { repetitions: count, seed: 1, sampler },
      }),
    );
  /** Seconds of one repetition: of a long run less a short one, so that the start of the worker is not counted. */
  const repetitionBy = async (sampler, few, many) => {
    const short = await engine.run(single(sampler, few), 1);
    const long = await engine.run(single(sampler, many), 1);
    return (long.seconds - short.seconds) / (many - few);
  };
  const parameters = pointsOf(single('auto', 2).expansion)[0].parameters;
  const [sufficient, explicit] = [[], []];
  const theirs = { scripts: [], care: [] };
  const alone = { scripts: [], care: [] };
  for (let round = 0; round < 3; round++) {
    sufficient.push(await repetitionBy('sufficient', 10, 60));
    explicit.push(await repetitionBy('explicit', 1, 4));
    for (const way of numpy ? Object.keys(theirs) : []) {
      const [many, one] = numpy.processes.map(({ python }) => python);
      const point = numpyPoint(parameters, 0.2);
      theirs[way].push((await many.train(way, point)).seconds);
      alone[way].push((await one.train(way, point)).seconds);
    }
  }
  const least = (values) => Math.min(...values);
  const ms = (values) => `${(1000 * least(values)).toFixed(1)} ms`;
  console.log(
    `\nOne repetition, p = 500, n = ${parameters.realSamples}, m = ${parameters.syntheticSamples}, nothing pruned; best of 3`,
  );
  say('sufficient sampler, 1 worker', ms(sufficient));
  say('explicit sampler, 1 worker', ms(explicit));
  if (!numpy) return;
  for (const [threads, seconds] of [
    ['its own threads', theirs],
    ['one thread', alone],
  ]) {
    for (const [way, words, target] of [
      ['scripts', 'as the scripts do', 'targets ≥ 40 and ≥ 1'],
      ['care', 'with care', ''],
    ]) {
      const time = least(seconds[way]);
      const ratios = `${times(time / least(sufficient))} our sufficient, ${times(time / least(explicit))} our explicit sampler`;
      say(`numpy ${words}, ${threads}`, `${ms(seconds[way])}: ${ratios}${target && ` (${target})`}`);
    }
  }
}

// node test/bench/figure3.mjs: the Figure 3 template in full, with one worker and with two: how long it takes and how
// well simulation and theory agree; then its costliest repetition, by both samplers. Where there is numpy, the same by
// numpy in turns with ours: as published scripts draw it, and as one would who knows numpy well; with numpy's own choice
// of threads and with one. An argument, "repetition", leaves the whole figure out.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadRunner, root } from './lib/runner.mjs';
import { figureByNumpy } from './lib/figureByNumpy.mjs';
import { hasNumpy, numpyPoint, startNumpy } from './lib/numpy.mjs';
import { least, ratioText, timesText, timeText } from './lib/times.mjs';

const ROUNDS = 2;
const engine = await loadRunner();
const experiment = engine.read(readFileSync(join(root, 'examples/figure-3.resolvent.json'), 'utf8'));
const say = (what, value) => console.log(`${what.padEnd(46)} ${value}`);
const withNumpy = hasNumpy();

say('machine', `${availableParallelism()} cores, node ${process.version}`);
if (!withNumpy) console.log('No comparison with numpy: there is no python3 with numpy on this machine.');
if (process.argv[2] !== 'repetition') await wholeFigure();
await oneRepetition();
engine.dispose();

async function wholeFigure() {
  const { series, settings } = experiment.expansion;
  const { repetitions } = settings;
  const ours = { 1: [], 2: [] };
  let results;
  let numpy;
  for (let round = 0; round < ROUNDS; round++) {
    for (const workers of [1, 2]) {
      const run = await engine.run(experiment, workers);
      ours[workers].push(run);
      results ??= run.results;
      if (JSON.stringify(run.results.series) !== JSON.stringify(results.series)) {
        throw new Error('The numbers depend on the number of workers, or on chance.');
      }
    }
    if (!withNumpy) continue;
    numpy ??= await figureByNumpy(series, results.series, repetitions);
    await numpy.measure();
  }
  const best = { 1: least(ours[1]), 2: least(ours[2]) };
  const scaling = timesText(best[1].seconds / best[2].seconds);
  const count = series.reduce((sum, { points }) => sum + points.length, 0);
  say('experiment', `${count} points × ${repetitions} repetitions; best of ${ROUNDS} rounds`);
  say('1 worker', timeText(best[1]));
  say('2 workers', `${timeText(best[2])}: ${scaling} as fast (target ≥ 1.8), the same numbers`);
  sayAgreement(results);
  if (numpy === undefined) return;

  console.log(
    `\nThe whole figure by numpy ${numpy.version}: a training at ${numpy.places} points of every series, interpolated ` +
      `linearly in m\nbetween them (a training's cost is affine in m), summed over all points × ${repetitions} repetitions.`,
  );
  for (const { name, workers, way, total } of numpy.estimates()) {
    const target = way === 'scripts' ? ' (target ≥ 30)' : '';
    const whose = workers === 1 ? '1 worker' : '2 workers';
    say(name, `${total.seconds.toFixed(0)} s: ${ratioText(total, best[workers])} our ${whose}${target}`);
  }
  say('its accuracies from ours, in their spread', `${numpy.agreement().toFixed(2)} (1 if they agree)`);
  numpy.stop();
}

/** How far the simulation is from the exact theory. */
function sayAgreement({ series }) {
  const deviations = series.flatMap(({ label, points }) =>
    points.map(({ x, theory, simulation: { accuracy } }) => {
      const difference = accuracy.mean - theory.exact.accuracy;
      return { label, x, difference, distance: Math.abs(difference) / accuracy.standardError };
    }),
  );
  const within = deviations.filter(({ distance }) => distance <= 2).length;
  const largest = (of) => deviations.reduce((most, other) => (of(other) > of(most) ? other : most));
  const farthest = largest(({ distance }) => distance);
  const worst = largest(({ difference }) => Math.abs(difference));
  const place = ({ label, x }) => `at x = ${x.toFixed(3)} of "${label}"`;
  say('within 2 standard errors', `${within} of ${deviations.length} points`);
  // Student's t with 9 degrees of freedom passes 2 in 7.7 % of all cases. Points share their random numbers: they deviate
  // together, and the count scatters far more than that of independent points.
  say('  expected of exact agreement', `${Math.round(0.923 * deviations.length)} on average`);
  say('largest distance', `${farthest.distance.toFixed(2)} standard errors ${place(farthest)}`);
  say('largest deviation of accuracy', `${worst.difference.toFixed(5)} ${place(worst)}`);
}

/** The figure's last point at p = 500, nothing pruned: one repetition of both samplers, and of numpy, in turns. */
async function oneRepetition() {
  const { version, data, realSamples, generator, classifier } = experiment.file;
  const single = (sampler, repetitions) =>
    engine.read(
      JSON.stringify({
        version,
        data: { ...data, dimension: 500 },
        realSamples,
        syntheticProportion: 0.95,
        generator,
        classifier,
        labelNoise: { kind: 'uniform', rate: 0.2 },
        verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 1 },
        simulation: { repetitions, seed: 1, sampler },
      }),
    );
  /** One repetition's times: a long run's less a short one's, so that the start of the worker is not counted. */
  async function timesOf(sampler, few, many) {
    const short = await engine.run(single(sampler, few), 1);
    const long = await engine.run(single(sampler, many), 1);
    const each = (time) => (long[time] - short[time]) / (many - few);
    return { seconds: each('seconds'), processor: each('processor') };
  }

  const point = single('auto', 2).expansion.series[0].points[0].parameters;
  const numpies = withNumpy
    ? [
        { threads: 'its own threads', python: await startNumpy() },
        { threads: 'one thread', python: await startNumpy(1) },
      ]
    : [];
  const setups = numpies.flatMap(({ threads, python }) => [
    { way: 'scripts', name: `numpy as the scripts do, ${threads}`, python, measured: [] },
    { way: 'care', name: `numpy with care, ${threads}`, python, measured: [] },
  ]);
  const [sufficient, explicit] = [[], []];
  for (let round = 0; round < 3; round++) {
    sufficient.push(await timesOf('sufficient', 10, 60));
    explicit.push(await timesOf('explicit', 1, 4));
    for (const { way, python, measured } of setups) {
      measured.push(await python.train(way, numpyPoint(point, 0.2)));
    }
  }
  numpies.forEach(({ python }) => python.stop());

  const sizes = `p = ${point.dimension}, n = ${point.realSamples}, m = ${point.syntheticSamples}`;
  console.log(`\nOne repetition, ${sizes}, nothing pruned; best of 3`);
  say('sufficient sampler, 1 worker', timeText(least(sufficient)));
  say('explicit sampler, 1 worker', timeText(least(explicit)));
  for (const { way, name, measured } of setups) {
    const targets = way === 'scripts' ? [' (target ≥ 40)', ' (target ≥ 1)'] : ['', ''];
    say(name, timeText(least(measured)));
    say('  our sufficient sampler', `${ratioText(least(measured), least(sufficient))} as fast${targets[0]}`);
    say('  our explicit sampler', `${ratioText(least(measured), least(explicit))} as fast${targets[1]}`);
  }
}

// node test/bench/figure3.mjs: the Figure 3 template in full, with one worker and with two: how long it takes, how
// well simulation and theory agree, and how it compares with numpy where that is there.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildKernels } from '../../scripts/build.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'figure3-bench-'));
const node = { bundle: true, platform: 'node', mainFields: ['module', 'main'], absWorkingDir: root };
await build({
  ...node,
  stdin: {
    contents: `export { readExperiment } from './src/experiment/read';
      export { WorkerPool } from './src/engine/pool';
      export { startRun } from './src/engine/run';`,
    resolveDir: root,
  },
  format: 'esm',
  outfile: join(folder, 'engine.mjs'),
});
await build({
  ...node,
  entryPoints: ['src/engine/worker.ts'],
  format: 'cjs',
  outfile: join(folder, 'worker.cjs'),
});
await buildKernels();
copyFileSync(join(root, 'dist/kernels.wasm'), join(folder, 'kernels.wasm'));
const { readExperiment, WorkerPool, startRun } = await import(pathToFileURL(join(folder, 'engine.mjs')).href);

const text = readFileSync(join(root, 'examples/figure-3.resolvent.json'), 'utf8');
const { file, expansion } = readExperiment(text).experiment;

/** Runs an expansion and returns its results and the seconds they took, the start of the workers included. */
async function timedRun(expansion, workers) {
  const pool = new WorkerPool({ workerFile: join(folder, 'worker.cjs'), size: workers });
  const start = performance.now();
  const results = await startRun({ pool, spec: file, expansion }).finished;
  const seconds = (performance.now() - start) / 1000;
  pool.dispose();
  if (results.status !== 'complete') throw new Error(results.reason);
  return { results, seconds };
}

const pointsOf = ({ series }) => series.flatMap(({ label, points }) => points.map((p) => ({ label, ...p })));
const say = (what, value) => console.log(`${what.padEnd(46)} ${value}`);

const one = await timedRun(expansion, 1);
const two = await timedRun(expansion, 2);
const points = pointsOf(one.results);
const { repetitions } = expansion.settings;
say('machine', `${availableParallelism()} cores, node ${process.version}`);
say('experiment', `${points.length} points × ${repetitions} repetitions`);
say('1 worker', `${one.seconds.toFixed(1)} s`);
say('2 workers', `${two.seconds.toFixed(1)} s, ${(one.seconds / two.seconds).toFixed(2)} times as fast`);
const same = JSON.stringify(one.results.series) === JSON.stringify(two.results.series);
say('same numbers for both', same ? 'yes, to the last bit' : 'NO');

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

if (spawnSync('python3', ['-c', 'import numpy']).status !== 0) {
  console.log('No comparison with numpy: there is no python3 with numpy on this machine.');
} else {
  await compareWithNumpy();
}
rmSync(folder, { recursive: true });

/** Every tenth point of every series, one training each, by numpy; and the same points here. */
async function compareWithNumpy() {
  const subset = {
    ...expansion,
    series: expansion.series.map((series) => ({
      ...series,
      points: series.points.filter((_, i) => i % 10 === 9),
    })),
  };
  const ours = await timedRun(subset, 1);
  const measured = pointsOf(ours.results);
  const parameters = pointsOf(subset).map(({ parameters: p }, i) => ({
    p: p.dimension,
    n: p.realSamples,
    m: p.syntheticSamples,
    fitted: p.generator.samples,
    epsilon: measured[i].derived.labelNoise,
    phi: p.verifier.keepCorrect,
    rho: p.verifier.keepIncorrect,
    ridge: p.ridge,
    mean_norm: p.meanNorm,
  }));
  const perTraining = ours.seconds / (measured.length * repetitions);
  say(
    `subset: ${measured.length} points (every tenth)`,
    `${(1000 * perTraining).toFixed(1)} ms a training here`,
  );
  for (const [name, threads] of [
    ['numpy, one thread', '1'],
    ['numpy, its own choice of threads', ''],
  ]) {
    const env = {
      ...process.env,
      ...(threads && { OPENBLAS_NUM_THREADS: threads, OMP_NUM_THREADS: threads }),
    };
    const { status, stdout, stderr } = spawnSync('python3', [join(here, 'figure3.py')], {
      input: JSON.stringify(parameters),
      encoding: 'utf8',
      env,
    });
    if (status !== 0) throw new Error(stderr);
    const trainings = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const seconds = trainings.reduce((sum, training) => sum + training.seconds, 0) / trainings.length;
    const distances = trainings.map(({ accuracy }, i) => {
      const { mean, standardError } = measured[i].simulation.accuracy;
      return (accuracy - mean) / (standardError * Math.sqrt(repetitions + 1));
    });
    const rms = Math.sqrt(distances.reduce((sum, d) => sum + d * d, 0) / distances.length);
    say(
      name,
      `${(1000 * seconds).toFixed(1)} ms a training: ${(seconds / perTraining).toFixed(1)} times as long`,
    );
    say(
      '  its accuracies from ours, in their spread',
      `${rms.toFixed(2)} (root mean square; about 1 if they agree)`,
    );
  }
}

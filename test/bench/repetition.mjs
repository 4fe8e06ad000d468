// Times one Monte Carlo repetition and the kernels under it, on one core: `node test/bench/repetition.mjs`.
// Prints best and median wall times; on a busy machine the best is the one to compare with the targets.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildKernels } from '../../scripts/build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const modules = ['numerics/kernels', 'numerics/matrix', 'simulation/simulator', 'simulation/cost'];

async function loadSources() {
  const contents = modules.map((name) => `export * from './src/${name}';`).join('\n');
  const stdin = { contents, resolveDir: root };
  const { outputFiles } = await build({ stdin, bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

await buildKernels();
const { instantiateKernels, matrixOf, transpose, createSimulator, memoryNeeded } = await loadSources();
const kernels = instantiateKernels(readFileSync(join(root, 'dist/kernels.wasm')));
const { arena } = kernels;

/** Milliseconds of `run`, best and median; `prepare` is not timed. */
function time(repetitions, run, prepare = () => undefined) {
  const times = [];
  // The first rounds let the WebAssembly compiler finish its optimised code.
  const warmUp = Math.min(5, repetitions);
  for (let i = 0; i < repetitions + warmUp; i++) {
    prepare();
    const start = performance.now();
    run(i);
    if (i >= warmUp) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { best: times[0], median: times[times.length >> 1] };
}

function print(what, { best, median }, unit, target) {
  const number = (value) => value.toFixed(1).padStart(8);
  console.log(`${what.padEnd(40)}${number(best)}${number(median)}  ${unit.padEnd(10)}${target}`);
}

console.log(`${''.padEnd(44)}best  median  ${''.padEnd(10)}target`);

// ---- kernels ----
const p = 500;
const square = () => matrixOf(arena.allocate(p * p), p, p);
const [a, b, c, saved] = [square(), square(), square(), square()];
const values = (matrix) => arena.view({ address: matrix.address, length: p * p });
kernels.seek(1n, 0n);
for (const matrix of [a, b]) kernels.fillBartlett(matrix, 2 * p);
values(saved).fill(0);
kernels.addTrapezoidGram(saved, 1, a);

const rate = (operations, { best, median }) => ({
  best: operations / best / 1e6,
  median: operations / median / 1e6,
});
const third = p ** 3 / 3;
const kernelTimes = [
  ['product (gemm)', 2 * p ** 3, '15–19', () => kernels.addProduct(c, 1, a, b)],
  ['XᵀX, lower triangle (syrk)', p ** 3, '15–19', () => kernels.addGram(c, 1, transpose(a))],
  ['L Lᵀ, L triangular (llt)', third, '—', () => kernels.addTrapezoidGram(c, 1, a)],
  ['L T, both triangular (trtr)', third, '—', () => kernels.addTrapezoidProduct(c, a, b)],
  ['Cholesky (potrf)', third, '13–17', () => kernels.factorise(c), () => values(c).set(values(saved))],
];
for (const [name, operations, target, run, prepare] of kernelTimes) {
  print(`${name}, p = ${p}`, rate(operations, time(60, run, prepare)), 'GFLOP/s', target);
}
const million = arena.allocate(1_000_000);
print(
  'normals',
  rate(
    1e9,
    time(40, () => kernels.fillNormal(million)),
  ),
  'M/s',
  '117',
);

// ---- repetitions ----
const problem = {
  dimension: p,
  eigenvalues: new Float64Array(p).fill(1),
  mean: new Float64Array(p).fill(0.7 / Math.sqrt(p)),
  realSamples: 1000,
  syntheticSamples: 19_000,
  generator: { kind: 'fitted', samples: 1000, meanError: true, source: 'independent', generations: 1 },
  loss: 'square',
  labels: { kind: 'uniform', rate: 0.2 },
  verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 1 },
  ridge: 1,
  realWeight: 1,
  syntheticWeight: 1,
  normalise: 'all',
};
const simulator = createSimulator(kernels);
const repetition = (one, sampler) => (i) => simulator.run(one, sampler, { seed: 1, repetition: i });

console.log(`\none repetition, p = ${p}, n = 1000, m = 19000, nothing pruned`);
const sufficient = time(60, repetition(problem, 'sufficient'));
const explicit = time(5, repetition(problem, 'explicit'));
print('sufficient sampler', sufficient, 'ms', '≤ 25');
print('explicit sampler', explicit, 'ms', '— (numpy with OpenBLAS: about 1200)');
print(
  'explicit / sufficient',
  { best: explicit.best / sufficient.best, median: explicit.median / sufficient.median },
  'times',
  '—',
);
const larger = { ...problem, realSamples: 100_000, syntheticSamples: 1_900_000 };
print('sufficient sampler, 100 times the rows', time(30, repetition(larger, 'sufficient')), 'ms', 'the same');
const few = {
  ...problem,
  dimension: 300,
  eigenvalues: new Float64Array(300).fill(1),
  mean: new Float64Array(300).fill(1 / Math.sqrt(300)),
  realSamples: 600,
  syntheticSamples: 2000,
  generator: { ...problem.generator, samples: 300 },
  ridge: 0.01,
};
for (const loss of ['logistic', 'squaredHinge']) {
  print(
    `${loss} loss, p = 300, n + m = 2600`,
    time(10, repetition({ ...few, loss }, 'explicit')),
    'ms',
    '≤ 500',
  );
}
for (const sampler of ['sufficient', 'explicit']) {
  console.log(`${sampler} sampler's memory: ${(memoryNeeded(problem, sampler) / 2 ** 20).toFixed(1)} MiB`);
}

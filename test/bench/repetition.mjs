// Times one Monte Carlo repetition and the kernels under it, on one core: `node test/bench/repetition.mjs`.
// Prints best and median wall times; on a busy machine the best is the one to compare with the targets.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildKernels } from '../../scripts/build.mjs';
import { simdPeak } from './lib/peak.mjs';

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

// ---- kernels ----
function factorised(failed) {
  if (failed) throw new Error(`Pivot ${failed} is not positive.`);
}

/** The kernels at one size: name, operations, call, and what is to be done before each call. */
function kernelsAt(p) {
  const square = () => matrixOf(arena.allocate(p * p), p, p);
  const [a, b, c, saved] = [square(), square(), square(), square()];
  // Views are made anew: memory that grows detaches them.
  const values = ({ address }) => arena.view({ address, length: p * p });
  kernels.seek(1n, 0n);
  for (const matrix of [a, b]) kernels.fillBartlett(matrix, 2 * p);
  for (const matrix of [c, saved]) values(matrix).fill(0);
  kernels.addTrapezoidGram(saved, 1, a);
  const third = p ** 3 / 3;
  return [
    ['product (gemm)', 2 * p ** 3, () => kernels.addProduct(c, 1, a, b)],
    ['XᵀX, lower triangle (syrk)', p ** 3, () => kernels.addGram(c, 1, transpose(a))],
    ['L Lᵀ, L triangular (llt)', third, () => kernels.addTrapezoidGram(c, 1, a)],
    ['L T, both triangular (trtr)', third, () => kernels.addTrapezoidProduct(c, a, b)],
    ['Cholesky (potrf)', third, () => factorised(kernels.factorise(c)), () => values(c).set(values(saved))],
  ];
}

const sizes = [50, 100, 200, 500, 1000];
const peak = await simdPeak();
const rates = sizes.map((p) =>
  kernelsAt(p).map(([name, operations, run, prepare = () => undefined]) => ({
    name,
    run: () => {
      prepare();
      const [start, used] = [performance.now(), process.cpuUsage()];
      run();
      const wall = performance.now() - start;
      const { user, system } = process.cpuUsage(used);
      // A call of milliseconds may be interrupted by other programs: then its processor time is what counts.
      return operations / (wall > 1 ? Math.min(wall, (user + system) / 1000) : wall) / 1e6;
    },
    best: 0,
  })),
);
let highest = 0;
// In turns, so that a busy moment of the machine strikes none of them alone.
for (let round = 0; round < 240; round++) {
  highest = Math.max(highest, peak());
  sizes.forEach((p, at) => {
    if (p > 200 && round % Math.ceil((p / 200) ** 2)) return;
    for (const kernel of rates[at]) kernel.best = Math.max(kernel.best, kernel.run());
  });
}
console.log(`multiply and add in registers alone, WebAssembly SIMD: ${highest.toFixed(1)} GFLOP/s, the peak`);
console.log(
  `\nGFLOP/s, best, and share of the peak${sizes
    .map((p) => `p = ${p}`.padStart(13))
    .join('')
    .slice(5)}`,
);
rates[0].forEach(({ name }, i) => {
  const cells = rates.map((kernel) => kernel[i].best);
  const text = cells.map((x) => `${x.toFixed(1)} (${((100 * x) / highest).toFixed(0)} %)`.padStart(13));
  console.log(`${name.padEnd(30)} ${text.join('')}`);
});

console.log(`\n${''.padEnd(44)}best  median  ${''.padEnd(10)}target`);
const million = arena.allocate(1_000_000);
const normals = time(40, () => kernels.fillNormal(million));
print('normals', { best: 1000 / normals.best, median: 1000 / normals.median }, 'M/s', '117');

// ---- repetitions ----
const p = 500;
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

// node test/bench/theory.mjs: how long each solver of the theory takes, beside its target; and the ratio to the same
// formulas in numpy (theory.py) at the same tolerance, in the same run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'theory-bench-'));
const outfile = join(folder, 'theory.mjs');
await build({
  stdin: {
    contents: `export { solveExact } from './src/theory/exact';
      export { solveMarginLoss } from './src/theory/marginLoss';
      export { solvePublished } from './src/theory/published';
      export { solveInputDependent } from './src/theory/inputDependent';
      export { solveClasses } from './src/theory/classes';
      export { generationLosses } from './src/theory/generationLosses';
      export { effectiveSamples } from './src/theory/effectiveSamples';
      export { spectralLaw } from './src/theory/spectralLaw';
      export { isotropicAtoms, spectrumAtoms } from './test/unit/theory/populations';`,
    resolveDir: root,
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
});
const theory = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true });
const { solveExact, isotropicAtoms, spectrumAtoms } = theory;

/** Microseconds of `task`: the best of several rounds of about 30 ms, after as much to warm up. */
function microseconds(task) {
  let repeats = 1;
  let best = Infinity;
  for (let round = 0; round < 12; round++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) task(i);
    const time = (performance.now() - start) / repeats;
    if (round >= 4) best = Math.min(best, time);
    else repeats = Math.max(1, Math.ceil(30 / Math.max(time, 1e-4)));
  }
  return 1000 * best;
}

function timeText(microseconds) {
  if (microseconds < 1000) return `${microseconds.toFixed(1)} µs`;
  return microseconds < 1e6
    ? `${(microseconds / 1000).toFixed(2)} ms`
    : `${(microseconds / 1e6).toFixed(2)} s`;
}

/** Prints a time, and beside it its target where there is one. */
function report(what, time, target) {
  const beside = target ? `target ${timeText(target)}: ${(target / time).toFixed(1)} times under` : '';
  console.log(`${what.padEnd(58)} ${timeText(time).padStart(10)}   ${beside}`.trimEnd());
}
const timed = (what, task, target) => report(what, microseconds(task), target);

const fit = { samples: 300, meanError: true, source: 'independent', generations: 1 };
const base = {
  realSamples: 600,
  syntheticSamples: 3000,
  fit,
  labelNoise: 0.1,
  keepCorrect: 0.8,
  keepIncorrect: 0.1,
  ridge: 0.01,
  realWeight: 1,
  syntheticWeight: 1,
  normalise: 'all',
};
const isotropic = { ...base, atoms: isotropicAtoms({ dimension: 400, meanNorm: 1 }) };
const eigenvalues = Array.from({ length: 1000 }, (_, i) => 133.6 / (i + 1));
const meanSquared = Array(1000).fill(0.001);
const spectrum = { ...base, atoms: spectrumAtoms(eigenvalues, meanSquared) };

console.log(
  `${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}, node ${process.version}; best of eight rounds, one thread`,
);
console.log('\nsquare loss');
timed('isotropic, fitted generator', () => solveExact(isotropic), 20);
const onTraining = { ...isotropic, fit: { ...fit, source: 'training' } };
timed('isotropic, generator fitted on the training rows', () => solveExact(onTraining), 20);
const nearPeak = { ...isotropic, realSamples: 400, syntheticSamples: 10, ridge: 1e-10 };
timed('isotropic, next to the interpolation peak', () => solveExact(nearPeak), 20);
for (const generations of [5, 100]) {
  const refitted = { ...isotropic, fit: { ...fit, generations } };
  timed(`isotropic, generator of generation ${generations}`, () => solveExact(refitted), 20);
}
timed('1000 distinct eigenvalues, fitted generator', () => solveExact(spectrum), 2000);
const spectrumPeak = {
  ...spectrum,
  fit: null,
  atoms: spectrum.atoms.map((atom) => ({ ...atom, syntheticEigenvalue: 1 })),
  realSamples: 600,
  syntheticSamples: 540,
  ridge: 1e-10,
};
timed('1000 distinct eigenvalues, shifted, next to the peak', () => solveExact(spectrumPeak), 2000);

console.log('\nother losses');
for (const [name, loss] of [
  ['logistic', 'logistic'],
  ['squared hinge', 'squaredHinge'],
]) {
  timed(`${name}, isotropic`, () => theory.solveMarginLoss(isotropic, loss));
  timed(`${name}, 1000 distinct eigenvalues`, () => theory.solveMarginLoss(spectrum, loss));
}

console.log('\npublished formulas');
const trueMean = { ...isotropic, fit: { ...fit, meanError: false } };
timed('toy', () => theory.solvePublished(trueMean));
timed('synthetic only', () => theory.solvePublished({ ...isotropic, fit: null, realSamples: 0 }));
const shifted = isotropicAtoms({ dimension: 400, meanNorm: 1, alignment: 0.8, syntheticVariance: 1.5 });
timed('general', () => theory.solvePublished({ ...isotropic, fit: null, atoms: shifted }));

console.log('\nlabels and verifier that look at the row');
const labels = [
  ['uniform labels', { kind: 'uniform', rate: 0.1 }],
  ['linear labels', { kind: 'linear', alignment: 0.6 }],
];
const verifiers = [
  ['random verifier', { kind: 'random', keepCorrect: 0.8, keepIncorrect: 0.1 }],
  ['linear verifier', { kind: 'linear', alignment: 0.7, correlation: 0.42 }],
];
for (const [labelName, label] of labels) {
  for (const [verifierName, verifier] of verifiers) {
    const problem = { ...isotropic, labels: label, verifier };
    timed(`${labelName}, ${verifierName}`, () => theory.solveInputDependent(problem));
  }
}

console.log('\nseveral classes');
/** The Gram matrix of a regular simplex of norm 1.5, which the generator has too. */
function simplex(classes) {
  const size = 2 * classes;
  const entry = (i, j) => 2.25 * (i % classes === j % classes ? 1 : -1 / (classes - 1));
  return Float64Array.from({ length: size * size }, (_, at) => entry(Math.floor(at / size), at % size));
}
for (const classes of [3, 10, 50]) {
  const atoms = [{ eigenvalue: 1, syntheticEigenvalue: 1, multiplicity: 400, means: simplex(classes) }];
  timed(`${classes} classes, means a simplex`, () => theory.solveClasses({ ...base, atoms, classes }));
}
const uneven = simplex(10).map(
  (value, at) => value * (1 + (at % 10) / 30) * (1 + (Math.floor(at / 20) % 10) / 30),
);
const unevenAtoms = [{ eigenvalue: 1, syntheticEigenvalue: 1, multiplicity: 400, means: uneven }];
timed('10 classes, means of different norms', () =>
  theory.solveClasses({ ...base, atoms: unevenAtoms, classes: 10 }),
);

console.log('\nwhat is made of them');
const accuracy = solveExact(isotropic).accuracy;
timed('effective samples', () => theory.effectiveSamples(isotropic, accuracy));
timed('the cost of 10 generations', () =>
  theory.generationLosses({ ...isotropic, fit: { ...fit, generations: 10 } }),
);
timed('spectral law of 1000 eigenvalues, 200 densities', () => {
  const law = theory.spectralLaw(spectrum.atoms, 300);
  const [low, high] = law.intervals[0];
  for (let i = 0; i < 200; i++) law.density(low + ((high - low) * i) / 200);
});

console.log('\nfigures, the solver alone');
const dimensions = [50, 200, 500].map((dimension) => isotropicAtoms({ dimension, meanNorm: 0.7 }));
timed(
  'preview: 50 points × 3 series',
  () => {
    for (const atoms of dimensions) {
      for (let point = 0; point < 50; point++) {
        const proportion = 0.001 + (0.949 * point) / 49;
        solveExact({ ...base, atoms, syntheticSamples: Math.round((600 * proportion) / (1 - proportion)) });
      }
    }
  },
  50_000,
);
timed(
  'phase diagram: 200 × 200, label noise and synthetic samples',
  () => {
    for (let y = 0; y < 200; y++) {
      const labelNoise = y / 199;
      for (let x = 0; x < 200; x++)
        solveExact({ ...isotropic, labelNoise, syntheticSamples: 10 * 10 ** (x / 50) });
    }
  },
  1_000_000,
);

// ── The same in numpy ───────────────────────────────────────────────────────────────────────────────────────────

const compared = [
  ['isotropic', isotropic],
  ['isotropic, ridge 1e-4', { ...isotropic, ridge: 1e-4 }],
  [
    '100 distinct eigenvalues',
    { ...base, atoms: spectrumAtoms(eigenvalues.slice(0, 100), meanSquared.slice(0, 100)) },
  ],
  ['1000 distinct eigenvalues', spectrum],
];

/** A problem of `compared` as theory.py takes it. */
function inNumpy({ atoms, realSamples, syntheticSamples, fit: { samples }, ...rest }) {
  return {
    lam: atoms.map(({ eigenvalue }) => eigenvalue),
    k: atoms.map(({ multiplicity }) => multiplicity),
    mu2: atoms.map((atom) => atom.meanSquared),
    n: realSamples,
    m: syntheticSamples,
    fitted: samples,
    epsilon: rest.labelNoise,
    phi: rest.keepCorrect,
    rho: rest.keepIncorrect,
    ridge: rest.ridge,
  };
}

console.log('\nagainst numpy');
if (spawnSync('python3', ['-c', 'import numpy']).status !== 0) {
  console.log('Skipped: there is no python3 with numpy on this machine.');
} else {
  const { status, stdout, stderr } = spawnSync('python3', [join(here, 'theory.py')], {
    input: JSON.stringify(compared.map(([, problem]) => inNumpy(problem))),
    encoding: 'utf8',
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
  });
  if (status !== 0) throw new Error(stderr);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  console.log(`numpy ${lines.at(-1).numpy}, damped fixed-point iteration, tolerance 1e-12 on both sides`);
  compared.forEach(([what, problem], i) => {
    const theirs = lines[i];
    const ours = microseconds(() => solveExact(problem));
    const { accuracy } = solveExact(problem);
    const ratio = (1e6 * theirs.seconds) / ours;
    console.log(
      `${what.padEnd(28)} ${timeText(ours).padStart(9)} here, ${timeText(1e6 * theirs.seconds).padStart(9)} in numpy ` +
        `(${theirs.iterations} iterations): ${ratio.toFixed(0)} times as fast; accuracies differ by ` +
        Math.abs(accuracy - theirs.accuracy).toExponential(0),
    );
  });
}

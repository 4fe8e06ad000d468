// node test/bench/theory.mjs: how long the exact theory takes, beside its targets.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'theory-bench-'));
const outfile = join(folder, 'theory.mjs');
await build({
  stdin: {
    contents: `export { solveExact } from './src/theory/exact';
      export { isotropicAtoms, spectrumAtoms } from './test/unit/theory/populations';`,
    resolveDir: root,
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
});
const { solveExact, isotropicAtoms, spectrumAtoms } = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true });

/** Median time of `task` in microseconds over `rounds` rounds of `repeats`, after one round to warm up. */
function microseconds(task, repeats, rounds = 11) {
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) task(i);
    if (round > 0) times.push(((performance.now() - start) * 1000) / repeats);
  }
  return times.sort((a, b) => a - b)[rounds >> 1];
}

function report(what, time, target) {
  const ratio = (target / time).toFixed(1);
  console.log(
    `${what.padEnd(58)} ${time.toFixed(1).padStart(8)} µs   target ${target} µs   ${ratio} times under`,
  );
}

const base = {
  realSamples: 600,
  syntheticSamples: 3000,
  fit: { samples: 300, meanError: true, source: 'independent' },
  labelNoise: 0.1,
  keepCorrect: 0.8,
  keepIncorrect: 0.1,
  ridge: 0.01,
  realWeight: 1,
  syntheticWeight: 1,
  normalise: 'all',
};
const isotropic = { ...base, atoms: isotropicAtoms({ dimension: 400, meanNorm: 1 }) };
const onTraining = { ...isotropic, fit: { ...base.fit, source: 'training' } };
const nearPeak = { ...isotropic, realSamples: 400, syntheticSamples: 10, ridge: 1e-10 };
const eigenvalues = Array.from({ length: 1000 }, (_, i) => 133.6 / (i + 1));
const spectrum = { ...base, atoms: spectrumAtoms(eigenvalues, Array(1000).fill(0.001)) };
const shifted = spectrum.atoms.map((atom) => ({ ...atom, syntheticEigenvalue: 1 }));
const spectrumPeak = {
  ...base,
  fit: null,
  atoms: shifted,
  realSamples: 600,
  syntheticSamples: 540,
  ridge: 1e-10,
};
const dimensions = [50, 200, 500].map((dimension) => isotropicAtoms({ dimension, meanNorm: 0.7 }));

function sweep() {
  for (const atoms of dimensions) {
    for (let point = 0; point < 50; point++) {
      const proportion = 0.001 + (0.949 * point) / 49;
      solveExact({ ...base, atoms, syntheticSamples: Math.round((600 * proportion) / (1 - proportion)) });
    }
  }
}

report(
  'isotropic, fitted generator',
  microseconds(() => solveExact(isotropic), 5000),
  20,
);
report(
  'isotropic, generator fitted on the training rows',
  microseconds(() => solveExact(onTraining), 5000),
  20,
);
report(
  'isotropic, next to the interpolation peak',
  microseconds(() => solveExact(nearPeak), 5000),
  20,
);
report(
  '1000 distinct eigenvalues, fitted generator',
  microseconds(() => solveExact(spectrum), 100),
  2000,
);
report(
  '1000 distinct eigenvalues, shifted, next to the peak',
  microseconds(() => solveExact(spectrumPeak), 100),
  2000,
);
report('50 points × 3 series, isotropic', microseconds(sweep, 20), 50000);

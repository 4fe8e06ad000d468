// The engine as the extension and the command line start it, built from the sources for a benchmark.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildKernels } from '../../../scripts/build.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/**
 * Builds the engine and its worker into a folder of their own.
 * @returns `read`: an experiment file's text to its file and expansion, throwing its first problem; `run`: a whole run
 * with so many workers, to its results and seconds, the start of the workers included; `dispose`: removes the folder
 */
export async function loadEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'engine-bench-'));
  const node = { bundle: true, platform: 'node', mainFields: ['module', 'main'], absWorkingDir: root };
  const contents = `export { readExperiment } from './src/experiment/read';
    export { WorkerPool } from './src/engine/pool';
    export { startRun } from './src/engine/run';`;
  const outfile = join(folder, 'engine.mjs');
  await build({ ...node, stdin: { contents, resolveDir: root }, format: 'esm', outfile });
  const workerFile = join(folder, 'worker.cjs');
  await build({ ...node, entryPoints: ['src/engine/worker.ts'], format: 'cjs', outfile: workerFile });
  await buildKernels();
  copyFileSync(join(root, 'dist/kernels.wasm'), join(folder, 'kernels.wasm'));
  const { readExperiment, WorkerPool, startRun } = await import(pathToFileURL(outfile).href);

  return {
    read(text) {
      const { experiment, problems } = readExperiment(text);
      if (experiment === undefined) throw new Error(`${problems[0].message}\n${text}`);
      return experiment;
    },
    async run({ file, expansion }, workers) {
      const pool = new WorkerPool({ workerFile, size: workers });
      const start = performance.now();
      const results = await startRun({ pool, spec: file, expansion }).finished;
      const seconds = (performance.now() - start) / 1000;
      pool.dispose();
      if (results.status !== 'complete') throw new Error(results.reason);
      return { results, seconds };
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

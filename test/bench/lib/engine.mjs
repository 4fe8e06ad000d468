import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildKernels } from '../../../scripts/build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Bundles what runs experiments, as it is in the tree, into a temporary folder; `remove` ends that. */
export async function bundledEngine() {
  await buildKernels();
  const folder = mkdtempSync(join(tmpdir(), 'resolvent-bench-'));
  const common = { absWorkingDir: root, bundle: true, platform: 'node', target: 'node20', format: 'cjs' };
  const resolving = { mainFields: ['module', 'main'], logLevel: 'warning' };
  await build({ ...common, ...resolving, entryPoints: { worker: 'src/engine/worker.ts' }, outdir: folder });
  const contents = `export { expand } from './src/experiment/expand';
    export { readExperiment } from './src/experiment/read';
    export { WorkerPool } from './src/engine/pool';
    export { startRun } from './src/engine/run';
    export { startKeptRun } from './src/engine/keptRun';`;
  const stdin = { contents, resolveDir: root, loader: 'ts' };
  await build({ ...common, ...resolving, stdin, outfile: join(folder, 'engine.js') });
  copyFileSync(join(root, 'dist/kernels.wasm'), join(folder, 'kernels.wasm'));
  const engine = createRequire(import.meta.url)(join(folder, 'engine.js'));
  return {
    ...engine,
    workerFile: join(folder, 'worker.js'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../..');

/** The parts of the product that run as files of their own, laid out as in the package. */
export interface Bundles {
  /** Holds dist/ and examples/. */
  readonly folder: string;
  readonly workerFile: string;
  readonly cliFile: string;
  readonly remove: () => void;
}

/** Entries by bundle, as scripts/build.mjs has them. */
const entries = {
  worker: 'src/engine/worker.ts',
  cli: 'src/cli/main.ts',
  chartImage: 'src/engine/chartImage.ts',
} as const;

/**
 * Bundles what is asked for into a temporary folder of the caller's own, so that test files may run side by side;
 * the kernels are compiled first where a source is newer than the binary.
 */
export async function buildBundles(...wanted: readonly (keyof typeof entries)[]): Promise<Bundles> {
  const folder = mkdtempSync(join(tmpdir(), 'resolvent-test-'));
  const dist = join(folder, 'dist');
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(wanted.map((name) => [name, entries[name]])),
    outdir: dist,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // As scripts/build.mjs has them, for the same reasons.
    mainFields: ['module', 'main'],
    alias: { 'vega-canvas': join(root, 'node_modules/vega-canvas/build/vega-canvas.browser.js') },
    logLevel: 'warning',
  });
  execFileSync(process.execPath, ['scripts/build.mjs', '--kernels'], { cwd: root });
  copyFileSync(join(root, 'dist/kernels.wasm'), join(dist, 'kernels.wasm'));
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
  return {
    folder,
    workerFile: join(dist, 'worker.js'),
    cliFile: join(dist, 'cli.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

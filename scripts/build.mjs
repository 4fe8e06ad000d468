// Builds everything into dist/: the WebAssembly kernels, the extension host bundle, the worker, the command
// line and the designer's webview. `--watch` rebuilds the bundles on change; `--kernels` builds only the kernels.
import { existsSync, mkdirSync, readdirSync, rmSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { build, context } from 'esbuild';
import { noticesOf } from './lib/notices.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const watch = process.argv.includes('--watch');

/** Compiles src/numerics/wasm/kernels.ts to dist/kernels.wasm, unless the binary is newer than every source. */
export async function buildKernels() {
  const sources = join(root, 'src/numerics/wasm');
  const target = join(dist, 'kernels.wasm');
  const newest = Math.max(...readdirSync(sources).map((file) => statSync(join(sources, file)).mtimeMs));
  if (existsSync(target) && statSync(target).mtimeMs > newest) return;
  mkdirSync(dist, { recursive: true });
  // Under a name of its own first: two builds at once never read each other's half-written file.
  const draft = `dist/kernels-${process.pid}.wasm`;
  const { error, stderr } = await asc.main(
    ['src/numerics/wasm/kernels.ts', '-O3', '--runtime', 'stub', '--noAssert', '--importMemory']
      .concat([
        '--initialMemory',
        '64',
        '--maximumMemory',
        '65536',
        '--enable',
        'simd',
        '--enable',
        'bulk-memory',
      ])
      .concat(['--baseDir', root, '-o', draft]),
  );
  if (error) throw new Error(`The kernels do not compile: ${error.message}\n${stderr.toString()}`);
  renameSync(join(root, draft), target);
}

const common = { bundle: true, minify: !watch, sourcemap: watch, logLevel: 'warning', absWorkingDir: root };
// `module` first: jsonc-parser's `main` is a UMD file whose requires a bundler cannot follow.
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] };

/** Every bundle of the product. Vega is split off (chart) so that nothing loads it before a chart is drawn. */
const bundles = [
  {
    ...node,
    entryPoints: ['src/extension/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
  },
  { ...node, entryPoints: ['src/engine/worker.ts'], outfile: 'dist/worker.js' },
  {
    ...node,
    entryPoints: ['src/engine/chartImage.ts'],
    outfile: 'dist/chartImage.js',
    // SVG needs no canvas; Vega's module for Node looks for one by a top-level await, which CJS cannot have.
    alias: { 'vega-canvas': join(root, 'node_modules/vega-canvas/build/vega-canvas.browser.js') },
  },
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...common,
    entryPoints: { designer: 'webview/main.ts' },
    outdir: 'dist/webview',
    platform: 'browser',
    target: 'chrome128',
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    tsconfig: 'webview/tsconfig.json',
    loader: { '.css': 'css', '.ttf': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
  },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildKernels();
  if (!process.argv.includes('--kernels')) {
    // File names of the designer's chunks hold a hash: without this, old ones would pile up.
    rmSync(join(dist, 'webview'), { recursive: true, force: true });
    if (watch) await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
    else {
      const built = await Promise.all(bundles.map((options) => build({ ...options, metafile: true })));
      writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), noticesOf(built.map(({ metafile }) => metafile)));
    }
  }
}

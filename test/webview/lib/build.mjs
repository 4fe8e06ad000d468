import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * Builds the designer as the product does, and the host that stands in for VS Code's.
 * @returns {Promise<{ folder: string, FakeHost: typeof import('./fakeHost').FakeHost }>}
 */
export async function buildDesigner(plugins = []) {
  const folder = mkdtempSync(join(tmpdir(), 'resolvent-designer-'));
  const common = { bundle: true, logLevel: 'warning', absWorkingDir: root };
  await Promise.all([
    build({
      ...common,
      entryPoints: { designer: 'webview/main.ts' },
      outdir: folder,
      platform: 'browser',
      target: 'chrome128',
      format: 'esm',
      splitting: true,
      minify: true,
      tsconfig: 'webview/tsconfig.json',
      loader: { '.css': 'css', '.ttf': 'file' },
      define: { 'process.env.NODE_ENV': '"production"' },
      plugins,
    }),
    build({
      ...common,
      entryPoints: ['test/webview/lib/fakeHost.ts'],
      outfile: join(folder, 'fakeHost.mjs'),
      platform: 'node',
      target: 'node20',
      mainFields: ['module', 'main'],
      format: 'esm',
    }),
  ]);
  const { FakeHost } = await import(pathToFileURL(join(folder, 'fakeHost.mjs')).href);
  return { folder, FakeHost };
}

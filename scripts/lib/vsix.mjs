import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { runNode } from './run.mjs';
import { Trouble } from './say.mjs';

const packaged = [
  'dist',
  'media',
  'examples',
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.vscodeignore',
];

/**
 * The newest time of change under a path, in milliseconds; 0 where there is nothing.
 * @param {string} path
 * @returns {number}
 */
function newestChange(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || /\.vsix(\.lock)?$/.test(path)) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

/**
 * Packages the built extension into dist/resolvent.vsix, unless that is newer than all it is made of.
 * @returns {Promise<string>} the path of the package
 */
export async function packageVsix() {
  const target = join(root, 'dist/resolvent.vsix');
  if (!existsSync(join(root, 'dist/extension.js'))) {
    throw new Trouble('The extension is not built: dist/extension.js is missing (run npm run build).');
  }
  await withLock(`${target}.lock`, async () => {
    const made = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (made > Math.max(...packaged.map((name) => newestChange(join(root, name))))) return;
    rmSync(target, { force: true });
    const { code, output } = await runNode(
      [
        'node_modules/@vscode/vsce/vsce',
        'package',
        '--no-dependencies',
        '--allow-missing-repository',
        '--out',
        target,
      ],
      { quiet: true },
    );
    if (code !== 0) throw new Trouble(`The extension could not be packaged:\n${output.trim()}`);
  });
  return target;
}

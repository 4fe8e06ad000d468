import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { runNode } from './run.mjs';
import { Trouble } from './say.mjs';

/** What the product's package is made of. */
const parts = [
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
  if (!existsSync(join(root, 'dist/extension.js'))) {
    throw new Trouble('The extension is not built: dist/extension.js is missing (run npm run build).');
  }
  const target = join(root, 'dist/resolvent.vsix');
  await packageFolder(root, parts, target);
  return target;
}

/**
 * Packages the extension in a folder, unless the package is newer than all it is made of.
 * @param {string} folder
 * @param {string[]} madeOf names in the folder
 * @param {string} target the .vsix to write
 */
export async function packageFolder(folder, madeOf, target) {
  await withLock(`${target}.lock`, async () => {
    const made = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (made > Math.max(...madeOf.map((name) => newestChange(join(folder, name))))) return;
    rmSync(target, { force: true });
    const args = [join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--out', target];
    // Bundles need no node_modules; and without a public repository links in the README stay as they are.
    args.push(
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
      '--skip-license',
    );
    const { code, output } = await runNode(args, { cwd: folder, quiet: true });
    if (code !== 0) throw new Trouble(`The extension in ${folder} could not be packaged:\n${output.trim()}`);
  });
}

// Installs a real VS Code (code-server) into .vscode-host, from npm packages only. Nothing is compiled and no
// install script runs: test/e2e/host/package.json names, beside code-server, every module VS Code needs.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { devNull } from 'node:os';
import { join, relative } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { npmTrouble, runNode, runNpm } from './run.mjs';
import { elapsed, say, Trouble } from './say.mjs';

const source = join(root, 'test/e2e/host');
const folder = join(root, '.vscode-host');
const stampFile = join(folder, 'installed.json');

/**
 * @typedef {object} VscodeHost
 * @property {string} folder where it is installed
 * @property {string} entry the program to run with Node
 */

/** Why this machine cannot have the host, or null. */
export function vscodeHostObstacle() {
  const machine = `${process.platform} ${process.arch}`;
  if (!['linux x64', 'linux arm64', 'darwin x64', 'darwin arm64'].includes(machine)) {
    return `VS Code in the browser runs on Linux and macOS (x64 or arm64), not on ${machine}; install the desktop VS Code with its "code" command, or use WSL on Windows.`;
  }
  return null;
}

/** What is to be installed: the names and contents of test/e2e/host, and the major version of Node that runs it. */
function wantedStamp() {
  const hash = createHash('sha256');
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const file of files) hash.update(relative(source, file)).update(readFileSync(file));
  return JSON.stringify({
    contents: hash.digest('hex'),
    node: process.version.split('.')[0],
    arch: process.arch,
  });
}

/** @param {string} wanted */
const isInstalled = (wanted) => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;

/** @param {string} link @param {string} target */
function symlink(link, target) {
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link, { recursive: true });
  symlinkSync(target, link, 'dir');
}

/**
 * Installs the host when it is missing, half installed or out of date, and says so.
 * @returns {Promise<VscodeHost>}
 */
export async function ensureVscodeHost() {
  const obstacle = vscodeHostObstacle();
  if (obstacle !== null) throw new Trouble(obstacle);
  const host = { folder, entry: join(folder, 'node_modules/code-server/out/node/entry.js') };
  const wanted = wantedStamp();
  if (isInstalled(wanted)) return host;
  await withLock(join(folder, 'installing.lock'), async () => {
    if (!isInstalled(wanted)) await install(host, wanted);
  });
  return host;
}

/** @param {VscodeHost} host @param {string} wanted */
async function install(host, wanted) {
  const start = performance.now();
  say('Installing VS Code for the browser into .vscode-host (once; about 270 MB) ...');
  rmSync(stampFile, { force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(source)) {
    rmSync(join(folder, name), { recursive: true, force: true });
    cpSync(join(source, name), join(folder, name), { recursive: true });
  }
  const npm = await runNpm(['ci', '--ignore-scripts'], { cwd: folder, quiet: true });
  if (npm.code !== 0)
    throw new Trouble(`VS Code could not be installed into .vscode-host: ${npmTrouble(npm.output)}.`);

  // VS Code looks for its modules beside itself, under the name its desktop packaging gives them as well.
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  symlink(join(vscode, 'node_modules'), relative(vscode, join(folder, 'node_modules')));
  symlink(join(vscode, 'node_modules.asar'), 'node_modules');

  const check = await runNode([host.entry, '--config', devNull, '--version'], { quiet: true });
  if (check.code !== 0) {
    throw new Trouble(
      `VS Code was installed into .vscode-host but does not start on Node ${process.version}: ${check.output.trim()}`,
    );
  }
  writeFileSync(stampFile, wanted);
  say(
    `Installed VS Code (code-server ${/^\d+\.\d+\.\d+/m.exec(check.output)?.[0] ?? ''}) in ${elapsed(start)}.`,
  );
}

// Only Node's built-in modules here: this runs before anything is installed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { npmTrouble, runNpm } from './run.mjs';
import { elapsed, say, Trouble } from './say.mjs';

/** @param {string} file */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes its own record, .package-lock.json,
 * last, so an interrupted installation has none or an old one.
 */
function isInstalled() {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(join(root, 'node_modules/.package-lock.json'));
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) =>
      path === '' || present[path]?.version === version || optional === true || peer === true,
  );
}

/** Installs the project's npm packages with `npm ci` when they are missing or not those of package-lock.json. */
export async function ensureDependencies() {
  if (isInstalled()) return;
  say('Installing the npm packages of the project (npm ci) ...');
  const start = performance.now();
  // Under NODE_ENV=production npm would leave out what builds and tests the project.
  const { code, output } = await runNpm(['ci', '--include=dev'], { quiet: true });
  if (code !== 0) throw new Trouble(`The project's packages could not be installed: ${npmTrouble(output)}.`);
  say(`Installed the npm packages in ${elapsed(start)}.`);
}

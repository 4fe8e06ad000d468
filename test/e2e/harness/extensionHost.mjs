// Runs mocha tests inside the real extension host, where require('vscode') is the real API.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../../scripts/lib/paths.mjs';
import { startVscode } from './vscode.mjs';
import { openWorkbench } from './workbench.mjs';

const runner = join(dirname(fileURLToPath(import.meta.url)), 'mochaRunner.cjs');

/**
 * @typedef {object} MochaReport mocha's JSON report
 * @property {{ tests: number, passes: number, failures: number, pending: number, duration: number }} stats
 * @property {{ fullTitle: string, duration: number }[]} passes
 * @property {{ fullTitle: string, err: { message: string, stack?: string } }[]} failures
 * @property {{ fullTitle: string }[]} pending
 */

/**
 * @param {object} options
 * @param {string[]} options.tests mocha files (TypeScript or JavaScript, BDD style); bundled, with `vscode` left out
 * @param {string} [options.extension] the folder of the extension that is developed; the repository when left out
 * @param {Record<string, string>} [options.files] workspace files
 * @param {Record<string, unknown>} [options.settings]
 * @param {Record<string, string>} [options.env]
 * @param {number} [options.timeout] milliseconds for the whole run
 * @returns {Promise<MochaReport>}
 * @throws when the run ends without a report, with what the extension host printed
 */
export async function runInExtensionHost({
  tests,
  extension = root,
  files = {},
  settings,
  env,
  timeout = 120_000,
}) {
  const folder = mkdtempSync(join(tmpdir(), 'resolvent-mocha-'));
  const report = join(folder, 'report.json');
  const bundles = await bundle(tests, folder);
  const vscode = await startVscode({
    files: { 'readme.txt': 'The workspace of the tests.\n', ...files },
    settings,
    env: { ...env, RESOLVENT_MOCHA_FILES: JSON.stringify(bundles), RESOLVENT_MOCHA_REPORT: report },
  });
  /** @type {string[]} */
  const printed = [];
  let ended = () => {};
  const end = new Promise((resolve) => (ended = () => resolve('ended')));
  const opening = openWorkbench(vscode, {
    async beforeLoad(page) {
      await page.exposeFunction('codeAutomationExit', () => ended());
      await page.exposeFunction('codeAutomationLog', (type, args) =>
        printed.push(`${type}: ${args.join(' ')}`),
      );
      await page.addInitScript(addDevelopmentOptions, {
        extensions: [remoteUri(vscode, extension)],
        extensionTestsPath: remoteUri(vscode, runner),
      });
    },
  });
  try {
    const late = sleep(timeout, 'late', { ref: false });
    // Short runs end before the workbench counts as open; a failure to open it ends the wait at once.
    const outcome = await Promise.race([end, late, opening.then(() => Promise.race([end, late]))]);
    if (outcome === 'late') throw new Error(`no end after ${timeout} ms`);
    if (!existsSync(report)) throw new Error('mocha wrote no report');
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch (error) {
    const log = [...printed, vscode.extensionHostLog()].join('\n');
    throw new Error(`The tests in the extension host did not end: ${error.message}\n${log}`, {
      cause: error,
    });
  } finally {
    await opening.then((workbench) => workbench.close()).catch(() => {});
    await vscode.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string[]} tests
 * @param {string} folder
 * @returns {Promise<string[]>} the paths of the bundled files
 */
async function bundle(tests, folder) {
  const { metafile } = await build({
    entryPoints: tests,
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode'],
    absWorkingDir: root,
    logLevel: 'warning',
    metafile: true,
  });
  return Object.keys(metafile.outputs).map((name) => resolve(root, name));
}

/** How the workbench addresses a file of the machine its server runs on. */
const remoteUri = (vscode, path) => ({
  scheme: 'vscode-remote',
  authority: `127.0.0.1:${vscode.port}`,
  path,
});

/**
 * Runs in the page before VS Code's own scripts. The server writes the workbench's configuration into a meta
 * element; what is read from it gets these development options, which a started server does not take as arguments.
 */
function addDevelopmentOptions(options) {
  if (window !== window.top) return;
  const original = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    const value = original.call(this, name);
    if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration')
      return value;
    const configuration = JSON.parse(value);
    configuration.developmentOptions = { ...configuration.developmentOptions, ...options };
    return JSON.stringify(configuration);
  };
}

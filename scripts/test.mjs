// npm test: installs what is missing, builds, and runs every check. It keeps going after a failing step, exits
// non-zero at the end, and its last line is `N passed, N failed, N skipped` over the tests of all runners.
//   npm test -- --only unit            one step, or several: --only unit,lint
//   npm test -- --only e2e smoke       only the test files whose path holds one of the given words
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumAdvice, findChromium } from './lib/chromium.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { root } from './lib/paths.mjs';
import { runNode, runNpm } from './lib/run.mjs';
import { runNodeTests, runVitest } from './lib/runners.mjs';
import { elapsed, runMain, say, Trouble } from './lib/say.mjs';
import { ensureVscodeHost, vscodeHostObstacle } from './lib/vscodeHost.mjs';

/**
 * @typedef {import('./lib/runners.mjs').Outcome & { note?: string }} StepOutcome
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} what
 * @property {(filters: string[]) => Promise<StepOutcome>} run
 * @property {'kernels' | 'all'} [needs] what must have been built
 */

const onCi = Boolean(process.env['CI']) && process.env['CI'] !== 'false';

/** A step that is no test runner: it only passes or fails, and a failure counts as one failed test. */
const verdict = (ok) => ({ ok, passed: 0, failed: ok ? 0 : 1, skipped: 0 });

/**
 * What cannot be run here. On a person's machine that is said; in CI, where nobody reads it, it is a failure.
 * @param {number} files how many test files are left out
 * @param {string} reason
 * @returns {StepOutcome}
 */
const leftOut = (files, reason) =>
  onCi
    ? { ok: false, passed: 0, failed: files, skipped: 0, note: reason }
    : { ok: true, passed: 0, failed: 0, skipped: files, note: reason };

/** @param {string} folder @param {string[]} filters */
function testFiles(folder, filters) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith('.test.mjs') && !file.includes('node_modules'))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
    .sort();
}

/**
 * Runs the browser tests of a folder, where there is a browser.
 * @param {string} folder
 * @param {string[]} filters
 * @param {(files: string[]) => Promise<string | null>} [prepare] answers why the tests cannot be run, or null
 */
async function runBrowserTests(folder, filters, prepare = async () => null) {
  const files = testFiles(folder, filters);
  if (files.length === 0)
    return { ok: true, passed: 0, failed: 0, skipped: 0, note: `no test file in ${folder}` };
  if (findChromium() === null) return leftOut(files.length, `no Chromium was found. ${chromiumAdvice}`);
  const obstacle = await prepare(files);
  if (obstacle !== null) return leftOut(files.length, obstacle);
  return runNodeTests(files);
}

async function prepareVscode() {
  const obstacle = vscodeHostObstacle();
  if (obstacle !== null) return obstacle;
  try {
    await ensureVscodeHost();
    return null;
  } catch (error) {
    if (error instanceof Trouble) return error.message;
    throw error;
  }
}

/** @type {Step[]} */
const steps = [
  {
    name: 'types',
    what: 'type check',
    run: async () => verdict((await runNpm(['run', '--silent', 'typecheck'])).code === 0),
  },
  {
    name: 'lint',
    what: 'lint and format',
    run: async () => verdict((await runNpm(['run', '--silent', 'lint'])).code === 0),
  },
  { name: 'unit', what: 'unit tests', run: runVitest, needs: 'kernels' },
  {
    name: 'webview',
    what: "tests of the designer's page in a browser",
    run: (filters) => runBrowserTests('test/webview', filters),
    needs: 'all',
  },
  {
    name: 'e2e',
    what: 'tests in a real VS Code',
    run: (filters) => runBrowserTests('test/e2e', filters, prepareVscode),
    needs: 'all',
  },
];

const usage = `Usage: npm test [-- [--only ${steps.map((step) => step.name).join('|')}] [FILTER ...]]`;

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      options: { only: { type: 'string' } },
      allowPositionals: true,
    });
    const only = values.only?.split(',');
    const unknown = only?.find((name) => !steps.some((step) => step.name === name));
    if (unknown !== undefined) throw new Error(`There is no step "${unknown}".`);
    return { chosen: steps.filter((step) => only?.includes(step.name) ?? true), filters: positionals };
  } catch (error) {
    throw new Trouble(`${error.message}\n${usage}`);
  }
}

/** @param {StepOutcome} outcome */
function describe({ ok, passed, failed, skipped, note }) {
  const counts =
    passed + failed + skipped > 0 ? ` (${passed} passed, ${failed} failed, ${skipped} skipped)` : '';
  return `${ok ? (note === undefined ? 'passed' : 'NOT RUN') : 'FAILED'}${counts}${note === undefined ? '' : `: ${note}`}`;
}

/**
 * Builds what the steps need.
 * @param {Step[]} chosen
 * @returns {Promise<boolean>}
 */
async function build(chosen) {
  const args = ['scripts/build.mjs'];
  if (!chosen.some((step) => step.needs === 'all')) args.push('--kernels');
  return (await runNode(args)).code === 0;
}

await runMain(async () => {
  const { chosen, filters } = readOptions();
  await ensureDependencies();

  /** @type {string[]} */
  const lines = [];
  const total = { passed: 0, failed: 0, skipped: 0 };
  let failing = 0;
  /** @param {string} name @param {string} what @param {() => Promise<StepOutcome>} runStep */
  const take = async (name, what, runStep) => {
    say(`\n--- ${name}: ${what}`);
    const start = performance.now();
    const outcome = await runStep();
    const line = `${name.padEnd(8)} ${elapsed(start).padStart(8)}  ${describe(outcome)}`;
    say(`--- ${line}`);
    lines.push(line);
    for (const key of Object.keys(total)) total[key] += outcome[key];
    if (!outcome.ok) failing += 1;
    return outcome.ok;
  };

  let built = true;
  if (chosen.some((step) => step.needs !== undefined)) {
    built = await take('build', 'kernels and bundles', async () => verdict(await build(chosen)));
  }
  for (const step of chosen) {
    const blocked = !built && step.needs === 'all';
    await take(step.name, step.what, () =>
      blocked
        ? Promise.resolve({ ...verdict(false), note: 'not run, because the build failed' })
        : step.run(filters),
    );
  }

  say(`\n${lines.join('\n')}\n`);
  process.exitCode = failing === 0 ? 0 : 1;
  say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
});

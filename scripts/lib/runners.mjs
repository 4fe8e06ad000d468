// Runs the project's test runners and counts their tests.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';
import { runNode } from './run.mjs';

/**
 * @typedef {object} Outcome of one runner
 * @property {boolean} ok
 * @property {number} passed
 * @property {number} failed at least 1 when not ok
 * @property {number} skipped
 */

/**
 * @param {(report: string) => Promise<number>} runWithReport runs the runner, which writes its report to a file
 * @param {(report: string) => { passed: number, failed: number, skipped: number }} count
 * @returns {Promise<Outcome>}
 */
async function counted(runWithReport, count) {
  const folder = mkdtempSync(join(tmpdir(), 'resolvent-test-'));
  const file = join(folder, 'report.json');
  try {
    const code = await runWithReport(file);
    const counts = existsSync(file)
      ? count(readFileSync(file, 'utf8'))
      : { passed: 0, failed: 0, skipped: 0 };
    const ok = code === 0 && counts.failed === 0;
    // A runner that broke down before it could count must not look as if nothing had failed.
    return { ...counts, ok, failed: ok ? 0 : Math.max(1, counts.failed) };
  } catch (error) {
    console.error(`The report of the tests cannot be read: ${error.message}`);
    return { ok: false, passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Vitest on test/unit.
 * @param {string[]} filters parts of file names
 */
export const runVitest = (filters) =>
  counted(
    async (report) => {
      const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json'];
      return (await runNode([...args, `--outputFile.json=${report}`, ...filters])).code;
    },
    (text) => {
      const report = JSON.parse(text);
      // A file that cannot be loaded has no tests to count.
      const broken = report.testResults.filter(
        (file) => file.status === 'failed' && file.assertionResults.length === 0,
      );
      return {
        passed: report.numPassedTests,
        failed: report.numFailedTests + broken.length,
        skipped: report.numPendingTests + report.numTodoTests,
      };
    },
  );

/**
 * Node's own runner, one file after another: each starts a browser or a VS Code.
 * @param {string[]} files
 */
export const runNodeTests = (files) =>
  counted(
    async (report) => {
      const reporter = pathToFileURL(join(root, 'scripts/lib/countingReporter.mjs')).href;
      const args = ['--test', '--test-concurrency=1', '--test-force-exit', '--test-timeout=600000'];
      args.push('--test-reporter=spec', '--test-reporter-destination=stdout');
      args.push(`--test-reporter=${reporter}`, `--test-reporter-destination=${devNull}`);
      const env = { ...process.env, RESOLVENT_TEST_COUNTS: report };
      return (await runNode([...args, ...files], { env })).code;
    },
    (text) => {
      const results = text.split('\n');
      const count = (wanted) => results.filter((result) => result === wanted).length;
      return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
    },
  );

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { duration } from '../engine/duration';
import { fileErrorSentence } from '../engine/resultsFile';
import { countInWords } from '../engine/words';
import { CommandError, exitCodes, wrongInput, type ExitCode } from './exit';
import { run, type RunCommand, type RunOutcome } from './run';
import { aligned } from './table';

/** Folders that hold no experiments of a person's own. */
const skipped = new Set(['node_modules', '.git']);

/**
 * The experiment files that paths mean: files as they are, of folders every `*.resolvent.json` in them and below, in
 * the order of their names.
 * @throws CommandError for a path that cannot be read, and where a folder has no experiment
 */
export async function experimentsIn(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (!(await isFolder(path))) found.push(path);
    else {
      const inside = await experimentsBelow(path);
      if (inside.length === 0)
        throw wrongInput(`${path} has no experiment: no file in it ends in .resolvent.json.`);
      found.push(...inside);
    }
  }
  return [...new Set(found)];
}

/** A path that is not there is taken for a file's, which cannot be read: that is said when its turn comes. */
function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

async function experimentsBelow(folder: string): Promise<string[]> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw wrongInput(`${folder} cannot be read: ${fileErrorSentence(error)}`);
  }
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) found.push(...(await experimentsBelow(path)));
    else if (entry.isFile() && entry.name.endsWith('.resolvent.json')) found.push(path);
  }
  return found;
}

/**
 * Runs several experiments one after another, whatever becomes of each, and prints a table of them at the end.
 * @returns the worst exit code
 */
export async function runAll(
  specs: readonly string[],
  options: Omit<RunCommand, 'spec' | 'out' | 'csv' | 'svg'>,
): Promise<ExitCode> {
  const rows: string[][] = [['experiment', 'status', 'repetitions', 'time']];
  let worst: ExitCode = exitCodes.done;
  for (const [i, spec] of specs.entries()) {
    console.error(`${i > 0 ? '\n' : ''}${spec} (${i + 1} of ${specs.length})`);
    const started = performance.now();
    const { code, results } = await outcomeOf(() => run({ ...options, spec }));
    const points = results?.series.flatMap((series) => series.points) ?? [];
    const done = points.reduce((sum, { simulation }) => sum + (simulation?.repetitions ?? 0), 0);
    rows.push([spec, statusOf(code), countInWords(done), duration(performance.now() - started)]);
    worst = Math.max(worst, code) as ExitCode;
    // Ctrl+C means all of them.
    if (code === exitCodes.cancelled) {
      for (const rest of specs.slice(i + 1)) rows.push([rest, 'not run', '0', '–']);
      break;
    }
  }
  console.log(aligned(rows));
  return worst;
}

async function outcomeOf(running: () => Promise<RunOutcome>): Promise<RunOutcome> {
  try {
    return await running();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(error.message);
    return { code: error.exitCode };
  }
}

function statusOf(code: ExitCode): string {
  switch (code) {
    case exitCodes.done:
      return 'done';
    case exitCodes.cancelled:
      return 'cancelled';
    default:
      return 'failed';
  }
}

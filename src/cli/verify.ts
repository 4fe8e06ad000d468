import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { WorkerPool } from '../engine/pool';
import type { ResultsDocument } from '../engine/results';
import { readResults, resultsPathOf } from '../engine/resultsFile';
import { verificationInWords } from '../engine/verify/inWords';
import type { NumberDifference, Verification } from '../engine/verify/model';
import { startVerification } from '../engine/verify/verify';
import { countInWords } from '../engine/words';
import { exitCodes, wrongInput, type ExitCode } from './exit';
import { ProgressLine } from './progress';
import { aligned } from './table';

export interface VerifyCommand {
  readonly files: readonly string[];
  /** About how many repetitions of each file, or all of them. */
  readonly sample?: number | 'all';
  /** Decides which ones. */
  readonly seed?: number;
  readonly workers?: number;
  /** Whether to print the whole outcome as JSON. */
  readonly json?: boolean;
}

/** Differing numbers, and other problems, that are printed of a file; JSON has the rest. */
const mostPrinted = 10;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * `resolvent verify`: computes a sample of results files' numbers again and says whether they are the same.
 * @returns the worst exit code of the files
 */
export async function verify({ files, workers, json, ...options }: VerifyCommand): Promise<ExitCode> {
  const pool = new WorkerPool({
    workerFile: join(__dirname, 'worker.js'),
    size: workers ?? availableParallelism(),
  });
  const outcomes: ({ readonly file: string } & (Verification | { readonly error: string }))[] = [];
  let worst: ExitCode = exitCodes.done;
  try {
    for (const file of files) {
      const outcome = await verifyFile(file, pool, options);
      outcomes.push({ file, ...outcome });
      if ('error' in outcome) console.error(outcome.error);
      else if (json !== true) console.log(textOf(file, outcome));
      const code = codeOf(outcome);
      worst = Math.max(worst, code) as ExitCode;
      // Ctrl+C means all of them.
      if (code === exitCodes.cancelled) break;
    }
  } finally {
    pool.dispose();
  }
  if (json === true) console.log(JSON.stringify(outcomes, null, 2));
  return worst;
}

async function verifyFile(
  file: string,
  pool: WorkerPool,
  options: Pick<VerifyCommand, 'sample' | 'seed'>,
): Promise<Verification | { readonly error: string }> {
  let document: ResultsDocument;
  try {
    document = await read(file);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  const progress = new ProgressLine();
  const underWay = startVerification({
    pool,
    document,
    ...options,
    onProgress: (state) => progress.show(state),
  });
  const cancel = () => underWay.cancel();
  for (const signal of signals) process.once(signal, cancel);
  try {
    return await underWay.finished;
  } finally {
    progress.end();
    for (const signal of signals) process.removeListener(signal, cancel);
  }
}

async function read(file: string): Promise<ResultsDocument> {
  if (/\.resolvent\.jsonc?$/i.test(file))
    throw wrongInput(`${file} is an experiment; name its results: ${resultsPathOf(file)}.`);
  const document = await readResults(file);
  if (document === undefined) throw wrongInput(`${file} cannot be read: there is no such file or folder.`);
  return document;
}

function codeOf(outcome: Verification | { readonly error: string }): ExitCode {
  if ('error' in outcome) return exitCodes.wrongInput;
  switch (outcome.outcome) {
    case 'verified':
      return exitCodes.done;
    case 'cancelled':
      return exitCodes.cancelled;
    default:
      return exitCodes.wrongInput;
  }
}

function textOf(file: string, verification: Verification): string {
  const { outcome, differences, differing, problems, notes, recomputed } = verification;
  const lines = [`${file}: ${verificationInWords(verification)}.`];
  if (differing > 0) lines.push(tableOf(differences), ...more(differences.length, 'differing number'));
  // Where nothing was computed the first problem is said above.
  const isSaid = outcome === 'differs' && recomputed === 0;
  lines.push(...problems.slice(isSaid ? 1 : 0, mostPrinted).map((sentence) => `  ${sentence}`));
  return [...lines, ...more(problems.length, 'problem'), ...notes.map((note) => `  ${note}`)].join('\n');
}

function more(count: number, noun: string): string[] {
  const rest = count - mostPrinted;
  return rest > 0
    ? [`  … and ${countInWords(rest)} more ${noun}${rest === 1 ? '' : 's'}; --json has them.`]
    : [];
}

function tableOf(differences: readonly NumberDifference[]): string {
  const shown = differences.slice(0, mostPrinted);
  const hasY = shown.some(({ y }) => y !== null);
  const text = (value: number | null) => (value === null ? '–' : String(value));
  const rows = shown.map(({ series, x, y, repetition, metric, recorded, recomputed, difference }) => [
    series,
    text(x),
    ...(hasY ? [text(y)] : []),
    text(repetition),
    metric,
    String(recorded),
    String(recomputed),
    difference.toExponential(1),
  ]);
  const head = [
    'series',
    'x',
    ...(hasY ? ['y'] : []),
    'repetition',
    'metric',
    'recorded',
    'recomputed',
    'difference',
  ];
  return aligned([head, ...rows])
    .trimEnd()
    .replace(/^/gm, '  ');
}

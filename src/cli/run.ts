import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { chartOf } from '../engine/chart/chartOf';
import type * as ChartImage from '../engine/chartImage';
import { resultsCsv } from '../engine/csv';
import { findingsOn } from '../engine/findings/findings';
import { WorkerPool } from '../engine/pool';
import type { ResultsDocument } from '../engine/results';
import { checkWritable, resultsPathOf, writeFileAtomically, writeResults } from '../engine/resultsFile';
import { RunTaken } from '../engine/journal/lock';
import { startKeptRun, type KeptResults } from '../engine/keptRun';
import { Refusal } from '../engine/run';
import { countInWords } from '../engine/words';
import type { Expansion } from '../experiment/expand';
import { CommandError, exitCodes, wrongInput, wrongUsage, type ExitCode } from './exit';
import { readInput, requireFeasible, type Change } from './input';
import { ProgressLine } from './progress';

export interface RunCommand {
  readonly spec: string;
  readonly out?: string;
  readonly csv?: string;
  readonly svg?: string;
  readonly workers?: number;
  readonly repetitions?: number;
  readonly seed?: number;
  /** Whether to compute anew what is there already. */
  readonly fresh?: boolean;
}

/** What became of an experiment, for the table of several. */
export interface RunOutcome {
  readonly code: ExitCode;
  readonly results?: ResultsDocument;
}

/** Signals that end a run, which then keeps what there is. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `resolvent run`: runs an experiment and writes its results; what there is, is written on Ctrl+C as well. */
export async function run(command: RunCommand): Promise<RunOutcome> {
  const input = await readInput(command.spec, changesOf(command));
  requireFeasible(input);
  const outputs = outputsOf(command);
  await checkOutputs(command.spec, outputs);

  const { file, expansion } = input;
  const pool = new WorkerPool({
    workerFile: join(__dirname, 'worker.js'),
    size: command.workers ?? availableParallelism(),
  });
  const progress = new ProgressLine();
  let cancel: () => void = () => undefined;
  try {
    const underWay = startKeptRun({
      pool,
      spec: file,
      expansion,
      resultsPath: outputs.results,
      fresh: command.fresh ?? false,
      onNotice: (sentence) => console.error(`Note: ${sentence}`),
      onPlanned: ({ there, total }) => {
        if (there > 0) console.error(continuesSentence(there, total));
      },
      onProgress: (state) => progress.show(state),
    });
    cancel = () => underWay.cancel();
    // Once: a second Ctrl+C ends the process at once.
    for (const signal of signals) process.once(signal, cancel);
    const kept = await underWay.finished.catch((error: unknown) => {
      throw error instanceof RunTaken ? wrongInput(error.message) : error;
    });
    progress.end();
    const code = await finish(kept, outputs, expansion, underWay.failure());
    return { code, results: kept.results };
  } finally {
    for (const signal of signals) process.removeListener(signal, cancel);
    pool.dispose();
  }
}

function continuesSentence(there: number, total: number): string {
  const all = there === total ? 'all' : countInWords(there);
  return `continues: ${all} of ${countInWords(total)} repetitions were there`;
}

function changesOf({ repetitions, seed }: RunCommand): Change[] {
  const change = (field: string, value: number | undefined): Change[] =>
    value === undefined ? [] : [{ path: ['simulation', field], value }];
  return [...change('repetitions', repetitions), ...change('seed', seed)];
}

/** Where what is written goes. */
interface Outputs {
  readonly results: string;
  readonly csv?: string;
  readonly svg?: string;
}

function outputsOf({ spec, out, csv, svg }: RunCommand): Outputs {
  return {
    results: out ?? resultsPathOf(spec),
    ...(csv === undefined ? {} : { csv }),
    ...(svg === undefined ? {} : { svg }),
  };
}

/** Better now than after an hour's run. */
async function checkOutputs(spec: string, outputs: Outputs): Promise<void> {
  const taken = new Map([[resolve(spec), 'the experiment itself']]);
  for (const [what, path] of Object.entries(outputs) as [string, string][]) {
    const other = taken.get(resolve(path));
    if (other !== undefined) throw wrongUsage(`${path} is ${other}; name another file for the ${what}.`);
    taken.set(resolve(path), `where the ${what} go`);
    try {
      await checkWritable(path);
    } catch (error) {
      throw wrongInput(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Says where the results are, and writes what else was asked for. */
async function finish(
  { results, problem, untouched }: KeptResults,
  outputs: Outputs,
  expansion: Expansion,
  failure: Error | undefined,
): Promise<ExitCode> {
  const refused: string[] = [];
  const save = async (path: string, writing: () => Promise<void>) => {
    try {
      await writing();
      console.error(`Wrote ${path}`);
    } catch (error) {
      refused.push(error instanceof Error ? error.message : String(error));
    }
  };
  if (problem !== undefined) {
    refused.push(problem);
    const elsewhere = join(await mkdtemp(join(tmpdir(), 'resolvent-')), basename(outputs.results));
    await save(elsewhere, () => writeResults(elsewhere, results));
  } else if (!untouched) console.error(`Wrote ${outputs.results}`);
  if (outputs.csv !== undefined) {
    const path = outputs.csv;
    await save(path, () => writeFileAtomically(path, resultsCsv(results)));
  }
  if (outputs.svg !== undefined) {
    const path = outputs.svg;
    // Vega is large, and loaded only for a picture.
    const load = createRequire(__filename);
    const { chartToSvg } = load('./chartImage.js') as typeof ChartImage;
    await save(path, async () => writeFileAtomically(path, await chartToSvg(chartOf(expansion, results))));
  }
  if (refused.length > 0) throw wrongInput(refused.join('\n'));
  return outcome(results, expansion, failure, untouched);
}

function outcome(
  results: ResultsDocument,
  expansion: Expansion,
  failure: Error | undefined,
  untouched: boolean,
): ExitCode {
  const kept = untouched ? 'What was there is kept.' : 'What was finished is kept.';
  for (const finding of findingsOn(expansion, results)) console.error(finding);
  for (const warning of results.warnings) console.error(`Note: ${warning}`);
  if (failure !== undefined) {
    throw new CommandError(
      `The run failed: ${failure.message}\n${kept}`,
      failure instanceof Refusal ? exitCodes.wrongInput : exitCodes.fault,
    );
  }
  if (results.status === 'cancelled') {
    console.error(`Cancelled. ${kept}`);
    return exitCodes.cancelled;
  }
  return exitCodes.done;
}

import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { chartOf } from '../engine/chart/chartOf';
import type * as ChartImage from '../engine/chartImage';
import { resultsCsv } from '../engine/csv';
import { findingsOn } from '../engine/findings/findings';
import { WorkerPool } from '../engine/pool';
import type { ResultsDocument } from '../engine/results';
import { checkWritable, resultsPathOf, resultsText, writeFileAtomically } from '../engine/resultsFile';
import { Refusal, startRun } from '../engine/run';
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
}

/** `resolvent run`: runs an experiment and writes its results; what there is, is written on Ctrl+C as well. */
export async function run(command: RunCommand): Promise<ExitCode> {
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
  try {
    const underWay = startRun({ pool, spec: file, expansion, onProgress: (state) => progress.show(state) });
    // Once: a second Ctrl+C ends the process at once.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, underWay.cancel);
    const results = await underWay.finished;
    progress.end();
    await write(outputs, results, expansion);
    return outcome(results, expansion, underWay.failure());
  } finally {
    pool.dispose();
  }
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

async function write(outputs: Outputs, results: ResultsDocument, expansion: Expansion): Promise<void> {
  const refused: string[] = [];
  const save = async (path: string, text: string) => {
    try {
      await writeFileAtomically(path, text);
      console.error(`Wrote ${path}`);
    } catch (error) {
      refused.push(error instanceof Error ? error.message : String(error));
    }
  };
  await save(outputs.results, resultsText(results));
  if (outputs.csv !== undefined) await save(outputs.csv, resultsCsv(results));
  if (outputs.svg !== undefined) {
    // Vega is large, and loaded only for a picture.
    const load = createRequire(__filename);
    const { chartToSvg } = load('./chartImage.js') as typeof ChartImage;
    await save(outputs.svg, await chartToSvg(chartOf(expansion, results)));
  }
  if (refused.length > 0) throw wrongInput(refused.join('\n'));
}

function outcome(results: ResultsDocument, expansion: Expansion, failure: Error | undefined): ExitCode {
  for (const finding of findingsOn(expansion, results)) console.error(finding);
  for (const warning of results.warnings) console.error(`Note: ${warning}`);
  if (failure !== undefined) {
    throw new CommandError(
      `The run failed: ${failure.message}\nWhat was finished is kept.`,
      failure instanceof Refusal ? exitCodes.wrongInput : exitCodes.fault,
    );
  }
  if (results.status === 'cancelled') {
    console.error('Cancelled. What was finished is kept.');
    return exitCodes.cancelled;
  }
  return exitCodes.done;
}

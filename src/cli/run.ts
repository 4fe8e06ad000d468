import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { chartOf } from '../engine/chart/chartOf';
import type * as ChartImage from '../engine/chartImage';
import { resultsCsv } from '../engine/csv';
import { findingsOn } from '../engine/findings';
import { WorkerPool } from '../engine/pool';
import type { ResultsDocument } from '../engine/results';
import { resultsPathOf, resultsText, writeFileAtomically } from '../engine/resultsFile';
import { startRun } from '../engine/run';
import type { Expansion } from '../experiment/expand';
import { CommandError, exitCodes, wrongInput, type ExitCode } from './exit';
import { readInput, type Changes } from './input';
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
  const changes: Changes[] = [];
  if (command.repetitions !== undefined) {
    changes.push({ path: ['simulation', 'repetitions'], value: command.repetitions });
  }
  if (command.seed !== undefined) changes.push({ path: ['simulation', 'seed'], value: command.seed });
  const { path, file, expansion } = await readInput(command.spec, changes);

  const pool = new WorkerPool({
    workerFile: join(__dirname, 'worker.js'),
    size: command.workers ?? availableParallelism(),
  });
  const progress = new ProgressLine();
  try {
    const underWay = startRun({ pool, spec: file, expansion, onProgress: (state) => progress.show(state) });
    process.once('SIGINT', underWay.cancel);
    process.once('SIGTERM', underWay.cancel);
    const results = await underWay.finished;
    progress.end();
    await write(command, path, results, expansion);
    return outcome(results, expansion);
  } finally {
    pool.dispose();
  }
}

async function write(
  command: RunCommand,
  path: string,
  results: ResultsDocument,
  expansion: Expansion,
): Promise<void> {
  const save = async (target: string, text: string) => {
    try {
      await writeFileAtomically(target, text);
    } catch (error) {
      throw wrongInput(error instanceof Error ? error.message : String(error));
    }
    console.error(`Wrote ${target}`);
  };
  await save(command.out ?? resultsPathOf(path), resultsText(results));
  if (command.csv !== undefined) await save(command.csv, resultsCsv(results));
  if (command.svg !== undefined) {
    // Vega is large, and loaded only for a picture.
    const load = createRequire(__filename);
    const { chartToSvg } = load('./chartImage.js') as typeof ChartImage;
    await save(command.svg, await chartToSvg(chartOf(expansion, results)));
  }
}

function outcome(results: ResultsDocument, expansion: Expansion): ExitCode {
  for (const finding of findingsOn(expansion, results)) console.error(finding);
  for (const warning of results.warnings) console.error(`Note: ${warning}`);
  if (results.status === 'failed') {
    throw new CommandError(`The run failed: ${results.reason}\nWhat was finished is kept.`, exitCodes.fault);
  }
  if (results.status === 'cancelled') {
    console.error('Cancelled. What was finished is kept.');
    return exitCodes.cancelled;
  }
  return exitCodes.done;
}

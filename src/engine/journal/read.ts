import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { engineVersion } from '../version';
import { streamLayout } from '../../simulation/streams';
import { parseLine, type JournalHeader } from './format';

/** A run that was interrupted, by its journal. */
export interface InterruptedRun {
  /** Of the experiment as it was run. */
  readonly specHash: string;
  readonly done: number;
  readonly total: number;
}

/** Whether what this header stands over has numbers that this version would compute too. */
export function isOfThisEngine({ engine, streams }: Pick<JournalHeader, 'engine' | 'streams'>): boolean {
  return engine === engineVersion && streams === streamLayout;
}

/**
 * How far a run was whose journal is there; undefined where there is no journal that could be continued. Whether that
 * run is still under way, the lock tells (`isLocked`).
 */
export async function interruptedRun(journalPath: string): Promise<InterruptedRun | undefined> {
  let header: JournalHeader | undefined;
  let done = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(journalPath, 'utf8') })) {
      const parsed = parseLine(line);
      if (parsed === undefined) continue;
      if ('format' in parsed) {
        header = parsed;
        done = parsed.there;
      } else done += parsed.progress;
    }
  } catch {
    // One that is not there or cannot be read cannot be continued.
    return undefined;
  }
  if (header === undefined || !isOfThisEngine(header)) return undefined;
  return { specHash: header.specHash, done: Math.min(done, header.total), total: header.total };
}

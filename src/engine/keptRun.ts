import { rm, stat } from 'node:fs/promises';
import { streamLayout } from '../simulation/streams';
import { journalPathOf, type JournalHeader } from './journal/format';
import { Journal } from './journal/journal';
import { knownOf } from './journal/known';
import { RunLock, RunTaken } from './journal/lock';
import type { Known } from './journal/stock';
import type { ResultsDocument } from './results';
import { fileErrorSentence, isStream, removeDrafts, writeResults } from './resultsFile';
import { startRun, type Run, type RunOptions } from './run';
import { specHash } from './specHash';
import { engineVersion } from './version';

export interface KeptRunOptions extends Omit<RunOptions, 'known' | 'onFinished'> {
  /** Where the results go, the journal beside them. */
  readonly resultsPath: string;
  /** Whether to compute all anew; else what earlier runs have left there is taken over. */
  readonly fresh?: boolean;
  /** Called with a sentence on what a person should know before the end: what is not used again, what is not kept. */
  readonly onNotice?: (sentence: string) => void;
}

export interface KeptResults {
  readonly results: ResultsDocument;
  /** Why they are not in their file, if they are not; the journal is kept then, as far as it could be written. */
  readonly problem?: string;
  /** Whether the file was left as it was, because the run ended before anything was added to what was there. */
  readonly untouched: boolean;
}

/** A run whose numbers are kept as they come. */
export interface KeptRun {
  /**
   * Resolves when the run is over and its results are written.
   * @throws RunTaken where another run of the same experiment is under way
   */
  readonly finished: Promise<KeptResults>;
  readonly cancel: () => void;
  readonly failure: () => Error | undefined;
  /** The results belong elsewhere from now on; undefined: nowhere, what there is is dropped. */
  readonly moveTo: (resultsPath: string | undefined) => void;
}

/**
 * Starts a run that takes over what earlier ones have left, journals what it finishes, and writes its results at the
 * end. It may be killed at any moment: the next one continues where it was.
 */
export function startKeptRun(options: KeptRunOptions): KeptRun {
  const run = new Keeper(options);
  return {
    finished: run.execute(),
    cancel: () => run.cancel(),
    failure: () => run.failure,
    moveTo: (path) => run.moveTo(path),
  };
}

class Keeper {
  readonly #options: KeptRunOptions;
  #path: string | undefined;
  #lock: RunLock | undefined;
  #journal: Journal | undefined;
  #run: Run | undefined;
  #cancelled = false;
  /** Whether it was found out what is there and what there is to do. */
  #planned = false;
  #moving: Promise<unknown> = Promise.resolve();

  constructor(options: KeptRunOptions) {
    this.#options = options;
    this.#path = options.resultsPath;
  }

  get failure(): Error | undefined {
    return this.#run?.failure();
  }

  cancel(): void {
    this.#cancelled = true;
    this.#run?.cancel();
  }

  moveTo(path: string | undefined): void {
    this.#path = path;
    if (path === undefined) return;
    const journalPath = journalPathOf(path);
    this.#moving = Promise.all([this.#lock?.moveTo(journalPath), this.#journal?.moveTo(journalPath)]);
  }

  async execute(): Promise<KeptResults> {
    const { resultsPath } = this.#options;
    const isKept = !(await isStream(resultsPath).catch(() => false));
    if (isKept) await this.#takeLock(journalPathOf(resultsPath));
    try {
      const known = isKept && this.#options.fresh !== true ? await this.#takeStock() : undefined;
      const wasThere = await isThere(resultsPath);
      this.#run = startRun({
        ...this.#options,
        ...(known === undefined ? {} : { known }),
        onPlanned: async (plan) => {
          if (isKept) await this.#startJournal(plan, known !== undefined);
          this.#planned = true;
          await this.#options.onPlanned?.(plan);
        },
        onFinished: (entries, progress) => this.#journal?.record(entries, progress),
      });
      if (this.#cancelled) this.#run.cancel();
      const results = await this.#run.finished;
      await this.#moving;
      // Not even what was there has been taken over yet: to write now would lose it.
      if (wasThere && !this.#planned) return { results, untouched: true };
      return await this.#keep(results);
    } finally {
      await this.#lock?.release();
    }
  }

  async #keep(results: ResultsDocument): Promise<KeptResults> {
    if (this.#path === undefined) {
      await this.#journal?.remove();
      return { results, untouched: true };
    }
    try {
      await writeResults(this.#path, results);
    } catch (error) {
      await this.#journal?.close();
      return { results, problem: error instanceof Error ? error.message : String(error), untouched: true };
    }
    await this.#journal?.remove();
    // Also that of an earlier run, from which all was taken over.
    if (this.#lock !== undefined && this.#planned) {
      await rm(journalPathOf(this.#path), { force: true });
      await removeDrafts(this.#path);
    }
    return { results, untouched: false };
  }

  async #takeLock(journalPath: string): Promise<void> {
    try {
      this.#lock = await RunLock.take(journalPath);
    } catch (error) {
      if (error instanceof RunTaken) throw error;
      this.#options.onNotice?.(
        `If this run is interrupted, it starts over: its journal cannot be kept, since ${fileErrorSentence(error)}`,
      );
    }
  }

  /** What earlier runs have left. It is read by a worker: large files take their time. */
  async #takeStock(): Promise<Known | undefined> {
    const { pool, resultsPath, onNotice } = this.#options;
    const journal = journalPathOf(resultsPath);
    const answer = await pool
      .run({ type: 'takeStock', results: resultsPath, journal }, this)
      .catch(() => undefined);
    if (answer?.type !== 'stockTaken') {
      onNotice?.('What earlier runs have left could not be read: all is computed anew.');
      return undefined;
    }
    for (const notice of answer.stock.notices) onNotice?.(notice);
    // A journal of another version is begun anew.
    return answer.stock.notices.length > 0 ? new Map() : knownOf(answer.stock);
  }

  async #startJournal(plan: Pick<JournalHeader, 'total' | 'there'>, continued: boolean): Promise<void> {
    if (this.#lock === undefined || this.#path === undefined || plan.there === plan.total) return;
    const header: JournalHeader = {
      format: 'resolvent-journal',
      version: 1,
      engine: engineVersion,
      streams: streamLayout,
      specHash: specHash(this.#options.expansion),
      ...plan,
    };
    this.#journal = await Journal.start(journalPathOf(this.#path), header, continued);
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

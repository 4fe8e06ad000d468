import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { fileErrorSentence } from '../resultsFile';
import { entryLine, headerLine, type FinishedRepetition, type JournalHeader } from './format';

/** Finished repetitions are written this often, in milliseconds: so much is computed again after a sudden end. */
const interval = 200;
/** After a write that failed the next is tried later, in milliseconds. */
const retryInterval = 5000;
/** What is written is flushed to the disk itself this often, in milliseconds. */
const flushInterval = 5000;

/**
 * Appends what is finished to a file, in batches and never in the way of the work. Where the file cannot be written,
 * the lines wait in memory and are tried again; `problem` says why.
 */
export class Journal {
  #path: string;
  #file: FileHandle | undefined;
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #flushedAt = performance.now();
  #problem: string | undefined;
  /** Whether the file may end within a line. */
  #torn: boolean;
  #closed = false;

  /**
   * @param path of a file whose run is ours alone (`RunLock`)
   * @param continued whether what the file holds stays; else it is replaced
   */
  static async start(path: string, header: JournalHeader, continued: boolean): Promise<Journal> {
    if (!continued) await rm(path, { force: true }).catch(() => undefined);
    const size = await stat(path).then(
      (stats) => stats.size,
      () => 0,
    );
    const journal = new Journal(path, size > 0);
    journal.#waiting.push(headerLine(header));
    await journal.flush();
    return journal;
  }

  private constructor(path: string, torn: boolean) {
    this.#path = path;
    this.#torn = torn;
  }

  /** Why the last write failed; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Notes what is finished. @param progress by how much the run's count of finished repetitions grew */
  record(entries: readonly FinishedRepetition[], progress: number): void {
    if (this.#closed) return;
    this.#waiting.push(entryLine(entries, progress));
    this.#schedule(this.#problem === undefined ? interval : retryInterval);
  }

  /** Writes what waits. Does not throw: `problem` says what went wrong. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** The file has, or should have, another name from now on. */
  async moveTo(path: string): Promise<void> {
    await this.#writing;
    const from = this.#path;
    this.#path = path;
    try {
      await rename(from, path);
    } catch {
      // An open file that cannot be renamed is left, and a new one is begun: it has what comes from now on.
      await this.#file?.close().catch(() => undefined);
      this.#file = undefined;
    }
  }

  /** Writes what waits and lets go of the file. */
  async close(): Promise<void> {
    await this.flush();
    this.#closed = true;
    await this.#file?.close().catch(() => undefined);
    this.#file = undefined;
  }

  /** The run's results are kept elsewhere: the journal is done with. */
  async remove(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#file?.close().catch(() => undefined);
    this.#file = undefined;
    await rm(this.#path, { force: true }).catch(() => undefined);
  }

  #schedule(milliseconds: number): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, milliseconds);
    // A run that is under way keeps the process alive; its journal need not.
    this.#timer.unref();
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const lines = this.#waiting;
    this.#waiting = [];
    const text = lines.join('');
    try {
      this.#file ??= await open(this.#path, 'a');
      await this.#file.appendFile(this.#torn ? `\n${text}` : text);
      this.#torn = false;
      this.#problem = undefined;
      if (performance.now() - this.#flushedAt > flushInterval) {
        this.#flushedAt = performance.now();
        await this.#file.datasync();
      }
    } catch (error) {
      // Part of it may be there: those lines come twice, or torn, and are read once.
      this.#torn = true;
      this.#problem = `${this.#path} could not be written: ${fileErrorSentence(error)}`;
      this.#waiting = [text, ...this.#waiting];
    }
  }
}

import type { RunProgress } from '../engine/run';
import { duration } from '../engine/duration';
import { countInWords, inWords } from '../engine/words';

/** What of a run's progress is told. */
type Shown = Omit<RunProgress, 'snapshot' | 'snapshotInPieces'>;

/** Shows how far a run is on standard error: one line that is redrawn on a terminal, plain lines elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #lastPlain = -Infinity;
  #drawn = false;
  #saidDone = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(progress: Shown): void {
    if (progress.total === 0) return;
    if (this.#stream.isTTY) this.#redraw(progress);
    else this.#plain(progress);
  }

  /** Ends the redrawn line, so that what follows stands on its own. */
  end(): void {
    if (this.#drawn) this.#stream.write('\n');
    this.#drawn = false;
  }

  #redraw(progress: Shown): void {
    const text = `${bar(progress.done / progress.total, 24)} ${summary(progress)}`;
    this.#stream.write(`\r${text.slice(0, (this.#stream.columns || 80) - 1)}\u001B[K`);
    this.#drawn = true;
  }

  /** Not more than a line every five seconds, and one when all is done. */
  #plain(progress: Shown): void {
    const last = progress.done >= progress.total;
    if (last ? this.#saidDone : progress.elapsed - this.#lastPlain < 5000) return;
    this.#saidDone = last;
    this.#lastPlain = progress.elapsed;
    this.#stream.write(`${summary(progress)}\n`);
  }
}

function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, share) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

function summary({ done, total, there, elapsed, left }: Shown): string {
  const rate = elapsed > 0 ? (1000 * (done - there)) / elapsed : 0;
  const parts = [`${countInWords(done)} of ${countInWords(total)}`, `${inWords(rate, 2)}/s`];
  if (done < total && left !== null) parts.push(`${duration(left)} left`);
  if (done >= total) parts.push(duration(elapsed));
  return parts.join(' · ');
}

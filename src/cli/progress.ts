import type { RunProgress } from '../engine/run';

/** Shows how far a run is on standard error: one line that is redrawn on a terminal, plain lines elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #lastPlain = -Infinity;
  #drawn = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(progress: RunProgress): void {
    if (this.#stream.isTTY) this.#redraw(progress);
    else this.#plain(progress);
  }

  /** Ends the redrawn line, so that what follows stands on its own. */
  end(): void {
    if (this.#drawn) this.#stream.write('\n');
    this.#drawn = false;
  }

  #redraw(progress: RunProgress): void {
    const text = `${bar(progress.done / Math.max(1, progress.total), 24)} ${summary(progress)}`;
    this.#stream.write(`\r${text.slice(0, (this.#stream.columns || 80) - 1)}\u001B[K`);
    this.#drawn = true;
  }

  /** Not more than a line every five seconds, and one at the end. */
  #plain(progress: RunProgress): void {
    if (progress.done < progress.total && progress.elapsed - this.#lastPlain < 5000) return;
    this.#lastPlain = progress.elapsed;
    this.#stream.write(`${summary(progress)}\n`);
  }
}

function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, share) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

function summary({ done, total, elapsed, left }: RunProgress): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const rate = elapsed > 0 ? Math.round((1000 * done) / elapsed) : 0;
  const parts = [`${count(done)} of ${count(total)}`, `${count(rate)}/s`];
  if (done < total && left !== null) parts.push(`${duration(left)} left`);
  if (done >= total) parts.push(duration(elapsed));
  return parts.join(' · ');
}

/** Milliseconds as people say them: "0.8 s", "12 s", "3 min 5 s", "2 h 10 min". */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

import type { ResultsDocument } from './results';
import { startRun, type Run, type RunOptions } from './run';

/** A run that may still be waiting for its turn. */
export interface QueuedRun {
  readonly finished: Promise<ResultsDocument | undefined>;
  /** Stops it, or takes it out of the queue: then `finished` resolves to undefined at once. */
  readonly cancel: () => void;
}

/** Runs one experiment after another, each on all workers. */
export class RunQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** @param onStart called when the run's turn has come */
  enqueue(options: RunOptions, onStart: () => void): QueuedRun {
    let run: Run | undefined;
    let leave: () => void = () => undefined;
    let left = false;
    const taken = new Promise<undefined>((resolve) => {
      leave = () => {
        left = true;
        resolve(undefined);
      };
    });
    const turn = this.#last.then(() => {
      if (left) return undefined;
      onStart();
      run = startRun(options);
      return run.finished;
    });
    this.#last = turn.catch(() => undefined);
    return {
      finished: Promise.race([turn, taken]),
      cancel: () => {
        if (run === undefined) leave();
        else run.cancel();
      },
    };
  }
}

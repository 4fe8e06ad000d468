/** What takes its turn in the queue. */
export interface Startable<T> {
  readonly finished: Promise<T>;
  readonly cancel: () => void;
}

/** A run that may still be waiting for its turn. */
export interface QueuedRun<T> {
  /** Resolves to undefined where it was taken out of the queue. */
  readonly finished: Promise<T | undefined>;
  /** Stops it, or takes it out of the queue: then `finished` resolves to undefined at once. */
  readonly cancel: () => void;
}

/** Runs one experiment after another, each on all workers. */
export class RunQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** @param start called when the run's turn has come */
  enqueue<T>(start: () => Startable<T>): QueuedRun<T> {
    let run: Startable<T> | undefined;
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
      run = start();
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

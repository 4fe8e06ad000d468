import { setImmediate as turn } from 'node:timers/promises';

/** Work without a pause may take this many milliseconds: whoever types or scrolls meanwhile does not notice it. */
const longest = 8;

/** Lets others have the event loop's turn in between, during work over very many points. */
export class Pauses {
  #since = performance.now();
  /** Whether it is time for a pause: then await `pause`. To await always would take longer than the work. */
  get due(): boolean {
    return performance.now() - this.#since > longest;
  }

  async pause(): Promise<void> {
    await turn();
    this.#since = performance.now();
  }
}

/** Takes all steps of a computation at once. */
export function inOneGo<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Takes them with pauses, for very many points. */
export async function inPieces<T>(steps: Generator<void, T>): Promise<T> {
  const pauses = new Pauses();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (pauses.due) await pauses.pause();
  }
}

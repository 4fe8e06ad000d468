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

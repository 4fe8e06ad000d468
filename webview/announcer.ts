/** Least time between two announcements of progress, in milliseconds. */
const pause = 5000;

/**
 * Tells screen readers how things stand: a change of state at once, progress within a state every few seconds.
 * Pure but for the clock and the element it writes to.
 */
export class Announcer {
  private state = '';
  private last = -Infinity;

  constructor(
    private readonly say: (text: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** `state` names what holds; `text` may change while it does. */
  announce(state: string, text: string): void {
    const now = this.now();
    if (state === this.state && now - this.last < pause) return;
    this.state = state;
    this.last = now;
    this.say(text);
  }
}

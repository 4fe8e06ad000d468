import { pathKey } from './form/matchProblems';
import type { FieldChange } from './form/changes';

/**
 * Sends edits to the host: decided ones at once, those of a drag at most once per frame. A drag's pending edit is
 * sent before any later one, so that edits arrive in the order in which they were made.
 */
export class EditQueue {
  private pending = new Map<string, FieldChange>();
  private scheduled = false;

  constructor(
    private readonly send: (changes: readonly FieldChange[]) => void,
    private readonly nextFrame: (callback: () => void) => void,
  ) {}

  now(changes: readonly FieldChange[]): void {
    this.flush();
    if (changes.length > 0) this.send(changes);
  }

  soon(changes: readonly FieldChange[]): void {
    for (const change of changes) this.pending.set(pathKey(change.path), change);
    if (this.scheduled) return;
    this.scheduled = true;
    this.nextFrame(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    if (this.pending.size === 0) return;
    const changes = [...this.pending.values()];
    this.pending.clear();
    this.send(changes);
  }
}

import type { DesignerToHost } from '../src/engine/messages';
import type { FieldChange } from './form/changes';
import { pathKey } from './form/matchProblems';

/**
 * Sends changes to the host: those that are decided at once; those of a drag, which are only to be shown so that a drag
 * is one undo step, at once too, but no more than once per frame. A decided change makes what is still to be shown
 * needless.
 */
export class EditQueue {
  private pending = new Map<string, FieldChange>();
  private sentThisFrame = false;

  constructor(
    private readonly post: (message: DesignerToHost) => void,
    private readonly nextFrame: (callback: () => void) => void,
  ) {}

  write(changes: readonly FieldChange[]): void {
    this.pending.clear();
    if (changes.length > 0) this.post({ type: 'edit', changes });
  }

  preview(changes: readonly FieldChange[]): void {
    for (const change of changes) this.pending.set(pathKey(change.path), change);
    if (!this.sentThisFrame) this.send();
  }

  private send(): void {
    if (this.pending.size === 0) return;
    this.post({ type: 'preview', changes: [...this.pending.values()] });
    this.pending.clear();
    this.sentThisFrame = true;
    this.nextFrame(() => {
      this.sentThisFrame = false;
      this.send();
    });
  }
}

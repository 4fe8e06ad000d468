import type { Path } from '../../src/experiment/problem';
import type { ResultsDocument } from '../../src/engine/messages';
import type { FieldChange } from './changes';

/** What the form shows, and what it can do. */
export interface FormContext {
  /** The file's contents, edits that are on their way included. */
  readonly contents: unknown;
  readonly disabled: boolean;
  readonly sweepable: readonly string[];
  readonly results: ResultsDocument | null;
  /** Whether the person asked for a custom verifier, although its numbers still are a preset's. */
  readonly customVerifier: boolean;
  /** Several changes are one undo step. */
  edit(changes: readonly FieldChange[]): void;
  /** For a value that is being dragged: shown, but not written until `edit`. Only a frame's last change is sent. */
  preview(changes: readonly FieldChange[]): void;
  /** Brings a field into view and puts the focus into it. */
  reveal(path: Path): void;
  chooseCustomVerifier(custom: boolean): void;
  /** The sweep that was switched off last, to come back to. */
  rememberSweep(sweep: unknown): void;
  readonly lastSweep: unknown;
}

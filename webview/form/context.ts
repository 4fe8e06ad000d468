import type { Path } from '../../src/experiment/problem';
import type { ResultsDocument } from '../../src/engine/messages';
import type { FieldChange } from './changes';

/** Parts of the form that are shown only where they say something, or where they are asked for. */
export type Expandable = 'description' | 'positiveShare';

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
  /** What the file's `sweep` was before a sweep was taken away last, to come back to. */
  readonly lastSweep: unknown;
  rememberSweep(sweep: unknown): void;
  /** Whether the person opened something that is seldom needed. */
  isExpanded(what: Expandable): boolean;
  expand(what: Expandable): void;
}

/** The context for a part that stays open while it is edited, even where it comes to say nothing. */
export function keptOpen(context: FormContext, what: Expandable): FormContext {
  const keep = (changes: readonly FieldChange[]) => {
    if (changes.some(({ path }) => path.at(-1) === what)) context.expand(what);
  };
  return {
    ...context,
    edit: (changes) => {
      keep(changes);
      context.edit(changes);
    },
    preview: (changes) => {
      keep(changes);
      context.preview(changes);
    },
  };
}

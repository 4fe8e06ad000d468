import type { AnalysisState, DocumentState, RunState } from '../src/engine/messages';
import type { Expandable } from './form/context';
import type { ViewState } from './viewState';

/** Everything that the designer shows. Replaced as a whole, never changed in place. */
export interface DesignerState {
  readonly document: DocumentState | null;
  /** The document's contents with the edits that the host has not answered yet. */
  readonly contents: unknown;
  /** The last analysis; of an invalid experiment, that of its last valid state. */
  readonly analysis: AnalysisState | null;
  readonly run: RunState;
  readonly view: ViewState;
  readonly customVerifier: boolean;
  readonly lastSweep: unknown;
  readonly expanded: readonly Expandable[];
}

/** The state before the host has said anything. */
export function initialState(view: ViewState): DesignerState {
  return {
    document: null,
    contents: undefined,
    analysis: null,
    run: { status: 'idle' },
    view,
    customVerifier: false,
    lastSweep: undefined,
    expanded: [],
  };
}

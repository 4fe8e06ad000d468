import type { AnalysisState, DocumentState, Outcome, PointDetails, RunState } from '../src/engine/messages';
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
  /** What the host has told last of a point's details. */
  readonly details: KnownDetails | null;
  readonly view: ViewState;
  readonly customVerifier: boolean;
  readonly lastSweep: unknown;
  readonly expanded: readonly Expandable[];
}

/** Details of a point, and which one of which experiment it is. */
export interface KnownDetails {
  readonly of: string;
  readonly details: Outcome<PointDetails>;
}

/** The state before the host has said anything. */
export function initialState(view: ViewState): DesignerState {
  return {
    document: null,
    contents: undefined,
    analysis: null,
    run: { status: 'idle' },
    details: null,
    view,
    customVerifier: false,
    lastSweep: undefined,
    expanded: [],
  };
}

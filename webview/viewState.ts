import { isObject } from '../src/experiment/structure';

/** What the person arranged: kept by VS Code, so that it survives hiding and reloading the designer. */
export interface ViewState {
  /** Sections of the form that are closed. */
  readonly collapsed: readonly string[];
  readonly tab: 'table' | 'notes';
  readonly formScroll: number;
  readonly pageScroll: number;
}

const initial: ViewState = {
  collapsed: ['classifier', 'theory', 'simulation', 'chart'],
  tab: 'table',
  formScroll: 0,
  pageScroll: 0,
};

/** A saved view state, with what is missing or of an older version replaced. */
export function readViewState(saved: unknown): ViewState {
  if (!isObject(saved)) return initial;
  const { collapsed, tab, formScroll, pageScroll } = saved;
  return {
    collapsed: Array.isArray(collapsed)
      ? collapsed.filter((id) => typeof id === 'string')
      : initial.collapsed,
    tab: tab === 'notes' ? 'notes' : 'table',
    formScroll: typeof formScroll === 'number' ? formScroll : 0,
    pageScroll: typeof pageScroll === 'number' ? pageScroll : 0,
  };
}

/** The collapsed sections with one of them opened or closed. */
export function withSection(view: ViewState, id: string, collapsed: boolean): ViewState {
  const others = view.collapsed.filter((other) => other !== id);
  return { ...view, collapsed: collapsed ? [...others, id] : others };
}

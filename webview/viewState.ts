import { isObject } from '../src/experiment/structure';
import type { ChosenPoint } from './results/place';

const resultsTabs = ['table', 'details', 'notes'] as const;
export type ResultsTab = (typeof resultsTabs)[number];

/** What the person arranged: kept by VS Code, so that it survives hiding and reloading the designer. */
export interface ViewState {
  /** Sections of the form that are closed. */
  readonly collapsed: readonly string[];
  readonly tab: ResultsTab;
  /** The point whose details are shown; null before one was chosen. */
  readonly point: ChosenPoint | null;
  /** What the table compares the simulation with. */
  readonly comparedWith: string;
  readonly formScroll: number;
  readonly pageScroll: number;
}

const initial: ViewState = {
  collapsed: ['classifier', 'theory', 'simulation', 'chart'],
  tab: 'table',
  point: null,
  comparedWith: 'exact',
  formScroll: 0,
  pageScroll: 0,
};

/** A saved view state, with what is missing or of an older version replaced. */
export function readViewState(saved: unknown): ViewState {
  if (!isObject(saved)) return initial;
  const { collapsed, tab, point, comparedWith, formScroll, pageScroll } = saved;
  return {
    collapsed: Array.isArray(collapsed)
      ? collapsed.filter((id) => typeof id === 'string')
      : initial.collapsed,
    tab: readTab(tab),
    point: readPoint(point),
    comparedWith: typeof comparedWith === 'string' ? comparedWith : initial.comparedWith,
    formScroll: typeof formScroll === 'number' ? formScroll : 0,
    pageScroll: typeof pageScroll === 'number' ? pageScroll : 0,
  };
}

/** The tab of a name; the table for any other. */
export function readTab(name: unknown): ResultsTab {
  return resultsTabs.find((known) => known === name) ?? initial.tab;
}

function readPoint(saved: unknown): ChosenPoint | null {
  if (!isObject(saved) || typeof saved['series'] !== 'string') return null;
  const place = (value: unknown) => (typeof value === 'number' ? value : null);
  return { series: saved['series'], x: place(saved['x']), y: place(saved['y']) };
}

/** The collapsed sections with one of them opened or closed. */
export function withSection(view: ViewState, id: string, collapsed: boolean): ViewState {
  const others = view.collapsed.filter((other) => other !== id);
  return { ...view, collapsed: collapsed ? [...others, id] : others };
}

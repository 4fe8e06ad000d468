import type { RunSettings } from '../../../experiment/complete';
import type { ResultsDocument } from '../../results';

/** What a chart of panels is made from: a panel for each series. */
export interface PanelChartInput {
  readonly results: Pick<ResultsDocument, 'series'>;
  readonly settings: Pick<RunSettings, 'title' | 'variants'>;
  /** Whether the simulation in `results` is of an earlier state of the experiment. */
  readonly outOfDate: boolean;
}

/** The name above a series' panel: none for a single series that is called like the chart. */
export function panelName(label: string, { results, settings }: PanelChartInput): string {
  return results.series.length === 1 && label === settings.title ? '' : label;
}

/** "Shown: the first 6 of 9 series", in a key; nothing if all are. */
export function notShown(shown: number, all: number): string[] {
  return shown === all ? [] : [`shown: the first ${shown} of ${all} series`];
}

/** The parts of a key as one line that begins with a capital. */
export function keyLine(parts: readonly string[]): string {
  const key = parts.join('; ');
  return key.charAt(0).toUpperCase() + key.slice(1);
}

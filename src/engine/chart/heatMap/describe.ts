import type { Metric } from '../../../experiment/schema';
import { numberLabel } from './levels';
import type { GridAxes, HeatMapPanel } from './rows';

/** A heat map in words, for screen readers: what it shows, the range of each map, and where synthetic data help. */
export function describeHeatMap(
  titles: {
    readonly metric: string;
    readonly x: { readonly title: string };
    readonly y: { readonly title: string };
  },
  panels: readonly HeatMapPanel[],
  axes: GridAxes,
  metric: Metric,
  key: string,
): string {
  const count = panels.length === 1 ? 'Heat map' : `${panels.length} heat maps`;
  const what = `${count} of ${inSentence(titles.metric)} against ${inSentence(titles.x.title)} (horizontal) and ${inSentence(titles.y.title)} (vertical).`;
  const maps = panels.map((panel) => {
    const range = rangeInWords(panel, axes, metric);
    return panels.length === 1 ? upper(range) : `${panel.label}: ${range}`;
  });
  return [what, ...maps, key === '' ? '' : `${key}.`].filter((sentence) => sentence !== '').join(' ');
}

function rangeInWords({ values }: HeatMapPanel, { x, y }: GridAxes, metric: Metric): string {
  let least = -1;
  let most = -1;
  let known = 0;
  let helped = 0;
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    known++;
    if (value > 0) helped++;
    if (least === -1 || value < values[least]!) least = i;
    if (most === -1 || value > values[most]!) most = i;
  });
  if (known === 0) return 'no values.';
  const columns = x.values.length;
  const at = (i: number) =>
    `${shown(values[i]!, metric)} at (${numberLabel(x.values[i % columns]!)}, ${numberLabel(y.values[Math.floor(i / columns)]!)})`;
  const range = `from ${at(least)} to ${at(most)}`;
  if (metric !== 'gain') return `${range}.`;
  const share = Math.round((100 * helped) / known);
  return `${range}; synthetic data help in ${share} % of the cells.`;
}

function shown(value: number, metric: Metric): string {
  const isShare = metric === 'accuracy' || metric === 'gain';
  return numberLabel(isShare ? Number(value.toFixed(4)) : Number(value.toPrecision(4)));
}

function inSentence(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

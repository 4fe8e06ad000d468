import { logTicks } from '../axis';
import type { Extent } from '../domain';
import { levelLabel, numberLabel, roundLevels } from '../heatMap/levels';

/** An axis of a panel: where values are between 0 and 1, and the numbers to write. */
export interface PanelScale {
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/** @param domain with two different ends; positive for a logarithmic scale */
export function panelScale(domain: Extent, scale: 'linear' | 'log', mostTicks: number): PanelScale {
  const along = scale === 'log' ? Math.log : (value: number) => value;
  const [low, high] = domain.map(along) as [number, number];
  const at = (value: number) => (along(value) - low) / (high - low);
  if (scale === 'log') {
    const ticks = logTicks(domain);
    const every = Math.ceil(ticks.length / mostTicks);
    return {
      at,
      ticks: ticks
        .filter((_, i) => i % every === 0)
        .map((value) => ({ at: at(value), label: numberLabel(value) })),
    };
  }
  const { step, values } = roundLevels(domain, mostTicks);
  return { at, ticks: values.map((value) => ({ at: at(value), label: levelLabel(value, step) })) };
}

import type { ChartKind } from '../../src/experiment/schema';
import type { FieldChange } from './changes';
import { effectiveValue } from './fields';

/** How many sweeps the kinds of charts show: the fewest and the most. */
const sweepsOf: Readonly<Record<ChartKind, readonly [0 | 1, 0 | 1 | 2]>> = {
  curves: [0, 2],
  fixedPoint: [1, 1],
  scores: [0, 0],
  spectrum: [0, 0],
};

/** The kind of chart that a file asks for; undefined for one that there is not. */
export function chartKind(contents: unknown): ChartKind | undefined {
  const kind = effectiveValue(contents, ['chart', 'kind']);
  return typeof kind === 'string' && Object.hasOwn(sweepsOf, kind) ? (kind as ChartKind) : undefined;
}

/** The number of sweeps nearest to the present one that a kind of chart shows. */
export function sweepsFor(kind: ChartKind, present: number): 0 | 1 | 2 {
  const [fewest, most] = sweepsOf[kind];
  return present < fewest ? fewest : present > most ? most : (Math.min(present, 2) as 0 | 1 | 2);
}

/** The change that makes the chart one that shows so many sweeps, where the present kind does not. */
export function chartKindFor(contents: unknown, sweeps: number): FieldChange[] {
  const kind = chartKind(contents);
  if (kind === undefined || sweepsFor(kind, sweeps) === sweeps) return [];
  return [{ path: ['chart', 'kind'], value: 'curves' }];
}

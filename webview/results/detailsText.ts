import type { PointDetails } from '../../src/engine/messages';
import { inWords } from '../words';
import type { PerformanceTable, QuantityGroup } from './pointQuantities';

interface Shown {
  /** Which point it is, in words. */
  readonly place: string;
  readonly performance: PerformanceTable;
  readonly groups: readonly QuantityGroup[];
  readonly generations: Exclude<PointDetails['generations'], null | { readonly error: string }>;
}

/** All that is shown of a point as lines with tabs, as spreadsheets take them; numbers in full. */
export function detailsText({ place, performance, groups, generations }: Shown): string {
  const { theories, rows, repetitions } = performance;
  const simulated = repetitions > 0;
  const lines: (readonly (string | number | null)[])[] = [
    [place],
    [
      '',
      ...theories.map((theory) => inWords(theory, 'variants')),
      ...(simulated ? ['Simulation', 'Standard error'] : []),
    ],
    ...rows.map(({ label, predicted, measured }) => [
      label,
      ...predicted,
      ...(simulated ? [measured?.mean ?? null, measured?.standardError ?? null] : []),
    ]),
    ...groups.flatMap(({ rows }) => rows.map(({ label, value }) => [label, value])),
  ];
  if (generations.length > 0) {
    lines.push(['Generation', 'Accuracy', 'Loss', 'From covariance', 'From mean', 'Both together']);
    for (const { generation, accuracy, loss, fromCovariance, fromMean, interaction } of generations)
      lines.push([generation, accuracy, loss, fromCovariance, fromMean, interaction]);
  }
  return `${lines.map((cells) => cells.map((cell) => cell ?? '').join('\t')).join('\n')}\n`;
}

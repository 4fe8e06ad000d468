import { html, nothing, type TemplateResult } from 'lit';
import type { ResultSeries } from '../../src/engine/messages';
import { inWords } from '../words';
import { comparisons, otherVariants, type Comparison } from './tableRows';

/** Heads of the columns whose meaning depends on what is compared. */
export interface TableHeads {
  readonly exact: string;
  readonly exactTitle: string;
  readonly simulation: string;
  readonly simulationTitle: string;
  readonly differenceTitle: string;
}

export const plainHeads: TableHeads = headsOf('exact', '');

/**
 * @param first the name of the first series
 */
export function headsOf(comparison: Comparison, first: string): TableHeads {
  if (comparison === 'first') {
    return {
      exact: 'Exact Δ',
      exactTitle: `By the exact theory: this series minus “${first}”`,
      simulation: 'Simulation Δ',
      simulationTitle: `Simulated: this series minus “${first}”, repetition by repetition`,
      differenceTitle: 'Simulated minus exact difference, in standard errors',
    };
  }
  const theory =
    comparison === 'exact' ? 'theory' : `${inWords(comparison, 'variants').toLowerCase()} theory`;
  return {
    exact: 'Exact',
    exactTitle: 'By the exact theory',
    simulation: 'Simulation',
    simulationTitle: 'Mean over the repetitions',
    differenceTitle: `Simulation minus ${theory}, in standard errors`,
  };
}

/** What the simulation of these series can be compared with; nothing to choose where that is the exact theory alone. */
export function comparisonsOf(series: readonly ResultSeries[]): Comparison[] {
  const points = series.flatMap((entry) => entry.points);
  if (!points.some(({ simulation }) => simulation !== undefined)) return ['exact'];
  const others = otherVariants.filter((variant) =>
    points.some(({ theory }) => theory[variant] !== undefined),
  );
  const hasPairs = points.some(({ againstFirst }) => againstFirst !== undefined);
  return ['exact', ...others, ...(hasPairs ? (['first'] as const) : [])];
}

/** The comparison of a saved name, if these series can be compared so; else with the exact theory. */
export function readComparison(name: string, possible: readonly Comparison[]): Comparison {
  return comparisons.find((known) => known === name && possible.includes(known)) ?? 'exact';
}

/** The choice above the table. */
export function comparisonTemplate(
  series: readonly ResultSeries[],
  chosen: Comparison,
  choose: (comparison: string) => void,
): TemplateResult | typeof nothing {
  const possible = comparisonsOf(series);
  if (possible.length < 2) return nothing;
  const labelOf = (comparison: Comparison) => {
    if (comparison === 'first') return `First series: ${series[0]!.label}`;
    return comparison === 'exact' ? 'Exact theory' : inWords(comparison, 'variants');
  };
  return html`<div class="compared-with">
    <span aria-hidden="true">Compared with</span>
    <resolvent-dropdown
      .value=${chosen}
      .options=${possible.map((value) => ({ value, label: labelOf(value) }))}
      .name=${'What the simulation is compared with'}
      @choice=${(event: CustomEvent<string>) => choose(event.detail)}
    ></resolvent-dropdown>
  </div>`;
}

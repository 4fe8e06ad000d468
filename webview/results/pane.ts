import { html, nothing, type TemplateResult } from 'lit';
import { parsePath, schemaAt, valueAt } from '../../src/experiment/paths';
import type { AnalysisState } from '../../src/engine/messages';
import type { ChartKind } from '../../src/experiment/schema';
import { symbolText } from '../../src/experiment/symbolText';
import { choicesOf } from '../form/fields';
import type { FormContext } from '../form/context';
import type { DesignerState } from '../state';
import type { Panels } from '../toolkit';
import { readTab, type ViewState } from '../viewState';
import { inWords, unbroken } from '../words';
import { chosenAt, nearestPlace, placeOfRow, rowOfPlace, type ChosenPoint, type Place } from './place';
import type { SweptField } from './details';
import { comparisonTemplate, comparisonsOf, headsOf, readComparison } from './comparison';
import { sheetOf, type Sheet } from './sheets';
import { otherVariants, tableRows, type Comparison, type TableRow } from './tableRows';

/** What a person can do in the results. */
export interface ResultsActions {
  readonly setView: (change: Partial<ViewState>) => void;
  /** Shows a point's details and goes there. */
  readonly openDetails: (point: ChosenPoint | null) => void;
  readonly copy: (text: string) => void;
}

/** Findings and the chart. */
export function chartTemplate(
  state: DesignerState,
  context: FormContext,
  openJson: (offset: number) => void,
  openDetails: ResultsActions['openDetails'],
): TemplateResult {
  const { analysis, document, run } = state;
  const invalid = document?.status === 'invalid';
  return html`
    <section class="chart-pane" aria-label="Findings and chart">
      ${bannerTemplate(state, openJson)}
      ${
        analysis === null
          ? nothing
          : html`<div class="findings ${invalid ? 'stale' : ''}">
              <div class="findings-text">
                ${analysis.findings.map((sentence) => html`<p>${unbroken(sentence)}</p>`)}
              </div>
            </div>`
      }
      <div class="chart-head">
        ${analysis === null || kindOf(analysis) !== 'curves' ? nothing : metricTemplate(analysis, context)}
      </div>
      <resolvent-chart
        class=${invalid ? 'stale' : ''}
        .model=${analysis?.chart ?? null}
        .seriesOrder=${analysis === null ? [] : seriesOrder(analysis)}
        .results=${analysis?.results.series ?? []}
        @choose=${(event: CustomEvent<ChosenPoint>) => openDetails(event.detail)}
      ></resolvent-chart>
      ${
        analysis === null && run.status !== 'failed'
          ? html`<p class="chart-waiting">
              ${invalid ? 'The chart appears here once the problems are solved.' : 'Computing the theory …'}
            </p>`
          : nothing
      }
    </section>
  `;
}

/** The series' order, the same array as long as it is the same order: a new one would draw the chart anew. */
const orders = new WeakMap<AnalysisState, readonly string[]>();
function seriesOrder(analysis: AnalysisState): readonly string[] {
  const known = orders.get(analysis);
  if (known !== undefined) return known;
  const order = analysis.results.series.map(({ label }) => label);
  orders.set(analysis, order);
  return order;
}

function metricTemplate(analysis: AnalysisState, context: FormContext): TemplateResult {
  const node = schemaAt(['chart', 'metric'], context.contents)!;
  return html`<resolvent-dropdown
    class="metric"
    data-path='["chart","metric"]'
    .value=${analysis.metric}
    .options=${choicesOf(node).map(({ value }) => ({ value, label: inWords(value) }))}
    .name=${analysis.chart.heatMap === undefined ? 'Quantity on the vertical axis' : 'Quantity shown as colours'}
    .disabled=${context.disabled}
    @choice=${(event: CustomEvent<string>) => context.edit([{ path: ['chart', 'metric'], value: event.detail }])}
  ></resolvent-dropdown>`;
}

/** What one must know before reading the chart, on a line that is always there: nothing moves when it is said. */
function bannerTemplate(
  { document, analysis, run }: DesignerState,
  openJson: (offset: number) => void,
): TemplateResult {
  if (document?.status === 'invalid') {
    const [first] = document.problems;
    const more = document.problems.length - 1;
    const others =
      more < 1 ? '' : more === 1 ? ' There is one more problem.' : ` There are ${more} more problems.`;
    const kept = analysis === null ? nothing : html`<br />The chart shows the last valid state.`;
    const line = html`<button class="text-link" @click=${() => openJson(first?.offset ?? 0)}>
      Line ${first?.line ?? 1}
    </button>`;
    return banner('error', 'error', html`${line}: ${first?.message}${others} ${kept}`);
  }
  if (run.status === 'failed') return banner('error', 'error', `The run failed: ${run.reason}`);
  if (analysis?.simulation === 'outOfDate' && run.status !== 'running' && run.status !== 'queued') {
    return banner('info', 'history', 'Parameters changed since this run: its points are grey.');
  }
  if (run.status === 'interrupted') {
    return banner('info', 'debug-disconnect', 'A run was interrupted; the next one continues it.');
  }
  if (run.status === 'cancelled') {
    return banner('info', 'circle-slash', 'The run was cancelled; what it had finished is kept.');
  }
  return html`<p class="banner"></p>`;
}

function banner(tone: 'error' | 'info', icon: string, text: TemplateResult | string): TemplateResult {
  return html`<p class="banner ${tone}">
    <i class="codicon codicon-${icon}" aria-hidden="true"></i><span>${text}</span>
  </p>`;
}

/** The table of points, the details of one of them, and the notes. */
export function resultsTemplate(
  { analysis, view, document, details }: DesignerState,
  actions: ResultsActions,
): TemplateResult {
  if (analysis === null) return html`${nothing}`;
  const { notes } = analysis;
  const { series } = analysis.results;
  const kind = kindOf(analysis);
  const place = nearestPlace(series, view.point);
  const comparison = readComparison(view.comparedWith, comparisonsOf(series));
  const chosen = (event: Event) => {
    const { activeid } = event.currentTarget as Panels;
    const tab = readTab(activeid.replace(/^tab-/, ''));
    if (tab !== view.tab) actions.setView({ tab });
  };
  return html`
    <section class="results-pane ${document?.status === 'invalid' ? 'stale' : ''}" aria-label="Results">
      <vscode-panels activeid="tab-${view.tab}" aria-label="Results" @change=${chosen}>
        <vscode-panel-tab id="tab-table">Table</vscode-panel-tab>
        <vscode-panel-tab id="tab-details">Details</vscode-panel-tab>
        <vscode-panel-tab id="tab-notes">Notes (${notes.length})</vscode-panel-tab>
        <vscode-panel-view id="view-table">
          ${
            kind === 'curves'
              ? html`<div class="table-view">
                  ${comparisonTemplate(series, comparison, (comparedWith) => actions.setView({ comparedWith }))}
                  <resolvent-table
                    .rows=${rowsOf(analysis, comparison)}
                    .heads=${headsOf(comparison, series[0]?.label ?? '')}
                    .others=${otherTheories(analysis)}
                    .xName=${sweptFields(analysis)[0]?.name ?? 'Point'}
                    .yName=${sweptFields(analysis)[1]?.name ?? ''}
                    .outOfDate=${analysis.simulation === 'outOfDate'}
                    .chosen=${view.point === null || place === null ? -1 : rowOfPlace(series, place)}
                    @open-row=${(event: CustomEvent<number>) => {
                      const row = placeOfRow(series, event.detail);
                      if (row !== null) actions.openDetails(chosenAt(series, row));
                    }}
                  ></resolvent-table>
                </div>`
              : html`<resolvent-sheet
                  .sheet=${sheetFor(analysis, kind)}
                  .outOfDate=${analysis.simulation === 'outOfDate'}
                ></resolvent-sheet>`
          }
        </vscode-panel-view>
        <vscode-panel-view id="view-details">
          ${
            view.tab === 'details'
              ? html`<resolvent-details
                  .series=${series}
                  .chosen=${view.point}
                  .swept=${sweptFields(analysis)}
                  .details=${details?.details}
                  .waiting=${details?.of !== detailsKey(analysis, place)}
                  .outOfDate=${analysis.simulation === 'outOfDate'}
                  @choose=${(event: CustomEvent<ChosenPoint>) => actions.setView({ point: event.detail })}
                  @copy-text=${(event: CustomEvent<string>) => actions.copy(event.detail)}
                ></resolvent-details>`
              : nothing
          }
        </vscode-panel-view>
        <vscode-panel-view id="view-notes">
          <ul class="notes">
            ${
              notes.length === 0
                ? html`<li class="quiet">Nothing to mind: the theory covers this experiment.</li>`
                : notes.map(
                    (note) =>
                      html`<li>
                        <i class="codicon codicon-note" aria-hidden="true"></i><span>${note}</span>
                      </li>`,
                  )
            }
          </ul>
        </vscode-panel-view>
      </vscode-panels>
    </section>
  `;
}

/** Which point of which experiment details are of. */
export function detailsKey({ results }: AnalysisState, place: Place | null): string {
  return place === null ? '' : `${results.specHash} ${place.series} ${place.point}`;
}

/** What kind of chart the experiment that was analysed has. */
function kindOf({ results }: AnalysisState): ChartKind {
  return (valueAt(results.spec, ['chart', 'kind']) as ChartKind | undefined) ?? 'curves';
}

/** Sheets are made once for an analysis, like the table's rows. */
const madeSheets = new WeakMap<AnalysisState, Sheet>();
function sheetFor(analysis: AnalysisState, kind: Exclude<ChartKind, 'curves'>): Sheet {
  const known = madeSheets.get(analysis);
  if (known !== undefined) return known;
  const xName = sweptFields(analysis)[0]?.name ?? 'Point';
  const sheet = sheetOf(kind, analysis.results.series, xName, analysis.simulation === 'outOfDate');
  madeSheets.set(analysis, sheet);
  return sheet;
}

/** Names of the theories beside the exact one that the results have. */
function otherTheories({ results }: AnalysisState): string[] {
  const theory = results.series.flatMap(({ points }) => points.slice(0, 1)).map((point) => point.theory);
  return otherVariants
    .filter((variant) => theory.some((one) => one[variant] !== undefined))
    .map((variant) => inWords(variant, 'variants'));
}

/** Rows are made once for an analysis and what it is compared with, not on every frame of a drag. */
const madeRows = new WeakMap<
  AnalysisState,
  { readonly by: Comparison; readonly rows: readonly TableRow[] }
>();
function rowsOf(analysis: AnalysisState, by: Comparison): readonly TableRow[] {
  const known = madeRows.get(analysis);
  if (known?.by === by) return known.rows;
  const rows = tableRows(analysis.results, analysis.metric, analysis.simulation === 'outOfDate', by);
  madeRows.set(analysis, { by, rows });
  return rows;
}

/** The swept fields of the experiment that was analysed, the horizontal one first. */
function sweptFields({ results }: AnalysisState): SweptField[] {
  const sweep = valueAt(results.spec, ['sweep']);
  return [sweep].flat().flatMap((one): SweptField[] => {
    const parameter = valueAt(one, ['parameter']);
    if (typeof parameter !== 'string') return [];
    const ui = schemaAt(parsePath(parameter), results.spec)?.ui;
    if (ui === undefined) return [{ symbol: undefined, name: parameter }];
    return [{ symbol: ui.symbol, name: ui.symbol === undefined ? ui.label : symbolText(ui.symbol) }];
  });
}

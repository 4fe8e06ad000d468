import { html, nothing, type TemplateResult } from 'lit';
import { parsePath, schemaAt, valueAt } from '../../src/experiment/paths';
import type { AnalysisState } from '../../src/engine/messages';
import { choicesOf } from '../form/fields';
import type { FormContext } from '../form/context';
import type { DesignerState } from '../state';
import type { Panels } from '../toolkit';
import type { ViewState } from '../viewState';
import { inWords } from '../words';
import { symbolText } from '../form/symbol';
import { tableRows, type TableRow } from './tableRows';

/** Findings and the chart. */
export function chartTemplate(
  state: DesignerState,
  context: FormContext,
  openJson: (offset: number) => void,
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
                ${analysis.findings.map((sentence) => html`<p>${sentence}</p>`)}
              </div>
            </div>`
      }
      <div class="chart-head">${analysis === null ? nothing : metricTemplate(analysis, context)}</div>
      <resolvent-chart
        class=${invalid ? 'stale' : ''}
        .model=${analysis?.chart ?? null}
        .seriesOrder=${analysis === null ? [] : seriesOrder(analysis)}
        .results=${analysis?.results.series ?? []}
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

/** The table of points and the notes. */
export function resultsTemplate(
  { analysis, view, document }: DesignerState,
  setView: (change: Partial<ViewState>) => void,
): TemplateResult {
  if (analysis === null) return html`${nothing}`;
  const { notes } = analysis;
  const chosen = (event: Event) => {
    const { activeid } = event.currentTarget as Panels;
    const tab = activeid === 'tab-notes' ? 'notes' : 'table';
    if (tab !== view.tab) setView({ tab });
  };
  return html`
    <section class="results-pane ${document?.status === 'invalid' ? 'stale' : ''}" aria-label="Results">
      <vscode-panels activeid="tab-${view.tab}" aria-label="Results" @change=${chosen}>
        <vscode-panel-tab id="tab-table">Table</vscode-panel-tab>
        <vscode-panel-tab id="tab-notes">Notes (${notes.length})</vscode-panel-tab>
        <vscode-panel-view id="view-table">
          <resolvent-table
            .rows=${rowsOf(analysis)}
            .xName=${sweptNames(analysis)[0] ?? 'Point'}
            .yName=${sweptNames(analysis)[1] ?? ''}
            .outOfDate=${analysis.simulation === 'outOfDate'}
          ></resolvent-table>
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

/** Rows are made once for an analysis, not on every frame of a drag. */
const madeRows = new WeakMap<AnalysisState, readonly TableRow[]>();
function rowsOf(analysis: AnalysisState): readonly TableRow[] {
  const known = madeRows.get(analysis);
  if (known !== undefined) return known;
  const rows = tableRows(analysis.results, analysis.metric, analysis.simulation === 'outOfDate');
  madeRows.set(analysis, rows);
  return rows;
}

/** The swept fields' names of the experiment that was analysed, the horizontal one first. */
function sweptNames({ results }: AnalysisState): string[] {
  const sweep = valueAt(results.spec, ['sweep']);
  return [sweep].flat().flatMap((one) => {
    const parameter = valueAt(one, ['parameter']);
    if (typeof parameter !== 'string') return [];
    const ui = schemaAt(parsePath(parameter), results.spec)?.ui;
    if (ui === undefined) return parameter;
    return ui.symbol === undefined ? ui.label : symbolText(ui.symbol);
  });
}

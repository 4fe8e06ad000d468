import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { plainHeads, type TableHeads } from './comparison';
import type { TableRow } from './tableRows';
import { windowOf } from './windowing';

/** Height of a row in pixels; the style sheet has the same. */
const rowHeight = 24;
const headHeight = 29;

/** The points as a table. Only the rows in view are drawn, so that many thousands stay quick. */
@customElement('resolvent-table')
export class ResultsTable extends LitElement {
  @property({ attribute: false }) rows: readonly TableRow[] = [];
  /** Name of the swept field. */
  @property() xName = '';
  /** Name of the second swept field; empty without one. */
  @property() yName = '';
  /** Names of the theories beside the exact one that the rows have. */
  @property({ attribute: false }) others: readonly string[] = [];
  /** What stands in the rows: see `comparedWith`. */
  @property({ attribute: false }) heads: TableHeads = plainHeads;
  /** The row whose details are shown. */
  @property({ type: Number }) chosen = -1;
  /** Whether the simulated values belong to an earlier state of the experiment. */
  @property({ type: Boolean }) outOfDate = false;

  @state() private scrolled = 0;
  @state() private height = 400;
  private observer: ResizeObserver | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
  }

  protected override firstUpdated(): void {
    const frame = this.querySelector('.table-frame')!;
    this.observer = new ResizeObserver(() => (this.height = frame.clientHeight));
    this.observer.observe(frame);
  }

  protected override render() {
    const { first, end } = this.window;
    return html`
      <div
        class="table-frame"
        tabindex="0"
        role="region"
        aria-label="Table of points"
        aria-description="The arrow keys go from row to row; Enter opens a row’s details."
        @keydown=${this.pressed}
        @scroll=${(event: Event) => (this.scrolled = (event.currentTarget as HTMLElement).scrollTop)}
      >
        <table class=${this.outOfDate ? 'old' : ''} aria-rowcount=${this.rows.length + 1}>
          <thead>
            <tr>
              <th scope="col" class="words">Series</th>
              <th scope="col">${this.xName}</th>
              ${this.yName === '' ? nothing : html`<th scope="col">${this.yName}</th>`}
              <th scope="col" title=${this.heads.exactTitle}>${this.heads.exact}</th>
              ${this.others.map(
                (name) =>
                  html`<th scope="col">${name}</th>
                    <th scope="col" class="unit" title="${name} minus exact">− exact</th>`,
              )}
              <th scope="col" title=${this.heads.simulationTitle}>${this.heads.simulation}</th>
              <th scope="col" class="error" title="One standard error">± s.e.</th>
              <th scope="col" title=${this.heads.differenceTitle}>Difference</th>
            </tr>
          </thead>
          <tbody>
            <tr class="space above"></tr>
            ${repeat(
              this.rows.slice(first, end),
              (_, i) => first + i,
              (row, i) => this.rowTemplate(row, first + i),
            )}
            <tr class="space below"></tr>
          </tbody>
        </table>
      </div>
    `;
  }

  protected override updated(): void {
    const { above, below } = this.window;
    this.querySelector<HTMLElement>('.space.above')!.style.height = `${above}px`;
    this.querySelector<HTMLElement>('.space.below')!.style.height = `${below}px`;
  }

  private get window() {
    return windowOf(this.rows.length, rowHeight, this.scrolled, this.height);
  }

  /** A click that ends the selection of text opens nothing. */
  private clicked(index: number): void {
    if (window.getSelection()?.type !== 'Range') this.open(index);
  }

  private open(index: number): void {
    this.dispatchEvent(new CustomEvent('open-row', { detail: index }));
  }

  private readonly pressed = (event: KeyboardEvent) => {
    const focused = this.focusedRow;
    if ((event.key === 'Enter' || event.key === ' ') && focused !== null) {
      event.preventDefault();
      this.open(focused);
      return;
    }
    const page = Math.max(1, Math.floor(this.height / rowHeight) - 2);
    const top = Math.ceil(this.scrolled / rowHeight);
    const next: Readonly<Record<string, number>> = {
      ArrowDown: focused === null ? top : focused + 1,
      ArrowUp: focused === null ? top : focused - 1,
      PageDown: (focused ?? top) + page,
      PageUp: (focused ?? top) - page,
      Home: 0,
      End: this.rows.length - 1,
    };
    const target = next[event.key];
    if (target === undefined || this.rows.length === 0) return;
    event.preventDefault();
    void this.focusRow(Math.max(0, Math.min(target, this.rows.length - 1)));
  };

  private get focusedRow(): number | null {
    const row = document.activeElement?.closest('tr[aria-rowindex]');
    return row === null || row === undefined || !this.contains(row)
      ? null
      : Number(row.getAttribute('aria-rowindex')) - 2;
  }

  /** Brings a row into view, beneath the head that stays, and puts the focus on it. */
  private async focusRow(index: number): Promise<void> {
    const frame = this.querySelector('.table-frame')!;
    const roomBelowHead = frame.clientHeight - headHeight;
    const top = Math.min(frame.scrollTop, index * rowHeight);
    frame.scrollTop = Math.max(top, (index + 1) * rowHeight - roomBelowHead);
    this.scrolled = frame.scrollTop;
    await this.updateComplete;
    this.querySelector<HTMLElement>(`tr[aria-rowindex="${index + 2}"]`)?.focus({ preventScroll: true });
  }

  private rowTemplate(row: TableRow, index: number): TemplateResult {
    return html`<tr
      aria-rowindex=${index + 2}
      tabindex="-1"
      class=${index === this.chosen ? 'chosen' : ''}
      @click=${() => this.clicked(index)}
    >
      <td class="words" title=${row.series}>${row.series}</td>
      <td>${row.x}</td>
      ${row.y === undefined ? nothing : html`<td>${row.y}</td>`}
      ${
        row.reason === undefined
          ? row.nearest === undefined
            ? html`<td>${row.exact}</td>`
            : html`<td class="nearest" title=${`Nearest theory: ${row.nearest}`}>≈ ${row.exact}</td>`
          : html`<td class="reason" title=${row.reason}>
              <i class="codicon codicon-info" aria-hidden="true"></i>${row.reason}
            </td>`
      }
      ${row.others.map(
        ({ value, difference, reason }) =>
          html`<td title=${reason ?? nothing}>${value}</td>
            <td class="unit">${difference}</td>`,
      )}
      <td class="simulated">${row.simulation}</td>
      <td class="simulated error" title=${row.precision ?? nothing}>${row.error}</td>
      <td class="simulated ${row.unlikely ? 'unlikely' : ''}">
        ${row.difference}${row.difference === '–' ? nothing : html`<span class="unit"> s.e.</span>`}
      </td>
    </tr>`;
  }
}

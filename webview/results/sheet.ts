import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Sheet } from './sheets';
import { windowOf } from './windowing';

/** Height of a row in pixels; the style sheet has the same. */
const rowHeight = 24;

/** A table of numbers to read. Only the rows in view are drawn, so that many thousands stay quick. */
@customElement('resolvent-sheet')
export class SheetTable extends LitElement {
  @property({ attribute: false }) sheet: Sheet | null = null;
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
    const { columns = [], rows = [], name = '' } = this.sheet ?? {};
    const { first, end } = this.window;
    const classes = columns.map(({ holds }) => holds);
    return html`
      <div
        class="table-frame"
        tabindex="0"
        role="region"
        aria-label=${name}
        @scroll=${(event: Event) => (this.scrolled = (event.currentTarget as HTMLElement).scrollTop)}
      >
        <table class=${this.outOfDate ? 'old' : ''} aria-rowcount=${rows.length + 1}>
          <thead>
            <tr>
              ${columns.map(
                (column) =>
                  html`<th scope="col" class=${column.holds} title=${column.title ?? nothing}>
                    ${column.name}
                  </th>`,
              )}
            </tr>
          </thead>
          <tbody>
            <tr class="space above"></tr>
            ${rows.slice(first, end).map(
              (row, i) =>
                html`<tr aria-rowindex=${first + i + 2}>
                  ${row.map((text, k) => html`<td class=${classes[k]!}>${text}</td>`)}
                </tr>`,
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
    return windowOf(this.sheet?.rows.length ?? 0, rowHeight, this.scrolled, this.height);
  }
}

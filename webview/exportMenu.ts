import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

const formats = [
  { value: 'svg', label: 'Chart as SVG' },
  { value: 'png', label: 'Chart as PNG' },
  { value: 'csv', label: 'Results as CSV' },
] as const;

/** A menu of the formats that can be exported. Sends `export` with the format as its detail. */
@customElement('resolvent-export-menu')
export class ExportMenu extends LitElement {
  @property({ type: Boolean }) disabled = false;
  @state() private open = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('focusout', this.left);
  }

  protected override render() {
    return html`
      <button
        class="icon-button"
        title="Export"
        aria-label="Export"
        aria-haspopup="menu"
        aria-expanded=${this.open ? 'true' : 'false'}
        ?disabled=${this.disabled}
        @click=${() => this.toggle(!this.open)}
        @keydown=${this.buttonKey}
      >
        <i class="codicon codicon-export" aria-hidden="true"></i>
      </button>
      <div class="menu" role="menu" aria-label="Export" ?hidden=${!this.open} @keydown=${this.menuKey}>
        ${formats.map(
          ({ value, label }) =>
            html`<button class="menu-item" role="menuitem" tabindex="-1" @click=${() => this.choose(value)}>
              ${label}
            </button>`,
        )}
      </div>
    `;
  }

  private toggle(open: boolean, focus: 'first' | 'last' = 'first'): void {
    this.open = open;
    if (!open) return;
    void this.updateComplete.then(() => this.items.at(focus === 'first' ? 0 : -1)?.focus());
  }

  private get items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  private choose(format: (typeof formats)[number]['value']): void {
    this.close();
    this.dispatchEvent(new CustomEvent('export', { detail: format }));
  }

  private close(): void {
    this.open = false;
    this.querySelector('button')?.focus();
  }

  private readonly left = (event: FocusEvent) => {
    if (!(event.relatedTarget instanceof Node) || !this.contains(event.relatedTarget)) this.open = false;
  };

  private readonly buttonKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.toggle(true, event.key === 'ArrowDown' ? 'first' : 'last');
  };

  private readonly menuKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.close();
      return;
    }
    const { items } = this;
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items.at(next % items.length)?.focus();
  };
}

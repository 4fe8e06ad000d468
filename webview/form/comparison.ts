import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DropdownOption } from './dropdown';
import type { FieldValueEvent } from './fieldValueEvent';
import { parseComparison, type NamedValue } from './series';

/**
 * The quick way to several curves: choose a quantity and type its values, or take all those that have names. Sends `comparison` with `parameter` and
 * `values` as its detail.
 */
@customElement('resolvent-comparison')
export class Comparison extends LitElement {
  @property({ attribute: false }) options: readonly DropdownOption[] = [];
  /** The values of a field that have names; none for a number. */
  @property({ attribute: false }) named: (parameter: string) => readonly NamedValue[] = () => [];
  @property({ type: Boolean }) disabled = false;

  @state() private parameter = 'data.dimension';

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
    const named = this.named(this.parameter);
    return html`
      <span class="comparison-words">or compare values of</span>
      <div class="setting">
        <resolvent-dropdown
          .value=${this.parameter}
          .options=${this.options}
          .name=${'Quantity to compare'}
          .disabled=${this.disabled}
          @choice=${(event: CustomEvent<string>) => (this.parameter = event.detail)}
        ></resolvent-dropdown>
        ${
          named.length === 0
            ? html`<resolvent-field
                .name=${'Values to compare'}
                .placeholder=${'50, 200, 500'}
                .disabled=${this.disabled}
                .eager=${false}
                .parse=${parseComparison}
                @field-value=${(event: FieldValueEvent<readonly number[]>) => this.send(event.value)}
              ></resolvent-field>`
            : html`<button
                class="link-button"
                title=${named.map(({ label }) => label).join(', ')}
                ?disabled=${this.disabled}
                @click=${() => this.send(named.map(({ value }) => value))}
              >
                Compare all ${named.length}
              </button>`
        }
      </div>
    `;
  }

  private send(values: readonly unknown[]): void {
    this.dispatchEvent(new CustomEvent('comparison', { detail: { parameter: this.parameter, values } }));
  }
}

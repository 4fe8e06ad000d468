import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DropdownOption } from './dropdown';
import type { FieldValueEvent } from './fieldValueEvent';
import { parseComparison } from './series';

/**
 * The quick way to several curves: choose a quantity, type its values. Sends `comparison` with `parameter` and
 * `values` as its detail.
 */
@customElement('resolvent-comparison')
export class Comparison extends LitElement {
  @property({ attribute: false }) options: readonly DropdownOption[] = [];
  @property({ type: Boolean }) disabled = false;

  @state() private parameter = 'data.dimension';

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
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
        <resolvent-field
          .name=${'Values to compare'}
          .placeholder=${'50, 200, 500'}
          .disabled=${this.disabled}
          .eager=${false}
          .parse=${parseComparison}
          @field-value=${(event: FieldValueEvent<readonly number[]>) =>
            this.dispatchEvent(
              new CustomEvent('comparison', { detail: { parameter: this.parameter, values: event.value } }),
            )}
        ></resolvent-field>
      </div>
    `;
  }
}

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RadioGroup } from '../toolkit';
import type { DropdownOption } from './dropdown';

/**
 * A few choices side by side. Like the checkbox, it speaks only when a person chooses.
 *
 * Sends `choice` with the chosen value as its detail.
 */
@customElement('resolvent-radios')
export class ChoiceRadios extends LitElement {
  @property() value = '';
  @property({ attribute: false }) options: readonly DropdownOption[] = [];
  @property() name = '';
  @property({ type: Boolean }) disabled = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
    return html`<vscode-radio-group
      aria-label=${this.name}
      .value=${this.value}
      ?disabled=${this.disabled}
      @change=${this.changed}
    >
      ${this.options.map(({ value, label }) => html`<vscode-radio value=${value}>${label}</vscode-radio>`)}
    </vscode-radio-group>`;
  }

  private readonly changed = (event: Event) => {
    event.stopPropagation();
    const { value } = event.currentTarget as RadioGroup;
    if (value !== this.value) this.dispatchEvent(new CustomEvent('choice', { detail: value }));
  };
}

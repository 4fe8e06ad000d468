import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Checkbox } from '../toolkit';

/**
 * A checkbox that speaks only when a person changes it: the toolkit's own does so too when it is set from outside.
 *
 * Sends `toggle-value` with true or false as its detail.
 */
@customElement('resolvent-checkbox')
export class ChoiceCheckbox extends LitElement {
  @property({ type: Boolean }) checked = false;
  @property() name = '';
  @property({ type: Boolean }) disabled = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
    return html`<vscode-checkbox
      .checked=${this.checked}
      ?disabled=${this.disabled}
      @change=${this.changed}
    ></vscode-checkbox>`;
  }

  /** The toolkit's checkbox calls itself "Checkbox" when it is put into the page, whatever it was called before. */
  protected override updated(): void {
    this.querySelector('vscode-checkbox')!.setAttribute('aria-label', this.name);
  }

  private readonly changed = (event: Event) => {
    event.stopPropagation();
    const { checked } = event.currentTarget as Checkbox;
    if (checked !== this.checked) this.dispatchEvent(new CustomEvent('toggle-value', { detail: checked }));
  };
}

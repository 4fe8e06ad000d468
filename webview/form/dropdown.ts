import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { describeControl } from '../describe';
import type { Dropdown } from '../toolkit';

export interface DropdownOption {
  readonly value: string;
  readonly label: string;
}

/**
 * A dropdown that always shows the value it is given. The toolkit's own loses a value that is set before its options
 * are in place.
 *
 * Sends `choice` with the chosen value as its detail.
 */
@customElement('resolvent-dropdown')
export class ChoiceDropdown extends LitElement {
  @property() value = '';
  @property({ attribute: false }) options: readonly DropdownOption[] = [];
  @property() name = '';
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) described: readonly string[] = [];

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
    return html`<vscode-dropdown ?disabled=${this.disabled} @change=${this.chosen}>
      ${repeat(
        this.options,
        ({ value }) => value,
        ({ value, label }) => html`<vscode-option value=${value}>${label}</vscode-option>`,
      )}
    </vscode-dropdown>`;
  }

  protected override updated(): void {
    describeControl(this.dropdown, this.name, this.described, '');
    this.dropdown.classList.toggle('wrong', this.described.length > 0);
    // The toolkit takes notice of new options a moment after they are there.
    requestAnimationFrame(() => this.show());
  }

  private get dropdown(): Dropdown {
    return this.querySelector('vscode-dropdown')!;
  }

  private show(): void {
    if (this.isConnected && this.dropdown.value !== this.value && !this.dropdown.open)
      this.dropdown.value = this.value;
  }

  private readonly chosen = (event: Event) => {
    event.stopPropagation();
    const { value } = this.dropdown;
    if (value !== '' && value !== this.value) {
      this.dispatchEvent(new CustomEvent('choice', { detail: value }));
      // A choice that changes nothing in the file is taken back.
      requestAnimationFrame(() => this.show());
    }
  };
}

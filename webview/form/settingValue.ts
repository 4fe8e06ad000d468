import { html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isObject } from '../../src/experiment/structure';
import type { Draft } from './draft';
import { FieldValueEvent } from './fieldValueEvent';
import { formatSetting, type NamedValue } from './series';

/** The option that leads from the named values to a value of one's own. */
const own = '#own';

/** Most characters of a text that stand beside the field's name. */
const widest = 14;

/**
 * The value that a series gives to a field: a dropdown where its values have names and it is one of them, else text.
 *
 * Sends a FieldValueEvent, `field-value`.
 */
@customElement('resolvent-setting')
export class SettingValue extends LitElement {
  @property({ attribute: false }) value: unknown;
  @property({ attribute: false }) named: readonly NamedValue[] = [];
  @property() name = '';
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) parse: (text: string) => Draft = (text) => ({ ok: true, value: text });

  /** Whether the person asked to write the value out. */
  @state() private asText = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('name')) this.asText = false;
  }

  protected override render() {
    const present = keyOf(this.value);
    const options = this.named.map(({ value, label }) => ({ value: keyOf(value), label }));
    if (this.isText) {
      return html`<resolvent-field
        .text=${formatSetting(this.value)}
        .name=${this.name}
        .disabled=${this.disabled}
        .parse=${this.parse}
        @field-value=${(event: FieldValueEvent) => this.dispatchEvent(new FieldValueEvent(event.value))}
      ></resolvent-field>`;
    }
    return html`<resolvent-dropdown
      .value=${present}
      .options=${[...options, { value: own, label: 'Write it out …' }]}
      .name=${this.name}
      .disabled=${this.disabled}
      @choice=${this.chosen}
    ></resolvent-dropdown>`;
  }

  protected override updated(): void {
    this.classList.toggle('long', this.isText && formatSetting(this.value).length > widest);
  }

  private get isText(): boolean {
    return this.asText || !this.named.some(({ value }) => keyOf(value) === keyOf(this.value));
  }

  private readonly chosen = (event: CustomEvent<string>) => {
    event.stopPropagation();
    const choice = this.named.find(({ value }) => keyOf(value) === event.detail);
    if (choice !== undefined) {
      this.dispatchEvent(new FieldValueEvent(choice.value));
      return;
    }
    this.asText = true;
    // The field is there once it has drawn itself.
    void this.updateComplete.then(() =>
      setTimeout(() => this.querySelector<HTMLElement>('vscode-text-field')?.focus(), 0),
    );
  };
}

/** The same text for the same value, in whatever order its fields are written. */
function keyOf(value: unknown): string {
  const sorted = isObject(value) ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : value;
  return JSON.stringify(sorted);
}

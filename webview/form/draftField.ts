import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { describeControl } from '../describe';
import type { TextField } from '../toolkit';
import type { Draft } from './draft';
import { FieldValueEvent } from './fieldValueEvent';

/** How long typing rests before its value is sent. */
const pause = 250;

/**
 * A text field whose text has a meaning: typing sends the value once it rests, Enter and leaving the field send it at
 * once. What is typed is never overwritten from outside while the field has the focus; text without a meaning stays
 * in the field with a sentence under it and is not sent.
 *
 * Sends a FieldValueEvent, `field-value`.
 */
@customElement('resolvent-field')
export class DraftField extends LitElement {
  /** The text of the file's value. */
  @property() text = '';
  @property() name = '';
  @property() help = '';
  @property() placeholder = '';
  @property({ type: Boolean }) disabled = false;
  /** Whether the text may have several lines: then Enter begins one, and Escape or leaving the field ends the typing. */
  @property({ attribute: false }) multiline = false;
  /** Whether typing is sent once it rests; false: only with Enter or on leaving the field. */
  @property({ attribute: false }) eager = true;
  /** Ids of the sentences under the field. */
  @property({ attribute: false }) described: readonly string[] = [];
  @property({ attribute: false }) parse: (text: string) => Draft = (text) => ({ ok: true, value: text });
  /** The text one arrow key further; null where arrow keys do not step. */
  @property({ attribute: false }) step:
    ((text: string, direction: 1 | -1, large: boolean) => string | null) | null = null;

  /** What is being typed; null while the field shows the file's value. */
  @state() private draft: string | null = null;
  @state() private complaint: string | null = null;
  private timer = 0;
  private sent: string | null = null;
  private static count = 0;
  private readonly complaintId = `complaint-${++DraftField.count}`;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  /** The file says something else than what was sent, as after an undo: nothing unsent is lost by showing it. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('text') || this.draft === null || this.draft !== this.sent) return;
    const typed = this.parse(this.draft);
    const written = this.parse(this.text);
    if (typed.ok && written.ok && JSON.stringify(typed.value) === JSON.stringify(written.value)) return;
    this.draft = null;
    this.sent = null;
  }

  protected override render() {
    const wrong = this.complaint === null && this.described.length === 0 ? '' : 'wrong';
    return html`
      ${
        this.multiline
          ? html`<textarea
              class=${wrong}
              rows="2"
              .value=${live(this.draft ?? this.text)}
              placeholder=${this.placeholder}
              ?disabled=${this.disabled}
              @input=${this.typed}
              @keydown=${this.pressed}
              @focusout=${this.left}
            ></textarea>`
          : html`<vscode-text-field
              class=${wrong}
              .value=${live(this.draft ?? this.text)}
              placeholder=${this.placeholder}
              ?disabled=${this.disabled}
              spellcheck="false"
              @input=${this.typed}
              @keydown=${this.pressed}
              @focusout=${this.left}
            ></vscode-text-field>`
      }
      ${
        this.complaint === null
          ? nothing
          : html`<p class="problem" id=${this.complaintId}>
              <i class="codicon codicon-error" aria-hidden="true"></i><span>${this.complaint}</span>
            </p>`
      }
    `;
  }

  protected override updated(): void {
    const ids = this.complaint === null ? this.described : [this.complaintId, ...this.described];
    describeControl(this.field, this.name, ids, this.help);
  }

  private get field(): TextField | HTMLTextAreaElement {
    return this.querySelector<TextField | HTMLTextAreaElement>('vscode-text-field, textarea')!;
  }

  private readonly typed = () => {
    this.draft = this.field.value;
    window.clearTimeout(this.timer);
    if (this.eager) this.timer = window.setTimeout(() => this.send(), pause);
  };

  private readonly pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !this.multiline) this.send();
    else if (event.key === 'Escape' && this.draft !== null) {
      window.clearTimeout(this.timer);
      this.draft = null;
      this.complaint = null;
      event.stopPropagation();
    } else if (
      (event.key === 'ArrowUp' || event.key === 'ArrowDown') &&
      this.step !== null &&
      !this.disabled
    ) {
      const shown = this.field.value === '' ? this.placeholder : this.field.value;
      const next = this.step(shown, event.key === 'ArrowUp' ? 1 : -1, event.shiftKey);
      event.preventDefault();
      if (next === null) return;
      this.draft = next;
      this.send();
    }
  };

  /** Leaving the field sends what is typed and shows the file's value again, unless the text means nothing. */
  private readonly left = () => {
    this.send();
    if (this.complaint === null) this.draft = null;
    this.sent = null;
  };

  private send(): void {
    window.clearTimeout(this.timer);
    if (this.draft === null) return;
    const parsed = this.parse(this.draft);
    this.complaint = parsed.ok ? null : parsed.sentence;
    if (!parsed.ok || this.draft === this.sent || (this.sent === null && this.draft === this.text)) return;
    this.sent = this.draft;
    this.dispatchEvent(new FieldValueEvent(parsed.value));
  }
}

import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { sliderPosition, sliderValue, type NumberRange } from './stepping';

/** Steps of the browser's own range control; what is sent is rounded by the field. */
const resolution = 1000;

/**
 * A slim slider beside a number field. While it is dragged it shows its own position, whatever the file says
 * meanwhile. The keyboard steps in the field beside it, so the slider is no stop of its own.
 *
 * Sends `slider-moved` with a number as its detail for each position on the way, and `slider-set` where it is let go.
 */
@customElement('resolvent-slider')
export class Slider extends LitElement {
  @property({ attribute: false }) range!: NumberRange;
  @property({ attribute: false }) value: number | undefined;
  @property() name = '';
  @property({ type: Boolean }) disabled = false;

  @state() private dragged: number | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render() {
    const { slider } = this.range;
    const position =
      slider === undefined || this.value === undefined ? 0 : sliderPosition(slider, this.value);
    return html`<input
      class="slider"
      type="range"
      tabindex="-1"
      min="0"
      max=${resolution}
      aria-label="${this.name}, slider"
      .value=${live(String(Math.round((this.dragged ?? position) * resolution)))}
      ?disabled=${this.disabled}
      @input=${this.moved}
      @change=${this.released}
    />`;
  }

  protected override updated(): void {
    const input = this.querySelector('input')!;
    input.style.setProperty('--filled', `${(input.valueAsNumber / resolution) * 100}%`);
  }

  private readonly moved = (event: Event) => {
    this.dragged = (event.target as HTMLInputElement).valueAsNumber / resolution;
    const value = sliderValue(this.range, this.dragged);
    if (value !== this.value) this.dispatchEvent(new CustomEvent('slider-moved', { detail: value }));
  };

  private readonly released = () => {
    if (this.dragged === null) return;
    this.dispatchEvent(new CustomEvent('slider-set', { detail: sliderValue(this.range, this.dragged) }));
    this.dragged = null;
  };
}

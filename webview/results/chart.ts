import { html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChartModel, ResultSeries } from '../../src/engine/messages';
import type { ChartView } from '../chart/view';
import type { ChosenPoint } from './place';

/**
 * The chart's place. What draws it is large, and loaded only once the rest of the designer stands on the screen.
 *
 * Sends `choose` with a `ChosenPoint` when one of its points is clicked.
 */
@customElement('resolvent-chart')
export class Chart extends LitElement {
  @property({ attribute: false }) model: ChartModel | null = null;
  @property({ attribute: false }) seriesOrder: readonly string[] = [];
  /** The series of the results that the model was made from. */
  @property({ attribute: false }) results: readonly ResultSeries[] = [];
  @state() private failure: string | null = null;

  private view: Promise<ChartView> | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.view?.then((view) => view.dispose());
    this.view = null;
  }

  protected override render() {
    return html`
      <div class="chart-canvas" ?hidden=${this.failure !== null}></div>
      <p class="problem" ?hidden=${this.failure === null}>
        <i class="codicon codicon-error" aria-hidden="true"></i>
        <span>The chart could not be drawn: ${this.failure}</span>
      </p>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('model') || changed.has('seriesOrder')) void this.show();
  }

  private async show(): Promise<void> {
    const { model, seriesOrder, results } = this;
    if (model === null) return;
    this.view ??= this.load();
    try {
      const view = await this.view;
      if (this.model === model) await view.update(model, { seriesOrder, results, choose: this.choose });
      this.failure = null;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  private readonly choose = (point: ChosenPoint) => {
    this.dispatchEvent(new CustomEvent('choose', { detail: point }));
  };

  private async load(): Promise<ChartView> {
    await afterPaint();
    const { ChartView: View } = await import('../chart/view');
    return new View(this.querySelector<HTMLElement>('.chart-canvas')!);
  }

  /** The chart as SVG text, or as the data URL of a PNG. */
  async picture(format: 'svg' | 'png'): Promise<string> {
    if (this.view === null) throw new Error('There is no chart yet.');
    return (await this.view).render(format);
  }
}

function afterPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}

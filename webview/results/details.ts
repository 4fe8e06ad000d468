import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Outcome, PointDetails, ResultPoint, ResultSeries } from '../../src/engine/messages';
import { symbolMarkup } from '../form/symbol';
import { formatCount, formatShort, formatTable } from '../numbers';
import { inWords } from '../words';
import { detailsText } from './detailsText';
import { axesOf, chosenAt, nearestPlace, type Axis, type ChosenPoint, type Place } from './place';
import {
  formatDifference,
  performanceOf,
  quantitiesOf,
  type PerformanceTable,
  type Quantity,
} from './pointQuantities';
import { inStandardErrors } from './tableRows';

/** A field that a sweep varies. */
export interface SweptField {
  readonly symbol: string | undefined;
  /** The symbol, or the label where there is none, as plain text. */
  readonly name: string;
}

type Generations = Exclude<PointDetails['generations'], null | { readonly error: string }>;

/**
 * All that is known of one point: theories and simulation, what to compare them with, and what led to them.
 *
 * Sends `choose` with a `ChosenPoint` when another point is chosen, and `copy-text` with the text to be copied.
 */
@customElement('resolvent-details')
export class Details extends LitElement {
  @property({ attribute: false }) series: readonly ResultSeries[] = [];
  @property({ attribute: false }) chosen: ChosenPoint | null = null;
  /** The swept quantities, the horizontal one first. */
  @property({ attribute: false }) swept: readonly SweptField[] = [];
  /** What the host has told of this point, or of the one before while it is on its way. */
  @property({ attribute: false }) details: Outcome<PointDetails> | undefined;
  /** Whether the details are still those of the point before. */
  @property({ type: Boolean }) waiting = false;
  /** Whether the simulated values belong to an earlier state of the experiment. */
  @property({ type: Boolean }) outOfDate = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Puts the focus where another point can be chosen, or on the first value. */
  focusFirst(): void {
    this.querySelector<HTMLElement>('.chooser input, .chooser vscode-dropdown, .value')?.focus();
  }

  protected override render() {
    const place = nearestPlace(this.series, this.chosen);
    const point = place === null ? undefined : this.series[place.series]?.points[place.point];
    if (place === null || point === undefined) return nothing;
    const performance = performanceOf(point, this.outOfDate);
    const groups = quantitiesOf(point, this.details);
    const generations = this.details?.ok === true ? this.details.value.generations : null;
    const text = () =>
      detailsText({
        place: this.titleOf(place, point),
        performance,
        groups,
        generations: generations !== null && !('error' in generations) ? generations : [],
      });
    return html`
      <div class="chooser">
        ${this.seriesTemplate(place)}
        ${axesOf(this.series[place.series]!, place.point).map((axis, i) => this.axisTemplate(axis, i, point))}
        <button
          class="icon-button"
          title="Copy all values"
          aria-label="Copy all values"
          @click=${() => this.copy(text())}
        >
          <i class="codicon codicon-copy" aria-hidden="true"></i>
        </button>
      </div>
      ${this.performanceTemplate(performance)}
      <div class="groups ${this.waiting ? 'waiting' : ''}" aria-busy=${this.waiting ? 'true' : 'false'}>
        ${groups.map(
          ({ title, rows }) =>
            html`<section class="group" aria-label=${title}>
              <h3>${title}</h3>
              ${rows.map((quantity) => this.quantityTemplate(quantity))}
            </section>`,
        )}
        ${generations === null ? nothing : this.generationsTemplate(generations)}
      </div>
    `;
  }

  protected override updated(): void {
    for (const input of this.querySelectorAll<HTMLInputElement>('.chooser input')) {
      const last = Number(input.max);
      input.style.setProperty('--filled', `${last === 0 ? 0 : (100 * input.valueAsNumber) / last}%`);
    }
  }

  private seriesTemplate({ series, point }: Place): TemplateResult {
    if (this.series.length === 1) return html`${nothing}`;
    return html`<resolvent-dropdown
      .value=${String(series)}
      .options=${this.series.map(({ label }, i) => ({ value: String(i), label }))}
      .name=${'Series'}
      @choice=${(event: CustomEvent<string>) => {
        const here = chosenAt(this.series, { series, point });
        const label = this.series[Number(event.detail)]?.label;
        if (here !== null && label !== undefined) this.choose({ ...here, series: label });
      }}
    ></resolvent-dropdown>`;
  }

  private axisTemplate({ values, at }: Axis, index: number, { x, y }: ResultPoint): TemplateResult {
    const { symbol, name } = this.swept[index] ?? { symbol: undefined, name: 'Point' };
    const label = this.series[nearestPlace(this.series, this.chosen)?.series ?? 0]!.label;
    const text = formatShort(values[at] ?? NaN, 4);
    const moved = (event: Event) => {
      const value = values[(event.target as HTMLInputElement).valueAsNumber];
      if (value === undefined) return;
      this.choose(index === 0 ? { series: label, x: value, y } : { series: label, x, y: value });
    };
    return html`<label class="axis">
      ${
        symbol === undefined
          ? html`<span class="axis-name">${name}</span>`
          : html`<span class="axis-name symbol">${symbolMarkup(symbol)}</span>`
      }
      <input
        class="slider"
        type="range"
        min="0"
        max=${values.length - 1}
        step="1"
        .value=${String(at)}
        aria-label=${name}
        aria-valuetext=${text}
        @input=${moved}
      />
      <output>${text}</output>
    </label>`;
  }

  private performanceTemplate(table: PerformanceTable): TemplateResult {
    const { theories, rows, repetitions, reasons } = table;
    const simulated = repetitions > 0;
    return html`
      <div class="performance-frame">
        <table class="performance ${this.outOfDate ? 'old' : ''}">
          <thead>
            <tr>
              <td colspan="2"></td>
              ${theories.map((theory) => html`<th scope="col">${inWords(theory, 'variants')}</th>`)}
              ${
                simulated
                  ? html`<th scope="col" title="Mean of ${formatCount(repetitions)} repetitions">
                        Simulation
                      </th>
                      <th scope="col" class="error" title="One standard error">± s.e.</th>
                      <th scope="col" title="Simulation minus exact theory, in standard errors">
                        Difference
                      </th>`
                  : nothing
              }
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ symbol, label, help, predicted, measured, difference }) =>
                html`<tr class="row" data-help=${help}>
                  <td class="symbol" aria-hidden="true">${symbol ?? nothing}</td>
                  <th scope="row" class="label"><span class="label-text">${label}</span></th>
                  ${predicted.map((value) => html`<td>${this.valueTemplate(label, value)}</td>`)}
                  ${
                    simulated
                      ? html`<td class="simulated">
                            ${this.valueTemplate(`${label}, simulated`, measured?.mean ?? null)}
                          </td>
                          <td class="simulated error">
                            ${
                              typeof measured?.standardError === 'number'
                                ? `± ${formatTable(measured.standardError)}`
                                : nothing
                            }
                          </td>
                          <td
                            class="simulated ${difference !== null && Math.abs(difference) > 3 ? 'unlikely' : ''}"
                          >
                            ${
                              difference === null
                                ? '–'
                                : html`${inStandardErrors(difference)}<span class="unit"> s.e.</span>`
                            }
                          </td>`
                      : nothing
                  }
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${reasons.map(
        ({ theory, reason }) =>
          html`<p class="reason-line">
            <i class="codicon codicon-info" aria-hidden="true"></i
            ><span><span class="reason-theory">${inWords(theory, 'variants')}:</span> ${reason}</span>
          </p>`,
      )}
    `;
  }

  private quantityTemplate({ symbol, label, help, value, text, note }: Quantity): TemplateResult {
    return html`<div class="row" data-help=${help}>
      <span class="symbol" aria-hidden="true">${symbol === undefined ? nothing : symbolMarkup(symbol)}</span>
      <span class="label"><span class="label-text">${label}</span></span>
      ${this.valueTemplate(label, value, text)}
      ${note === undefined ? nothing : html`<span class="meaning">${note}</span>`}
    </div>`;
  }

  /** A value that is copied in full when it is clicked. */
  private valueTemplate(
    label: string,
    value: number | null,
    text = value === null ? '–' : formatTable(value),
  ): TemplateResult {
    if (value === null) return html`<span class="value quiet">${text}</span>`;
    return html`<button
      class="value"
      title="Copy ${value}"
      aria-label="${label}: ${text}"
      aria-description="Copies the value"
      @click=${() => this.copy(String(value))}
    >
      ${text}
    </button>`;
  }

  private generationsTemplate(generations: Generations | { readonly error: string }): TemplateResult {
    if ('error' in generations) {
      return html`<section class="group" aria-label="Generations">
        <h3>Generations</h3>
        <p class="quiet">${generations.error}</p>
      </section>`;
    }
    return html`<section class="group wide-group" aria-label="Generations">
      <h3>What the generator’s generations cost</h3>
      <div class="performance-frame">
        <table class="generations">
          <thead>
            <tr>
              <th scope="col">Generation</th>
              <th scope="col">Accuracy</th>
              <th scope="col" title="Accuracy with an exact generator, less this one">Loss</th>
              <th scope="col" title="Loss with the generator’s mean exact">From covariance</th>
              <th scope="col" title="Loss with the generator’s covariance exact">From mean</th>
              <th scope="col" title="What the two errors do only together">Both together</th>
            </tr>
          </thead>
          <tbody>
            ${generations.map(
              ({ generation, accuracy, loss, fromCovariance, fromMean, interaction }) =>
                html`<tr>
                  <th scope="row">${generation}</th>
                  ${[accuracy, loss, fromCovariance, fromMean, interaction].map(
                    (value) => html`<td>${formatDifference(value)}</td>`,
                  )}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private titleOf({ series }: Place, { x, y }: ResultPoint): string {
    const values = [x, y].flatMap((value, i) =>
      value === null ? [] : [`${this.swept[i]?.name ?? 'Point'} = ${value}`],
    );
    return [this.series[series]!.label, ...values].join(', ');
  }

  private choose(point: ChosenPoint): void {
    this.dispatchEvent(new CustomEvent('choose', { detail: point }));
  }

  private copy(text: string): void {
    this.dispatchEvent(new CustomEvent('copy-text', { detail: text }));
  }
}

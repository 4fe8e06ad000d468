import { html, nothing, type TemplateResult } from 'lit';
import type { LocatedProblem, Path } from '../../src/experiment/problem';
import type { FormContext } from './context';
import { pathKey } from './matchProblems';
import { symbolMarkup, withSymbols } from './symbol';
import { variationOf } from './varying';

/** One line of the form. It is made once its problems are known. */
export interface Row {
  readonly path: Path;
  readonly template: (problems: readonly LocatedProblem[]) => TemplateResult;
}

export interface RowParts {
  readonly path: Path;
  readonly symbol?: string | undefined;
  readonly label: string;
  /** The control, given the ids of the sentences that describe it. */
  readonly control: (described: readonly string[]) => TemplateResult;
  /** A value that follows from this one, beneath it. */
  readonly derived?: TemplateResult | string | undefined;
  /** What the present value means, in a line beneath it. */
  readonly meaning?: string | undefined;
  /** Whether the row heads those that follow it. */
  readonly heading?: boolean | undefined;
  /** Explanation for a row that stands for no single field of the schema. */
  readonly help?: string | undefined;
}

/** A row: symbol, label, control; beneath it what follows from the value, and what is wrong with it. */
export function row(context: FormContext, parts: RowParts): Row {
  return { path: parts.path, template: (problems) => rowTemplate(context, parts, problems) };
}

function rowTemplate(
  context: FormContext,
  parts: RowParts,
  problems: readonly LocatedProblem[],
): TemplateResult {
  const { path, symbol, label, control, derived, meaning, heading, help } = parts;
  const key = pathKey(path);
  const ids = problems.map((_, i) => `problem-${key}-${i}`.replace(/[^\w-]/g, '_'));
  const variation = variationOf(context.contents, path);
  return html`
    <div class="row ${heading === true ? 'heading' : ''}" data-path=${key} data-help=${help ?? nothing}>
      <span class="symbol" aria-hidden="true">${symbol === undefined ? nothing : symbolMarkup(symbol)}</span>
      <span class="label">
        <span class="label-text">${label}</span>
        ${
          variation !== null
            ? html`<button class="varies" @click=${() => context.reveal(variation.at)}>
                varies: ${variation.by}
              </button>`
            : nothing
        }
      </span>
      ${
        variation?.overridden === true
          ? html`<span class="overridden">${variation.text}</span>`
          : control(ids)
      }
      ${derived === undefined ? nothing : html`<span class="derived">${derived}</span>`}
      ${meaning === undefined ? nothing : html`<span class="meaning">${withSymbols(meaning)}</span>`}
      ${problems.map((problem, i) => problemTemplate(problem, ids[i]!))}
    </div>
  `;
}

/** What is wrong with a field, in a sentence. */
function problemTemplate(problem: LocatedProblem, id: string): TemplateResult {
  return html`<p class="problem" id=${id}>
    <i class="codicon codicon-error" aria-hidden="true"></i><span>${problem.message}</span>
  </p>`;
}

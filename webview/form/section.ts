import { html, nothing, type TemplateResult } from 'lit';
import type { SectionId } from './summaries';
import type { Row } from './row';

/** A group of rows under a heading that folds. */
export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A section as it is shown: its rows, or collapsed its values in one line. */
export function sectionTemplate(
  { id, title }: Section,
  collapsed: boolean,
  summary: string,
  problems: number,
  rows: readonly TemplateResult[],
  toggle: () => void,
): TemplateResult {
  return html`
    <section class="section" data-section=${id}>
      <h2>
        <button
          class="section-head"
          aria-expanded=${collapsed ? 'false' : 'true'}
          aria-controls="section-${id}"
          @click=${toggle}
        >
          <i class="codicon codicon-chevron-${collapsed ? 'right' : 'down'}" aria-hidden="true"></i>
          <span class="section-title">${title}</span>
          ${
            collapsed && problems > 0
              ? html`<i
                  class="codicon codicon-error section-problem"
                  role="img"
                  aria-label="has problems"
                ></i>`
              : nothing
          }
          ${collapsed ? html`<span class="section-summary">${summary}</span>` : nothing}
        </button>
      </h2>
      <div class="section-rows" id="section-${id}" ?hidden=${collapsed}>${collapsed ? nothing : rows}</div>
    </section>
  `;
}

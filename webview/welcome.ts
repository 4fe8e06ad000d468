import { html, type TemplateResult } from 'lit';
import { templates } from '../src/experiment/templates';
import { withSymbols } from './form/symbol';

const icons: Readonly<Record<string, string>> = {
  'figure-1': 'graph',
  'figure-2': 'target',
  'figure-3': 'graph-line',
  'figure-4': 'pulse',
  'score-densities': 'graph-scatter',
  'exact-and-published': 'diff',
  'generator-quality': 'beaker',
  'verifier-quality': 'verified',
  'phase-diagram': 'map',
  'mixing-weight': 'law',
  losses: 'settings',
  'labels-by-a-model': 'tag',
  'model-collapse': 'history',
  'replace-or-accumulate': 'library',
  'comparing-verifier': 'search',
  'feature-laws': 'symbol-numeric',
  'several-classes': 'layers',
};

/** What an empty file shows: where to start from. */
export function welcomeTemplate(useTemplate: (id: string) => void, openJson: () => void): TemplateResult {
  return html`
    <main class="welcome">
      <h2>Design an experiment</h2>
      <p class="quiet">
        Train on real and synthetic data: the exact theory answers as you type, simulations check it. Start
        from a template.
      </p>
      <ul class="templates">
        ${templates.map(
          ({ id, title, description }) =>
            html`<li>
              <button class="template" data-template=${id} @click=${() => useTemplate(id)}>
                <i class="codicon codicon-${icons[id] ?? 'new-file'}" aria-hidden="true"></i>
                <span class="template-title">${title}</span>
                <span class="template-text">${withSymbols(description)}</span>
              </button>
            </li>`,
        )}
      </ul>
      <p class="quiet">Or <button class="text-link" @click=${openJson}>write the JSON yourself</button>.</p>
    </main>
  `;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { DesignerToHost } from '../src/engine/messages';
import type { DesignerState } from './state';
import { runLabel, statusOf, whyNotRun } from './status';

/** The bar that stays in view: what this is, how it stands, and the one thing to do. */
export function barTemplate(state: DesignerState, post: (message: DesignerToHost) => void): TemplateResult {
  const { document, analysis, run } = state;
  const status = statusOf(document, analysis, run);
  const busy = run.status === 'queued' || run.status === 'running';
  const obstacle = whyNotRun(document);
  const hasChart = analysis !== null && document?.status !== 'empty';
  return html`
    <header class="bar">
      <h1 class="bar-title" title=${document?.name ?? ''}>${titleOf(state)}</h1>
      <span class="bar-status ${status.tone}" title=${status.text}>
        <i class="codicon codicon-${status.icon} ${busy ? 'turning' : ''}" aria-hidden="true"></i>
        <span class="bar-status-text">${status.text}</span>
      </span>
      ${
        busy
          ? html`<vscode-button class="run" appearance="secondary" @click=${() => post({ type: 'cancel' })}>
              <i slot="start" class="codicon codicon-debug-stop" aria-hidden="true"></i>Cancel
            </vscode-button>`
          : html`<vscode-button
              class="run"
              appearance="primary"
              title=${obstacle ?? (run.status === 'interrupted' ? 'Go on where the run was interrupted' : 'Simulate every point (points × repetitions)')}
              ?disabled=${obstacle !== null}
              @click=${() => post({ type: 'run' })}
            >
              <i slot="start" class="codicon codicon-play" aria-hidden="true"></i>${
                document === null ? 'Run' : runLabel(document, run)
              }
            </vscode-button>`
      }
      <span class="bar-tools">
        <resolvent-export-menu
          .disabled=${!hasChart}
          @export=${(event: CustomEvent<'svg' | 'png' | 'csv'>) => post({ type: 'export', format: event.detail })}
        ></resolvent-export-menu>
        <button
          class="icon-button"
          title="Open as JSON"
          aria-label="Open as JSON"
          @click=${() => post({ type: 'openJson' })}
        >
          <i class="codicon codicon-json" aria-hidden="true"></i>
        </button>
      </span>
      ${
        busy
          ? html`<progress
              class="bar-progress"
              aria-label="Progress of the run"
              max="1"
              .value=${status.progress ?? 0}
              ?data-waiting=${status.progress === null}
            ></progress>`
          : nothing
      }
    </header>
  `;
}

/** The experiment's title, else the file's name without its endings. */
function titleOf({ document, contents }: DesignerState): string {
  const title: unknown = (contents as { title?: unknown } | null | undefined)?.title;
  if (typeof title === 'string' && title.trim() !== '') return title;
  return document?.name.replace(/\.resolvent\.json$/, '') ?? '';
}

import { html, nothing, render, type TemplateResult } from 'lit';
import type { DesignerToHost, HostToDesigner } from '../src/engine/messages';
import type { Path } from '../src/experiment/problem';
import { Announcer } from './announcer';
import { barTemplate } from './bar';
import { EditQueue } from './editQueue';
import { applyChanges, type FieldChange } from './form/changes';
import type { FormContext } from './form/context';
import { formOf, formTemplate, placeOf } from './form/form';
import { pathKey } from './form/matchProblems';
import { connectHost, reportFaults, type Host } from './host';
import { installHoverCard } from './hoverCard';
import type { Chart } from './results/chart';
import type { Details } from './results/details';
import { chartTemplate, detailsKey, resultsTemplate } from './results/pane';
import { nearestPlace, type ChosenPoint } from './results/place';
import { initialState, type DesignerState } from './state';
import { SteadyHeight } from './steadyHeight';
import { statusOf } from './status';
import { withSection, type ViewState } from './viewState';
import { welcomeTemplate } from './welcome';

/** The designer: keeps its state, draws it, and talks with the host. */
export class Designer {
  private readonly host: Host;
  private state: DesignerState;
  private readonly edits: EditQueue;
  private readonly announcer: Announcer;
  private readonly findingsHeight = new SteadyHeight();
  private drawScheduled = false;
  private scrollRestored = false;
  private saveTimer = 0;
  private detailsAskedFor = '';

  constructor(private readonly root: HTMLElement) {
    this.host = connectHost((message) => this.receive(message));
    reportFaults(this.host);
    this.state = initialState(this.host.savedView);
    this.edits = new EditQueue(
      (message) => this.host.post(message),
      (callback) => requestAnimationFrame(callback),
    );
    this.announcer = new Announcer((text) => {
      const region = this.root.querySelector('.announcement');
      if (region !== null) region.textContent = text;
    });
    installHoverCard(root, () => this.state.contents);
    root.addEventListener('click', focusControlOfLabel);
    window.addEventListener('scroll', () => this.setView({ pageScroll: window.scrollY }), { passive: true });
    this.draw();
    this.host.post({ type: 'ready' });
  }

  private receive(message: HostToDesigner): void {
    switch (message.type) {
      case 'document': {
        const { document } = message;
        const other = document.name !== this.state.document?.name || document.status === 'empty';
        if (other) this.findingsHeight.reset();
        this.set({
          document,
          contents: document.contents,
          ...(other ? { customVerifier: false, lastSweep: undefined, expanded: [] } : {}),
          ...(document.status === 'empty' ? { analysis: null, details: null } : {}),
        });
        return;
      }
      case 'analysis':
        this.set({ analysis: message.analysis });
        return;
      case 'run':
        this.set({ run: message.run });
        return;
      case 'details':
        this.showDetails(message);
        return;
      case 'renderChart':
        void this.sendPicture(message.id, message.format);
        return;
      case 'reveal':
        this.reveal(message.path);
        return;
      default:
        message satisfies never;
    }
  }

  private set(change: Partial<DesignerState>): void {
    this.state = { ...this.state, ...change };
    this.scheduleDraw();
  }

  private setView(change: Partial<ViewState>): void {
    this.set({ view: { ...this.state.view, ...change } });
    window.clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => this.host.saveView(this.state.view), 100);
  }

  private scheduleDraw(): void {
    if (this.drawScheduled) return;
    this.drawScheduled = true;
    // A hidden view has no animation frames, but must be right when it is shown.
    const next = document.hidden ? (callback: () => void) => setTimeout(callback, 0) : requestAnimationFrame;
    next(() => {
      this.drawScheduled = false;
      this.draw();
    });
  }

  private draw(): void {
    render(this.template(), this.root);
    const findings = this.root.querySelector<HTMLElement>('.findings');
    if (findings !== null) this.findingsHeight.keep(findings);
    this.restoreScroll();
    const status = statusOf(this.state.document, this.state.analysis, this.state.run);
    this.askForDetails();
    this.announcer.announce(this.state.run.status === 'running' ? 'running' : status.text, status.text);
  }

  private template(): TemplateResult {
    const { document } = this.state;
    return html`
      ${barTemplate(this.state, (message) => this.fromBar(message))}
      <div class="announcement visually-hidden" aria-live="polite" role="status"></div>
      ${
        document === null
          ? nothing
          : document.status === 'empty'
            ? welcomeTemplate(
                (id) => this.host.post({ type: 'useTemplate', id }),
                () => this.host.post({ type: 'openJson' }),
              )
            : this.experimentTemplate()
      }
    `;
  }

  /** A run with a field whose text means nothing would not be the one that the form shows: go to that field instead. */
  private fromBar(message: DesignerToHost): void {
    const wrong = this.root.querySelector<HTMLElement>('.form vscode-text-field.wrong');
    if (message.type === 'run' && wrong !== null) wrong.focus();
    else this.host.post(message);
  }

  private experimentTemplate(): TemplateResult {
    const context = this.context();
    const { document, view } = this.state;
    const openJson = (offset: number) => this.host.post({ type: 'openJson', offset });
    return html`
      <main class="experiment">
        ${chartTemplate(this.state, context, openJson, (point) => this.openDetails(point))}
        <form
          class="form"
          aria-label="Experiment"
          @submit=${(event: Event) => event.preventDefault()}
          @scroll=${(event: Event) => this.setView({ formScroll: (event.currentTarget as HTMLElement).scrollTop })}
        >
          ${formTemplate(context, formOf(context), {
            problems: document?.problems ?? [],
            collapsed: view.collapsed,
            toggle: (section, collapse) => {
              const { collapsed } = withSection(this.state.view, section, collapse);
              this.setView({ collapsed });
            },
            openJson,
          })}
        </form>
        ${resultsTemplate(this.state, {
          setView: (change) => this.setView(change),
          openDetails: (point) => this.openDetails(point),
          copy: (text) => void this.copy(text),
        })}
      </main>
    `;
  }

  private context(): FormContext {
    const { document, contents, analysis, customVerifier, lastSweep, expanded } = this.state;
    return {
      contents,
      // An edit of a text that cannot be read would write in the wrong place.
      disabled: document?.editable !== true || !document.contentsCurrent,
      sweepable: document?.sweepable ?? [],
      results: analysis?.results ?? null,
      customVerifier,
      lastSweep,
      edit: (changes) => {
        this.showChanged(changes);
        this.edits.write(changes);
      },
      preview: (changes) => {
        this.showChanged(changes);
        this.edits.preview(changes);
      },
      reveal: (path) => this.reveal(path),
      chooseCustomVerifier: (custom) => this.set({ customVerifier: custom }),
      rememberSweep: (sweep) => this.set({ lastSweep: sweep }),
      isExpanded: (what) => expanded.includes(what),
      expand: (what) => {
        if (!expanded.includes(what)) this.set({ expanded: [...expanded, what] });
      },
    };
  }

  private showChanged(changes: readonly FieldChange[]): void {
    this.set({ contents: applyChanges(this.state.contents, changes) });
  }

  private reveal(path: Path): void {
    if (this.state.document === null || this.state.document.status === 'empty') return;
    const place = placeOf(formOf(this.context()), path);
    if (place === undefined) return;
    if (place.section !== null && this.state.view.collapsed.includes(place.section)) {
      this.setView({ collapsed: withSection(this.state.view, place.section, false).collapsed });
    }
    this.draw();
    const row = [...this.root.querySelectorAll<HTMLElement>('.row')].find(
      (element) => element.dataset['path'] === pathKey(place.row),
    );
    if (row === undefined) return;
    row.scrollIntoView({ block: 'nearest' });
    // Controls that have just been drawn take the focus once they have drawn themselves.
    setTimeout(() => firstControl(row)?.focus(), 0);
  }

  /** Asks the host for the details of the point that is shown, once for each. */
  private askForDetails(): void {
    const { analysis, view } = this.state;
    if (analysis === null || view.tab !== 'details') return;
    const place = nearestPlace(analysis.results.series, view.point);
    const wanted = detailsKey(analysis, place);
    if (place === null || wanted === this.detailsAskedFor) return;
    this.detailsAskedFor = wanted;
    this.host.post({ type: 'details', ...place });
  }

  private showDetails({ series, point, details }: Extract<HostToDesigner, { type: 'details' }>): void {
    const { analysis } = this.state;
    if (analysis === null) return;
    const of = detailsKey(analysis, { series, point });
    // Another point may have been chosen meanwhile, or the experiment changed: what was asked for then is on its way.
    if (of === this.detailsAskedFor) this.set({ details: { of, details } });
  }

  private openDetails(point: ChosenPoint | null): void {
    this.setView({ tab: 'details', point });
    this.draw();
    const details = this.root.querySelector<Details>('resolvent-details');
    void details?.updateComplete.then(() => details.focusFirst());
  }

  private async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    const said = text.length > 40 ? 'Copied all values' : `Copied ${text}`;
    this.announcer.announce(`copied ${performance.now()}`, said);
  }

  private async sendPicture(id: number, format: 'svg' | 'png'): Promise<void> {
    try {
      // The analysis may have come with the message before this one.
      this.draw();
      const chart = this.root.querySelector<Chart>('resolvent-chart');
      await chart?.updateComplete;
      if (chart === null) throw new Error('There is no chart yet.');
      this.host.post({ type: 'chartImage', id, image: { ok: true, value: await chart.picture(format) } });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.host.post({ type: 'chartImage', id, image: { ok: false, error: reason } });
    }
  }

  /** Once, when there is something to scroll: back to where the person was before a reload. */
  private restoreScroll(): void {
    const form = this.root.querySelector<HTMLElement>('.form');
    if (this.scrollRestored || form === null) return;
    this.scrollRestored = true;
    const { formScroll, pageScroll } = this.state.view;
    // The rows take their height when their elements have drawn themselves.
    requestAnimationFrame(() => {
      form.scrollTop = formScroll;
      window.scrollTo(0, pageScroll);
    });
  }
}

function firstControl(row: Element): HTMLElement | null {
  return row.querySelector<HTMLElement>(
    'vscode-text-field, textarea, vscode-dropdown, vscode-checkbox, vscode-radio[tabindex="0"], button',
  );
}

/** A click on a row's label goes to its control, as with a label element. */
function focusControlOfLabel(event: Event): void {
  const label = (event.target as Element).closest('.label-text, .symbol');
  const row = label?.closest('.row');
  if (row !== null && row !== undefined) firstControl(row)?.focus();
}

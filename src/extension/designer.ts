import * as vscode from 'vscode';
import { LatestDetails } from '../engine/latestDetails';
import type { DesignerToHost, HostToDesigner, Outcome } from '../engine/messages';
import type { Path } from '../experiment/problem';
import { designerPage, designerRoots } from './designerPage';
import { saveChart, saveCsv } from './exports';
import type { ExperimentModel, ModelChange } from './experimentModel';
import { openJson } from './openEditors';
import type { Runs } from './runs';
import type { Services } from './services';
import { readTemplate } from './templates';

/** Longest wait for a picture of the chart, in milliseconds. */
const pictureTimeout = 20_000;

/** One designer: a webview that shows a model and sends what the user does. */
export class Designer implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #model: ExperimentModel;
  readonly #services: Services;
  readonly #runs: Runs;
  readonly #details: LatestDetails;
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #pictures = new Map<number, (image: Outcome<string>) => void>();
  #nextPicture = 1;
  /** Whether the page has loaded. VS Code takes it down while it is hidden, and loads it anew. */
  #ready = false;
  readonly #whenReady: (() => void)[] = [];

  constructor(panel: vscode.WebviewPanel, model: ExperimentModel, services: Services, runs: Runs) {
    this.#panel = panel;
    this.#model = model;
    this.#services = services;
    this.#runs = runs;
    this.#details = new LatestDetails(services.theoryPool, () => model.shownExpansion);
    const { webview } = panel;
    const { extensionUri } = services.context;
    webview.options = { enableScripts: true, localResourceRoots: designerRoots(extensionUri) };
    this.#subscriptions.push(
      webview.onDidReceiveMessage((message: DesignerToHost) => void this.#receive(message)),
      model.onDidChange((change) => this.#send(change)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
    );
    webview.html = designerPage(webview, extensionUri);
  }

  get model(): ExperimentModel {
    return this.#model;
  }

  get active(): boolean {
    return this.#panel.active;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Brings a field of the form into view and puts the focus into it. */
  revealField(path: Path): void {
    this.#post({ type: 'reveal', path });
  }

  /** The chart as SVG text or as a PNG data URL, drawn by the designer. */
  async picture(format: 'svg' | 'png'): Promise<string> {
    // The page may still be loading, or its chart waiting for the theory.
    await this.#model.currentAnalysis();
    const id = this.#nextPicture++;
    const image = await new Promise<Outcome<string>>((resolve) => {
      const late = () => resolve({ ok: false, error: 'The designer did not answer.' });
      const timer = setTimeout(late, pictureTimeout);
      this.#pictures.set(id, (image) => {
        clearTimeout(timer);
        resolve(image);
      });
      const ask = () => this.#post({ type: 'renderChart', id, format });
      if (this.#ready) ask();
      else this.#whenReady.push(ask);
    });
    this.#pictures.delete(id);
    if (!image.ok) throw new Error(`The chart could not be drawn: ${image.error}`);
    return image.value;
  }

  dispose(): void {
    this.#model.endPreview();
    for (const answer of this.#pictures.values()) answer({ ok: false, error: 'The designer was closed.' });
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #post(message: HostToDesigner): void {
    void this.#panel.webview.postMessage(message);
  }

  #send(change: ModelChange): void {
    // What a page that has not loaded is not told, it is told when it has.
    if (!this.#ready) return;
    if (change === 'document') this.#post({ type: 'document', document: this.#model.documentState });
    else if (change === 'run') this.#post({ type: 'run', run: this.#model.run });
    else if (this.#model.analysis) this.#post({ type: 'analysis', analysis: this.#model.analysis });
  }

  async #sendDetails(series: number, point: number): Promise<void> {
    const details = await this.#details.of(series, point);
    if (details !== undefined) this.#post({ type: 'details', series, point, details });
  }

  async #receive(message: DesignerToHost): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      this.#services.log.error(sentence);
      void vscode.window.showErrorMessage(sentence);
    }
  }

  async #handle(message: DesignerToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        for (const change of ['document', 'analysis', 'run'] as const) this.#send(change);
        for (const tell of this.#whenReady.splice(0)) tell();
        return;
      case 'edit':
        return this.#model.edit(message.changes);
      case 'preview':
        this.#model.preview(message.changes);
        return;
      case 'run':
        return this.#runs.run(this.#model);
      case 'cancel':
        this.#runs.cancel(this.#model);
        return;
      case 'details':
        return this.#sendDetails(message.series, message.point);
      case 'openJson':
        return openJson(this.#model, message.offset);
      case 'useTemplate':
        return this.#model.fill(await readTemplate(this.#services.context, message.id));
      case 'export':
        if (message.format === 'csv') return saveCsv(this.#model);
        return saveChart(this, message.format);
      case 'chartImage':
        this.#pictures.get(message.id)?.(message.image);
        return;
      case 'fault':
        this.#services.log.error(`Designer of ${this.#model.name}: ${message.message}`);
        return;
    }
  }
}

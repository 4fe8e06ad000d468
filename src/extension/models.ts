import * as vscode from 'vscode';
import { ExperimentModel, type ModelChange } from './experimentModel';
import type { Services } from './services';

/** Whether a file is an experiment, by its name. */
export function isExperiment(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.resolvent.json');
}

/** A model for each experiment that is open, in whatever editor. */
export class Models implements vscode.Disposable {
  readonly #services: Services;
  readonly #models = new Map<string, ExperimentModel>();
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #changed = new vscode.EventEmitter<{ model: ExperimentModel; change: ModelChange }>();
  /** Any change of any model. */
  readonly onDidChange = this.#changed.event;
  readonly #opened = new vscode.EventEmitter<ExperimentModel>();
  readonly onDidOpen = this.#opened.event;
  readonly #closed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidClose = this.#closed.event;

  constructor(services: Services) {
    this.#services = services;
    const results = vscode.workspace.createFileSystemWatcher('**/*.results.json');
    this.#subscriptions.push(
      vscode.workspace.onDidOpenTextDocument((document) => void this.of(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#models.get(document.uri.toString())?.textChanged();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#close(uri)),
      results,
      results.onDidChange((uri) => this.#reloadResults(uri)),
      results.onDidCreate((uri) => this.#reloadResults(uri)),
    );
    for (const document of vscode.workspace.textDocuments) void this.of(document);
  }

  all(): Iterable<ExperimentModel> {
    return this.#models.values();
  }

  /** The model of a document; undefined if it is no experiment. */
  of(document: vscode.TextDocument): ExperimentModel | undefined {
    // A diff's left side or a version from source control is not the experiment itself.
    if (!isExperiment(document.uri) || !['file', 'untitled', 'vscode-vfs'].includes(document.uri.scheme))
      return undefined;
    const key = document.uri.toString();
    const known = this.#models.get(key);
    if (known !== undefined) {
      known.follow(document);
      return known;
    }
    const model = new ExperimentModel(document, this.#services.predictor, this.#services.log);
    this.#models.set(key, model);
    model.onDidChange((change) => this.#changed.fire({ model, change }));
    this.#opened.fire(model);
    return model;
  }

  #reloadResults(uri: vscode.Uri): void {
    for (const model of this.#models.values()) if (model.resultsPath === uri.fsPath) void model.loadResults();
  }

  #close(uri: vscode.Uri): void {
    const key = uri.toString();
    const model = this.#models.get(key);
    // A run goes on without an editor; its model is kept until the document is opened again.
    if (model === undefined || model.run.status === 'running' || model.run.status === 'queued') return;
    this.#models.delete(key);
    model.dispose();
    this.#closed.fire(uri);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const model of this.#models.values()) model.dispose();
    for (const emitter of [this.#changed, this.#opened, this.#closed]) emitter.dispose();
  }
}

import * as vscode from 'vscode';
import { ExperimentModel, type ModelChange } from './experimentModel';
import type { Services } from './services';

/** Whether a file is an experiment, by its name. */
export function isExperiment(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.resolvent.json');
}

/** Schemes of files that can be changed wherever there is a text editor. */
const ownSchemes = new Set(['file', 'untitled']);

/** Whether a document is an experiment itself, rather than the other side of a diff or a version from a history. */
function isWorkingCopy({ uri }: vscode.TextDocument): boolean {
  return (
    isExperiment(uri) &&
    (ownSchemes.has(uri.scheme) || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true)
  );
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
      vscode.workspace.onDidOpenTextDocument((document) => this.#track(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#models.get(document.uri.toString())?.textChanged();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
      results,
      ...[results.onDidChange, results.onDidCreate, results.onDidDelete].map((event) =>
        event(({ fsPath }) => this.reloadResults(fsPath)),
      ),
    );
    for (const document of vscode.workspace.textDocuments) this.#track(document);
  }

  all(): Iterable<ExperimentModel> {
    return this.#models.values();
  }

  /** The model of a document; undefined if it is no experiment. */
  of(document: vscode.TextDocument): ExperimentModel | undefined {
    if (!isExperiment(document.uri)) return undefined;
    const key = document.uri.toString();
    const known = this.#models.get(key);
    if (known !== undefined) {
      known.follow(document);
      return known;
    }
    const model = new ExperimentModel(document, this.#services.predictor, this.#services.log);
    this.#models.set(key, model);
    model.onDidChange((change) => {
      this.#changed.fire({ model, change });
      // A run that was over only after its document was closed: nobody looks at it any more.
      if (change === 'run') queueMicrotask(() => this.#close(model.document));
    });
    this.#opened.fire(model);
    return model;
  }

  /** The results file at a path has come, changed or gone. */
  reloadResults(path: string): void {
    for (const model of this.#models.values()) if (model.resultsPath === path) void model.loadResults();
  }

  #track(document: vscode.TextDocument): void {
    if (isWorkingCopy(document)) this.of(document);
  }

  #close(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const model = this.#models.get(key);
    // A run goes on without an editor; its model is kept until it is over, or the document is opened again.
    if (model === undefined || model.run.status === 'running' || model.run.status === 'queued') return;
    // VS Code also says that a document closes when its language changes.
    if (vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === key)) return;
    this.#models.delete(key);
    model.dispose();
    this.#closed.fire(document.uri);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const model of this.#models.values()) model.dispose();
    for (const emitter of [this.#changed, this.#opened, this.#closed]) emitter.dispose();
  }
}

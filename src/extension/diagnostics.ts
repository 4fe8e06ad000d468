import * as vscode from 'vscode';
import { reportedByJsonService } from '../experiment/jsonService';
import type { LocatedProblem } from '../experiment/problem';
import type { ExperimentModel } from './experimentModel';
import type { Models } from './models';

/** Puts the problems of every open experiment into the Problems panel. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('resolvent');
  readonly #subscriptions: vscode.Disposable[];

  constructor(models: Models) {
    this.#subscriptions = [
      models.onDidOpen((model) => this.#publish(model)),
      models.onDidChange(({ model, change }) => {
        if (change === 'document') this.#publish(model);
      }),
      models.onDidClose((uri) => this.#collection.delete(uri)),
      vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
        // What the JSON support reports depends on which editors are open.
        const changed = new Set([...opened, ...closed].map((tab) => textOf(tab)?.toString()));
        for (const model of models.all()) if (changed.has(model.uri.toString())) this.#publish(model);
      }),
    ];
    for (const model of models.all()) this.#publish(model);
  }

  #publish(model: ExperimentModel): void {
    const json = jsonSupportReports(model.document);
    const own = model.problems.filter(({ code }) => !json || !reportedByJsonService.has(code));
    this.#collection.set(
      model.uri,
      own.map((problem) => diagnosticOf(model.document, problem)),
    );
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#collection.dispose();
  }
}

/** Whether VS Code's JSON support reports on a document: it looks only at those that are open as text. */
function jsonSupportReports({ uri, languageId }: vscode.TextDocument): boolean {
  return (
    ['json', 'jsonc'].includes(languageId) &&
    vscode.extensions.getExtension('vscode.json-language-features') !== undefined &&
    vscode.workspace.getConfiguration('json', uri).get<boolean>('validate.enable', true) &&
    vscode.window.tabGroups.all.some(({ tabs }) =>
      tabs.some((tab) => textOf(tab)?.toString() === uri.toString()),
    )
  );
}

/** The file that a tab shows as text. */
function textOf({ input }: vscode.Tab): vscode.Uri | undefined {
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}

function diagnosticOf(document: vscode.TextDocument, problem: LocatedProblem): vscode.Diagnostic {
  const start = document.positionAt(problem.offset);
  const end = document.positionAt(problem.offset + Math.max(1, problem.length));
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, end), problem.message);
  diagnostic.source = 'Resolvent';
  diagnostic.code = problem.code;
  return diagnostic;
}

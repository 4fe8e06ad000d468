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
    ];
    for (const model of models.all()) this.#publish(model);
  }

  #publish(model: ExperimentModel): void {
    const json = ['json', 'jsonc'].includes(model.document.languageId) && jsonSupportIsOn(model.uri);
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

function jsonSupportIsOn(uri: vscode.Uri): boolean {
  return (
    vscode.extensions.getExtension('vscode.json-language-features') !== undefined &&
    vscode.workspace.getConfiguration('json', uri).get<boolean>('validate.enable', true)
  );
}

function diagnosticOf(document: vscode.TextDocument, problem: LocatedProblem): vscode.Diagnostic {
  const start = document.positionAt(problem.offset);
  const end = document.positionAt(problem.offset + Math.max(1, problem.length));
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, end), problem.message);
  diagnostic.source = 'Resolvent';
  diagnostic.code = problem.code;
  return diagnostic;
}

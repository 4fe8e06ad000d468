import * as vscode from 'vscode';
import { Designer } from './designer';
import type { ExperimentModel } from './experimentModel';
import type { Models } from './models';
import type { Runs } from './runs';
import type { Services } from './services';
import { designerViewType } from './viewType';

/** Longest wait for a designer to open, in milliseconds. */
const openTimeout = 10_000;

/** Makes a designer for each editor of an experiment, and finds the one of an experiment. */
export class Designers implements vscode.CustomTextEditorProvider {
  readonly #services: Services;
  readonly #models: Models;
  readonly #runs: Runs;
  readonly #open = new Set<Designer>();
  readonly #made = new vscode.EventEmitter<Designer>();

  constructor(services: Services, models: Models, runs: Runs) {
    this.#services = services;
    this.#models = models;
    this.#runs = runs;
  }

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const model = this.#models.of(document);
    if (model === undefined) throw new Error('The designer opens files whose names end in .resolvent.json.');
    const designer = new Designer(panel, model, this.#services, this.#runs);
    this.#open.add(designer);
    this.#made.fire(designer);
    panel.onDidDispose(() => {
      this.#open.delete(designer);
      designer.dispose();
    });
  }

  /** The designer of a model in the active editor, if it is there. */
  activeOf(model: ExperimentModel): Designer | undefined {
    return [...this.#open].find((designer) => designer.model === model && designer.active);
  }

  /** The designer of a model; opened if there is none. */
  async of(model: ExperimentModel): Promise<Designer> {
    const designers = [...this.#open].filter((designer) => designer.model === model);
    const known = designers.find(({ active }) => active) ?? designers[0];
    if (known !== undefined) {
      known.reveal();
      return known;
    }
    // VS Code answers when the editor is open, which may be before its page is asked for.
    const made = new Promise<Designer | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), openTimeout);
      const subscription = this.#made.event((designer) => {
        if (designer.model !== model) return;
        clearTimeout(timer);
        subscription.dispose();
        resolve(designer);
      });
    });
    await vscode.commands.executeCommand('vscode.openWith', model.uri, designerViewType);
    const opened = await made;
    if (opened === undefined) throw new Error(`The designer of ${model.name} did not open.`);
    return opened;
  }
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { readResults } from '../engine/resultsFile';
import type { QueuedRun } from '../engine/runQueue';
import { verificationInWords } from '../engine/verify/inWords';
import type { Verification } from '../engine/verify/model';
import { startVerification } from '../engine/verify/verify';
import type { Models } from './models';
import { experimentFor } from './openEditors';
import type { Services } from './services';

/** Of what is contributed nowhere: the status bar calls it. */
const cancelCommand = 'resolvent.cancelVerification';

/** How long a good outcome stands in the status bar, in milliseconds. */
const shownFor = 15_000;

/** Verifies results files, one after the other and after the runs that wait before them. */
export class Verifying implements vscode.Disposable {
  readonly #services: Services;
  readonly #models: Models;
  readonly #item = vscode.window.createStatusBarItem(
    'resolvent.verification',
    vscode.StatusBarAlignment.Left,
    49,
  );
  readonly #cancelling: vscode.Disposable;
  /** By path. */
  readonly #underWay = new Map<string, QueuedRun<Verification>>();

  constructor(services: Services, models: Models) {
    this.#services = services;
    this.#models = models;
    this.#item.name = 'Resolvent Verification';
    this.#cancelling = vscode.commands.registerCommand(cancelCommand, () => this.#cancel());
  }

  /**
   * Computes a sample of a results file's numbers again and says whether they are the same.
   * @param uri the results; left out: those of the experiment in the active editor, or of the one that the user picks
   * @throws an Error with a sentence where there are none
   */
  async verify(uri: vscode.Uri | undefined): Promise<void> {
    const path = uri?.path.endsWith('.results.json') ? uri.fsPath : await this.#resultsOf(uri);
    if (path === undefined || this.#underWay.has(path)) return;
    const document = await readResults(path);
    const file = basename(path);
    if (document === undefined) throw new Error(`There is nothing to verify: ${file} is not there yet.`);
    const name = file.replace(/\.results\.json$/, '');
    this.#show(`$(sync~spin) ${name}: verification waits`);
    const run = this.#services.runs.enqueue(() =>
      startVerification({
        pool: this.#services.simulationPool,
        document,
        onProgress: ({ done, total }) => {
          const count =
            total === 0 ? '' : ` ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`;
          this.#show(`$(sync~spin) ${name}: verifying${count}`);
        },
      }),
    );
    this.#underWay.set(path, run);
    let verification: Verification | undefined;
    try {
      verification = await run.finished;
    } finally {
      this.#underWay.delete(path);
      if (this.#underWay.size === 0) this.#item.hide();
    }
    if (verification !== undefined) this.#tell(file, verification);
  }

  dispose(): void {
    this.#cancel();
    this.#cancelling.dispose();
    this.#item.dispose();
  }

  async #resultsOf(uri: vscode.Uri | undefined): Promise<string | undefined> {
    const model = await experimentFor(this.#models, uri);
    if (model === undefined) return undefined;
    if (model.resultsPath === undefined) throw new Error(`${model.name} is not a file, and has no results.`);
    return model.resultsPath;
  }

  #cancel(): void {
    for (const run of this.#underWay.values()) run.cancel();
  }

  #show(text: string): void {
    this.#item.text = text;
    this.#item.tooltip = 'Stop verifying';
    this.#item.command = cancelCommand;
    this.#item.show();
  }

  /** What is as it should be says so in the status bar; what is not has to be seen. */
  #tell(file: string, verification: Verification): void {
    const { log } = this.#services;
    const sentence = `${file}: ${verificationInWords(verification)}`;
    if (verification.outcome === 'verified' || verification.outcome === 'cancelled') {
      log.info(sentence);
      const icon = verification.outcome === 'verified' ? '$(verified)' : '$(circle-slash)';
      vscode.window.setStatusBarMessage(`${icon} ${sentence}`, shownFor);
      return;
    }
    log.warn(`${sentence}.`);
    for (const { series, x, y, repetition, metric, recorded, recomputed } of verification.differences)
      log.warn(
        JSON.stringify({ series, x, ...(y === null ? {} : { y }), repetition, metric, recorded, recomputed }),
      );
    for (const problem of [...verification.problems, ...verification.notes]) log.warn(problem);
    const [note] = verification.notes;
    const details = 'Show Details';
    void vscode.window
      .showInformationMessage(`${sentence}.${note === undefined ? '' : ` ${note}`}`, details)
      .then((choice) => {
        if (choice === details) log.show();
      });
  }
}

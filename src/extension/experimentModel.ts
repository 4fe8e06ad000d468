import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysisState, DocumentState, RunState } from '../engine/messages';
import type { ExpansionTheory, LatestPredictor } from '../engine/predictor';
import type { ResultsDocument } from '../engine/results';
import { readResults, resultsPathOf } from '../engine/resultsFile';
import { specHash } from '../engine/specHash';
import { editsFor, type FieldChange } from '../experiment/edit';
import { valueAt } from '../experiment/paths';
import type { LocatedProblem } from '../experiment/problem';
import { analyse } from '../engine/analyse';
import { checkText, type CheckedText } from '../engine/check';
import { documentStateOf, isReadable } from '../engine/documentState';
import { applyEdits } from 'jsonc-parser';

type Experiment = NonNullable<CheckedText['experiment']>;

/** The theory of one state of the experiment: while results stream in, it need not be computed again. */
interface KnownTheory {
  readonly experiment: Experiment;
  readonly theory: ExpansionTheory;
  readonly hash: string;
}

/** What of a model has changed. */
export type ModelChange = 'document' | 'analysis' | 'run';

/**
 * One open experiment: its text, what is wrong with it, its theory, its last results and its run. Designers, problems
 * and the status bar all show this; the text document is the truth, the model follows it.
 */
export class ExperimentModel implements vscode.Disposable {
  #document: vscode.TextDocument;
  readonly #predictor: LatestPredictor;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<ModelChange>();
  readonly onDidChange = this.#changed.event;

  #checked: CheckedText;
  /** Contents of the last text that could be read, to go on showing while the present one cannot. */
  #lastContents: unknown;
  /** Changes shown but not written yet, while a slider is dragged. */
  #preview: CheckedText | undefined;
  #theory: KnownTheory | undefined;
  #analysis: AnalysisState | undefined;
  #results: ResultsDocument | undefined;
  #run: RunState = { status: 'idle' };
  #analysisTurn = 0;
  #edits: Promise<unknown> = Promise.resolve();

  constructor(document: vscode.TextDocument, predictor: LatestPredictor, log: vscode.LogOutputChannel) {
    this.#document = document;
    this.#predictor = predictor;
    this.#log = log;
    this.#checked = checkText(document.getText());
    this.#rememberContents();
    void this.loadResults();
    void this.#analyse();
  }

  get uri(): vscode.Uri {
    return this.#document.uri;
  }

  get document(): vscode.TextDocument {
    return this.#document;
  }

  /** File name without folder. */
  get name(): string {
    return basename(this.uri.path);
  }

  get problems(): readonly LocatedProblem[] {
    return this.#checked.problems;
  }

  /** The checked experiment, unless something is wrong with it. */
  get experiment(): CheckedText['experiment'] {
    return this.#checked.experiment;
  }

  /** The last good theory and results; undefined before the first. */
  get analysis(): AnalysisState | undefined {
    return this.#analysis;
  }

  /** The last results, whether of this state of the experiment or of an earlier one. */
  get results(): ResultsDocument | undefined {
    return this.#results;
  }

  get run(): RunState {
    return this.#run;
  }

  /** Where results are kept; undefined for a document that is not a file. */
  get resultsPath(): string | undefined {
    return this.uri.scheme === 'file' ? resultsPathOf(this.uri.fsPath) : undefined;
  }

  get documentState(): DocumentState {
    const editable = vscode.workspace.fs.isWritableFileSystem(this.uri.scheme) !== false;
    return documentStateOf(this.#checked, this.#lastContents, { name: this.name, editable });
  }

  /** The experiment was opened anew: follow this document from now on. */
  follow(document: vscode.TextDocument): void {
    if (document === this.#document) return;
    this.#document = document;
    this.textChanged();
  }

  /** The text has changed: read it anew, and ask for its theory. */
  textChanged(): void {
    this.#preview = undefined;
    this.#checked = checkText(this.#document.getText());
    this.#rememberContents();
    this.#changed.fire('document');
    void this.#analyse();
  }

  /** Changes fields of the text: one undo step, nothing but the fields' own text is touched. */
  edit(changes: readonly FieldChange[]): Promise<void> {
    // One after another: each is computed on the text that the one before has left.
    const done = this.#edits.then(async () => {
      const edit = new vscode.WorkspaceEdit();
      for (const { offset, length, content } of editsFor(this.#document.getText(), changes)) {
        const range = new vscode.Range(
          this.#document.positionAt(offset),
          this.#document.positionAt(offset + length),
        );
        edit.replace(this.uri, range, content);
      }
      if (edit.size === 0) this.textChanged();
      else if (!(await vscode.workspace.applyEdit(edit)))
        this.#log.warn(`An edit of ${this.name} was refused.`);
    });
    this.#edits = done.catch((error: unknown) => this.#log.error(String(error)));
    return done;
  }

  /** Shows what the theory would be with some changes, without writing them. */
  preview(changes: readonly FieldChange[]): void {
    const text = this.#document.getText();
    this.#preview = checkText(applyEdits(text, editsFor(text, changes)));
    void this.#analyse();
  }

  /** Replaces the whole text, as a template does with an empty file. */
  async replaceText(text: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    const end = this.#document.positionAt(this.#document.getText().length);
    edit.replace(this.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
    await vscode.workspace.applyEdit(edit);
  }

  setRun(run: RunState): void {
    this.#run = run;
    this.#changed.fire('run');
  }

  /** Results as they come in during a run, or at its end. */
  setResults(results: ResultsDocument): void {
    this.#results = results;
    void this.#analyse();
  }

  /** Reads the results file beside the experiment, if there is one. */
  async loadResults(): Promise<void> {
    if (this.resultsPath === undefined || this.#run.status === 'running') return;
    try {
      const results = await readResults(this.resultsPath);
      if (results === undefined || results.finished === this.#results?.finished) return;
      this.setResults(results);
      if (this.#run.status === 'idle') this.setRun(endOf(results));
    } catch (error) {
      this.#log.warn(error instanceof Error ? error.message : String(error));
    }
  }

  dispose(): void {
    this.#analysisTurn = -1;
    this.#predictor.forget(this.uri.toString());
    this.#changed.dispose();
  }

  #rememberContents(): void {
    if (isReadable(this.#checked)) this.#lastContents = this.#checked.parsed.value;
  }

  /** Shows the present state's theory with the last results; an older state's theory that comes late is dropped. */
  async #analyse(): Promise<void> {
    const experiment = (this.#preview ?? this.#checked).experiment;
    if (experiment === undefined || this.#analysisTurn < 0) return;
    const turn = ++this.#analysisTurn;
    try {
      const known = this.#theory?.experiment === experiment ? this.#theory : await this.#predict(experiment);
      if (known === undefined || turn !== this.#analysisTurn) return;
      this.#theory = known;
      const results = this.#results;
      this.#analysis = analyse(
        experiment,
        known.theory,
        results && { document: results, current: results.specHash === known.hash },
      );
      this.#changed.fire('analysis');
    } catch (error) {
      if (turn === this.#analysisTurn)
        this.#log.error(error instanceof Error ? error.message : String(error));
    }
  }

  async #predict(experiment: Experiment): Promise<KnownTheory | undefined> {
    const theory = await this.#predictor.predict(this.uri.toString(), experiment.expansion);
    return theory && { experiment, theory, hash: specHash(experiment.expansion) };
  }
}

/** How a run that is known only by its results file has ended. */
function endOf(results: ResultsDocument): RunState {
  if (results.status === 'failed')
    return { status: 'failed', reason: results.reason ?? 'The last run failed.' };
  if (results.status === 'complete') return { status: 'idle' };
  const points = results.series.flatMap((series) => series.points);
  const done = points.reduce((sum, { simulation }) => sum + (simulation?.repetitions ?? 0), 0);
  const repetitions = valueAt(results.spec, ['simulation', 'repetitions']);
  const total = points.length * (typeof repetitions === 'number' ? repetitions : done / points.length);
  const elapsed = Date.parse(results.finished) - Date.parse(results.started);
  return { status: 'cancelled', done, total, elapsed };
}

import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { SeriesInsights } from '../engine/insights/insights';
import { journalPathOf } from '../engine/journal/format';
import { isLocked } from '../engine/journal/lock';
import { interruptedRun } from '../engine/journal/read';
import type { AnalysisState, DocumentState, RunState } from '../engine/messages';
import type { ExpansionTheory, LatestPredictor } from '../engine/predictor';
import type { ResultsDocument } from '../engine/results';
import { readResults, resultsPathOf } from '../engine/resultsFile';
import { specHash } from '../engine/specHash';
import { editsFor, type FieldChange } from '../experiment/edit';
import type { Expansion } from '../experiment/expand';
import { schemaAt, valueAt } from '../experiment/paths';
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
  /** What lies between the points; undefined if it was not wanted any more. */
  readonly exploration: Promise<readonly SeriesInsights[] | undefined>;
}

/** Longer than this the points' theory does not wait for what lies between them. */
const patience = 15;

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
  #nextPreview: readonly FieldChange[] | undefined;
  #theory: KnownTheory | undefined;
  #analysis: AnalysisState | undefined;
  /** What was analysed last. */
  #shown: Experiment | undefined;
  #results: ResultsDocument | undefined;
  /** Of the results file when it was read last. */
  #readState: string | undefined;
  #run: RunState = { status: 'idle' };
  #analysisTurn = 0;
  #analysing: Promise<void> = Promise.resolve();
  readonly #firstResults: Promise<void>;
  /** Why the results file is not shown, if it is there and of no use. */
  #resultsProblem: string | undefined;
  #lastFault: string | undefined;
  #edits: Promise<unknown> = Promise.resolve();

  constructor(document: vscode.TextDocument, predictor: LatestPredictor, log: vscode.LogOutputChannel) {
    this.#document = document;
    this.#predictor = predictor;
    this.#log = log;
    this.#checked = checkText(document.getText());
    this.#rememberContents();
    this.#firstResults = this.loadResults();
    this.#analyse();
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

  /** The points that the last analysis is about, in its order: those of the text, or of a preview of it. */
  get shownExpansion(): Expansion | undefined {
    return this.#shown?.expansion;
  }

  /** The analysis of the text as it is now, as soon as it is there; of a text that is not valid, the last one. */
  async currentAnalysis(): Promise<AnalysisState | undefined> {
    await this.#firstResults;
    let seen: Promise<void>;
    do {
      seen = this.#analysing;
      await seen;
    } while (seen !== this.#analysing);
    return this.#analysis;
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
    this.#nextPreview = undefined;
    this.#checked = checkText(this.#document.getText());
    this.#rememberContents();
    this.#changed.fire('document');
    this.#analyse();
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
      else if (!(await vscode.workspace.applyEdit(edit))) {
        // The form shows what it asked for: back to what the file says.
        this.textChanged();
        throw new Error(`${this.name} could not be changed: it is read-only, or was changed elsewhere.`);
      }
    });
    this.#edits = done.catch((error: unknown) => this.#log.error(String(error)));
    return done;
  }

  /**
   * Shows what the theory would be with some changes, without writing them. Of several that come at once, while a large
   * experiment keeps the host busy, only the last is shown.
   */
  preview(changes: readonly FieldChange[]): void {
    const waiting = this.#nextPreview !== undefined;
    this.#nextPreview = changes;
    if (!waiting) setImmediate(() => this.#showPreview());
  }

  #showPreview(): void {
    const changes = this.#nextPreview;
    this.#nextPreview = undefined;
    if (changes === undefined) return;
    const text = this.#document.getText();
    this.#preview = checkText(applyEdits(text, editsFor(text, changes)));
    this.#analyse();
  }

  /** Forgets a preview that nothing was made of. */
  endPreview(): void {
    this.#nextPreview = undefined;
    if (this.#preview === undefined) return;
    this.#preview = undefined;
    this.#analyse();
  }

  /**
   * Gives an empty file its text.
   * @throws an Error with a sentence if there is something in it already, or it cannot be changed
   */
  async fill(text: string): Promise<void> {
    const present = this.#document.getText();
    if (present.trim() !== '') throw new Error(`${this.name} is not empty any more.`);
    const edit = new vscode.WorkspaceEdit();
    const end = this.#document.positionAt(present.length);
    edit.replace(this.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
    if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${this.name} could not be changed.`);
  }

  setRun(run: RunState): void {
    this.#run = run;
    this.#changed.fire('run');
  }

  /** Results as they come in during a run, or at its end. */
  setResults(results: ResultsDocument): void {
    this.#results = results;
    this.#resultsProblem = undefined;
    this.#analyse();
  }

  /** Results at a run's end that are in their file now: they need not be read from it. */
  async setWrittenResults(results: ResultsDocument): Promise<void> {
    this.#readState = await this.#stateOfResults();
    this.setResults(results);
  }

  /** How a run has ended, by its results. */
  showEndOf(results: ResultsDocument): void {
    this.setRun(endOf(results));
  }

  /** Reads the results file beside the experiment anew: it may have come, changed or gone. */
  async loadResults(): Promise<void> {
    const path = this.resultsPath;
    // A run under way will write that file itself.
    if (path === undefined || this.#isBusy()) return;
    const state = await this.#stateOfResults();
    const interrupted = await this.#interrupted(path);
    if (this.#isBusy()) return;
    if (state !== this.#readState) {
      let results: ResultsDocument | undefined;
      let problem: string | undefined;
      try {
        results = await readResults(path);
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
        this.#log.warn(problem);
      }
      if (this.#isBusy()) return;
      this.#readState = state;
      if (results?.finished !== this.#results?.finished || problem !== this.#resultsProblem) {
        this.#results = results;
        this.#resultsProblem = problem;
        this.#analyse();
        this.setRun(
          results === undefined || results.status === 'complete' ? { status: 'idle' } : endOf(results),
        );
      }
    }
    if (interrupted !== undefined) this.setRun({ status: 'interrupted', ...interrupted });
    else if (this.#run.status === 'interrupted') this.setRun({ status: 'idle' });
  }

  /** How far a run of this experiment was that was killed; undefined where there is none to continue. */
  async #interrupted(path: string): Promise<{ done: number; total: number } | undefined> {
    const journal = journalPathOf(path);
    const run = await interruptedRun(journal);
    const experiment = this.#checked.experiment;
    if (run === undefined || experiment === undefined || (await isLocked(journal))) return undefined;
    const { specHash: hash, done, total } = run;
    return hash === specHash(experiment.expansion) ? { done, total } : undefined;
  }

  /** What changes when the results file does. */
  async #stateOfResults(): Promise<string> {
    const stats =
      this.resultsPath === undefined ? undefined : await stat(this.resultsPath).catch(() => undefined);
    return stats === undefined ? 'none' : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
  }

  #isBusy(): boolean {
    return this.#run.status === 'running' || this.#run.status === 'queued';
  }

  dispose(): void {
    this.#analysisTurn = -1;
    this.#predictor.forget(this.uri.toString());
    this.#changed.dispose();
  }

  #rememberContents(): void {
    if (isReadable(this.#checked)) this.#lastContents = this.#checked.parsed.value;
  }

  #analyse(): void {
    const experiment = (this.#preview ?? this.#checked).experiment;
    if (experiment === undefined || this.#analysisTurn < 0) return;
    this.#analysing = this.#analyseAs(experiment, ++this.#analysisTurn);
  }

  /** Shows an experiment's theory with the last results; an older state's theory that comes late is dropped. */
  async #analyseAs(experiment: Experiment, turn: number): Promise<void> {
    try {
      const known = this.#theory?.experiment === experiment ? this.#theory : await this.#predict(experiment);
      if (known === undefined || turn !== this.#analysisTurn) return;
      this.#theory = known;
      const soon = await Promise.race([known.exploration, sleep(patience, undefined)]);
      if (turn !== this.#analysisTurn) return;
      this.#show(known, soon);
      if (soon !== undefined) return;
      const insights = await known.exploration;
      if (insights !== undefined && turn === this.#analysisTurn) this.#show(known, insights);
    } catch (error) {
      if (turn === this.#analysisTurn) this.#report(error);
    }
  }

  #show({ experiment, theory }: KnownTheory, insights: readonly SeriesInsights[] | undefined): void {
    this.#shown = experiment;
    const results = this.#results;
    const current = results !== undefined && results.specHash === specHash(experiment.expansion);
    const analysis = analyse(experiment, theory, results && { document: results, current }, insights);
    this.#analysis =
      this.#resultsProblem === undefined
        ? analysis
        : { ...analysis, notes: [...analysis.notes, this.#resultsProblem] };
    this.#changed.fire('analysis');
  }

  /** Says once that the theory could not be computed: what is shown no longer follows the file. */
  #report(error: unknown): void {
    const sentence = error instanceof Error ? error.message : String(error);
    this.#log.error(sentence);
    if (sentence === this.#lastFault) return;
    this.#lastFault = sentence;
    void vscode.window.showErrorMessage(`The theory of ${this.name} could not be computed: ${sentence}`);
  }

  async #predict(experiment: Experiment): Promise<KnownTheory | undefined> {
    const key = this.uri.toString();
    const theory = await this.#predictor.predict(key, experiment.expansion);
    if (theory === undefined) return undefined;
    const exploration = this.#predictor.explore(key, experiment.file, theory.length);
    // Who waits for it hears of a failure; where nobody waits any more, nobody need.
    exploration.catch(() => undefined);
    return { experiment, theory, exploration };
  }
}

/** How a run has ended, by its results. */
function endOf(results: ResultsDocument): RunState {
  if (results.status === 'failed') {
    const reason = results.reason ?? 'The run failed.';
    return { status: 'failed', reason: `${reason} What was finished is kept; run again to continue.` };
  }
  const path = ['simulation', 'repetitions'];
  const points = results.series.flatMap((series) => series.points);
  const done = points.reduce((sum, { simulation }) => sum + (simulation?.repetitions ?? 0), 0);
  // A file whose defaults were not written out, or that was edited by hand, may not say it.
  const repetitions: unknown = valueAt(results.spec, path) ?? schemaAt(path, undefined)?.default;
  const total = typeof repetitions === 'number' ? Math.max(done, points.length * repetitions) : done;
  const elapsed = Date.parse(results.finished) - Date.parse(results.started);
  return { status: results.status, done, total, elapsed };
}

import { sep } from 'node:path';
import type * as vscode from 'vscode';
import { startKeptRun, type KeptResults, type KeptRun } from '../engine/keptRun';
import type { ResultsDocument } from '../engine/results';
import { checkWritable } from '../engine/resultsFile';
import type { QueuedRun } from '../engine/runQueue';
import type { RunProgress } from '../engine/run';
import type { ExperimentModel } from './experimentModel';
import { offerToKeep } from './lostResults';
import type { Services } from './services';

/** Live results are redrawn this often at most, in milliseconds; progress itself comes oftener. */
const redrawInterval = 250;

/** Where redrawing takes long, because there are many points, it takes at most this share of the host's time. */
const redrawShare = 0.1;

/** A run that is waiting or under way. */
interface UnderWay {
  readonly run: QueuedRun<KeptResults>;
  /** Once its turn has come. */
  readonly kept: () => KeptRun | undefined;
  /** Where its results go; undefined once its experiment has been deleted. */
  resultsPath: string | undefined;
  /** Resolves when its results are written. */
  readonly over: Promise<void>;
}

/** Starts and cancels the runs of open experiments. */
export class Runs implements vscode.Disposable {
  readonly #services: Services;
  /** The second while it is found out whether results can be written. */
  readonly #underWay = new Map<ExperimentModel, UnderWay | 'checking'>();

  constructor(services: Services) {
    this.#services = services;
  }

  isRunning(model: ExperimentModel): boolean {
    return this.#underWay.has(model);
  }

  /**
   * Runs an experiment as its text is now; queued while another one runs. Resolves when the run is over.
   * @param fresh whether to compute anew what earlier runs have left
   * @throws an Error with a sentence where the experiment cannot be run
   */
  async run(model: ExperimentModel, fresh = false): Promise<void> {
    if (this.#underWay.has(model)) return;
    const { experiment, resultsPath } = model;
    if (experiment === undefined) {
      const [first] = model.problems;
      throw new Error(`${model.name} cannot be run: ${first?.message ?? 'it is not valid.'}`);
    }
    if (resultsPath === undefined) {
      throw new Error(`Save ${model.name} to a file first: its results are kept beside it.`);
    }
    if (experiment.expansion.settings.repetitions === 0) {
      throw new Error(
        `${model.name} has 0 repetitions, so there is nothing to simulate: set simulation.repetitions.`,
      );
    }
    this.#underWay.set(model, 'checking');
    try {
      // Better now than after an hour's run.
      await checkWritable(resultsPath);
      const underWay = this.#start(model, experiment, resultsPath, fresh);
      this.#underWay.set(model, underWay);
      await underWay.over;
    } finally {
      this.#underWay.delete(model);
    }
  }

  cancel(model: ExperimentModel): void {
    const underWay = this.#underWay.get(model);
    if (underWay === undefined || underWay === 'checking') return;
    this.#services.log.info(`${model.name}: asked to cancel`);
    underWay.run.cancel();
  }

  /** A file or folder has another name now: results that belong there go there. */
  moved(from: string, to: string): void {
    for (const underWay of this.#all()) {
      const path = underWay.resultsPath;
      if (path === from) underWay.resultsPath = to;
      else if (path?.startsWith(from + sep)) underWay.resultsPath = to + path.slice(from.length);
      else continue;
      underWay.kept()?.moveTo(underWay.resultsPath);
    }
  }

  /** A file or folder was deleted: nobody waits for results that belong there. */
  deleted(path: string): void {
    for (const underWay of this.#all()) {
      if (underWay.resultsPath !== path && !underWay.resultsPath?.startsWith(path + sep)) continue;
      underWay.resultsPath = undefined;
      underWay.kept()?.moveTo(undefined);
      underWay.run.cancel();
    }
  }

  /** Cancels all runs; resolves when what they had finished is written. */
  async end(): Promise<void> {
    const all = this.#all();
    for (const { run } of all) run.cancel();
    await Promise.allSettled(all.map(({ over }) => over));
  }

  dispose(): void {
    for (const { run } of this.#all()) run.cancel();
  }

  #all(): UnderWay[] {
    return [...this.#underWay.values()].filter((underWay) => underWay !== 'checking');
  }

  #start(
    model: ExperimentModel,
    { file, expansion }: NonNullable<ExperimentModel['experiment']>,
    resultsPath: string,
    fresh: boolean,
  ): UnderWay {
    const { log, runs, simulationPool } = this.#services;
    let nextRedraw = 0;
    const redraw = async (snapshot: RunProgress['snapshotInPieces']) => {
      nextRedraw = Infinity;
      const began = performance.now();
      const results = await snapshot();
      // The run may be over meanwhile, and its last results shown.
      if (this.#underWay.get(model) !== underWay || model.run.status !== 'running') return;
      model.setResults(results);
      const end = performance.now();
      nextRedraw = end + Math.max(redrawInterval, (end - began) / redrawShare);
    };
    const onProgress = ({ done, total, elapsed, left, snapshotInPieces }: RunProgress) => {
      model.setRun({ status: 'running', done, total, elapsed, left });
      if (performance.now() >= nextRedraw) void redraw(snapshotInPieces);
    };
    let kept: KeptRun | undefined;
    const run = runs.enqueue(() => {
      log.info(`${model.name}: run started`);
      model.setRun({ status: 'running', done: 0, total: 0, elapsed: 0, left: null });
      kept = startKeptRun({
        pool: simulationPool,
        spec: file,
        expansion,
        // It may have been renamed while it waited.
        resultsPath: underWay.resultsPath ?? resultsPath,
        fresh,
        onProgress,
        onNotice: (sentence) => log.warn(`${model.name}: ${sentence}`),
        onPlanned: ({ there, total }) =>
          log.info(`${model.name}: ${there} of ${total} repetitions were there`),
      });
      return kept;
    });
    if (model.run.status !== 'running') model.setRun({ status: 'queued' });
    const underWay: UnderWay = {
      run,
      kept: () => kept,
      resultsPath,
      over: run.finished.then(
        (outcome) => this.#finish(model, outcome, underWay),
        (error: unknown) => this.#notStarted(model, error),
      ),
    };
    return underWay;
  }

  /** Another run has what it would write, or the like. */
  #notStarted(model: ExperimentModel, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#services.log.error(`${model.name}: ${reason}`);
    model.setRun({ status: 'failed', reason });
  }

  async #finish(
    model: ExperimentModel,
    outcome: KeptResults | undefined,
    { resultsPath }: UnderWay,
  ): Promise<void> {
    if (outcome === undefined || resultsPath === undefined) {
      model.setRun({ status: 'idle' });
      await model.loadResults();
      return;
    }
    const { results, problem, untouched } = outcome;
    if (problem !== undefined) {
      model.setResults(results);
      this.#couldNotKeep(model, results, resultsPath, problem);
      return;
    }
    if (untouched && results.status === 'cancelled') {
      model.setRun({ status: 'idle' });
      await model.loadResults();
      return;
    }
    if (!untouched) await model.setWrittenResults(results);
    model.showEndOf(results);
    if (results.status === 'failed') this.#services.log.error(`${model.name}: ${results.reason}`);
    else this.#services.log.info(`${model.name}: run ended, ${results.status}`);
  }

  /** The numbers are in memory, and only there: they can be written again, or elsewhere. */
  #couldNotKeep(
    model: ExperimentModel,
    results: ResultsDocument,
    resultsPath: string,
    problem: string,
  ): void {
    const reason = `The run is done, but its results could not be kept. ${problem}`;
    model.setRun({ status: 'failed', reason });
    this.#services.log.error(`${model.name}: ${reason}`);
    void offerToKeep(reason, results, resultsPath).then((isKept) => {
      if (isKept && model.run.status === 'failed') model.showEndOf(results);
    });
  }
}

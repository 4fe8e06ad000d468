import type * as vscode from 'vscode';
import { resultsText, writeFileAtomically } from '../engine/resultsFile';
import type { QueuedRun } from '../engine/runQueue';
import type { RunProgress } from '../engine/run';
import type { ExperimentModel } from './experimentModel';
import type { Services } from './services';

/** Live results are redrawn this often at most; progress itself comes oftener. */
const redrawInterval = 250;

/** Starts and cancels the runs of open experiments. */
export class Runs implements vscode.Disposable {
  readonly #services: Services;
  readonly #underWay = new Map<ExperimentModel, QueuedRun>();

  constructor(services: Services) {
    this.#services = services;
  }

  isRunning(model: ExperimentModel): boolean {
    return this.#underWay.has(model);
  }

  /**
   * Runs an experiment as its text is now; queued while another one runs. Resolves when the run is over.
   * @throws an Error with a sentence where the experiment cannot be run
   */
  async run(model: ExperimentModel): Promise<void> {
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
    let lastDrawn = 0;
    const onProgress = (progress: RunProgress) => {
      const { done, total, elapsed, left } = progress;
      model.setRun({ status: 'running', done, total, elapsed, left });
      if (elapsed - lastDrawn < redrawInterval) return;
      lastDrawn = elapsed;
      model.setResults(progress.snapshot());
    };
    const run = this.#services.runs.enqueue(
      {
        pool: this.#services.simulationPool,
        spec: experiment.file,
        expansion: experiment.expansion,
        onProgress,
      },
      () => {
        this.#services.log.info(`${model.name}: run started`);
        model.setRun({ status: 'running', done: 0, total: 0, elapsed: 0, left: null });
      },
    );
    this.#underWay.set(model, run);
    if (model.run.status !== 'running') model.setRun({ status: 'queued' });
    try {
      await this.#finish(model, run, resultsPath);
    } finally {
      this.#underWay.delete(model);
    }
  }

  cancel(model: ExperimentModel): void {
    this.#services.log.info(`${model.name}: asked to cancel`);
    this.#underWay.get(model)?.cancel();
  }

  async #finish(model: ExperimentModel, run: QueuedRun, resultsPath: string): Promise<void> {
    const started = Date.now();
    const results = await run.finished;
    if (results === undefined) {
      model.setRun({ status: 'idle' });
      return;
    }
    this.#services.log.info(`${model.name}: run ended, ${results.status}`);
    model.setResults(results);
    const repetitions = results.series.flatMap(({ points }) =>
      points.map((p) => p.simulation?.repetitions ?? 0),
    );
    const done = repetitions.reduce((sum, count) => sum + count, 0);
    try {
      await writeFileAtomically(resultsPath, resultsText(results));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      model.setRun({
        status: 'failed',
        reason: `The run is done, but its results could not be kept. ${reason}`,
      });
      return;
    }
    if (results.status === 'failed') {
      const reason = `${results.reason ?? 'The run failed.'} What was finished is kept; run again to start over.`;
      this.#services.log.error(`${model.name}: ${reason}`);
      model.setRun({ status: 'failed', reason });
      return;
    }
    const total = model.run.status === 'running' ? model.run.total : done;
    model.setRun({ status: results.status, done, total, elapsed: Date.now() - started });
  }

  dispose(): void {
    for (const run of this.#underWay.values()) run.cancel();
  }
}

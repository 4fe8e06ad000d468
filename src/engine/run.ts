import type { Expansion } from '../experiment/expand';
import type { ExperimentFile } from '../experiment/schema';
import { assembleResults } from './assemble';
import { workersThatFit } from './feasibility';
import type { SeriesInsights } from './insights/insights';
import { notesOn } from './notes';
import { planRun, streamOf, type WorkItem } from './plan';
import { TaskCancelled, WorkerDeath, type WorkerPool } from './pool';
import { exploreExpansion, predictExpansion, type ExpansionTheory } from './predictor';
import { type ResultsDocument, type RunStatus } from './results';
import { operationsOf, samplerOf } from './simulationOfPoint';
import { spectrumOperations } from './spectrum/sample';
import { spectrumTallies, type SpectrumTally } from './spectrum/tally';
import { Tally } from './tally';
import { TimeLeft } from './timeLeft';
import { valueInWords } from './words';

/** How far a run is. Times in milliseconds. */
export interface RunProgress {
  readonly done: number;
  readonly total: number;
  readonly elapsed: number;
  /** Expected time left; null until it can be told. */
  readonly left: number | null;
  /** What there is so far, as a results document. */
  readonly snapshot: () => ResultsDocument;
}

export interface RunOptions {
  readonly pool: WorkerPool;
  /** The experiment's contents as run: `expansion` is theirs. */
  readonly spec: ExperimentFile;
  readonly expansion: Expansion;
  /** Called at most 20 times a second, and once at the end. */
  readonly onProgress?: (progress: RunProgress) => void;
}

/** A repetition that cannot be done, for a reason that lies in the experiment. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** A run under way. */
export interface Run {
  /** Resolves when the run is over, however it ended: `status` and `reason` say how. */
  readonly finished: Promise<ResultsDocument>;
  /** Stops it within 200 ms and keeps what there is. */
  readonly cancel: () => void;
  /** Why it failed, if it did: a Refusal, or else a fault that the experiment has no part in. */
  readonly failure: () => Error | undefined;
}

/** A worker that has not answered this many milliseconds after a cancellation is ended. */
const patience = 120;
const progressInterval = 50;

/** Starts a run: theory first, then the simulation, coarse before fine. */
export function startRun(options: RunOptions): Run {
  const run = new RunUnderWay(options);
  return { finished: run.execute(), cancel: () => run.cancel(), failure: () => run.failure };
}

class RunUnderWay {
  readonly #options: RunOptions;
  readonly #started = new Date();
  readonly #startedAt = performance.now();
  readonly #tallies: readonly (readonly Tally[])[];
  /** In place of the tallies, where eigenvalues are drawn instead of trainings. */
  #spectra: readonly (readonly SpectrumTally[])[] | undefined;
  readonly #total: number;
  #theory: ExpansionTheory | undefined;
  #insights: readonly SeriesInsights[] | undefined;
  #cancelled = false;
  #patience: NodeJS.Timeout | undefined;
  #failure: Error | undefined;
  #done = 0;
  #timeLeft: { readonly estimate: TimeLeft; readonly since: number } | undefined;
  #lastProgress = -Infinity;

  constructor(options: RunOptions) {
    this.#options = options;
    const { series, settings } = options.expansion;
    this.#tallies = series.map(({ points }) =>
      points.map(({ parameters }) => new Tally(settings.repetitions, parameters.classes)),
    );
    this.#total = this.#repetitions * series.reduce((sum, { points }) => sum + points.length, 0);
  }

  get #drawsSpectra(): boolean {
    return this.#options.expansion.settings.chart === 'spectrum';
  }

  /** A chart of eigenvalues has nothing to show without a draw. */
  get #repetitions(): number {
    const { repetitions } = this.#options.expansion.settings;
    return this.#drawsSpectra ? Math.max(1, repetitions) : repetitions;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#patience = setTimeout(() => this.#options.pool.cancel(this), patience);
  }

  async execute(): Promise<ResultsDocument> {
    try {
      await this.#predict();
      if (this.#theory && !this.#stopped) await this.#simulate(this.#theory);
    } catch (error) {
      this.#fail(error);
    }
    // Another run may have the pool from here on.
    clearTimeout(this.#patience);
    const document = this.#document();
    this.#report(true);
    return document;
  }

  get #stopped(): boolean {
    return this.#cancelled || this.#failure !== undefined;
  }

  /** Of the run as it stands: what has not been completed counts as cancelled. */
  get #status(): RunStatus {
    if (this.#failure !== undefined) return 'failed';
    return this.#theory === undefined || this.#done < this.#total ? 'cancelled' : 'complete';
  }

  #fail(error: unknown): void {
    if (error instanceof TaskCancelled && this.#cancelled) return;
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }

  async #predict(): Promise<void> {
    const { pool, expansion, spec } = this.#options;
    const isWanted = () => !this.#cancelled;
    this.#theory = await predictExpansion(pool, expansion, isWanted, this);
    if (isWanted())
      this.#insights = await exploreExpansion(pool, spec, expansion.series.length, isWanted, this);
  }

  async #simulate(theory: ExpansionTheory): Promise<void> {
    const { pool, expansion } = this.#options;
    const { sampler } = expansion.settings;
    if (this.#drawsSpectra) this.#spectra = spectrumTallies(expansion, theory, this.#repetitions);
    const labelNoise = expansion.series.map(({ points }, i) =>
      points.map((_, j) => this.#labelNoise(theory, i, j)),
    );
    const operations = expansion.series.map(({ points }, i) =>
      points.map(({ parameters }, j) =>
        this.#drawsSpectra
          ? spectrumOperations(parameters)
          : operationsOf(parameters, labelNoise[i]![j]!, samplerOf(sampler, parameters)),
      ),
    );
    const lanes = workersThatFit(expansion, pool.size);
    this.#timeLeft = {
      estimate: new TimeLeft(operations, this.#repetitions, lanes),
      since: performance.now(),
    };
    const items = planRun(operations, this.#repetitions);
    const lane = async () => {
      for (const item of items) {
        if (this.#stopped) return;
        try {
          await this.#work(item, labelNoise[item.series]![item.point]!);
        } catch (error) {
          // One lost item fails the run, but the other lanes finish what they have begun.
          this.#fail(error);
        }
        this.#report(false);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  async #work({ series, point, first, count }: WorkItem, labelNoise: number): Promise<void> {
    const { pool, expansion } = this.#options;
    const { seed, sampler } = expansion.settings;
    const { parameters } = expansion.series[series]!.points[point]!;
    const streams = Array.from({ length: count }, (_, i) => streamOf(series, point, first + i));
    const task = this.#drawsSpectra
      ? ({ type: 'sampleSpectrum', parameters, seed, streams } as const)
      : ({
          type: 'simulate',
          parameters,
          labelNoise,
          sampler: samplerOf(sampler, parameters),
          seed,
          streams,
        } as const);
    const answer = await pool.run(task, this).catch((error: unknown) => {
      if (!(error instanceof WorkerDeath)) throw error;
      throw new WorkerDeath(`${this.#place(series, point)}: ${error.message}`, { cause: error });
    });
    if (answer.type === 'refused') throw new Refusal(`${this.#place(series, point)}: ${answer.reason}`);
    if (answer.type === 'simulated') this.#tallies[series]![point]!.add(first, answer.values);
    else if (answer.type === 'spectrumSampled')
      this.#spectra?.[series]![point]!.add(first, count, answer.eigenvalues);
    else throw new Error('A worker answered another question.');
    this.#timeLeft?.estimate.add(series, point, count, answer.milliseconds);
    this.#done += count;
  }

  /** ε of a self-trained labeller, which the theory has computed; other labels need none of the theory. */
  #labelNoise(theory: ExpansionTheory, series: number, point: number): number {
    if (this.#drawsSpectra) return 0;
    const { labelNoise } = this.#options.expansion.series[series]!.points[point]!.parameters;
    if (labelNoise.kind !== 'selfTrained') return 0;
    const { derived } = theory[series]![point]!;
    const reason = 'error' in derived ? derived.error : 'The label noise is not known.';
    if ('error' in derived || derived.labelNoise === null)
      throw new Refusal(`${this.#place(series, point)}: ${reason}`);
    return derived.labelNoise;
  }

  #place(series: number, point: number): string {
    const { series: all, sweeps } = this.#options.expansion;
    const { label, points } = all[series]!;
    const { x, y } = points[point]!;
    const values = [x, y].flatMap((value, i) =>
      value === null ? [] : [valueInWords(sweeps[i]!.parameter, value)],
    );
    return values.length === 0 ? `“${label}”` : `“${label}” at ${values.join(', ')}`;
  }

  #document(): ResultsDocument {
    const { expansion, spec } = this.#options;
    const theory = this.#theory ?? expansion.series.map(({ points }) => points.map(() => notPredicted));
    const measured = (i: number, j: number) => this.#tallies[i]![j]!.measurement();
    const spectrum = (i: number, j: number) => this.#spectra?.[i]?.[j]?.histogram();
    return assembleResults(
      expansion,
      theory,
      { measured, spectrum },
      {
        spec,
        started: this.#started,
        finished: new Date(),
        status: this.#status,
        ...(this.#failure === undefined ? {} : { reason: this.#failure.message }),
        warnings: this.#theory === undefined ? [] : notesOn(expansion, this.#theory, measured),
        insights: this.#insights,
      },
    );
  }

  #report(last: boolean): void {
    const now = performance.now();
    if (!last && now - this.#lastProgress < progressInterval) return;
    this.#lastProgress = now;
    this.#options.onProgress?.({
      done: this.#done,
      total: this.#total,
      elapsed: now - this.#startedAt,
      left: this.#timeLeft?.estimate.expected(now - this.#timeLeft.since) ?? null,
      snapshot: () => this.#document(),
    });
  }
}

const notPredicted = {
  derived: { error: 'Not computed: the run ended before.' },
  exact: { error: 'Not computed: the run ended before.' },
} as const;

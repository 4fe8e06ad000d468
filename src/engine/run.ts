import type { Expansion } from '../experiment/expand';
import { assembleResults } from './assemble';
import { notesOn } from './notes';
import { planRun, streamOf, type WorkItem } from './plan';
import { TaskCancelled, type WorkerPool } from './pool';
import { predictExpansion, type ExpansionTheory } from './predictor';
import { type ResultsDocument, type RunStatus } from './results';
import { operationsOf, samplerOf } from './simulationOfPoint';
import { Tally } from './tally';
import { inWords } from './words';

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
  /** The experiment's contents as run, for the results document. */
  readonly spec: unknown;
  readonly expansion: Expansion;
  /** Called at most 20 times a second, and once at the end. */
  readonly onProgress?: (progress: RunProgress) => void;
}

/** A run under way. */
export interface Run {
  /** Resolves when the run is over, however it ended: `status` and `reason` say how. */
  readonly finished: Promise<ResultsDocument>;
  /** Stops it within 200 ms and keeps what there is. */
  readonly cancel: () => void;
}

/** A worker that has not answered this many milliseconds after a cancellation is ended. */
const patience = 120;
const progressInterval = 50;

/** Starts a run: theory first, then the simulation, coarse before fine. */
export function startRun(options: RunOptions): Run {
  const run = new RunUnderWay(options);
  return { finished: run.execute(), cancel: () => run.cancel() };
}

class RunUnderWay {
  readonly #options: RunOptions;
  readonly #started = new Date();
  readonly #tallies: readonly (readonly Tally[])[];
  #theory: ExpansionTheory | undefined;
  #cancelled = false;
  #reason: string | undefined;
  #done = 0;
  readonly #total: number;
  #operationsDone = 0;
  #operationsTotal = 0;
  #simulationStart = 0;
  #lastProgress = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    const { series, settings } = options.expansion;
    this.#tallies = series.map(({ points }) => points.map(() => new Tally(settings.repetitions)));
    this.#total = settings.repetitions * series.reduce((sum, { points }) => sum + points.length, 0);
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    setTimeout(() => this.#options.pool.cancelAll(), patience).unref();
  }

  async execute(): Promise<ResultsDocument> {
    try {
      await this.#predict();
      if (this.#theory && !this.#stopped) await this.#simulate();
    } catch (error) {
      if (!(error instanceof TaskCancelled && this.#cancelled)) this.#fail(error);
    }
    const document = this.#document(this.#status());
    this.#report(true);
    return document;
  }

  get #stopped(): boolean {
    return this.#cancelled || this.#reason !== undefined;
  }

  #status(): RunStatus {
    if (this.#reason !== undefined) return 'failed';
    return this.#done < this.#total && this.#cancelled ? 'cancelled' : 'complete';
  }

  #fail(error: unknown): void {
    this.#reason ??= error instanceof Error ? error.message : String(error);
  }

  async #predict(): Promise<void> {
    const { pool, expansion } = this.#options;
    this.#theory = await predictExpansion(pool, expansion, () => !this.#cancelled);
  }

  async #simulate(): Promise<void> {
    const { pool, expansion } = this.#options;
    const sampler = samplerOf(expansion.settings.sampler);
    const operations = expansion.series.map(({ points }, i) =>
      points.map(({ parameters }, j) => operationsOf(parameters, this.#labelNoise(i, j), sampler)),
    );
    const { repetitions } = expansion.settings;
    this.#operationsTotal = operations.flat().reduce((sum, cost) => sum + cost, 0) * repetitions;
    this.#simulationStart = performance.now();
    const items = planRun(operations, repetitions);
    let next = 0;
    const lane = async () => {
      while (next < items.length && !this.#stopped) {
        const item = items[next++]!;
        try {
          await this.#work(item);
          this.#operationsDone += operations[item.series]![item.point]! * item.count;
        } catch (error) {
          // One lost item fails the run, but the other lanes finish what they have begun.
          if (!(error instanceof TaskCancelled && this.#cancelled)) this.#fail(error);
        }
        this.#report(false);
      }
    };
    await Promise.all(Array.from({ length: pool.size }, lane));
  }

  async #work({ series, point, first, count }: WorkItem): Promise<void> {
    const { pool, expansion } = this.#options;
    const { seed, sampler } = expansion.settings;
    const answer = await pool.run({
      type: 'simulate',
      parameters: expansion.series[series]!.points[point]!.parameters,
      labelNoise: this.#labelNoise(series, point),
      sampler: samplerOf(sampler),
      seed,
      streams: Array.from({ length: count }, (_, i) => streamOf(series, point, first + i)),
    });
    if (answer.type === 'refused') throw new Error(`${this.#place(series, point)}: ${answer.reason}`);
    if (answer.type !== 'simulated') return;
    this.#tallies[series]![point]!.add(first, answer.values);
    this.#done += count;
  }

  /** ε of a point, which for self-trained labels the theory has computed. */
  #labelNoise(series: number, point: number): number {
    const { derived } = this.#theory![series]![point]!;
    if ('error' in derived) throw new Error(`${this.#place(series, point)}: ${derived.error}`);
    return derived.labelNoise;
  }

  #place(series: number, point: number): string {
    const { label, points } = this.#options.expansion.series[series]!;
    const { x } = points[point]!;
    return x === null ? `“${label}”` : `“${label}” at ${inWords(x)}`;
  }

  #document(status: RunStatus): ResultsDocument {
    const { expansion, spec } = this.#options;
    const theory = this.#theory ?? expansion.series.map(({ points }) => points.map(() => notPredicted));
    return assembleResults(expansion, theory, (i, j) => this.#tallies[i]![j]!.measurement(), {
      spec,
      started: this.#started,
      finished: new Date(),
      status,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      warnings: notesOn(expansion, theory),
    });
  }

  #report(last: boolean): void {
    const now = performance.now();
    if (!last && now - this.#lastProgress < progressInterval) return;
    this.#lastProgress = now;
    const spent = now - this.#simulationStart;
    const share = this.#operationsDone / this.#operationsTotal;
    this.#options.onProgress?.({
      done: this.#done,
      total: this.#total,
      elapsed: Date.now() - this.#started.getTime(),
      left: share > 0 ? (spent * (1 - share)) / share : null,
      snapshot: () => this.#document(this.#status()),
    });
  }
}

const notPredicted = {
  derived: { error: 'Not computed: the run ended before.' },
  exact: { error: 'Not computed: the run ended before.' },
} as const;

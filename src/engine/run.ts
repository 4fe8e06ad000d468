import type { PointParameters } from '../experiment/complete';
import type { Expansion } from '../experiment/expand';
import type { ExperimentFile } from '../experiment/schema';
import { assembleInPieces, assembleResults } from './assemble';
import { workersThatFit } from './feasibility';
import type { SeriesInsights } from './insights/insights';
import type { FinishedRepetition } from './journal/format';
import type { Known } from './journal/stock';
import { notesOn } from './notes';
import { Pauses } from './pauses';
import { Plan, unitsPerBlock, type WorkItem } from './plan';
import { TaskCancelled, WorkerDeath, type WorkerPool } from './pool';
import { exploreExpansion, predictExpansion, type ExpansionTheory } from './predictor';
import { metricsOf, type ResultsDocument, type RunStatus } from './results';
import type { Place } from './ridgeGroups';
import { specHashInPieces } from './specHash';
import { widthOfSpectrum } from './spectrum/sample';
import { spectrumTallies, type SpectrumTally } from './spectrum/tally';
import { repetitionsNeeded } from './statistics/repetitionsNeeded';
import { Tally } from './tally';
import { TimeLeft } from './timeLeft';
import { unitsOf, type Unit } from './units';
import { valueInWords } from './words';
import type { SharedUnits } from './workerMessages';

/** How far a run is. Times in milliseconds. */
export interface RunProgress {
  readonly done: number;
  readonly total: number;
  /** How many of those that are done were there when the run began. */
  readonly there: number;
  readonly elapsed: number;
  /** Expected time left; null until it can be told. */
  readonly left: number | null;
  /** What there is so far, as a results document without notes and comparisons. */
  readonly snapshot: () => ResultsDocument;
  /** The same with pauses, for very many points; repetitions that come in meanwhile may be part of it. */
  readonly snapshotInPieces: () => Promise<ResultsDocument>;
}

export interface RunOptions {
  readonly pool: WorkerPool;
  /** The experiment's contents as run: `expansion` is theirs. */
  readonly spec: ExperimentFile;
  readonly expansion: Expansion;
  /** Repetitions that earlier runs have left: they are not computed again. */
  readonly known?: Known;
  /** The repetitions to compute of each point, in place of those that the experiment asks for: a verification's. */
  readonly sample?: (place: Place) => readonly number[];
  /** Called at most 20 times a second, and once at the end. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called once when it is known what there is to do, before anything is simulated; awaited. */
  readonly onPlanned?: (plan: { readonly total: number; readonly there: number }) => Promise<void> | void;
  /**
   * Called with what is finished, as it comes in.
   * @param progress by how much `done` grew
   */
  readonly onFinished?: (entries: readonly FinishedRepetition[], progress: number) => void;
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

/** A repetition whose worker dies is tried again on another one, so many times. */
const retries = 2;

/** Starts a run: theory first, then the simulation, repetition by repetition. */
export function startRun(options: RunOptions): Run {
  const run = new RunUnderWay(options);
  return { finished: run.execute(), cancel: () => run.cancel(), failure: () => run.failure };
}

/** Numbers runs, so that workers can tell their units apart. */
let runs = 0;

/** An item, and how often a worker has died of it. */
interface Attempt {
  readonly item: WorkItem;
  readonly deaths: number;
}

/** What is simulated of a unit's member: trainings, or eigenvalues. */
interface MemberTally {
  readonly key: string;
  readonly places: readonly Place[];
  readonly tally: Tally | SpectrumTally;
  /** Numbers of a repetition. */
  readonly width: number;
}

class RunUnderWay {
  readonly #options: RunOptions;
  readonly #id = ++runs;
  readonly #started = new Date();
  readonly #startedAt = performance.now();
  #theory: ExpansionTheory | undefined;
  #insights: readonly SeriesInsights[] | undefined;
  #units: readonly Unit[] = [];
  /** By unit and member. */
  #members: readonly (readonly MemberTally[])[] = [];
  /** By series and point; empty until it is known what there is to do. */
  #memberAt: readonly MemberTally[][] = [];
  #plan: Plan | undefined;
  readonly #shared = new Map<number, SharedUnits>();
  #lanes = 1;
  /** Items that were given back, to be done before any new one. */
  readonly #returned: Attempt[] = [];
  #atWork = 0;
  /** Wakes the lanes that wait for something to do. */
  #wake: () => void = () => undefined;
  #cancelled = false;
  #patience: NodeJS.Timeout | undefined;
  #failure: Error | undefined;
  #done = 0;
  #there = 0;
  #total = 0;
  #timeLeft: TimeLeft | undefined;
  /** Units whose number of repetitions is final. */
  readonly #lookedAt = new Set<number>();
  #simulatesSince = 0;
  #lastProgress = -Infinity;

  constructor(options: RunOptions) {
    this.#options = options;
    const { series } = options.expansion;
    this.#total = this.#repetitions * series.reduce((sum, { points }) => sum + points.length, 0);
  }

  get #drawsSpectra(): boolean {
    return this.#options.expansion.settings.chart === 'spectrum';
  }

  /** Of every point, at first. A chart of eigenvalues has nothing to show without a draw. */
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
    this.#wake();
    this.#patience = setTimeout(() => this.#options.pool.cancel(this), patience);
  }

  async execute(): Promise<ResultsDocument> {
    try {
      await this.#predict();
      if (this.#theory && !this.#stopped) await this.#prepare(this.#theory);
      if (this.#plan && !this.#stopped) await this.#simulate();
    } catch (error) {
      this.#fail(error);
    }
    // Another run may have the pool from here on.
    clearTimeout(this.#patience);
    const document = await assembleInPieces(...this.#parts(false));
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
    this.#wake();
    if (error instanceof TaskCancelled && this.#cancelled) return;
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
  }

  async #predict(): Promise<void> {
    const { pool, expansion, spec } = this.#options;
    const isWanted = () => !this.#cancelled;
    this.#theory = await predictExpansion(pool, expansion, isWanted, this);
    // A sample has nothing to say of what lies between the points.
    if (isWanted() && this.#options.sample === undefined)
      this.#insights = await exploreExpansion(pool, spec, expansion.series.length, isWanted, this);
  }

  /** Finds out what there is to do, and what of it is there. */
  async #prepare(theory: ExpansionTheory): Promise<void> {
    const { pool, expansion } = this.#options;
    await specHashInPieces(expansion);
    const units = await unitsOf(expansion, (place) => this.#labelNoise(theory, place));
    this.#units = units;
    const spectra = this.#drawsSpectra ? spectrumTallies(expansion, theory, this.#repetitions) : undefined;
    const memberAt: MemberTally[][] = expansion.series.map(() => []);
    const pauses = new Pauses();
    const all: MemberTally[][] = [];
    for (const { members, task } of units) {
      if (pauses.due) await pauses.pause();
      all.push(
        members.map(({ key, places }) => {
          const member = { key, places, ...talliedBy(task.parameters, places[0]!, spectra) };
          for (const { series, point } of places) memberAt[series]![point] = member;
          return member;
        }),
      );
    }
    this.#members = all;
    this.#memberAt = memberAt;
    this.#lanes = workersThatFit(expansion, pool.size);
    const timeLeft = new TimeLeft(
      units.map(({ operations }) => operations),
      () => this.#lanes,
    );
    this.#timeLeft = timeLeft;
    const sample = this.#sampleOf(units);
    const plan = new Plan(
      units,
      (unit) => timeLeft.repetition(unit),
      (unit, repetition) =>
        sample?.[unit]!.has(repetition) === false ||
        this.#members[unit]!.every(({ tally }) => tally.has(repetition)),
    );
    this.#total = 0;
    for (const unit of units.keys()) {
      if (pauses.due) await pauses.pause();
      if (sample === undefined) this.#want(plan, unit, 0, this.#repetitions);
      else this.#wantSample(plan, unit, sample[unit]!);
    }
    this.#plan = plan;
    this.#there = this.#done;
    await this.#options.onPlanned?.({ total: this.#total, there: this.#there });
  }

  /** By unit, the repetitions of its points that are to be computed where it is not simply the first ones. */
  #sampleOf(units: readonly Unit[]): readonly ReadonlySet<number>[] | undefined {
    const { sample } = this.#options;
    if (sample === undefined) return undefined;
    return units.map(({ members }) => new Set(members.flatMap(({ places }) => places.flatMap(sample))));
  }

  #wantSample(plan: Plan, unit: number, sample: ReadonlySet<number>): void {
    const places = this.#members[unit]!.reduce((sum, member) => sum + member.places.length, 0);
    this.#total += sample.size * places;
    // Whatever they would say of a target: nothing follows from a sample.
    this.#lookedAt.add(unit);
    plan.want(unit, sample.size === 0 ? 0 : [...sample].reduce((most, other) => Math.max(most, other)) + 1);
  }

  /** Takes over what is known of a unit's repetitions, and plans the others. */
  #want(plan: Plan, unit: number, from: number, to: number): void {
    const { known } = this.#options;
    for (const member of this.#members[unit]!) {
      this.#total += (to - from) * member.places.length;
      const values = known?.get(member.key);
      if (values?.width !== member.width) continue;
      for (let repetition = from; repetition < Math.min(to, values.end); repetition++) {
        if (!values.has(repetition) || member.tally.has(repetition)) continue;
        member.tally.add(repetition, values.of(repetition));
        this.#done += member.places.length;
      }
    }
    plan.want(unit, to);
    this.#lookAtPilot(plan, unit);
  }

  /** Once a point's first repetitions are complete, it may follow from them how many it gets; looked at only once. */
  #lookAtPilot(plan: Plan, unit: number): void {
    const { targetStandardError: target, maximumRepetitions, metric } = this.#options.expansion.settings;
    if (target === null || this.#drawsSpectra || plan.left(unit) > 0 || this.#lookedAt.has(unit)) return;
    this.#lookedAt.add(unit);
    const needed = this.#members[unit]!.map(({ tally }) =>
      tally instanceof Tally
        ? repetitionsNeeded(tally.column(metric === 'gain' ? 'accuracy' : metric), target, maximumRepetitions)
        : 0,
    );
    const most = Math.max(...needed);
    if (most > this.#repetitions) this.#want(plan, unit, this.#repetitions, most);
  }

  async #simulate(): Promise<void> {
    this.#simulatesSince = performance.now();
    await Promise.all(Array.from({ length: this.#lanes }, (_, lane) => this.#lane(lane)));
  }

  /** Does one item after the other until there are no more, or there are to be fewer lanes. */
  async #lane(lane: number): Promise<void> {
    while (!this.#stopped) {
      const attempt = this.#returned.pop() ?? this.#nextItem(lane);
      if (attempt === undefined) {
        if (this.#atWork === 0) return;
        // What others are at may be given back, or be a pilot.
        await new Promise<void>((resolve) => {
          const wakeOthers = this.#wake;
          this.#wake = () => {
            resolve();
            wakeOthers();
          };
        });
        continue;
      }
      this.#atWork++;
      let goesOn = true;
      try {
        goesOn = await this.#work(attempt);
      } catch (error) {
        // One lost item fails the run, but the other lanes finish what they have begun.
        this.#fail(error);
      }
      this.#atWork--;
      this.#wakeAll();
      this.#report(false);
      if (!goesOn) return;
    }
  }

  #nextItem(lane: number): Attempt | undefined {
    const item = this.#plan?.next(lane);
    return item && { item, deaths: 0 };
  }

  #wakeAll(): void {
    const wake = this.#wake;
    this.#wake = () => undefined;
    wake();
  }

  /** @returns false if its lane is to end, having found no memory where the others have theirs */
  async #work(attempt: Attempt): Promise<boolean> {
    const { pool, expansion } = this.#options;
    const { block, units, repetitions } = attempt.item;
    const { seed } = expansion.settings;
    const type = this.#drawsSpectra ? 'sampleSpectrum' : 'simulate';
    const task = { type, block, seed, units, repetitions } as const;
    let answer;
    try {
      answer = await pool.run(task, this, this.#sharedUnits(block));
    } catch (error) {
      if (!(error instanceof WorkerDeath)) throw error;
      return this.#afterDeath(attempt, error);
    }
    if (answer.type === 'simulated') this.#take(attempt.item, answer.values, answer.times);
    else if (answer.type === 'refused') {
      const { values, times } = answer.partial ?? { values: new Float64Array(), times: new Float64Array() };
      this.#take(attempt.item, values, times);
      const rest = slice(attempt.item, times.length);
      if (!answer.forMemory || !this.#withdrawLane())
        throw new Refusal(`${this.#placeOf(rest)}: ${answer.reason}`);
      this.#returned.push({ item: rest, deaths: 0 });
      return false;
    } else throw new Error('A worker answered another question.');
    return true;
  }

  /**
   * The item of a worker that has died is tried again, in halves, so that it is found out what it dies of.
   * @returns as `#work` does
   */
  #afterDeath({ item, deaths }: Attempt, death: WorkerDeath): boolean {
    if (this.#stopped) return false;
    const count = item.units.length;
    if (death.forMemory && this.#withdrawLane()) {
      this.#returned.push({ item, deaths });
      return false;
    }
    if (count > 1) {
      const middle = Math.ceil(count / 2);
      this.#returned.push(
        { item: slice(item, middle), deaths: 0 },
        { item: slice(item, 0, middle), deaths: 0 },
      );
    } else if (deaths < retries) this.#returned.push({ item, deaths: deaths + 1 });
    else {
      const sentence = `${this.#placeOf(item)}: ${death.message} It was tried ${retries + 1} times.`;
      throw new WorkerDeath(sentence, { cause: death });
    }
    return true;
  }

  /** Where memory is short, fewer repetitions at once: false where there is only one. */
  #withdrawLane(): boolean {
    if (this.#lanes === 1) return false;
    this.#lanes--;
    // A worker's memory does not shrink: only its end gives it back.
    this.#options.pool.endIdle();
    return true;
  }

  /** Adds what was measured of the first `times.length` pairs of an item. */
  #take({ block, units, repetitions }: WorkItem, values: Float64Array, times: Float64Array): void {
    const plan = this.#plan!;
    const entries: FinishedRepetition[] = [];
    const before = this.#done;
    let at = 0;
    for (const [i, milliseconds] of times.entries()) {
      const unit = block * unitsPerBlock + units[i]!;
      const repetition = repetitions[i]!;
      for (const member of this.#members[unit]!) {
        const { key, tally, width, places } = member;
        if (!tally.has(repetition)) this.#done += places.length;
        entries.push({ key, repetition, values: values.slice(at, at + width) });
        tally.add(repetition, values.subarray(at, at + width));
        at += width;
      }
      plan.done(unit);
      this.#timeLeft?.add(unit, milliseconds);
    }
    if (entries.length > 0) this.#options.onFinished?.(entries, this.#done - before);
    for (const place of new Set(units.slice(0, times.length)))
      this.#lookAtPilot(plan, block * unitsPerBlock + place);
  }

  #sharedUnits(block: number): SharedUnits {
    const known = this.#shared.get(block);
    if (known !== undefined) return known;
    const units = this.#units.slice(block * unitsPerBlock, (block + 1) * unitsPerBlock);
    const shared = { type: 'share', run: this.#id, block, units: units.map(({ task }) => task) } as const;
    this.#shared.set(block, shared);
    return shared;
  }

  /** ε of a self-trained labeller, which the theory has computed; other labels need none of the theory. */
  #labelNoise(theory: ExpansionTheory, { series, point }: Place): number {
    if (this.#drawsSpectra) return 0;
    const { derived } = theory[series]![point]!;
    const reason = 'error' in derived ? derived.error : 'The label noise is not known.';
    if ('error' in derived || derived.labelNoise === null)
      throw new Refusal(`${this.#placeInWords({ series, point })}: ${reason}`);
    return derived.labelNoise;
  }

  /** Where the first pair of an item is. */
  #placeOf({ block, units }: WorkItem): string {
    const [member] = this.#members[block * unitsPerBlock + units[0]!]!;
    return this.#placeInWords(member!.places[0]!);
  }

  #placeInWords({ series, point }: Place): string {
    const { series: all, sweeps } = this.#options.expansion;
    const { label, points } = all[series]!;
    const { x, y } = points[point]!;
    const values = [x, y].flatMap((value, i) =>
      value === null ? [] : [valueInWords(sweeps[i]!.parameter, value)],
    );
    return values.length === 0 ? `“${label}”` : `“${label}” at ${values.join(', ')}`;
  }

  /** @param passing whether the run goes on */
  #parts(passing: boolean): Parameters<typeof assembleResults> {
    const { expansion, spec, pool } = this.#options;
    const theory = this.#theory ?? expansion.series.map(({ points }) => points.map(() => notPredicted));
    const tallyAt = (i: number, j: number) => this.#memberAt[i]?.[j]?.tally;
    const measured = (i: number, j: number) => {
      const tally = tallyAt(i, j);
      return tally instanceof Tally ? tally.measurement() : undefined;
    };
    const spectrum = (i: number, j: number) => {
      const tally = tallyAt(i, j);
      return tally instanceof Tally ? undefined : tally?.histogram();
    };
    const key = (i: number, j: number) => this.#memberAt[i]?.[j]?.key;
    return [
      expansion,
      theory,
      { measured, spectrum, key },
      {
        spec,
        started: this.#started,
        finished: new Date(),
        status: this.#status,
        ...(this.#failure === undefined ? {} : { reason: this.#failure.message }),
        // What is shown while a run goes on is analysed by who shows it.
        warnings: passing || this.#theory === undefined ? [] : notesOn(expansion, this.#theory, measured),
        insights: this.#insights,
        workers: pool.size,
        passing,
      },
    ];
  }

  #report(last: boolean): void {
    const now = performance.now();
    if (!last && now - this.#lastProgress < progressInterval) return;
    this.#lastProgress = now;
    const left = (unit: number) => this.#plan?.left(unit) ?? 0;
    this.#options.onProgress?.({
      done: this.#done,
      total: this.#total,
      there: this.#there,
      elapsed: now - this.#startedAt,
      left: this.#timeLeft?.expected(now - this.#simulatesSince, left) ?? null,
      snapshot: () => assembleResults(...this.#parts(!last)),
      snapshotInPieces: () => assembleInPieces(...this.#parts(!last)),
    });
  }
}

/** What a point's repetitions are gathered in. */
function talliedBy(
  parameters: PointParameters,
  { series, point }: Place,
  spectra: readonly (readonly SpectrumTally[])[] | undefined,
): Pick<MemberTally, 'tally' | 'width'> {
  return spectra === undefined
    ? { tally: new Tally(parameters.classes), width: metricsOf(parameters.classes).length }
    : { tally: spectra[series]![point]!, width: widthOfSpectrum(parameters) };
}

/** The pairs of an item from one to another. */
function slice({ block, units, repetitions }: WorkItem, from: number, to = units.length): WorkItem {
  return { block, units: units.slice(from, to), repetitions: repetitions.slice(from, to) };
}

const notPredicted = {
  derived: { error: 'Not computed: the run ended before.' },
  exact: { error: 'Not computed: the run ended before.' },
} as const;

import type { Expansion } from '../experiment/expand';
import type { PointParameters } from '../experiment/complete';
import type { ExperimentFile } from '../experiment/schema';
import type { SeriesInsights } from './insights/insights';
import { WorkerDeath, type WorkerPool } from './pool';
import type { TheorySettings } from './theoryFor';
import type { PointTheory } from './theoryOfPoint';
import type { WorkerToHost } from './workerMessages';

/** Theory by series and point, in the expansion's order. */
export type ExpansionTheory = readonly (readonly PointTheory[])[];

/**
 * Eigenvalues that one message asks for, summed over its points: some 50 ms of work, so that a newer request never
 * waits long behind an older one.
 */
const eigenvaluesPerBatch = 10_000;

/** A point costs about as much as this many eigenvalues even if it has but one. */
const fewestEigenvalues = 150;

/**
 * Computes the theory of every point on the pool's workers.
 * @param isWanted asked between batches: false gives up and returns undefined
 * @param owner of the tasks, for `WorkerPool.cancel`
 * @throws WorkerDeath, TaskCancelled
 */
export async function predictExpansion(
  pool: WorkerPool,
  expansion: Expansion,
  isWanted: () => boolean,
  owner?: object,
): Promise<ExpansionTheory | undefined> {
  const points = expansion.series.flatMap((series) => series.points.map((point) => point.parameters));
  const { variants, chart } = expansion.settings;
  const theory: PointTheory[] = new Array<PointTheory>(points.length);
  let next = 0;
  const lane = async () => {
    while (next < points.length && isWanted()) {
      const from = next;
      next = endOfBatch(points, from);
      const answers = await predictBatch(pool, points.slice(from, next), { variants, chart }, owner);
      answers.forEach((answer, i) => (theory[from + i] = answer));
    }
  };
  await Promise.all(Array.from({ length: pool.size }, lane));
  if (!isWanted()) return undefined;
  let at = 0;
  return expansion.series.map((series) => theory.slice(at, (at += series.points.length)));
}

/** Where the batch ends that begins at `from`: it has at least one point. */
function endOfBatch(points: readonly PointParameters[], from: number): number {
  let end = from;
  let eigenvalues = 0;
  while (end < points.length && (end === from || eigenvalues < eigenvaluesPerBatch)) {
    eigenvalues += workOf(points[end]!);
    end++;
  }
  return end;
}

/** What the theory of a point costs, in eigenvalues: of several classes every one takes a matrix of their means. */
function workOf({ covariance, dimension, classes }: PointParameters): number {
  const eigenvalues = covariance.kind === 'identity' ? 1 : dimension;
  const matrices = classes === 2 ? eigenvalues : (classes ** 3 / 3 + eigenvalues * classes ** 2) / 6;
  return Math.max(fewestEigenvalues, matrices);
}

async function predictBatch(
  pool: WorkerPool,
  points: readonly PointParameters[],
  settings: TheorySettings,
  owner: object | undefined,
): Promise<readonly PointTheory[]> {
  const answer = await pool.run({ type: 'predict', points, settings }, owner);
  if (answer.type === 'predicted') return answer.points;
  throw unexpected(answer);
}

/**
 * Explores every series on the pool's workers: turns, break-even points and best values.
 * @param file the experiment that was expanded into so many series
 * @param isWanted asked between series: false gives up and returns undefined
 * @throws WorkerDeath, TaskCancelled
 */
export async function exploreExpansion(
  pool: WorkerPool,
  file: ExperimentFile,
  series: number,
  isWanted: () => boolean,
  owner?: object,
): Promise<readonly SeriesInsights[] | undefined> {
  const insights: SeriesInsights[] = new Array<SeriesInsights>(series);
  let next = 0;
  const lane = async () => {
    while (next < series && isWanted()) {
      const place = next++;
      const answer = await pool.run({ type: 'explore', file, series: place }, owner);
      if (answer.type !== 'explored') throw unexpected(answer);
      insights[place] = answer.insights;
    }
  };
  await Promise.all(Array.from({ length: pool.size }, lane));
  return isWanted() ? insights : undefined;
}

function unexpected(answer: WorkerToHost): WorkerDeath {
  return new WorkerDeath(answer.type === 'refused' ? answer.reason : 'A worker answered another question.');
}

/**
 * Answers only the newest request of each key: while one is being computed, a newer one takes its place, and the older
 * one resolves to undefined. This is what keeps a dragged slider from queueing up work.
 */
export class LatestPredictor {
  readonly #pool: WorkerPool;
  readonly #explorers: WorkerPool;
  readonly #newest = new Map<string, number>();
  #count = 0;

  /** @param explorers does what takes long: explorations that are not wanted any more hold up no prediction there */
  constructor(pool: WorkerPool, explorers: WorkerPool = pool) {
    this.#pool = pool;
    this.#explorers = explorers;
  }

  /** @throws WorkerDeath */
  async predict(key: string, expansion: Expansion): Promise<ExpansionTheory | undefined> {
    const mine = ++this.#count;
    this.#newest.set(key, mine);
    return predictExpansion(this.#pool, expansion, () => this.#newest.get(key) === mine);
  }

  /**
   * Explores the experiment that was asked for last under a key.
   * @throws WorkerDeath
   */
  async explore(
    key: string,
    file: ExperimentFile,
    series: number,
  ): Promise<readonly SeriesInsights[] | undefined> {
    const mine = this.#newest.get(key);
    return exploreExpansion(this.#explorers, file, series, () => this.#newest.get(key) === mine);
  }

  /** Gives up what is being computed for a key. */
  forget(key: string): void {
    this.#newest.delete(key);
  }
}

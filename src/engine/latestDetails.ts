import type { Expansion } from '../experiment/expand';
import type { PointParameters } from '../experiment/complete';
import type { PointDetails } from './details';
import type { Outcome } from './messages';
import type { WorkerPool } from './pool';
import { specHash } from './specHash';

/**
 * The details of one point after the other, computed on the pool's workers. While one is being computed, a newer
 * request takes the place of those that wait, and what nobody looks at any more is not answered.
 */
export class LatestDetails {
  readonly #pool: WorkerPool;
  readonly #shown: () => Expansion | undefined;
  #newest = 0;
  #underWay: Promise<unknown> = Promise.resolve();

  /** @param shown the experiment whose points are asked for: as it is at the moment of asking */
  constructor(pool: WorkerPool, shown: () => Expansion | undefined) {
    this.#pool = pool;
    this.#shown = shown;
  }

  /**
   * The details of a point, by its place in the experiment that is shown, or the sentence why there are none.
   * @returns undefined if there is no such point, a newer request has come, or another experiment is shown by then
   */
  async of(series: number, point: number): Promise<Outcome<PointDetails> | undefined> {
    const mine = ++this.#newest;
    const asked = this.#shown();
    const parameters = asked?.series[series]?.points[point]?.parameters;
    if (asked === undefined || parameters === undefined) return undefined;
    const isNewest = () => mine === this.#newest;
    const answer = this.#underWay.then(() => (isNewest() ? this.#compute(parameters) : undefined));
    this.#underWay = answer;
    const details = await answer;
    const shown = this.#shown();
    // A new state of the text may well mean the same experiment.
    return isNewest() && shown !== undefined && specHash(shown) === specHash(asked) ? details : undefined;
  }

  async #compute(parameters: PointParameters): Promise<Outcome<PointDetails>> {
    try {
      const answer = await this.#pool.run({ type: 'details', parameters });
      if (answer.type === 'details') return { ok: true, value: answer.details };
      throw new Error(answer.type === 'refused' ? answer.reason : 'A worker answered another question.');
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error) };
    }
  }
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detailsOf } from '../../../src/engine/details';
import { LatestDetails } from '../../../src/engine/latestDetails';
import { WorkerPool } from '../../../src/engine/pool';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { buildBundles, type Bundles } from '../support/bundles';
import { expansionOf, small } from './experiments';

let bundles: Bundles;
let pool: WorkerPool;
beforeAll(async () => {
  bundles = await buildBundles('worker');
  pool = new WorkerPool({ workerFile: bundles.workerFile, size: 1 });
});
afterAll(() => {
  pool.dispose();
  bundles.remove();
});

const expansionWith = (changes: Partial<ExperimentFile> = {}) => expansionOf({ ...small, ...changes });

describe('LatestDetails', () => {
  it('tells of any point what `detailsOf` says, on another thread', async () => {
    const shown = expansionWith({
      data: { kind: 'gaussian', dimension: 20, meanNorm: 1, positiveShare: 0.8 },
      generator: { kind: 'fitted', samples: 50, source: 'independent', generations: 3 },
    });
    const details = new LatestDetails(pool, () => shown);
    for (const [series, point] of [
      [0, 0],
      [1, 2],
    ] as const) {
      const expected = detailsOf(shown.series[series]!.points[point]!.parameters);
      expect(await details.of(series, point)).toEqual({ ok: true, value: expected });
    }
  });

  it('answers the newest request only, and asks the workers for no more than two', async () => {
    let tasks = 0;
    const counting = new Proxy(pool, {
      get: (target, key) => {
        if (key === 'run') tasks++;
        const member: unknown = Reflect.get(target, key, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    const shown = expansionWith();
    const details = new LatestDetails(counting, () => shown);
    const answers = await Promise.all([0, 1, 2, 0, 1].map((point) => details.of(1, point)));
    expect(answers.slice(0, -1)).toEqual([undefined, undefined, undefined, undefined]);
    const expected = detailsOf(shown.series[1]!.points[1]!.parameters);
    expect(answers.at(-1)).toEqual({ ok: true, value: expected });
    expect(tasks).toBeLessThanOrEqual(2);
  });

  it('drops what is about an experiment that is not shown any more, unless the new one means the same', async () => {
    let shown = expansionWith();
    const details = new LatestDetails(pool, () => shown);
    const late = details.of(0, 1);
    shown = expansionWith({ classifier: { ridge: 2 } });
    expect(await late).toBeUndefined();
    const retitled = details.of(0, 1);
    shown = expansionWith({ classifier: { ridge: 2 }, title: 'Another title' });
    expect((await retitled)?.ok).toBe(true);
  });

  it('has no answer where there is no such point', async () => {
    const shown = expansionWith();
    const details = new LatestDetails(pool, () => shown);
    expect(await details.of(2, 0)).toBeUndefined();
    expect(await details.of(0, 3)).toBeUndefined();
    expect(await new LatestDetails(pool, () => undefined).of(0, 0)).toBeUndefined();
  });

  it('says in a sentence that a worker could not answer', async () => {
    const closed = new WorkerPool({ workerFile: bundles.workerFile, size: 1 });
    closed.dispose();
    const shown = expansionWith();
    expect(await new LatestDetails(closed, () => shown).of(0, 0)).toEqual({
      ok: false,
      error: 'The worker pool is closed.',
    });
  });
});

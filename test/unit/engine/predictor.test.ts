import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TaskCancelled, WorkerPool } from '../../../src/engine/pool';
import { LatestPredictor, predictExpansion } from '../../../src/engine/predictor';
import { theoryOfPoint } from '../../../src/engine/theoryOfPoint';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { buildBundles, type Bundles } from '../support/bundles';
import { expansionOf, small } from './experiments';

let bundles: Bundles;
let pool: WorkerPool;
beforeAll(async () => {
  bundles = await buildBundles('worker');
  pool = new WorkerPool({ workerFile: bundles.workerFile, size: 2 });
});
afterAll(() => {
  pool.dispose();
  bundles.remove();
});

const swept = (points: number, changes: Partial<ExperimentFile> = {}) =>
  expansionOf({
    ...small,
    sweep: { parameter: 'syntheticProportion', from: 0, to: 0.9, points },
    ...changes,
  });

describe('predictExpansion', () => {
  it('gives what the theory says of every point, in order, on other threads', async () => {
    const expansion = swept(150);
    const theory = await predictExpansion(pool, expansion, () => true);
    expect(theory).toEqual(
      expansion.series.map(({ points }) => points.map(({ parameters }) => theoryOfPoint(parameters))),
    );
  });

  it('gives up between batches when it is not wanted any more', async () => {
    let asked = 0;
    const theory = await predictExpansion(pool, swept(500), () => ++asked < 4);
    expect(theory).toBeUndefined();
    expect(asked).toBeLessThan(10);
  });

  it('asks for less at a time where points are dear, so that it can give up sooner', async () => {
    const asksFor = async (file: Partial<ExperimentFile>) => {
      let asked = 0;
      await predictExpansion(pool, swept(60, { series: [], ...file }), () => ++asked > 0);
      return asked;
    };
    const covariance = { kind: 'powerLaw', exponent: 1 } as const;
    const data = { kind: 'gaussian', dimension: 3000, meanNorm: 1 } as const;
    expect(await asksFor({ data })).toBeLessThan(6);
    expect(await asksFor({ data: { ...data, covariance } })).toBeGreaterThan(12);
  });

  it('can be cancelled as the pool’s other tasks', async () => {
    const owner = {};
    const underWay = predictExpansion(pool, swept(500), () => true, owner);
    pool.cancel(owner);
    await expect(underWay).rejects.toBeInstanceOf(TaskCancelled);
  });
});

describe('LatestPredictor', () => {
  it('answers the newest request of a key; older ones come to nothing', async () => {
    const predictor = new LatestPredictor(pool);
    const requests = [1, 2, 3].map((ridge) => predictor.predict('a', swept(200, { classifier: { ridge } })));
    const other = predictor.predict('b', swept(3));
    const [first, second, third] = await Promise.all(requests);
    expect(first).toBeUndefined();
    expect(second).toBeUndefined();
    const [point] = swept(200, { classifier: { ridge: 3 } }).series[0]!.points;
    expect(third![0]![0]).toEqual(theoryOfPoint(point!.parameters));
    expect((await other)![0]).toHaveLength(3);
  });

  it('predicts without waiting for an exploration that has workers of its own', async () => {
    const explorers = new WorkerPool({ workerFile: bundles.workerFile, size: 1 });
    const predictor = new LatestPredictor(pool, explorers);
    const slow: ExperimentFile = {
      ...small,
      theory: {
        optimise: [
          { parameter: 'classifier.ridge', from: 0.001, to: 100, scale: 'log' },
          { parameter: 'classifier.syntheticWeight', from: 0.01, to: 100, scale: 'log' },
        ],
      },
    };
    const finished: string[] = [];
    await predictor.predict('a', expansionOf(slow));
    const exploring = predictor.explore('a', slow, 1).then(() => finished.push('explored'));
    await predictor.predict('b', swept(3)).then(() => finished.push('predicted'));
    await exploring;
    expect(finished).toEqual(['predicted', 'explored']);
    explorers.dispose();
  });

  it('forgets a key whose document is closed', async () => {
    const predictor = new LatestPredictor(pool);
    const request = predictor.predict('a', swept(200));
    predictor.forget('a');
    expect(await request).toBeUndefined();
  });
});

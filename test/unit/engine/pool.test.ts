import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { afterEach, describe, expect, it } from 'vitest';
import { TaskCancelled, WorkerDeath, WorkerPool, type Task } from '../../../src/engine/pool';
import type { PointParameters } from '../../../src/experiment/complete';

const workerFile = join(import.meta.dirname, 'fixtures/scriptedWorker.cjs');

interface Order {
  readonly order: 'answer' | 'answerLater' | 'spin' | 'exit' | 'throw' | 'fillMemory';
  readonly milliseconds?: number;
  readonly beats?: Int32Array;
}

/** A task for the scripted worker, in the place where others have points. */
const task = (order: Order): Task => ({
  type: 'predict',
  settings: { variants: ['exact'], chart: 'curves' },
  points: [order] as unknown as readonly PointParameters[],
});
const answer = task({ order: 'answer' });

let pool: WorkerPool;
afterEach(() => pool.dispose());

const open = (size: number, idleAfter?: number) => {
  pool = new WorkerPool({ workerFile, size, ...(idleAfter === undefined ? {} : { idleAfter }) });
  return pool;
};

/** The thread that answered. */
async function threadOf(pool: WorkerPool, asked = answer): Promise<number> {
  const result = await pool.run(asked);
  if (result.type !== 'predicted') throw new Error('The scripted worker answers as if to a prediction.');
  return result.points[0] as unknown as number;
}

/** A worker that spins, once it does. */
async function spinning(pool: WorkerPool, owner?: object) {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const outcome = pool.run(task({ order: 'spin', beats }), owner).then(
    () => 'answered',
    (error: unknown) => error,
  );
  while (Atomics.load(beats, 0) === 0) await sleep(5);
  return { beats, outcome };
}

/** Whether a spinning worker has stopped, after a moment for its end. */
async function hasStopped(beats: Int32Array): Promise<boolean> {
  for (let i = 0; i < 100; i++) {
    const before = Atomics.load(beats, 0);
    await sleep(20);
    if (Atomics.load(beats, 0) === before) return true;
  }
  return false;
}

describe('WorkerPool', () => {
  it('does tasks in the order in which they came, on workers that it keeps', async () => {
    open(1);
    const finished: number[] = [];
    const threads = await Promise.all(
      [30, 0, 10, 0].map(async (milliseconds, i) => {
        const thread = await threadOf(pool, task({ order: 'answerLater', milliseconds }));
        finished.push(i);
        return thread;
      }),
    );
    expect(finished).toEqual([0, 1, 2, 3]);
    expect(new Set(threads).size).toBe(1);
  });

  it('runs as many at once as its size, not more', async () => {
    open(2);
    const threads = await Promise.all(
      Array.from({ length: 6 }, () => threadOf(pool, task({ order: 'answerLater', milliseconds: 20 }))),
    );
    expect(new Set(threads).size).toBe(2);
  });

  it('ends idle workers, and starts new ones when needed', async () => {
    open(1, 30);
    const first = await threadOf(pool);
    await sleep(300);
    expect(await threadOf(pool)).not.toBe(first);
  });

  it('does not end a worker that is at work', async () => {
    open(1, 30);
    const first = await threadOf(pool, task({ order: 'answerLater', milliseconds: 150 }));
    expect(await threadOf(pool)).toBe(first);
  });

  it('loses with a worker only the task that it had', async () => {
    open(1);
    const outcomes = await Promise.allSettled([
      pool.run(answer),
      pool.run(task({ order: 'exit' })),
      pool.run(answer),
      pool.run(task({ order: 'throw' })),
      pool.run(answer),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    const reasons = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as Error] : [],
    );
    for (const reason of reasons) expect(reason).toBeInstanceOf(WorkerDeath);
    expect(reasons.map(({ message }) => message)).toEqual([
      'A worker thread stopped before its work was done: it ended with code 5.',
      'A worker thread stopped before its work was done: it failed with: thrown on purpose.',
    ]);
  });

  it('survives a worker that runs out of memory', async () => {
    open(1);
    // For the worker that starts now; 0 is V8's own choice again.
    setFlagsFromString('--max-old-space-size=40');
    try {
      await expect(pool.run(task({ order: 'fillMemory' }))).rejects.toThrow(
        'A worker thread stopped before its work was done: it failed with: it ran out of memory.',
      );
    } finally {
      setFlagsFromString('--max-old-space-size=0');
    }
    await threadOf(pool);
  });

  it('reports a worker script that is not there', async () => {
    pool = new WorkerPool({ workerFile: join(import.meta.dirname, 'none.cjs'), size: 1 });
    await expect(pool.run(answer)).rejects.toBeInstanceOf(WorkerDeath);
    await expect(pool.run(answer)).rejects.toThrow(/Cannot find module/);
  });

  it('drops an owner’s tasks at once, though a worker listens to nothing', async () => {
    open(1);
    const owner = {};
    const { beats, outcome } = await spinning(pool, owner);
    const waiting = pool.run(answer, owner).catch((error: unknown) => error);
    const start = performance.now();
    pool.cancel(owner);
    expect(await outcome).toBeInstanceOf(TaskCancelled);
    expect(await waiting).toBeInstanceOf(TaskCancelled);
    expect(performance.now() - start).toBeLessThan(50);
    expect(await hasStopped(beats)).toBe(true);
    await threadOf(pool);
  });

  it('leaves the tasks of others alone, and goes on with them', async () => {
    open(2);
    const [mine, others] = [{}, {}];
    const { outcome } = await spinning(pool, mine);
    const underWay = pool.run(task({ order: 'answerLater', milliseconds: 50 }), others);
    const waiting = pool.run(answer, others);
    pool.cancel(mine);
    expect(await outcome).toBeInstanceOf(TaskCancelled);
    expect((await underWay).type).toBe('predicted');
    expect((await waiting).type).toBe('predicted');
  });

  it('gives the place of a cancelled task to the next one that waits', async () => {
    open(1);
    const owner = {};
    await spinning(pool, owner);
    const waiting = pool.run(answer);
    pool.cancel(owner);
    expect((await waiting).type).toBe('predicted');
  });

  it('does nothing for an owner without tasks', async () => {
    open(1);
    const underWay = pool.run(task({ order: 'answerLater', milliseconds: 20 }));
    pool.cancel({});
    expect((await underWay).type).toBe('predicted');
  });

  it('ends everything when closed, and takes nothing more', async () => {
    open(1);
    const { beats, outcome } = await spinning(pool);
    const waiting = pool.run(answer).catch((error: unknown) => error);
    pool.dispose();
    expect(await outcome).toBeInstanceOf(TaskCancelled);
    expect(await waiting).toBeInstanceOf(TaskCancelled);
    await expect(pool.run(answer)).rejects.toThrow('The worker pool is closed.');
    expect(await hasStopped(beats)).toBe(true);
    pool.dispose();
  });
});

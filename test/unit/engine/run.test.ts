import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TaskCancelled, WorkerDeath, WorkerPool } from '../../../src/engine/pool';
import { isPredicted, metricsOf, type ResultsDocument } from '../../../src/engine/results';
import { readResults, resultsText } from '../../../src/engine/resultsFile';
import { Refusal, startRun, type Run, type RunOptions, type RunProgress } from '../../../src/engine/run';
import { RunQueue, type QueuedRun } from '../../../src/engine/runQueue';
import { RepetitionValues } from '../../../src/engine/repetitionValues';
import { repetitionsNeeded } from '../../../src/engine/statistics/repetitionsNeeded';
import { specHash } from '../../../src/engine/specHash';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { buildBundles, type Bundles } from '../support/bundles';
import { expansionOf, small } from './experiments';

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles('worker');
});
afterAll(() => bundles.remove());

/** Lets the workers that start from now on die: of a pair, or in a task while the marker is there. */
function setDying({ marker = '', task = '', pair = '' }): void {
  Object.assign(process.env, {
    DYING_WORKER_BUNDLE: bundles.workerFile,
    DYING_WORKER_MARKER: marker,
    DYING_WORKER_TASK: task,
    DYING_WORKER_PAIR: pair,
  });
}
const dyingWorker = join(import.meta.dirname, 'fixtures/dyingWorker.cjs');

const pools: WorkerPool[] = [];
afterEach(() => pools.splice(0).forEach((pool) => pool.dispose()));

function poolOf(size: number, workerFile = bundles.workerFile): WorkerPool {
  const pool = new WorkerPool({ workerFile, size });
  pools.push(pool);
  return pool;
}

const options = (file: ExperimentFile, pool: WorkerPool): RunOptions => ({
  pool,
  spec: file,
  expansion: expansionOf(file),
});

/** Starts a run and gathers what it reports. */
function start(file: ExperimentFile, pool: WorkerPool): Run & { readonly reports: RunProgress[] } {
  const reports: RunProgress[] = [];
  const run = startRun({ ...options(file, pool), onProgress: (progress) => reports.push(progress) });
  return { ...run, reports };
}

/** All that the seed decides. */
function numbersOf(document: ResultsDocument): string {
  const platform = { os: '', arch: '', node: '' };
  return resultsText({ ...document, started: '', finished: '', platform });
}

function repetitionsOf({ series }: ResultsDocument): number[] {
  return series.flatMap(({ points }) => points.map(({ simulation }) => simulation?.repetitions ?? 0));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** One repetition takes long enough to be caught at work. */
const slow: ExperimentFile = {
  ...small,
  data: { kind: 'gaussian', dimension: 1000, meanNorm: 1 },
  realSamples: 2000,
  generator: { kind: 'exact' },
};

describe('a run', () => {
  it('gives the same numbers for any number of workers', async () => {
    for (const sampler of ['sufficient', 'explicit'] as const) {
      const file: ExperimentFile = { ...small, simulation: { repetitions: 6, seed: 3, sampler } };
      const documents: string[] = [];
      for (const workers of [1, 2, 4]) {
        documents.push(numbersOf(await start(file, poolOf(workers)).finished));
      }
      expect(documents[1]).toBe(documents[0]);
      expect(documents[2]).toBe(documents[0]);
    }
  });

  it('gives other numbers for another seed, and for every repetition', async () => {
    const pool = poolOf(2);
    const a = await start(small, pool).finished;
    const b = await start({ ...small, simulation: { repetitions: 6, seed: 4 } }, pool).finished;
    const accuracies = [a, b].flatMap(({ series }) =>
      // Without synthetic rows both series are the same point.
      series.flatMap(({ points }, i) =>
        points.slice(i).flatMap(({ simulation }) => simulation!.accuracy.values),
      ),
    );
    expect(accuracies).toHaveLength(2 * 5 * 6);
    expect(new Set(accuracies).size).toBe(accuracies.length);
  });

  it('leaves a whole document', async () => {
    const { finished, failure } = start(small, poolOf(2));
    const document = await finished;
    expect(failure()).toBeUndefined();
    expect(document).toMatchObject({
      format: 'resolvent-results',
      version: 1,
      spec: small,
      specHash: specHash(expansionOf(small)),
      seed: 3,
      status: 'complete',
    });
    expect('reason' in document).toBe(false);
    expect(document.series.map(({ label }) => label)).toEqual(['none', 'oracle']);
    expect(document.series[0]!.points.map(({ x }) => x)).toEqual([0, 0.4, 0.8]);
    expect(repetitionsOf(document)).toEqual([6, 6, 6, 6, 6, 6]);
    expect(Date.parse(document.finished)).toBeGreaterThanOrEqual(Date.parse(document.started));
    for (const { points } of document.series) {
      for (const { theory } of points) expect(isPredicted(theory.exact)).toBe(true);
    }
  });

  it('runs grids, several classes and other losses, and reads what it has written', async () => {
    const file: ExperimentFile = {
      ...small,
      classifier: { ridge: 0.1 },
      generator: { kind: 'exact' },
      sweep: [
        { parameter: 'syntheticProportion', values: [0.2, 0.6] },
        { parameter: 'labelNoise.rate', values: [0, 0.1, 0.3] },
      ],
      series: [
        { label: 'two classes', set: {} },
        { label: 'three classes', set: { 'data.classes': 3 } },
        { label: 'logistic', set: { 'classifier.loss': 'logistic' } },
      ],
      theory: { variants: ['exact', 'published'] },
      simulation: { repetitions: 3, seed: 3 },
    };
    const document = await start(file, poolOf(2)).finished;
    expect(document.reason).toBeUndefined();
    const places = document.series.map(({ points }) => points.map(({ x, y }) => [x, y]));
    for (const place of places) {
      expect(place).toEqual([
        [0.2, 0],
        [0.6, 0],
        [0.2, 0.1],
        [0.6, 0.1],
        [0.2, 0.3],
        [0.6, 0.3],
      ]);
    }
    for (const [i, { points }] of document.series.entries()) {
      for (const { theory, simulation } of points) {
        if (!isPredicted(theory.exact)) throw new Error('There is a value here.');
        expect(Object.keys(theory)).toEqual(['exact', 'published']);
        expect(isPredicted(theory.published)).toBe(i === 0);
        const measured = metricsOf(i === 1 ? 3 : 2);
        expect(Object.keys(theory.exact)).toEqual(measured);
        expect(Object.keys(simulation!)).toEqual(['repetitions', ...measured]);
        for (const metric of measured) expect(simulation![metric]!.values).toHaveLength(3);
      }
    }
    const folder = mkdtempSync(join(tmpdir(), 'resolvent-run-'));
    const path = join(folder, 'a.results.json');
    writeFileSync(path, resultsText(document));
    expect(await readResults(path)).toEqual(document);
    rmSync(folder, { recursive: true });
  });

  it('gives every point as many repetitions as its target takes, in the same numbers whatever was there', async () => {
    const pool = poolOf(2);
    const aimed = {
      ...small,
      simulation: { repetitions: 5, seed: 3, targetStandardError: 0.004, maximumRepetitions: 200 },
    };
    const reports: RunProgress[] = [];
    const document = await startRun({
      ...options(aimed, pool),
      onProgress: (progress) => reports.push(progress),
    }).finished;
    expect(document.status).toBe('complete');
    const all = document.series.flatMap(({ points }) => points.map(({ simulation }) => simulation!));
    for (const { repetitions, accuracy, numbers } of all) {
      expect(numbers).toBeUndefined();
      expect(repetitions).toBe(repetitionsNeeded(accuracy.values!.slice(0, 5), 0.004, 200));
    }
    expect(Math.max(...all.map(({ repetitions }) => repetitions))).toBeGreaterThan(5);
    expect(reports.at(-1)!.total).toBe(sum(repetitionsOf(document)));
    // The same is found where the pilot, and more, was there before.
    const known = new Map<string, RepetitionValues>();
    for (const { key, simulation } of document.series.flatMap(({ points }) => points)) {
      const values = new RepetitionValues(4);
      for (let i = 0; i < Math.min(8, simulation!.repetitions); i++)
        values.set(i, Float64Array.from(metricsOf(2).map((metric) => simulation![metric]!.values![i]!)));
      known.set(key!, values);
    }
    const again = await startRun({ ...options(aimed, pool), known }).finished;
    expect(numbersOf(again)).toBe(numbersOf(document));
  });

  it('has the same numbers for ridges together, whoever computes them', async () => {
    const file: ExperimentFile = {
      ...small,
      sweep: { parameter: 'classifier.ridge', values: [0.01, 0.1, 1, 10, 100] },
    };
    const [a, b] = [await start(file, poolOf(1)).finished, await start(file, poolOf(2)).finished];
    expect(a.reason).toBeUndefined();
    expect(numbersOf(b)).toBe(numbersOf(a));
    // Alone, as one of three, a ridge is solved for by itself: the same but for rounding.
    const few = { ...file, sweep: { parameter: 'classifier.ridge', values: [0.01, 0.1, 1] } };
    const alone = await start(few, poolOf(1)).finished;
    alone.series[0]!.points.forEach(({ simulation }, j) =>
      simulation!.accuracy.values!.forEach((value, i) =>
        expect(value).toBeCloseTo(a.series[0]!.points[j]!.simulation!.accuracy.values![i]!, 10),
      ),
    );
  });

  it('is theory alone with 0 repetitions', async () => {
    const { finished, reports } = start({ ...small, simulation: { repetitions: 0 } }, poolOf(1));
    const document = await finished;
    expect(document.status).toBe('complete');
    expect(sum(repetitionsOf(document))).toBe(0);
    expect(isPredicted(document.series[1]!.points[2]!.theory.exact)).toBe(true);
    expect(reports.at(-1)).toMatchObject({ done: 0, total: 0 });
  });

  it('reports progress that only grows, at most 20 times a second, and once at the end', async () => {
    const file: ExperimentFile = {
      ...slow,
      realSamples: 200,
      data: { ...slow.data, dimension: 100 },
      simulation: { repetitions: 60 },
    };
    const { finished, reports } = start(file, poolOf(2));
    await finished;
    expect(reports.length).toBeGreaterThan(1);
    const last = reports.at(-1)!;
    expect(last).toMatchObject({ done: 360, total: 360, left: 0 });
    expect(reports.length).toBeLessThanOrEqual(last.elapsed / 50 + 2);
    reports.slice(1).forEach((report, i) => {
      const before = reports[i]!;
      expect(report.done).toBeGreaterThanOrEqual(before.done);
      expect(report.elapsed).toBeGreaterThanOrEqual(before.elapsed);
    });
  });

  it('has a snapshot of what there is at any time, which does not claim to be complete', async () => {
    const snapshots: ResultsDocument[] = [];
    await startRun({
      ...options(small, poolOf(1)),
      onProgress: ({ done, total, snapshot }) => {
        const document = snapshot();
        expect(sum(repetitionsOf(document))).toBe(done);
        expect(document.status).toBe(done === total ? 'complete' : 'cancelled');
        snapshots.push(document);
      },
    }).finished;
    expect(snapshots.at(-1)!.status).toBe('complete');
  });
});

describe('a cancelled run', () => {
  it(
    'ends within 200 ms, in the midst of long repetitions, and keeps what there was',
    { retry: 2 },
    async () => {
      const pool = poolOf(2);
      let cancelledAt = 0;
      const run: Run = startRun({
        ...options({ ...slow, data: { ...slow.data, dimension: 1500 } }, pool),
        onProgress: ({ done }) => {
          if (done < 1 || cancelledAt > 0) return;
          cancelledAt = performance.now();
          run.cancel();
        },
      });
      const document = await run.finished;
      expect(performance.now() - cancelledAt).toBeLessThan(200);
      expect(document.status).toBe('cancelled');
      expect('reason' in document).toBe(false);
      const done = sum(repetitionsOf(document));
      expect(done).toBeGreaterThan(0);
      expect(done).toBeLessThan(36);
      expect(resultsText(document)).not.toMatch(/NaN|Infinity/);
      // The theory was there before.
      expect(isPredicted(document.series[0]!.points[0]!.theory.exact)).toBe(true);
      // The pool is as good as new.
      expect((await start(small, pool).finished).status).toBe('complete');
    },
  );

  it('has no numbers where it was cancelled before any, and is not called complete', async () => {
    for (const repetitions of [0, 6]) {
      const run = start({ ...small, simulation: { repetitions } }, poolOf(1));
      run.cancel();
      run.cancel();
      const document = await run.finished;
      expect(document.status).toBe('cancelled');
      expect(sum(repetitionsOf(document))).toBe(0);
      expect(resultsText(document)).not.toMatch(/NaN|Infinity/);
    }
  });

  it('stays complete when it is cancelled after its end', async () => {
    const run = start(small, poolOf(1));
    expect((await run.finished).status).toBe('complete');
    run.cancel();
    expect((await run.finished).status).toBe('complete');
  });

  it('never takes tasks from the run that comes after it', async () => {
    const pool = poolOf(2);
    const first = start(small, pool);
    first.cancel();
    await first.finished;
    // Each of its repetitions lasts beyond the moment when the first run's patience ends.
    const second = await start({ ...slow, series: [], simulation: { repetitions: 1 } }, pool).finished;
    expect(second.status).toBe('complete');
  });
});

describe('a run that fails', () => {
  it('survives the death of workers, and has the same numbers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'resolvent-dying-'));
    const file = { ...small, simulation: { repetitions: 1000, seed: 3 } };
    const undisturbed = numbersOf(await start(file, poolOf(2)).finished);
    for (const task of ['1', '3']) {
      const marker = join(folder, `marker${task}`);
      setDying({ marker, task });
      writeFileSync(marker, '');
      const { finished, failure } = start(file, poolOf(2, dyingWorker));
      const document = await finished;
      expect(existsSync(marker)).toBe(false);
      expect(failure()).toBeUndefined();
      expect(numbersOf(document)).toBe(undisturbed);
    }
    rmSync(folder, { recursive: true });
  });

  it('does fewer repetitions at once where memory is short', async () => {
    const data = { ...small.data, dimension: 200 };
    const file: ExperimentFile = { ...small, data, simulation: { repetitions: 20, seed: 3 } };
    const undisturbed = numbersOf(await start(file, poolOf(2)).finished);
    /** Memory for one simulation at a time: of two, the one that is asked for `dies`-th dies of it. */
    class NarrowPool extends WorkerPool {
      atOnce = 0;
      asked = 0;
      deaths = 0;
      dies = 0;
      override async run(...of: Parameters<WorkerPool['run']>): ReturnType<WorkerPool['run']> {
        if (of[0].type !== 'simulate') return super.run(...of);
        if (++this.asked === this.dies || (this.asked > 2 && this.atOnce > 0)) {
          this.deaths++;
          throw new WorkerDeath('A worker thread ran out of memory.', { forMemory: true });
        }
        this.atOnce++;
        return super.run(...of).finally(() => this.atOnce--);
      }
    }
    for (const dies of [1, 2]) {
      const pool = new NarrowPool({ workerFile: bundles.workerFile, size: 2 });
      pools.push(pool);
      pool.dies = dies;
      const document = await start(file, pool).finished;
      expect(document.reason).toBeUndefined();
      expect(document.status).toBe('complete');
      expect(pool.deaths).toBe(1);
      expect(numbersOf(document)).toBe(undisturbed);
    }
  });

  it('says which point its workers die of, and keeps what was finished', async () => {
    const file = { ...small, simulation: { repetitions: 300, seed: 3 } };
    setDying({ pair: '4,200' });
    const pool = poolOf(1, dyingWorker);
    const { finished, failure } = start(file, pool);
    const document = await finished;
    expect(document.status).toBe('failed');
    expect(document.reason).toBe(
      '“oracle” at 40 %: A worker thread stopped before its work was done: it ended with code 1. It was tried 3 times.',
    );
    expect(failure()).toBeInstanceOf(WorkerDeath);
    expect(repetitionsOf(document)).toEqual([201, 201, 201, 201, 200, 200]);
    setDying({});
    const again = await start(file, pool).finished;
    expect(again.status).toBe('complete');
    // What was kept is what the whole run has.
    document.series.forEach(({ points }, i) =>
      points.forEach(({ simulation }, j) => {
        const { values } = again.series[i]!.points[j]!.simulation!.risk;
        expect(values!.slice(0, simulation!.repetitions)).toEqual(simulation!.risk.values);
      }),
    );
  });

  it('names the series and the place of a repetition that cannot be done', async () => {
    const file: ExperimentFile = {
      version: 1,
      data: small.data,
      realSamples: 0,
      syntheticSamples: 42,
      generator: { kind: 'exact' },
      // 21 rows are kept on average, one more than there are dimensions; often enough it is fewer.
      labelNoise: { kind: 'uniform', rate: 0.5 },
      verifier: 'oracle',
      classifier: { ridge: 0 },
      sweep: { parameter: 'data.meanNorm', values: [1.5] },
      series: [{ label: 'no ridge', set: {} }],
      simulation: { repetitions: 50 },
    };
    const { finished, failure } = start(file, poolOf(2));
    const document = await finished;
    expect(document.status).toBe('failed');
    expect(document.reason).toMatch(
      /^“no ridge” at 1\.5: The classifier is not determined: with ridge 0.*\.$/,
    );
    expect(failure()).toBeInstanceOf(Refusal);
  });

  it('says so where memory does not suffice', async () => {
    const file: ExperimentFile = { ...small, data: { ...small.data, dimension: 40_000 }, series: [] };
    const document = await start(file, poolOf(1)).finished;
    expect(document.status).toBe('failed');
    expect(document.reason).toMatch(/^“Small” at 0 %: Not enough memory: .*\.$/);
  });

  it('says so where the theory has no label noise to simulate with', async () => {
    const file: ExperimentFile = {
      ...small,
      labelNoise: { kind: 'selfTrained' },
      classifier: { ridge: 0 },
      // 15 clean synthetic rows do not determine a classifier in 20 dimensions.
      sweep: { parameter: 'syntheticProportion', values: [0.2, 0.6] },
      series: [],
    };
    const { finished, failure } = start(file, poolOf(1));
    const document = await finished;
    expect(document.status).toBe('failed');
    expect(document.reason).toMatch(/^“Small” at 20 %: [A-Z].*\.$/);
    expect(failure()).toBeInstanceOf(Refusal);
    expect(isPredicted(document.series[0]!.points[1]!.theory.exact)).toBe(true);
  });

  it('fails, and does not count as cancelled, when its pool is closed under it', async () => {
    const pool = poolOf(1);
    const { finished, failure } = start(slow, pool);
    pool.dispose();
    const document = await finished;
    expect(document.status).toBe('failed');
    expect(failure()).toBeInstanceOf(TaskCancelled);
  });
});

describe('RunQueue', () => {
  it('runs one after another, in order', async () => {
    const pool = poolOf(2);
    const queue = new RunQueue();
    const events: string[] = [];
    const runs = ['a', 'b', 'c'].map((name) => {
      const run = queue.enqueue(() => {
        events.push(`${name} starts`);
        return startRun(options(small, pool));
      });
      void run.finished.then(() => events.push(`${name} ends`));
      return run;
    });
    const documents = await Promise.all(runs.map(({ finished }) => finished));
    expect(documents.map((document) => document?.status)).toEqual(['complete', 'complete', 'complete']);
    expect(events.filter((event) => event.endsWith('starts'))).toEqual(['a starts', 'b starts', 'c starts']);
    expect(events.indexOf('a ends')).toBeLessThan(events.indexOf('c starts'));
  });

  it('lets a run leave at once while it waits, and goes on with the others', async () => {
    const pool = poolOf(1);
    const queue = new RunQueue();
    let firstEnded = false;
    const first = queue.enqueue(() => startRun(options(small, pool)));
    void first.finished.then(() => (firstEnded = true));
    const second = queue.enqueue(() => expect.unreachable());
    const third = queue.enqueue(() => startRun(options(small, pool)));
    second.cancel();
    expect(await second.finished).toBeUndefined();
    expect(firstEnded).toBe(false);
    expect((await first.finished)?.status).toBe('complete');
    expect((await third.finished)?.status).toBe('complete');
    second.cancel();
  });

  it('cancels a run under way, and the next one is whole', async () => {
    const pool = poolOf(2);
    const queue = new RunQueue();
    const first: QueuedRun<ResultsDocument> = queue.enqueue(() =>
      startRun({ ...options(slow, pool), onProgress: () => first.cancel() }),
    );
    const second = queue.enqueue(() =>
      startRun(options({ ...slow, series: [], simulation: { repetitions: 1 } }, pool)),
    );
    expect((await first.finished)?.status).toBe('cancelled');
    expect((await second.finished)?.status).toBe('complete');
  });

  it('goes on after a run that failed', async () => {
    const queue = new RunQueue();
    const closed = poolOf(1);
    closed.dispose();
    const first = queue.enqueue(() => startRun(options(small, closed)));
    const second = queue.enqueue(() => startRun(options(small, poolOf(1))));
    expect((await first.finished)?.status).toBe('failed');
    expect((await second.finished)?.status).toBe('complete');
  });
});

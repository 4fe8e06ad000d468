import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorkerPool } from '../../../src/engine/pool';
import type { ResultPoint, ResultsDocument } from '../../../src/engine/results';
import { readResults, writeResults } from '../../../src/engine/resultsFile';
import { startRun, type RunProgress } from '../../../src/engine/run';
import { estimateOf } from '../../../src/engine/tally';
import { verificationInWords } from '../../../src/engine/verify/inWords';
import type { Verification } from '../../../src/engine/verify/model';
import { startVerification, type VerificationOptions } from '../../../src/engine/verify/verify';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { buildBundles, type Bundles } from '../support/bundles';
import { expansionOf, small } from './experiments';

let bundles: Bundles;
let pool: WorkerPool;
let folder: string;
let results: ResultsDocument;
beforeAll(async () => {
  bundles = await buildBundles('worker');
  pool = new WorkerPool({ workerFile: bundles.workerFile, size: 2 });
  folder = mkdtempSync(join(tmpdir(), 'resolvent-verify-'));
  results = await resultsOf(small);
});
afterAll(() => {
  pool.dispose();
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** What a run leaves in its file, read from there. */
async function resultsOf(file: ExperimentFile): Promise<ResultsDocument> {
  const run = startRun({ pool, spec: file, expansion: expansionOf(file) });
  const document = await run.finished;
  if (document.status !== 'complete') throw new Error(document.reason);
  return written(document);
}

async function written(document: ResultsDocument): Promise<ResultsDocument> {
  const path = join(folder, 'own.results.json');
  await writeResults(path, document);
  return (await readResults(path))!;
}

function verify(
  document: ResultsDocument,
  options: Partial<VerificationOptions> = {},
): Promise<Verification> {
  return startVerification({ pool, document, ...options }).finished;
}

type Editable<T> = { -readonly [K in keyof T]: Editable<T[K]> };

/** A copy of a document with a point changed. */
function edited(
  document: ResultsDocument,
  [series, point]: readonly [number, number],
  change: (point: Editable<ResultPoint>) => void,
): ResultsDocument {
  const copy = structuredClone(document) as Editable<ResultsDocument>;
  change(copy.series[series]!.points[point]!);
  return copy;
}

/** The next larger double. */
function next(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + 1n);
  return view.getFloat64(0);
}

describe('verifying results', () => {
  it('finds every number of an untouched file the same, on any number of workers', async () => {
    const alone = new WorkerPool({ workerFile: bundles.workerFile, size: 1 });
    try {
      for (const workers of [alone, pool]) {
        const verification = await verify(results, { sample: 'all', pool: workers });
        expect(verification).toEqual({
          outcome: 'verified',
          unit: 'repetition',
          recorded: 36,
          sampled: 36,
          recomputed: 36,
          differing: 0,
          differences: [],
          problems: [],
          notes: [],
        });
        expect(verificationInWords(verification)).toBe(
          'verified: all 36 repetitions recomputed, every number the same to the last bit',
        );
      }
    } finally {
      alone.dispose();
    }
  });

  it('computes a sample only, and says how far it is', async () => {
    const reports: Pick<RunProgress, 'done' | 'total'>[] = [];
    const onProgress = ({ done, total }: Pick<RunProgress, 'done' | 'total'>) =>
      reports.push({ done, total });
    const verification = await verify(results, { sample: 5, onProgress });
    expect(verification).toMatchObject({ outcome: 'verified', recorded: 36, sampled: 5 });
    // Both series have the same point without synthetic rows, which is compared in both.
    expect(verification.recomputed).toBeGreaterThanOrEqual(5);
    expect(verification.recomputed).toBeLessThan(12);
    expect(reports.at(-1)).toEqual({ done: verification.recomputed, total: verification.recomputed });
    expect(await verify(results, { sample: 5 })).toEqual(verification);
  });

  it('finds and names one value that was changed by one unit in its last place', async () => {
    const recomputed = results.series[1]!.points[2]!.simulation!.risk.values![4]!;
    const recorded = next(recomputed);
    const changed = edited(results, [1, 2], ({ simulation }) => {
      const values = simulation!.risk.values!;
      values[4] = recorded;
      Object.assign(simulation!.risk, estimateOf(values));
    });
    const verification = await verify(changed, { sample: 'all' });
    expect(verification).toMatchObject({ outcome: 'differs', recomputed: 36, differing: 1 });
    expect(verification.differences).toEqual([
      {
        series: 'oracle',
        x: 0.8,
        y: null,
        repetition: 4,
        metric: 'risk',
        recorded,
        recomputed,
        difference: recomputed - recorded,
      },
    ]);
    expect(verification.notes.join()).toMatch(/changed in the file/);
    expect(verificationInWords(verification)).toBe(
      'differs: 1 of 36 recomputed repetitions is not as in the file',
    );
  });

  it('finds means, standard errors, differences and verdicts that are not those of the values', async () => {
    const mean = edited(results, [0, 1], ({ simulation }) => {
      simulation!.accuracy.mean = next(simulation!.accuracy.mean);
    });
    const found = await verify(mean, { sample: 1 });
    expect(found).toMatchObject({ outcome: 'differs', differing: 0 });
    expect(found.problems).toEqual([
      expect.stringMatching(/^“none” at 40 %: the mean of accuracy is 0\.\d+; /),
    ]);
    const error = edited(results, [0, 1], ({ simulation }) => {
      simulation!.risk.standardError = 0;
    });
    expect((await verify(error, { sample: 1 })).problems).toEqual([
      expect.stringContaining('the standard error of risk is 0; that of its values is 0.'),
    ]);
    const difference = edited(results, [1, 1], ({ againstFirst }) => {
      againstFirst!.accuracy.mean += 0.01;
    });
    expect((await verify(difference, { sample: 1 })).problems).toEqual([
      '“oracle” at 40 %: the differences from the first series are not those of the values.',
    ]);
    const verdict = { ...results, verdict: { ...results.verdict!, points: 5 } };
    expect((await verify(verdict, { sample: 1 })).problems.join()).toMatch(/verdict/);
  });

  it('finds repetitions that were taken away, and theory that was changed', async () => {
    const fewer = edited(results, [0, 0], ({ simulation }) => {
      simulation!.repetitions = 5;
      for (const metric of ['accuracy', 'risk', 'meanMargin', 'marginVariance'] as const)
        Object.assign(simulation![metric], estimateOf(simulation![metric].values!.slice(1)));
    });
    expect((await verify(fewer, { sample: 1 })).problems[0]).toBe(
      '“none” at 0 %: it has 5 repetitions; a completed run of the experiment has 6.',
    );
    const theory = edited(results, [1, 2], (point) => {
      (point.theory.exact as { accuracy: number }).accuracy += 1e-6;
    });
    expect((await verify(theory, { sample: 1 })).problems).toEqual([
      expect.stringMatching(
        /^“oracle” at 80 %: theory\.exact\.accuracy is 0\.\d+ in the file, 0\.\d+ computed anew/,
      ),
    ]);
    const rounded = edited(results, [1, 2], (point) => {
      (point.theory.exact as { accuracy: number }).accuracy += 1e-12;
    });
    const { problems } = await verify(rounded, { sample: 1 });
    expect(problems.filter((sentence) => !sentence.includes('verdict'))).toEqual([]);
  });

  it('refuses another stream layout or engine before anything is computed', async () => {
    const older = edited(results, [0, 0], () => undefined) as Editable<ResultsDocument>;
    delete older.streams;
    for (const foreign of [{ ...results, streams: 1 }, { ...results, engine: '0.0.9' }, older]) {
      let isCalled = false;
      const verification = await verify(foreign, { onProgress: () => (isCalled = true) });
      expect(verification).toMatchObject({ outcome: 'notComparable', recomputed: 0, problems: [] });
      expect(isCalled).toBe(false);
      expect(verificationInWords(verification)).toMatch(
        /^not comparable: The file is of engine 0\.\d\.\d, .*; this is engine .*, stream layout \d+, .*run the experiment again$/,
      );
    }
    expect((await verify({ ...results, streams: 1 })).reason).toContain('stream layout 1;');
  });

  it('finds an experiment that is not the one that was run', async () => {
    const spec = { ...small, classifier: { ridge: 0.2 } };
    const other = await verify({ ...results, spec }, { sample: 'all' });
    expect(other).toMatchObject({ outcome: 'differs', differing: 36 });
    expect(other.problems[0]).toMatch(/^The experiment in the file is not the one/);
    expect(other.notes.join()).toMatch(/another experiment or seed/);

    const hash = await verify({ ...results, specHash: 'ab'.repeat(32) }, { sample: 'all' });
    expect(hash).toMatchObject({ outcome: 'differs', differing: 0, recomputed: 36 });
    expect(verificationInWords(hash)).toBe(
      'differs: all 36 repetitions recomputed, every number the same to the last bit, but 1 thing in the file is wrong',
    );
    expect((await verify({ ...results, spec: { version: 1 } })).problems[0]).toMatch(/not valid/);
    const [first] = results.series;
    expect((await verify({ ...results, series: [first!] })).problems).toEqual([
      'The file has 1 line of results, its experiment 2.',
    ]);
  });

  it('says of means without values that they cannot be computed anew', async () => {
    const bare = edited(results, [0, 0], () => undefined) as Editable<ResultsDocument>;
    for (const { points } of bare.series)
      for (const { simulation } of points)
        for (const metric of ['accuracy', 'risk', 'meanMargin', 'marginVariance'] as const)
          delete simulation![metric].values;
    const verification = await verify(bare);
    expect(verification.recomputed).toBe(0);
    expect(verification.problems[0]).toMatch(/accuracy has no values/);
  });

  it('verifies the theory alone where nothing was simulated', async () => {
    const verification = await verify(await resultsOf({ ...small, simulation: { repetitions: 0, seed: 3 } }));
    expect(verification).toMatchObject({ outcome: 'verified', recorded: 0, recomputed: 0 });
    expect(verificationInWords(verification)).toMatch(/the theory is the same/);
  });

  it('stops when it is cancelled, and keeps what it has compared', async () => {
    const slow: ExperimentFile = {
      ...small,
      data: { kind: 'gaussian', dimension: 400, meanNorm: 1 },
      realSamples: 800,
      simulation: { repetitions: 10, seed: 3 },
    };
    const document = await resultsOf(slow);
    const started = performance.now();
    const running = startVerification({
      pool,
      document,
      sample: 'all',
      onProgress: ({ done }) => {
        if (done > 0) running.cancel();
      },
    });
    const verification = await running.finished;
    expect(verification.outcome).toBe('cancelled');
    expect(verification.recomputed).toBeGreaterThan(0);
    expect(verification.recomputed).toBeLessThan(60);
    expect(verification.differing).toBe(0);
    expect(performance.now() - started).toBeLessThan(30_000);
    const atOnce = startVerification({ pool, document });
    atOnce.cancel();
    expect(verificationInWords(await atOnce.finished)).toBe('cancelled before anything was compared');
  });
});

describe('results of every kind are verified', () => {
  const kinds: Readonly<Record<string, Partial<ExperimentFile>>> = {
    'the logistic loss': { classifier: { loss: 'logistic', ridge: 0.1 } },
    'every row drawn': { simulation: { repetitions: 3, seed: 3, sampler: 'explicit' } },
    'self-trained labels': { labelNoise: { kind: 'selfTrained' } },
    'several classes': {
      generator: { kind: 'exact' },
      series: [
        { label: 'three', set: { 'data.classes': 3 } },
        { label: 'five', set: { 'data.classes': 5 } },
      ],
    },
    'a generator of several generations': {
      generator: { kind: 'fitted', samples: 50, source: 'independent', generations: 3 },
    },
    'many ridges at once': {
      sweep: { parameter: 'classifier.ridge', values: [0.01, 0.1, 0.3, 1, 3, 10] },
    },
    'a linear verifier': {
      generator: { kind: 'exact' },
      series: [
        { label: 'none', set: {} },
        {
          label: 'linear',
          set: { verifier: { kind: 'linear', alignment: 0.8, correlation: 0 } },
        },
      ],
    },
    'features of another law': {
      data: { kind: 'gaussian', dimension: 20, meanNorm: 1, features: 'laplace' },
    },
    'a standard error that was aimed for': {
      simulation: { repetitions: 4, seed: 3, targetStandardError: 0.02, maximumRepetitions: 30 },
    },
  };
  for (const [name, changes] of Object.entries(kinds)) {
    it(name, async () => {
      const file = { ...small, simulation: { repetitions: 3, seed: 3 }, ...changes } as ExperimentFile;
      const document = await resultsOf(file);
      const few = await verify(document, { sample: 4 });
      expect(few).toMatchObject({ outcome: 'verified', differing: 0, problems: [], notes: [] });
      expect(few.recomputed).toBeGreaterThanOrEqual(4);
      const all = await verify(document, { sample: 'all' });
      expect(all).toMatchObject({ outcome: 'verified', differing: 0, problems: [] });
      expect(all.recomputed).toBe(all.recorded);
      expect(all.recorded).toBeGreaterThanOrEqual(18);

      // And a change is found in each of them.
      const last = document.series.length - 1;
      const changed = edited(document, [last, 1], ({ simulation }) => {
        const values = simulation!.marginVariance.values!;
        values[0] = next(values[0]!);
        Object.assign(simulation!.marginVariance, estimateOf(values));
      });
      const { differences } = await verify(changed, { sample: 'all' });
      expect(differences).toMatchObject([{ repetition: 0, metric: 'marginVariance' }]);
    });
  }

  const spectrum: ExperimentFile = {
    version: 1,
    data: { kind: 'gaussian', dimension: 40, meanNorm: 1 },
    realSamples: 60,
    syntheticSamples: 60,
    generator: { kind: 'fitted', samples: 80, source: 'independent' },
    series: [
      { label: 'few', set: { 'generator.samples': 30 } },
      { label: 'many', set: {} },
    ],
    chart: { kind: 'spectrum' },
    simulation: { repetitions: 3, seed: 3 },
  };

  it('histograms of eigenvalues', async () => {
    const document = await resultsOf(spectrum);
    const verification = await verify(document);
    expect(verification).toMatchObject({ outcome: 'verified', unit: 'draw', recorded: 6, recomputed: 6 });
    const changed = edited(document, [1, 0], (point) => {
      point.spectrum!.counts[0]! += 1;
    });
    const found = await verify(changed);
    expect(found).toMatchObject({ outcome: 'differs', differing: 3 });
    expect(found.differences).toMatchObject([
      { series: 'many', repetition: null, metric: 'counts[0]', difference: -1 },
    ]);
    const incomplete = structuredClone(document) as Editable<ResultsDocument>;
    incomplete.status = 'cancelled';
    for (const { points } of incomplete.series) points[0]!.spectrum!.draws = 2;
    const refused = await verify(incomplete);
    expect(refused).toMatchObject({ outcome: 'notComparable', recomputed: 0 });
    expect(refused.reason).toMatch(/which draws they hold/);
  });

  it('what a cancelled run has left', async () => {
    const file: ExperimentFile = { ...small, simulation: { repetitions: 400, seed: 3 } };
    const run = startRun({
      pool,
      spec: file,
      expansion: expansionOf(file),
      onProgress: ({ done }) => {
        if (done > 100) run.cancel();
      },
    });
    const document = await written(await run.finished);
    expect(document.status).toBe('cancelled');
    const some = await verify(document);
    expect(some).toMatchObject({ outcome: 'verified', differing: 0, problems: [] });
    const all = await verify(document, { sample: 'all' });
    expect(all).toMatchObject({ outcome: 'verified', differing: 0, problems: [] });
    expect(all.recomputed).toBe(all.recorded);
    expect(all.recorded).toBeGreaterThan(100);
  });
});

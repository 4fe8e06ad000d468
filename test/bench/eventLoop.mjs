// How long a run keeps the event loop of its host (in the editor: the extension host) from everything else: 10,000
// points with 4 repetitions each at p = 10, with snapshots as the designer asks for them, the journal, and the results
// file at the end; then the same run again, which takes all over from that file. Prints the longest delays.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { bundledEngine } from './lib/engine.mjs';

const points = Number(process.argv[2] ?? 10_000);
const { expand, startKeptRun, WorkerPool, workerFile, remove } = await bundledEngine();
const folder = mkdtempSync(join(tmpdir(), 'resolvent-loop-'));
const resultsPath = join(folder, 'many.results.json');

const file = {
  version: 1,
  data: { kind: 'gaussian', dimension: 10, meanNorm: 1 },
  realSamples: 30,
  syntheticProportion: 0.5,
  generator: { kind: 'fitted', samples: 40, source: 'independent' },
  labelNoise: { kind: 'uniform', rate: 0.2 },
  classifier: { ridge: 0.1 },
  sweep: { parameter: 'data.meanNorm', from: 0.5, to: 3, points: points / 2 },
  series: [
    { label: 'none', set: {} },
    { label: 'oracle', set: { verifier: 'oracle' } },
  ],
  simulation: { repetitions: 4, seed: 1 },
};
const expanded = expand(file);
if (!expanded.ok) throw new Error(JSON.stringify(expanded.problems));

/** The longest times, in milliseconds, between two turns of the event loop, with what was going on. */
function watch() {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  const longest = [];
  let phase = 'theory';
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - last > 15) longest.push({ phase, milliseconds: Math.round(now - last) });
    last = now;
  }, 1);
  return {
    enter: (name) => (phase = name),
    end: () => {
      clearInterval(timer);
      histogram.disable();
      longest.sort((a, b) => b.milliseconds - a.milliseconds);
      return { max: histogram.max / 1e6, p99: histogram.percentile(99) / 1e6, longest: longest.slice(0, 8) };
    },
  };
}

async function measure(name) {
  const pool = new WorkerPool({ workerFile, size: Math.max(1, availableParallelism() - 1) });
  const watched = watch();
  const began = performance.now();
  let snapshots = 0;
  let snapshotTime = 0;
  let nextRedraw = 0;
  const run = startKeptRun({
    pool,
    spec: file,
    expansion: expanded.value,
    resultsPath,
    onPlanned: () => void watched.enter('simulation'),
    onProgress: ({ done, total, snapshotInPieces }) => {
      if (done === total && total > 0) watched.enter('end');
      const start = performance.now();
      if (start < nextRedraw) return;
      nextRedraw = Infinity;
      void snapshotInPieces().then(() => {
        snapshots++;
        const took = performance.now() - start;
        snapshotTime = Math.max(snapshotTime, took);
        nextRedraw = performance.now() + Math.max(250, 10 * took);
      });
    },
  });
  const { results, problem } = await run.finished;
  const { max, p99, longest } = watched.end();
  pool.dispose();
  console.log(
    `${name}: ${results.status}${problem ?? ''}, ${((performance.now() - began) / 1000).toFixed(1)} s, ` +
      `${(statSync(resultsPath).size / 2 ** 20).toFixed(1)} MiB; event loop: at most ${max.toFixed(0)} ms, ` +
      `99 % below ${p99.toFixed(0)} ms; ${snapshots} snapshots of at most ${snapshotTime.toFixed(0)} ms`,
  );
  console.log(
    `  longest: ${longest.map(({ phase, milliseconds }) => `${milliseconds} ms (${phase})`).join(', ')}`,
  );
}

await measure('run');
await measure('again');
rmSync(folder, { recursive: true });
remove();

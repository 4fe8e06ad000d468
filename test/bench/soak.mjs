// A long run in one process, as the editor's extension host has it: 100,000 repetitions at p = 20 in ten points, with
// the journal and the results file. Prints memory and speed over time: neither may change for the worse.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledEngine } from './lib/engine.mjs';

const repetitions = Number(process.argv[2] ?? 100_000);
const { expand, startKeptRun, WorkerPool, workerFile, remove } = await bundledEngine();
const folder = mkdtempSync(join(tmpdir(), 'resolvent-soak-'));
const resultsPath = join(folder, 'long.results.json');
const file = {
  version: 1,
  data: { kind: 'gaussian', dimension: 20, meanNorm: 1 },
  realSamples: 60,
  syntheticProportion: 0.5,
  generator: { kind: 'fitted', samples: 50, source: 'independent' },
  labelNoise: { kind: 'uniform', rate: 0.2 },
  classifier: { ridge: 0.1 },
  sweep: { parameter: 'syntheticProportion', from: 0, to: 0.9, points: 10 },
  simulation: { repetitions: repetitions / 10, seed: 1 },
};
const expanded = expand(file);
if (!expanded.ok) throw new Error(JSON.stringify(expanded.problems));

const pool = new WorkerPool({ workerFile, size: 2 });
const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
let next = 0;
let last = { done: 0, elapsed: 0 };
const began = performance.now();
const { results, problem } = await startKeptRun({
  pool,
  spec: file,
  expansion: expanded.value,
  resultsPath,
  onProgress: ({ done, total, elapsed }) => {
    if (done < next) return;
    next = done + total / 10;
    const rate = (1000 * (done - last.done)) / Math.max(1, elapsed - last.elapsed);
    const { rss, heapUsed } = process.memoryUsage();
    console.log(
      `${String(done).padStart(7)} of ${total}: ${rate.toFixed(0).padStart(6)}/s, in all ${mebibytes(rss)}, heap ${mebibytes(heapUsed)}`,
    );
    last = { done, elapsed };
  },
}).finished;
console.log(
  `${results.status}${problem ?? ''} after ${((performance.now() - began) / 1000).toFixed(1)} s, ${mebibytes(statSync(resultsPath).size)} of results`,
);
pool.dispose();
rmSync(folder, { recursive: true });
remove();

// Experiments read and run as the extension and the command line do it, for benchmarks.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledEngine } from './engine.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/**
 * Builds the engine into a folder of its own.
 * @returns `read`: an experiment file's text to its file and expansion, throwing its first problem; `run`: a whole run
 * with so many workers, to its results, seconds and processor seconds, the start of the workers included; `dispose`:
 * removes the folder
 */
export async function loadRunner() {
  const { readExperiment, WorkerPool, startRun, workerFile, remove } = await bundledEngine();
  return {
    read(text) {
      const { experiment, problems } = readExperiment(text);
      if (experiment === undefined) throw new Error(`${problems[0].message}\n${text}`);
      return experiment;
    },
    async run({ file, expansion }, workers) {
      const pool = new WorkerPool({ workerFile, size: workers });
      const [start, used] = [performance.now(), process.cpuUsage()];
      const results = await startRun({ pool, spec: file, expansion }).finished;
      const seconds = (performance.now() - start) / 1000;
      const { user, system } = process.cpuUsage(used);
      pool.dispose();
      if (results.status !== 'complete') throw new Error(results.reason);
      return { results, seconds, processor: (user + system) / 1e6 };
    },
    dispose: remove,
  };
}

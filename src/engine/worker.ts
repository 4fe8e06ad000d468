import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { instantiateKernels } from '../numerics/kernels';
import { createSimulator, type Simulator } from '../simulation/simulator';
import { exploreSeries } from './insights/insights';
import { metricsOf } from './results';
import { repetitionsOf } from './simulationOfPoint';
import { theoryReader } from './theoryOfPoint';
import type { HostToWorker, WorkerToHost } from './workerMessages';

/** The worker's entry: does one task at a time and answers. An unexpected error ends the worker; the pool reports it. */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

let loaded: Simulator | undefined;

/** The kernels are loaded on the first simulation, from beside this bundle. */
function getSimulator(): Simulator {
  loaded ??= createSimulator(instantiateKernels(readFileSync(join(__dirname, 'kernels.wasm'))));
  return loaded;
}

function answer(task: HostToWorker): WorkerToHost {
  switch (task.type) {
    case 'predict':
      return { type: 'predicted', id: task.id, points: task.points.map(theoryReader(task.variants)) };
    case 'explore':
      return { type: 'explored', id: task.id, insights: exploreSeries(task.file, task.series) };
    case 'simulate': {
      const simulator = getSimulator();
      const start = performance.now();
      const repeat = repetitionsOf(simulator, task.parameters, task.labelNoise, task.sampler);
      const metrics = metricsOf(task.parameters.classes);
      const values = new Float64Array(task.streams.length * metrics.length);
      task.streams.forEach((stream, i) => {
        const repetition = repeat({ seed: task.seed, stream });
        metrics.forEach((metric, k) => (values[i * metrics.length + k] = repetition[metric] ?? NaN));
      });
      return { type: 'simulated', id: task.id, values, milliseconds: performance.now() - start };
    }
  }
}

port.on('message', (task: HostToWorker) => {
  let result: WorkerToHost;
  try {
    result = answer(task);
  } catch (error) {
    // Errors of the engine's own kinds carry a sentence for people; any other is a fault of ours and ends the worker.
    if (!(error instanceof Error) || !refusals.has(error.name)) throw error;
    result = { type: 'refused', id: task.id, reason: error.message };
  }
  port.postMessage(result, result.type === 'simulated' ? [result.values.buffer as ArrayBuffer] : []);
});

const refusals = new Set(['OutOfMemoryError', 'SimulationError', 'TheoryError']);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { instantiateKernels } from '../numerics/kernels';
import { createSimulator } from '../simulation/simulator';
import { detailsOf } from './details';
import { exploreSeries } from './insights/insights';
import { buffersOfStock, takeStock } from './journal/stock';
import { theoryFor } from './theoryFor';
import { refusalOf, UnitRunner } from './unitRunner';
import type { HostToWorker, SharedUnits, WorkerToHost } from './workerMessages';

/** The worker's entry: does one task at a time and answers. An unexpected error ends the worker; the pool reports it. */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

let loaded: UnitRunner | undefined;

/** The kernels are loaded on the first simulation, from beside this bundle. */
function load(): UnitRunner {
  if (loaded === undefined) {
    const kernels = instantiateKernels(readFileSync(join(__dirname, 'kernels.wasm')));
    loaded = new UnitRunner(kernels, createSimulator(kernels));
  }
  return loaded;
}

function answer(task: HostToWorker): WorkerToHost {
  switch (task.type) {
    case 'predict':
      return { type: 'predicted', id: task.id, points: task.points.map(theoryFor(task.settings)) };
    case 'explore':
      return { type: 'explored', id: task.id, insights: exploreSeries(task.file, task.series) };
    case 'details':
      return { type: 'details', id: task.id, details: detailsOf(task.parameters) };
    case 'takeStock':
      return { type: 'stockTaken', id: task.id, stock: takeStock(task.results, task.journal) };
    case 'simulate':
    case 'sampleSpectrum':
      return load().simulate(task);
  }
}

port.on('message', (task: HostToWorker | SharedUnits) => {
  if (task.type === 'share') {
    load().share(task);
    return;
  }
  let result: WorkerToHost;
  try {
    result = answer(task);
  } catch (error) {
    // A fault of ours ends the worker.
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    result = { ...refusal, id: task.id };
  }
  port.postMessage(result, buffersOf(result));
});

/** What is handed over rather than copied. */
function buffersOf(result: WorkerToHost): ArrayBuffer[] {
  if (result.type === 'simulated') return [result.values.buffer as ArrayBuffer];
  return result.type === 'stockTaken' ? buffersOfStock(result.stock) : [];
}

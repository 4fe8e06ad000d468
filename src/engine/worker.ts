import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { instantiateKernels, type Kernels } from '../numerics/kernels';
import { createSimulator, type Simulator } from '../simulation/simulator';
import { detailsOf } from './details';
import { exploreSeries } from './insights/insights';
import { metricsOf } from './results';
import { repetitionsOf } from './simulationOfPoint';
import { sampleSpectra } from './spectrum/sample';
import { theoryFor } from './theoryFor';
import type { HostToWorker, WorkerToHost } from './workerMessages';

/** The worker's entry: does one task at a time and answers. An unexpected error ends the worker; the pool reports it. */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');

let loaded: { readonly kernels: Kernels; readonly simulator: Simulator } | undefined;

/** The kernels are loaded on the first simulation, from beside this bundle. */
function load(): NonNullable<typeof loaded> {
  if (loaded === undefined) {
    const kernels = instantiateKernels(readFileSync(join(__dirname, 'kernels.wasm')));
    loaded = { kernels, simulator: createSimulator(kernels) };
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
    case 'sampleSpectrum': {
      const { kernels } = load();
      const start = performance.now();
      const eigenvalues = sampleSpectra(kernels, task.parameters, task.seed, task.streams);
      return { type: 'spectrumSampled', id: task.id, eigenvalues, milliseconds: performance.now() - start };
    }
    case 'simulate': {
      const { simulator } = load();
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
  port.postMessage(result, buffersOf(result));
});

/** What is handed over rather than copied. */
function buffersOf(result: WorkerToHost): ArrayBuffer[] {
  if (result.type === 'simulated') return [result.values.buffer as ArrayBuffer];
  return result.type === 'spectrumSampled' ? [result.eigenvalues.buffer as ArrayBuffer] : [];
}

const refusals = new Set(['OutOfMemoryError', 'SimulationError', 'TheoryError']);

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { WorkerPool } from '../engine/pool';
import { LatestPredictor } from '../engine/predictor';
import { RunQueue } from '../engine/runQueue';

/**
 * The workers, started when they are first needed. Theory has a worker of its own, so that the preview follows every
 * edit while a simulation keeps all others busy.
 */
export class Services implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('Resolvent', { log: true });
  readonly runs = new RunQueue();
  readonly #workerFile: string;
  readonly #theoryPool: WorkerPool;
  readonly predictor: LatestPredictor;
  #simulationPool: WorkerPool | undefined;

  constructor(readonly context: vscode.ExtensionContext) {
    this.#workerFile = join(context.extensionPath, 'dist', 'worker.js');
    this.#theoryPool = new WorkerPool({ workerFile: this.#workerFile, size: 1, idleAfter: 300_000 });
    this.predictor = new LatestPredictor(this.#theoryPool);
  }

  /** The simulation's workers, as many as the setting says. A changed setting counts from the next run on. */
  get simulationPool(): WorkerPool {
    const size = workerCount();
    if (this.#simulationPool?.size !== size) {
      this.#simulationPool?.dispose();
      this.#simulationPool = new WorkerPool({ workerFile: this.#workerFile, size });
    }
    return this.#simulationPool;
  }

  dispose(): void {
    this.#theoryPool.dispose();
    this.#simulationPool?.dispose();
    this.log.dispose();
  }
}

/** Simulation workers: the setting, or one core less than there are, so that the editor stays quick. */
function workerCount(): number {
  const setting = vscode.workspace.getConfiguration('resolvent').get<number>('workers', 0);
  return setting >= 1 ? Math.floor(setting) : Math.max(1, availableParallelism() - 1);
}

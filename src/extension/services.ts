import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { WorkerPool } from '../engine/pool';
import { LatestPredictor } from '../engine/predictor';
import { RunQueue } from '../engine/runQueue';

/**
 * The workers, started when they are first needed. The theory of the points has a worker of its own, so that the preview
 * follows every edit while a simulation keeps all others busy, and so does what is looked for between the points, which
 * may take seconds and must not hold up the next preview.
 */
export class Services implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('Resolvent', { log: true });
  readonly runs = new RunQueue();
  readonly #workerFile: string;
  readonly theoryPool: WorkerPool;
  readonly #explorationPool: WorkerPool;
  readonly predictor: LatestPredictor;
  readonly #simulationPools: WorkerPool[] = [];

  constructor(readonly context: vscode.ExtensionContext) {
    this.#workerFile = join(context.extensionPath, 'dist', 'worker.js');
    this.theoryPool = new WorkerPool({ workerFile: this.#workerFile, size: 1, idleAfter: 300_000 });
    this.#explorationPool = new WorkerPool({ workerFile: this.#workerFile, size: 1, idleAfter: 300_000 });
    this.predictor = new LatestPredictor(this.theoryPool, this.#explorationPool);
  }

  /**
   * The simulation's workers, as many as the setting says. A changed setting counts from the next run on: the pool
   * before it may still be at work, and its workers end by themselves when they are idle.
   */
  get simulationPool(): WorkerPool {
    const size = workerCount();
    const last = this.#simulationPools.at(-1);
    if (last?.size === size) return last;
    const pool = new WorkerPool({ workerFile: this.#workerFile, size });
    this.#simulationPools.push(pool);
    return pool;
  }

  dispose(): void {
    this.theoryPool.dispose();
    this.#explorationPool.dispose();
    for (const pool of this.#simulationPools) pool.dispose();
    this.log.dispose();
  }
}

/** Simulation workers: the setting, or one core less than there are, so that the editor stays quick. */
function workerCount(): number {
  const setting = vscode.workspace.getConfiguration('resolvent').get<number>('workers', 0);
  return setting >= 1 ? Math.floor(setting) : Math.max(1, availableParallelism() - 1);
}

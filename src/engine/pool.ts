import { Worker } from 'node:worker_threads';
import type { HostToWorker, SharedUnits, WorkerToHost } from './workerMessages';

type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;
/** A task as the pool takes it: the pool gives it its id. */
export type Task = WithoutId<HostToWorker>;

/** A worker ended before it had answered: the task is lost, the pool goes on. */
export class WorkerDeath extends Error {
  override readonly name = 'WorkerDeath';
  /** Whether it was because its memory did not suffice. */
  readonly forMemory: boolean;

  constructor(message: string, options?: ErrorOptions & { readonly forMemory?: boolean }) {
    super(message, options);
    this.forMemory = options?.forMemory ?? false;
  }
}

/** The task was dropped because its owner, or the pool, is done with it. */
export class TaskCancelled extends Error {
  override readonly name = 'TaskCancelled';
}

export interface PoolOptions {
  /** The bundled worker script. */
  readonly workerFile: string;
  /** Most workers at once, at least 1. */
  readonly size: number;
  /** Workers end after this many milliseconds without a task. */
  readonly idleAfter?: number;
}

interface Waiting {
  readonly task: Task;
  readonly owner: object | undefined;
  readonly shared: SharedUnits | undefined;
  readonly resolve: (answer: WorkerToHost) => void;
  readonly reject: (reason: Error) => void;
}

interface Member {
  readonly worker: Worker;
  current: (Waiting & { readonly id: number }) | undefined;
  /** Blocks that the worker has been told of, and the run that they belong to. */
  run: number | undefined;
  readonly blocks: Set<number>;
}

/**
 * Worker threads that do one task at a time each, in the order the tasks came. Workers are started when they are first
 * needed and end when idle. A worker's death rejects its own task only.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #members = new Set<Member>();
  #queue: Waiting[] = [];
  #nextId = 1;
  #idleTimer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Most tasks that run at once. */
  get size(): number {
    return this.#options.size;
  }

  /**
   * Runs a task on the next free worker.
   * @param owner whose task it is: `cancel` drops the tasks of one owner
   * @param shared units that the task refers to: sent only to a worker that has not got them yet
   * @throws WorkerDeath if its worker ends, TaskCancelled if it is dropped
   */
  run(task: Task, owner?: object, shared?: SharedUnits): Promise<WorkerToHost> {
    if (this.#disposed) return Promise.reject(new TaskCancelled('The worker pool is closed.'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, owner, shared, resolve, reject });
      this.#dispatch();
    });
  }

  /** Drops an owner's tasks: those that wait, and at once, with their workers, those under way. */
  cancel(owner: object): void {
    this.#drop((task) => task.owner === owner);
    this.#dispatch();
  }

  /** Ends the workers that have nothing to do, and frees their memory. */
  endIdle(): void {
    for (const member of this.#members) if (member.current === undefined) this.#end(member);
  }

  /** Ends every worker; the pool takes no more tasks. */
  dispose(): void {
    this.#disposed = true;
    this.#drop(() => true);
    clearTimeout(this.#idleTimer);
    for (const member of this.#members) this.#end(member);
  }

  #drop(isDropped: (task: Waiting) => boolean): void {
    const dropped = this.#queue.filter(isDropped);
    this.#queue = this.#queue.filter((waiting) => !isDropped(waiting));
    for (const { reject } of dropped) reject(new TaskCancelled('Cancelled.'));
    for (const member of this.#members) if (member.current && isDropped(member.current)) this.#end(member);
  }

  #dispatch(): void {
    clearTimeout(this.#idleTimer);
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const member = this.#freeMember();
      if (member === undefined) return;
      this.#queue.shift();
      const id = this.#nextId++;
      member.current = { ...next, id };
      member.worker.ref();
      if (next.shared !== undefined) share(member, next.shared);
      member.worker.postMessage({ ...next.task, id });
    }
    if ([...this.#members].every((member) => member.current === undefined)) this.#startIdleTimer();
  }

  #freeMember(): Member | undefined {
    for (const member of this.#members) if (member.current === undefined) return member;
    return this.#members.size < this.#options.size ? this.#spawn() : undefined;
  }

  #spawn(): Member {
    const worker = new Worker(this.#options.workerFile);
    const member: Member = { worker, current: undefined, run: undefined, blocks: new Set() };
    this.#members.add(member);
    member.worker.on('message', (answer: WorkerToHost) => {
      const current = member.current;
      if (current?.id !== answer.id) return;
      member.current = undefined;
      // An idle worker must not keep the process alive.
      member.worker.unref();
      current.resolve(answer);
      this.#dispatch();
    });
    member.worker.on('error', (error) =>
      this.#lost(member, `it failed with: ${describe(error)}`, isOutOfMemory(error)),
    );
    member.worker.on('messageerror', (error) => {
      this.#lost(member, `its answer could not be read: ${describe(error)}`);
      void member.worker.terminate();
    });
    member.worker.on('exit', (code) => this.#lost(member, `it ended with code ${code}`));
    return member;
  }

  /** A worker has died of itself. */
  #lost(member: Member, how: string, forMemory = false): void {
    if (!this.#members.delete(member)) return;
    const sentence = `A worker thread stopped before its work was done: ${how}.`;
    member.current?.reject(new WorkerDeath(sentence, { forMemory }));
    if (!this.#disposed) this.#dispatch();
  }

  /** The pool itself ends a worker. */
  #end(member: Member): void {
    this.#members.delete(member);
    member.current?.reject(new TaskCancelled('Cancelled.'));
    void member.worker.terminate();
  }

  #startIdleTimer(): void {
    this.#idleTimer = setTimeout(() => this.endIdle(), this.#options.idleAfter ?? 30_000);
    this.#idleTimer.unref();
  }
}

function share(member: Member, shared: SharedUnits): void {
  if (member.run !== shared.run) member.blocks.clear();
  member.run = shared.run;
  if (member.blocks.has(shared.block)) return;
  member.blocks.add(shared.block);
  member.worker.postMessage(shared);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isOutOfMemory(error) ? 'it ran out of memory' : error.message;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

import type { Kernels } from '../numerics/kernels';
import type { Simulator } from '../simulation/simulator';
import { metricsOf } from './results';
import { memberRepetitionsOf } from './simulationOfPoint';
import { sampleSpectrum } from './spectrum/sample';
import type { UnitTask } from './units';
import type { HostToWorker, SharedUnits, WorkerToHost } from './workerMessages';

type SimulateTask = Extract<HostToWorker, { type: 'simulate' | 'sampleSpectrum' }>;

/** Numbers of vectors that prepared units may hold in all: some 100 MB. */
const mostPrepared = 4e6;

/** Gives the numbers of a unit's members in a repetition. */
type Repeat = (repetition: number) => Float64Array;

/** A worker's simulations: keeps the units that it has been told of, and what follows from them. */
export class UnitRunner {
  readonly #kernels: Kernels;
  readonly #simulator: Simulator;
  #run: number | undefined;
  readonly #blocks = new Map<number, readonly UnitTask[]>();
  readonly #prepared = new Map<UnitTask, Repeat>();
  /** Numbers that the prepared ones hold, about. */
  #held = 0;

  constructor(kernels: Kernels, simulator: Simulator) {
    this.#kernels = kernels;
    this.#simulator = simulator;
  }

  /** Takes the units that later tasks refer to. */
  share({ run, block, units }: SharedUnits): void {
    if (run !== this.#run) {
      this.#blocks.clear();
      this.#prepared.clear();
      this.#held = 0;
    }
    this.#run = run;
    this.#blocks.set(block, units);
  }

  /** Does a task. Where a repetition is refused, what was done before it is part of the answer. */
  simulate(task: SimulateTask): WorkerToHost {
    const units = this.#blocks.get(task.block);
    if (units === undefined) throw new Error('The worker was not told of the units.');
    const done: Float64Array[] = [];
    const times: number[] = [];
    let last = performance.now();
    for (const [i, place] of task.units.entries()) {
      try {
        done.push(this.#repeat(task, units[place]!)(task.repetitions[i]!));
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === undefined) throw error;
        return {
          ...refusal,
          id: task.id,
          partial: { values: joined(done), times: Float64Array.from(times) },
        };
      }
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return { type: 'simulated', id: task.id, values: joined(done), times: Float64Array.from(times) };
  }

  #repeat({ type, seed }: SimulateTask, unit: UnitTask): Repeat {
    const known = this.#prepared.get(unit);
    if (known !== undefined) return known;
    const { parameters } = unit;
    if (this.#held > mostPrepared) {
      this.#prepared.clear();
      this.#held = 0;
    }
    this.#held += 4 * parameters.dimension * parameters.classes;
    const repeat =
      type === 'sampleSpectrum'
        ? (repetition: number) => sampleSpectrum(this.#kernels, parameters, { seed, repetition })
        : this.#training(unit, seed);
    this.#prepared.set(unit, repeat);
    return repeat;
  }

  #training(unit: UnitTask, seed: number): Repeat {
    const metrics = metricsOf(unit.parameters.classes);
    const train = memberRepetitionsOf(this.#simulator, unit);
    return (repetition) => {
      const members = train({ seed, repetition });
      const values = new Float64Array(members.length * metrics.length);
      members.forEach((member, i) =>
        metrics.forEach((metric, k) => (values[i * metrics.length + k] = member[metric] ?? NaN)),
      );
      return values;
    };
  }
}

/** What to answer where something cannot be done for a reason that a person can act on; undefined for a fault of ours. */
export function refusalOf(error: unknown) {
  // Errors of the engine's own kinds carry a sentence for people.
  if (!(error instanceof Error) || !refusals.has(error.name)) return undefined;
  return { type: 'refused', reason: error.message, forMemory: error.name === 'OutOfMemoryError' } as const;
}

const refusals = new Set(['OutOfMemoryError', 'SimulationError', 'TheoryError']);

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

import { solveInPlace } from '../../numerics/linearSystem';
import type { Signal } from '../traces';
import type { Slopes, State, StateEquations, Update } from './stateEquations';

/** A state that solves its equations, what it gives, and the number of passes that took. */
export interface SolvedState {
  readonly update: Update;
  readonly iterations: number;
}

const MAX_ITERATIONS = 25;
/** Newton's last step, in logarithms: the rest is of second order. */
const LAST_STEP = 1e-7;
/** A step with the slopes of the state before it, after which the rest is small enough. */
const LAST_CORRECTION = 1e-10;
/** The longest step from which a state that comes no closer to a solution, for rounding, is taken for one. */
const STALLED = 1e-6;
/** No step changes a number by more than this factor's logarithm. */
const LONGEST_STEP = 3;
const MAX_HALVINGS = 8;

/**
 * Solves the state equations by Newton's method in the logarithms from a start. A step is halved until it brings the
 * state closer to the solution, as the same slopes tell (Deuflhard's natural monotonicity test): the equations
 * themselves may be out by orders of magnitude at a state that is right to many digits.
 * @param near a signal near which that of the start is looked for
 * @returns null if that does not converge soon
 */
export function solveState(equations: StateEquations, start: State, near: Signal): SolvedState | null {
  let update = equations.update(start, near);
  for (let iterations = 1; update !== null && iterations <= MAX_ITERATIONS; iterations++) {
    const current: Update = update;
    const slopes = equations.slopes(current);
    const matrix = newtonMatrix(slopes);
    const step = newtonStep(matrix, equations, current);
    const length = stepLength(step);
    if (!(length < Infinity)) return null;
    if (length < LAST_STEP) return solved(after(equations, current, slopes, step, 1), iterations);
    update = null;
    let share = Math.min(1, LONGEST_STEP / length);
    for (let halvings = 0; halvings <= MAX_HALVINGS; halvings++, share /= 2) {
      const next = after(equations, current, slopes, step, share);
      if (next === null) continue;
      const correction = newtonStep(matrix, equations, next);
      const rest = stepLength(correction);
      if (rest < LAST_CORRECTION) {
        return solved(after(equations, next, slopes, correction, 1), iterations);
      }
      if (rest < (1 - share / 4) * length) {
        update = next;
        break;
      }
    }
    if (update === null && length < STALLED) return { update: current, iterations };
  }
  return null;
}

function solved(update: Update | null, iterations: number): SolvedState | null {
  return update && { update, iterations };
}

/** What an update changes, in logarithms; 0 for a number that is 0 whatever the state. */
function residual({ offsets }: StateEquations, { from, to }: Update): number[] {
  return Array.from(from, (value, i) =>
    value === to[i] ? 0 : Math.log((to[i]! + offsets[i]!) / (value + offsets[i]!)),
  );
}

function stepLength(step: readonly number[]): number {
  let length = 0;
  for (const change of step) {
    if (!(Math.abs(change) <= length)) length = Math.abs(change);
  }
  return length;
}

/** 1 less the derivatives of an update. */
function newtonMatrix(slopes: readonly Slopes[]): number[][] {
  return slopes.map((_, i) => slopes.map(({ to }, j) => (i === j ? 1 : 0) - to[i]!));
}

function newtonStep(matrix: readonly number[][], equations: StateEquations, update: Update): number[] {
  const step = residual(equations, update);
  solveInPlace(
    matrix.map((row) => row.slice()),
    step,
  );
  return step;
}

/** The update a share of a step on, looked for near the signal that the slopes tell. */
function after(
  equations: StateEquations,
  { from, margins }: Update,
  slopes: readonly Slopes[],
  step: readonly number[],
  share: number,
): Update | null {
  const { offsets } = equations;
  const near = { ...margins.signal };
  slopes.forEach(({ signal }, j) => {
    near.along += share * step[j]! * signal.along;
    near.apart += share * step[j]! * signal.apart;
  });
  return equations.update(
    from.map((value, i) => Math.max(0, value + (value + offsets[i]!) * Math.expm1(share * step[i]!))),
    near,
  );
}

import { solveInPlace } from '../inputDependent/linearSystem';
import { SIZE, type State, type StateEquations, type Update } from './stateEquations';

/** A state that solves its equations, what it gives, and the number of passes that took. */
export interface SolvedState {
  readonly update: Update;
  readonly iterations: number;
}

const MAX_ITERATIONS = 30;
/** Newton's last step, in logarithms of τ and Q and in units of the margins' size: the rest is of second order. */
const LAST_STEP = 1e-7;
/** No step changes τ or Q by more than this factor's logarithm, or a margin by more than its size. */
const LONGEST_STEP = 3;
const SHORTEST = 1 / 64;

/** The numbers of a State that are margins, not logarithms of positive numbers. */
const isMargin = (i: number) => i % 3 === 1;

/**
 * Solves the state equations by Newton's method in log τ, M and log Q from a start. A step that does not bring the
 * equations closer to holding is halved.
 * @returns null if that does not converge soon
 */
export function solveState(equations: StateEquations, start: State): SolvedState | null {
  let state = start;
  let update = equations.update(state);
  let size = residualSize(state, update);
  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations++) {
    if (!(size < Infinity)) return null;
    const step = newtonStep(equations, state, update);
    const length = stepLength(step, state);
    if (length < LAST_STEP || size < 1e-15) {
      return { update: equations.update(moved(state, step, 1)), iterations };
    }
    let share = length < Infinity ? Math.min(1, LONGEST_STEP / length) : 0;
    let accepted = false;
    for (; share >= SHORTEST && !accepted; share /= 2) {
      const next = moved(state, step, share);
      const nextUpdate = equations.update(next);
      const nextSize = residualSize(next, nextUpdate);
      if (nextSize < (1 - 0.1 * share) * size) {
        [state, update, size] = [next, nextUpdate, nextSize];
        accepted = true;
      }
    }
    if (!accepted) return null;
  }
  return null;
}

/** What an update changes, τ and Q in logarithms; 0 for a number that is 0 whatever the state. */
function residual(state: State, update: Update): Float64Array {
  return state.map((value, i) => {
    const next = update.state[i]!;
    if (isMargin(i)) return next - value;
    return next === 0 ? 0 : Math.log(next / value);
  });
}

/** A margin's natural unit: the root mean square of the group's margins. */
function unit(state: State, i: number): number {
  return Math.sqrt(state[i + 1]! + state[i]! ** 2);
}

function stepLength(step: Float64Array, state: State): number {
  let length = 0;
  for (let i = 0; i < SIZE; i++) {
    const size = step[i] === 0 ? 0 : Math.abs(step[i]!) / (isMargin(i) ? unit(state, i) : 1);
    if (!(size <= length)) length = size;
  }
  return length;
}

function residualSize(state: State, update: Update): number {
  return stepLength(residual(state, update), state);
}

function newtonStep(equations: StateEquations, state: State, update: Update): Float64Array {
  const jacobian = equations.jacobian(update);
  const matrix = Array.from({ length: SIZE }, (_, i) =>
    Array.from({ length: SIZE }, (_, j) => (i === j ? 1 : 0) - jacobian[i * SIZE + j]!),
  );
  const step = Array.from(residual(state, update));
  solveInPlace(matrix, step);
  return Float64Array.from(step);
}

/** The state a share of a step on; a number that is 0 whatever the state goes there at once. */
function moved(state: State, step: Float64Array, share: number): State {
  return state.map((value, i) =>
    isMargin(i) ? value + share * step[i]! : value * Math.exp(share * step[i]!),
  );
}

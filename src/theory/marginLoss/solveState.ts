import { solveInPlace } from '../../numerics/linearSystem';
import { SIZE, type State, type StateEquations, type Update } from './stateEquations';

/** A state that solves its equations, what it gives, and the number of passes that took. */
export interface SolvedState {
  readonly update: Update;
  readonly iterations: number;
}

const MAX_ITERATIONS = 30;
/** Newton's last step, in logarithms of τ and Q and in units of the margins' size: the rest is of second order. */
const LAST_STEP = 1e-7;
/** A step with the slopes of the state before it, after which the rest is small enough. */
const LAST_CORRECTION = 1e-10;
/** The longest step from which a state that comes no closer to a solution, for rounding, is taken for one. */
const STALLED = 1e-6;
/** No step changes τ or Q by more than this factor's logarithm, or a margin by more than its size. */
const LONGEST_STEP = 3;
const SHORTEST = 1 / 64;

/** The numbers of a State that are margins, not logarithms of positive numbers. */
const isMargin = (i: number) => i % 3 === 1;

/**
 * Solves the state equations by Newton's method in log τ, M and log Q from a start. A step is halved until it brings
 * the state closer to the solution, as the same slopes tell (Deuflhard's natural monotonicity test): the equations
 * themselves may be out by orders of magnitude at a state that is right to many digits.
 * @returns null if that does not converge soon
 */
export function solveState(equations: StateEquations, start: State): SolvedState | null {
  let state = start;
  let update = equations.update(state);
  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations++) {
    const slopes = newtonMatrix(equations.jacobian(update));
    const step = newtonStep(slopes, state, update);
    const length = stepLength(step, state);
    if (!(length < Infinity)) return null;
    if (length < LAST_STEP) return { update: equations.update(moved(state, step, 1)), iterations };
    let accepted = false;
    for (let share = Math.min(1, LONGEST_STEP / length); share >= SHORTEST && !accepted; share /= 2) {
      const next = moved(state, step, share);
      const nextUpdate = equations.update(next);
      const correction = newtonStep(slopes, next, nextUpdate);
      const rest = stepLength(correction, next);
      if (rest < LAST_CORRECTION) {
        return { update: equations.update(moved(next, correction, 1)), iterations };
      }
      if (rest < (1 - share / 4) * length) {
        [state, update] = [next, nextUpdate];
        accepted = true;
      }
    }
    if (!accepted) return length < STALLED ? { update, iterations } : null;
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

/** 1 − jacobian. */
function newtonMatrix(jacobian: Float64Array): number[][] {
  return Array.from({ length: SIZE }, (_, i) =>
    Array.from({ length: SIZE }, (_, j) => (i === j ? 1 : 0) - jacobian[i * SIZE + j]!),
  );
}

function newtonStep(matrix: readonly number[][], state: State, update: Update): Float64Array {
  const step = Array.from(residual(state, update));
  solveInPlace(
    matrix.map((row) => row.slice()),
    step,
  );
  return Float64Array.from(step);
}

/** The state a share of a step on. */
function moved(state: State, step: Float64Array, share: number): State {
  return state.map((value, i) =>
    isMargin(i) ? value + share * step[i]! : value * Math.exp(share * step[i]!),
  );
}

import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf } from '../numerics/matrix';
import type { ProblemSizes, SimulationProblem } from './problem';
import { components, type RandomStreams } from './streams';
import type { Workspace } from './workspace';

type Selection = Pick<ProblemSizes, 'labels' | 'verifier'>;

/** Whether labels or verifier look at the sample, through its products with u and v (theory.md §6). */
export function needsDirections({ labels, verifier }: Selection): boolean {
  return labels.kind === 'linear' || verifier.kind === 'linear';
}

/** c_u, c_v and c_uv. What is not linear has no direction: 0 where it does not matter. */
export function cosinesOf({ labels, verifier }: Selection): { u: number; v: number; uv: number } {
  return {
    u: labels.kind === 'linear' ? labels.alignment : 0,
    v: verifier.kind === 'linear' ? verifier.alignment : 0,
    uv: labels.kind === 'linear' && verifier.kind === 'linear' ? verifier.correlation : 0,
  };
}

/**
 * Draws the unit vectors u of the labeller and v of the verifier, with the problem's cosines to μ and to each other,
 * and in uniformly random directions otherwise (for μ = 0, also around a random direction in μ's place).
 * @param problem checked by `checkProblem`: p ≥ 3
 * @returns u and v as the rows of a 2×p matrix, in `directions`
 */
export function drawDirections(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  { directions }: Workspace<'directions'>,
): Matrix {
  const { dimension: p, mean } = problem;
  const row = { ...directions, length: p };
  streams.use(components.directions);
  const drawn = () => {
    kernels.fillNormal(row);
    return kernels.arena.view(row).slice();
  };
  const first = unit(mean.some((value) => value !== 0) ? mean : drawn());
  const second = unit(without(drawn(), first));
  const third = unit(without(without(drawn(), first), second));
  const { u, v, uv } = cosinesOf(problem);
  const sineU = Math.sqrt(1 - u * u);
  const alongSecond = sineU > 0 ? (uv - u * v) / sineU : 0;
  // Rounding may push a v in the plane of μ and u just out of it.
  const alongThird = Math.sqrt(Math.max(0, 1 - v * v - alongSecond ** 2));
  const values = kernels.arena.view(directions);
  for (let i = 0; i < p; i++) {
    values[i] = u * first[i]! + sineU * second[i]!;
    values[p + i] = v * first[i]! + alongSecond * second[i]! + alongThird * third[i]!;
  }
  return matrixOf(directions, 2, p);
}

function unit(vector: Float64Array): Float64Array {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / norm);
}

/** `vector` less its part along the unit vector `direction`. */
function without(vector: Float64Array, direction: Float64Array): Float64Array {
  const along = vector.reduce((sum, value, i) => sum + value * direction[i]!, 0);
  return vector.map((value, i) => value - along * direction[i]!);
}

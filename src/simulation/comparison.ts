import type { Kernels } from '../numerics/kernels';
import type { Matrix } from '../numerics/matrix';
import { Discriminator, discriminatorLengths } from './discriminator';
import { MahalanobisDistance, mahalanobisLengths } from './mahalanobis';
import type { ProblemSizes, SimulationProblem } from './problem';
import type { Lengths, Workspace } from './workspace';

/** How much like the real training rows synthetic ones are: what a verifier that compares them goes by. */
export interface Comparison {
  /** Takes real training rows, each times its label. */
  addReal(rows: Matrix, labels: ArrayLike<number>): void;
  /** Takes synthetic rows to learn from, where it learns from any: as many as there are real ones. */
  readonly learns: { restart(): void; add(rows: Matrix, labels: ArrayLike<number>): void } | null;
  /** Of each row, times its label: larger for rows that are more like the real ones. */
  likeness(rows: Matrix, labels: ArrayLike<number>): Float64Array;
}

type Name = keyof ReturnType<typeof mahalanobisLengths> | keyof ReturnType<typeof discriminatorLengths>;

/** The blocks of `comparisonOf`, for blocks of so many rows. */
export function comparisonLengths(problem: ProblemSizes, blockRows: number): Lengths<Name> {
  const { dimension: p, verifier } = problem;
  const is = (kind: typeof verifier.kind) => compares(problem) && verifier.kind === kind;
  return {
    ...(is('mahalanobis') ? mahalanobisLengths(p, blockRows) : mahalanobisLengths(0, 0)),
    ...(is('discriminator') ? discriminatorLengths(p, blockRows) : discriminatorLengths(0, 0)),
  };
}

/** Whether the verifier compares rows with real ones, and leaves any out. */
export function compares({
  verifier,
  syntheticSamples,
}: Pick<ProblemSizes, 'verifier' | 'syntheticSamples'>): boolean {
  return syntheticSamples > 0 && 'keep' in verifier && verifier.keep < 1;
}

/** What the problem's verifier goes by; undefined where it compares nothing. */
export function comparisonOf(
  kernels: Kernels,
  problem: SimulationProblem,
  blocks: Workspace<Name>,
): Comparison | undefined {
  if (!compares(problem)) return undefined;
  if (problem.verifier.kind === 'mahalanobis') {
    const distance = new MahalanobisDistance(kernels, problem.mean, blocks);
    return {
      addReal: (rows, labels) => distance.add(rows, labels),
      learns: null,
      likeness: (rows, labels) => distance.of(rows, labels).map((value) => -value),
    };
  }
  const discriminator = new Discriminator(kernels, problem.dimension, blocks);
  return {
    addReal: (rows, labels) => discriminator.addReal(rows, labels),
    learns: {
      restart: () => discriminator.restart(),
      add: (rows, labels) => discriminator.addSynthetic(rows, labels),
    },
    likeness: (rows, labels) => discriminator.realness(rows, labels),
  };
}

/** The places of the `count` largest values, ascending; of equal values the first. */
export function largest(values: Float64Array, count: number): number[] {
  if (count === 0) return [];
  const least = values.slice().sort()[values.length - count]!;
  let ties = count;
  for (const value of values) if (value > least) ties--;
  const chosen: number[] = [];
  values.forEach((value, place) => {
    if (value > least || (value === least && ties-- > 0)) chosen.push(place);
  });
  return chosen;
}

import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import { checkAddress, checkFitted, checkGaussians } from './check';
import { degreesOfFreedom } from './generations';
import type { FittedGenerator } from './problem';
import { componentOf, components, RandomStreams, type RepetitionAddress } from './streams';
import { allocate } from './workspace';

/** A generator's fit, as far as its covariance Ĉ depends on it. */
export interface GeneratorSpectrumProblem extends Pick<FittedGenerator, 'samples' | 'meanError'> {
  /** T ≥ 1; 1 if left out. */
  readonly generations?: number;
  /** of C, each ≥ 0, length p */
  readonly eigenvalues: Float64Array;
}

/**
 * Draws the covariance Ĉ of a generator fitted on n̂ real rows through Bartlett's factor (theory.md §7), refitted as
 * often on n̂ rows of its own (theory.md §11), and gives its p eigenvalues, ascending. As many are exactly 0 as C has directions without variance, and as Ĉ has fewer degrees of
 * freedom (n̂, or n̂ − 1 with the mean's error) than other directions; each of the rest is off by at most about p·1e-16
 * of the largest.
 * @throws SimulationError for a problem or address out of range
 * @throws OutOfMemoryError
 */
export function sampleGeneratorSpectrum(
  kernels: Kernels,
  problem: GeneratorSpectrumProblem,
  address: RepetitionAddress,
): Float64Array {
  const { eigenvalues, samples, meanError, generations = 1 } = problem;
  checkGaussians('data', eigenvalues.length, eigenvalues, {});
  checkFitted({ kind: 'fitted', samples, meanError, source: 'independent' }, 0);
  checkAddress(address);
  const { arena } = kernels;
  const df = degreesOfFreedom(problem);
  const variances = eigenvalues.filter((value) => value > 0);
  const p = variances.length;
  const rank = Math.min(p, df);
  const spectrum = new Float64Array(eigenvalues.length);
  if (rank === 0) return spectrum;
  const mark = arena.mark();
  try {
    const later = generations > 1 ? 1 : 0;
    const blocks = allocate(arena, {
      factor: p * rank,
      next: later * p * rank,
      bartlett: later * rank * rank,
      gram: rank * rank,
    });
    const first = matrixOf(blocks.factor, p, rank);
    const gram = matrixOf(blocks.gram, rank, rank);
    arena.view(blocks.gram).fill(0);
    const streams = new RandomStreams(kernels, address);
    streams.useRow(components.spectrumScatter, 0);
    kernels.fillBartlett(first, df);
    scaleRows(
      arena.view(blocks.factor),
      first,
      variances.map((value) => Math.sqrt(value / samples)),
    );
    let factor = first;
    for (let generation = 2; generation <= generations; generation++) {
      const free = factor.address === blocks.factor.address ? blocks.next : blocks.factor;
      const t = matrixOf(blocks.bartlett, rank, rank);
      streams.useRow(componentOf('spectrumLaterScatter', generation), 0);
      kernels.fillBartlett(t, df);
      scaleRows(arena.view(blocks.bartlett), t, new Float64Array(rank).fill(1 / Math.sqrt(samples)));
      arena.view(free).fill(0);
      const next = matrixOf(free, p, rank);
      kernels.addTrapezoidProduct(next, factor, t);
      factor = next;
    }
    // L Lᵀ and LᵀL have the same eigenvalues above 0: take the smaller.
    if (rank === p) kernels.addTrapezoidGram(gram, 1, factor);
    else kernels.addGram(gram, 1, transpose(factor));
    const positive = kernels.eigenvalues(gram).map((value) => Math.max(value, 0));
    spectrum.set(positive, spectrum.length - rank);
    return spectrum;
  } finally {
    arena.release(mark);
  }
}

/** Row i of a lower-trapezoidal matrix times scale[i]. */
function scaleRows(values: Float64Array, { rows, columns }: Matrix, scale: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const factor = scale[i]!;
    const end = i * columns + Math.min(i + 1, columns);
    for (let at = i * columns; at < end; at++) values[at] = values[at]! * factor;
  }
}

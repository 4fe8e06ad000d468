import type { PointParameters } from '../../experiment/complete';
import type { Kernels } from '../../numerics/kernels';
import { sampleGeneratorSpectrum } from '../../simulation/generatorSpectrum';
import { eigenvaluesOf } from '../population';

/**
 * Draws the covariance of a point's generator, once for each stream, and gives the p eigenvalues of each draw,
 * ascending, one draw after the other; nothing where no generator is fitted.
 * @throws SimulationError, OutOfMemoryError
 */
export function sampleSpectra(
  kernels: Kernels,
  p: PointParameters,
  seed: number,
  streams: readonly bigint[],
): Float64Array {
  const { generator, dimension } = p;
  if (generator.kind !== 'fitted') return new Float64Array();
  const eigenvalues = eigenvaluesOf(p);
  const all = new Float64Array(streams.length * dimension);
  streams.forEach((stream, i) => {
    all.set(sampleGeneratorSpectrum(kernels, { ...generator, eigenvalues }, { seed, stream }), i * dimension);
  });
  return all;
}

/** About how many floating-point operations one draw takes. */
export function spectrumOperations({ generator, dimension }: PointParameters): number {
  if (generator.kind !== 'fitted') return 0;
  const rank = Math.min(dimension, generator.samples);
  // Without its vectors an eigenvalue problem runs at a fraction of the speed of products.
  return generator.generations * dimension * rank ** 2 + 8 * rank ** 3;
}

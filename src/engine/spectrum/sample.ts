import type { PointParameters } from '../../experiment/complete';
import type { Kernels } from '../../numerics/kernels';
import { sampleGeneratorSpectrum } from '../../simulation/generatorSpectrum';
import type { RepetitionAddress } from '../../simulation/streams';
import { eigenvaluesOf } from '../population';

/**
 * Draws the covariance of a point's generator and gives its p eigenvalues, ascending; nothing where no generator is
 * fitted.
 * @throws SimulationError, OutOfMemoryError
 */
export function sampleSpectrum(
  kernels: Kernels,
  p: PointParameters,
  address: RepetitionAddress,
): Float64Array {
  const { generator } = p;
  if (generator.kind !== 'fitted') return new Float64Array();
  return sampleGeneratorSpectrum(kernels, { ...generator, eigenvalues: eigenvaluesOf(p) }, address);
}

/** About how many floating-point operations one draw takes. */
export function spectrumOperations({ generator, dimension }: PointParameters): number {
  if (generator.kind !== 'fitted') return 0;
  const rank = Math.min(dimension, generator.samples);
  // Without its vectors an eigenvalue problem runs at a fraction of the speed of products.
  return generator.generations * dimension * rank ** 2 + 8 * rank ** 3;
}

/** Numbers that `sampleSpectrum` gives. */
export function widthOfSpectrum({ generator, dimension }: PointParameters): number {
  return generator.kind === 'fitted' ? dimension : 0;
}

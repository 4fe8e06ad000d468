import type { Block } from '../numerics/arena';
import type { Kernels } from '../numerics/kernels';
import type { Features } from './problem';

/** The law that features have where nothing else is said. */
export const gaussianFeatures: Features = { kind: 'gaussian' };

/** Whether a classifier's accuracy has a closed form: the scores of Gaussian rows are normal. */
export function hasClosedForm(features: Features = gaussianFeatures): boolean {
  return features.kind === 'gaussian';
}

/** Row after row of `width` numbers of variance 1 from the features' law, each row from its own place. */
export function fillFeatureRows(
  kernels: Kernels,
  seekRow: (row: number) => void,
  { address, length }: Block,
  width: number,
  features: Features,
): void {
  const bytes = width * Float64Array.BYTES_PER_ELEMENT;
  for (let row = 0; row * width < length; row++) {
    seekRow(row);
    fill(kernels, { address: address + row * bytes, length: width }, features);
  }
}

function fill(kernels: Kernels, block: Block, features: Features): void {
  if (features.kind === 'studentT') kernels.fillStudentT(block, features.degreesOfFreedom);
  else if (features.kind === 'laplace') kernels.fillLaplace(block);
  else if (features.kind === 'rademacher') kernels.fillRademacher(block);
  else kernels.fillNormal(block);
}

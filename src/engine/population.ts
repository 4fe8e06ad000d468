import type { PointParameters } from '../experiment/complete';
import {
  meanDirectionVector,
  orthogonalDirection,
  spectrumOf,
  type EigenvalueGroup,
} from '../experiment/population';
import type { Atom } from '../theory/problem';

/** The population of a point as the theory sees it: one atom per distinct eigenvalue of C (theory.md §2). */
export function atomsOf(p: PointParameters): Atom[] {
  const groups = spectrumOf(p.covariance, p.dimension);
  const meanSquared = meanSquaredByGroup(p, groups);
  const { alignment, orthogonalShift, covarianceScale } =
    p.generator.kind === 'shifted' ? p.generator : unshifted;
  const synthetic = orthogonalShift > 0 && groups.length > 1 ? syntheticMeanByGroup(p, groups) : undefined;
  return groups.map(({ eigenvalue, multiplicity }, g) => {
    const a = meanSquared[g]!;
    // μ_s = βμ + μ⊥. Within a single group μ·μ⊥ is 0.
    const { cross, squared } = synthetic?.[g] ?? {
      cross: alignment * a,
      squared: alignment ** 2 * a + orthogonalShift ** 2,
    };
    return {
      eigenvalue,
      multiplicity,
      meanSquared: a,
      crossMean: cross,
      syntheticMeanSquared: squared,
      syntheticEigenvalue: covarianceScale * eigenvalue,
    };
  });
}

const unshifted = { alignment: 1, orthogonalShift: 0, covarianceScale: 1 } as const;

function meanSquaredByGroup(p: PointParameters, groups: readonly EigenvalueGroup[]): number[] {
  const squared = p.meanNorm ** 2;
  const special = p.meanDirection === 'top' ? 0 : groups.length - 1;
  return groups.map(({ multiplicity }, g) => {
    if (p.meanDirection === 'even') return (squared * multiplicity) / p.dimension;
    return g === special ? squared : 0;
  });
}

/**
 * Σ μ·μ_s and Σ μ_s² over the directions of each group. Summed from the vectors: where βμ and μ⊥ cancel, the squares
 * multiplied out would leave rounding errors that no vector can have.
 */
function syntheticMeanByGroup(
  p: PointParameters,
  groups: readonly EigenvalueGroup[],
): { cross: number; squared: number }[] {
  const { mean, shift } = meansOf(p);
  const alignment = p.generator.kind === 'shifted' ? p.generator.alignment : 1;
  let at = 0;
  return groups.map(({ multiplicity }) => {
    let cross = 0;
    let squared = 0;
    for (const end = at + multiplicity; at < end; at++) {
      const synthetic = alignment * mean[at]! + shift[at]!;
      cross += mean[at]! * synthetic;
      squared += synthetic ** 2;
    }
    return { cross, squared };
  });
}

/** μ and μ⊥ in the eigenbasis of C, eigenvalues descending; vectors of length p. */
export function meansOf(p: PointParameters): { mean: Float64Array; shift: Float64Array } {
  const unit = meanDirectionVector(p.meanDirection, p.dimension);
  const orthogonalShift = p.generator.kind === 'shifted' ? p.generator.orthogonalShift : 0;
  return {
    mean: unit.map((value) => value * p.meanNorm),
    shift: orthogonalDirection(unit).map((value) => value * orthogonalShift),
  };
}

/** Eigenvalues of C, descending, one per direction. */
export function eigenvaluesOf(p: PointParameters): Float64Array {
  const eigenvalues = new Float64Array(p.dimension);
  let at = 0;
  for (const { eigenvalue, multiplicity } of spectrumOf(p.covariance, p.dimension)) {
    eigenvalues.fill(eigenvalue, at, at + multiplicity);
    at += multiplicity;
  }
  return eigenvalues;
}

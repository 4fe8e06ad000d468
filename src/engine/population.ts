import { orthogonalMeans, simplexMeans } from '../experiment/classMeans';
import type { PointParameters } from '../experiment/complete';
import {
  meanDirectionVector,
  orthogonalDirection,
  spectrumOf,
  type EigenvalueGroup,
} from '../experiment/population';
import type { ClassAtom } from '../theory/classes';
import { classAtoms } from '../theory/classes/atoms';
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

/** The population of a point with several classes as the theory sees it (theory.md §10). */
export function classAtomsOf(p: PointParameters): ClassAtom[] {
  const covarianceScale = p.generator.kind === 'shifted' ? p.generator.covarianceScale : 1;
  const groups = spectrumOf(p.covariance, p.dimension).map(({ eigenvalue, multiplicity }) => ({
    eigenvalue,
    multiplicity,
    syntheticEigenvalue: covarianceScale * eigenvalue,
  }));
  const { means, syntheticMeans } = classMeansOf(p);
  return classAtoms(groups, means, syntheticMeans);
}

/** m_c, and s_c before fit noise, in the eigenbasis of C, eigenvalues descending; vectors of length p. */
export function classMeansOf({ classes, meanNorm, meanDirection, dimension, generator }: PointParameters): {
  means: Float64Array[];
  syntheticMeans: Float64Array[];
} {
  const means = simplexMeans(classes, meanNorm, meanDirection, dimension);
  if (generator.kind !== 'shifted') return { means, syntheticMeans: means };
  const { alignment, orthogonalShift } = generator;
  const scaled = means.map((mean) => mean.map((value) => alignment * value));
  if (orthogonalShift === 0) return { means, syntheticMeans: scaled };
  const shifts = orthogonalMeans(classes, orthogonalShift, meanDirection, dimension);
  return {
    means,
    syntheticMeans: scaled.map((mean, c) => mean.map((value, i) => value + shifts[c]![i]!)),
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

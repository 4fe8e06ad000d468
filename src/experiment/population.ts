import type { Covariance } from './schema';

/** Directions of C's eigenbasis that share an eigenvalue. */
export interface EigenvalueGroup {
  readonly eigenvalue: number;
  readonly multiplicity: number;
}

/**
 * The spectrum of C, eigenvalues descending, multiplicities adding up to `dimension`.
 * A given spectrum whose length divides the dimension is repeated evenly (checked by `checkPoint`).
 */
export function spectrumOf(covariance: Covariance, dimension: number): EigenvalueGroup[] {
  switch (covariance.kind) {
    case 'identity':
      return [{ eigenvalue: 1, multiplicity: dimension }];
    case 'powerLaw': {
      if (covariance.exponent === 0) return [{ eigenvalue: 1, multiplicity: dimension }];
      const raw = Array.from({ length: dimension }, (_, i) => (i + 1) ** -covariance.exponent);
      const scale = dimension / raw.reduce((sum, value) => sum + value, 0);
      return raw.map((value) => ({ eigenvalue: value * scale, multiplicity: 1 }));
    }
    case 'ar1':
      return grouped(ar1Eigenvalues(covariance.correlation, dimension), 1);
    case 'spiked': {
      const rest = Array.from({ length: dimension - covariance.spikes.length }, () => 1);
      return grouped([...covariance.spikes, ...rest], 1);
    }
    case 'spectrum':
      return grouped(covariance.eigenvalues, dimension / covariance.eigenvalues.length);
  }
}

function grouped(eigenvalues: readonly number[], each: number): EigenvalueGroup[] {
  const sorted = [...eigenvalues].sort((a, b) => b - a);
  const groups: { eigenvalue: number; multiplicity: number }[] = [];
  for (const eigenvalue of sorted) {
    const last = groups.at(-1);
    if (last?.eigenvalue === eigenvalue) last.multiplicity += each;
    else groups.push({ eigenvalue, multiplicity: each });
  }
  return groups;
}

/**
 * Eigenvalues of the p×p matrix with entries r^|i−j|, descending.
 *
 * They are (1−r²)/(1−2r cos θ+r²) at the p roots θ in (0, π) of
 * sin((p+1)θ) − 2r sin(pθ) + r² sin((p−1)θ) = 0 (Grenander & Szegő 1958, §5.3). That is the imaginary part of
 * e^{i(p−1)θ} (e^{iθ} − r)², so with ψ = arg(e^{iθ} − r) the k-th root has (p−1)θ + 2ψ = kπ: an equation that
 * increases in θ and does not cancel, however near r is to 1. For r ≥ 0, θ ≤ ψ ≤ (π+θ)/2 puts the root in
 * [(k−1)π/(p+1), kπ/(p+1)]. −r gives the same eigenvalues: the two matrices differ by a change of signs.
 */
function ar1Eigenvalues(correlation: number, dimension: number): number[] {
  const r = Math.abs(correlation);
  /** |e^{iθ} − r|² = 1 − 2r cos θ + r², from sin(θ/2). */
  const distance = (sine: number) => (1 - r) ** 2 + 4 * r * sine * sine;
  return Array.from({ length: dimension }, (_, i) => {
    let low = (i * Math.PI) / (dimension + 1);
    let high = ((i + 1) * Math.PI) / (dimension + 1);
    let theta = (low + high) / 2;
    for (let step = 0; step < 100; step++) {
      const sine = Math.sin(theta / 2);
      const psi = Math.atan2(Math.sin(theta), 1 - r - 2 * sine * sine);
      const excess = (dimension - 1) * theta + 2 * psi - (i + 1) * Math.PI;
      if (excess > 0) high = theta;
      else low = theta;
      const slope = dimension - 1 + (2 * (1 - r + 2 * r * sine * sine)) / distance(sine);
      const newton = theta - excess / slope;
      const next = newton > low && newton < high ? newton : (low + high) / 2;
      if (Math.abs(next - theta) <= 1e-16 * theta) break;
      theta = next;
    }
    return ((1 - r) * (1 + r)) / distance(Math.sin(theta / 2));
  });
}

/** Where the class mean lies among the eigenvectors of C (eigenvalues descending). */
export type MeanDirection = 'even' | 'top' | 'bottom';

/** Unit vector of the class mean in the eigenbasis of C (eigenvalues descending). */
export function meanDirectionVector(direction: MeanDirection, dimension: number): Float64Array {
  const vector = new Float64Array(dimension);
  if (direction === 'even') return vector.fill(1 / Math.sqrt(dimension));
  vector[direction === 'top' ? 0 : dimension - 1] = 1;
  return vector;
}

/** A unit vector orthogonal to `unit`, spread evenly over the eigenvectors: the direction of μ⊥. */
export function orthogonalDirection(unit: Float64Array): Float64Array {
  const vector = unit.map((_, i) => (i % 2 === 0 ? 1 : -1));
  const overlap = vector.reduce((sum, value, i) => sum + value * unit[i]!, 0);
  for (let i = 0; i < vector.length; i++) vector[i]! -= overlap * unit[i]!;
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / norm);
}

import { meanDirectionVector, orthogonalDirection, type MeanDirection } from './population';

/**
 * The means of K classes on a centred regular simplex, in the eigenbasis of C (eigenvalues descending). Among the
 * eigenvectors the simplex takes the first or the last K − 1, or spreads so evenly over all of them that each has the
 * same squared mean, averaged over the classes. For K = 2 the means are ±μ of population.ts.
 * @param classes K ≥ 2
 * @param meanNorm ‖m_c‖ ≥ 0
 * @param dimension p ≥ K − 1
 * @returns m_1 … m_K, each of length p, adding up to 0
 * @throws RangeError when the simplex does not fit into p dimensions
 */
export function simplexMeans(
  classes: number,
  meanNorm: number,
  direction: MeanDirection,
  dimension: number,
): Float64Array[] {
  requireDimension(dimension, classes - 1, `${classes} class means`);
  return simplex(classes, meanNorm, meanDirections(classes, direction, dimension));
}

/**
 * Shifts m⊥_1 … m⊥_K of the generator's means s_c = β m_c + m⊥_c: another centred regular simplex, orthogonal to all
 * of `simplexMeans`, spread evenly over the eigenvectors that those leave. For K = 2 they are ±μ⊥ of population.ts.
 * @param shiftNorm ‖m⊥_c‖ ≥ 0
 * @param dimension p ≥ 2(K − 1)
 * @throws RangeError when both simplexes do not fit into p dimensions
 */
export function orthogonalMeans(
  classes: number,
  shiftNorm: number,
  direction: MeanDirection,
  dimension: number,
): Float64Array[] {
  requireDimension(dimension, 2 * (classes - 1), `${classes} class means and their orthogonal shifts`);
  return simplex(classes, shiftNorm, shiftDirections(classes, direction, dimension));
}

function requireDimension(dimension: number, needed: number, what: string): void {
  if (dimension < needed) {
    throw new RangeError(`A simplex of ${what} needs a dimension of at least ${needed}, not ${dimension}.`);
  }
}

/** K − 1 orthonormal vectors that the means span. */
function meanDirections(classes: number, direction: MeanDirection, dimension: number): Float64Array[] {
  const count = classes - 1;
  if (classes === 2) return [meanDirectionVector(direction, dimension)];
  if (direction === 'even') return waves(lowFrequencies(count, dimension), dimension);
  return Array.from({ length: count }, (_, j) => {
    const vector = new Float64Array(dimension);
    vector[direction === 'top' ? j : dimension - 1 - j] = 1;
    return vector;
  });
}

/** K − 1 orthonormal vectors, orthogonal to those. */
function shiftDirections(classes: number, direction: MeanDirection, dimension: number): Float64Array[] {
  const count = classes - 1;
  if (classes === 2) return [orthogonalDirection(meanDirectionVector(direction, dimension))];
  if (direction === 'even') {
    const taken = new Set(lowFrequencies(count, dimension));
    return waves(highFrequencies(count, dimension, taken), dimension);
  }
  const rest = dimension - count;
  return waves(lowFrequencies(count, rest), rest).map((wave) => {
    const vector = new Float64Array(dimension);
    vector.set(wave, direction === 'top' ? count : 0);
    return vector;
  });
}

/** K points at the distance `norm` from 0 and equal distances from each other, in the span of K − 1 directions. */
function simplex(classes: number, norm: number, directions: readonly Float64Array[]): Float64Array[] {
  const scale = norm * Math.sqrt(classes / (classes - 1));
  return Array.from({ length: classes }, (_, c) => {
    const point = new Float64Array(directions[0]!.length);
    directions.forEach((direction, j) => {
      const weight = scale * contrast(c, j);
      if (weight === 0) return;
      for (let i = 0; i < point.length; i++) point[i]! += weight * direction[i]!;
    });
    return point;
  });
}

/** Entry c of the j-th Helmert contrast: (1, …, 1, −(j + 1), 0, …)/√((j + 1)(j + 2)), orthonormal over j. */
function contrast(c: number, j: number): number {
  if (c > j + 1) return 0;
  return (c <= j ? 1 : -(j + 1)) / Math.sqrt((j + 1) * (j + 2));
}

/**
 * The orthonormal vectors (cos + sin)(2πfi/p)/√p of the given frequencies f in 0 … p − 1 (Hartley's basis). The
 * squares of f and p − f add up to 2/p everywhere, those of f = 0 and f = p/2 are 1/p.
 */
function waves(frequencies: readonly number[], dimension: number): Float64Array[] {
  return frequencies.map((frequency) =>
    Float64Array.from({ length: dimension }, (_, i) => {
      const angle = (2 * Math.PI * ((frequency * i) % dimension)) / dimension;
      return (Math.cos(angle) + Math.sin(angle)) / Math.sqrt(dimension);
    }),
  );
}

/** Frequencies whose squares add up evenly: pairs f, p − f from the lowest on, and 0 if their number is odd. */
function lowFrequencies(count: number, dimension: number): number[] {
  const pairs = Array.from({ length: Math.ceil(count / 2) }, (_, j) => [j + 1, dimension - 1 - j]).flat();
  const even = count % 2 === 0 && count < dimension;
  return (even ? pairs : [0, ...pairs]).slice(0, count);
}

/** The same from the other end, without the frequencies taken; not quite even where no pair of them is left. */
function highFrequencies(count: number, dimension: number, taken: ReadonlySet<number>): number[] {
  const free = Array.from({ length: dimension }, (_, f) => f).filter((f) => !taken.has(f));
  free.sort((a, b) => Math.abs(2 * a - dimension) - Math.abs(2 * b - dimension) || a - b);
  const skipsMiddle = count % 2 === 0 && dimension % 2 === 0 && free.length > count + 1;
  return free.slice(skipsMiddle ? 1 : 0).slice(0, count);
}

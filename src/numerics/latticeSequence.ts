/** The most points and the most coordinates of the sequence. */
export const LATTICE_POINTS = 8192;
export const LATTICE_DIMENSIONS = 49;

/**
 * Generating vector z of the rank-1 lattices {i z/n}, good for every n = 2⁶ … 2¹³ at once. Found component by
 * component: each z_j minimises the largest ratio, over those n, of the worst-case error to the least one possible
 * at that n, for periodic functions with square-integrable mixed derivatives and product weights 1/(2 j^1.5)
 * (the criterion of Cools, Kuo & Nuyens 2006, SIAM J. Sci. Comput. 28).
 */
// prettier-ignore
const GENERATOR = [
  1, 2511, 887, 3935, 2789, 345, 407, 2581, 1717, 1173, 3089, 1829, 1737, 1659, 1111, 979, 1941, 2873, 1497, 781,
  603, 263, 2079, 2273, 3255, 217, 211, 3127, 797, 907, 583, 1525, 1689, 3973, 2309, 747, 3425, 1059, 2883, 3783,
  1551, 357, 1405, 1835, 471, 2297, 377, 1869, 733,
];

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * A part of a fixed sequence whose first 2^k points fill the unit cube evenly, for the mean of a smooth function
 * over it: a lattice in the order of the van der Corput sequence, shifted, and folded by the tent map
 * x ↦ 1 − |2x − 1|, after which the error falls almost like n⁻² for smooth functions that are not periodic
 * (Hickernell 2002).
 * @param from, to the points from (included) to to (not), at most LATTICE_POINTS
 * @param dimensions coordinates of a point, at most LATTICE_DIMENSIONS
 * @returns (to − from) × dimensions numbers in [0, 1], point by point
 */
export function latticeSequence(from: number, to: number, dimensions: number): Float64Array {
  if (to > LATTICE_POINTS || dimensions > LATTICE_DIMENSIONS) {
    throw new RangeError(
      `The sequence has ${LATTICE_POINTS} points of ${LATTICE_DIMENSIONS} coordinates, not ${to} of ${dimensions}.`,
    );
  }
  const coordinates = new Float64Array((to - from) * dimensions);
  for (let point = from, at = 0; point < to; point++) {
    const position = radicalInverse(point);
    for (let j = 0; j < dimensions; j++, at++) {
      const x = position * GENERATOR[j]! + (j + 1) * GOLDEN;
      coordinates[at] = 1 - Math.abs(2 * (x - Math.floor(x)) - 1);
    }
  }
  return coordinates;
}

/** The binary digits of a whole number, mirrored at the point. */
function radicalInverse(whole: number): number {
  let value = 0;
  let digit = 0.5;
  for (let rest = whole; rest > 0; rest >>= 1, digit /= 2) {
    if (rest & 1) value += digit;
  }
  return value;
}

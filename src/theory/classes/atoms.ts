import type { ClassAtom } from './problem';

/** Consecutive directions of C's eigenbasis that share their eigenvalues. */
export interface EigenvaluePair {
  /** λ ≥ 0, of the population covariance C. */
  readonly eigenvalue: number;
  /** Number of directions. */
  readonly multiplicity: number;
  /** l ≥ 0, of the generator's covariance C_s before fit noise; λ if left out. */
  readonly syntheticEigenvalue?: number;
}

/** Beyond this number of entries the Gram matrices are formed only when asked for; the vectors are far smaller. */
const MOST_ENTRIES = 2 ** 21;

/**
 * The atoms of K classes whose means are given as vectors in the eigenbasis of C. Isotropic data are one atom.
 * @param groups eigenvalues in the order of the vectors' components; their multiplicities add up to p
 * @param means m_1 … m_K, each of length p
 * @param syntheticMeans s_1 … s_K before fit noise; those of the real data if left out
 * @throws RangeError when the lengths do not fit
 */
export function classAtoms(
  groups: readonly EigenvaluePair[],
  means: readonly Float64Array[],
  syntheticMeans: readonly Float64Array[] = means,
): ClassAtom[] {
  const dimension = groups.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
  if (syntheticMeans.length !== means.length) {
    throw new RangeError(
      `${means.length} classes need as many synthetic means, not ${syntheticMeans.length}.`,
    );
  }
  const wrong = [...means, ...syntheticMeans].find((mean) => mean.length !== dimension);
  if (wrong) throw new RangeError(`A class mean must have ${dimension} components, not ${wrong.length}.`);
  const vectors = syntheticMeans === means ? means : [...means, ...syntheticMeans];
  const keep = groups.length * (2 * means.length) ** 2 <= MOST_ENTRIES;
  let end = 0;
  return groups.map(({ eigenvalue, multiplicity, syntheticEigenvalue = eigenvalue }) => {
    const from = end;
    const to = (end += multiplicity);
    const pair = { eigenvalue, multiplicity, syntheticEigenvalue };
    const gram = () => gramOf(vectors, from, to, 2 * means.length);
    if (keep) return { ...pair, means: gram() };
    return {
      ...pair,
      get means() {
        return gram();
      },
    };
  });
}

/** Gram matrix of the components from … to of the vectors, repeated to `size` of them; size×size. */
function gramOf(vectors: readonly Float64Array[], from: number, to: number, size: number): Float64Array {
  const count = vectors.length;
  const gram = new Float64Array(size * size);
  for (let i = 0; i < count; i++) {
    const first = vectors[i]!;
    for (let j = 0; j <= i; j++) {
      const second = vectors[j]!;
      let sum = 0;
      for (let at = from; at < to; at++) sum += first[at]! * second[at]!;
      for (let row = i; row < size; row += count) {
        for (let column = j; column < size; column += count) {
          gram[row * size + column] = sum;
          gram[column * size + row] = sum;
        }
      }
    }
  }
  return gram;
}

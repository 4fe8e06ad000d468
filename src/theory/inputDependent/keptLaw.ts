import { normalCdf } from '../../numerics/normal';
import type { IsotropicPopulation } from './population';
import type { InputDependentProblem } from './problem';
import {
  halfPlane,
  oppositeCorner,
  reflected,
  thinned,
  wedge,
  wholePlane,
  type Corner,
  type PlanePart,
} from './truncatedNormal';

/**
 * The oriented synthetic rows that are kept, as the labeller and the verifier see them: their coordinates
 * ξ = Uᵀ(x̃ − μ_s)/√l along at most two orthonormal directions U, which are standard normal before pruning.
 */
export interface KeptLaw {
  /** The rows whose label is right (y = +1) and kept, and those whose label is wrong (y = −1) and kept. */
  readonly right: PlanePart;
  readonly wrong: PlanePart;
  /** Cosines of the two directions to μ. */
  readonly cosine1: number;
  readonly cosine2: number;
  readonly implied: ImpliedNoise;
}

/** The independent label noise and random verifier that keep as many right and wrong labels. */
export interface ImpliedNoise {
  /** ε = P(label wrong). */
  readonly labelNoise: number;
  /** φ = P(kept | right); 0 where a linear labeller gets no label right. */
  readonly keepCorrect: number;
  /** ρ = P(kept | wrong); 0 where a linear labeller gets no label wrong. */
  readonly keepIncorrect: number;
}

/** The law of the kept rows for each of the four kinds of labels and verifier (theory.md §6). */
export function keptLaw(
  { labels, verifier }: InputDependentProblem,
  { syntheticAlong, syntheticVariance }: IsotropicPopulation,
): KeptLaw {
  // μ_s in units of the generator's standard deviation: u·μ_s/√l is c_u times this.
  const distance = syntheticAlong / Math.sqrt(syntheticVariance);
  if (labels.kind === 'uniform') {
    const { rate } = labels;
    if (verifier.kind === 'random') {
      const { keepCorrect, keepIncorrect } = verifier;
      return {
        right: wholePlane((1 - rate) * keepCorrect),
        wrong: wholePlane(rate * keepIncorrect),
        cosine1: 0,
        cosine2: 0,
        implied: { labelNoise: rate, keepCorrect, keepIncorrect },
      };
    }
    const agrees = halfPlane(distance * verifier.alignment);
    const disagrees = reflected(halfPlane(-distance * verifier.alignment));
    return {
      right: thinned(agrees, 1 - rate),
      wrong: thinned(disagrees, rate),
      cosine1: verifier.alignment,
      cosine2: 0,
      implied: {
        labelNoise: rate,
        keepCorrect: agrees.probability,
        keepIncorrect: disagrees.probability,
      },
    };
  }
  const alpha = distance * labels.alignment;
  if (verifier.kind === 'random') {
    const { keepCorrect, keepIncorrect } = verifier;
    return {
      right: thinned(halfPlane(alpha), keepCorrect),
      wrong: thinned(reflected(halfPlane(-alpha)), keepIncorrect),
      cosine1: labels.alignment,
      cosine2: 0,
      implied: { labelNoise: normalCdf(-alpha), keepCorrect, keepIncorrect },
    };
  }
  return bothLinear(distance, labels.alignment, verifier.alignment, verifier.correlation);
}

/** A linear labeller u and a linear verifier v: U = (u, (v − c u)/s) with c = u·v and s = √(1−c²). */
function bothLinear(distance: number, labeller: number, verifier: number, correlation: number): KeptLaw {
  const sine = Math.sqrt((1 - correlation) * (1 + correlation));
  // Both are cosines to μ of unit vectors, orthogonal to u and to v.
  const besideLabeller = sine > 0 ? (verifier - correlation * labeller) / sine : 0;
  const besideVerifier = sine > 0 ? (labeller - correlation * verifier) / sine : 0;
  const cosine2 = clamp(besideLabeller, Math.sqrt(1 - labeller * labeller));
  const corner: Corner = {
    alpha: distance * labeller,
    beta: distance * verifier,
    cosine: correlation,
    sine,
    alphaEdge: distance * clamp(besideVerifier, Math.sqrt(1 - verifier * verifier)),
    betaEdge: distance * cosine2,
  };
  const right = overlap(corner);
  const wrong = reflected(overlap(oppositeCorner(corner)));
  const labelNoise = normalCdf(-corner.alpha);
  return {
    right,
    wrong,
    cosine1: labeller,
    cosine2,
    implied: {
      labelNoise,
      keepCorrect: share(right.probability, normalCdf(corner.alpha)),
      keepIncorrect: share(wrong.probability, labelNoise),
    },
  };
}

/** Where both half planes of a corner overlap; they are the same one for v = u, and opposite ones for v = −u. */
function overlap(corner: Corner): PlanePart {
  if (corner.sine > 0) return wedge(corner);
  return corner.cosine > 0 ? halfPlane(corner.alpha) : wholePlane(0);
}

function clamp(value: number, bound: number): number {
  return Math.max(-bound, Math.min(bound, value));
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}

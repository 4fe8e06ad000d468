import { normalCdf, normalPdf } from '../../numerics/normal';
import { orthantProbability } from './orthant';

/** The law of a part of the standard normal plane: its probability, and mean and covariance given that part. */
export interface PlanePart {
  readonly probability: number;
  readonly mean1: number;
  readonly mean2: number;
  /** Covariance less the identity, the covariance of the whole plane. */
  readonly excess11: number;
  readonly excess12: number;
  readonly excess22: number;
}

/** Probabilities below this count as 0: no number of rows makes up for them, and their digits get lost. */
const SMALLEST = 1e-100;

/** All of the plane, times a probability that does not depend on the place. */
export function wholePlane(probability: number): PlanePart {
  return { probability, mean1: 0, mean2: 0, excess11: 0, excess12: 0, excess22: 0 };
}

/** { ξ₁ > −α }. */
export function halfPlane(alpha: number): PlanePart {
  const probability = normalCdf(alpha);
  if (probability < SMALLEST) return wholePlane(0);
  const mean1 = normalPdf(alpha) / probability;
  return { ...wholePlane(probability), mean1, excess11: -mean1 * (mean1 + alpha) };
}

/** Two half planes {e₁·ξ > −α} and {(c, s)·ξ > −β} with s = √(1−c²), that meet in a corner. */
export interface Corner {
  readonly alpha: number;
  readonly beta: number;
  readonly cosine: number;
  readonly sine: number;
  /** (α − cβ)/s and (β − cα)/s: the distances to the corner along the two edges. */
  readonly alphaEdge: number;
  readonly betaEdge: number;
}

/** The same corner seen from the wedge on its other side: reflected through the origin. */
export function oppositeCorner({ alpha, beta, alphaEdge, betaEdge, ...angle }: Corner): Corner {
  return { ...angle, alpha: -alpha, beta: -beta, alphaEdge: -alphaEdge, betaEdge: -betaEdge };
}

/**
 * The wedge in which both half planes of a corner overlap, for s > 0. Its moments by the divergence theorem: each
 * edge contributes its Gaussian length, the corner its density.
 */
export function wedge({ alpha, beta, cosine: c, sine: s, alphaEdge, betaEdge }: Corner): PlanePart {
  const halfAngle = Math.atan2(Math.sqrt(1 + c), Math.sqrt(1 - c));
  const probability = orthantProbability(alpha, beta, halfAngle);
  if (probability < SMALLEST) return wholePlane(0);
  const edge1 = (normalPdf(alpha) * normalCdf(betaEdge)) / probability;
  const edge2 = (normalPdf(beta) * normalCdf(alphaEdge)) / probability;
  const corner = (normalPdf(alpha) * normalPdf(betaEdge)) / probability;
  const mean1 = edge1 + c * edge2;
  const mean2 = s * edge2;
  return {
    probability,
    mean1,
    mean2,
    excess11: c * s * corner - alpha * edge1 - c * c * beta * edge2 - mean1 * mean1,
    excess12: s * s * corner - s * c * beta * edge2 - mean1 * mean2,
    excess22: -c * s * corner - s * s * beta * edge2 - mean2 * mean2,
  };
}

/** A part reflected through the origin. */
export function reflected(part: PlanePart): PlanePart {
  return { ...part, mean1: -part.mean1, mean2: -part.mean2 };
}

/** A part of which only some is taken, whatever the place. */
export function thinned(part: PlanePart, share: number): PlanePart {
  return { ...part, probability: part.probability * share };
}

import { rootBetween } from '../../numerics/root';
import type { InverseMap } from './inverseMap';

/** An interval of s above which the curve runs: one interval of the law. */
export interface Component {
  readonly low: number;
  readonly high: number;
}

/**
 * The intervals where h(s) > 1, ascending. h is infinite at the eigenvalues and convex between two of them, so that
 * there is at most one gap in between; outside them it falls to 0.
 */
export function componentsOf(map: InverseMap): Component[] {
  const { eigenvalues, strengths } = map;
  const excess = (s: number) => 1 / Math.sqrt(map.onRealLine(s)) - 1;
  const last = eigenvalues.length - 1;
  // Twice the distance from all eigenvalues at which h is below 1 for certain.
  const reach = 2 * Math.sqrt(strengths.reduce((sum, strength) => sum + strength, 0));
  const components: Component[] = [];
  let low = rootBetween(excess, eigenvalues[0]! - reach, eigenvalues[0]!);
  for (let k = 0; k < last; k++) {
    const inGap = pointInGap(map, k);
    if (inGap === null) continue;
    components.push({ low, high: rootBetween(excess, eigenvalues[k]!, inGap) });
    low = rootBetween(excess, inGap, eigenvalues[k + 1]!);
  }
  components.push({ low, high: rootBetween(excess, eigenvalues[last]!, eigenvalues[last]! + reach) });
  return components;
}

/** A point between eigenvalues k and k + 1 where h < 1, or null if there is none. */
function pointInGap(map: InverseMap, k: number): number | null {
  const { eigenvalues, strengths } = map;
  const left = eigenvalues[k]!;
  const right = eigenvalues[k + 1]!;
  const cubeLeft = Math.cbrt(strengths[k]!);
  const cubeRight = Math.cbrt(strengths[k + 1]!);
  // The least that the two neighbours alone add up to, and where.
  if ((cubeLeft + cubeRight) ** 3 >= (right - left) ** 2) return null;
  const guess = left + ((right - left) * cubeLeft) / (cubeLeft + cubeRight);
  if (map.onRealLine(guess) < 1) return guess;
  // h', times what makes it finite at both ends.
  const slope = (s: number) => {
    let sum = 0;
    for (let j = 0; j < strengths.length; j++) {
      const nearer = j <= k ? s - left : right - s;
      const other = (j <= k ? right - s : s - left) / (right - left);
      const distance = Math.abs(s - eigenvalues[j]!);
      const quotient = distance === 0 ? 1 : nearer / distance;
      sum += (j <= k ? -1 : 1) * strengths[j]! * (other * quotient) ** 3;
    }
    return sum;
  };
  const lowest = rootBetween(slope, left, right);
  return map.onRealLine(lowest) < 1 ? lowest : null;
}

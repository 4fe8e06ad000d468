/** Relative slack for identities that the caller's arithmetic meets only up to rounding. */
export const ROUNDING = 1e-9;

/** Whether two numbers are the same but for rounding. */
export function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING * Math.abs(a);
}

/** The smallest double with full precision: a variance below it has lost its digits, and the accuracy with them. */
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * Whether an answer is one: parameters near the ends of the number range can overflow or underflow on the way.
 * @param sum of all its numbers
 * @param marginVariance Q, without which there is no accuracy
 */
export function isRepresentable(sum: number, marginVariance: number): boolean {
  return Number.isFinite(sum) && marginVariance >= SMALLEST_NORMAL;
}

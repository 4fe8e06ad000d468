/** A stretch of a parameter's values, and how they are spaced. */
export interface ParameterRange {
  readonly from: number;
  readonly to: number;
  readonly scale: 'linear' | 'log';
}

/** The value a share u of the way through a range; exactly its ends at 0 and 1. */
export function valueIn({ from, to, scale }: ParameterRange, u: number): number {
  if (u <= 0) return from;
  if (u >= 1) return to;
  return scale === 'log' ? from * (to / from) ** u : from + u * (to - from);
}

/** How far through a range a value is. */
export function shareOf({ from, to, scale }: ParameterRange, value: number): number {
  return scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
}

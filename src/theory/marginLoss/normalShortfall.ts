import { normalCdf, normalPdf } from '../../numerics/normal';

/** E (s + z)₊ᵏ for z ~ N(0, 1) and k = 0, 1, 2. */
export interface Shortfall {
  probability: number;
  mean: number;
  squared: number;
}

/** Below this the sums of Φ and φ cancel, and the recurrence is used instead. */
const FAR = -2;
/** Where the backward recurrence starts; enough for full precision from FAR on. */
const START = 120;

/**
 * E (s + z)₊ᵏ to nearly full relative precision, however far in the tail. With I_k = E (s + z)₊ᵏ/k!, I_{−1} = φ(s),
 * the recurrence k I_k = I_{k−2} + s I_{k−1} is stable upwards for s ≥ 0, and backwards for s < 0 (Miller).
 */
export function normalShortfall(s: number): Shortfall {
  const density = normalPdf(s);
  if (s > FAR) {
    const probability = normalCdf(s);
    const mean = density + s * probability;
    return { probability, mean, squared: probability + s * mean };
  }
  if (density === 0) return { probability: 0, mean: 0, squared: 0 };
  // ∝ I_{k−2}, I_{k−1}, I_k, I_{k+1}; from 1e-290 on nothing overflows down to the s where φ(s) is 0.
  let first = 1e-290;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let k = START; k >= 1; k--) {
    fourth = third;
    third = second;
    second = first;
    first = k * third - s * second;
  }
  const scale = density / first;
  return { probability: second * scale, mean: third * scale, squared: 2 * fourth * scale };
}

// Numbers of mean 0 and variance 1 from laws other than the normal one. Math here is AssemblyScript's own software
// implementation, so that logarithms and exponentials have the same bits on every machine.
import { uniform } from './continuous';
import { consumeTo, nextWord, nextWordAddress, wordsEnd } from './philox';

const TWO52: f64 = 4503599627370496.0;

/** +1 or −1: the bits of a word, from the lowest, decide 64 numbers. */
export function fillRademacher(p: usize, n: i32): void {
  const end = p + ((<usize>n) << 3);
  let bits: u64 = 0;
  let left = 0;
  for (; p != end; p += 8) {
    if (left == 0) {
      bits = nextWord();
      left = 64;
    }
    store<f64>(p, bits & 1 ? 1 : -1);
    bits >>= 1;
    left--;
  }
}

/** Laplace: an exponential with mean 1/√2 and a sign, from a word each. */
export function fillLaplace(p: usize, n: i32): void {
  const end = p + ((<usize>n) << 3);
  const scale = -Math.SQRT1_2;
  while (p != end) {
    let at = nextWordAddress((end - p) >> 3);
    const stop = min(wordsEnd(), at + (end - p));
    for (; at != stop; at += 8, p += 8) {
      const word = load<u64>(at);
      const x = scale * Math.log((<f64>(word >> 12) + 0.5) * (1.0 / TWO52));
      store<f64>(p, word & 1 ? -x : x);
    }
    consumeTo(at);
  }
}

/**
 * Student's t with df > 2 degrees of freedom, scaled to variance 1, by Bailey's polar method ("Polar generation of
 * random variates with the t-distribution", 1994): from a point (u, v) of the unit disc, w = u² + v²,
 * t = u √(df (w^(−2/df) − 1)/w). Which points are taken does not depend on df, so that neighbouring laws share them.
 */
export function fillStudentT(p: usize, n: i32, df: f64): void {
  const end = p + ((<usize>n) << 3);
  const exponent = -2.0 / df;
  for (; p != end; p += 8) {
    let u: f64 = 0;
    let w: f64 = 2;
    while (w > 1) {
      u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      w = u * u + v * v;
    }
    // df/(df − 2) is the variance of t.
    store<f64>(p, u * Math.sqrt(((df - 2) * Math.expm1(exponent * Math.log(w))) / w));
  }
}

// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a random
// word is a function of (key, counter), so every (seed, stream) is its own sequence and needs no history.
import { RANDOM_WORDS, WORDS } from './memory';

const END: usize = RANDOM_WORDS + ((<usize>WORDS) << 3);

let key0: u32 = 0;
let key1: u32 = 0;
let stream0: u32 = 0;
let stream1: u32 = 0;
let counter: u64 = 0;
/** Address of the next unused word, from RANDOM_WORDS to END. */
let next: usize = END;

/** Goes to a place: key = seed, upper half of the 128-bit counter = stream, lower half = position (2 words each). */
export function seek(seed: u64, stream: u64, position: u64): void {
  key0 = <u32>seed;
  key1 = <u32>(seed >> 32);
  stream0 = <u32>stream;
  stream1 = <u32>(stream >> 32);
  counter = position;
  next = END;
}

/** Four counters side by side in the SIMD lanes, two 64-bit words from each. */
function refill(): void {
  const multiplier0 = i32x4.splat(0xd2511f53);
  const multiplier1 = i32x4.splat(0xcd9e8d57);
  for (let p = RANDOM_WORDS; p != END; p += 64) {
    const c = counter;
    counter += 4;
    let c0 = i32x4(<i32>c, <i32>(c + 1), <i32>(c + 2), <i32>(c + 3));
    let c1 = i32x4(<i32>(c >> 32), <i32>((c + 1) >> 32), <i32>((c + 2) >> 32), <i32>((c + 3) >> 32));
    let c2 = i32x4.splat(stream0);
    let c3 = i32x4.splat(stream1);
    let k0 = key0;
    let k1 = key1;
    for (let round = 0; round < 10; round++) {
      const p0 = i64x2.extmul_low_i32x4_u(c0, multiplier0);
      const q0 = i64x2.extmul_high_i32x4_u(c0, multiplier0);
      const p1 = i64x2.extmul_low_i32x4_u(c2, multiplier1);
      const q1 = i64x2.extmul_high_i32x4_u(c2, multiplier1);
      c0 = v128.xor(v128.xor(v128.shuffle<i32>(p1, q1, 1, 3, 5, 7), c1), i32x4.splat(k0));
      c2 = v128.xor(v128.xor(v128.shuffle<i32>(p0, q0, 1, 3, 5, 7), c3), i32x4.splat(k1));
      c1 = v128.shuffle<i32>(p1, q1, 0, 2, 4, 6);
      c3 = v128.shuffle<i32>(p0, q0, 0, 2, 4, 6);
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    // Transposed back: each counter's four 32-bit results lie together.
    const a01 = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5);
    const a23 = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7);
    const b01 = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5);
    const b23 = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
    v128.store(p, v128.shuffle<i64>(a01, b01, 0, 2));
    v128.store(p, v128.shuffle<i64>(a01, b01, 1, 3), 16);
    v128.store(p, v128.shuffle<i64>(a23, b23, 0, 2), 32);
    v128.store(p, v128.shuffle<i64>(a23, b23, 1, 3), 48);
  }
  next = RANDOM_WORDS;
}

/** The next 64-bit word. */
export function nextWord(): u64 {
  if (next == END) refill();
  const word = load<u64>(next);
  next += 8;
  return word;
}

/** For loops that read words in bulk: the address of the next word, of which at least one is there … */
export function nextWordAddress(): usize {
  if (next == END) refill();
  return next;
}

/** … where the words at hand end … */
export function wordsEnd(): usize {
  return END;
}

/** … and how far the loop has read. */
export function consumeTo(address: usize): void {
  next = address;
}

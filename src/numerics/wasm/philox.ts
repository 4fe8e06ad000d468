// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a random
// word is a function of (key, counter), so every (seed, stream) is its own sequence and needs no history.
import { RANDOM_WORDS, WORDS } from './memory';

const MOST_BYTES: usize = (<usize>WORDS) << 3;

/**
 * A stream's 2^64 counters are cut into places that never meet: the numbers drawn one after the other begin at 0, the
 * side places (for single numbers that take as many words as it happens) at 2^62, the rows at 2^63.
 */
const SIDE: u64 = 1 << 62;
const SIDE_COUNTERS: u64 = 1 << 20;
const ROWS: u64 = 1 << 63;
const ROW_COUNTERS: u64 = 1 << 31;

let key0: u32 = 0;
let key1: u32 = 0;
let stream0: u32 = 0;
let stream1: u32 = 0;
/** Of the next refill. */
let counter: u64 = 0;
/** Address of the next unused word, from RANDOM_WORDS to `end`. */
let next: usize = RANDOM_WORDS;
let end: usize = RANDOM_WORDS;
/** Whether the first word of the next refill has been used. */
let halfUsed: bool = false;

/** Goes to a place: key = seed, upper half of the 128-bit counter = stream, lower half = position (2 words each). */
export function seek(seed: u64, stream: u64, position: u64, half: bool): void {
  key0 = <u32>seed;
  key1 = <u32>(seed >> 32);
  stream0 = <u32>stream;
  stream1 = <u32>(stream >> 32);
  goTo(position, half);
}

/** To another place in the same stream. */
export function goTo(position: u64, half: bool): void {
  counter = position;
  halfUsed = half;
  next = end = RANDOM_WORDS;
}

/** Goes to the beginning of row 0 … 2^31, in the same stream. */
export function seekRow(row: f64): void {
  goTo(ROWS + <u64>row * ROW_COUNTERS, false);
}

/** Goes to the beginning of side place 0 … 2^41, in the same stream. */
export function seekSide(place: u64): void {
  goTo(SIDE + place * SIDE_COUNTERS, false);
}

/** Where the stream is: the counter of the next word … */
export function position(): u64 {
  return counter - ((<u64>(end - next) + 8) >> 4);
}

/** … and whether it is the counter's second. */
export function inHalf(): bool {
  return next == end ? halfUsed : ((end - next) & 8) != 0;
}

/**
 * At least one word, and about as many as are wanted: a few more, as one normal in a hundred takes more than one.
 * Four counters side by side in the SIMD lanes, two 64-bit words from each.
 */
function refill(wanted: usize): void {
  end = RANDOM_WORDS + min(MOST_BYTES, (((wanted + (wanted >> 6)) << 3) + 63) & ~63);
  const multiplier0 = i32x4.splat(0xd2511f53);
  const multiplier1 = i32x4.splat(0xcd9e8d57);
  for (let p = RANDOM_WORDS; p != end; p += 64) {
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
  next = RANDOM_WORDS + (halfUsed ? 8 : 0);
  halfUsed = false;
}

/** The next 64-bit word. */
export function nextWord(): u64 {
  if (next == end) refill(1);
  const word = load<u64>(next);
  next += 8;
  return word;
}

/** For loops that read words in bulk: the address of the next word, of which at least one is there … */
export function nextWordAddress(wanted: usize): usize {
  if (next == end) refill(wanted);
  return next;
}

/** … where the words at hand end … */
export function wordsEnd(): usize {
  return end;
}

/** … and how far the loop has read. */
export function consumeTo(address: usize): void {
  next = address;
}

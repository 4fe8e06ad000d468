// Uniform, normal and chi-square numbers. Math here is AssemblyScript's own software implementation, so that
// logarithms and powers have the same bits on every machine.
import { PANEL_ROW, ZIGGURAT } from './memory';
import { consumeTo, goTo, inHalf, nextWord, nextWordAddress, position, seekSide, wordsEnd } from './philox';

/** The ziggurat's 256 layers (Marsaglia and Tsang 2000): where the tail begins, and the area of each layer. */
const TAIL: f64 = 3.6541528853610088;
const AREA: f64 = 0.00492867323397465524;
const TWO52: f64 = 4503599627370496.0;

/** Per layer: the 52-bit integer below which a point lies under the curve, its scale to x, and the density. */
const LIMITS: usize = ZIGGURAT;
const SCALES: usize = ZIGGURAT + 2048;
const DENSITIES: usize = ZIGGURAT + 4096;
fillZiggurat();

function fillZiggurat(): void {
  const last: usize = 255 << 3;
  const base = AREA / Math.exp(-0.5 * TAIL * TAIL);
  store<u64>(LIMITS, <u64>((TAIL / base) * TWO52));
  store<u64>(LIMITS, 0, 8);
  store<f64>(SCALES, base / TWO52);
  store<f64>(SCALES + last, TAIL / TWO52);
  store<f64>(DENSITIES, 1.0);
  store<f64>(DENSITIES + last, Math.exp(-0.5 * TAIL * TAIL));
  let outer = TAIL;
  for (let i = 254; i >= 1; i--) {
    const x = Math.sqrt(-2.0 * Math.log(AREA / outer + Math.exp(-0.5 * outer * outer)));
    store<u64>(LIMITS + ((<usize>i + 1) << 3), <u64>((x / outer) * TWO52));
    store<f64>(DENSITIES + ((<usize>i) << 3), Math.exp(-0.5 * x * x));
    store<f64>(SCALES + ((<usize>i) << 3), x / TWO52);
    outer = x;
  }
}

/** Uniform on (0, 1), never an end: the midpoints of 2^52 equal intervals. */
export function uniform(): f64 {
  return uniformOf(nextWord());
}

function uniformOf(word: u64): f64 {
  return (<f64>(word >> 12) + 0.5) * (1.0 / TWO52);
}

/** Standard normal: 8 bits choose the layer, 1 the sign, 52 the place in the layer. */
function normal(): f64 {
  const word = nextWord();
  const layer = (<usize>(word & 255)) << 3;
  // Signed, because converting a signed integer to f64 is one instruction and an unsigned one several.
  const place = <i64>((word >> 9) & 0xfffffffffffff);
  if (place >= load<i64>(LIMITS + layer)) return normalFromEdge(word);
  const x = <f64>place * load<f64>(SCALES + layer);
  return word & 256 ? -x : x;
}

/** The one word in a hundred that falls beside the layer's rectangle. */
function normalFromEdge(first: u64): f64 {
  let word = first;
  while (true) {
    const layer = (<usize>(word & 255)) << 3;
    const negative = (word & 256) != 0;
    const place = <i64>((word >> 9) & 0xfffffffffffff);
    const x = <f64>place * load<f64>(SCALES + layer);
    if (place < load<i64>(LIMITS + layer)) return negative ? -x : x;
    if (layer == 0) {
      const beyond = normalTail();
      return negative ? -beyond : beyond;
    }
    const lower = load<f64>(DENSITIES + layer);
    const upper = load<f64>(DENSITIES + layer - 8);
    if (lower + uniform() * (upper - lower) < Math.exp(-0.5 * x * x)) return negative ? -x : x;
    word = nextWord();
  }
}

/** A normal given that it exceeds TAIL (Marsaglia 1964). */
function normalTail(): f64 {
  while (true) {
    const x = -Math.log(uniform()) / TAIL;
    const y = -Math.log(uniform());
    if (y + y > x * x) return TAIL + x;
  }
}

/** Chi-square with df > 0, any real: twice a gamma of shape df/2 (Marsaglia and Tsang 2000). */
export function chiSquare(df: f64): f64 {
  const shape = df * 0.5;
  // Below shape 1, gamma(a) = gamma(a + 1) · U^(1/a).
  const boosted = shape < 1 ? shape + 1 : shape;
  const d = boosted - 1.0 / 3.0;
  const c = 1.0 / Math.sqrt(9.0 * d);
  while (true) {
    const x = normal();
    const root = 1.0 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = uniform();
    const x2 = x * x;
    if (u < 1.0 - 0.0331 * x2 * x2 || Math.log(u) < 0.5 * x2 + d * (1.0 - v + Math.log(v))) {
      const gamma = d * v;
      return 2.0 * (shape < 1 ? gamma * Math.pow(uniform(), 1.0 / shape) : gamma);
    }
  }
}

export function fillUniform(p: usize, n: i32): void {
  const end = p + ((<usize>n) << 3);
  while (p != end) {
    let at = nextWordAddress((end - p) >> 3);
    const stop = min(wordsEnd(), at + (end - p));
    for (; at != stop; at += 8, p += 8) store<f64>(p, uniformOf(load<u64>(at)));
    consumeTo(at);
  }
}

/** The same numbers as `normal()` gives one by one, with the common case written into the loop: this is hot. */
export function fillNormal(p: usize, n: i32): void {
  const end = p + ((<usize>n) << 3);
  while (p != end) {
    let at = nextWordAddress((end - p) >> 3);
    const stop = min(wordsEnd(), at + (end - p));
    let word: u64 = 0;
    let outside = false;
    while (at != stop && !outside) {
      word = load<u64>(at);
      const layer = (<usize>(word & 255)) << 3;
      const place = <i64>((word >> 9) & 0xfffffffffffff);
      const x = <f64>place * load<f64>(SCALES + layer);
      store<u64>(p, reinterpret<u64>(x) | ((word & 256) << 55));
      outside = place >= load<i64>(LIMITS + layer);
      at += 8;
      p += 8;
    }
    consumeTo(at);
    if (outside) store<f64>(p - 8, normalFromEdge(word));
  }
}

export function fillChiSquare(p: usize, n: i32, df: f64): void {
  const end = p + ((<usize>n) << 3);
  for (; p != end; p += 8) store<f64>(p, chiSquare(df));
}

/** Columns of Bartlett's factor whose normals are drawn together. */
const PANEL: i32 = 64;

/**
 * The normals below the diagonal of an n×k matrix, k ≤ n; zeros on it and above. They are drawn in panels of 64
 * columns, row after row, the last panel as wide as the others: what stands in a column does not depend on k.
 */
export function fillBelow(n: i32, k: i32, t: usize, ldt: i32): void {
  for (let j = 0; j < k; j += PANEL) {
    const width = min(PANEL, k - j);
    for (let i = j; i < n; i++) {
      const row = t + ((<usize>i * ldt + j) << 3);
      const drawn = min(i - j, PANEL);
      if (drawn <= width) {
        fillNormal(row, drawn);
        memory.fill(row + ((<usize>drawn) << 3), 0, (<usize>(width - drawn)) << 3);
      } else {
        fillNormal(PANEL_ROW, drawn);
        memory.copy(row, PANEL_ROW, (<usize>width) << 3);
      }
    }
  }
  // What lies to the right of the panels that begin above a row's diagonal.
  for (let i = 0; i < n; i++) {
    const from = (i & ~(PANEL - 1)) + PANEL;
    if (from < k) memory.fill(t + ((<usize>i * ldt + from) << 3), 0, (<usize>(k - from)) << 3);
  }
}

/**
 * √χ²(df − i) for i = 0 … k − 1 at every stride-th double from p, each from a side place of its own, so that one that takes more words than usual
 * moves no other; the stream stays where it is.
 */
export function fillChi(k: i32, df: f64, p: usize, stride: i32): void {
  const back = position();
  const half = inHalf();
  for (let i = 0; i < k; i++) {
    seekSide(<u64>i);
    store<f64>(p + ((<usize>i * stride) << 3), Math.sqrt(chiSquare(df - <f64>i)));
  }
  goTo(back, half);
}

import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/numerics/kernels';
import { matrixOf } from '../../../src/numerics/matrix';
import { normalCdf } from '../../../src/numerics/normal';
import { builtKernels, drawn } from './builtKernels';
import { chiSquareCdf, kolmogorov, mean, pearson, variance } from './statistics';

// Seeds are fixed, so nothing here is a matter of luck. Thresholds: |z| < 4.5 (7e-6 for the right law), Kolmogorov
// statistics below 2.2 (1.3e-4).
let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const normals = (length: number) => drawn(kernels, length, (block) => kernels.fillNormal(block));
const uniforms = (length: number) => drawn(kernels, length, (block) => kernels.fillUniform(block));
const chiSquares = (length: number, df: number) =>
  drawn(kernels, length, (block) => kernels.fillChiSquare(block, df));

describe('Philox4x32-10', () => {
  // Known answers published with Random123 (kat_vectors): counter, key, result, as 32-bit words.
  const ones = 0xffffffff;
  const known = [
    {
      counter: [0, 0, 0, 0],
      key: [0, 0],
      result: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    },
    {
      counter: [ones, ones, ones, ones],
      key: [ones, ones],
      result: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      result: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ];
  const word = (low: number, high: number) => BigInt(low) | (BigInt(high) << 32n);
  /** The top 52 bits of a word, which is what `fillUniform` makes of it. */
  const bits = (u: number) => BigInt(u * 2 ** 52 - 0.5);

  it.each(known)('gives the published words for counter $counter', ({ counter, key, result }) => {
    kernels.seek(word(key[0]!, key[1]!), word(counter[2]!, counter[3]!), word(counter[0]!, counter[1]!));
    const [first, second] = uniforms(2);
    expect(bits(first!)).toBe(word(result[0]!, result[1]!) >> 12n);
    expect(bits(second!)).toBe(word(result[2]!, result[3]!) >> 12n);
  });

  it('places every counter of a SIMD group, and of the next buffers, where it belongs', () => {
    kernels.seek(7n, 9n);
    const sequence = uniforms(5000);
    for (const position of [1, 2, 3, 4, 5, 511, 512, 513, 1025, 2499]) {
      kernels.seek(7n, 9n, BigInt(position));
      expect(uniforms(2)).toEqual(sequence.slice(2 * position, 2 * position + 2));
    }
  });

  it('carries from the lower to the upper counter word', () => {
    kernels.seek(7n, 9n, 2n ** 32n - 2n);
    const across = uniforms(8);
    kernels.seek(7n, 9n, 2n ** 32n);
    expect(uniforms(4)).toEqual(across.slice(4));
  });
});

describe('streams', () => {
  it('give the same numbers at the same address, whatever was drawn before', () => {
    kernels.seek(5n, 6n);
    const first = normals(3000);
    const chi = chiSquares(10, 3.5);
    kernels.seek(1n, 2n);
    normals(777);
    kernels.seek(5n, 6n);
    expect(normals(3000)).toEqual(first);
    expect(chiSquares(10, 3.5)).toEqual(chi);
  });

  it('do not depend on how a fill is cut into pieces', () => {
    kernels.seek(5n, 6n);
    const whole = normals(5000);
    kernels.seek(5n, 6n);
    const pieces = [1, 0, 2, 997, 1024, 2000, 976].flatMap((length) => [...normals(length)]);
    expect(pieces).toEqual([...whole]);
  });

  it('go on at a place, at an odd number too', () => {
    kernels.seek(5n, 6n);
    const whole = uniforms(3000);
    for (const length of [0, 1, 2, 7, 8, 9, 1023, 1024, 1025]) {
      kernels.seek(5n, 6n);
      uniforms(length);
      const { place } = kernels;
      normals(13);
      kernels.seek(1n, 1n);
      uniforms(3);
      kernels.seek(5n, 6n, place);
      expect(kernels.place).toEqual(place);
      expect(uniforms(5)).toEqual(whole.slice(length, length + 5));
    }
  });

  it('have rows that do not depend on one another', () => {
    const row = (number: number, length: number) => {
      kernels.seekRow(number);
      return normals(length);
    };
    kernels.seek(5n, 6n);
    const rows = [0, 1, 2, 2 ** 31].map((number) => row(number, 700));
    expect(new Set(rows.flatMap((values) => [...values])).size).toBe(2800);
    kernels.seek(5n, 6n);
    normals(10);
    expect(row(2, 30)).toEqual(rows[2]!.slice(0, 30));
    expect(row(2 ** 31, 700)).toEqual(rows[3]);
  });

  it('share no number with one another', () => {
    const addresses = [
      [0n, 0n],
      [0n, 1n],
      [1n, 0n],
      [1n, 1n],
      [0n, 2n ** 32n],
      [2n ** 32n, 0n],
      [2n ** 53n - 1n, 2n ** 64n - 1n],
    ] as const;
    const seen = new Set<number>();
    for (const [seed, stream] of addresses) {
      kernels.seek(seed, stream);
      for (const u of uniforms(20_000)) seen.add(u);
    }
    // Two of 140,000 numbers of 52 bits coincide by chance with probability 2e-6.
    expect(seen.size).toBe(addresses.length * 20_000);
  });

  it('are uncorrelated between neighbouring stream numbers and seeds', () => {
    const n = 200_000;
    const at = (seed: bigint, stream: bigint) => {
      kernels.seek(seed, stream);
      return normals(n);
    };
    const reference = at(1n, 0n);
    for (const other of [at(1n, 1n), at(2n, 0n), at(1n, 2n ** 32n)]) {
      const z = reference.reduce((sum, x, i) => sum + x * other[i]!, 0) / Math.sqrt(n);
      expect(Math.abs(z)).toBeLessThan(4.5);
    }
  });
});

describe('uniform numbers', () => {
  it('fill (0, 1) evenly', () => {
    kernels.seek(11n, 0n);
    const u = uniforms(400_000);
    expect(Math.min(...u.subarray(0, 100_000))).toBeGreaterThan(0);
    expect(Math.max(...u.subarray(0, 100_000))).toBeLessThan(1);
    expect(kolmogorov(u, (x) => x)).toBeLessThan(2.2);
  });
});

describe('normal numbers', () => {
  it('have the moments of N(0, 1) to the fourth', () => {
    kernels.seek(12n, 0n);
    const n = 8_000_000;
    const z = normals(n);
    // Variances of x, x², x³, x⁴ under N(0, 1): 1, 2, 15, 96.
    const score = (power: number, expected: number, varianceOfPower: number) =>
      (mean(z, (x) => x ** power) - expected) / Math.sqrt(varianceOfPower / n);
    expect(Math.abs(score(1, 0, 1))).toBeLessThan(4.5);
    expect(Math.abs(score(2, 1, 2))).toBeLessThan(4.5);
    expect(Math.abs(score(3, 0, 15))).toBeLessThan(4.5);
    expect(Math.abs(score(4, 3, 96))).toBeLessThan(4.5);
  });

  it.each([3, 3.6541528853610088, 4.5])('have the tail of N(0, 1) beyond ±%f', (beyond) => {
    kernels.seek(13n, 0n);
    const n = 8_000_000;
    const z = normals(n);
    const p = normalCdf(-beyond);
    const right = z.reduce((count, x) => count + (x > beyond ? 1 : 0), 0);
    const left = z.reduce((count, x) => count + (x < -beyond ? 1 : 0), 0);
    for (const count of [left, right]) expect(Math.abs(count - n * p) / Math.sqrt(n * p)).toBeLessThan(4.5);
  });

  it('follow N(0, 1) throughout, tail included', () => {
    kernels.seek(14n, 0n);
    const z = normals(1_000_000);
    expect(kolmogorov(z, normalCdf)).toBeLessThan(2.2);
    // Beyond the ziggurat's base another algorithm takes over: its law given that it is reached.
    const start = 3.6541528853610088;
    const tail = normals(8_000_000)
      .map(Math.abs)
      .filter((x) => x > start);
    expect(tail.length).toBeGreaterThan(1900);
    const reach = normalCdf(-start);
    expect(kolmogorov(tail, (x) => 1 - normalCdf(-x) / reach)).toBeLessThan(2.2);
  });

  it('are not correlated with the one before', () => {
    kernels.seek(15n, 0n);
    const z = normals(1_000_000);
    const sum = z.reduce((total, x, i) => total + (i > 0 ? x * z[i - 1]! : 0), 0);
    expect(Math.abs(sum) / Math.sqrt(z.length - 1)).toBeLessThan(4.5);
  });
});

describe('chi-square numbers', () => {
  it.each([0.05, 0.3, 1, 1.7, 2, 3, 10, 57.3, 999, 123456])('have the law of χ²(%f)', (df) => {
    kernels.seek(16n, 0n);
    const n = 200_000;
    const x = chiSquares(n, df);
    expect(Math.abs(mean(x) - df) / Math.sqrt((2 * df) / n)).toBeLessThan(4.5);
    // The variance of (x − df)² is 48 df + 8 df².
    const z = (variance(x) - 2 * df) / Math.sqrt((48 * df + 8 * df * df) / n);
    expect(Math.abs(z)).toBeLessThan(4.5);
    // The oracle's series is accurate up to moderate df; above, the moments stand alone.
    if (df < 1000) expect(kolmogorov(x.subarray(0, 50_000), (y) => chiSquareCdf(y, df))).toBeLessThan(2.2);
  });

  it('refuses df ≤ 0', () => {
    expect(() => chiSquares(1, 0)).toThrow('more than 0 degrees of freedom');
    expect(() => chiSquares(1, NaN)).toThrow('more than 0 degrees of freedom');
  });
});

describe("Bartlett's factor", () => {
  /** Every draw in a stream of its own: the diagonal is the same wherever in a stream it is drawn. */
  const factor = (n: number, k: number, df: number, stream = 0) => {
    kernels.seek(17n, BigInt(stream));
    return drawn(kernels, n * k, (block) => kernels.fillBartlett(matrixOf(block, n, k), df));
  };

  it('has zeros above, positive χ on and normals below the diagonal', () => {
    const [n, k, df] = [7, 4, 5.5];
    const draws = Array.from({ length: 20_000 }, (_, stream) => factor(n, k, df, stream));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < k; j++) {
        const element = draws.map((t) => t[i * k + j]!);
        if (j > i) expect(new Set(element)).toEqual(new Set([0]));
        else if (j < i) expect(kolmogorov(element, normalCdf)).toBeLessThan(2.2);
        else expect(kolmogorov(element, (x) => (x > 0 ? chiSquareCdf(x * x, df - i) : 0))).toBeLessThan(2.2);
      }
    }
  });

  it.each([1, 2, 3])('T Tᵀ has the spectrum of a Wishart matrix of rank %i', (k) => {
    // E tr T Tᵀ = n k and E tr (T Tᵀ)² = n k (n + k + 1), the same as for Σ z zᵀ over k vectors of length n.
    const n = 5;
    const traces: number[] = [];
    const squares: number[] = [];
    for (let draw = 0; draw < 40_000; draw++) {
      const t = factor(n, k, k, draw);
      let trace = 0;
      let square = 0;
      for (let a = 0; a < k; a++) {
        for (let b = 0; b < k; b++) {
          let inner = 0;
          for (let i = 0; i < n; i++) inner += t[i * k + a]! * t[i * k + b]!;
          square += inner * inner;
          if (a === b) trace += inner;
        }
      }
      traces.push(trace);
      squares.push(square);
    }
    const z = (values: number[], expected: number) =>
      Math.abs(mean(values) - expected) / Math.sqrt(variance(values) / values.length);
    expect(z(traces, n * k)).toBeLessThan(4.5);
    expect(z(squares, n * k * (n + k + 1))).toBeLessThan(4.5);
    expect(kolmogorov(traces, (x) => chiSquareCdf(x, n * k))).toBeLessThan(2.2);
  });

  it('has the same normals whatever its degrees of freedom, and in fewer columns', () => {
    const [n, k] = [150, 140];
    const whole = factor(n, k, 1000, 3);
    for (const columns of [1, 5, 64, 65, 128, 139]) {
      for (const df of [columns, 1000, 1e9]) {
        const fewer = factor(n, columns, df, 3);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < columns; j++) {
            if (i !== j) expect(fewer[i * columns + j]).toBe(whole[i * k + j]);
            else if (df === 1000) expect(fewer[i * columns + j]).toBe(whole[i * k + j]);
          }
        }
      }
    }
  });

  it('draws its diagonal aside: what follows in the stream does not depend on it', () => {
    const after = (df: number) => {
      kernels.seek(17n, 5n);
      normals(3);
      drawn(kernels, 70 * 66, (block) => kernels.fillBartlett(matrixOf(block, 70, 66), df));
      return normals(5);
    };
    expect(after(1e5)).toEqual(after(66));
  });

  it('refuses a shape its degrees of freedom cannot fill', () => {
    expect(() => factor(5, 4, 3)).toThrow('A 5×4 Bartlett factor cannot have 3 degrees of freedom.');
    expect(() => factor(3, 4, 9)).toThrow('Bartlett factor');
  });
});

describe('binomial counts', () => {
  const cases = [
    [1, 0.5],
    [5, 0.2],
    [5, 0.8],
    [19, 0.5],
    [21, 0.5],
    [40, 0.26],
    [1000, 0.001],
    [1000, 0.0099],
    [1000, 0.0101],
    [1000, 0.37],
    [1000, 0.93],
    [100_000, 0.00005],
    [1_000_000, 0.5],
    [1_000_000_000, 3e-9],
    [1_000_000_000, 0.3],
    [1_000_000_000, 0.999999],
  ] as const;

  it.each(cases)('follow the law of %i trials of probability %f', (n, p) => {
    kernels.seek(19n, 0n);
    const draws = n > 1e8 && n * p > 1000 ? 20_000 : 300_000;
    const { first, probabilities } = binomialLaw(n, p);
    const counts = new Array<number>(probabilities.length).fill(0);
    let impossible = 0;
    for (let i = 0; i < draws; i++) {
      const at = kernels.binomial(n, p) - first;
      if (counts[at] === undefined) impossible++;
      else counts[at]++;
    }
    expect(impossible).toBe(0);
    const { observed, expected } = grouped(counts, probabilities, draws, Math.max(20, draws / 100));
    // With few bins X² is skewed; its standardised value still exceeds 6 with probability below 1e-3.
    expect(pearson(observed, expected)).toBeLessThan(observed.length < 30 ? 6 : 4.5);
  });

  it('are certain at the ends', () => {
    for (const n of [0, 1, 50, 1e9]) {
      expect(kernels.binomial(n, 0)).toBe(0);
      expect(kernels.binomial(n, 1)).toBe(n);
    }
    expect(kernels.binomial(0, 0.4)).toBe(0);
    for (let i = 0; i < 1000; i++) expect(kernels.binomial(1000, 1e-300)).toBe(0);
    for (let i = 0; i < 1000; i++) expect(kernels.binomial(1e9, Number.MIN_VALUE)).toBe(0);
    for (let i = 0; i < 1000; i++) expect(kernels.binomial(5, 1 - 2 ** -53)).toBe(5);
  });

  it('refuse what is no binomial law', () => {
    expect(() => kernels.binomial(-1, 0.5)).toThrow('No binomial law has -1 trials');
    expect(() => kernels.binomial(2.5, 0.5)).toThrow('2.5 trials');
    expect(() => kernels.binomial(5, 1.1)).toThrow('probability 1.1');
    expect(() => kernels.binomial(5, NaN)).toThrow('probability NaN');
  });
});

describe('binomial quantiles', () => {
  /** Of the uniform at which the stream is. */
  const quantile = (n: number, p: number, stream: number) => {
    kernels.seek(21n, BigInt(stream));
    return kernels.binomial(n, p);
  };

  it('grow with the number of trials and with the probability, by no more than they must', () => {
    for (let stream = 0; stream < 200; stream++) {
      let before = 0;
      for (let n = 1; n <= 200; n++) {
        const count = quantile(n, 0.31, stream);
        expect([before, before + 1]).toContain(count);
        before = count;
      }
      before = 0;
      for (let p = 0; p <= 1; p += 1 / 64) {
        const count = quantile(5000, p, stream);
        expect(count).toBeGreaterThanOrEqual(before);
        before = count;
      }
      expect(before).toBe(5000);
    }
  });

  it.each([
    [30, 0.4],
    [2000, 0.0061],
    [2000, 0.97],
    [400_000, 0.23],
    [2 ** 31, 0.5],
  ])('of %i trials of probability %f are where the distribution function passes the uniform', (n, p) => {
    const { first, probabilities } = binomialLaw(n, p);
    const below = probabilities.map(() => 0);
    for (let i = 1; i < below.length; i++) below[i] = below[i - 1]! + probabilities[i - 1]!;
    for (let stream = 0; stream < 100; stream++) {
      kernels.seek(21n, BigInt(stream));
      const u = uniforms(1)[0]!;
      const at = quantile(n, p, stream) - first;
      expect(below[at]).toBeLessThan(u + 1e-12);
      expect(below[at]! + probabilities[at]!).toBeGreaterThan(u - 1e-12);
    }
  });

  it('use up one number each', () => {
    for (const [n, p] of [
      [0, 0.5],
      [10, 0],
      [10, 1],
      [1e6, 0.3],
    ] as const) {
      quantile(n, p, 1);
      const next = uniforms(1);
      kernels.seek(21n, 1n);
      expect(uniforms(2).slice(1)).toEqual(next);
    }
  });
});

describe('multinomial counts', () => {
  it.each([
    [1000, 0.6, 0.1],
    [30, 0.05, 0.9],
    [500, 0.5, 0.5],
  ])('of %i draws with probabilities %f and %f have the right margins and covariance', (n, p1, p2) => {
    kernels.seek(20n, 0n);
    const draws = 100_000;
    const pairs = Array.from({ length: draws }, () => kernels.multinomial(n, p1, p2));
    for (const [which, p] of [p1, p2].entries()) {
      const { first, probabilities } = binomialLaw(n, p);
      const counts = new Array<number>(probabilities.length).fill(0);
      for (const pair of pairs) counts[pair[which]! - first]!++;
      const { observed, expected } = grouped(counts, probabilities, draws, 500);
      expect(pearson(observed, expected)).toBeLessThan(observed.length < 30 ? 6 : 4.5);
    }
    const products = pairs.map(([a, b]) => (a - n * p1) * (b - n * p2));
    const z = (mean(products) + n * p1 * p2) / Math.sqrt(variance(products) / draws);
    expect(Math.abs(z)).toBeLessThan(4.5);
    expect(pairs.every(([a, b]) => a >= 0 && b >= 0 && a + b <= n)).toBe(true);
  });

  it('is certain where the probabilities are 0 or 1', () => {
    expect(kernels.multinomial(70, 1, 0)).toEqual([70, 0]);
    expect(kernels.multinomial(70, 0, 1)).toEqual([0, 70]);
    expect(kernels.multinomial(70, 0, 0)).toEqual([0, 0]);
    const [a, b] = kernels.multinomial(70, 0.1, 0.9);
    expect(a + b).toBe(70);
  });
});

describe('the numbers of one address', () => {
  // Frozen: results files promise the same numbers for the same seed, on every machine and in every version.
  it('never change', () => {
    kernels.seek(2024n, 42n);
    expect([...uniforms(3)]).toEqual([0.9079641105895816, 0.6757631872696824, 0.06672096397498539]);
    expect([...normals(3)]).toEqual([1.0088232765819185, -0.6220634668696737, 0.8831605512791486]);
    expect([...normals(200_000).subarray(-2)]).toEqual([-0.17669657982303236, 2.8681466394227013]);
    expect([...chiSquares(3, 0.7)]).toEqual([2.331681950263528, 0.0007666205476764603, 1.1318476032226974]);
    expect([...chiSquares(3, 123.4)]).toEqual([122.32017161198041, 96.16014145611419, 131.06824008661047]);
    expect([kernels.binomial(50, 0.1), kernels.binomial(1e9, 0.3), kernels.binomial(777, 0.9)]).toEqual([
      3, 300015775, 701,
    ]);
    expect(kernels.multinomial(19_000, 0.72, 0.06)).toEqual([13626, 1156]);
  });
});

/** The probabilities of `first`, first + 1, …: all but 1e-18 of the law, by ratios from the mode outwards. */
function binomialLaw(n: number, p: number): { first: number; probabilities: number[] } {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const up = [1];
  for (let k = mode; k < n && up.at(-1)! > 1e-19; k++) {
    up.push(up.at(-1)! * ((n - k) / (k + 1)) * (p / (1 - p)));
  }
  const down: number[] = [];
  for (let k = mode; k > 0 && (down.at(-1) ?? 1) > 1e-19; k--) {
    down.push((down.at(-1) ?? 1) * (k / (n - k + 1)) * ((1 - p) / p));
  }
  const weights = [...down.reverse(), ...up];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { first: mode - down.length, probabilities: weights.map((weight) => weight / total) };
}

/** Neighbouring values put together until each bin expects at least `least` draws. */
function grouped(counts: number[], probabilities: number[], draws: number, least: number) {
  const observed: number[] = [];
  const expected: number[] = [];
  let o = 0;
  let e = 0;
  counts.forEach((count, i) => {
    o += count;
    e += draws * probabilities[i]!;
    if (e < least) return;
    observed.push(o);
    expected.push(e);
    o = 0;
    e = 0;
  });
  observed[observed.length - 1]! += o;
  expected[expected.length - 1]! += e;
  return { observed, expected };
}

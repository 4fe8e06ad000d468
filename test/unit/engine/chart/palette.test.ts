import { describe, expect, it } from 'vitest';
import { backgrounds, categories, ramps, type Background } from '../../../../src/engine/chart/palette';

type Rgb = readonly [number, number, number];

/** Linear light of a colour, sRGB (IEC 61966-2-1). */
function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** Contrast of two colours as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = linear(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

type Matrix = readonly [Rgb, Rgb, Rgb];

/** What people with each kind of colour vision see: Machado, Oliveira and Fernandes (2009), severity 1. */
const visions: Readonly<Record<string, Matrix>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (m: Matrix, [r, g, b]: Rgb): Rgb => {
  const row = ([x, y, z]: Rgb) => Math.min(1, Math.max(0, x * r + y * g + z * b));
  return [row(m[0]), row(m[1]), row(m[2])];
};

/** Ottosson's Oklab, in which distances are about equally visible; black to white is 1. */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** The smallest distance between any two of the colours as someone with that colour vision sees them. */
function leastDistance(colours: readonly string[], vision: Matrix): number {
  const seen = colours.map((hex) => oklab(times(vision, linear(hex))));
  let least = Infinity;
  for (const [i, a] of seen.entries()) {
    for (const b of seen.slice(i + 1))
      least = Math.min(least, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
  }
  return least;
}

describe.each(Object.keys(categories) as Background[])('the colours on a %s background', (background) => {
  const colours = categories[background];
  const leastContrast = background.startsWith('highContrast') ? 4.5 : 3;

  it(`have a contrast of at least ${leastContrast}:1`, () => {
    for (const colour of [...colours, ...ramps[background]]) {
      expect(contrast(colour, backgrounds[background]), colour).toBeGreaterThanOrEqual(leastContrast);
    }
  });

  it.each(Object.entries(visions))('stay apart with %s vision', (_, vision) => {
    expect(leastDistance(colours.slice(0, 4), vision)).toBeGreaterThan(0.1);
    expect(leastDistance(colours.slice(0, 6), vision)).toBeGreaterThan(0.09);
    expect(leastDistance(colours, vision)).toBeGreaterThan(0.05);
  });
});

it('measures contrast as published: black on white is 21:1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

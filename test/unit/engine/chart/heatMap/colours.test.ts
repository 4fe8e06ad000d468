import { describe, expect, it } from 'vitest';
import {
  bandsOf,
  colourStops,
  heatColours,
  strengthOf,
} from '../../../../../src/engine/chart/heatMap/colours';
import { gainColours, groundColours, heatMapColours } from '../../../../../src/engine/chart/heatMap/palette';
import { backgrounds, type Background } from '../../../../../src/engine/chart/palette';

describe('heatColours', () => {
  it('span the values, with five to eight round levels', () => {
    const { stops, levels } = heatColours([0.61, 0.76], 'accuracy');
    expect([stops.length, stops[0], stops.at(-1)]).toEqual([colourStops, 0.61, 0.76]);
    expect(levels.map(({ label }) => label)).toEqual([
      '0.62',
      '0.64',
      '0.66',
      '0.68',
      '0.70',
      '0.72',
      '0.74',
      '0.76',
    ]);
  });

  it('are neutral where a gain is 0, whatever its sides, and show a small side beside a large one', () => {
    for (const data of [
      [-0.4, 0.02],
      [-0.01, 0.3],
      [0.1, 0.2],
      [-0.3, -0.1],
      [0, 0],
    ] as const) {
      const colours = heatColours(data, 'gain');
      expect(colours.range).toBe('diverging');
      expect(colours.stops[(colourStops - 1) / 2]).toBe(0);
      expect([...colours.stops].sort((a, b) => a - b)).toEqual(colours.stops);
      expect(colours.levels.filter(({ value }) => value === 0)).toEqual([{ value: 0, label: '0' }]);
      expect(strengthOf(0, colours)).toBe(0);
    }
    const lopsided = heatColours([-0.4, 0.02], 'gain');
    expect(strengthOf(-0.4, lopsided)).toBe(1);
    expect(strengthOf(0.02, lopsided)).toBeCloseTo(0.4, 10);
    // But what is next to nothing is not blown up.
    expect(strengthOf(0.0001, lopsided)).toBeLessThan(0.01);
  });

  it('are logarithmic for a risk that spans more than a decade, and for nothing that can be negative', () => {
    expect(heatColours([0.5, 500], 'risk')).toMatchObject({ type: 'log' });
    expect(strengthOf(Math.sqrt(0.5 * 500), heatColours([0.5, 500], 'risk'))).toBeCloseTo(0.5, 10);
    expect(heatColours([0.5, 4], 'risk').type).toBe('linear');
    expect(heatColours([0.01, 1], 'meanMargin').type).toBe('linear');
    expect(heatColours([0, 500], 'marginVariance').type).toBe('linear');
  });

  it('show a nearly flat map nearly flat', () => {
    const { stops } = heatColours([0.7, 0.7001], 'accuracy');
    expect(stops.at(-1)! - stops[0]!).toBeGreaterThan(0.015);
    expect(heatColours([0.7, 0.7], 'accuracy').stops.every(Number.isFinite)).toBe(true);
  });

  it('round values to bands that contour levels separate', () => {
    for (const colours of [heatColours([0.61, 0.76], 'accuracy'), heatColours([-0.4, 0.02], 'gain')]) {
      const bands = bandsOf(colours, 3);
      const band = (value: number) => bands.middle(bands.of(value));
      for (const { value } of colours.levels) {
        expect(band(value + 1e-6)).toBeGreaterThan(value);
        expect(band(value - 1e-6)).toBeLessThan(value);
      }
      expect(Math.abs(band(0.0123) - 0.0123)).toBeLessThanOrEqual(colours.step / 6 + 1e-9);
    }
    expect(bandsOf(heatColours([0.5, 500], 'risk'), 1).of(NaN)).toBeNaN();
  });
});

/** CIE lightness of a colour, 0 to 100. */
function lightness(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

describe.each(Object.keys(backgrounds) as Background[])('the colours on a %s background', (background) => {
  const ground = lightness(backgrounds[background]);
  const away = (colours: readonly string[]) => colours.map((hex) => Math.abs(lightness(hex) - ground));

  it('move away from the background in steps that are seen with any colour vision', () => {
    const distances = away(heatMapColours[background]);
    expect(distances).toHaveLength(colourStops);
    distances.slice(1).forEach((distance, i) => expect(distance - distances[i]!).toBeGreaterThan(4));
    expect(distances.at(-1)! - distances[0]!).toBeGreaterThan(70);
  });

  it('of gains move away from it on both sides of 0, equally far', () => {
    const distances = away(gainColours[background]);
    const middle = (colourStops - 1) / 2;
    expect(distances[middle]).toBeLessThan(9);
    for (let k = 1; k <= middle; k++) {
      expect(distances[middle + k]! - distances[middle + k - 1]!).toBeGreaterThan(5);
      expect(distances[middle - k]! - distances[middle - k + 1]!).toBeGreaterThan(5);
      expect(Math.abs(distances[middle + k]! - distances[middle - k]!)).toBeLessThan(9);
    }
  });

  it('of gains are warm where they hurt and blue where they help, which everyone tells apart', () => {
    const blueness = (hex: string) =>
      Number.parseInt(hex.slice(5, 7), 16) - Number.parseInt(hex.slice(1, 3), 16);
    gainColours[background].forEach((hex, i) => {
      if (i < 4) expect(blueness(hex), hex).toBeLessThan(-40);
      if (i > 4) expect(blueness(hex), hex).toBeGreaterThan(40);
    });
  });

  it('are never the grey of cells without a value', () => {
    const grey = groundColours[background];
    expect(new Set([1, 3, 5].map((at) => grey.slice(at, at + 2))).size).toBe(1);
    for (const hex of [...heatMapColours[background], ...gainColours[background]]) {
      const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      const isColoured = Math.max(...channels) - Math.min(...channels) > 20;
      expect(isColoured || Math.abs(lightness(hex) - lightness(grey)) > 15, hex).toBe(true);
    }
  });
});

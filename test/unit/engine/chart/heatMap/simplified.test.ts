import { describe, expect, it } from 'vitest';
import { distanceToSegment, simplified } from '../../../../../src/engine/chart/heatMap/simplified';

describe('simplified', () => {
  const circle = Array.from({ length: 401 }, (_, i) => ({
    x: 0.5 + 0.4 * Math.cos((i * Math.PI) / 200),
    y: 0.5 + 0.4 * Math.sin((i * Math.PI) / 200),
  }));

  it('needs far fewer places for a line that hardly differs, open or closed', () => {
    for (const line of [circle, circle.slice(0, 150)]) {
      const short = simplified(line, 0.0005);
      expect(short.length).toBeLessThan(line.length / 4);
      expect([short[0], short.at(-1)]).toEqual([line[0], line.at(-1)]);
      for (const place of line) {
        const distances = short.slice(1).map((to, i) => distanceToSegment(place, short[i]!, to));
        expect(Math.min(...distances)).toBeLessThanOrEqual(0.0005);
      }
    }
  });

  it('keeps corners, and two places as they are', () => {
    const corner = [0, 0.25, 0.5].map((x) => ({ x, y: 0 })).concat([0.25, 0.5].map((y) => ({ x: 0.5, y })));
    expect(simplified(corner, 0.001)).toEqual([corner[0], corner[2], corner[4]]);
    expect(simplified(corner.slice(0, 2), 0.001)).toEqual(corner.slice(0, 2));
  });
});

import { describe, expect, it } from 'vitest';
import { publicationTheme, themeConfig } from '../../../../src/engine/chart/theme';

describe('themeConfig', () => {
  it('lets a legend of many series grow to a few rows only, whatever the width', () => {
    const series = Array.from({ length: 40 }, (_, i) => `a series of some length, number ${i}`);
    for (const width of [300, 700, 1400]) {
      const { columns, symbolLimit } = themeConfig(publicationTheme, { width, series }).legend!;
      expect((symbolLimit as number) / (columns as number)).toBe(7);
    }
  });
});

import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDuration,
  formatForEditing,
  formatShort,
  formatSpan,
  formatTable,
  parseNumber,
  parseNumberList,
} from '../../../webview/numbers';

const value = (text: string) => {
  const parsed = parseNumber(text);
  return parsed.ok ? parsed.value : parsed.sentence;
};

describe('parseNumber', () => {
  it.each([
    ['0.5', 0.5],
    ['.5', 0.5],
    ['5.', 5],
    ['-3', -3],
    ['−3', -3],
    ['1e-3', 0.001],
    ['1E3', 1000],
    ['1 000 000', 1_000_000],
    ['1\u202f000', 1000],
    ["1'000", 1000],
    ['1,000', 1000],
    ['12,345.5', 12345.5],
    ['0,500', 0.5],
    ['0,5', 0.5],
    ['1,5', 1.5],
    ['1.000,5', 1000.5],
    ['1.000', 1],
    ['  7 ', 7],
  ])('reads %j as %d', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it('reads an empty text as a field left out', () => {
    expect(parseNumber('  ')).toEqual({ ok: true, value: undefined });
  });

  it.each(['abc', '1,2,3', '1..2', '0x10', 'NaN', 'Infinity', '1e999', '--1', '1 - 2'])(
    'refuses %j',
    (text) => {
      expect(value(text)).toContain('is not a number');
    },
  );

  it('shortens a long text in its sentence', () => {
    expect(value('x'.repeat(100))).toMatch(/^“x{23}…” is not a number/);
  });
});

describe('parseNumberList', () => {
  it('separates by commas, spaces and semicolons, and takes brackets', () => {
    expect(parseNumberList('[50, 200 500]')).toEqual({ ok: true, value: [50, 200, 500] });
    expect(parseNumberList('0,5; 1,5')).toEqual({ ok: true, value: [0.5, 1.5] });
    expect(parseNumberList('')).toEqual({ ok: true, value: [] });
  });

  it('names the entry that is not a number', () => {
    expect(parseNumberList('1, two')).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('“two”') as string,
    });
  });
});

describe('formatting', () => {
  it('writes numbers for editing so that they read back the same', () => {
    for (const number of [0, 0.1, 1e-7, 1e21, 123456.789, -2])
      expect(value(formatForEditing(number))).toBe(number);
    expect(formatForEditing(undefined)).toBe('');
    expect(formatForEditing([1, 2.5])).toBe('1, 2.5');
    expect(formatForEditing('x')).toBe('"x"');
  });

  it.each([
    [0, '0'],
    [0.001, '0.001'],
    [0.95, '0.95'],
    [1240, '1,240'],
    [123456.7, '123,457'],
    [-0.23712, '−0.237'],
    [1.2e-7, '1.2e−7'],
    [1e12, '1e12'],
    [Number.NaN, '–'],
  ])('shows %d as %s', (number, text) => {
    expect(formatShort(number)).toBe(text);
  });

  it('keeps four decimals in tables', () => {
    expect(formatTable(0.74)).toBe('0.7400');
    expect(formatTable(0)).toBe('0.0000');
    expect(formatTable(1.5e-5)).toBe('1.5e−5');
    expect(formatTable(-2)).toBe('−2.0000');
  });

  it('shows a span, or the one number that all are', () => {
    expect(formatSpan([3, 1, 2])).toBe('1 – 3');
    expect(formatSpan([0.5, 0.5])).toBe('0.5');
    expect(formatSpan([])).toBe('–');
  });

  it('says counts and durations as people do', () => {
    expect(formatCount(1240)).toBe('1,240');
    expect(formatDuration(9_400)).toBe('9 s');
    expect(formatDuration(200)).toBe('< 1 s');
    expect(formatDuration(125_000)).toBe('2 min 5 s');
    expect(formatDuration(4_800_000)).toBe('1 h 20 min');
  });
});

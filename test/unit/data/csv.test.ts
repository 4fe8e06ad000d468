import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { CsvReader, type CsvOptions } from '../../../src/data/csv/csv';
import { parseNumber } from '../../../src/data/csv/number';
import { Tokeniser } from '../../../src/data/csv/tokeniser';
import { DataError } from '../../../src/data/dataError';
import type { Table } from '../../../src/data/table';

const plain: CsvOptions = {
  label: undefined,
  header: undefined,
  delimiter: undefined,
  missing: 'refuse',
  memoryLimit: 2 ** 30,
};

const bytes = (text: string) => new TextEncoder().encode(text);

function read(text: string, options: Partial<CsvOptions> = {}, piece = 1e9): Table {
  const reader = new CsvReader({ ...plain, ...options });
  const all = bytes(text);
  for (let at = 0; at < all.length; at += piece) reader.push(all.subarray(at, at + piece));
  return reader.finish();
}

/** Records of cells, cut at every piece of so many bytes. */
function records(text: string, piece: number): string[][] {
  const found: string[][] = [];
  let current: string[] = [];
  const tokeniser = new Tokeniser(44, {
    cell: (content, start, end) => current.push(new TextDecoder().decode(content.subarray(start, end))),
    endRecord: () => {
      found.push(current);
      current = [];
    },
  });
  const all = bytes(text);
  for (let at = 0; at < all.length; at += piece) tokeniser.push(all.subarray(at, at + piece));
  tokeniser.end();
  return found;
}

describe('numbers in text', () => {
  const parse = (text: string) => parseNumber(bytes(text), 0, bytes(text).length);

  it('are those of JavaScript, to the last bit', () => {
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential(17)),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value.toFixed(12)),
      fc.stringMatching(/^[+-]?(\d{1,25}\.?\d{0,25}|\.\d{1,25})([eE][+-]?\d{1,3})?$/),
    );
    fc.assert(
      fc.property(written, (text) => {
        expect(parse(text)).toBe(Number(text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    '',
    '-',
    '.',
    '1e',
    '1e+',
    '1.2.3',
    '0x10',
    '1_000',
    '1,5',
    'Infinity',
    'nan',
    '1 2',
    'e5',
    '--1',
  ])('%j is none', (text) => {
    expect(parse(text)).toBeNaN();
  });
});

describe('cells', () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'é', '1'), maxLength: 6 }),
    fc.double({ noNaN: true }).map(String),
  );
  const width = fc.integer({ min: 1, max: 4 });
  const tables = width.chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
  );

  it('are those of an established parser, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(
        tables,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 12 }),
        (table, newline, piece) => {
          const text = Papa.unparse(table, { newline });
          const expected = Papa.parse<string[]>(text, { delimiter: ',', newline, skipEmptyLines: true }).data;
          // An empty line means nothing here; the other parser cannot tell "" from it in a single column.
          const isSaid = (cells: string[]) => cells.length > 1 || cells[0] !== '';
          expect(records(text, piece).filter(isSaid)).toEqual(expected.filter(isSaid));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('tables', () => {
  it.each([
    ['1,2\n3,4\n', ['x1', 'x2']],
    ['1,2\r\n\r\n3,4', ['x1', 'x2']],
    ['a,b\n1,2\n3,4\n', ['a', 'b']],
    ['"a";b\r1;2\r3;4', ['a', 'b']],
    ['a\tb\n1\t2\n3\t4', ['a', 'b']],
    ['a|a\n1|2\n3|4', ['a', 'a (2)']],
    [',0\n1,2\n3,4', ['x1', '0'], true],
    ['\ufeffa,b\n1, 2\n 3,4', ['a', 'b']],
  ])('%j', (text, names, header?: boolean) => {
    const { numbers } = read(text, { header });
    expect(numbers.names).toEqual(names);
    expect([...numbers.values]).toEqual([1, 2, 3, 4]);
  });

  it('are the same however the text is cut into pieces', () => {
    const text = 'a,"b ""x""",kind\r\n1,-2.5e3,"cat, or"\r\n3,4,dog\r\n5,0.125,"cat, or"\r\n';
    const whole = read(text, { label: 'kind' });
    for (let piece = 1; piece < text.length; piece++)
      expect(read(text, { label: 'kind' }, piece)).toEqual(whole);
    expect(whole.numbers.names).toEqual(['a', 'b "x"']);
    expect(whole.texts).toEqual([
      { name: 'kind', codes: Int32Array.of(0, 1, 0), values: ['cat, or', 'dog'] },
    ]);
  });

  it('of many blocks keep their rows', () => {
    const rows = 300_000;
    const text = Array.from({ length: rows }, (_, i) => `${i},${i / 8},k${i % 3}`).join('\n');
    const { numbers, texts } = read(text, { label: 2 }, 2 ** 16);
    expect(numbers.rows).toBe(rows);
    for (let i = 0; i < rows; i += 1009) {
      expect([...numbers.values.subarray(2 * i, 2 * i + 2)]).toEqual([i, i / 8]);
      expect(texts[0]!.codes[i]).toBe(i % 3);
    }
  });

  it('whose label looks like numbers still have classes', () => {
    const { numbers, texts } = read('y,a\n1,5\n1.0,6\n-1,7\n', { label: 'y' });
    expect([...numbers.values]).toEqual([5, 6, 7]);
    expect(texts[0]).toEqual({ name: 'y', codes: Int32Array.of(0, 0, 1), values: ['1', '-1'] });
  });

  it('lose the rows with missing values when asked to', () => {
    const text = 'a,b,y\n,1,u\n2,3,v\n4,NaN,u\n5,6,\n7,8,u\n';
    const { numbers, texts, droppedRows } = read(text, { label: 'y', missing: 'dropRows' });
    expect([...numbers.values]).toEqual([2, 3, 7, 8]);
    expect([...texts[0]!.codes]).toEqual([1, 0]);
    expect(droppedRows).toBe(3);
  });

  it('keep a column of text whose first cells are missing', () => {
    const { numbers, texts } = read('a,b\n1,\n2,\n3,word\n4,word\n', { header: true });
    expect([...numbers.values]).toEqual([1, 2, 3, 4]);
    expect([...texts[0]!.codes]).toEqual([-1, -1, 0, 0]);
  });
});

describe('refusals', () => {
  it.each<[string, string, Partial<CsvOptions>?]>([
    ['', 'It is empty.'],
    ['\n\n', 'It is empty.'],
    ['a,b\n', 'It has a header but no rows of data.'],
    ['1,2\n3\n', 'line 2: there is 1 cell where the first line has 2 cells.'],
    ['1,2\n3,4\n5,6,7\n', 'line 3: there are 3 cells where the first line has 2 cells.'],
    ['a,b\n1,2\n3,x\n', 'line 3, column "b": "x" is not a number'],
    ['a;b\n1;2\n3;4,5\n', 'line 3, column "b": "4,5" is not a number; decimals are written with a point.'],
    ['a,b\n1,2\n3,\n', 'line 3, column "b": the cell is empty; every cell must hold a value'],
    ['a,b\n,2\n3,4\n', 'line 2, column "a": the cell is empty'],
    ['a,b\n1,2\n3,NA\n', 'line 3, column "b": the cell says "NA"'],
    ['a,b\n1,2\n3,-inf\n', 'line 3, column "b": the value is infinite'],
    ['a,b\n1,2\n3,1e999\n', 'line 3, column "b": the value is infinite'],
    ['a,b\n1,"2\n3,4\n', 'line 2, byte 6: a cell is longer than'],
    ['a,b\n1,"2"x\n3,4\n', 'line 2, byte 9: text follows a closing quote'],
    ['a,b\n1,2\n\0,4\n', 'byte 8: it holds a zero byte'],
    [
      'a,b\n1,2\n',
      'It has no column "c" for the label; its columns are "a" and "b", or by number 0 to 1.',
      { label: 'c' },
    ],
    ['a,b\n1,2\n', 'The delimiter is "::"', { delimiter: '::' }],
    ['a,y\n1,u\n2,\n', 'line 3, column "y": the cell is empty', { label: 'y' }],
    ['a\n\n,\n', 'line 3: there are 2 cells where the first line has 1 cell.'],
  ])('%j', (text, sentence, options = {}) => {
    const attempt = () => read(text, options);
    expect(attempt).toThrow(DataError);
    expect(attempt).toThrow(sentence);
  });

  it('come after the first piece where the file would be too large', () => {
    const reader = new CsvReader({ ...plain, memoryLimit: 2 ** 20, length: 1e9 });
    expect(() => reader.push(bytes('1,2,3\n'.repeat(1000)))).toThrow(/It holds about 166,.* rows of 3 cells/);
  });

  it('come when the memory is full where the size was not known', () => {
    const reader = new CsvReader({ ...plain, memoryLimit: 2 ** 23 });
    expect(() => {
      for (let i = 0; i < 2000; i++) reader.push(bytes('1,2,3\n'.repeat(1000)));
    }).toThrow(/It holds more than .* rows, which take .* of memory; at most 8.00 MiB can be read/);
  });
});

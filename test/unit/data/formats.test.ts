import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/data/options';
import { readDataset } from '../../../src/data/read';
import { fixtures, madeFiles, madeLabels, madeNumbers } from './files';

const made = madeFiles();
const without = (name: 'numpy' | 'scipy' | 'pandas' | 'pyarrow') =>
  typeof made === 'string' ? made : made.by[name] ? undefined : `this Python has no ${name}`;
const file = (name: string) => join(typeof made === 'string' ? '' : made.folder, name);
const names = typeof made === 'string' ? [] : readdirSync(made.folder).sort();

async function valuesIn(path: string, options: ReadOptions = {}): Promise<number[]> {
  return [...(await readDataset(path, options)).features.values];
}

/** Tests on files that a package has written; skipped, saying why, where it is not there. */
function describeWrittenBy(name: 'numpy' | 'scipy' | 'pandas' | 'pyarrow', tests: () => void): void {
  const reason = without(name);
  const title = `files written by ${name}${reason === undefined ? '' : ` (skipped: ${reason})`}`;
  describe.skipIf(reason !== undefined)(title, tests);
}

describe('files kept with the tests', () => {
  it.each([
    ['f8.npy', 'f'],
    ['f4-fortran.npy', 'f'],
    ['i2-big.npy', 'i'],
  ] as const)('%s', async (name, kind) => {
    expect(await valuesIn(join(fixtures, name))).toEqual(madeNumbers(kind));
  });

  it.each(['two-arrays.npz', 'plain.mat', 'compressed.mat'])('%s with its label', async (name) => {
    const label = name.endsWith('.mat') ? 'labels' : 'y';
    const { features, labels, variable } = await readDataset(join(fixtures, name), { label });
    expect([...features.values]).toEqual(madeNumbers('f'));
    expect(features).toMatchObject({ rows: 5, columns: 3, names: ['x1', 'x2', 'x3'] });
    expect(labels?.classes).toEqual(['0', '1']);
    expect([...labels!.codes]).toEqual(madeLabels);
    expect(variable).toBe('X');
  });

  it('deflated.npz, whose text cannot be read and need not', async () => {
    const path = join(fixtures, 'deflated.npz');
    expect(await valuesIn(path, { variable: 'X', label: 'y' })).toEqual(madeNumbers('f'));
    await expect(readDataset(path, { variable: 'note' })).rejects.toThrow(
      'deflated.npz, variable "note", byte 10: it holds text; only numbers can be read',
    );
  });

  it('sparse.mat as a full matrix', async () => {
    const expected = madeNumbers('f').map((value, index) => (index % 2 === 1 ? value : 0));
    expect(await valuesIn(join(fixtures, 'sparse.mat'), { label: 'labels' })).toEqual(expected);
  });

  it('pandas.csv with quoted names and a column of text', async () => {
    const { features, labels, textColumns } = await readDataset(join(fixtures, 'pandas.csv'), {
      label: 'kind',
    });
    expect([...features.values]).toEqual(madeNumbers('f'));
    expect(features.names).toEqual(['a', 'b, with comma', 'c "quoted"']);
    expect(labels?.classes).toEqual(['cat', 'dog']);
    expect([...labels!.codes]).toEqual(madeLabels);
    expect(textColumns).toEqual([]);
  });

  it.each(['snappy.parquet', 'zstd-v2.parquet'])('%s with its label', async (name) => {
    const { features, labels, textColumns } = await readDataset(join(fixtures, name), { label: 'count' });
    expect(features.names).toEqual(['a', 'b', 'c']);
    expect([...features.values]).toEqual(madeNumbers('f'));
    expect([...labels!.codes]).toEqual(madeLabels);
    expect(textColumns).toEqual(['kind']);
  });

  it('gzip-null.parquet, which lacks one number', async () => {
    const path = join(fixtures, 'gzip-null.parquet');
    await expect(readDataset(path)).rejects.toThrow(
      'gzip-null.parquet, row 4, column "b": the value is not a number',
    );
    const { features, labels, droppedRows } = await readDataset(path, { label: 'kind', missing: 'dropRows' });
    expect(features.rows).toBe(4);
    expect(droppedRows).toBe(1);
    expect([...features.values.subarray(12, 14)]).toEqual([11, 12.25]);
    expect([...labels!.codes]).toEqual([0, 1, 0, 0]);
  });

  it.each([
    ['complex.mat', 'complex.mat: it holds no matrix of numbers ("X": it holds complex numbers'],
    ['cells.mat', 'cells.mat: it holds no matrix of numbers ("X": it holds cells;'],
  ])('%s is refused in words', async (name, sentence) => {
    await expect(readDataset(join(fixtures, name))).rejects.toThrow(sentence);
  });
});

describeWrittenBy('numpy', () => {
  it('of every type, order and byte order', async () => {
    const arrays = names.filter((name) => /^[biuf]\d(-.*)?\.npy$/.test(name));
    expect(arrays).toHaveLength(12 * 4 + 3);
    for (const name of arrays) {
      expect(await valuesIn(file(name)), name).toEqual(madeNumbers(name.charAt(0) as 'f'));
    }
  });

  it.each(['savetxt.csv', 'savetxt.tsv'])('%s', async (name) => {
    expect(await valuesIn(file(name))).toEqual(madeNumbers('f'));
  });

  it.each([
    ['refused-complex.npy', 'complex numbers'],
    ['refused-objects.npy', 'Python objects'],
    ['refused-text.npy', 'it holds text'],
    ['refused-records.npy', 'records of several fields'],
    ['refused-empty.npy', 'it is empty: its shape is 0 × 3'],
    ['refused-nan.npy', 'row 3, column "x2": the value is not a number (NaN)'],
    ['refused-wide.npy', 'row 3, column "x2": a whole number of 2^53 or more'],
  ])('%s', async (name, sentence) => {
    await expect(readDataset(file(name))).rejects.toThrow(sentence);
  });
});

describeWrittenBy('scipy', () => {
  it('of every type', async () => {
    const arrays = names.filter((name) => /^[biuf]\d\.mat$/.test(name));
    expect(arrays).toHaveLength(10);
    for (const name of arrays) {
      expect(await valuesIn(file(name)), name).toEqual(madeNumbers(name.charAt(0) as 'f'));
    }
  });

  it('of version 4 are refused', async () => {
    await expect(readDataset(file('refused-old.mat'))).rejects.toThrow(
      'it is no MAT-file of version 5; older ones',
    );
  });
});

describeWrittenBy('pandas', () => {
  it.each(['pandas.csv', 'pandas.csv.gz', 'semicolons.csv', 'windows.csv'])('%s', async (name) => {
    const { features, labels } = await readDataset(file(name), { label: -1 });
    expect([...features.values]).toEqual(madeNumbers('f'));
    expect(features.names).toEqual(['a', 'b, with comma', 'c "quoted"']);
    expect([...labels!.codes]).toEqual(madeLabels);
  });

  it('utf-16.csv is refused', async () => {
    await expect(readDataset(file('utf-16.csv'))).rejects.toThrow('it is text in UTF-16; save it in UTF-8.');
  });
});

describeWrittenBy('pyarrow', () => {
  it('with every codec, version of pages and encoding', async () => {
    const tables = names.filter((name) => name.endsWith('.parquet') && name !== 'gzip-null.parquet');
    expect(tables).toHaveLength(14);
    for (const name of tables) {
      const { features, labels, textColumns } = await readDataset(file(name), { label: 'kind' });
      expect(features.names, name).toEqual(['a', 'b', 'c', 'count']);
      const values = [...features.values];
      expect(
        values.filter((_, index) => index % 4 < 3),
        name,
      ).toEqual(madeNumbers('f'));
      expect(
        values.filter((_, index) => index % 4 === 3),
        name,
      ).toEqual(madeLabels);
      expect(labels?.classes).toEqual(['cat', 'dog']);
      expect([...labels!.codes], name).toEqual(madeLabels);
      expect(textColumns).toEqual(name === 'lists.parquet' ? ['list'] : []);
    }
  });
});

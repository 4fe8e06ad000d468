import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBundles, type Bundles } from '../support/bundles';
import { callNode } from './commandLine';

const fixtures = join(import.meta.dirname, '../data/fixtures');

let bundles: Bundles;
let folder: string;
beforeAll(async () => {
  bundles = await buildBundles('cli');
  folder = mkdtempSync(join(tmpdir(), 'resolvent-inspect-'));
  for (const name of ['plain.mat', 'snappy.parquet', 'pandas.csv', 'two-arrays.npz']) {
    copyFileSync(join(fixtures, name), join(folder, name));
  }
});
afterAll(() => {
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});

const inspect = (...args: string[]) => callNode(folder, bundles.cliFile, ['inspect', ...args]);

describe('resolvent inspect', () => {
  it('describes a MAT-file and its two classes', async () => {
    const { code, stdout, stderr } = await inspect('plain.mat', '--label', 'labels', '--positive', '0');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('format            MAT-file (version 5) · variable X · double\n');
    expect(stdout).toContain('shape             5 rows × 3 features\n');
    expect(stdout).toContain('label             labels, 2 classes (rows): 0 (3), 1 (2)\n');
    expect(stdout).toContain('compared          y = +1: 0 (3 rows), y = −1: 1 (2 rows)\n');
    expect(stdout).toContain('constant columns  none\n');
    expect(stdout).toMatch(/^spectrum {10}largest .*, smallest 0, effective rank 1 of 3$/m);
    expect(stdout).toMatch(/^row {2}labels {2}x1 +x2 +x3$/m);
    expect(stdout).toMatch(/^1 {4}0 {7}-4 +-2.75 +-1.5$/m);
  });

  it('prints the same as JSON', async () => {
    const { code, stdout } = await inspect('snappy.parquet', '--label', 'kind', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      file: 'snappy.parquet',
      format: 'parquet',
      types: ['double', 'int64'],
      rows: 5,
      features: 4,
      names: ['a', 'b', 'c', 'count'],
      label: 'kind',
      firstRows: [{ label: 'cat', values: [-4, -2.75, -1.5, 0] }, {}, {}, {}, {}],
      compared: {
        classes: [
          { name: 'cat', rows: 3 },
          { name: 'dog', rows: 2 },
        ],
        twoClasses: { positive: 'dog', negative: 'cat', positives: 2, negatives: 3 },
        constantColumns: [],
        duplicateRows: 0,
      },
    });
  });

  it('keeps to 100 columns, whatever the file says', async () => {
    const names = Array.from(
      { length: 60 },
      (_, j) => `${j === 0 ? '\u001b[31m' : ''}a rather long name ${j}`,
    );
    const rows = Array.from({ length: 40 }, (_, i) => [
      ...names.map((_, j) => (j % 9 === 0 ? 7 : i * j - 0.123456)),
      `class ${i % 20}`,
    ]);
    const text = [[...names, 'a label with a name of its own'], ...rows]
      .map((row) => row.join(','))
      .join('\n');
    writeFileSync(join(folder, 'wide.csv'), text);
    const { code, stdout } = await inspect('wide.csv', '--label', '60');
    expect(code).toBe(0);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).toContain('20 classes (rows): class 0 (2)');
    expect(stdout).toContain('no two classes named (--positive, --negative)');
    expect(stdout).toContain('constant columns  7: ');
    expect(stdout).not.toContain('\u001b');
  });

  it('leaves out rows with missing values when asked to', async () => {
    writeFileSync(join(folder, 'missing.csv'), 'a,b\n1,2\n,4\n5,7\n');
    const refused = await inspect('missing.csv');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toBe(
      'missing.csv, line 3, column "a": the cell is empty; every cell must hold a value, or rows with missing ones ' +
        'must be left out.\n',
    );
    const { code, stdout } = await inspect('missing.csv', '--drop-missing');
    expect(code).toBe(0);
    expect(stdout).toContain('left out          1 row with missing values\n');
  });

  it.each([
    [['none.csv'], 'none.csv: there is no such file.'],
    [
      ['plain.mat', '--label', 'kind'],
      'plain.mat: it holds no array "kind" for the label; it holds "X" 5 × 3, "labels" 5 × 1.',
    ],
    [['plain.mat', '--variable', 'Y'], 'plain.mat: it holds no array "Y"; it holds "X" and "labels".'],
    [
      ['plain.mat', '--label', 'labels', '--positive', '2'],
      'plain.mat: the label "labels" has no class "2"; its classes are "0" and "1".',
    ],
    [
      ['plain.mat', '--positive', '1'],
      'plain.mat: it has no label, so no classes can be named; name the label too.',
    ],
    [
      ['plain.mat', '--format', 'npy'],
      'plain.mat, byte 0: it should be of the format "npy", but its content is of the format "mat".',
    ],
    [['pandas.csv', '--label', 'a'], undefined],
  ])('%j is told in a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await inspect(...args);
    if (sentence === undefined) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return;
    }
    expect(stderr).toBe(`${sentence}\n`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it.each([
    [[], 'Call it as: resolvent inspect FILE [options]'],
    [['a.csv', 'b.csv'], 'Call it as: resolvent inspect FILE [options]'],
    [['a.csv', '--header', 'maybe'], '--header is "maybe"; it must be yes or no.'],
    [['a.csv', '--format', 'xls'], '--format is "xls"; it must be one of csv, npy, npz, mat, idx, parquet.'],
    [['a.csv', '--lable', 'y'], 'Unknown option "--lable". Did you mean --label?'],
  ])('%j is a wrong call', async (args, sentence) => {
    const { code, stdout, stderr } = await inspect(...args);
    expect(stderr).toContain(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

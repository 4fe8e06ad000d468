import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DataError } from '../../../src/data/dataError';
import { classCounts, classIndex, labelsOfNumbers, labelsOfTexts } from '../../../src/data/labels';
import { readDataset } from '../../../src/data/read';
import { columnScales, constantColumns, orientedRows, standardised } from '../../../src/data/standardise';
import { distinctNames, numberedNames, type NumberTable } from '../../../src/data/table';
import { REST, twoClassesOf } from '../../../src/data/twoClasses';
import { temporaryFolder } from './files';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const table = (columns: number, values: number[]): NumberTable => ({
  rows: values.length / columns,
  columns,
  values: Float64Array.from(values),
  names: numberedNames(columns),
});

describe('labels', () => {
  it('are in the order of numbers, whatever came first', () => {
    const labels = labelsOfNumbers('y', Float64Array.of(10, 9, -1, 10, -0));
    expect(labels.classes).toEqual(['-1', '0', '9', '10']);
    expect([...labels.codes]).toEqual([3, 2, 0, 3, 1]);
    expect(classCounts(labels)).toEqual([1, 1, 1, 2]);
    expect(classIndex(labels, '9.0')).toBe(2);
    expect(() => classIndex(labels, 'ten')).toThrow(
      'The label "y" has no class "ten"; its classes are "-1", "0", "9" and "10".',
    );
  });

  it('of text are in alphabetical order behind the numbers', () => {
    const labels = labelsOfTexts({ name: 'y', codes: Int32Array.of(0, 1, 2), values: ['b', 'a', '7'] });
    expect(labels.classes).toEqual(['7', 'a', 'b']);
    expect([...labels.codes]).toEqual([2, 1, 0]);
  });

  it('that are measurements are refused', () => {
    const values = Float64Array.from({ length: 2000 }, (_, i) => i / 7);
    expect(() => labelsOfNumbers('y', values)).toThrow('has more than 1000 different values');
    expect(() => labelsOfNumbers('y', Float64Array.of(1, NaN))).toThrow(
      'row 2: the label is missing or not finite',
    );
  });
});

describe('two classes', () => {
  const features = table(1, [1, 2, 3, 4, 5]);
  const labels = labelsOfTexts({
    name: 'kind',
    codes: Int32Array.of(0, 1, 2, 0, 1),
    values: ['a', 'b', 'c'],
  });

  it('out of several leave out all other rows', () => {
    const two = twoClassesOf(features, labels, { positiveClass: 'b', negativeClass: 'a' });
    expect([...two.features.values]).toEqual([1, 2, 4, 5]);
    expect([...two.labels]).toEqual([-1, 1, -1, 1]);
    expect(two).toMatchObject({ positives: 2, negatives: 2, positiveClass: 'b', negativeClass: 'a' });
  });

  it('may be one against the rest', () => {
    const two = twoClassesOf(features, labels, { positiveClass: 'c' });
    expect(two.features).toBe(features);
    expect([...two.labels]).toEqual([-1, -1, 1, -1, -1]);
    expect(two).toMatchObject({ positives: 1, negatives: 4, negativeClass: REST });
  });

  it('where there are only two need no names; the second is positive unless one is named', () => {
    const both = labelsOfNumbers('y', Float64Array.of(0, 1, 1, 0, 0));
    expect([...twoClassesOf(features, both).labels]).toEqual([-1, 1, 1, -1, -1]);
    expect([...twoClassesOf(features, both, { positiveClass: 0 }).labels]).toEqual([1, -1, -1, 1, 1]);
    expect([...twoClassesOf(features, both, { negativeClass: 1 }).labels]).toEqual([1, -1, -1, 1, 1]);
  });

  it.each([
    [{}, 'The label "kind" has 3 classes ("a", "b" and "c"); name the positive one'],
    [{ negativeClass: 'a' }, 'name the positive one'],
    [{ positiveClass: 'a', negativeClass: 'a' }, 'are both "a"; they must differ.'],
    [{ positiveClass: 'd' }, 'has no class "d"'],
  ])('%j are refused', (choice, sentence) => {
    const attempt = () => twoClassesOf(features, labels, choice);
    expect(attempt).toThrow(DataError);
    expect(attempt).toThrow(sentence);
  });

  it('need more than one class', () => {
    const single = labelsOfNumbers('y', Float64Array.of(1, 1, 1, 1, 1));
    expect(() => twoClassesOf(features, single)).toThrow('has a single class, "1"; two are needed.');
  });
});

describe('standardising', () => {
  const rows = fc.array(
    fc.tuple(...Array<fc.Arbitrary<number>>(3).fill(fc.double({ min: -1e3, max: 1e3, noNaN: true }))),
    {
      minLength: 2,
      maxLength: 20,
    },
  );

  it('gives every column mean 0 and population variance 1, and constant ones 0', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const original = table(
          4,
          values.flatMap((row) => [...row, 0.1]),
        );
        const scales = columnScales(original);
        const scaled = standardised(original, scales);
        const constant = constantColumns(scales);
        expect(constant).toContain(3);
        for (let j = 0; j < 4; j++) {
          const column = Array.from({ length: original.rows }, (_, i) => scaled[4 * i + j]!);
          // Where a column hardly varies beside its size, its own digits are lost.
          if (constant.includes(j)) expect(column.every((value) => value === 0)).toBe(true);
          else if (scales.deviations[j]! > 1e-6) {
            expect(column.reduce((sum, value) => sum + value, 0) / column.length).toBeCloseTo(0, 6);
            expect(column.reduce((sum, value) => sum + value ** 2, 0) / column.length).toBeCloseTo(1, 6);
          }
        }
      }),
    );
  });

  it('does not overflow', () => {
    const scales = columnScales(table(1, [1.5e308, 1.5e308, 1.4e308]));
    expect(scales.means[0]).toBeLessThan(1.5e308);
  });

  it('knows the scales of a small table', () => {
    const { means, deviations } = columnScales(table(2, [1, 5, 3, 5, 5, 5]));
    expect([...means]).toEqual([3, 5]);
    expect(deviations[0]).toBeCloseTo(Math.sqrt(8 / 3), 14);
    expect(deviations[1]).toBe(0);
  });
});

describe('oriented rows', () => {
  it('have half the difference of the class means as their mean', () => {
    // Class + has the mean (2, 3), class − has (0, −1): the midpoint is (1, 1).
    const values = [1, 3, 3, 3, 0, -1, 0, -3, 0, 1];
    const oriented = orientedRows(values, 2, Int8Array.of(1, 1, -1, -1, -1));
    const expected = [0, 2, 2, 2, 1, 2, 1, 4, 1, 0];
    oriented.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 14));
  });
});

describe('names', () => {
  it('are made different from each other', () => {
    expect(distinctNames(['a', 'a', '', 'a (2)', 'a'])).toEqual(['a', 'a (2)', 'x3', 'a (2) (2)', 'a (3)']);
  });
});

describe('labels in other places', () => {
  const head = [0, 0, 8];
  const images = Uint8Array.of(...head, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
  const digits = Uint8Array.of(...head, 1, 0, 0, 0, 2, 7, 3);

  it('are found beside an IDX file', async () => {
    const path = folder.write('train-images-idx3-ubyte', images);
    expect((await readDataset(path)).labels).toBeUndefined();
    folder.write('train-labels-idx1-ubyte', digits);
    const { features, labels } = await readDataset(path);
    expect(features).toMatchObject({ rows: 2, columns: 3 });
    expect(labels).toEqual({
      name: 'train-labels-idx1-ubyte',
      classes: ['3', '7'],
      codes: Int32Array.of(1, 0),
    });
    expect((await readDataset(path, { label: 'train-labels-idx1-ubyte' })).labels).toEqual(labels);
  });

  it.each([
    ['../secret', 'must be the name of a file in the same folder'],
    ['none.idx', 'none.idx: there is no such file.'],
  ])('%j is refused beside an IDX file', async (label, sentence) => {
    const path = folder.write('a-images.idx', images);
    await expect(readDataset(path, { label })).rejects.toThrow(sentence);
  });

  it('of another length are refused', async () => {
    const path = folder.write('b-images.idx', images);
    folder.write('b-labels.idx', Uint8Array.of(...head, 1, 0, 0, 0, 3, 7, 3, 1));
    await expect(readDataset(path)).rejects.toThrow(
      'the label file "b-labels.idx" has 3 rows of 1 where the features',
    );
  });

  it('are a column of the array by its number', async () => {
    const path = folder.write('c.idx', images);
    await expect(readDataset(path, { label: 0 })).rejects.toThrow('must be the name of a file');
    const text = folder.write('c.csv', '1,2,0\n3,4,1\n');
    const { features, labels } = await readDataset(text, { label: -1 });
    expect([...features.values]).toEqual([1, 2, 3, 4]);
    expect(labels!.name).toBe('x3');
  });
});

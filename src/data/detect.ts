import { DataError, quoted } from './dataError';
import { isIdx } from './idx';
import { isMat } from './matlab/mat';
import { isNpy } from './numpy/npy';
import { isZip } from './numpy/zip';
import type { DataFormat } from './options';

/** How much of a file decides what it is. */
export const BEGINNING_BYTES = 4096;

const EXTENSIONS: Readonly<Record<string, DataFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  npy: 'npy',
  npz: 'npz',
  mat: 'mat',
  parquet: 'parquet',
  'idx1-ubyte': 'idx',
  'idx2-ubyte': 'idx',
  'idx3-ubyte': 'idx',
  idx: 'idx',
};

const READABLE = 'CSV, .npy, .npz, .mat, Parquet and IDX files, plain or gzipped, can be read';

/**
 * What a file is, by how it begins; its name must not say something else.
 * @param name of the file, without .gz
 * @param beginning its first bytes, unpacked
 * @param expected what it was said to be
 * @throws DataError if it is nothing that can be read
 */
export function detectFormat(name: string, beginning: Uint8Array, expected?: DataFormat): DataFormat {
  if (beginning.length === 0) throw new DataError('it is empty.');
  const found = formatOf(beginning);
  const byName = EXTENSIONS[/(?:[.-])(idx\d-ubyte|[^.]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
  const wanted = expected ?? byName;
  // A MAT-file of a version that cannot be read has no mark of its own: its reader says so.
  if (wanted === 'mat' && (found === undefined || found === 'csv' || found === 'idx')) return wanted;
  if (wanted !== undefined && found !== wanted) {
    const source =
      expected === undefined
        ? `its name ends as that of a file of the format ${quoted(wanted)}`
        : `it should be of the format ${quoted(wanted)}`;
    throw new DataError(
      `${source}, but its content is ${found === undefined ? 'not' : `of the format ${quoted(found)}`}.`,
      { offset: 0 },
    );
  }
  if (found === undefined)
    throw new DataError(`its content is of no known format; ${READABLE}.`, { offset: 0 });
  return found;
}

function formatOf(bytes: Uint8Array): DataFormat | undefined {
  if (isNpy(bytes)) return 'npy';
  if (isZip(bytes)) return 'npz';
  if (String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1') return 'parquet';
  if (isMat(bytes)) return 'mat';
  if (isIdx(bytes)) return 'idx';
  // UTF-16 is text, and refused as such.
  const isWideText = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isWideText || !bytes.includes(0) ? 'csv' : undefined;
}

import type { NamedArray } from '../arrays';
import { DataError } from '../dataError';
import type { ReadLimits } from '../options';
import { readNpy, readNpyHeader } from './npy';
import { unzip, unzipBeginning, zipEntries, type ZipEntry } from './zip';

/** Packed bytes that surely hold the header of a .npy file. */
const HEADER_BYTES = 4096;

/**
 * The arrays in a .npz file, in the file's order; none is unpacked before it is read.
 * @throws DataError if the archive is damaged or holds no array
 */
export function readNpz(bytes: Uint8Array, limits: Pick<ReadLimits, 'memoryLimit'>): NamedArray[] {
  const entries = zipEntries(bytes).filter(({ name }) => name.endsWith('.npy'));
  if (entries.length === 0) throw new DataError('it is a zip archive without any .npy file.');
  return entries.map((entry) => arrayOf(bytes, entry, limits));
}

function arrayOf(bytes: Uint8Array, entry: ZipEntry, limits: Pick<ReadLimits, 'memoryLimit'>): NamedArray {
  const name = entry.name.slice(0, -'.npy'.length);
  const read = async () => {
    try {
      return readNpy(await unzip(bytes, entry, limits.memoryLimit), limits);
    } catch (error) {
      throw error instanceof DataError ? error.in({ variable: name }) : error;
    }
  };
  try {
    const { shape } = readNpyHeader(unzipBeginning(bytes, entry, HEADER_BYTES));
    return { name, shape, refusal: undefined, read };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { name, shape: [], refusal: error.problem, read };
  }
}

import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvReader } from './csv/csv';
import { DataError, quoted } from './dataError';
import { datasetOfArray, datasetOfArrays, datasetOfTable, datasetOfTwo, type Dataset } from './dataset';
import { BEGINNING_BYTES, detectFormat } from './detect';
import { gzipSize, isGzip, unpack, unpackBeginning, unpackingError } from './gzip';
import { readIdx } from './idx';
import { readMat } from './matlab/mat';
import { defaultMemoryLimit, requireMemory, words } from './memory';
import { readNpy } from './numpy/npy';
import { readNpz } from './numpy/npz';
import type { ReadLimits, ReadOptions } from './options';
import { readParquet } from './parquet/parquet';
import type { Table } from './table';

/** How much of a text file is read at once. */
const PIECE = 2 ** 20;

/**
 * Reads a data set from a file: CSV or TSV, .npy, .npz, .mat (version 5), IDX or Parquet, each plain or gzipped.
 * Text is read piece by piece; of the others the whole file is held until the table is made.
 * @throws DataError, and nothing else, naming the file and the place in it
 */
export async function readDataset(path: string, options: ReadOptions = {}): Promise<Dataset> {
  const name = basename(path);
  try {
    const limits: ReadLimits = {
      missing: options.missing ?? 'refuse',
      memoryLimit: options.memoryLimit ?? defaultMemoryLimit(),
    };
    return await withFile(path, (file, length) => readOpened(path, file, length, options, limits));
  } catch (error) {
    throw dataErrorOf(error).in({ file: name });
  }
}

async function readOpened(
  path: string,
  file: FileHandle,
  length: number,
  options: ReadOptions,
  limits: ReadLimits,
): Promise<Dataset> {
  const start = await bytesOf(file, Math.min(length, BEGINNING_BYTES));
  const packed = isGzip(start);
  const name = basename(path).replace(/\.gz$/i, '');
  const format = detectFormat(name, packed ? unpackBeginning('gzip', start) : start, options.format);
  const { label } = options;
  if (format === 'csv') {
    const table = await readText(file, length, packed, options, limits);
    return datasetOfTable(format, table);
  }
  const bytes = await wholeFile(file, length, packed, limits.memoryLimit);
  switch (format) {
    case 'npy':
      return datasetOfArray(format, readNpy(bytes, limits), label, limits);
    case 'npz':
      return await datasetOfArrays(format, readNpz(bytes, limits), options, limits);
    case 'mat':
      return await datasetOfArrays(format, readMat(bytes, limits), options, limits);
    case 'idx':
      return datasetOfTwo(format, readIdx(bytes, limits), await labelBeside(path, label, limits), limits);
    case 'parquet': {
      const table = readParquet(bytes, { ...limits, label });
      return datasetOfTable(format, table);
    }
  }
}

async function readText(
  file: FileHandle,
  length: number,
  packed: boolean,
  { label, header, delimiter }: ReadOptions,
  limits: ReadLimits,
): Promise<Table> {
  const known = packed ? {} : { length };
  const reader = new CsvReader({ ...limits, label, header, delimiter, ...known });
  const stream = file.createReadStream({ start: 0, highWaterMark: PIECE, autoClose: false });
  let refusal: unknown;
  const consume = async (pieces: AsyncIterable<Uint8Array>) => {
    try {
      for await (const piece of pieces) reader.push(piece);
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
  try {
    if (packed) await pipeline(stream, createGunzip({ chunkSize: PIECE }), consume);
    else await pipeline(stream, consume);
  } catch (error) {
    // A pipeline may say no more than that it was ended.
    const cause = (refusal ?? error) as NodeJS.ErrnoException;
    throw cause.code?.startsWith('Z_') === true ? unpackingError(cause, limits.memoryLimit) : cause;
  }
  return reader.finish();
}

async function wholeFile(
  file: FileHandle,
  length: number,
  packed: boolean,
  memoryLimit: number,
): Promise<Uint8Array> {
  requireMemory(length, memoryLimit, `${words(length)} bytes`);
  const bytes = await bytesOf(file, length);
  return packed ? unpack('gzip', bytes, gzipSize(bytes), memoryLimit) : bytes;
}

async function bytesOf(file: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, Math.min(length - at, 2 ** 30), at);
    // The file has become shorter meanwhile.
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}

/** Opens a file for as long as `use` takes. Refuses what is no file: a pipe would have us wait for ever. */
async function withFile<T>(path: string, use: (file: FileHandle, length: number) => Promise<T>): Promise<T> {
  const found = await stat(path);
  if (!found.isFile()) {
    throw new DataError(found.isDirectory() ? 'it is a folder, not a file.' : 'it is no ordinary file.');
  }
  const file = await open(path);
  try {
    return await use(file, found.size);
  } finally {
    await file.close();
  }
}

/**
 * The labels of an IDX file: the file named, or the one beside it whose name says "labels" and "idx1" where this one
 * says "images" and "idx3", if there is one.
 */
async function labelBeside(path: string, label: string | number | undefined, limits: ReadLimits) {
  if (label !== undefined && (typeof label === 'number' || basename(label) !== label || label === '..')) {
    throw new DataError(
      `its label is ${quoted(String(label))}; for an IDX file it must be the name of a file in the same folder.`,
    );
  }
  const name = label ?? (await nameOfLabels(path));
  if (name === undefined) return undefined;
  try {
    const bytes = await withFile(join(dirname(path), name), async (file, length) => {
      const start = await bytesOf(file, Math.min(length, 4));
      return wholeFile(file, length, isGzip(start), limits.memoryLimit);
    });
    return { name, array: readIdx(bytes, limits) };
  } catch (error) {
    throw dataErrorOf(error).in({ file: name });
  }
}

async function nameOfLabels(path: string): Promise<string | undefined> {
  const name = basename(path);
  const meant = name.replace(/images/i, 'labels').replace(/idx\d/i, 'idx1');
  if (!/images/i.test(name)) return undefined;
  for (const candidate of [meant, meant.replace(/\.gz$/i, ''), `${meant}.gz`]) {
    const isThere = await stat(join(dirname(path), candidate)).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file.',
  ENOTDIR: 'there is no such file.',
  EISDIR: 'it is a folder, not a file.',
  EACCES: 'it may not be read: permission is denied.',
  EPERM: 'it may not be read: permission is denied.',
  ENAMETOOLONG: 'its name is too long.',
};

/** Whatever went wrong, as a sentence about the file. */
function dataErrorOf(error: unknown): DataError {
  if (error instanceof DataError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const sentence = code === undefined ? undefined : FILE_ERRORS[code];
  if (sentence !== undefined) return new DataError(sentence);
  // What was promised does not fit into any memory.
  if (error instanceof RangeError)
    return new DataError(`it is too large for this machine's memory (${message}).`);
  return new DataError(`it cannot be read: ${message}.`);
}

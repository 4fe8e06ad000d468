import { brotliDecompressSync } from 'node:zlib';
import type { ColumnMetaData, CompressionCodec, DecodedArray, Encoding } from 'hyparquet';
import { decompressLz4, decompressLz4Raw, decompressSnappy, decompressZstd } from 'hyparquet-compressors';
import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import { convert } from 'hyparquet/src/convert.js';
import { DataError, quoted } from '../dataError';
import { unpackAtOnce, unpackingError } from '../gzip';
import { requireMemory, words } from '../memory';
import { checkRuns, varintAt } from './runs';

type PageHeader = ReturnType<typeof parquetHeader>;
type Decoder = Parameters<typeof readPage>[2];

/** A column of a row group, in its file. */
export interface ColumnChunk {
  readonly bytes: Uint8Array;
  readonly metadata: ColumnMetaData;
  /** How hyparquet is to read a page. */
  readonly decoder: Decoder;
  /** Whether cells may be missing. */
  readonly isOptional: boolean;
  readonly rows: number;
  readonly memoryLimit: number;
}

/**
 * The values of a column in one row group, page by page. Every page is unpacked and checked here before hyparquet
 * reads it, so that no damaged size makes it write or run without end.
 * @throws DataError if a page is damaged or in an encoding that cannot be read
 */
export function* pagesOf(chunk: ColumnChunk): Generator<DecodedArray> {
  const { bytes, metadata, rows } = chunk;
  const first = Number(metadata.dictionary_page_offset ?? 0n) || Number(metadata.data_page_offset);
  const start = Math.min(first, Number(metadata.data_page_offset));
  const end = start + Number(metadata.total_compressed_size);
  if (!(start >= 4 && start < end && end <= bytes.length))
    throw damaged('the column lies outside of the file');
  const decoder: Decoder = { ...chunk.decoder, codec: 'UNCOMPRESSED' };
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  const reader = { view, offset: 0 };
  let dictionary: DecodedArray | undefined;
  let read = 0;
  while (read < rows) {
    if (reader.offset >= view.byteLength)
      throw damaged(`its pages hold ${words(read)} of ${words(rows)} rows`);
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    if (!isCount(size) || !isCount(header.uncompressed_page_size) || reader.offset + size > view.byteLength) {
      throw damaged('a page lies outside of its column');
    }
    requireMemory(header.uncompressed_page_size, chunk.memoryLimit, 'a page');
    const packed = bytes.subarray(start + reader.offset, start + reader.offset + size);
    reader.offset += size;
    if (header.type === 'INDEX_PAGE') continue;
    const page = checkedPage(packed, header, chunk, rows - read);
    const plain = { ...header, compressed_page_size: page.length, uncompressed_page_size: page.length };
    if (plain.data_page_header_v2 !== undefined) {
      plain.data_page_header_v2 = { ...plain.data_page_header_v2, is_compressed: false };
    }
    const pageReader = { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 };
    const { data } = readPage(pageReader, plain, decoder, dictionary, undefined, 0);
    if (data === undefined) throw damaged('a page holds nothing');
    if (header.type === 'DICTIONARY_PAGE') {
      dictionary = convert(data, decoder);
      continue;
    }
    if (data.length !== valuesOf(header)) throw damaged('a page holds another number of values than it says');
    read += data.length;
    yield data;
  }
}

/** A page's bytes, unpacked, of which every size has been checked. */
function checkedPage(packed: Uint8Array, header: PageHeader, chunk: ColumnChunk, left: number): Uint8Array {
  const { type, uncompressed_page_size: size } = header;
  const { codec } = chunk.metadata;
  if (type === 'DICTIONARY_PAGE') {
    const page = unpacked(packed, size, codec);
    // One bit is the least that a value takes.
    if (
      !isCount(header.dictionary_page_header?.num_values) ||
      header.dictionary_page_header.num_values > 8 * size
    ) {
      throw damaged('a dictionary is larger than its page');
    }
    return page;
  }
  const count = valuesOf(header);
  if (!isCount(count) || count === 0 || count > left)
    throw damaged('a page holds more values than the row group');
  if (type === 'DATA_PAGE') {
    const page = unpacked(packed, size, codec);
    let at = 0;
    if (chunk.isOptional) {
      const length = lengthAt(page, 0);
      checkRuns(page, 4, 4 + length, 1, count);
      at = 4 + length;
    }
    checkValues(page, at, count, header.data_page_header!.encoding, chunk);
    return page;
  }
  const v2 = header.data_page_header_v2!;
  const levels = v2.definition_levels_byte_length + v2.repetition_levels_byte_length;
  const isWell = isCount(v2.definition_levels_byte_length) && v2.repetition_levels_byte_length === 0;
  if (!isWell || !isCount(v2.num_nulls) || v2.num_nulls > count || levels > packed.length || levels > size) {
    throw damaged('the levels of a page do not fit into it');
  }
  if (chunk.isOptional) checkRuns(packed, 0, levels, 1, count);
  const values = unpacked(
    packed.subarray(levels),
    size - levels,
    v2.is_compressed === false ? 'UNCOMPRESSED' : codec,
  );
  checkValues(values, 0, count - v2.num_nulls, v2.encoding, chunk);
  const page = new Uint8Array(size);
  page.set(packed.subarray(0, levels));
  page.set(values, levels);
  return page;
}

/** Checks what encodings promise of the values behind them. */
function checkValues(
  page: Uint8Array,
  at: number,
  count: number,
  encoding: Encoding,
  chunk: ColumnChunk,
): void {
  const { type } = chunk.decoder;
  switch (encoding) {
    case 'PLAIN':
    case 'BYTE_STREAM_SPLIT':
      return;
    case 'RLE': {
      if (type !== 'BOOLEAN') break;
      checkRuns(page, at + 4, at + 4 + lengthAt(page, at), 1, presentIn(page, at, count, chunk));
      return;
    }
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY': {
      const present = presentIn(page, at, count, chunk);
      if (present === 0) return;
      if (at >= page.length) throw damaged('a page ends before its values');
      checkRuns(page, at + 1, page.length, page[at]!, page[at] === 0 ? 0 : present);
      return;
    }
    case 'DELTA_BINARY_PACKED': {
      const [block, next] = varintAt(page, at, page.length);
      const [parts] = varintAt(page, next, page.length);
      if (block < 128 || block > 2 ** 20 || block % 128 !== 0 || parts < 1 || block % (32 * parts) !== 0) {
        throw damaged('the blocks of a page are of an impossible size');
      }
      return;
    }
    default:
      break;
  }
  throw new DataError(`its values are encoded as ${quoted(encoding)}, which cannot be read.`);
}

/** How many of a page's cells have a value: those whose definition level is 1. Its levels have been checked. */
function presentIn(page: Uint8Array, at: number, count: number, { isOptional }: ColumnChunk): number {
  // The levels of the second version of pages stand elsewhere, and their number of nulls is already taken off.
  if (!isOptional || at === 0) return count;
  let present = 0;
  let seen = 0;
  let next = 4;
  while (seen < count) {
    const [header, start] = varintAt(page, next, at);
    const run = Math.floor(header / 2);
    if (header % 2 === 0) {
      const length = Math.min(run, count - seen);
      if ((page[start]! & 1) === 1) present += length;
      seen += length;
      next = start + 1;
      continue;
    }
    const length = Math.min(8 * run, count - seen);
    for (let i = 0; i < length; i++) present += (page[start + (i >> 3)]! >> (i & 7)) & 1;
    seen += length;
    next = start + run;
  }
  return present;
}

function unpacked(packed: Uint8Array, size: number, codec: CompressionCodec): Uint8Array {
  const page = size === 0 ? new Uint8Array(0) : unpackedBy(packed, size, codec);
  if (page.length !== size) throw damaged('a page unpacks to another size than it says');
  return page;
}

function unpackedBy(packed: Uint8Array, size: number, codec: CompressionCodec): Uint8Array {
  switch (codec) {
    case 'UNCOMPRESSED':
      return packed;
    case 'SNAPPY':
      return decompressSnappy(packed, size);
    case 'GZIP':
      return unpackAtOnce('gzip', packed, size);
    case 'BROTLI':
      try {
        return brotliDecompressSync(packed, { maxOutputLength: size });
      } catch (error) {
        throw unpackingError(error, size);
      }
    case 'ZSTD':
      return decompressZstd(packed, new Uint8Array(size));
    case 'LZ4':
      return decompressLz4(packed, size);
    case 'LZ4_RAW':
      return decompressLz4Raw(packed, size);
    default:
      throw new DataError(`it is packed with ${quoted(codec)}, which cannot be read.`);
  }
}

function lengthAt(page: Uint8Array, at: number): number {
  if (at + 4 > page.length) throw damaged('a page ends before its levels');
  const length = new DataView(page.buffer, page.byteOffset + at, 4).getUint32(0, true);
  if (at + 4 + length > page.length) throw damaged('the levels of a page do not fit into it');
  return length;
}

function valuesOf(header: PageHeader): number | undefined {
  return header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function damaged(what: string): DataError {
  return new DataError(`${what}; the file is damaged.`);
}

import {
  constants,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzipSync,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import { DataError, type Place } from './dataError';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

const atOnce = { gzip: gunzipSync, zlib: inflateSync, raw: inflateRawSync } as const;
const streams = { gzip: createGunzip, zlib: createInflate, raw: createInflateRaw } as const;
type Packing = keyof typeof atOnce;

/** How much is unpacked at a time. */
const PIECE = 2 ** 20;

/**
 * Unpacks deflated bytes into memory that is taken once, if what they hold was foretold rightly.
 * @param expected how many bytes they are said to hold
 * @param most no more bytes than this are unpacked
 * @throws DataError if the bytes are damaged, or hold more than `most`
 */
export async function unpack(
  kind: Packing,
  bytes: Uint8Array,
  expected: number,
  most: number,
  place: Place = {},
): Promise<Uint8Array> {
  let unpacked = new Uint8Array(Math.min(expected, most, mostIn(bytes)));
  let length = 0;
  const stream = streams[kind]({ chunkSize: PIECE });
  stream.end(bytes);
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      if (length + piece.length > most) throw tooMuch(most, place);
      if (length + piece.length > unpacked.length) {
        const larger = new Uint8Array(Math.min(most, Math.max(2 * unpacked.length, length + piece.length)));
        larger.set(unpacked);
        unpacked = larger;
      }
      unpacked.set(piece, length);
      length += piece.length;
    }
  } catch (error) {
    throw error instanceof DataError ? error : unpackingError(error, most, place);
  }
  return unpacked.subarray(0, length);
}

/** The same for a few bytes, at once. */
export function unpackAtOnce(kind: Packing, bytes: Uint8Array, most: number): Uint8Array {
  try {
    return atOnce[kind](bytes, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw unpackingError(error, most);
  }
}

/** The beginning of what deflated bytes hold: all that these first bytes of them say. */
export function unpackBeginning(kind: Packing, beginning: Uint8Array, place: Place = {}): Uint8Array {
  const most = mostIn(beginning);
  try {
    return atOnce[kind](beginning, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most });
  } catch (error) {
    throw unpackingError(error, most, place);
  }
}

/** Bytes that deflated ones may hold at most: they are packed at most 1032 to 1. */
function mostIn(bytes: Uint8Array): number {
  return 1100 * bytes.length + 1024;
}

/** How many bytes a gzip file says that it holds, modulo 2^32. */
export function gzipSize(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(
    Math.max(0, bytes.length - 4),
    true,
  );
}

function tooMuch(most: number, place: Place): DataError {
  return new DataError(`it unpacks to more than the ${most.toLocaleString('en-US')} bytes expected.`, place);
}

/** A failure of zlib in a sentence. */
export function unpackingError(error: unknown, most: number, place: Place = {}): DataError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooMuch(most, place);
  return new DataError('its compressed bytes cannot be unpacked; it is cut off or damaged.', place);
}

import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { DataError, type Place } from './dataError';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

const inflators = { gzip: gunzipSync, zlib: inflateSync, raw: inflateRawSync } as const;

/**
 * Unpacks deflated bytes.
 * @param most no more bytes than this are unpacked
 * @throws DataError if the bytes are damaged, or hold more than `most`
 */
export function unpack(
  kind: keyof typeof inflators,
  bytes: Uint8Array,
  most: number,
  place: Place = {},
): Uint8Array {
  try {
    return inflators[kind](bytes, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw unpackingError(error, most, place);
  }
}

/** The beginning of what deflated bytes hold: all that these first bytes of them say. */
export function unpackBeginning(
  kind: keyof typeof inflators,
  beginning: Uint8Array,
  place: Place = {},
): Uint8Array {
  // Deflate packs at most 1032 to 1.
  const most = 1100 * beginning.length + 1024;
  try {
    return inflators[kind](beginning, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most });
  } catch (error) {
    throw unpackingError(error, most, place);
  }
}

/** A failure of zlib in a sentence. */
export function unpackingError(error: unknown, most: number, place: Place = {}): DataError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return new DataError(
      `it unpacks to more than the ${most.toLocaleString('en-US')} bytes expected.`,
      place,
    );
  }
  return new DataError('its compressed bytes cannot be unpacked; it is cut off or damaged.', place);
}

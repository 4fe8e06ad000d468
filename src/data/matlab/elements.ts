import { DataError } from '../dataError';
import { endsInside, type ElementType } from '../elements';

/** A tagged piece of a MAT-file. */
export interface MatElement {
  readonly type: number;
  /** Where its data begin and end. */
  readonly start: number;
  readonly end: number;
  /** Where the next element begins. */
  readonly next: number;
}

export const MI_MATRIX = 14;
export const MI_COMPRESSED = 15;

/** Types of numbers, by the number of the type. */
const NUMBERS: Readonly<Record<number, ElementType>> = {
  1: 'i1',
  2: 'u1',
  3: 'i2',
  4: 'u2',
  5: 'i4',
  6: 'u4',
  7: 'f4',
  9: 'f8',
  12: 'i8',
  13: 'u8',
};

/** Bytes in the byte order of one MAT-file. */
export interface MatBytes {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
}

export function matBytes(bytes: Uint8Array, littleEndian: boolean): MatBytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), littleEndian };
}

/**
 * The element that begins at a byte.
 * @param isWhole whether its data must be there to the end
 * @throws DataError if it is not
 */
export function elementAt({ bytes, view, littleEndian }: MatBytes, at: number, isWhole = true): MatElement {
  if (at + 8 > bytes.length) throw endsInside('a tag', bytes.length);
  const word = view.getUint32(at, littleEndian);
  // Up to four bytes stand in the tag itself, their number in the upper half of the first word.
  const small = word >>> 16;
  if (small !== 0) {
    if (small > 4) throw new DataError('a tag has an impossible size; the file is damaged.', { offset: at });
    return { type: word & 0xffff, start: at + 4, end: at + 4 + small, next: at + 8 };
  }
  const length = view.getUint32(at + 4, littleEndian);
  const start = at + 8;
  if (isWhole && start + length > bytes.length) throw endsInside('an element', bytes.length);
  // Compressed elements are not padded.
  const padded = word === MI_COMPRESSED ? length : Math.ceil(length / 8) * 8;
  return { type: word, start, end: start + length, next: start + padded };
}

/**
 * The type of an element's numbers.
 * @throws DataError if it holds none
 */
export function numbersOf({ type, start }: MatElement): ElementType {
  const known = NUMBERS[type];
  if (known === undefined) {
    throw new DataError(`type ${type} stands where numbers must; the file is damaged.`, { offset: start });
  }
  return known;
}

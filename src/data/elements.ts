import { DataError, type Place } from './dataError';
import { allocateNumbers, requireTable } from './memory';
import type { Numbers } from './table';

/** Types of numbers in files of arrays: signed, unsigned, floating, with their bytes; b1 is a truth value. */
export type ElementType = 'i1' | 'i2' | 'i4' | 'i8' | 'u1' | 'u2' | 'u4' | 'u8' | 'f2' | 'f4' | 'f8' | 'b1';

const WORDS: Readonly<Record<string, string>> = { i: 'int', u: 'uint', f: 'float' };

/** The type as numpy calls it: "float64". */
export function typeName(type: ElementType): string {
  return type === 'b1' ? 'bool' : `${WORDS[type.charAt(0)]!}${8 * elementBytes(type)}`;
}

export function elementBytes(type: ElementType): number {
  return Number(type.charAt(1));
}

/** Whether every number of the type is one of single precision. */
export function isSingle(type: ElementType): boolean {
  return elementBytes(type) <= 2 || type === 'f4';
}

/** Numbers of one type, one after the other in memory. */
export interface Elements {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly type: ElementType;
  readonly littleEndian: boolean;
}

type Getter = (view: DataView, offset: number) => number;

function getterOf(type: ElementType, littleEndian: boolean): Getter {
  switch (type) {
    case 'i1':
      return (view, at) => view.getInt8(at);
    case 'u1':
      return (view, at) => view.getUint8(at);
    case 'b1':
      return (view, at) => (view.getUint8(at) === 0 ? 0 : 1);
    case 'i2':
      return (view, at) => view.getInt16(at, littleEndian);
    case 'u2':
      return (view, at) => view.getUint16(at, littleEndian);
    case 'i4':
      return (view, at) => view.getInt32(at, littleEndian);
    case 'u4':
      return (view, at) => view.getUint32(at, littleEndian);
    case 'f2':
      return (view, at) => halfOf(view.getUint16(at, littleEndian));
    case 'f4':
      return (view, at) => view.getFloat32(at, littleEndian);
    case 'f8':
      return (view, at) => view.getFloat64(at, littleEndian);
    case 'i8': {
      const [low, high] = littleEndian ? [0, 4] : [4, 0];
      return (view, at) =>
        view.getInt32(at + high, littleEndian) * 2 ** 32 + view.getUint32(at + low, littleEndian);
    }
    case 'u8': {
      const [low, high] = littleEndian ? [0, 4] : [4, 0];
      return (view, at) =>
        view.getUint32(at + high, littleEndian) * 2 ** 32 + view.getUint32(at + low, littleEndian);
    }
  }
}

/** An IEEE 754 number of half precision. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Rows and columns of one tile: both sides of a transposition stay in the cache. */
const TILE = 64;

const isLittleEndianHere = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * A table from elements in memory, whatever their type and order. Doubles in the right order are not copied: the bytes
 * belong to the table from then on.
 * @param order whether the file holds one row or one column after the other
 * @param limit bytes that the table may take
 * @throws DataError if the elements are fewer than rows·columns, or too many for the memory
 */
export function decodeTable(
  { bytes, offset, type, littleEndian }: Elements,
  rows: number,
  columns: number,
  order: 'rows' | 'columns',
  limit: number,
  place: Place = {},
): Numbers {
  const width = elementBytes(type);
  const length = rows * columns * width;
  const byRows = order === 'rows' || rows === 1 || columns === 1;
  requireTable(rows, columns, isSingle(type), limit, place);
  if (offset + length > bytes.length) throw endsInside('its numbers', bytes.length, place);
  if (byRows && type === 'f8' && littleEndian === isLittleEndianHere) {
    const start = bytes.byteOffset + offset;
    // The numbers where they are, without a copy.
    if (start % 8 === 0) return new Float64Array(bytes.buffer, start, rows * columns);
  }
  const values = allocateNumbers(rows, columns, isSingle(type), limit, place);
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, length);
  const get = getterOf(type, littleEndian);
  if (byRows) {
    for (let i = 0; i < values.length; i++) values[i] = get(view, i * width);
    return values;
  }
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(rows, top + TILE);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(columns, left + TILE);
      for (let j = left; j < right; j++) {
        for (let i = top; i < bottom; i++) values[i * columns + j] = get(view, (j * rows + i) * width);
      }
    }
  }
  return values;
}

/** The file ends where more was promised. */
export function endsInside(what: string, offset: number, place: Place = {}): DataError {
  return new DataError(`the file ends inside ${what}; it is cut off or damaged.`, { ...place, offset });
}

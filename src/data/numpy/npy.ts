import type { ArrayValues } from '../arrays';
import { DataError, quoted, type Place } from '../dataError';
import { decodeTable, elementBytes, endsInside, typeName, type ElementType } from '../elements';
import { words } from '../memory';
import type { ReadLimits } from '../options';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** What the header of a .npy file says. */
export interface NpyHeader {
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly littleEndian: boolean;
  readonly isColumnMajor: boolean;
  /** Where the numbers begin. */
  readonly offset: number;
}

/**
 * Reads the header of a .npy file (versions 1 to 3).
 * @throws DataError if it is damaged, or its elements are no real numbers
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (!isNpy(bytes))
    throw new DataError('it is no .npy file: "\\x93NUMPY" does not stand at its beginning.', { offset: 0 });
  if (bytes.length < 12) throw endsInside('its header', bytes.length);
  const version = bytes[6]!;
  if (version < 1 || version > 3) {
    throw new DataError(`its .npy version is ${version}; versions 1, 2 and 3 can be read.`, { offset: 6 });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  const offset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (offset > bytes.length) throw endsInside('its header', bytes.length);
  // A header is some 100 bytes; only one of a structured type is long, and that is refused anyway.
  const text = new TextDecoder().decode(bytes.subarray(start, Math.min(offset, start + 65536)));
  const place = { offset: start };
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
  if (order === undefined || shape === undefined) {
    throw new DataError('its header does not say the order and the shape of the array.', place);
  }
  const type = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  if (type === undefined) {
    throw new DataError('it holds records of several fields; only arrays of numbers can be read.', place);
  }
  return {
    ...elementTypeOf(type, place),
    shape: (shape.match(/\d+/g) ?? []).map(Number),
    isColumnMajor: order === 'True',
    offset,
  };
}

const REFUSED: Readonly<Record<string, string>> = {
  c: 'complex numbers; only real numbers can be read: store real and imaginary parts as columns',
  O: 'Python objects; only numbers can be read',
  U: 'text; only numbers can be read: store classes as whole numbers',
  S: 'text; only numbers can be read: store classes as whole numbers',
  a: 'text; only numbers can be read: store classes as whole numbers',
  V: 'raw bytes or records; only numbers can be read',
  M: 'dates; only numbers can be read',
  m: 'time spans; only numbers can be read',
};

function elementTypeOf(descr: string, place: Place): { type: ElementType; littleEndian: boolean } {
  const [, order, kind, size] = /^([<>|=]?)([a-zA-Z?])(\d*)/.exec(descr) ?? [];
  const refused = kind === undefined ? undefined : REFUSED[kind];
  if (refused !== undefined) throw new DataError(`it holds ${refused}.`, place);
  const type = kind === '?' ? 'b1' : `${kind ?? ''}${size ?? ''}`;
  if (!/^([iu][1248]|f[248]|b1)$/.test(type)) {
    throw new DataError(
      `its elements are of the type ${quoted(descr)}; whole numbers of 1 to 8 bytes, floating ones of 2, 4 and 8, ` +
        'and truth values can be read.',
      place,
    );
  }
  return { type: type as ElementType, littleEndian: order !== '>' };
}

/**
 * Reads a .npy file: the first dimension counts rows, the others make up a row, the last one fastest.
 * @throws DataError
 */
export function readNpy(bytes: Uint8Array, { memoryLimit }: Pick<ReadLimits, 'memoryLimit'>): ArrayValues {
  const { shape, type, littleEndian, isColumnMajor, offset } = readNpyHeader(bytes);
  if (shape.length === 0) throw new DataError('it holds a single number, not an array.', { offset });
  const rows = shape[0]!;
  const columns = shape.slice(1).reduce((product, size) => product * size, 1);
  const length = rows * columns * elementBytes(type);
  if (length === 0) {
    throw new DataError(`it is empty: its shape is ${shape.map(words).join(' × ')}.`, { offset });
  }
  if (length > bytes.length - offset) {
    throw new DataError(
      `its header promises ${shape.map(words).join(' × ')} numbers, which are ${words(length)} bytes, but ` +
        `${words(bytes.length - offset)} follow.`,
      { offset },
    );
  }
  if (isColumnMajor && shape.length > 2) {
    throw new DataError(
      `it has ${shape.length} dimensions in Fortran's order; save it with numpy.ascontiguousarray.`,
      { offset },
    );
  }
  const order = isColumnMajor ? 'columns' : 'rows';
  const values = decodeTable({ bytes, offset, type, littleEndian }, rows, columns, order, memoryLimit);
  return { shape, rows, columns, values, type: typeName(type), isWide: type === 'i8' || type === 'u8' };
}

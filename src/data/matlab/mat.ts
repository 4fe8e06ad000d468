import type { ArrayValues, NamedArray } from '../arrays';
import { DataError } from '../dataError';
import { decodeTable, elementBytes, type ElementType } from '../elements';
import { unpack, unpackBeginning } from '../gzip';
import { requireMemory, words } from '../memory';
import type { ReadLimits } from '../options';
import { elementAt, matBytes, MI_COMPRESSED, MI_MATRIX, numbersOf, type MatBytes } from './elements';
import { readSparse } from './sparse';

const HEADER = 128;
const HDF5 = [0x89, 0x48, 0x44, 0x46];
const CLASSES = [
  'nothing',
  'cells',
  'a structure',
  'an object',
  'text',
  'sparse',
  'double',
  'single',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
];
const SPARSE = 5;
const DOUBLE = 6;
const COMPLEX_FLAG = 0x0800;
/** Packed bytes that surely hold what stands before the numbers of a variable. */
const BEGINNING = 1024;
/** More variables than this are no data set. */
const MOST_VARIABLES = 10_000;

/** Whether it is a MAT-file of version 5 (or one of version 7.3, which is refused when read). */
export function isMat(bytes: Uint8Array): boolean {
  return (
    isHdf5(bytes) ||
    (bytes.length >= HEADER && orderOf(bytes) !== undefined && (bytes[124] === 0 || bytes[125] === 0))
  );
}

function isHdf5(bytes: Uint8Array): boolean {
  return [0, 512].some((start) => HDF5.every((byte, i) => bytes[start + i] === byte));
}

/** Whether the file is little-endian, if it says. */
function orderOf(bytes: Uint8Array): boolean | undefined {
  const mark = String.fromCharCode(bytes[126]!, bytes[127]!);
  return mark === 'IM' ? true : mark === 'MI' ? false : undefined;
}

/**
 * The variables of a MAT-file (version 5, compressed or not), in the file's order; none is unpacked before it is read.
 * @throws DataError if the file is damaged or of another version
 */
export function readMat(bytes: Uint8Array, { memoryLimit }: Pick<ReadLimits, 'memoryLimit'>): NamedArray[] {
  const file = openMat(bytes);
  const variables: NamedArray[] = [];
  let at = HEADER;
  while (at + 8 <= bytes.length) {
    const element = elementAt(file, at);
    if (variables.length === MOST_VARIABLES) {
      throw new DataError(`it holds more than ${words(MOST_VARIABLES)} variables.`, { offset: at });
    }
    if (element.type === MI_COMPRESSED) {
      const packed = bytes.subarray(element.start, element.end);
      const beginning = matBytes(unpackBeginning('zlib', packed.subarray(0, BEGINNING)), file.littleEndian);
      const unpacked = async () => {
        // The first eight bytes say how many follow.
        const size = elementAt(beginning, 0, false).end;
        requireMemory(size, memoryLimit, `${words(size)} bytes`, { offset: element.start });
        return matBytes(await unpack('zlib', packed, size, size), file.littleEndian);
      };
      const variable = variableOf(beginning, 0, unpacked, memoryLimit);
      if (variable !== undefined) variables.push(variable);
    } else if (element.type === MI_MATRIX) {
      const variable = variableOf(file, at, () => file, memoryLimit);
      if (variable !== undefined) variables.push(variable);
    } else {
      throw new DataError(`an element of type ${element.type} stands where a variable must.`, { offset: at });
    }
    at = element.next;
  }
  if (variables.length === 0) throw new DataError('it holds no variables.', { offset: HEADER });
  return variables;
}

function openMat(bytes: Uint8Array): MatBytes {
  if (isHdf5(bytes)) {
    throw new DataError(
      'it is a MAT-file of version 7.3 (HDF5), which cannot be read; save it in MATLAB with -v7, or in Python with ' +
        'scipy.io.savemat.',
    );
  }
  const littleEndian = bytes.length < HEADER ? undefined : orderOf(bytes);
  if (littleEndian === undefined) {
    throw new DataError('it is no MAT-file of version 5; older ones must be saved again with -v6 or -v7.', {
      offset: Math.min(126, bytes.length),
    });
  }
  const file = matBytes(bytes, littleEndian);
  const version = file.view.getUint16(124, littleEndian);
  if (version !== 0x0100) {
    throw new DataError(
      `its MAT version is ${version >> 8}.${version & 255}; version 1.0 of the format (MATLAB 5 to 7) can be read.`,
      {
        offset: 124,
      },
    );
  }
  return file;
}

/** What stands before a variable's numbers. */
interface MatHeader {
  readonly kind: number;
  readonly isComplex: boolean;
  readonly shape: readonly number[];
  readonly name: string;
  /** Where the next element begins. */
  readonly next: number;
}

/** The header of the matrix that begins at a byte; undefined of an empty element, which MATLAB writes for []. */
function headerAt(file: MatBytes, at: number): MatHeader | undefined {
  const matrix = elementAt(file, at, false);
  if (matrix.type !== MI_MATRIX) {
    throw new DataError(`an element of type ${matrix.type} stands where a variable must.`, { offset: at });
  }
  if (matrix.end === matrix.start) return undefined;
  const { view, littleEndian, bytes } = file;
  const flags = elementAt(file, matrix.start);
  if (flags.end - flags.start !== 8)
    throw new DataError('a variable has no flags; the file is damaged.', { offset: flags.start });
  const word = view.getUint32(flags.start, littleEndian);
  const dimensions = elementAt(file, flags.next);
  const count = (dimensions.end - dimensions.start) / 4;
  if (!Number.isInteger(count) || count < 2 || count > 32) {
    throw new DataError('a variable has no dimensions; the file is damaged.', { offset: dimensions.start });
  }
  const shape = Array.from({ length: count }, (_, i) =>
    view.getInt32(dimensions.start + 4 * i, littleEndian),
  );
  if (shape.some((size) => size < 0)) {
    throw new DataError('a variable has a negative dimension; the file is damaged.', {
      offset: dimensions.start,
    });
  }
  const name = elementAt(file, dimensions.next);
  return {
    kind: word & 255,
    isComplex: (word & COMPLEX_FLAG) !== 0,
    shape,
    name: new TextDecoder('latin1').decode(bytes.subarray(name.start, name.end)),
    next: name.next,
  };
}

function variableOf(
  beginning: MatBytes,
  at: number,
  whole: () => MatBytes | Promise<MatBytes>,
  memoryLimit: number,
): NamedArray | undefined {
  const header = headerAt(beginning, at);
  // What MATLAB keeps for itself (function handles) has no name.
  if (header === undefined || header.name === '') return undefined;
  const { name, shape } = header;
  const refusal = refusalOf(header);
  const read = async () => {
    try {
      if (refusal !== undefined) throw new DataError(refusal);
      return valuesOf(await whole(), header, memoryLimit);
    } catch (error) {
      throw error instanceof DataError ? error.in({ variable: name }) : error;
    }
  };
  return { name, shape, refusal, read };
}

function refusalOf({ kind, isComplex, shape }: MatHeader): string | undefined {
  if (kind !== SPARSE && (kind < DOUBLE || kind >= CLASSES.length)) {
    return `it holds ${CLASSES[kind] ?? 'something unknown'}; only arrays of numbers can be read.`;
  }
  if (isComplex) {
    return 'it holds complex numbers; only real numbers can be read: store real and imaginary parts as columns.';
  }
  if (shape.length > 2)
    return `it has ${shape.length} dimensions; reshape it to a matrix with one sample per row.`;
  if (shape[0]! * shape[1]! === 0) return `it is empty: its size is ${shape.map(words).join(' × ')}.`;
  return undefined;
}

function valuesOf(file: MatBytes, { kind, shape, next }: MatHeader, memoryLimit: number): ArrayValues {
  const [rows, columns] = [shape[0]!, shape[1]!];
  if (kind === SPARSE) {
    const values = readSparse(file, next, rows, columns, memoryLimit);
    return { shape, rows, columns, values, type: 'sparse double', isWide: false };
  }
  const real = elementAt(file, next);
  const stored = numbersOf(real);
  if (real.end - real.start !== rows * columns * elementBytes(stored)) {
    throw new DataError(
      `its size ${words(rows)} × ${words(columns)} does not match its ${words(real.end - real.start)} bytes of numbers.`,
      { offset: real.start },
    );
  }
  const { bytes, littleEndian } = file;
  const elements = { bytes, offset: real.start, type: stored, littleEndian };
  const values = decodeTable(elements, rows, columns, 'columns', memoryLimit);
  return { shape, rows, columns, values, type: CLASSES[kind]!, isWide: isWide(stored) };
}

function isWide(type: ElementType): boolean {
  return type === 'i8' || type === 'u8';
}

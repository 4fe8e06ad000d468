import { DataError } from './dataError';
import { decodeTable, elementBytes, endsInside, typeName, type ElementType } from './elements';
import { words } from './memory';
import type { ReadLimits } from './options';
import type { ArrayValues } from './arrays';

const TYPES: Readonly<Record<number, ElementType>> = {
  0x08: 'u1',
  0x09: 'i1',
  0x0b: 'i2',
  0x0c: 'i4',
  0x0d: 'f4',
  0x0e: 'f8',
};

/** Whether the bytes begin as an IDX file does (MNIST's format). */
export function isIdx(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 8 &&
    bytes[0] === 0 &&
    bytes[1] === 0 &&
    TYPES[bytes[2]!] !== undefined &&
    bytes[3]! >= 1 &&
    bytes[3]! <= 8
  );
}

/**
 * Reads an IDX file: the first dimension counts rows, the others make up a row, the last one fastest.
 * @throws DataError
 */
export function readIdx(bytes: Uint8Array, { memoryLimit }: Pick<ReadLimits, 'memoryLimit'>): ArrayValues {
  if (!isIdx(bytes)) {
    throw new DataError(
      'it is no IDX file: it must begin with two zero bytes, a type and 1 to 8 dimensions.',
      {
        offset: 0,
      },
    );
  }
  const type = TYPES[bytes[2]!]!;
  const dimensions = bytes[3]!;
  const offset = 4 + 4 * dimensions;
  if (bytes.length < offset) throw endsInside('its dimensions', bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const rows = shape[0]!;
  const columns = shape.slice(1).reduce((product, size) => product * size, 1);
  if (rows * columns === 0) throw new DataError('it is empty: one of its dimensions is 0.', { offset: 4 });
  const length = rows * columns * elementBytes(type);
  if (bytes.length !== offset + length) {
    throw new DataError(
      `its header promises ${shape.map(words).join(' × ')} numbers, which are ${words(length)} bytes, but ` +
        `${words(bytes.length - offset)} follow.`,
      { offset },
    );
  }
  const values = decodeTable(
    { bytes, offset, type, littleEndian: false },
    rows,
    columns,
    'rows',
    memoryLimit,
  );
  return { shape, rows, columns, values, type: typeName(type), isWide: false };
}

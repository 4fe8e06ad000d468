import { DataError } from '../dataError';
import { decodeTable, elementBytes } from '../elements';
import { allocateNumbers } from '../memory';
import type { Numbers } from '../table';
import { elementAt, numbersOf, type MatBytes, type MatElement } from './elements';

/**
 * Fills a table from MATLAB's compressed columns: row indices, where each column begins, and the numbers.
 * @param at where the element of the row indices begins
 * @throws DataError
 */
export function readSparse(
  file: MatBytes,
  at: number,
  rows: number,
  columns: number,
  memoryLimit: number,
): Numbers {
  const rowElement = elementAt(file, at);
  const startElement = elementAt(file, rowElement.next);
  const numbers = elementAt(file, startElement.next);
  const count = (element: MatElement) => (element.end - element.start) / elementBytes(numbersOf(element));
  if (count(startElement) !== columns + 1) {
    throw new DataError('its column starts do not match its size; the file is damaged.', {
      offset: startElement.start,
    });
  }
  const values = allocateNumbers(rows, columns, false, memoryLimit);
  const list = (element: MatElement) => listOf(file, element, memoryLimit);
  const [rowIndices, starts, stored] = [list(rowElement), list(startElement), list(numbers)];
  for (let j = 0; j < columns; j++) {
    const [from, to] = [starts[j]!, starts[j + 1]!];
    if (!(from >= 0 && from <= to && to <= stored.length && to <= rowIndices.length)) {
      throw new DataError('its column starts are out of order; the file is damaged.', {
        column: j + 1,
        offset: startElement.start,
      });
    }
    for (let k = from; k < to; k++) {
      const i = rowIndices[k]!;
      if (!(i >= 0 && i < rows)) {
        throw new DataError(`it names row ${i + 1} of ${rows}; the file is damaged.`, {
          column: j + 1,
          offset: rowElement.start,
        });
      }
      values[i * columns + j] = stored[k]!;
    }
  }
  return values;
}

function listOf({ bytes, littleEndian }: MatBytes, element: MatElement, memoryLimit: number): Numbers {
  const type = numbersOf(element);
  const length = Math.floor((element.end - element.start) / elementBytes(type));
  return decodeTable({ bytes, offset: element.start, type, littleEndian }, 1, length, 'rows', memoryLimit);
}

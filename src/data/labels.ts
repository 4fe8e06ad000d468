import { DataError, listed, quoted, type Place } from './dataError';
import type { Numbers, TextColumn } from './table';

/** The classes of the rows. */
export interface Labels {
  /** Where they came from: a column, an array, a file. */
  readonly name: string;
  /** The different classes as text, numbers in ascending order, then texts in alphabetical order. */
  readonly classes: readonly string[];
  /** For every row, its class as an index into `classes`. */
  readonly codes: Int32Array;
}

/** More different values than this are measurements, not classes. */
export const MOST_CLASSES = 1000;

/**
 * Labels from numbers.
 * @throws DataError if they are not finite or too many different ones
 */
export function labelsOfNumbers(name: string, values: Numbers, place: Place = {}): Labels {
  const seen = new Map<number, number>();
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    // −0 is 0.
    const value = values[i]! + 0;
    let code = seen.get(value);
    if (code === undefined) {
      if (value - value !== 0) {
        throw new DataError('the label is missing or not finite; every row must have a class.', {
          ...place,
          row: i + 1,
        });
      }
      if (seen.size === MOST_CLASSES) throw tooMany(name);
      code = seen.size;
      seen.set(value, code);
    }
    codes[i] = code;
  }
  return inOrder(name, [...seen.keys()].map(String), codes);
}

/**
 * Labels from a column of text without missing cells.
 * @throws DataError if there are too many different ones
 */
export function labelsOfTexts({ name, codes, values }: TextColumn): Labels {
  if (values === undefined || values.length > MOST_CLASSES) throw tooMany(name);
  const missing = codes.indexOf(-1);
  if (missing >= 0) {
    throw new DataError('the label is missing; every row must have a class.', {
      row: missing + 1,
      column: name,
    });
  }
  return inOrder(name, values, codes);
}

function tooMany(name: string): DataError {
  return new DataError(
    `the label ${quoted(name)} has more than ${MOST_CLASSES} different values; classes are fewer, so name another label.`,
  );
}

/** Sorts the classes, and leaves out those that no row has. */
function inOrder(name: string, classes: readonly string[], codes: Int32Array): Labels {
  const used = new Set(codes);
  const order = [...classes.keys()].filter((code) => used.has(code));
  order.sort((a, b) => compare(classes[a]!, classes[b]!));
  const rank = new Int32Array(classes.length);
  order.forEach((code, i) => (rank[code] = i));
  return { name, classes: order.map((code) => classes[code]!), codes: codes.map((code) => rank[code]!) };
}

function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  const [isNumberA, isNumberB] = [!Number.isNaN(x), !Number.isNaN(y)];
  if (isNumberA && isNumberB) return x - y;
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return a < b ? -1 : 1;
}

/** How many rows every class has. */
export function classCounts({ classes, codes }: Labels): number[] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const code of codes) counts[code]!++;
  return counts;
}

/**
 * The index of a class by its name.
 * @throws DataError if there is no such class
 */
export function classIndex({ name, classes }: Labels, wanted: string | number | boolean): number {
  const text = String(wanted).trim();
  const exact = classes.indexOf(text);
  if (exact >= 0) return exact;
  // "1.0" means the class 1.
  const same = text === '' ? -1 : classes.findIndex((one) => Number(one) === Number(text));
  if (same >= 0) return same;
  throw new DataError(
    `the label ${quoted(name)} has no class ${quoted(text)}; its classes are ${listed(classes)}.`,
  );
}

import { DataError, listed, quoted } from './dataError';
import { classIndex, type Labels } from './labels';
import type { NumberTable, Numbers } from './table';

/** Which classes stand for y = +1 and y = −1, by name. */
export interface ClassChoice {
  readonly positiveClass?: string | number | boolean;
  readonly negativeClass?: string | number | boolean;
}

/** What the negative class is called where it is every class but the positive one. */
export const REST = 'rest';

/** The rows of two classes. */
export interface TwoClasses {
  readonly features: NumberTable;
  /** y, +1 or −1, one per row. */
  readonly labels: Int8Array;
  readonly positiveClass: string;
  /** `REST` for one class against all others. */
  readonly negativeClass: string;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * The rows of two classes, with their labels. Of two classes the second is positive unless told otherwise; of several,
 * a positive class alone stands against the rest, and a positive and a negative one leave out all other rows.
 * @throws DataError if the classes are not named, not there, or the same
 */
export function twoClassesOf(features: NumberTable, labels: Labels, choice: ClassChoice = {}): TwoClasses {
  const { classes, codes, name } = labels;
  if (classes.length < 2) {
    throw new DataError(`the label ${quoted(name)} has a single class, ${listed(classes)}; two are needed.`);
  }
  const [positive, negative] = codesOf(labels, choice);
  const signs = Int8Array.from(codes, (code) =>
    code === positive ? 1 : negative === undefined || code === negative ? -1 : 0,
  );
  const kept = signs.filter((sign) => sign !== 0);
  const positives = kept.reduce((sum, sign) => sum + (sign > 0 ? 1 : 0), 0);
  return {
    features: kept.length === signs.length ? features : rowsWhere(features, signs, kept.length),
    labels: kept,
    positiveClass: classes[positive]!,
    negativeClass: negative === undefined ? REST : classes[negative]!,
    positives,
    negatives: kept.length - positives,
  };
}

function codesOf(
  labels: Labels,
  { positiveClass, negativeClass }: ClassChoice,
): [number, number | undefined] {
  const { classes, name } = labels;
  const positive = positiveClass === undefined ? undefined : classIndex(labels, positiveClass);
  const negative = negativeClass === undefined ? undefined : classIndex(labels, negativeClass);
  if (positive !== undefined && positive === negative) {
    throw new DataError(
      `the positive and the negative class are both ${quoted(classes[positive]!)}; they must differ.`,
    );
  }
  if (classes.length === 2) {
    const first = positive ?? (negative === undefined ? 1 : 1 - negative);
    return [first, 1 - first];
  }
  if (positive === undefined) {
    throw new DataError(
      `the label ${quoted(name)} has ${classes.length} classes (${listed(classes)}); name the positive one, and the ` +
        'negative one unless it is all the rest.',
    );
  }
  return [positive, negative];
}

function rowsWhere({ columns, values, names }: NumberTable, signs: Int8Array, rows: number): NumberTable {
  const kept: Numbers =
    values instanceof Float32Array ? new Float32Array(rows * columns) : new Float64Array(rows * columns);
  let to = 0;
  signs.forEach((sign, i) => {
    if (sign === 0) return;
    kept.set(values.subarray(i * columns, (i + 1) * columns), to);
    to += columns;
  });
  return { rows, columns, values: kept, names };
}

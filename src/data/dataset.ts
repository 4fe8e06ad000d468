import type { ArrayValues, NamedArray } from './arrays';
import { DataError, listed, quoted } from './dataError';
import { finiteRows, keepRows } from './finite';
import { labelsOfNumbers, labelsOfTexts, type Labels } from './labels';
import { columnOf } from './csv/columns';
import type { DataFormat, ReadLimits } from './options';
import { numberedNames, type NumberTable, type Table } from './table';

/** A data set as it stands in its file: features, and classes where a label was named. */
export interface Dataset {
  readonly format: DataFormat;
  /** Which array of the file the features are. */
  readonly variable: string | undefined;
  /** The types of the numbers in the file: "float64". */
  readonly types: readonly string[];
  /** Every column of numbers but the label; all finite. */
  readonly features: NumberTable;
  readonly labels: Labels | undefined;
  /** Columns of text that are neither features nor the label. */
  readonly textColumns: readonly string[];
  /** Rows left out because a number was missing or not finite. */
  readonly droppedRows: number;
}

/**
 * The data set in a file of columns.
 * @throws DataError
 */
export function datasetOfTable(format: DataFormat, table: Table): Dataset {
  const { numbers, texts, label, types, droppedRows } = table;
  if (numbers.columns === 0) {
    throw new DataError('it has no column of numbers that could be a feature.');
  }
  const column = label === undefined ? undefined : texts.find(({ name }) => name === label);
  const labels = column === undefined ? undefined : labelsOfTexts(column);
  const textColumns = texts.filter((text) => text !== column).map(({ name }) => name);
  return { format, variable: undefined, types, features: numbers, labels, textColumns, droppedRows };
}

/**
 * The data set in a single array; its label, if any, is one of the columns.
 * @throws DataError
 */
export function datasetOfArray(
  format: DataFormat,
  array: ArrayValues,
  label: string | number | undefined,
  limits: ReadLimits,
  variable?: string,
): Dataset {
  const names = numberedNames(array.columns);
  const place = variable === undefined ? {} : { variable };
  if (label === undefined) return withLabels(format, array, names, undefined, limits, variable);
  const column = columnOf(label, names);
  if (array.columns === 1) throw new DataError('its only column is the label; no features are left.', place);
  const rows = array.rows;
  const labelValues = new Float64Array(rows);
  for (let i = 0; i < rows; i++) labelValues[i] = array.values[i * array.columns + column]!;
  const rest = withoutColumn(array, column);
  const restNames = names.filter((_, j) => j !== column);
  return withLabels(format, rest, restNames, { name: names[column]!, values: labelValues }, limits, variable);
}

/**
 * The data set in a file of several arrays: its features by name, or the only array that can be them; its label by
 * the name of another array, or a column of the features.
 * @throws DataError
 */
export async function datasetOfArrays(
  format: DataFormat,
  arrays: readonly NamedArray[],
  { variable, label }: { readonly variable?: string; readonly label?: string | number },
  limits: ReadLimits,
): Promise<Dataset> {
  const labelArray = arrays.find(({ name }) => name === label);
  const features = variable === undefined ? onlyMatrix(arrays, labelArray) : arrayCalled(arrays, variable);
  if (labelArray === features) {
    throw new DataError(`${quoted(features.name)} cannot be both the features and the label.`);
  }
  if (typeof label === 'string' && labelArray === undefined && !isNumbered(label)) {
    throw new DataError(`it holds no array ${quoted(label)} for the label; it holds ${described(arrays)}.`);
  }
  const array = await features.read();
  if (labelArray === undefined) return datasetOfArray(format, array, label, limits, features.name);
  const read = await labelArray.read();
  const count = read.values.length;
  if ((read.rows !== 1 && read.columns !== 1) || count !== array.rows) {
    throw new DataError(
      `it has ${size(labelArray)} values where the features ${quoted(features.name)} have ${array.rows} rows; ` +
        'a label has one value for every row.',
      { variable: labelArray.name },
    );
  }
  const labels = { name: labelArray.name, values: read.values };
  return withLabels(format, array, numberedNames(array.columns), labels, limits, features.name);
}

/** The data set in an array whose label stands in another file. */
export function datasetOfTwo(
  format: DataFormat,
  array: ArrayValues,
  label: { readonly name: string; readonly array: ArrayValues } | undefined,
  limits: ReadLimits,
): Dataset {
  if (label !== undefined && (label.array.columns !== 1 || label.array.rows !== array.rows)) {
    throw new DataError(
      `the label file ${quoted(label.name)} has ${label.array.rows} rows of ${label.array.columns} where the ` +
        `features have ${array.rows} rows; a label has one value for every row.`,
    );
  }
  const labels = label === undefined ? undefined : { name: label.name, values: label.array.values };
  return withLabels(format, array, numberedNames(array.columns), labels, limits);
}

function withLabels(
  format: DataFormat,
  array: ArrayValues,
  names: readonly string[],
  labels: { readonly name: string; readonly values: Float64Array | Float32Array } | undefined,
  limits: ReadLimits,
  variable?: string,
): Dataset {
  const { rows, columns, values, type, isWide } = array;
  const place = variable === undefined ? {} : { variable };
  const kept = finiteRows(values, rows, columns, limits, isWide, place, names);
  if (kept?.length === 0)
    throw new DataError('every one of its rows has a number that is not finite.', place);
  const labelValues =
    labels && (kept === undefined ? labels.values : Float64Array.from(kept, (i) => labels.values[i]!));
  return {
    format,
    variable,
    types: [type],
    features: {
      rows: kept?.length ?? rows,
      columns,
      values: kept === undefined ? values : keepRows(values, columns, kept),
      names,
    },
    labels: labels && labelsOfNumbers(labels.name, labelValues!, { column: labels.name }),
    textColumns: [],
    droppedRows: kept === undefined ? 0 : rows - kept.length,
  };
}

/** The array without one column, moved together in place. */
function withoutColumn(array: ArrayValues, column: number): ArrayValues {
  const { rows, columns, values } = array;
  let to = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) if (j !== column) values[to++] = values[i * columns + j]!;
  }
  return { ...array, columns: columns - 1, values: values.subarray(0, to) };
}

/** The only array that can hold features: numbers in two dimensions or more, and not the label. */
function onlyMatrix(arrays: readonly NamedArray[], label: NamedArray | undefined): NamedArray {
  const others = arrays.filter((array) => array !== label);
  const readable = others.filter(({ refusal }) => refusal === undefined);
  const matrices = readable.filter(({ shape }) => shape.filter((size) => size > 1).length >= 2);
  const refused = others.filter(({ refusal }) => refusal !== undefined);
  // Where something was refused, it was the matrix rather than a list of numbers beside it.
  const candidates = matrices.length > 0 || refused.length > 0 ? matrices : readable;
  const [only, ...more] = candidates;
  if (only !== undefined && more.length === 0) return only;
  if (only !== undefined) {
    throw new DataError(
      `it holds several arrays (${described(candidates)}); say which one holds the features (its "variable").`,
    );
  }
  const reasons = refused
    .slice(0, 3)
    .map(({ name, refusal }) => `${quoted(name)}: ${refusal!.replace(/\.$/, '')}`)
    .join('; ');
  throw new DataError(
    reasons === '' ? 'it holds no array besides the label.' : `it holds no matrix of numbers (${reasons}).`,
  );
}

function arrayCalled(arrays: readonly NamedArray[], name: string): NamedArray {
  const found = arrays.find((array) => array.name === name);
  if (found !== undefined) return found;
  throw new DataError(
    `it holds no array ${quoted(name)}; it holds ${listed(arrays.map((array) => array.name))}.`,
  );
}

function described(arrays: readonly NamedArray[]): string {
  const shown = arrays.slice(0, 8).map((array) => `${quoted(array.name)} ${size(array)}`);
  return arrays.length > 8 ? `${shown.join(', ')} and ${arrays.length - 8} more` : shown.join(', ');
}

function size({ shape }: NamedArray): string {
  return shape.length === 0 ? '' : shape.join(' × ');
}

/** A column of an array by its number, or by the name that it is given here. */
function isNumbered(label: string): boolean {
  return /^(-?\d+|x\d+)$/.test(label);
}

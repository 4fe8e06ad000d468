import { parquetMetadata, parquetSchema, type FileMetaData, type SchemaTree } from 'hyparquet';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { columnOf } from '../csv/columns';
import { DataError, quoted, type Place } from '../dataError';
import { finiteRows, keepRows } from '../finite';
import { allocateNumbers, requireMemory, words } from '../memory';
import type { ReadLimits } from '../options';
import { distinctNames, MOST_TEXTS, type Numbers, type Table, type TextColumn } from '../table';
import { pagesOf } from './pages';

/** More rows in one group would not fit into one list. */
const MOST_GROUP_ROWS = 2 ** 26;
const MOST_COLUMNS = 2 ** 18;
/** No number in a footer is longer; hyparquet would take its time with one. */
const LONGEST_RUN = 4096;
const WHOLE = 2 ** 53;

/** How a Parquet file is to be read. */
export interface ParquetOptions extends ReadLimits {
  /** The label column by name or number; its values are classes. */
  readonly label: string | number | undefined;
}

/** A column at the top of the schema. */
interface Column {
  readonly name: string;
  readonly node: SchemaTree;
  readonly kind: 'number' | 'text' | 'other';
  /** Its place among the columns of a row group. */
  readonly leaf: number;
}

/**
 * Reads a Parquet file: numbers and truth values are features, text may be the label, and anything else (dates, lists,
 * structures) is left out.
 * @throws DataError
 */
export function readParquet(bytes: Uint8Array, options: ParquetOptions): Table {
  try {
    return readTable(bytes, options);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw damaged(error);
  }
}

/** A failure of hyparquet in a sentence; what it did not foresee says nothing to anybody. */
function damaged(error: unknown, place: Place = {}): DataError {
  const reason =
    error instanceof Error ? /^(?:parquet|thrift|snappy) .{1,100}/.exec(error.message)?.[0] : undefined;
  return new DataError(
    `it is damaged or of an unknown kind${reason === undefined ? '' : ` (${reason})`}.`,
    place,
  );
}

function readTable(bytes: Uint8Array, options: ParquetOptions): Table {
  const metadata = footerOf(bytes);
  const rows = rowsOf(metadata);
  const columns = columnsOf(metadata);
  const label =
    options.label === undefined
      ? -1
      : columnOf(
          options.label,
          columns.map(({ name }) => name),
        );
  if (columns[label]?.kind === 'other') {
    throw new DataError('it holds neither numbers nor text, so it cannot be the label.', {
      column: columns[label].name,
    });
  }
  const numeric = columns.filter(({ kind }, j) => kind === 'number' && j !== label);
  const isSingle = numeric.every(
    ({ node }) => node.element.type === 'FLOAT' || node.element.type === 'BOOLEAN',
  );
  const values = allocateNumbers(rows, numeric.length, isSingle, options.memoryLimit);
  numeric.forEach((column, j) =>
    readInto(bytes, metadata, column, options, (row, value) => {
      values[row * numeric.length + j] = numberOf(value, { column: column.name, row: row + 1 });
    }),
  );
  const texts = columns.flatMap((column, j): TextColumn[] => {
    if (j === label || column.kind === 'text') return [readTexts(bytes, metadata, column, rows, options)];
    return column.kind === 'other'
      ? [{ name: column.name, codes: new Int32Array(0), values: undefined }]
      : [];
  });
  const types = [...new Set(numeric.map(({ node }) => typeOf(node)))];
  const labelName = columns[label]?.name;
  return keptTable(values, numeric, texts, types, labelName, rows, options);
}

function keptTable(
  values: Numbers,
  numeric: readonly Column[],
  texts: readonly TextColumn[],
  types: readonly string[],
  label: string | undefined,
  rows: number,
  options: ParquetOptions,
): Table {
  const names = numeric.map(({ name }) => name);
  const finite = finiteRows(values, rows, names.length, options, false, {}, names);
  const labelCodes = texts.find(({ name }) => name === label)?.codes;
  const isDropping = options.missing === 'dropRows' && labelCodes?.includes(-1) === true;
  const kept = isDropping
    ? (finite ?? Int32Array.from(labelCodes.keys())).filter((row) => labelCodes[row] !== -1)
    : finite;
  if (kept?.length === 0) throw new DataError('every one of its rows has a missing value.');
  return {
    numbers: {
      rows: kept?.length ?? rows,
      columns: names.length,
      values: kept === undefined ? values : keepRows(values, names.length, kept),
      names,
    },
    texts: texts.map(({ name, codes, values: known }) => ({
      name,
      codes: kept === undefined || known === undefined ? codes : kept.map((row) => codes[row]!),
      values: known,
    })),
    label,
    types,
    droppedRows: kept === undefined ? 0 : rows - kept.length,
  };
}

function footerOf(bytes: Uint8Array): FileMetaData {
  const { length } = bytes;
  const isMarked = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4)) === 'PAR1';
  if (length < 12 || !isMarked(0) || !isMarked(length - 4)) {
    throw new DataError('it is cut off or no Parquet file: "PAR1" must stand at its beginning and its end.', {
      offset: Math.max(0, length - 4),
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const size = view.getUint32(length - 8, true);
  if (size > length - 12) throw new DataError('its footer is longer than the file.', { offset: length - 8 });
  const footer = bytes.subarray(length - 8 - size);
  let run = 0;
  for (const byte of footer) {
    run = byte < 128 ? 0 : run + 1;
    if (run > LONGEST_RUN) throw new DataError('its footer is damaged.', { offset: length - 8 - size });
  }
  return parquetMetadata(footer, { geoparquet: false });
}

function rowsOf({ row_groups: groups }: FileMetaData): number {
  let rows = 0;
  for (const { num_rows: count } of groups) {
    if (typeof count !== 'bigint' || count < 0n) throw new DataError('a row group has no number of rows.');
    if (count > BigInt(MOST_GROUP_ROWS)) {
      throw new DataError(
        `a row group has ${words(Number(count))} rows; at most ${words(MOST_GROUP_ROWS)} can be read, so write ` +
          'smaller row groups.',
      );
    }
    rows += Number(count);
  }
  if (rows === 0) throw new DataError('it has no rows of data.');
  return rows;
}

function columnsOf(metadata: FileMetaData): Column[] {
  const { children } = parquetSchema(metadata);
  if (children.length > MOST_COLUMNS) throw new DataError(`it has more than ${words(MOST_COLUMNS)} columns.`);
  const names = distinctNames(children.map(({ element }) => element.name));
  let leaf = 0;
  return children.map((node, j) => {
    const column = { name: names[j]!, node, kind: kindOf(node), leaf };
    leaf += leavesOf(node);
    return column;
  });
}

function leavesOf({ children }: SchemaTree): number {
  return children.length === 0 ? 1 : children.reduce((sum, child) => sum + leavesOf(child), 0);
}

const NUMBER_TYPES: ReadonlySet<string | undefined> = new Set([
  'BOOLEAN',
  'INT32',
  'INT64',
  'FLOAT',
  'DOUBLE',
]);
const NO_NUMBERS = /^(DATE|TIME|TIMESTAMP|INTERVAL)/;

function kindOf({ element, children }: SchemaTree): Column['kind'] {
  const { type, converted_type: converted, logical_type: logical, repetition_type: repetition } = element;
  if (children.length > 0 || repetition === 'REPEATED') return 'other';
  if (NO_NUMBERS.test(converted ?? '') || NO_NUMBERS.test(logical?.type ?? '')) return 'other';
  if (NUMBER_TYPES.has(type)) return 'number';
  if (logical?.type === 'FLOAT16') return 'number';
  if (type !== 'BYTE_ARRAY' || logical?.type === 'DECIMAL' || converted === 'DECIMAL') return 'other';
  const words = [converted, logical?.type].filter((word) => word !== undefined);
  return words.every((word) => ['UTF8', 'STRING', 'ENUM'].includes(word)) ? 'text' : 'other';
}

/** Gives every value of a column to `take`, with its row from 0. */
function readInto(
  bytes: Uint8Array,
  { row_groups: groups }: FileMetaData,
  { name, node, leaf }: Column,
  { memoryLimit }: ParquetOptions,
  take: (row: number, value: unknown) => void,
): void {
  let row = 0;
  try {
    for (const group of groups) {
      const metadata = group.columns[leaf]?.meta_data;
      if (metadata === undefined || metadata.path_in_schema[0] !== node.element.name) {
        throw new DataError('a row group does not hold this column; the file is damaged.');
      }
      if (metadata.type !== node.element.type) throw new DataError('its type changes; the file is damaged.');
      const rows = Number(group.num_rows);
      const pages = pagesOf({
        bytes,
        metadata,
        decoder: {
          pathInSchema: metadata.path_in_schema,
          type: metadata.type,
          element: node.element,
          schemaPath: [{ ...node, path: [] }, node],
          codec: metadata.codec,
          parsers: DEFAULT_PARSERS,
        },
        isOptional: node.element.repetition_type !== 'REQUIRED',
        rows,
        memoryLimit,
      });
      for (const page of pages) {
        for (let i = 0; i < page.length; i++) take(row++, page[i]);
      }
    }
  } catch (error) {
    if (error instanceof DataError) throw error.in({ column: name });
    throw damaged(error, { column: name });
  }
}

function numberOf(value: unknown, place: Place): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (Math.abs(number) < WHOLE) return number;
    throw new DataError(
      'a whole number of 2^53 or more would be rounded; store the column as double if that is meant.',
      place,
    );
  }
  // A missing cell.
  return NaN;
}

function readTexts(
  bytes: Uint8Array,
  metadata: FileMetaData,
  column: Column,
  rows: number,
  options: ParquetOptions,
): TextColumn {
  requireMemory(4 * rows, options.memoryLimit, `${words(rows)} rows`);
  const codes = new Int32Array(rows).fill(-1);
  const known = new Map<string, number>();
  readInto(bytes, metadata, column, options, (row, value) => {
    const text = textOf(value);
    if (text === undefined) return;
    let code = known.get(text);
    if (code === undefined && known.size <= MOST_TEXTS) known.set(text, (code = known.size));
    codes[row] = code ?? -1;
  });
  return { name: column.name, codes, values: known.size > MOST_TEXTS ? undefined : [...known.keys()] };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : String(value + 0);
  return typeof value === 'bigint' ? String(value) : undefined;
}

/** The type as people know it: "double", "int64". */
function typeOf({ element: { type, logical_type: logical } }: SchemaTree): string {
  if (logical?.type === 'INTEGER') return `${logical.isSigned ? 'int' : 'uint'}${logical.bitWidth}`;
  return logical?.type === 'DECIMAL'
    ? 'decimal'
    : quoted(type ?? '')
        .slice(1, -1)
        .toLowerCase();
}

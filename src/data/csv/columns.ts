import { DataError, listed, quoted, type Place } from '../dataError';
import { finiteRows, keepRows, notFinite } from '../finite';
import { requireMemory, words } from '../memory';
import type { ReadLimits } from '../options';
import { distinctNames, MOST_TEXTS, type Table, type TextColumn } from '../table';
import { parseNumber } from './number';
import type { CellReader } from './tokeniser';

/** Cells that say that there is no value. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', '-nan', 'null', 'none', 'nil', '?']);
const INFINITE = /^[+-]?inf(inity)?$/i;
/** Numbers that are kept together while their number is not known. */
const BLOCK = 2 ** 19;
const MOST_COLUMNS = 2 ** 20;
const SPACE = 32;
const TAB = 9;

/** How the cells of a text file are to be understood. */
export interface ColumnsOptions extends ReadLimits {
  /** The label column by name or number; its cells are classes, whatever they look like. */
  readonly label: string | number | undefined;
  /** Whether the first record holds names; undefined if the first two records are to decide. */
  readonly header: boolean | undefined;
}

/** What a column has shown to be. A column in which nothing stood so far may still become either. */
type Kind = 'unknown' | 'number' | 'text';

/** Different texts of one column. */
interface Texts {
  readonly codes: Map<string, number>;
  isTooMany: boolean;
}

const NO_TEXTS: Texts = { codes: new Map(), isTooMany: false };

interface Cell {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Takes the cells of a text file and makes them columns of numbers and columns of text. */
export class Columns implements CellReader {
  private names: string[] | undefined;
  private width = 0;
  private kinds: Kind[] = [];
  /** By column; only those of text have one. */
  private readonly texts: (Texts | undefined)[] = [];
  private labelColumn = -1;
  /** The first missing cell of every column of which it is not yet known whether it holds numbers. */
  private firstMissing: (Place | undefined)[] = [];
  /** Numbers, and codes of texts, row by row. */
  private readonly blocks: Float64Array[] = [];
  private block = new Float64Array(0);
  private filled = 0;
  private column = 0;
  private line = 1;
  /** Rows of data that are complete. */
  rows = 0;
  /** The first two records, until they have decided whether there is a header. */
  private first: { cells: Cell[]; line: number }[] | undefined = [];
  private current: Cell[] = [];

  constructor(private readonly options: ColumnsOptions) {}

  /** Bytes of table that a row takes; 0 before the first is read. */
  get rowBytes(): number {
    return 8 * this.width;
  }

  cell(bytes: Uint8Array, start: number, end: number, isQuoted: boolean): void {
    if (this.first !== undefined) {
      if (this.current.length >= MOST_COLUMNS) throw this.tooWide();
      this.current.push({ text: textOf(bytes, start, end), isQuoted });
      return;
    }
    const { column } = this;
    this.column++;
    if (column >= this.width) return;
    if (this.kinds[column] === 'number') {
      const value = parseNumber(bytes, start, end);
      if (value - value === 0) {
        this.block[this.filled + column] = value;
        return;
      }
    }
    this.slowCell(column, textOf(bytes, start, end));
  }

  endRecord(line: number): void {
    if (this.first !== undefined) {
      this.first.push({ cells: this.current, line });
      this.current = [];
      if (this.first.length === 2) this.begin();
      return;
    }
    if (this.column !== this.width) throw this.ragged(this.column, line);
    this.column = 0;
    this.filled += this.width;
    this.rows++;
    this.line = line + 1;
    if (this.filled === this.block.length) this.nextBlock();
  }

  /** The table, when every cell has come. */
  finish(): Table {
    if (this.first !== undefined) this.begin();
    if (this.rows === 0) {
      throw new DataError(
        this.names === undefined || this.width === 0
          ? 'it is empty.'
          : 'it has a header but no rows of data.',
      );
    }
    this.refuseMissing();
    const isNumber = this.kinds.map((kind, j) => kind !== 'text' && j !== this.labelColumn);
    const numberColumns = [...isNumber.keys()].filter((j) => isNumber[j]);
    const textColumns = [...isNumber.keys()].filter((j) => !isNumber[j]);
    const { values, codes } = this.assemble(numberColumns, textColumns);
    const names = this.names!;
    const numberNames = numberColumns.map((j) => names[j]!);
    const finite = finiteRows(values, this.rows, numberColumns.length, this.options, false, {}, numberNames);
    const kept = labelledRows(finite, codes[textColumns.indexOf(this.labelColumn)]);
    const rows = kept?.length ?? this.rows;
    if (rows === 0) throw new DataError('every one of its rows has a missing value.');
    return {
      numbers: {
        rows,
        columns: numberColumns.length,
        values: kept === undefined ? values : keepRows(values, numberColumns.length, kept),
        names: numberNames,
      },
      texts: textColumns.map((j, k): TextColumn => {
        const { codes: known, isTooMany } = this.texts[j] ?? NO_TEXTS;
        return {
          name: names[j]!,
          codes: kept === undefined ? codes[k]! : kept.map((row) => codes[k]![row]!),
          values: isTooMany ? undefined : [...known.keys()],
        };
      }),
      label: names[this.labelColumn],
      types: ['decimal text'],
      droppedRows: this.rows - rows,
    };
  }

  /** Decides on the header by the first two records, and reads them. */
  private begin(): void {
    const records = this.first!;
    this.first = undefined;
    const [head] = records;
    if (head === undefined) return;
    this.width = head.cells.length;
    const isHeader = this.options.header ?? looksLikeHeader(head.cells, records[1]?.cells);
    const given = isHeader ? head.cells.map(({ text }) => text) : head.cells.map(() => '');
    this.names = distinctNames(given);
    this.labelColumn = this.findLabel();
    this.kinds = this.names.map((_, j) => (j === this.labelColumn ? 'text' : 'unknown'));
    this.firstMissing = this.names.map(() => undefined);
    this.nextBlock();
    for (const { cells, line } of isHeader ? records.slice(1) : records) {
      if (cells.length !== this.width) throw this.ragged(cells.length, line);
      this.line = line;
      cells.forEach(({ text }, j) => this.slowCell(j, text));
      this.column = this.width;
      this.endRecord(line);
    }
  }

  private findLabel(): number {
    const { label } = this.options;
    const names = this.names!;
    return label === undefined ? -1 : columnOf(label, names);
  }

  private nextBlock(): void {
    const limit = this.options.memoryLimit;
    requireMemory(this.rowBytes * (this.rows + 1), limit, `more than ${words(this.rows)} rows`);
    if (this.block.length > 0) this.blocks.push(this.block);
    this.block = new Float64Array(Math.max(1, Math.floor(BLOCK / this.width)) * this.width);
    this.filled = 0;
  }

  /** A cell that is no plain number in a column of numbers. */
  private slowCell(column: number, text: string): void {
    const kind = this.kinds[column]!;
    const at = this.filled + column;
    if (kind === 'text') {
      this.block[at] = this.codeOf(column, text);
      return;
    }
    const value = numberOf(text);
    if (value === 'text') {
      if (kind === 'number') throw this.textAmongNumbers(column, text);
      this.becomeText(column);
      this.block[at] = this.codeOf(column, text);
      return;
    }
    this.block[at] = value;
    if (value - value === 0) {
      this.kinds[column] = 'number';
      this.refuseMissingOf(column);
    } else if (this.options.missing === 'refuse') {
      const place = this.placeOf(column);
      if (kind === 'number') throw missing(text, value, place);
      this.firstMissing[column] ??= place;
    }
  }

  /** The cells before were missing. */
  private becomeText(column: number): void {
    this.kinds[column] = 'text';
    this.firstMissing[column] = undefined;
    for (const block of [...this.blocks, this.block]) {
      const end = block === this.block ? this.filled : block.length;
      for (let at = column; at < end; at += this.width) block[at] = -1;
    }
  }

  private codeOf(column: number, text: string): number {
    const trimmed = text.trim();
    if (MISSING.has(trimmed.toLowerCase())) {
      if (column !== this.labelColumn || this.options.missing === 'dropRows') return -1;
      throw missing(trimmed, NaN, this.placeOf(column));
    }
    const texts = (this.texts[column] ??= { codes: new Map<string, number>(), isTooMany: false });
    // "1", "1.0" and "01" are the same class.
    const value = numberOf(trimmed);
    const key = typeof value === 'number' && value - value === 0 ? String(value) : trimmed;
    const known = texts.codes.get(key);
    if (known !== undefined) return known;
    if (texts.codes.size >= MOST_TEXTS) {
      texts.isTooMany = true;
      return -1;
    }
    texts.codes.set(key, texts.codes.size);
    return texts.codes.size - 1;
  }

  private assemble(numberColumns: readonly number[], textColumns: readonly number[]) {
    const { rows, width } = this;
    const values = new Float64Array(rows * numberColumns.length);
    const codes = textColumns.map(() => new Int32Array(rows));
    let row = 0;
    let to = 0;
    const blocks = [...this.blocks.splice(0), this.block];
    this.block = new Float64Array(0);
    for (let b = 0; b < blocks.length; b++) {
      const block = blocks[b]!;
      // Whatever was copied is let go of: block and table together take no more than twice the table.
      blocks[b] = this.block;
      for (let at = 0; at < block.length && row < rows; at += width, row++) {
        for (const j of numberColumns) values[to++] = block[at + j]!;
        for (let k = 0; k < textColumns.length; k++) codes[k]![row] = block[at + textColumns[k]!]!;
      }
    }
    return { values, codes };
  }

  private refuseMissing(): void {
    for (let column = 0; column < this.width; column++) this.refuseMissingOf(column);
  }

  private refuseMissingOf(column: number): void {
    const place = this.firstMissing[column];
    if (place !== undefined) throw missing('', NaN, place);
  }

  private placeOf(column: number): Place {
    return { line: this.line, row: this.rows + 1, column: this.names![column]! };
  }

  private textAmongNumbers(column: number, text: string): DataError {
    const hint = /^[+-]?\d+,\d+$/.test(text)
      ? 'decimals are written with a point'
      : 'a column of numbers may hold nothing else, unless it is the label';
    return new DataError(`${quoted(text)} is not a number; ${hint}.`, this.placeOf(column));
  }

  private ragged(found: number, line: number): DataError {
    const cells = (count: number) => `${words(count)} cell${count === 1 ? '' : 's'}`;
    return new DataError(
      `there ${found === 1 ? 'is' : 'are'} ${cells(found)} where the first line has ${cells(this.width)}.`,
      {
        line,
        row: this.rows + 1,
      },
    );
  }

  private tooWide(): DataError {
    return new DataError(`it has more than ${words(MOST_COLUMNS)} columns.`, { line: 1 });
  }
}

/** Of the rows that are kept, those that have a class; undefined if all rows are kept. */
function labelledRows(kept: Int32Array | undefined, codes: Int32Array | undefined): Int32Array | undefined {
  if (codes?.includes(-1) !== true) return kept;
  const rows = kept ?? Int32Array.from(codes.keys());
  return rows.filter((row) => codes[row] !== -1);
}

/**
 * The number of a column, given by name or by number from 0 (from the end if negative).
 * @throws DataError if there is none
 */
export function columnOf(label: string | number, names: readonly string[]): number {
  const named = names.indexOf(String(label));
  if (typeof label === 'string' && named >= 0) return named;
  const number = typeof label === 'number' ? label : /^-?\d+$/.test(label) ? Number(label) : NaN;
  const index = number < 0 ? names.length + number : number;
  if (Number.isInteger(index) && index >= 0 && index < names.length) return index;
  if (named >= 0) return named;
  const last = `${names.length - 1}`;
  throw new DataError(
    `it has no column ${quoted(String(label))} for the label; its columns are ${listed(names)}, or by number 0 to ${last}.`,
  );
}

function missing(text: string, value: number, place: Place): DataError {
  if (!Number.isNaN(value)) return notFinite(value, place);
  const what = text === '' ? 'the cell is empty' : `the cell says ${quoted(text)}`;
  return new DataError(
    `${what}; every cell must hold a value, or rows with missing ones must be left out.`,
    place,
  );
}

function numberOf(text: string): number | 'text' {
  const bytes = new TextEncoder().encode(text);
  const value = parseNumber(bytes, 0, bytes.length);
  if (!Number.isNaN(value)) return value;
  if (MISSING.has(text.toLowerCase())) return NaN;
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return 'text';
}

/**
 * Whether the first record holds names: where it holds text and the second a number; or, if all else is text, where
 * the first holds no number at all. Numbers among the names must be whole ("pixel counts", a data frame's columns).
 */
function looksLikeHeader(first: readonly Cell[], second: readonly Cell[] | undefined): boolean {
  const kinds = first.map(({ text }) => numberOf(text));
  const isNames = kinds.every(
    (kind) => kind === 'text' || Number.isNaN(kind) || (Number.isInteger(kind) && kind >= 0),
  );
  if (!isNames || !kinds.includes('text')) return false;
  if (second === undefined || kinds.every((kind) => kind === 'text')) return true;
  return kinds.some((kind, j) => kind === 'text' && typeof numberOf(second[j]?.text ?? '') === 'number');
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  while (start < end && (bytes[start] === SPACE || bytes[start] === TAB)) start++;
  while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

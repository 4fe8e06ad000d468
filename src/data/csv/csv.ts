import { DataError, quoted } from '../dataError';
import { requireMemory, words } from '../memory';
import type { Table } from '../table';
import { Columns, type ColumnsOptions } from './columns';
import { detectDelimiter } from './delimiter';
import { Tokeniser } from './tokeniser';

/** How a text file is to be read. */
export interface CsvOptions extends ColumnsOptions {
  /** One ASCII character; undefined if the text is to decide. */
  readonly delimiter: string | undefined;
  /** How many bytes will come, if that is known: a file too large is then refused after its first piece. */
  readonly length?: number;
}

/** How much an estimate of the size may be off. */
const MARGIN = 1.25;

/**
 * Reads delimited text (CSV, TSV) that comes in pieces. Numbers are read as decimals with a point; a column whose
 * first value is not a number is a column of text. Takes the table twice in memory, and one piece.
 * @throws DataError
 */
export class CsvReader {
  private readonly columns: Columns;
  private tokeniser: Tokeniser | undefined;
  private isEstimated = false;
  /** Bytes that have come. */
  private offset = 0;

  constructor(private readonly options: CsvOptions) {
    this.columns = new Columns(options);
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    const text = this.tokeniser === undefined ? withoutMark(piece) : piece;
    const nul = text.indexOf(0);
    if (nul >= 0)
      throw new DataError('it holds a zero byte, which no text does.', {
        offset: this.offset + nul,
      });
    this.tokeniser ??= new Tokeniser(this.delimiter(text), this.columns);
    this.tokeniser.push(text);
    this.offset += piece.length;
    this.estimate(piece.length);
  }

  /** The table, when all pieces have come. */
  finish(): Table {
    this.tokeniser?.end();
    return this.columns.finish();
  }

  private delimiter(beginning: Uint8Array): number {
    const { delimiter } = this.options;
    if (delimiter === undefined) return detectDelimiter(beginning);
    const code = delimiter.charCodeAt(0);
    if (delimiter.length !== 1 || code > 127 || '"\r\n'.includes(delimiter)) {
      throw new DataError(
        `the delimiter is ${quoted(delimiter)}; it must be one ASCII character that is no quote.`,
      );
    }
    return code;
  }

  /** Refuses what will not fit by what its first piece takes. */
  private estimate(length: number): void {
    const { rows, rowBytes } = this.columns;
    if (this.isEstimated || rows === 0 || this.options.length === undefined) return;
    this.isEstimated = true;
    const allRows = Math.round((rows * this.options.length) / length);
    const bytes = (allRows * rowBytes) / MARGIN;
    requireMemory(
      bytes,
      this.options.memoryLimit,
      `about ${words(allRows)} rows of ${words(rowBytes / 8)} cells`,
    );
  }
}

function withoutMark(text: Uint8Array): Uint8Array {
  const [a, b, c] = text;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new DataError('it is text in UTF-16; save it in UTF-8.', { offset: 0 });
  }
  return a === 0xef && b === 0xbb && c === 0xbf ? text.subarray(3) : text;
}

import { DataError } from '../dataError';
import { words } from '../memory';

/** What reads the cells of a text file as they come. */
export interface CellReader {
  /** A cell: a range of bytes, without quotes. */
  cell(bytes: Uint8Array, start: number, end: number, isQuoted: boolean): void;
  /** The end of a record that began in this line, from 1. */
  endRecord(line: number): void;
}

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;
/** A longer cell is no number and no class, but text behind a quote that was never closed. */
const LONGEST_CELL = 2 ** 20;

/**
 * Cuts text that comes in pieces into cells: quoted ones ("a ""b""") may hold anything, lines end in LF, CR LF or CR,
 * and empty lines mean nothing. Holds one piece and one cell at a time.
 */
export class Tokeniser {
  /** What of the last piece is not yet read: the cell that it ends in. */
  private rest = new Uint8Array(0);
  /** The line of the next cell and of its record, from 1. */
  private line = 1;
  private recordLine = 1;
  /** Bytes before the rest. */
  private offset = 0;
  private isInRecord = false;
  /** Whether the last cell ended in a delimiter, behind which there is another one, if only an empty one. */
  private isCellDue = false;

  constructor(
    private readonly delimiter: number,
    private readonly reader: CellReader,
  ) {}

  /** @throws DataError if a quote is not closed, or what the reader throws */
  push(piece: Uint8Array): void {
    this.read(this.rest.length === 0 ? piece : joined(this.rest, piece), false);
  }

  end(): void {
    this.read(this.rest, true);
    if (this.isCellDue) this.reader.cell(this.rest, 0, 0, false);
    if (this.isInRecord) this.endRecord();
  }

  private read(bytes: Uint8Array, isLast: boolean): void {
    const { delimiter, reader } = this;
    const { length } = bytes;
    let at = 0;
    while (at < length) {
      const start = at;
      let end: number;
      let [content, from, isQuoted] = [bytes, at, false];
      let to: number;
      if (bytes[at] === QUOTE) {
        const close = closingQuote(bytes, at + 1, isLast);
        if (close === undefined) {
          if (isLast) throw this.unclosed(start);
          this.keep(bytes, start);
          return;
        }
        end = close + 1;
        // What follows the quote decides: it must have come.
        if (end === length && !isLast) {
          this.keep(bytes, start);
          return;
        }
        isQuoted = true;
        [content, from, to] = withoutDoubledQuotes(bytes, at + 1, close);
        const next = bytes[end];
        if (end < length && next !== delimiter && next !== LINE_FEED && next !== RETURN) {
          throw new DataError(
            'text follows a closing quote; a quote inside a quoted cell is written twice.',
            {
              line: this.line,
              offset: this.offset + end,
            },
          );
        }
        for (let i = start; i < end; i++) if (bytes[i] === LINE_FEED) this.line++;
      } else {
        end = at;
        while (end < length) {
          const byte = bytes[end]!;
          if (byte === delimiter || byte === LINE_FEED || byte === RETURN) break;
          end++;
        }
        if (end === length && !isLast) {
          this.keep(bytes, start);
          return;
        }
        to = end;
      }
      const next = end < length ? bytes[end] : undefined;
      // Whether a line feed follows must have come too.
      if (next === RETURN && end + 1 === length && !isLast) {
        this.keep(bytes, start);
        return;
      }
      const isEmptyLine = !this.isInRecord && to === from && !isQuoted && next !== delimiter;
      if (!isEmptyLine) {
        if (!this.isInRecord) this.recordLine = this.line;
        this.isInRecord = true;
        reader.cell(content, from, to, isQuoted);
      }
      at = end + 1;
      this.isCellDue = next === delimiter;
      if (!this.isCellDue) {
        if (next === RETURN && bytes[at] === LINE_FEED) at++;
        if (!isEmptyLine) this.endRecord();
        this.line++;
      }
    }
    this.offset += length;
    this.rest = new Uint8Array(0);
  }

  private endRecord(): void {
    this.isInRecord = false;
    this.reader.endRecord(this.recordLine);
  }

  private keep(bytes: Uint8Array, start: number): void {
    if (bytes.length - start > LONGEST_CELL) throw this.unclosed(start);
    this.rest = bytes.slice(start);
    this.offset += start;
  }

  private unclosed(start: number): DataError {
    return new DataError(`a cell is longer than ${words(LONGEST_CELL)} bytes or its quote is never closed.`, {
      line: this.line,
      offset: this.offset + start,
    });
  }
}

/** The quote that ends a cell; undefined if it has not come. */
function closingQuote(bytes: Uint8Array, start: number, isLast: boolean): number | undefined {
  let at = bytes.indexOf(QUOTE, start);
  while (at >= 0) {
    if (at + 1 === bytes.length) return isLast ? at : undefined;
    if (bytes[at + 1] !== QUOTE) return at;
    at = bytes.indexOf(QUOTE, at + 2);
  }
  return undefined;
}

function withoutDoubledQuotes(bytes: Uint8Array, start: number, end: number): [Uint8Array, number, number] {
  const first = bytes.indexOf(QUOTE, start);
  if (first < 0 || first >= end) return [bytes, start, end];
  const content = new Uint8Array(end - start);
  let length = 0;
  for (let i = start; i < end; i++) {
    content[length++] = bytes[i]!;
    if (bytes[i] === QUOTE) i++;
  }
  return [content, 0, length];
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

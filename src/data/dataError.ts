/** Where in a data file something is wrong; counted as people count, except for the offset. */
export interface Place {
  readonly file?: string;
  /** The array or variable inside the file. */
  readonly variable?: string;
  /** The line of a text file, from 1. */
  readonly line?: number;
  /** The row of data, from 1, a header not counted. */
  readonly row?: number;
  /** The column's name, or its number from 1. */
  readonly column?: string | number;
  /** The byte, from 0; of a compressed file, in what it holds. */
  readonly offset?: number;
}

/** A data file cannot be used: one sentence that says where, what is wrong, and what is allowed. */
export class DataError extends Error {
  override readonly name = 'DataError';

  /** @param problem a sentence without its place, beginning in lower case */
  constructor(
    readonly problem: string,
    readonly place: Place = {},
  ) {
    super(sentence(problem, place));
  }

  /** The same problem, with more said about its place. */
  in(place: Place): DataError {
    return new DataError(this.problem, { ...place, ...this.place });
  }
}

function sentence(problem: string, { file, variable, line, row, column, offset }: Place): string {
  const parts = [
    file,
    variable === undefined ? undefined : `variable "${variable}"`,
    line === undefined ? undefined : `line ${line}`,
    row === undefined || line !== undefined ? undefined : `row ${row}`,
    column === undefined ? undefined : `column ${typeof column === 'number' ? column : `"${column}"`}`,
    offset === undefined ? undefined : `byte ${offset}`,
  ].filter((part) => part !== undefined);
  const where = parts.join(', ');
  return where === '' ? problem.charAt(0).toUpperCase() + problem.slice(1) : `${where}: ${problem}`;
}

/** Text of the file, shortened, in quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}…` : text);
}

/** "a", "b" and 3 more. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).map(quoted);
  const more = names.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)!}`;
}

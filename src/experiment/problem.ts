/** Where in the file: object keys and array indices from the root. */
export type Path = readonly (string | number)[];

/** What kind of problem it is; the editor and the tests tell them apart by this. */
export type ProblemCode =
  | 'syntax'
  | 'type'
  | 'choice'
  | 'range'
  | 'missing'
  | 'unknownKey'
  | 'duplicateKey'
  | 'contradiction'
  | 'size';

/** One thing that is wrong with an experiment file, in a sentence that says what to do. */
export interface Problem {
  readonly code: ProblemCode;
  readonly path: Path;
  readonly message: string;
  /** Where the problem is about a key rather than its value, so that the key is underlined. */
  readonly onKey?: boolean;
}

/** A problem and its place in the text: a half-open range of UTF-16 offsets, and 1-based line and column. */
export interface LocatedProblem extends Problem {
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
}

/** A path as people write it: `series[1].set["data.dimension"]`. */
export function formatPath(path: Path): string {
  if (path.length === 0) return 'The file';
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[$A-Za-z_][\w$]*$/.test(part)) return `[${formatValue(part)}]`;
      return i === 0 ? part : `.${part}`;
    })
    .join('');
}

/** A value as it would be written in the file, shortened: lists and objects only say that they are one. */
export function formatValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === 'number') return Number.isNaN(value) ? 'not a number' : `${value}`;
  return value === undefined ? 'missing' : JSON.stringify(value);
}

/** Plain words for an enumeration: `"a", "b" or "c"`. */
export function formatChoices(choices: readonly unknown[]): string {
  return formatList(choices, 'or');
}

/** Plain words for several values: `"a", "b" and "c"`. */
export function formatList(values: readonly unknown[], conjunction: 'and' | 'or'): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)!}`;
}

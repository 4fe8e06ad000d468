/** Numbers of a table. Float32Array only where the file's numbers are no finer and the table is large. */
export type Numbers = Float64Array | Float32Array;

/** A rectangle of finite numbers. */
export interface NumberTable {
  readonly rows: number;
  readonly columns: number;
  /** Row by row: element (i, j) is values[i·columns + j]. */
  readonly values: Numbers;
  /** One name for every column; all different. */
  readonly names: readonly string[];
}

/** A column of text as codes into its different values. */
export interface TextColumn {
  readonly name: string;
  /** One per row, −1 where the cell is missing. */
  readonly codes: Int32Array;
  /** In order of first appearance. Undefined where there are more than `MOST_TEXTS`; the codes then mean nothing. */
  readonly values: readonly string[] | undefined;
}

/** More different texts than this in one column are names, not classes. */
export const MOST_TEXTS = 65536;

/** What a file of columns holds. */
export interface Table {
  /** The columns of numbers, in the file's order. */
  readonly numbers: NumberTable;
  /** The columns of text, in the file's order, and the label column whatever it holds. */
  readonly texts: readonly TextColumn[];
  /** The name of the label column, if one was named; it is among the texts. */
  readonly label: string | undefined;
  /** The types of the numbers in the file's own words: "float64", "text", "INT64". */
  readonly types: readonly string[];
  /** Rows left out because a cell was missing. */
  readonly droppedRows: number;
}

/** Names for columns that have none: x1 … xp. */
export function numberedNames(columns: number): string[] {
  return Array.from({ length: columns }, (_, i) => `x${i + 1}`);
}

/** Names made different from each other: the second "a" becomes "a (2)"; an empty one is called by its number. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return names.map((name, i) => {
    const wanted = name === '' ? `x${i + 1}` : name;
    let unique = wanted;
    let count = next.get(wanted) ?? 1;
    while (taken.has(unique)) unique = `${wanted} (${++count})`;
    next.set(wanted, count);
    taken.add(unique);
    return unique;
  });
}

import type { Numbers } from './table';

/** An array read from a file, as a table: its first dimension counts the rows, all others the columns. */
export interface ArrayValues {
  /** As the file has it. */
  readonly shape: readonly number[];
  readonly rows: number;
  readonly columns: number;
  /** Row by row. May hold NaN and infinities. */
  readonly values: Numbers;
  /** "float64". */
  readonly type: string;
  /** Whether these are whole numbers of 64 bits, some of which a double would have rounded. */
  readonly isWide: boolean;
}

/** An array in a file of several. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** Why it cannot be read as numbers, if it cannot: "holds text". */
  readonly refusal: string | undefined;
  /** @throws DataError */
  readonly read: () => Promise<ArrayValues>;
}

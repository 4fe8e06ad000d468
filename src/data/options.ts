/** The kinds of files that can be read. */
export const dataFormats = ['csv', 'npy', 'npz', 'mat', 'idx', 'parquet'] as const;
export type DataFormat = (typeof dataFormats)[number];

/** How a data file is to be read. */
export interface ReadOptions {
  /** What the file is, where its content and name are not to decide. */
  readonly format?: DataFormat;
  /** The array of features in a .npz or .mat file; needed where several could be it. */
  readonly variable?: string;
  /**
   * What holds the classes: a column's name, its number from 0 (from the end if negative), or in a .npz or .mat file
   * the name of another array, or for IDX the name of a file in the same folder.
   */
  readonly label?: string | number;
  /** Whether the first line of a CSV file holds names; by default its content decides. */
  readonly header?: boolean;
  /** What stands between the cells of a CSV file: one ASCII character; by default its content decides. */
  readonly delimiter?: string;
  /** What to do with NaN, infinite and missing numbers: refuse the file (default), or leave out their rows. */
  readonly missing?: 'refuse' | 'dropRows';
  /** Bytes that the table may take. */
  readonly memoryLimit?: number;
}

/** How every reader is told about memory and missing numbers. */
export interface ReadLimits {
  readonly missing: 'refuse' | 'dropRows';
  readonly memoryLimit: number;
}

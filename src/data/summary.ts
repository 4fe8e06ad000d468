import type { Kernels } from '../numerics/kernels';
import { OutOfMemoryError } from '../numerics/arena';
import { DataError } from './dataError';
import type { Dataset } from './dataset';
import { classCounts, type Labels } from './labels';
import { columnScales, constantColumns } from './standardise';
import { summariseSpectrum, type SpectrumSummary } from './statistics/noiseEdges';
import { meanSeparation, type MeanSeparation } from './statistics/separation';
import { duplicateRows, meanKurtosis, shareOfZeros } from './statistics/shape';
import {
  classMeans,
  MOST_EIGENVALUES,
  withinClassSpectrum,
  withinClassTrace,
  type ClassedRows,
} from './statistics/withinClass';
import { twoClassesOf, type ClassChoice } from './twoClasses';

/** What there is to know of a data set before an experiment. */
export interface DatasetSummary {
  readonly rows: number;
  readonly columns: number;
  readonly classes: readonly { readonly name: string; readonly rows: number }[] | undefined;
  /** The two classes that are compared, if there are two. */
  readonly twoClasses:
    | {
        readonly positive: string;
        readonly negative: string;
        readonly positives: number;
        readonly negatives: number;
      }
    | undefined;
  /** Names of the columns that hold one value only, in the rows that are compared. */
  readonly constantColumns: readonly string[];
  readonly duplicateRows: number;
  readonly shareOfZeros: number;
  readonly kurtosis: number | undefined;
  /** In standardised features. */
  readonly meanSeparation: MeanSeparation | undefined;
  /** Of the pooled covariance within the classes (of all rows where there are none), in standardised features. */
  readonly spectrum: SpectrumSummary | { readonly error: string };
}

/**
 * Describes a data set: the rows of the two classes where there are two or two are named, else all.
 * @throws DataError if the classes named are not there
 */
export function summarise(kernels: Kernels, dataset: Dataset, choice: ClassChoice = {}): DatasetSummary {
  const { labels } = dataset;
  const isNamed = choice.positiveClass !== undefined || choice.negativeClass !== undefined;
  if (isNamed && labels === undefined) {
    throw new DataError('it has no label, so no classes can be named; name the label too.');
  }
  const two =
    labels !== undefined && (isNamed || labels.classes.length === 2)
      ? twoClassesOf(dataset.features, labels, choice)
      : undefined;
  const table = two?.features ?? dataset.features;
  const scales = columnScales(table);
  const rows: ClassedRows = { table, scales, ...codesOf(two?.labels, labels, table.rows) };
  const means = classMeans(rows);
  const trace = withinClassTrace(rows, means);
  return {
    rows: table.rows,
    columns: table.columns,
    classes: labels && namedCounts(labels),
    twoClasses: two && {
      positive: two.positiveClass,
      negative: two.negativeClass,
      positives: two.positives,
      negatives: two.negatives,
    },
    constantColumns: constantColumns(scales).map((j) => table.names[j]!),
    duplicateRows: duplicateRows(table),
    shareOfZeros: shareOfZeros(table),
    kurtosis: meanKurtosis(table, scales),
    meanSeparation: two && meanSeparation(means[1]!, means[0]!, trace, two.positives, two.negatives),
    spectrum: spectrumOf(kernels, rows, means),
  };
}

/** Rows by class: 1 for y = +1 and 0 for y = −1, or the label's own classes, or one for all. */
function codesOf(signs: Int8Array | undefined, labels: Labels | undefined, rows: number) {
  if (signs !== undefined) return { codes: signs.map((y) => (y > 0 ? 1 : 0)), classes: 2 };
  if (labels !== undefined) return { codes: labels.codes, classes: labels.classes.length };
  return { codes: new Int32Array(rows), classes: 1 };
}

function namedCounts(labels: Labels) {
  const counts = classCounts(labels);
  return labels.classes.map((name, i) => ({ name, rows: counts[i]! }));
}

function spectrumOf(
  kernels: Kernels,
  rows: ClassedRows,
  means: readonly Float64Array[],
): DatasetSummary['spectrum'] {
  if (rows.scales.deviations.every((deviation) => deviation === 0)) {
    return { error: 'Every column is constant.' };
  }
  try {
    const eigenvalues = withinClassSpectrum(kernels, rows, means);
    if (eigenvalues !== undefined) return summariseSpectrum(eigenvalues, rows.table.rows);
    return { error: `Only for up to ${MOST_EIGENVALUES} rows or columns, whichever are fewer.` };
  } catch (error) {
    if (error instanceof OutOfMemoryError || error instanceof RangeError) return { error: error.message };
    throw error;
  }
}

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DataError } from '../data/dataError';
import type { Dataset } from '../data/dataset';
import { dataFormats, type ReadOptions } from '../data/options';
import { readDataset } from '../data/read';
import { summarise, type DatasetSummary } from '../data/summary';
import type { ClassChoice } from '../data/twoClasses';
import { instantiateKernels } from '../numerics/kernels';
import { wrongInput, wrongUsage } from './exit';
import { firstRows, inspectionText } from './inspectText';

/** The options as `parseArgs` gives them. */
type Options = Readonly<Record<string, string | boolean | undefined>>;

/**
 * `resolvent inspect`: what a data file holds, as text for standard output.
 * @throws CommandError if it cannot be read, or its classes are not those named
 */
export async function inspect(path: string, options: Options): Promise<string> {
  const readOptions = readOptionsOf(options);
  const choice = classChoiceOf(options);
  const [dataset, summary] = await described(path, readOptions, choice);
  const file = basename(path);
  return options['json'] === true
    ? inspectionJson(file, dataset, summary)
    : inspectionText(file, dataset, summary);
}

async function described(
  path: string,
  options: ReadOptions,
  choice: ClassChoice,
): Promise<[Dataset, DatasetSummary]> {
  try {
    const dataset = await readDataset(path, options);
    const kernels = instantiateKernels(readFileSync(join(__dirname, 'kernels.wasm')));
    return [dataset, summarise(kernels, dataset, choice)];
  } catch (error) {
    if (error instanceof DataError) throw wrongInput(error.in({ file: basename(path) }).message);
    throw error;
  }
}

function readOptionsOf(options: Options): ReadOptions {
  const { label, variable, header } = options;
  if (header !== undefined && header !== 'yes' && header !== 'no') {
    throw wrongUsage(`--header is "${String(header)}"; it must be yes or no.`);
  }
  const format = dataFormats.find((one) => one === options['format']);
  if (format === undefined && options['format'] !== undefined) {
    throw wrongUsage(
      `--format is "${String(options['format'])}"; it must be one of ${dataFormats.join(', ')}.`,
    );
  }
  return {
    ...(typeof label === 'string' ? { label } : {}),
    ...(typeof variable === 'string' ? { variable } : {}),
    ...(format === undefined ? {} : { format }),
    ...(header === undefined ? {} : { header: header === 'yes' }),
    ...(options['drop-missing'] === true ? { missing: 'dropRows' } : {}),
  };
}

function classChoiceOf({ positive, negative }: Options): ClassChoice {
  return {
    ...(typeof positive === 'string' ? { positiveClass: positive } : {}),
    ...(typeof negative === 'string' ? { negativeClass: negative } : {}),
  };
}

function inspectionJson(file: string, dataset: Dataset, summary: DatasetSummary): string {
  const { format, variable, types, features, labels, textColumns, droppedRows } = dataset;
  const document = {
    file,
    format,
    ...(variable === undefined ? {} : { variable }),
    types,
    rows: features.rows,
    features: features.columns,
    names: features.names,
    textColumns,
    droppedRows,
    ...(labels === undefined ? {} : { label: labels.name }),
    firstRows: firstRows(dataset),
    compared: summary,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

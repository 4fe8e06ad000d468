import type { Dataset } from '../data/dataset';
import type { SpectrumSummary } from '../data/statistics/noiseEdges';
import type { DatasetSummary } from '../data/summary';
import { aligned } from './table';

/** What fits beside a terminal's edge. */
const WIDTH = 100;
const ROWS = 5;
const LABEL_WIDTH = 18;
const FORMATS = {
  csv: 'delimited text',
  npy: '.npy',
  npz: '.npz',
  mat: 'MAT-file (version 5)',
  idx: 'IDX',
  parquet: 'Parquet',
} as const;

/** The first rows of the features, each with its class. */
export function firstRows({ features, labels }: Dataset): { label?: string; values: number[] }[] {
  return Array.from({ length: Math.min(ROWS, features.rows) }, (_, i) => ({
    ...(labels === undefined ? {} : { label: labels.classes[labels.codes[i]!]! }),
    values: [...features.values.subarray(i * features.columns, (i + 1) * features.columns)],
  }));
}

/** What a data set holds, in lines of at most 100 characters. */
export function inspectionText(file: string, dataset: Dataset, summary: DatasetSummary): string {
  const { format, variable, types, features, textColumns, droppedRows } = dataset;
  const source = [
    FORMATS[format],
    ...(variable === undefined ? [] : [`variable ${clean(variable, 30)}`]),
    types.join(', '),
  ];
  const facts: [string, string][] = [
    ['file', clean(file, WIDTH - LABEL_WIDTH)],
    ['format', source.join(' · ')],
    ['shape', `${count(features.rows)} rows × ${count(features.columns)} features`],
    ...(droppedRows > 0
      ? [
          ['left out', `${count(droppedRows)} ${droppedRows === 1 ? 'row' : 'rows'} with missing values`] as [
            string,
            string,
          ],
        ]
      : []),
    ...(textColumns.length > 0
      ? [['no features', `${names(textColumns)} (not numbers)`] as [string, string]]
      : []),
    ...classFacts(dataset, summary),
    ['constant columns', constantWords(summary)],
    ['duplicate rows', count(summary.duplicateRows)],
    ['zeros', percent(summary.shareOfZeros)],
    ...(summary.kurtosis === undefined
      ? []
      : [
          ['kurtosis', `${short(summary.kurtosis)} on average over the features (normal: 3)`] as [
            string,
            string,
          ],
        ]),
    ...separationFacts(summary),
    ...spectrumFacts(summary),
  ];
  const lines = facts.flatMap(([name, text]) => wrapped(name, text));
  return `${lines.join('\n')}\n\n${rowsTable(dataset)}\n`;
}

function classFacts({ labels }: Dataset, { classes, twoClasses }: DatasetSummary): [string, string][] {
  if (labels === undefined || classes === undefined) return [['label', 'none named (--label)']];
  const shown = classes.slice(0, 12).map(({ name, rows }) => `${clean(name, 24)} (${count(rows)})`);
  const more = classes.length > shown.length ? ` and ${classes.length - shown.length} more` : '';
  const facts: [string, string][] = [
    [
      'label',
      `${clean(labels.name, 40)}, ${count(classes.length)} classes (rows): ${shown.join(', ')}${more}`,
    ],
  ];
  if (twoClasses !== undefined) {
    const { positive, negative, positives, negatives } = twoClasses;
    facts.push([
      'compared',
      `y = +1: ${clean(positive, 24)} (${count(positives)} rows), y = −1: ${clean(negative, 24)} (${count(negatives)} rows)`,
    ]);
  } else if (classes.length > 2) {
    facts.push(['compared', 'no two classes named (--positive, --negative)']);
  }
  return facts;
}

function constantWords({ constantColumns }: DatasetSummary): string {
  return constantColumns.length === 0
    ? 'none'
    : `${count(constantColumns.length)}: ${names(constantColumns)}`;
}

function separationFacts({ meanSeparation }: DatasetSummary): [string, string][] {
  if (meanSeparation === undefined) return [];
  const { measured, corrected } = meanSeparation;
  return [
    [
      'mean separation',
      `‖μ‖ = ${short(corrected)} without the noise of the class means (${short(measured)} with it)`,
    ],
  ];
}

function spectrumFacts({ spectrum, columns, constantColumns }: DatasetSummary): [string, string][] {
  if ('error' in spectrum) return [['spectrum', spectrum.error]];
  return [
    [
      'spectrum',
      `largest ${short(spectrum.largest)}, smallest ${short(spectrum.smallest)}, effective rank ` +
        `${short(spectrum.effectiveRank)} of ${count(columns - constantColumns.length)}`,
    ],
    ['', noiseWords(spectrum)],
  ];
}

function noiseWords({ noiseEdges: [low, high], below, inside, above }: SpectrumSummary): string {
  return (
    `white noise would lie from ${short(low)} to ${short(high)}: ${percent(below)} of the eigenvalues are below, ` +
    `${percent(inside)} inside, ${percent(above)} above`
  );
}

/** The first rows, as many columns of them as fit. */
function rowsTable(dataset: Dataset): string {
  const { features, labels } = dataset;
  const rows = firstRows(dataset);
  const columns: string[][] = [];
  let used = -2;
  const add = (head: string, cells: readonly string[]) => {
    const column = [clean(head, 16), ...cells];
    const width = Math.max(...column.map((cell) => cell.length));
    if (used + 2 + width > WIDTH - 2) return false;
    columns.push(column);
    used += 2 + width;
    return true;
  };
  add(
    'row',
    rows.map((_, i) => String(i + 1)),
  );
  if (labels !== undefined)
    add(
      labels.name,
      rows.map(({ label }) => clean(label ?? '', 16)),
    );
  for (let j = 0; j < features.columns; j++) {
    const name = features.names[j]!;
    if (
      !add(
        name,
        rows.map(({ values }) => short(values[j]!)),
      )
    )
      break;
  }
  const shown = columns.length - 1 - (labels === undefined ? 0 : 1);
  const table = columns[0]!.map((_, i) => columns.map((column) => column[i]!));
  if (shown < features.columns) table.forEach((row, i) => row.push(i === 0 ? '…' : ''));
  return aligned(table);
}

/** A fact on lines of at most 100 characters. */
function wrapped(name: string, text: string): string[] {
  const lines: string[] = [];
  let line = name.padEnd(LABEL_WIDTH);
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      [line, isEmpty] = [''.padEnd(LABEL_WIDTH), true];
    }
    line += `${isEmpty ? '' : ' '}${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, 12).map((name) => clean(name, 24));
  return all.length > shown.length
    ? `${shown.join(', ')} and ${all.length - shown.length} more`
    : shown.join(', ');
}

/** Text of a file on one line, shortened: control characters would steer the terminal. */
function clean(text: string, most: number): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

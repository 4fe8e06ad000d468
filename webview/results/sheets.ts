import {
  measuredEstimate,
  predictedValue,
  spectrumBins,
  type ResultPoint,
  type ResultSeries,
} from '../../src/engine/messages';
import type { ChartKind, Metric } from '../../src/experiment/schema';
import { formatShort, formatTable } from '../numbers';
import { inStandardErrors } from './tableRows';

/** A table of texts. */
export interface Sheet {
  /** What its rows are, for screen readers. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly string[])[];
}

export interface SheetColumn {
  readonly name: string;
  /** What the column holds, if its name does not say it. */
  readonly title?: string;
  /** words: names, at the left; simulated: greyed where the simulation is out of date. */
  readonly holds: 'words' | 'numbers' | 'simulated';
}

const none = '–';
const orNone = (value: number | null | undefined, format = formatTable) =>
  value === null || value === undefined ? none : format(value);
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** The numbers behind a chart that is not one of curves. */
export function sheetOf(
  kind: Exclude<ChartKind, 'curves'>,
  series: readonly ResultSeries[],
  xName: string,
  outOfDate: boolean,
): Sheet {
  switch (kind) {
    case 'fixedPoint':
      return fixedPointSheet(series, xName);
    case 'scores':
      return scoresSheet(series, outOfDate);
    case 'spectrum':
      return spectrumSheet(series);
  }
}

const seriesColumn: SheetColumn = { name: 'Series', holds: 'words' };
const numbers = (name: string, title?: string): SheetColumn => ({
  name,
  holds: 'numbers',
  ...(title === undefined ? {} : { title }),
});
const simulated = (name: string, title?: string): SheetColumn => ({
  ...numbers(name, title),
  holds: 'simulated',
});

function fixedPointSheet(series: readonly ResultSeries[], xName: string): Sheet {
  const isPublished = series.some(({ points }) =>
    points.some(({ derived }) => 'publishedFixedPoint' in derived),
  );
  const published = ['δᵣ', 'δₛ', 'd'].map((name) =>
    numbers(`${name}, published`, 'By the published formulas'),
  );
  return {
    name: 'Fixed point along the sweep',
    columns: [
      seriesColumn,
      numbers(xName),
      ...['τᵣ', 'τₛ', 'd'].map((name) => numbers(name)),
      ...(isPublished ? published : []),
    ],
    rows: series.flatMap(({ label, points }) =>
      points.map(({ x, derived }) => {
        const known = 'error' in derived ? null : derived;
        const [exact, other] = [known?.fixedPoint, known?.publishedFixedPoint].map((one) => [
          orNone(one?.tauReal),
          orNone(one?.tauSynthetic),
          orNone(one?.d),
        ]);
        return [
          label,
          orNone(x, (value) => formatShort(value, 4)),
          ...exact!,
          ...(isPublished ? other! : []),
        ];
      }),
    ),
  };
}

const scoreQuantities: readonly { readonly metric: Metric; readonly name: string }[] = [
  { metric: 'meanMargin', name: 'Mean M' },
  { metric: 'marginVariance', name: 'Variance Q' },
  { metric: 'accuracy', name: 'Accuracy' },
];

function scoresSheet(series: readonly ResultSeries[], outOfDate: boolean): Sheet {
  const isPublished = series.some(({ points }) =>
    points.some(({ theory }) => theory.published !== undefined),
  );
  return {
    name: 'Scores of every series',
    columns: [
      seriesColumn,
      { name: 'Quantity', holds: 'words' },
      numbers('Exact'),
      ...(isPublished ? [numbers('Published')] : []),
      simulated('Simulation'),
      simulated('± s.e.', 'One standard error'),
      simulated('Difference', 'Simulation minus exact theory, in standard errors'),
    ],
    rows: series.flatMap(({ label, points }) =>
      points.flatMap((point) =>
        scoreQuantities.map(({ metric, name }) => [
          label,
          name,
          orNone(predictedValue(point, metric)),
          ...(isPublished ? [orNone(predictedValue(point, metric, 'published'))] : []),
          ...simulationCells(point, metric, outOfDate),
        ]),
      ),
    ),
  };
}

function simulationCells(point: ResultPoint, metric: Metric, outOfDate: boolean): string[] {
  const estimate = measuredEstimate(point, metric);
  const predicted = predictedValue(point, metric);
  if (estimate === null) return [none, none, none];
  const { mean, standardError } = estimate;
  const isCompared = !outOfDate && predicted !== null && standardError !== null && standardError > 0;
  return [
    formatTable(mean),
    orNone(standardError),
    isCompared ? `${inStandardErrors((mean - predicted) / standardError)} s.e.` : none,
  ];
}

function spectrumSheet(series: readonly ResultSeries[]): Sheet {
  return {
    name: 'Eigenvalues in bins',
    columns: [
      seriesColumn,
      numbers('From'),
      numbers('To'),
      numbers('Law', 'Share of eigenvalues by the limiting law'),
      simulated('Simulation', 'Share of the simulated eigenvalues'),
    ],
    rows: series.flatMap(({ label, points }) =>
      points.flatMap((point) =>
        spectrumBins(point).map((bin) => [
          label,
          formatShort(bin.from, 4),
          formatShort(bin.to, 4),
          orNone(bin.law, percent),
          orNone(bin.simulated, percent),
        ]),
      ),
    ),
  };
}

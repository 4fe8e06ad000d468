import type { HeatMapInput } from '../../../../../src/engine/chart/heatMap/build';
import type { ResultPoint, ResultSeries } from '../../../../../src/engine/results';
import { noise, point } from '../cases';

/** Made-up results on grids. Their numbers are smooth formulas, not theory. */

export interface GridOptions {
  readonly label?: string;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly at: (x: number, y: number) => number;
  readonly simulated?: boolean;
  /** Where the theory fails. */
  readonly failing?: (x: number, y: number) => boolean;
  /** λ */
  readonly keptSignal?: (x: number, y: number) => number;
}

/** A series on a grid: y outside, x inside. The real data alone reach an accuracy of 0.65. */
export function gridSeries({ label = 'map', xs, ys, at, ...options }: GridOptions): ResultSeries {
  const points = ys.flatMap((y, j) =>
    xs.map((x, i): ResultPoint => {
      const made = point({
        x,
        accuracy: at(x, y),
        theoryError: options.failing?.(x, y) ?? false,
        ...(options.simulated === true ? { difference: noise(i + j * xs.length) } : {}),
      });
      const keptSignal = options.keptSignal?.(x, y) ?? 0.9;
      return { ...made, y, derived: { ...made.derived, keptSignal } };
    }),
  );
  return { label, points };
}

export function heatMapInput(
  series: readonly ResultSeries[],
  changes: Partial<HeatMapInput> = {},
): HeatMapInput {
  return {
    results: { series },
    settings: { title: 'Where synthetic data help', metric: 'accuracy' },
    sweeps: [
      { parameter: 'labelNoise.rate', scale: 'linear' },
      { parameter: 'syntheticSamples', scale: 'log' },
    ],
    outOfDate: false,
    ...changes,
  };
}

export const linear = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

export const logarithmic = (from: number, to: number, count: number) =>
  linear(Math.log(from), Math.log(to), count).map(Math.exp);

const rate = linear(0, 1, 24);
const rows = logarithmic(50, 50_000, 20);
const phase = (x: number, y: number) => 0.65 + 0.1 * (0.6 - x) * Math.log10(y / 20);

export const gain = () =>
  heatMapInput([gridSeries({ xs: rate, ys: rows, at: phase, keptSignal: (x) => 0.8 - x })], {
    settings: { title: 'Where synthetic data help', metric: 'gain' },
  });

export const simulated = () => heatMapInput([gridSeries({ xs: rate, ys: rows, at: phase, simulated: true })]);

export const withGaps = () =>
  heatMapInput([
    gridSeries({ xs: rate, ys: rows, at: phase, simulated: true, failing: (x, y) => x > 0.5 && y < 1000 }),
  ]);

export const outOfDate = () => ({ ...simulated(), outOfDate: true });

/** Five values, unevenly spaced, by three. */
export const coarse = () =>
  heatMapInput([
    gridSeries({ xs: [0, 0.1, 0.2, 0.3, 0.5], ys: [100, 1000, 3000], at: phase, simulated: true }),
  ]);

export const four = () =>
  heatMapInput(
    ['Oracle', 'Strong verifier', 'Random half', 'None'].map((label, k) =>
      gridSeries({ label, xs: rate, ys: rows, at: (x, y) => phase(x + 0.1 * k, y) }),
    ),
    { settings: { title: 'Four verifiers', metric: 'gain' } },
  );

export const eight = () =>
  heatMapInput(
    Array.from({ length: 8 }, (_, k) =>
      gridSeries({ label: `series ${k + 1}`, xs: [0, 0.5, 1], ys: [10, 100], at: phase }),
    ),
  );

/** A risk whose peak is a thousand times its floor. */
export const peak = () =>
  heatMapInput(
    [
      gridSeries({
        xs: rate,
        ys: rows,
        at: (x, y) => 1 - 0.25 / (0.001 + (x - 0.5) ** 2 + Math.log10(y / 1000) ** 2),
      }),
    ],
    { settings: { title: 'Double descent', metric: 'risk' } },
  );

export const constant = () => heatMapInput([gridSeries({ xs: rate, ys: rows, at: () => 0.7 })]);

export const single = () => heatMapInput([gridSeries({ xs: [0.3], ys: [100], at: phase, simulated: true })]);

export const large = () =>
  heatMapInput([gridSeries({ xs: linear(0, 1, 200), ys: logarithmic(50, 50_000, 200), at: phase })]);

export const cases: Readonly<Record<string, () => HeatMapInput>> = {
  gain,
  simulated,
  withGaps,
  outOfDate,
  coarse,
  four,
  eight,
  peak,
  constant,
  single,
};

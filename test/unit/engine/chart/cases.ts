import type { ChartInput } from '../../../../src/engine/chart/build';
import type { CurveFacts } from '../../../../src/engine/insights/curveFacts';
import type { Estimate, MetricValues, ResultPoint, ResultSeries } from '../../../../src/engine/results';
import { normalCdf } from '../../../../src/numerics/normal';

/** Made-up results with the shapes that real ones have. Their numbers are smooth formulas, not theory. */

export interface PointOptions {
  readonly x: number | null;
  readonly accuracy: number;
  /** Difference of the simulated mean from the theory, in standard errors; left out: not simulated. */
  readonly difference?: number;
  readonly standardError?: number;
  readonly bayes?: number;
  readonly theoryError?: boolean;
  /** What the published formulas give; null: a reason. Left out: not asked for. */
  readonly published?: number | null;
  readonly realOnly?: number;
  readonly allReal?: number;
}

export function point(options: PointOptions): ResultPoint {
  const { x, accuracy, difference, standardError = 0.0012, bayes = normalCdf(0.7), theoryError } = options;
  const valuesOf = (accuracy: number): MetricValues => ({
    accuracy,
    risk: 4 * (1 - accuracy),
    meanMargin: 2 * accuracy - 1,
    marginVariance: accuracy * (1 - accuracy),
  });
  const { published, realOnly = 0.65, allReal = 0.8 } = options;
  const estimate = (mean: number): Estimate => ({ mean, standardError, values: [mean] });
  const simulated = accuracy + (difference ?? 0) * standardError;
  return {
    x,
    y: null,
    derived: {
      realSamples: 1000,
      syntheticSamples: 1000,
      labelNoise: 0.1,
      keepCorrect: 1,
      keepIncorrect: 0,
      keptFraction: 0.9,
      keptSignal: 0.9,
      bayesAccuracy: bayes,
      realOnly,
      allReal,
      fixedPoint: { tauReal: 0.5, tauSynthetic: 0.4, d: 0.1 },
    },
    theory: {
      exact: theoryError ? { error: 'No theory here.' } : valuesOf(accuracy),
      ...(published === undefined
        ? {}
        : { published: published === null ? { error: 'No value.' } : valuesOf(published) }),
    },
    ...(difference === undefined
      ? {}
      : {
          simulation: {
            repetitions: 10,
            accuracy: estimate(simulated),
            risk: estimate(4 * (1 - simulated)),
            meanMargin: estimate(2 * simulated - 1),
            marginVariance: estimate(simulated * (1 - simulated)),
          },
        }),
  };
}

/** A deterministic stand-in for noise of standard deviation about 1. */
export function noise(i: number): number {
  return 1.4 * Math.sin(12.9898 * i) * Math.cos(4.1414 * i * i + 1);
}

export function grid(from: number, to: number, points: number, scale: 'linear' | 'log' = 'linear'): number[] {
  return Array.from({ length: points }, (_, i) => {
    const t = i / (points - 1);
    return scale === 'log' ? from * (to / from) ** t : from + (to - from) * t;
  });
}

export interface CurveOptions {
  readonly label: string;
  readonly at: (x: number) => number;
  readonly xs: readonly number[];
  readonly simulated?: boolean;
  readonly standardError?: number;
  readonly bayes?: number;
  readonly failing?: (x: number) => boolean;
  readonly more?: (x: number) => Partial<PointOptions>;
  readonly insights?: CurveFacts;
}

export function curve({
  label,
  at,
  xs,
  simulated,
  standardError,
  bayes,
  failing,
  more,
  insights,
}: CurveOptions): ResultSeries {
  return {
    label,
    ...(insights === undefined
      ? {}
      : {
          insights: {
            curve: insights,
            best: null,
            optimised: null,
            criticalLabelNoise: null,
            generations: null,
          },
        }),
    points: xs.map((x, i) =>
      point({
        x,
        accuracy: at(x),
        ...(simulated ? { difference: noise(i + label.length) } : {}),
        ...(standardError === undefined ? {} : { standardError }),
        ...(bayes === undefined ? {} : { bayes }),
        theoryError: failing?.(x) ?? false,
        ...more?.(x),
      }),
    ),
  };
}

/** Settings of a chart of accuracies as a file without any has them. */
export function accuracy(title: string): ChartInput['settings'] {
  return { title, metric: 'accuracy', variants: ['exact'], references: ['bayes'] };
}

export function input(series: readonly ResultSeries[], changes: Partial<ChartInput> = {}): ChartInput {
  return {
    results: { series },
    settings: accuracy('Figure 3, oracle supervision'),
    sweep: { parameter: 'syntheticProportion', scale: 'linear' },
    marks: [],
    ...changes,
  };
}

const proportion = grid(0.001, 0.95, 50);
const towards = (end: number, start: number, rate: number) => (x: number) =>
  end - (end - start) * Math.exp((-rate * x) / (1 - x));

/** Three curves with 50 points each, as in the paper's Figure 3. */
export const figure3 = (simulated = true) =>
  input([
    curve({ label: 'p = 50', at: towards(0.753, 0.7463, 0.5), xs: proportion, simulated }),
    curve({ label: 'p = 200', at: towards(0.744, 0.729, 0.4), xs: proportion, simulated }),
    curve({ label: 'p = 500', at: towards(0.732, 0.705, 0.4), xs: proportion, simulated }),
  ]);

/** Six curves that end close together. */
export const sixSeries = () =>
  input(
    [0.01, 0.1, 0.3, 1, 3, 10].map((ridge, i) =>
      curve({
        label: `γ = ${ridge}`,
        at: towards(0.744 + 0.0012 * i, 0.66 + 0.013 * i, 0.6),
        xs: grid(0.001, 0.95, 20),
        simulated: true,
      }),
    ),
    { settings: accuracy('Ridge penalties') },
  );

/** Accuracy falling through chance at ε* = 0.727, one simulation sharper than the other. */
export const phaseTransition = () =>
  input(
    [1, 0.1, 0.01].map((ratio) =>
      curve({
        label: `p/m = ${ratio}`,
        at: (x) => 0.5 + 0.33 * Math.tanh((0.7273 - x) / (0.05 + ratio ** 0.5 * 0.8)),
        xs: grid(0, 1, 41),
        simulated: true,
        standardError: 0.004,
        bayes: normalCdf(1),
      }),
    ),
    {
      settings: accuracy('Phase transition at the critical label noise'),
      sweep: { parameter: 'labelNoise.rate', scale: 'linear' },
      marks: [{ label: 'ε* = 0.727', x: 0.8 / 1.1 }],
    },
  );

/** A logarithmic sweep over five decades. */
export const logSweep = () =>
  input(
    ['oracle', 'random half'].map((label, i) =>
      curve({
        label,
        at: (x) => 0.74 - 0.05 * i - 0.02 * (Math.log10(x) - 0.5 + i) ** 2 * 0.3,
        xs: grid(1e-3, 100, 26, 'log'),
        simulated: true,
      }),
    ),
    {
      settings: accuracy('How much ridge'),
      sweep: { parameter: 'classifier.ridge', scale: 'log' },
    },
  );

/** No sweep: each series is one point. */
export const singlePoints = () =>
  input(
    ['Oracle', 'Strong verifier', 'Random half', 'No verifier'].map((label, i) => ({
      label,
      points: [point({ x: null, accuracy: 0.75 - 0.012 * i, difference: noise(i) })],
    })),
    {
      settings: accuracy('Verifiers compared'),
      sweep: { parameter: null, scale: 'linear' },
    },
  );

/** The run of an experiment whose mean norm has been changed since. */
export const outOfDate = () => {
  const now = figure3(false);
  return {
    ...now,
    earlier: { series: figure3().results.series.map((series, i) => shifted(series, -0.006 - 0.004 * i)) },
  };
};

function shifted(series: ResultSeries, by: number): ResultSeries {
  return {
    ...series,
    points: series.points.map(({ simulation, ...rest }) =>
      simulation === undefined
        ? rest
        : {
            ...rest,
            simulation: {
              ...simulation,
              accuracy: { ...simulation.accuracy, mean: simulation.accuracy.mean + by },
            },
          },
    ),
  };
}

/** Twelve curves: more than have colours of their own or room for names. */
export const manySeries = () =>
  input(
    Array.from({ length: 12 }, (_, i) =>
      curve({
        label: `n̂ = ${50 * (i + 1)}`,
        at: towards(0.7 + 0.004 * i, 0.69, 0.5),
        xs: grid(0.001, 0.95, 20),
        simulated: true,
      }),
    ),
    { settings: accuracy('Generators from poor to good') },
  );

/** Long names and a theory with a gap. */
export const longNames = () =>
  input(
    ['Strong verifier (0.9, 0.1), fitted', 'Random half (0.5, 0.5), fitted on training rows'].map(
      (label, i) =>
        curve({
          label,
          at: towards(0.745 - 0.02 * i, 0.729, 0.8),
          xs: grid(0, 0.95, 20),
          simulated: true,
          failing: (x) => i === 1 && x > 0.4 && x < 0.55,
        }),
    ),
    {
      settings: accuracy(
        'A rather long title of an experiment on verifiers of different strengths and generators of different quality, as people do write them',
      ),
    },
  );

/** A dip and a peak with break-even points, three references, and published formulas that stray. */
export const landmarks = () => {
  const xs = grid(0.001, 0.95, 40);
  const settings = accuracy('Weak verifiers');
  const hump = (height: number, top: number) => (x: number) =>
    0.72 + height * Math.exp(-(((x - top) / 0.22) ** 2)) - 0.012 * x;
  const facts = (height: number, top: number, breakEven: number): CurveFacts => {
    const at = hump(height, top);
    const place = (x: number) => ({ x, accuracy: at(x) });
    return {
      shape: 'peak',
      first: place(0.001),
      last: place(0.95),
      turns: [{ ...place(top), kind: height > 0 ? 'highest' : 'lowest' }],
      breakEvens: [{ ...place(breakEven), from: 'helps' }],
      mostGained: { ...place(top), gain: 0.02 },
      mostLost: { ...place(0.95), gain: -0.01 },
      realOnly: 0.72,
    };
  };
  const series = (label: string, height: number, top: number, breakEven: number) =>
    curve({
      label,
      at: hump(height, top),
      xs,
      simulated: true,
      insights: facts(height, top, breakEven),
      more: (x) => ({
        published: x > 0.8 && height < 0 ? null : hump(height, top)(x) - 0.012 * Math.sin(3 * x),
        realOnly: 0.72,
        allReal: 0.722 + 0.028 * x,
      }),
    });
  return input([series('strong', 0.03, 0.42, 0.78), series('weak', -0.03, 0.3, 0.6)], {
    settings: { ...settings, variants: ['exact', 'published'], references: ['bayes', 'realOnly', 'allReal'] },
  });
};

export const cases: Readonly<Record<string, () => ChartInput>> = {
  figure3,
  theoryOnly: () => figure3(false),
  sixSeries,
  phaseTransition,
  logSweep,
  singlePoints,
  outOfDate,
  manySeries,
  longNames,
  landmarks,
};

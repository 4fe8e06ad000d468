import {
  metrics,
  type Measurement,
  type ResultPoint,
  type ResultsDocument,
} from '../../../src/engine/results';
import { estimateOf } from '../../../src/engine/tally';

/** A point whose theory has this accuracy (undefined: a reason), and these simulated accuracies. */
export function pointAt(
  x: number | null,
  accuracy: number | undefined,
  simulated: readonly number[] = [],
): ResultPoint {
  return {
    x,
    y: null,
    derived: {
      realSamples: 10,
      syntheticSamples: 20,
      labelNoise: 0.1,
      keepCorrect: 1,
      keepIncorrect: 1,
      keptFraction: 1,
      keptSignal: 0.8,
      bayesAccuracy: 0.9,
      realOnly: 0.65,
      allReal: 0.8,
      fixedPoint: { tauReal: 0.5, tauSynthetic: 0.4, d: 0.1 },
    },
    theory: {
      exact:
        accuracy === undefined
          ? { error: 'No value here.' }
          : { accuracy, risk: 0.5, meanMargin: 0.4, marginVariance: 0.3 },
    },
    ...(simulated.length === 0 ? {} : { simulation: measurementOf(simulated) }),
  };
}

/** A measurement whose four metrics all have the same values. */
export function measurementOf(values: readonly number[]): Measurement {
  const estimates = Object.fromEntries(metrics.map((metric) => [metric, estimateOf(values)]));
  return { repetitions: values.length, ...estimates } as unknown as Measurement;
}

/** A results document with these series. */
export function documentOf(
  series: ResultsDocument['series'],
  changes: Partial<ResultsDocument> = {},
): ResultsDocument {
  return {
    format: 'resolvent-results',
    version: 1,
    spec: { version: 1 },
    specHash: 'ab'.repeat(32),
    engine: '0.1.0',
    seed: 1,
    started: '2026-01-02T03:04:05.678Z',
    finished: '2026-01-02T03:05:05.678Z',
    status: 'complete',
    series,
    warnings: [],
    ...changes,
  };
}

import { expand, type Expansion } from '../../../src/experiment/expand';
import { parametersOf, type PointParameters } from '../../../src/experiment/complete';
import type { ExperimentFile } from '../../../src/experiment/schema';

/** A small, fast experiment: p = 20, a sweep of three proportions, two series, 6 repetitions. */
export const small: ExperimentFile = {
  version: 1,
  title: 'Small',
  data: { kind: 'gaussian', dimension: 20, meanNorm: 1 },
  realSamples: 60,
  syntheticProportion: 0.5,
  generator: { kind: 'fitted', samples: 50, source: 'independent' },
  labelNoise: { kind: 'uniform', rate: 0.2 },
  classifier: { ridge: 0.1 },
  sweep: { parameter: 'syntheticProportion', values: [0, 0.4, 0.8] },
  series: [
    { label: 'none', set: {} },
    { label: 'oracle', set: { verifier: 'oracle' } },
  ],
  simulation: { repetitions: 6, seed: 3 },
};

/** The expansion of a file that is known to be right. */
export function expansionOf(file: unknown): Expansion {
  const result = expand(file);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

/** Parameters of the one point of a file; `changes` replace top-level fields of a plain experiment. */
export function pointOf(changes: Partial<ExperimentFile> = {}): PointParameters {
  return parametersOf({
    version: 1,
    data: { kind: 'gaussian', dimension: 24, meanNorm: 1.2 },
    realSamples: 60,
    syntheticSamples: 90,
    generator: { kind: 'exact' },
    labelNoise: { kind: 'uniform', rate: 0.2 },
    classifier: { ridge: 0.1 },
    ...changes,
  });
}

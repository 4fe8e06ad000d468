import { totalmem } from 'node:os';
import type { PointParameters } from '../experiment/complete';
import { originOf, type Expansion } from '../experiment/expand';
import type { Problem } from '../experiment/problem';
import type { ReadExperiment } from '../experiment/read';
import { memoryOf, samplerOf } from './simulationOfPoint';
import { countInWords } from './words';

/** WebAssembly addresses 4 GiB; the kernels' own tables take a little of it. */
const addressable = 4 * 2 ** 30 - 2 ** 20;

/** Every repetition is kept in the results file, which is written as one text: this many take some 200 MB. */
export const maxTrainings = 2_000_000;

/** What stands in the way of running an experiment although it is right: memory, or sheer number. Theory is free. */
export function problemsOfSize(
  { file, expansion }: NonNullable<ReadExperiment['experiment']>,
  available = availableMemory(),
): Problem[] {
  if (expansion.settings.repetitions === 0) return [];
  return [...notSufficient(expansion), ...tooLarge(file, expansion, available), ...tooMany(expansion)];
}

/** As many workers as can hold a repetition each at the same time, at most `workers` and at least 1. */
export function workersThatFit(expansion: Expansion, workers: number, available = availableMemory()): number {
  const { bytes } = largestPoint(expansion);
  return Math.max(1, Math.min(workers, Math.floor(available / Math.max(1, bytes))));
}

/** Bytes of memory that there are for this process: the machine's, or less inside a container. */
function availableMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

/** Whether a repetition fits in memory, one worker at a time. */
function tooLarge(file: Parameters<typeof originOf>[1], expansion: Expansion, available: number): Problem[] {
  const { parameters, series, bytes } = largestPoint(expansion);
  const limit = Math.min(addressable, available);
  if (parameters === undefined || bytes <= limit) return [];
  return [
    {
      code: 'size',
      path: originOf(['data', 'dimension'], file, series),
      message: `One repetition at p = ${countInWords(parameters.dimension)} needs ${gibibytes(bytes)} of memory; ${gibibytes(limit)} are there. Lower the dimension, or set simulation.repetitions to 0 for the theory alone.`,
    },
  ];
}

/** The sufficient statistics have a known law only where nothing needs the rows. */
function notSufficient({ settings: { sampler }, series }: Expansion): Problem[] {
  if (sampler !== 'sufficient') return [];
  const wrong = series.find(({ points }) =>
    points.some(({ parameters }) => samplerOf('auto', parameters) !== 'sufficient'),
  );
  if (wrong === undefined) return [];
  return [
    {
      code: 'contradiction',
      path: ['simulation', 'sampler'],
      message: `The sampler "sufficient" knows the square loss, Gaussian features, labels and verifiers that do not look at the sample, and generators with one covariance and clean generations; series "${wrong.label}" has others: set simulation.sampler to "auto".`,
    },
  ];
}

function tooMany({ settings: { repetitions }, series }: Expansion): Problem[] {
  const points = series.reduce((sum, entry) => sum + entry.points.length, 0);
  const trainings = points * repetitions;
  if (trainings <= maxTrainings) return [];
  return [
    {
      code: 'size',
      path: ['simulation', 'repetitions'],
      message: `${countInWords(points)} points with ${countInWords(repetitions)} repetitions each are ${countInWords(trainings)} trainings; an experiment may have at most ${countInWords(maxTrainings)}. Lower the repetitions or the points.`,
    },
  ];
}

interface LargestPoint {
  readonly parameters: PointParameters | undefined;
  readonly series: number;
  readonly bytes: number;
}

/** The point whose repetition takes the most memory. */
function largestPoint({ settings, series }: Expansion): LargestPoint {
  let largest: LargestPoint = { parameters: undefined, series: 0, bytes: 0 };
  series.forEach(({ points }, index) => {
    for (const { parameters } of points) {
      const sampler = samplerOf(settings.sampler, parameters);
      const bytes = memoryOf(parameters, sampler);
      if (bytes > largest.bytes) largest = { parameters, series: index, bytes };
    }
  });
  return largest;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

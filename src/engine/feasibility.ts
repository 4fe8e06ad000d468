import { totalmem } from 'node:os';
import type { PointParameters } from '../experiment/complete';
import { originOf } from '../experiment/expand';
import type { Problem } from '../experiment/problem';
import type { ReadExperiment } from '../experiment/read';
import { memoryNeeded } from '../simulation/cost';
import { samplerOf, sizesOfPoint } from './simulationOfPoint';

/** WebAssembly addresses 4 GiB; the kernels' own tables take a little of it. */
const addressable = 4 * 2 ** 30 - 2 ** 20;

/**
 * Whether the repetitions fit in memory, one worker at a time: each worker holds one repetition. The sentence says how
 * much is needed, how much there is, and what to change.
 */
export function problemsOfSize(
  { file, expansion: { settings, series } }: NonNullable<ReadExperiment['experiment']>,
  available = totalmem(),
): Problem[] {
  if (settings.repetitions === 0) return [];
  const sampler = samplerOf(settings.sampler);
  const bytes = (p: PointParameters) => memoryNeeded(sizesOfPoint(p, worstLabelNoise(p)), sampler);
  let worst: { parameters: PointParameters; index: number; bytes: number } | undefined;
  series.forEach(({ points }, index) => {
    for (const { parameters } of points) {
      const needed = bytes(parameters);
      if (worst === undefined || needed > worst.bytes) worst = { parameters, index, bytes: needed };
    }
  });
  const limit = Math.min(addressable, available);
  if (worst === undefined || worst.bytes <= limit) return [];
  const { dimension } = worst.parameters;
  return [
    {
      code: 'size',
      path: originOf(['data', 'dimension'], file, worst.index),
      message: `One repetition at p = ${dimension.toLocaleString('en-US')} needs ${gibibytes(worst.bytes)} of memory; ${gibibytes(limit)} are there. Lower the dimension, or set simulation.repetitions to 0 for the theory alone.`,
    },
  ];
}

/** The memory does not depend on a self-trained labeller's ε, which is not known yet. */
function worstLabelNoise({ labelNoise }: PointParameters): number {
  return labelNoise.kind === 'uniform' ? labelNoise.rate : 0;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

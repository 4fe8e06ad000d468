import { createHash } from 'node:crypto';
import type { Expansion } from '../experiment/expand';
import { samplerOf } from './simulationOfPoint';

/**
 * SHA-256 of what determines an experiment's numbers: the points in their order, the seed, the sampler and the number
 * of repetitions. Title, names of series, comments, layout and the shown metric do not count, nor does how a value
 * came about (a default written out is the same experiment).
 */
export function specHash({ settings, sweepParameter, series }: Expansion): string {
  const { repetitions, seed, sampler } = settings;
  const hash = createHash('sha256');
  hash.update(canonicalJson({ version: 1, repetitions, seed, sampler: samplerOf(sampler), sweepParameter }));
  for (const { points } of series) {
    hash.update('[');
    // Point by point: the text of all of them could be longer than a string may be.
    for (const point of points) hash.update(canonicalJson(point));
  }
  return hash.digest('hex');
}

/** JSON with sorted keys, so that equal values have equal texts. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

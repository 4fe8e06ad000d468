import { createHash } from 'node:crypto';
import type { Expansion } from '../experiment/expand';

/**
 * SHA-256 of what determines an experiment's numbers: the points, the seed, the sampler and the number of
 * repetitions. Title, comments, layout and the shown metric do not count, nor does how a value came about (a default
 * written out is the same experiment).
 */
export function specHash({ settings, sweepParameter, series }: Expansion): string {
  const { repetitions, seed, sampler } = settings;
  const meaning = { version: 1, repetitions, seed, sampler, sweepParameter, series };
  return createHash('sha256').update(canonicalJson(meaning)).digest('hex');
}

/** JSON with sorted keys, so that equal values have equal texts. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

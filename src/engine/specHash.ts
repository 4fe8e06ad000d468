import { createHash } from 'node:crypto';
import type { Expansion } from '../experiment/expand';
import { samplerOf } from './simulationOfPoint';

/**
 * SHA-256 of what determines an experiment's numbers: the points in their order, the seed, the sampler and the number
 * of repetitions. Title, names of series, comments, layout and the shown metric do not count, nor does how a value
 * came about (a default written out is the same experiment).
 */
export function specHash(expansion: Expansion): string {
  const known = hashes.get(expansion);
  if (known !== undefined) return known;
  const hash = computeHash(expansion);
  hashes.set(expansion, hash);
  return hash;
}

/** Results are put together many times during a run, and the hash of many points takes its time. */
const hashes = new WeakMap<Expansion, string>();

function computeHash({ settings, sweepParameter, series }: Expansion): string {
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
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${fields.join(',')}}`;
}

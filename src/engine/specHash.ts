import { createHash } from 'node:crypto';
import type { RunSettings } from '../experiment/complete';
import type { Expansion, Point } from '../experiment/expand';
import type { Sampler } from '../simulation/problem';
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

function computeHash({ settings, sweeps, series }: Expansion): string {
  const { repetitions, seed, sampler } = settings;
  const hash = createHash('sha256');
  const [first, second] = sweeps;
  hash.update(
    canonicalJson({
      version: 1,
      repetitions,
      seed,
      sampler: samplerOfAll(sampler, series),
      sweepParameter: first?.parameter ?? null,
      secondParameter: second?.parameter,
    }),
  );
  for (const { points } of series) {
    hash.update('[');
    // Point by point: the text of all of them could be longer than a string may be.
    for (const point of points) hash.update(canonicalJson(hashed(point)));
  }
  return hash.digest('hex');
}

/** "sufficient" stands for "wherever it is exact", as `auto` has it. */
function samplerOfAll(setting: RunSettings['sampler'], series: Expansion['series']): Sampler {
  const all = series.every(({ points }) =>
    points.every(({ parameters }) => samplerOf(setting, parameters) === 'explicit'),
  );
  return all ? 'explicit' : 'sufficient';
}

/**
 * What of a point counts. Fields that the format got later count only where they are not their defaults, so that
 * results of an experiment stay its results when the format grows.
 */
function hashed({ x, y, parameters }: Point): unknown {
  const { verifier, generator, classes, positiveShare, loss, ...others } = parameters;
  return {
    x,
    y: y ?? undefined,
    parameters: {
      ...others,
      generator: generator.kind === 'fitted' ? laterFields(generator, { generations: 1 }) : generator,
      ...laterFields({ classes, positiveShare, loss }, { classes: 2, positiveShare: 0.5, loss: 'square' }),
      ...(verifier.kind === 'random'
        ? { keepCorrect: verifier.keepCorrect, keepIncorrect: verifier.keepIncorrect }
        : { verifier }),
    },
  };
}

/** `fields` without those that have their defaults. */
function laterFields(fields: object, defaults: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => !(key in defaults) || defaults[key] !== value),
  );
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

import { createHash } from 'node:crypto';
import type { FittedGenerator, Loss, PointParameters, RunSettings } from '../experiment/complete';
import type { Expansion, Point } from '../experiment/expand';
import { remembered } from '../experiment/remembered';
import type { Sampler } from '../simulation/problem';
import { Pauses } from './pauses';
import { samplerOf } from './simulationOfPoint';

/**
 * SHA-256 of what determines an experiment's numbers: the points in their order, the seed, the sampler and the number
 * of repetitions, or what decides it. Title, names of series, comments, layout and the shown metric do not count, nor does how a value
 * came about (a default written out is the same experiment).
 */
export function specHash(expansion: Expansion): string {
  const known = hashes.get(expansion);
  if (known !== undefined) return known;
  const hash = computeHash(expansion);
  hashes.set(expansion, hash);
  return hash;
}

/** The same with pauses, for very many points; afterwards `specHash` knows it. */
export async function specHashInPieces(expansion: Expansion): Promise<string> {
  const known = hashes.get(expansion);
  if (known !== undefined) return known;
  const pauses = new Pauses();
  const steps = hashing(expansion);
  for (;;) {
    const step = steps.next();
    if (step.done) {
      hashes.set(expansion, step.value);
      return step.value;
    }
    if (pauses.due) await pauses.pause();
  }
}

/** Results are put together many times during a run, and the hash of many points takes its time. */
const hashes = new WeakMap<Expansion, string>();

/** Characters that are hashed at a time. */
const pieceLength = 100_000;

function computeHash(expansion: Expansion): string {
  const steps = hashing(expansion);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function* hashing({ settings, sweeps, series }: Expansion): Generator<void, string> {
  const { repetitions, seed, sampler, chart, metric } = settings;
  const { targetStandardError: target, maximumRepetitions: maximum } = settings;
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
      // Eigenvalues in place of trainings: other results.
      draws: chart === 'spectrum' ? 'eigenvalues' : undefined,
      // A gain scatters as the accuracy does.
      target:
        target === null
          ? undefined
          : { standardError: target, maximum, metric: metric === 'gain' ? 'accuracy' : metric },
    }),
  );
  const textOf = parametersWriter();
  // In pieces: the text of all points could be longer than a string may be.
  let text = '';
  for (const { points } of series) {
    text += '[';
    for (const point of points) {
      text += pointText(point, textOf(point.parameters));
      if (text.length > pieceLength) {
        hash.update(text);
        text = '';
        yield;
      }
    }
  }
  return hash.update(text).digest('hex');
}

/** "sufficient" stands for "wherever it is exact", as `auto` has it. */
function samplerOfAll(setting: RunSettings['sampler'], series: Expansion['series']): Sampler {
  const all = series.every(({ points }) =>
    points.every(({ parameters }) => samplerOf(setting, parameters) === 'explicit'),
  );
  return all ? 'explicit' : 'sufficient';
}

function pointText({ x, y }: Point, parameters: string): string {
  return `{"parameters":${parameters},"x":${x}${y === null ? '' : `,"y":${y}`}}`;
}

/** How each field of a point is written down; empty where it does not count. */
type FieldWriters = { readonly [K in keyof PointParameters]: (value: PointParameters[K]) => string };

/**
 * The fields in the order in which they count. Those that the format got later count only where they are not their
 * defaults, so that results stay an experiment's results when the format grows.
 */
const fieldWriters: FieldWriters = {
  classes: unless(2, 'classes'),
  covariance: always('covariance'),
  dimension: always('dimension'),
  generator: (generator) => {
    const counts: object = generator.kind === 'fitted' ? withoutUsual(generator) : generator;
    return `"generator":${canonicalJson(counts)}`;
  },
  verifier: (verifier) =>
    verifier.kind === 'random'
      ? `"keepCorrect":${verifier.keepCorrect},"keepIncorrect":${verifier.keepIncorrect}`
      : `"verifier":${canonicalJson(verifier)}`,
  labelNoise: always('labelNoise'),
  features: (features) => (features.kind === 'gaussian' ? '' : `"features":${canonicalJson(features)}`),
  loss: unless<Loss>('square', 'loss'),
  meanDirection: always('meanDirection'),
  meanNorm: always('meanNorm'),
  normalise: always('normalise'),
  positiveShare: unless(0.5, 'positiveShare'),
  realSamples: always('realSamples'),
  realWeight: always('realWeight'),
  ridge: always('ridge'),
  syntheticSamples: always('syntheticSamples'),
  syntheticWeight: always('syntheticWeight'),
  testSamples: unless(0, 'testSamples'),
};

/** A fitted generator without the later fields' defaults. */
function withoutUsual(generator: FittedGenerator): object {
  const { generations, covariance, retraining, retrainingLabels, ...others } = generator;
  return {
    ...others,
    generations: generations === 1 ? undefined : generations,
    covariance: covariance === 'pooled' ? undefined : covariance,
    retraining: retraining === 'replace' ? undefined : retraining,
    retrainingLabels: retrainingLabels === 'clean' ? undefined : retrainingLabels,
  };
}

function always(key: string): (value: unknown) => string {
  return (value) => `"${key}":${canonicalJson(value)}`;
}

function unless<T>(standard: T, key: string): (value: T) => string {
  return (value) => (value === standard ? '' : `"${key}":${canonicalJson(value)}`);
}

/** Writes down one point's parameters after the other's; a field that is the same as before is not written anew. */
export function parametersWriter(): (p: PointParameters) => string {
  const writers = Object.entries(fieldWriters).map(
    ([key, write]) =>
      [key as keyof PointParameters, remembered(write as (value: unknown) => string)] as const,
  );
  return (p) => {
    let text = '';
    for (const [key, write] of writers) {
      const field = write(p[key]);
      if (field !== '') text += `${text === '' ? '{' : ','}${field}`;
    }
    return `${text}}`;
  };
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

import { readFileSync } from 'node:fs';
import { isObject } from '../../experiment/structure';
import { classMetrics, metrics } from '../results';
import { RepetitionValues } from '../repetitionValues';
import { parseLine } from './format';
import { isOfThisEngine } from './read';

/** Repetitions that earlier runs have left, packed so that they can be handed from thread to thread. */
export interface Stock {
  /** Keys of points, and of each the numbers of a repetition and how many repetitions there are. */
  readonly keys: readonly string[];
  readonly widths: readonly number[];
  readonly counts: readonly number[];
  /** Of all keys in turn: the repetitions, and their values. */
  readonly repetitions: Uint32Array;
  readonly values: Float64Array;
  /** Sentences on what is there and cannot be used. */
  readonly notices: readonly string[];
}

/** Repetitions by the key of their point. */
export type Known = ReadonlyMap<string, RepetitionValues>;

/** Beyond this a repetition's number is not one that a run could have had. */
const mostRepetitions = 10_000_000;

/**
 * Gathers what a results file and a journal hold, whatever experiment they are of. Reading is synchronous: this is work
 * for a worker.
 */
export function takeStock(resultsPath: string, journalPath: string): Stock {
  const known = new Map<string, RepetitionValues>();
  const notices = [...takeResults(resultsPath, known), ...takeJournal(journalPath, known)];
  const all = [...known].filter(([, values]) => values.count > 0);
  const repetitions = new Uint32Array(all.reduce((sum, [, { count }]) => sum + count, 0));
  const values = new Float64Array(all.reduce((sum, [, { count, width }]) => sum + count * width, 0));
  let [at, valuesAt] = [0, 0];
  for (const [, of] of all) {
    for (const repetition of of.repetitions()) {
      repetitions[at++] = repetition;
      values.set(of.of(repetition), valuesAt);
      valuesAt += of.width;
    }
  }
  return {
    keys: all.map(([key]) => key),
    widths: all.map(([, { width }]) => width),
    counts: all.map(([, { count }]) => count),
    repetitions,
    values,
    notices,
  };
}

export function buffersOfStock({ repetitions, values }: Stock): ArrayBuffer[] {
  return [repetitions.buffer as ArrayBuffer, values.buffer as ArrayBuffer];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function takeResults(path: string, known: Map<string, RepetitionValues>): string[] {
  const text = textOf(path);
  if (text === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (!isObject(value) || !Array.isArray(value['series'])) return [];
  const { engine, streams } = value;
  const points = value['series']
    .filter(isObject)
    .flatMap(({ points }) => (Array.isArray(points) ? points.filter(isObject) : []));
  if (typeof engine !== 'string' || typeof streams !== 'number' || !isOfThisEngine({ engine, streams })) {
    const isSimulated = points.some(
      ({ simulation }) => isObject(simulation) && Number(simulation['repetitions']) > 0,
    );
    return isSimulated
      ? [
          'The results that are there were computed by another version, with other random numbers: all is computed anew.',
        ]
      : [];
  }
  for (const point of points) takePoint(point, known);
  return [];
}

/** Takes over a point of a results file, if it is whole. */
function takePoint({ key, simulation }: Record<string, unknown>, known: Map<string, RepetitionValues>): void {
  if (typeof key !== 'string' || !/^[0-9a-f]{24}$/.test(key) || !isObject(simulation)) return;
  const { repetitions, numbers } = simulation;
  const columns = [...metrics, ...classMetrics]
    .filter((metric) => metric in simulation)
    .map((metric) => {
      const estimate = simulation[metric];
      return isObject(estimate) ? estimate['values'] : undefined;
    });
  const isWhole = columns.every(
    (column) => Array.isArray(column) && column.length === repetitions && column.every(Number.isFinite),
  );
  if (typeof repetitions !== 'number' || columns.length === 0 || !isWhole) return;
  if (numbers !== undefined && !(Array.isArray(numbers) && numbers.length === repetitions)) return;
  const own = valuesOf(known, key, columns.length);
  const row = new Float64Array(columns.length);
  for (let i = 0; i < repetitions; i++) {
    const number: unknown = numbers === undefined ? i : (numbers as unknown[])[i];
    if (!isRepetition(number)) continue;
    columns.forEach((column, k) => (row[k] = (column as number[])[i]!));
    own?.set(number, row);
  }
}

function takeJournal(path: string, known: Map<string, RepetitionValues>): string[] {
  const text = textOf(path);
  if (text === undefined) return [];
  let isOurs = false;
  let isOthers = false;
  for (let from = 0, to = 0; from < text.length; from = to + 1) {
    to = text.indexOf('\n', from);
    if (to === -1) break;
    const parsed = parseLine(text.slice(from, to));
    if (parsed === undefined) continue;
    if ('format' in parsed) {
      isOurs = isOfThisEngine(parsed);
      isOthers ||= !isOurs;
      continue;
    }
    if (!isOurs) continue;
    for (const { key, repetition, values } of parsed.entries)
      if (isRepetition(repetition)) valuesOf(known, key, values.length)?.set(repetition, values);
  }
  return isOthers
    ? ['A journal of another version, with other random numbers, is there: what it holds is computed anew.']
    : [];
}

/** A point's values to add to; undefined where they are of another kind. */
function valuesOf(
  known: Map<string, RepetitionValues>,
  key: string,
  width: number,
): RepetitionValues | undefined {
  const there = known.get(key) ?? new RepetitionValues(width);
  known.set(key, there);
  return there.width === width ? there : undefined;
}

function isRepetition(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < mostRepetitions;
}

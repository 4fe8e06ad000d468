import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import {
  access,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  type FileHandle,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isObject } from '../experiment/structure';
import { Pauses } from './pauses';
import { classMetrics, metrics, type ResultsDocument } from './results';
import { verdictKinds } from './statistics/model';

/** `NAME.results.json` beside `NAME.resolvent.json`. */
export function resultsPathOf(specPath: string): string {
  const name = basename(specPath).replace(/(\.resolvent)?\.jsonc?$/i, '');
  return join(dirname(specPath), `${name}.results.json`);
}

/** The text of a results file. A point that was not simulated has `"simulation": { "repetitions": 0 }`. */
export function resultsText(document: ResultsDocument): string {
  let text = '';
  for (const piece of resultsPieces(document)) text += piece;
  return text;
}

/**
 * Writes a results file as `writeFileAtomically` does, in pieces: neither is the event loop held up, nor need the whole
 * text fit into one string.
 * @throws an Error whose message says what could not be written
 */
export async function writeResults(path: string, document: ResultsDocument): Promise<void> {
  await writeFileAtomically(path, resultsPieces(document));
}

function* resultsPieces(document: ResultsDocument): Generator<string, void> {
  const series = document.series.map((entry) => ({
    ...entry,
    points: entry.points.map((point) => ({ ...point, simulation: point.simulation ?? { repetitions: 0 } })),
  }));
  // Down to a point's list of values: results, series, a series, points, a point, simulation, estimate, list.
  yield* piecesOf({ ...document, series }, '', 8);
  yield '\n';
}

/** Numbers of a list that are written at a time. */
const numbersPerPiece = 10_000;

/** A value's text as `jsonText` has it, in pieces down to some depth. */
function* piecesOf(value: unknown, indent: string, depth: number): Generator<string, void> {
  const deeper = `${indent}  `;
  if (depth === 0) yield jsonText(value, indent);
  else if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    if (list.length <= numbersPerPiece && isNumbers(list)) yield jsonText(list, indent);
    else if (isNumbers(list)) {
      for (let i = 0; i < list.length; i += numbersPerPiece)
        yield `${i === 0 ? '[' : ', '}${jsonText(list.slice(i, i + numbersPerPiece), indent).slice(1, -1)}`;
      yield ']';
    } else {
      for (const [i, item] of list.entries()) {
        yield `${i === 0 ? '[' : ','}\n${deeper}`;
        yield* piecesOf(item ?? null, deeper, depth - 1);
      }
      yield `\n${indent}]`;
    }
  } else if (isObject(value) && isLarge(value)) {
    let isFirst = true;
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined) continue;
      yield `${isFirst ? '{' : ','}\n${deeper}${JSON.stringify(key)}: `;
      isFirst = false;
      yield* piecesOf(field, deeper, depth - 1);
    }
    yield isFirst ? '{}' : `\n${indent}}`;
  } else yield jsonText(value, indent);
}

/** Whether an object has a part worth a piece of its own. */
function isLarge(value: object): boolean {
  return Object.values(value).some(
    (field) => isObject(field) || (Array.isArray(field) && (field.length > 100 || field.some(isObject))),
  );
}

function isNumbers(list: readonly unknown[]): boolean {
  return list.every((item) => typeof item === 'number');
}

/**
 * JSON with an indentation of two, but lists of numbers on one line: readable, and a third as long. Put together with
 * `+=`, which copies nothing before the end: a large experiment's text would else be copied at every level.
 */
function jsonText(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    if (isNumbers(list)) return JSON.stringify(list).replaceAll(',', ', ');
    let text = '';
    for (const item of list) text += `${text === '' ? '[' : ','}\n${deeper}${jsonText(item ?? null, deeper)}`;
    return `${text}\n${indent}]`;
  }
  if (isObject(value)) {
    let text = '';
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined) continue;
      text += `${text === '' ? '{' : ','}\n${deeper}${JSON.stringify(key)}: ${jsonText(field, deeper)}`;
    }
    return text === '' ? '{}' : `${text}\n${indent}}`;
  }
  return JSON.stringify(value);
}

/**
 * Writes a file so that at any moment the old or the new one is there whole: to a temporary name beside it, flushed,
 * then renamed. A link's target is written; what is not a file (a pipe, a device) is written to as it is.
 * @throws an Error whose message says what could not be written
 */
export async function writeFileAtomically(path: string, content: Content): Promise<void> {
  try {
    if (await isStream(path)) {
      const file = await open(path, 'w');
      try {
        await writeContent(file, content);
      } finally {
        await file.close();
      }
    } else await replaceFile(await followed(path), content);
  } catch (error) {
    throw new Error(`${path} could not be written: ${fileErrorSentence(error)}`, { cause: error });
  }
}

/** What a file gets; in pieces it is written with pauses in between. */
type Content = string | Uint8Array | Iterable<string>;

/** Characters that are written at a time. */
const bufferLength = 256 * 1024;

async function writeContent(file: FileHandle, content: Content): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    await file.writeFile(content);
    return;
  }
  const pauses = new Pauses();
  let text = '';
  for (const piece of content) {
    text += piece;
    if (text.length > bufferLength) {
      await file.appendFile(text);
      text = '';
    } else if (pauses.due) await pauses.pause();
  }
  await file.appendFile(text);
}

/**
 * Checks, without changing anything, that a file can be written.
 * @throws an Error as `writeFileAtomically` does
 */
export async function checkWritable(path: string): Promise<void> {
  try {
    if (await isStream(path)) await access(path, constants.W_OK);
    else {
      const target = await followed(path);
      if ((await statOf(target))?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
      if (!(await stat(dirname(target))).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      await access(dirname(target), constants.W_OK);
    }
  } catch (error) {
    throw new Error(`${path} cannot be written: ${fileErrorSentence(error)}`, { cause: error });
  }
}

async function replaceFile(path: string, content: Content): Promise<void> {
  const temporary = `${path}.tmp-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const file = await open(temporary, 'w');
    try {
      await writeContent(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Removes what writers of a file have left that were killed while they wrote it; nobody else may be writing it. */
export async function removeDrafts(path: string): Promise<void> {
  const drafts = `${basename(path)}.tmp-`;
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names)
    if (name.startsWith(drafts)) await rm(join(dirname(path), name), { force: true }).catch(() => undefined);
}

/** Whether a path is something like /dev/stdout, which must not be replaced by a file. */
export async function isStream(path: string): Promise<boolean> {
  const stats = await statOf(path);
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** The file that a path means: where a link points. */
async function followed(path: string): Promise<string> {
  return (await statOf(path)) === undefined ? path : realpath(path);
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Reads a results file.
 * @returns undefined where there is none
 * @throws an Error whose message says what is wrong with it
 */
export async function readResults(path: string): Promise<ResultsDocument | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new Error(`${path} could not be read: ${fileErrorSentence(error)}`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${path} is not valid JSON. Run the experiment again, or remove the file.`);
  }
  const results = withPoints(value, (point) => completed(withoutEmptySimulation(point)));
  if (!isResultsDocument(results)) {
    throw new Error(`${path} is not a Resolvent results file of version 1. Run the experiment again.`);
  }
  return results;
}

/** A results document with each of its points changed. */
function withPoints(
  value: unknown,
  change: (point: Record<string, unknown>) => Record<string, unknown>,
): unknown {
  if (!isObject(value) || !Array.isArray(value['series'])) return value;
  const series = (value['series'] as unknown[]).map((entry) =>
    isObject(entry) && Array.isArray(entry['points'])
      ? {
          ...entry,
          points: (entry['points'] as unknown[]).map((point) => (isObject(point) ? change(point) : point)),
        }
      : entry,
  );
  return { ...value, series };
}

function withoutEmptySimulation(point: Record<string, unknown>): Record<string, unknown> {
  const { simulation, ...others } = point;
  return isObject(simulation) && simulation['repetitions'] === 0 ? others : point;
}

/** A point with what results files have had only since they say more of a point. */
function completed(point: Record<string, unknown>): Record<string, unknown> {
  const { derived } = point;
  if (!isObject(derived) || 'error' in derived) return point;
  const notComputed = { error: 'Not computed by the version that wrote these results.' };
  const since = {
    keepCorrect: null,
    keepIncorrect: null,
    realOnly: notComputed,
    allReal: notComputed,
    fixedPoint: null,
  };
  return { ...point, derived: { ...since, ...derived } };
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => Number.isFinite(value);
const isNull: Check = (value) => value === null;
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isNumberOrNull: Check = (value) => value === null || isNumber(value);
const isDate: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isOneOf =
  (...choices: readonly unknown[]): Check =>
  (value) =>
    choices.includes(value);
const isOptional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
/** An object with these fields, and perhaps others. */
const has =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(fields).every(([key, check]) => check(Object.hasOwn(value, key) ? value[key] : undefined));
const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
const everyMetric = (check: Check) => Object.fromEntries(metrics.map((metric) => [metric, check]));
const everyClassMetric = (check: Check) => Object.fromEntries(classMetrics.map((metric) => [metric, check]));

const isReason = has({ error: isText });
const isPrediction = isOptional(
  either(isReason, has({ ...everyMetric(isNumber), ...everyClassMetric(isOptional(isNumber)) })),
);
const isSpectralLaw = has({
  massAtZero: isNumber,
  intervals: isListOf(isListOf(isNumber)),
  x: isListOf(isNumber),
  density: isListOf(isNumber),
  cumulative: isListOf(isNumber),
});
const isHistogram = has({
  edges: isListOf(isNumber),
  counts: isListOf(isCount),
  zeros: isCount,
  beyond: isCount,
  draws: isCount,
});
const isPairedEstimate = has({
  mean: isNumber,
  standardError: isNumberOrNull,
  varianceRatio: isNumberOrNull,
});
const isVerdict = has({
  metric: isOneOf(...metrics, 'gain'),
  kind: isOneOf(...verdictKinds),
  points: isCount,
  significant: isCount,
  largest: has({
    series: isText,
    x: isNumberOrNull,
    y: isNumberOrNull,
    difference: isNumber,
    standardErrors: isNumber,
    bound: isNumber,
  }),
  detectable: isNumber,
});
const isEstimate = has({ mean: isNumber, standardError: isNumberOrNull, values: isListOf(isNumber) });

/** The shape of `ResultsDocument`, which everything that shows results relies on. */
const isResultsDocument = has({
  format: isOneOf('resolvent-results'),
  version: isOneOf(1),
  specHash: isText,
  engine: isText,
  streams: isOptional(isCount),
  platform: isOptional(has({ os: isText, arch: isText, node: isText, workers: isOptional(isCount) })),
  seed: isCount,
  started: isDate,
  finished: isDate,
  status: isOneOf('complete', 'cancelled', 'failed'),
  reason: isOptional(isText),
  warnings: isListOf(isText),
  verdict: isOptional(isVerdict),
  series: isListOf(
    has({
      label: isText,
      points: isListOf(
        has({
          x: isNumberOrNull,
          y: isNumberOrNull,
          derived: either(
            isReason,
            has({
              realSamples: isCount,
              syntheticSamples: isCount,
              labelNoise: isNumberOrNull,
              keepCorrect: isNumberOrNull,
              keepIncorrect: isNumberOrNull,
              keptFraction: isNumberOrNull,
              keptSignal: isNumberOrNull,
              bayesAccuracy: isNumber,
              realOnly: either(isNumber, isReason),
              allReal: either(isNumber, isReason),
              fixedPoint: either(isNull, has({ tauReal: isNumber, tauSynthetic: isNumber, d: isNumber })),
              publishedFixedPoint: isOptional(
                has({ tauReal: isNumberOrNull, tauSynthetic: isNumber, d: isNumberOrNull }),
              ),
            }),
          ),
          theory: has({
            exact: isPrediction,
            nearest: isOptional(has({ ...everyMetric(isNumber), of: isText })),
            published: isPrediction,
            independentNoise: isPrediction,
          }),
          againstFirst: isOptional(
            has({
              repetitions: isCount,
              ...everyMetric(isPairedEstimate),
              ...everyClassMetric(isOptional(isPairedEstimate)),
            }),
          ),
          spectralLaw: isOptional(either(isReason, isSpectralLaw)),
          spectrum: isOptional(isHistogram),
          key: isOptional(isText),
          simulation: isOptional(
            has({
              repetitions: isCount,
              numbers: isOptional(isListOf(isCount)),
              ...everyMetric(isEstimate),
              ...everyClassMetric(isOptional(isEstimate)),
            }),
          ),
        }),
      ),
    }),
  ),
}) as (value: unknown) => value is ResultsDocument;

const fileErrors: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied.',
  EPERM: 'permission is denied.',
  EROFS: 'the file system is read-only.',
  ENOSPC: 'the disk is full.',
  EDQUOT: 'the disk quota is used up.',
  EFBIG: 'it would be larger than a file may be here.',
  ENOENT: 'there is no such file or folder.',
  EISDIR: 'it is a folder.',
  ENOTDIR: 'a part of its path is not a folder.',
  EMFILE: 'too many files are open.',
  ENAMETOOLONG: 'its name is too long.',
};

/** What a file system error means, in words. */
export function fileErrorSentence(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined) return fileErrors[code] ?? `the system answered ${code}.`;
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

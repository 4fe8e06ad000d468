import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isObject } from '../experiment/structure';
import type { ResultsDocument } from './results';

/** `NAME.results.json` beside `NAME.resolvent.json`. */
export function resultsPathOf(specPath: string): string {
  const name = basename(specPath).replace(/(\.resolvent)?\.jsonc?$/i, '');
  return join(dirname(specPath), `${name}.results.json`);
}

/** The text of a results file. A point that was not simulated has `"simulation": { "repetitions": 0 }`. */
export function resultsText(document: ResultsDocument): string {
  const series = document.series.map((entry) => ({
    ...entry,
    points: entry.points.map((point) => ({ ...point, simulation: point.simulation ?? { repetitions: 0 } })),
  }));
  const text = JSON.stringify({ ...document, series }, null, 2);
  // Lists of numbers stand on one line each: the file stays readable, and a tenth as long. (No JSON text holds a bare line break, so no text is touched.)
  return `${text.replace(/\[\n[\s\d.,eE+-]+\n\s*\]/g, (list) => list.replace(/\s+/g, ' '))}\n`;
}

/**
 * Writes a file so that at any moment the old or the new one is there whole: to a temporary name beside it, flushed,
 * then renamed.
 * @throws an Error whose message says what could not be written
 */
export async function writeFileAtomically(path: string, text: string | Uint8Array): Promise<void> {
  const temporary = `${path}.tmp-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new Error(`${path} could not be written: ${fileErrorSentence(error)}`, { cause: error });
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
    if (isObject(error) && error['code'] === 'ENOENT') return undefined;
    throw new Error(`${path} could not be read: ${fileErrorSentence(error)}`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${path} is not valid JSON. Run the experiment again, or remove the file.`);
  }
  const results = withoutEmptySimulations(value);
  if (!isResultsDocument(results)) {
    throw new Error(`${path} is not a Resolvent results file of version 1. Run the experiment again.`);
  }
  return results;
}

function withoutEmptySimulations(value: unknown): unknown {
  if (!isObject(value) || !Array.isArray(value['series'])) return value;
  const strip = (point: unknown): unknown => {
    if (!isObject(point) || !isObject(point['simulation']) || point['simulation']['repetitions'] !== 0)
      return point;
    return Object.fromEntries(Object.entries(point).filter(([key]) => key !== 'simulation'));
  };
  const series = (value['series'] as unknown[]).map((entry) =>
    isObject(entry) && Array.isArray(entry['points'])
      ? { ...entry, points: entry['points'].map(strip) }
      : entry,
  );
  return { ...value, series };
}

/** Whether a value has the shape that the chart and the table rely on. */
function isResultsDocument(value: unknown): value is ResultsDocument {
  if (!isObject(value) || value['format'] !== 'resolvent-results' || value['version'] !== 1) return false;
  const { specHash, started, finished, status, series, warnings } = value;
  if (![specHash, started, finished, status].every((text) => typeof text === 'string')) return false;
  if (!Array.isArray(series) || !Array.isArray(warnings)) return false;
  return series.every((entry: unknown) => {
    if (!isObject(entry) || typeof entry['label'] !== 'string' || !Array.isArray(entry['points']))
      return false;
    return entry['points'].every(isResultPoint);
  });
}

function isResultPoint(point: unknown): boolean {
  if (!isObject(point) || !(point['x'] === null || typeof point['x'] === 'number')) return false;
  const { derived, theory, simulation } = point;
  if (!isObject(derived) || !isObject(theory)) return false;
  if (theory['exact'] !== undefined && !isObject(theory['exact'])) return false;
  if (simulation === undefined) return true;
  if (!isObject(simulation) || typeof simulation['repetitions'] !== 'number') return false;
  return ['accuracy', 'risk', 'meanMargin', 'marginVariance'].every((metric) => {
    const estimate = simulation[metric];
    return isObject(estimate) && typeof estimate['mean'] === 'number' && Array.isArray(estimate['values']);
  });
}

const fileErrors: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied.',
  EPERM: 'permission is denied.',
  EROFS: 'the file system is read-only.',
  ENOSPC: 'the disk is full.',
  ENOENT: 'there is no such file or folder.',
  EISDIR: 'it is a folder.',
  ENOTDIR: 'a part of its path is not a folder.',
  EMFILE: 'too many files are open.',
};

/** What a file system error means, in words. */
export function fileErrorSentence(error: unknown): string {
  const code = isObject(error) || error instanceof Error ? (error as { code?: unknown }).code : undefined;
  if (typeof code === 'string') return fileErrors[code] ?? `the system answered ${code}.`;
  return error instanceof Error ? error.message : String(error);
}

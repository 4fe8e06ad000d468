import { createHash } from 'node:crypto';
import { isObject } from '../../experiment/structure';

/**
 * The journal of a run, `NAME.results.journal`: what is finished so far, to go on from if the run is interrupted. Lines
 * of text. A header, which a continued run repeats with its own numbers, is an object in JSON; every other line holds
 * repetitions:
 *
 *     CHECKSUM PROGRESS RECORDS
 *
 * the first 8 hexadecimal digits of the SHA-256 of the rest of the line; by how much the run's count of finished
 * repetitions grew; and in base64, one after the other, for each repetition of a point the 12 bytes of the point's key,
 * the repetition and the number of its values as 32-bit and the values as 64-bit numbers, lowest byte first. A line
 * that its checksum does not fit is torn, and not there.
 */
export interface JournalHeader {
  readonly format: 'resolvent-journal';
  readonly version: 1;
  readonly engine: string;
  readonly streams: number;
  /** Which experiment it is: its `specHash`. */
  readonly specHash: string;
  /** How many repetitions the run has in all, and how many of them were there when it began. */
  readonly total: number;
  readonly there: number;
}

/** What was measured in one repetition of the points with this key. */
export interface FinishedRepetition {
  /** As `pointKey` gives it. */
  readonly key: string;
  readonly repetition: number;
  readonly values: Float64Array;
}

/** `NAME.results.journal` beside `NAME.results.json`. */
export function journalPathOf(resultsPath: string): string {
  return resultsPath.endsWith('.results.json')
    ? resultsPath.replace(/\.json$/, '.journal')
    : `${resultsPath}.journal`;
}

export function headerLine(header: JournalHeader): string {
  return `${JSON.stringify(header)}\n`;
}

const keyBytes = 12;

/**
 * A line of finished repetitions.
 * @param progress by how much the run's count of finished repetitions grew
 */
export function entryLine(entries: readonly FinishedRepetition[], progress: number): string {
  const size = entries.reduce((sum, { values }) => sum + keyBytes + 8 + 8 * values.length, 0);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { key, repetition, values } of entries) {
    at += bytes.write(key, at, keyBytes, 'hex');
    at = bytes.writeUInt32LE(repetition, at);
    at = bytes.writeUInt32LE(values.length, at);
    for (const value of values) at = bytes.writeDoubleLE(value, at);
  }
  const rest = `${progress} ${bytes.toString('base64')}`;
  return `${checksumOf(rest)} ${rest}\n`;
}

/** A line's meaning; undefined of a torn one. */
export function parseLine(
  line: string,
): JournalHeader | { readonly progress: number; readonly entries: FinishedRepetition[] } | undefined {
  if (line.startsWith('{')) return parseHeader(line);
  const [checksum, rest] = [line.slice(0, 8), line.slice(9)];
  if (rest === '' || line[8] !== ' ' || checksum !== checksumOf(rest)) return undefined;
  const [progress, records] = rest.split(' ');
  if (progress === undefined || records === undefined) return undefined;
  return { progress: Number(progress), entries: [...entriesIn(Buffer.from(records, 'base64'))] };
}

function* entriesIn(bytes: Buffer): Generator<FinishedRepetition> {
  let at = 0;
  while (at < bytes.length) {
    const key = bytes.toString('hex', at, at + keyBytes);
    const repetition = bytes.readUInt32LE(at + keyBytes);
    const values = new Float64Array(bytes.readUInt32LE(at + keyBytes + 4));
    at += keyBytes + 8;
    for (let i = 0; i < values.length; i++, at += 8) values[i] = bytes.readDoubleLE(at);
    yield { key, repetition, values };
  }
}

function parseHeader(line: string): JournalHeader | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isHeader =
      isObject(value) &&
      value['format'] === 'resolvent-journal' &&
      value['version'] === 1 &&
      typeof value['engine'] === 'string' &&
      typeof value['streams'] === 'number' &&
      typeof value['specHash'] === 'string' &&
      typeof value['total'] === 'number' &&
      typeof value['there'] === 'number';
    return isHeader ? (value as unknown as JournalHeader) : undefined;
  } catch {
    return undefined;
  }
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

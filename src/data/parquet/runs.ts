import { DataError } from '../dataError';

const damaged = () => new DataError('a page is damaged: its runs of values do not add up.');
/** Writers may fill up the last group of packed values; more than this is no filling up. */
const PADDING = 4096;

/**
 * Checks Parquet's runs (repeated values and bit-packed groups) before they are read: a run may not promise more
 * values than there are to come, since whoever reads it would write them all.
 * @param width bits of a value
 * @param count values that there must be
 * @throws DataError
 */
export function checkRuns(bytes: Uint8Array, start: number, end: number, width: number, count: number): void {
  if (width > 32) throw damaged();
  let at = start;
  let seen = 0;
  while (seen < count) {
    const [header, next] = varintAt(bytes, at, end);
    const run = Math.floor(header / 2);
    const isPacked = header % 2 === 1;
    const values = isPacked ? 8 * run : run;
    // The last bytes of a packed run may be left out where no values stand in them.
    const used = isPacked ? Math.ceil((Math.min(values, count - seen) * width) / 8) : Math.ceil(width / 8);
    if (values === 0 || values > count - seen + (isPacked ? PADDING : 0) || next + used > end)
      throw damaged();
    at = next + (isPacked ? run * width : used);
    seen += values;
  }
}

/** A whole number in groups of seven bits, and the byte behind it. */
export function varintAt(bytes: Uint8Array, start: number, end: number): [value: number, next: number] {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    if (start + i >= end) throw damaged();
    const byte = bytes[start + i]!;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return [value, start + i + 1];
  }
  throw damaged();
}

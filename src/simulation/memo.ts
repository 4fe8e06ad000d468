import type { RepetitionAddress } from './streams';

/** All that a drawn value depends on beside the repetition's address, short parts first. Arrays count by what is in them. */
export type Key = readonly (string | number | boolean | Float64Array)[];

interface Entry {
  readonly key: Key;
  readonly value: Float64Array;
}

/** Entries are searched one by one: among thousands, of points that share nothing, that would take longer than to draw. */
const mostEntries = 32;

/**
 * What points share in one repetition, so that it is computed once: factors and moments that are functions of the
 * address and of a key. A value found is the very value that would be drawn again: the memo saves time, and never
 * changes a bit. The values used longest ago go first.
 */
export class Memo {
  private address: RepetitionAddress = { seed: -1, repetition: -1 };
  /** The last one used is the last. */
  private entries: Entry[] = [];
  private bytes = 0;
  private budget = 0;

  /**
   * Forgets what was drawn at another address.
   * @param budget the most bytes to keep; with 0, nothing is
   */
  begin(address: RepetitionAddress, budget: number): void {
    const { seed, repetition } = this.address;
    this.budget = budget;
    if (seed !== address.seed || repetition !== address.repetition) {
      this.entries = [];
      this.bytes = 0;
      this.address = address;
    }
    this.shrink();
  }

  /** The value of this key, by `draw` where it is not kept. It must not be written to. */
  get(key: Key, draw: () => Float64Array): Float64Array {
    const at = this.find(key);
    if (at >= 0) {
      const [entry] = this.entries.splice(at, 1);
      this.entries.push(entry!);
      return entry!.value;
    }
    const value = draw();
    if (value.byteLength <= this.budget) {
      this.entries.push({ key: key.map((part) => (typeof part === 'object' ? part.slice() : part)), value });
      this.bytes += value.byteLength;
      this.shrink();
    }
    return value;
  }

  has(key: Key): boolean {
    return this.find(key) >= 0;
  }

  private find(key: Key): number {
    return this.entries.findLastIndex((entry) => isSame(entry.key, key));
  }

  private shrink(): void {
    while (this.bytes > this.budget || this.entries.length > mostEntries)
      this.bytes -= this.entries.shift()!.value.byteLength;
  }
}

function isSame(a: Key, b: Key): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const part = a[i]!;
    const other = b[i]!;
    if (typeof part !== 'object' || typeof other !== 'object') {
      if (!Object.is(part, other)) return false;
    } else if (!hasSame(part, other)) return false;
  }
  return true;
}

function hasSame(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** What a memo may keep for problems of dimension p: eight triangles of p×p matrices, 32 MiB or more, 512 MiB at most. */
export function memoBytes(dimension: number): number {
  const triangle = 4 * dimension * (dimension + 1);
  return Math.min(Math.max(8 * triangle, 32 * 2 ** 20), 512 * 2 ** 20);
}

import type { ContourLine, Place } from './contours';
import { distanceToSegment } from './simplified';

/** Where a label stands on a line, and which way the line goes there, always to the right or straight up. */
export interface LineLabel extends Place {
  readonly dx: number;
  readonly dy: number;
  /** Whether that is against the line's own direction, so that what is larger lies below it. */
  readonly isTurned: boolean;
}

/** Size of a map, in pixels, about which labels are placed. */
export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/** Distances in pixels: of candidates along a line, of a label from its map's edge and from other labels. */
const spacing = 10;
const fromEdge = 8;
const fromLabels = 14;
/** A label on a line that bends more than this (chord over arc) would leave it. */
const straightest = 0.94;

/** Places labels on lines so that each follows its line and is clear of other lines, other labels and the edges. */
export class LineLabelling {
  readonly #taken: { readonly at: Place; readonly reach: number }[] = [];
  readonly #lines: readonly ContourLine[];

  /** @param lines all lines of the map, in shares of its axes */
  constructor(
    lines: readonly ContourLine[],
    private readonly size: MapSize,
  ) {
    this.#lines = lines.map((line) => line.map((place) => this.#toPixels(place)));
  }

  /**
   * Finds a place on one of the lines for a text of so many pixels, and keeps it from those that come after.
   * @param candidates indices of the lines that it may stand on
   * @param room how many pixels it needs on each side of its line
   */
  place(candidates: readonly number[], textWidth: number, room: number): LineLabel | null {
    const options = candidates.flatMap((line) => this.#optionsOn(line, textWidth, room));
    if (options.length === 0) return null;
    const best = options.reduce((best, option) => (option.merit > best.merit ? option : best));
    this.#taken.push({ at: best.at, reach: Math.max(textWidth / 2, room) });
    const { width, height } = this.size;
    const [dx, dy] = [best.to.x - best.from.x, best.to.y - best.from.y];
    const isTurned = dx < 0 || (dx === 0 && dy < 0);
    const sign = isTurned ? -1 : 1;
    return {
      x: best.at.x / width,
      y: best.at.y / height,
      dx: (sign * dx) / width + 0,
      dy: (sign * dy) / height + 0,
      isTurned,
    };
  }

  #optionsOn(index: number, textWidth: number, room: number) {
    const line = this.#lines[index]!;
    const along = lengths(line);
    const total = along.at(-1)!;
    const half = textWidth / 2;
    const options: { at: Place; from: Place; to: Place; merit: number }[] = [];
    if (total < 2 * textWidth) return options;
    const count = Math.max(1, Math.floor((total - textWidth) / spacing));
    for (let i = 0; i <= count; i++) {
      const s = half + ((total - textWidth) * i) / count;
      const [from, at, to] = [s - half, s, s + half].map((t) => placeAt(line, along, t)) as [
        Place,
        Place,
        Place,
      ];
      const straight = distance(from, to) / textWidth;
      if (straight < straightest) continue;
      if (![from, at, to].every((place) => this.#isInside(place))) continue;
      if (this.#taken.some((other) => distance(other.at, at) < fromLabels + other.reach + textWidth / 2))
        continue;
      if (this.#lines.some((other, k) => k !== index && isNear(other, [from, at, to], room))) continue;
      const slope = Math.abs(Math.atan2(to.y - from.y, to.x - from.x)) / Math.PI;
      const steepness = 2 * Math.min(slope, 1 - slope);
      const merit = 4 * straight - steepness - Math.abs(s / total - 0.5);
      options.push({ at, from, to, merit });
    }
    return options;
  }

  #isInside({ x, y }: Place): boolean {
    const { width, height } = this.size;
    return x > fromEdge && x < width - fromEdge && y > fromEdge && y < height - fromEdge;
  }

  #toPixels({ x, y }: Place): Place {
    return { x: x * this.size.width, y: y * this.size.height };
  }
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Length of a line from its start to each of its places. */
function lengths(line: ContourLine): number[] {
  let sum = 0;
  return line.map((place, i) => (sum += i === 0 ? 0 : distance(line[i - 1]!, place)));
}

function placeAt(line: ContourLine, along: readonly number[], s: number): Place {
  const end = Math.max(
    1,
    along.findIndex((length) => length >= s),
  );
  const [a, b] = [line[end - 1]!, line[end]!];
  const piece = along[end]! - along[end - 1]!;
  const share = piece === 0 ? 0 : Math.min(1, Math.max(0, (s - along[end - 1]!) / piece));
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
}

function isNear(line: ContourLine, places: readonly Place[], limit: number): boolean {
  for (let i = 1; i < line.length; i++) {
    for (const place of places) if (distanceToSegment(place, line[i - 1]!, line[i]!) < limit) return true;
  }
  return false;
}

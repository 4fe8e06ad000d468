import type { Extent } from './domain';
import type { ChartRow } from './model';

/** The lowest plot, in pixels, that labels beside the curves are meant for. */
export const lowestPlot = 190;

/** Height of the room that one label takes, in pixels. */
const labelHeight = 15;

/** A label further than this from the end of its curve (in label heights) no longer names it. */
const farthest = 3.5;

/** A reference's label tells the height of a line that has no colour of its own: it moves less than a curve's name. */
const weights = { reference: 4, label: 1 } as const;

/**
 * Rows with the labels of curves and references moved apart for a plot of the given height in pixels; null if they
 * have no room there or one would stand too far from what it names.
 */
export function spaceLabels(
  rows: readonly ChartRow[],
  domain: Extent,
  plotHeight: number,
): ChartRow[] | null {
  const wishes = rows.flatMap((row): LabelWish[] => {
    if (row.kind === 'label') return [{ value: row.end, weight: weights.label }];
    return row.kind === 'reference' ? [{ value: row.value, weight: weights.reference }] : [];
  });
  const step = (labelHeight / plotHeight) * (domain[1] - domain[0]);
  const places = placeLabels(wishes, domain, step);
  if (places === null) return null;
  const next = places.values();
  return rows.map((row) => {
    if (row.kind === 'label') return { ...row, value: next.next().value! };
    return row.kind === 'reference' ? { ...row, labelValue: next.next().value! } : row;
  });
}

export interface LabelWish {
  /** Where the label's line is, in units of the value axis. */
  readonly value: number;
  /** How dear the place is: a label of twice the weight moves half as far. */
  readonly weight: number;
}

/**
 * Places labels beside one another: each as near as possible to its wanted value (least squares), at least
 * `step` from the next, all within the axis. Labels with the same wanted value keep their order, first on top.
 *
 * @returns the labels' places in the order of `wishes`, or null if there is no room or one would stand too far away
 */
export function placeLabels(wishes: readonly LabelWish[], domain: Extent, step: number): number[] | null {
  const [low, high] = domain;
  const room = high - low - (wishes.length - 1) * step;
  if (room < 0) return null;
  const order = wishes.map((_, i) => i).sort((i, j) => wishes[i]!.value - wishes[j]!.value || j - i);
  // With the k-th label lowered by k steps, "at least a step apart" reads "not decreasing".
  const lowered = increasingFit(
    order.map((i, k) => ({ value: wishes[i]!.value - k * step, weight: wishes[i]!.weight })),
  );
  const placed: number[] = [];
  order.forEach((i, k) => (placed[i] = Math.min(Math.max(lowered[k]!, low), low + room) + k * step));
  const tooFar = placed.some((place, i) => Math.abs(place - wishes[i]!.value) > farthest * step);
  return tooFar ? null : placed;
}

/** The non-decreasing sequence nearest to the values in weighted least squares, by pooling adjacent violators. */
function increasingFit(wishes: readonly LabelWish[]): number[] {
  const blocks: { mean: number; weight: number; count: number }[] = [];
  for (const { value, weight } of wishes) {
    let block = { mean: value, weight, count: 1 };
    for (let last = blocks.at(-1); last && last.mean > block.mean; last = blocks.at(-1)) {
      const both = last.weight + block.weight;
      const mean = (last.mean * last.weight + block.mean * block.weight) / both;
      block = { mean, weight: both, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean));
}

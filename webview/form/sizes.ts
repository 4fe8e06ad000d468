import { valueAt } from '../../src/experiment/paths';
import type { FieldChange } from './changes';
import { sweepDrafts, sweptParameters, type SweepDraft } from './sweep';
import { variedBySeries } from './varying';

/** The three ways in which a file can say n and m. */
export type SizeMode = 'proportion' | 'count' | 'budget';

const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Paths that the sweeps or a series set. */
function variedKeys(contents: unknown): string[] {
  return [...sweptParameters(contents), ...variedBySeries(contents)];
}

/** How the experiment says its sizes: as the sweep or the series set them, else as the file has them. */
export function sizeMode(contents: unknown): SizeMode {
  const has = (key: string) => valueAt(contents, [key]) !== undefined;
  const varied = variedKeys(contents);
  if (varied.includes('totalSamples') || has('totalSamples')) return 'budget';
  if (varied.includes('syntheticProportion')) return 'proportion';
  if (varied.includes('syntheticSamples') || has('syntheticSamples')) return 'count';
  return 'proportion';
}

interface Sizes {
  readonly real: number;
  readonly proportion: number;
}

function sizesOf(contents: unknown): Sizes {
  const read = (key: string) => asNumber(valueAt(contents, [key]));
  const proportion = read('syntheticProportion');
  const total = read('totalSamples');
  if (total !== undefined) {
    const share = proportion ?? 0.5;
    return { real: total - Math.round(total * share), proportion: share };
  }
  const real = read('realSamples') ?? 1000;
  const synthetic = read('syntheticSamples');
  if (proportion === undefined && synthetic !== undefined) {
    const share = real + synthetic === 0 ? 0 : synthetic / (real + synthetic);
    return { real, proportion: Number(share.toPrecision(4)) };
  }
  return { real, proportion: proportion ?? 0.5 };
}

function countOf(contents: unknown, { real, proportion }: Sizes): number {
  const count = asNumber(valueAt(contents, ['syntheticSamples']));
  if (count !== undefined) return count;
  const total = asNumber(valueAt(contents, ['totalSamples']));
  return Math.round(total !== undefined ? total * proportion : real * (proportion / (1 - proportion)));
}

/**
 * The changes that make the file say the same sizes in another way. A sweep over the synthetic rows is carried over
 * with its ends converted.
 */
export function switchSizeMode(contents: unknown, mode: SizeMode): FieldChange[] {
  const sizes = sizesOf(contents);
  const count = countOf(contents, sizes);
  const total = asNumber(valueAt(contents, ['totalSamples'])) ?? sizes.real + count;
  const swept = sweepDrafts(contents).find(
    ({ parameter }) => parameter === 'syntheticProportion' || parameter === 'syntheticSamples',
  );
  const sweptSynthetic = swept !== undefined;
  const wanted: Record<string, number | undefined> = {
    realSamples: mode === 'budget' ? undefined : sizes.real,
    totalSamples: mode === 'budget' ? Math.max(1, total) : undefined,
    syntheticSamples: mode === 'count' && !sweptSynthetic ? count : undefined,
    syntheticProportion: mode === 'count' || sweptSynthetic ? undefined : Math.min(sizes.proportion, 0.999),
  };
  const changes: FieldChange[] = Object.entries(wanted)
    .filter(([key, value]) => valueAt(contents, [key]) !== value)
    .map(([key, value]) => ({ path: [key], value }));
  if (swept === undefined) return changes;
  const target = mode === 'count' ? 'syntheticSamples' : 'syntheticProportion';
  if (swept.parameter === target) return changes;
  const fixedTotal = valueAt(contents, ['totalSamples']) !== undefined;
  const convert =
    target === 'syntheticSamples'
      ? (share: number) => Math.round(fixedTotal ? share * total : sizes.real * (share / (1 - share)))
      : (rows: number) => Number(Math.min(0.999, rows / Math.max(1, sizes.real + rows)).toPrecision(4));
  return [...changes, { path: swept.at, value: convertedSweep(swept, target, convert) }];
}

function convertedSweep(
  draft: SweepDraft,
  parameter: string,
  convert: (value: number) => number,
): Record<string, unknown> {
  const sweep = draft.sweep as Record<string, unknown>;
  const values = sweep['values'];
  const number = (value: unknown) => (typeof value === 'number' ? convert(value) : value);
  if (Array.isArray(values)) return { ...sweep, parameter, values: values.map(number) };
  return { ...sweep, parameter, from: number(sweep['from']), to: number(sweep['to']) };
}

/**
 * What makes the sizes complete once the sweeps go over other fields: the size that one of them gave until now, and for
 * a sweep over the budget the way of saying sizes that goes with one.
 * @param sweptNext the fields that the sweeps will vary
 */
export function missingSizes(contents: unknown, sweptNext: readonly string[]): FieldChange[] {
  if (sweptNext.includes('totalSamples'))
    return switchSizeMode(contents, 'budget').filter(({ path }) => path[0] !== 'sweep');
  const given = ['syntheticSamples', 'syntheticProportion'];
  if (given.some((key) => sweptNext.includes(key) || valueAt(contents, [key]) !== undefined)) return [];
  const count = sizeMode(contents) === 'count';
  const field = count ? 'syntheticSamples' : 'syntheticProportion';
  return variedBySeries(contents).includes(field) ? [] : [{ path: [field], value: count ? 1000 : 0.5 }];
}

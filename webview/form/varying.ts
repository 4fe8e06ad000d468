import { parsePath, valueAt } from '../../src/experiment/paths';
import type { Path } from '../../src/experiment/problem';
import { isObject } from '../../src/experiment/structure';
import { formatForEditing, formatShort } from '../numbers';
import { inWords } from '../words';
import { writtenValue } from './fields';
import { isWithin, pathKey } from './matchProblems';
import { sweepDrafts } from './sweep';

/** What a sweep or the series do to a field. */
export interface Variation {
  readonly by: 'sweep' | 'series';
  /** Where in the file that is said. */
  readonly at: Path;
  /** The values that it takes, in short. Empty where they cannot be said in a line. */
  readonly text: string;
  /** Whether the field's own value is used nowhere. */
  readonly overridden: boolean;
}

/** How the field at a path varies in the experiment; null where it does not. */
export function variationOf(contents: unknown, path: Path): Variation | null {
  const sweep = sweepDrafts(contents).find(
    ({ parameter }) => parameter !== undefined && pathKey(parsePath(parameter)) === pathKey(path),
  );
  if (sweep === undefined) return seriesVariation(contents, path);
  return { by: 'sweep', at: sweep.at, text: sweptValues(sweep.sweep), overridden: true };
}

/** Paths of the fields that the series set. */
export function variedBySeries(contents: unknown): string[] {
  const series = valueAt(contents, ['series']);
  if (!Array.isArray(series)) return [];
  return (series as unknown[]).flatMap((entry) => {
    const set = valueAt(entry, ['set']);
    return isObject(set) ? Object.keys(set) : [];
  });
}

/** The values of a sweep in short: "0 – 0.95". */
export function sweptValues(sweep: unknown): string {
  const { values, from, to } = isObject(sweep) ? sweep : {};
  if (Array.isArray(values)) {
    const all = values.map((value) => (typeof value === 'number' ? formatShort(value) : '?'));
    return all.length > 4 ? `${all.slice(0, 3).join(', ')} … ${all.at(-1)!}` : all.join(', ');
  }
  return typeof from === 'number' && typeof to === 'number'
    ? `${formatShort(from)} – ${formatShort(to)}`
    : '';
}

function seriesVariation(contents: unknown, path: Path): Variation | null {
  const series = valueAt(contents, ['series']);
  if (!Array.isArray(series) || series.length === 0) return null;
  const values: string[] = [];
  let setting = 0;
  for (const entry of series as unknown[]) {
    const set = isObject(entry) && isObject(entry['set']) ? entry['set'] : {};
    const own = Object.entries(set).map(([key, value]): [Path, unknown] => [parsePath(key), value]);
    const outer = own.find(([key]) => isWithin(path, key));
    if (outer === undefined) continue;
    setting++;
    const value = writtenValue(outer[1], path.slice(outer[0].length));
    const text = shortValue(value, path);
    if (text !== '' && !values.includes(text)) values.push(text);
  }
  if (setting === 0) return null;
  const text = values.length > 4 ? `${values.slice(0, 3).join(', ')} … ${values.at(-1)!}` : values.join(', ');
  return {
    by: 'series',
    at: ['series'],
    text: text.length > 32 ? '' : text,
    overridden: setting === series.length,
  };
}

/** A value that a series sets, in short: of an object its kind. */
function shortValue(value: unknown, path: Path): string {
  const word = isObject(value) ? value['kind'] : value;
  return typeof word === 'string'
    ? inWords(word, String(path.at(-1))).toLowerCase()
    : formatForEditing(value);
}

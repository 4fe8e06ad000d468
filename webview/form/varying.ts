import { parsePath, valueAt } from '../../src/experiment/paths';
import type { Path } from '../../src/experiment/problem';
import { isObject } from '../../src/experiment/structure';
import { formatForEditing, formatShort } from '../numbers';
import { writtenValue } from './fields';
import { isWithin, pathKey } from './matchProblems';

/** What a sweep or the series do to a field. */
export interface Variation {
  readonly by: 'sweep' | 'series';
  /** The values that it takes, in short. Empty where they cannot be said in a line. */
  readonly text: string;
  /** Whether the field's own value is used nowhere. */
  readonly overridden: boolean;
}

/** How the field at a path varies in the experiment; null where it does not. */
export function variationOf(contents: unknown, path: Path): Variation | null {
  const sweep = valueAt(contents, ['sweep']);
  if (isObject(sweep) && typeof sweep['parameter'] === 'string') {
    const swept = parsePath(sweep['parameter']);
    if (pathKey(swept) === pathKey(path)) return { by: 'sweep', text: sweptValues(sweep), overridden: true };
  }
  return seriesVariation(contents, path);
}

function sweptValues(sweep: Record<string, unknown>): string {
  const { values, from, to } = sweep;
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
    const text = typeof value === 'string' ? value : formatForEditing(value);
    if (text !== '' && !values.includes(text)) values.push(text);
  }
  if (setting === 0) return null;
  const text = values.length > 4 ? `${values.slice(0, 3).join(', ')} … ${values.at(-1)!}` : values.join(', ');
  return { by: 'series', text: text.length > 32 ? '' : text, overridden: setting === series.length };
}

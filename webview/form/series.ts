import { parsePath, schemaAt, valueAt } from '../../src/experiment/paths';
import { isObject } from '../../src/experiment/structure';
import { formatForEditing, parseNumber, parseNumberList } from '../numbers';
import type { Draft } from './draft';
import { effectiveValue, fieldType } from './fields';

/** One curve as the form edits it. */
export interface SeriesDraft {
  readonly label: string;
  readonly set: Readonly<Record<string, unknown>>;
}

/** The file's series as far as they can be read. */
export function seriesOf(contents: unknown): SeriesDraft[] {
  const series = valueAt(contents, ['series']);
  if (!Array.isArray(series)) return [];
  return (series as unknown[]).map((entry) => {
    const label = valueAt(entry, ['label']);
    const set = valueAt(entry, ['set']);
    return { label: typeof label === 'string' ? label : '', set: isObject(set) ? set : {} };
  });
}

/** Fields that a series may change besides the numeric ones: those with named kinds. */
export const namedFields = ['verifier', 'generator', 'labelNoise', 'data.covariance'] as const;

/** A short name of a field: its symbol where it has one, else its label, else its path. */
export function fieldName(contents: unknown, parameter: string): string {
  const node = schemaAt(parsePath(parameter), contents);
  return node?.ui?.symbol ?? node?.ui?.label ?? parameter;
}

/** A name that no other series has: "series 2", "series 3" … */
function freeLabel(taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`series ${number}`)) number++;
  return `series ${number}`;
}

/** The list with one more series, which changes what the last one changes. */
export function withNewSeries(contents: unknown): SeriesDraft[] {
  const series = seriesOf(contents);
  const label = freeLabel(series.map((entry) => entry.label));
  return [...series, { label, set: { ...series.at(-1)?.set } }];
}

/** One series for each value of a numeric field, named after it: "p = 50". */
export function comparing(contents: unknown, parameter: string, values: readonly number[]): SeriesDraft[] {
  const symbol = fieldName(contents, parameter);
  const distinct = [...new Set(values)];
  return distinct.map((value) => ({ label: `${symbol} = ${value}`, set: { [parameter]: value } }));
}

/** The value that a change starts from: the field's own. */
export function startingValue(contents: unknown, parameter: string): unknown {
  if (parameter === 'verifier') return 'oracle';
  return effectiveValue(contents, parsePath(parameter)) ?? 1;
}

/** What a change's text means: a number for a numeric field, else JSON or a single word. */
export function parseSetting(contents: unknown, parameter: string, text: string): Draft {
  const node = schemaAt(parsePath(parameter), contents);
  const type = node === undefined ? 'text' : fieldType(node);
  if (type === 'number') {
    const parsed = parseNumber(text);
    if (!parsed.ok) return parsed;
    return parsed.value === undefined
      ? { ok: false, sentence: 'A value is needed here.' }
      : { ok: true, value: parsed.value };
  }
  if (type === 'numbers') return parseNumberList(text);
  if (text.trim() === '') return { ok: false, sentence: 'A value is needed here.' };
  if (/^[\w-]+$/.test(text.trim()) && !/^(true|false|null|[\d.-]+)$/.test(text.trim())) {
    return { ok: true, value: text.trim() };
  }
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return {
      ok: false,
      sentence: 'This is not JSON. Write a word, a number or an object such as {"kind": "exact"}.',
    };
  }
}

/** A change's value as its field shows it. */
export function formatSetting(value: unknown): string {
  return typeof value === 'string' ? value : formatForEditing(value);
}

/** Values to compare, as they are typed. */
export function parseComparison(text: string): Draft {
  const parsed = parseNumberList(text);
  if (parsed.ok && parsed.value.length < 2)
    return { ok: false, sentence: 'Give at least two values, such as 50, 200.' };
  return parsed;
}

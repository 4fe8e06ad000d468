import { override } from '../../src/experiment/override';
import { numericPaths, parsePath, schemaAt, valueAt } from '../../src/experiment/paths';
import { isObject } from '../../src/experiment/structure';
import { symbolText } from '../../src/experiment/symbolText';
import { formatForEditing, parseNumber, parseNumberList } from '../numbers';
import { inWords } from '../words';
import type { Draft } from './draft';
import { choicesOf, effectiveValue, fieldType, kindsOf, objectOfKind } from './fields';
import {
  featuresFor,
  featuresPresets,
  generatorFor,
  generatorPresets,
  verifierFor,
  verifierPresets,
} from './presets';

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

/** The experiment as a series has it, as far as its changes can be made. */
export function withSettings(contents: unknown, set: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(set).reduce((changed, [key, value]) => {
    const path = parsePath(key);
    return schemaAt(path, changed) === undefined ? changed : override(changed, path, value);
  }, contents);
}

/** Fields with a few values that have names. */
const namedFields = [
  'verifier',
  'generator',
  'labelNoise',
  'data.covariance',
  'classifier.loss',
  'classifier.normalise',
  'data.meanDirection',
  'generator.meanError',
  'generator.covariance',
  'generator.retraining',
  'generator.retrainingLabels',
  'data.features',
] as const;

/** Fields that a series may change: those whose values have names, then the numeric ones. */
export function settableFields(contents: unknown): string[] {
  const named = namedFields.filter((field) => namedValues(contents, field).length > 0);
  return [...named, ...numericPaths(contents)];
}

export interface NamedValue {
  readonly label: string;
  readonly value: unknown;
}

/** The values of a field that have names, as they are written into a file; none for a number. */
export function namedValues(contents: unknown, parameter: string): NamedValue[] {
  if (parameter === 'verifier') {
    return verifierPresets.flatMap(({ value, label }) =>
      value === 'custom' ? [] : { label, value: verifierFor(value) },
    );
  }
  if (parameter === 'generator') {
    return generatorPresets.map(({ value, label }) => ({ label, value: generatorFor(contents, value) }));
  }
  if (parameter === 'data.features') {
    return featuresPresets.map(({ value, label }) => ({ label, value: featuresFor(value) ?? value }));
  }
  const path = parsePath(parameter);
  const node = schemaAt(path, contents);
  if (node === undefined) return [];
  const field = String(path.at(-1));
  switch (fieldType(node)) {
    case 'kinds':
      return kindsOf(node).map(({ value }) => ({
        label: inWords(value, field),
        value: objectOfKind(node, value),
      }));
    case 'choice':
      return choicesOf(node).map(({ value }) => ({ label: inWords(value, field), value }));
    case 'boolean':
      return [true, false].map((value) => ({ label: value ? 'Yes' : 'No', value }));
    default:
      return [];
  }
}

/** A short name of a field: its symbol where it has one, else its label, else its path. */
export function fieldName(contents: unknown, parameter: string): string {
  const ui = schemaAt(parsePath(parameter), contents)?.ui;
  return ui?.symbol === undefined ? (ui?.label ?? parameter) : symbolText(ui.symbol);
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

/** One series for each value of a field, named after it: "p = 50", "Logistic". */
export function comparing(contents: unknown, parameter: string, values: readonly unknown[]): SeriesDraft[] {
  const named = namedValues(contents, parameter);
  if (named.length > 0) {
    const texts = values.map((value) => JSON.stringify(value));
    const wanted = named.filter(({ value }) => texts.includes(JSON.stringify(value)));
    return wanted.map(({ label, value }) => ({ label, set: { [parameter]: value } }));
  }
  const symbol = fieldName(contents, parameter);
  const distinct = [...new Set(values)];
  return distinct.map((value) => ({
    label: `${symbol} = ${formatForEditing(value)}`,
    set: { [parameter]: value },
  }));
}

/** The value that a change starts from: the field's own. */
export function startingValue(contents: unknown, parameter: string): unknown {
  if (parameter === 'verifier') return 'oracle';
  if (parameter === 'generator') return generatorFor(contents, 'exact');
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

/** Numbers as people type them and as they are shown. */

export type ParsedNumber =
  /** undefined for an empty text: the field is left out. */
  | { readonly ok: true; readonly value: number | undefined }
  | { readonly ok: false; readonly sentence: string };

const thousandsByComma = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?(e[+-]?\d+)?$/i;
const thousandsByDot = /^[+-]?[1-9]\d{0,2}(\.\d{3})+,\d+$/;
const decimalComma = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;
const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a number: `0.5`, `.5`, `1e-3`, `1 000`, `1,000` (thousands), `0,5` (decimal comma), `1.000,5`.
 * A comma before exactly three digits separates thousands unless a lone zero stands before it.
 */
export function parseNumber(text: string): ParsedNumber {
  const compact = text.replace(/[\s\u00a0\u2009\u202f_']/g, '').replace(/\u2212/g, '-');
  if (compact === '') return { ok: true, value: undefined };
  const candidate = thousandsByComma.test(compact)
    ? compact.replaceAll(',', '')
    : thousandsByDot.test(compact)
      ? compact.replaceAll('.', '').replace(',', '.')
      : decimalComma.test(compact)
        ? compact.replace(',', '.')
        : compact;
  const value = plain.test(candidate) ? Number(candidate) : NaN;
  if (Number.isFinite(value)) return { ok: true, value };
  const found = text.trim();
  return {
    ok: false,
    sentence: `“${found.length > 24 ? `${found.slice(0, 23)}…` : found}” is not a number. Write it as 0.5, 1000 or 1e-3.`,
  };
}

export type ParsedList =
  | { readonly ok: true; readonly value: readonly number[] }
  | { readonly ok: false; readonly sentence: string };

/** Reads numbers separated by spaces, commas or semicolons; with semicolons, commas may be decimal. */
export function parseNumberList(text: string): ParsedList {
  const separator = text.includes(';') ? /;/ : /[\s,]+/;
  const parts = text
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(separator)
    .filter((part) => part.trim() !== '');
  const values: number[] = [];
  for (const part of parts) {
    const parsed = parseNumber(part);
    if (!parsed.ok) return parsed;
    if (parsed.value !== undefined) values.push(parsed.value);
  }
  return { ok: true, value: values };
}

/** A value of the file as the text of its field. What is no number is shown as JSON, so that nothing is hidden. */
export function formatForEditing(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value.join(', ');
  return JSON.stringify(value);
}

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with thousands separators: 1,240. */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** A number in a sentence or beside a field, with the digits that matter: 0.001, 0.95, 1,240, 1.2e-7. */
export function formatShort(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e9 || size < 1e-4) return trimExponent(value.toExponential(digits - 1));
  if (Number.isInteger(value) || size >= 10 ** digits) return minus(grouped.format(value));
  return minus(String(Number(value.toPrecision(digits))));
}

/** A number of a table column: always four decimals, so that the points stand under each other. */
export function formatTable(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 5e-5)) return trimExponent(value.toExponential(3));
  return minus(value.toFixed(4));
}

/** From the smallest to the largest of some values: one number where they are all the same. */
export function formatSpan(values: readonly number[]): string {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return '–';
  const low = formatShort(finite.reduce((a, b) => Math.min(a, b)));
  const high = formatShort(finite.reduce((a, b) => Math.max(a, b)));
  return low === high ? low : `${low} – ${high}`;
}

/** A duration as people say it: 9 s, 2 min 5 s, 1 h 20 min. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (milliseconds > 0 && seconds === 0) return '< 1 s';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function minus(text: string): string {
  return text.replace('-', '−');
}

function trimExponent(text: string): string {
  return minus(text.replace(/\.?0*e/, 'e').replace('e+', 'e'));
}

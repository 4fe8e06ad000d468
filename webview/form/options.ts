import type { DropdownOption } from './dropdown';

/** The option that stands for a value of the file that should be one of several words. */
export function presentWord(value: unknown): DropdownOption {
  if (typeof value === 'string') return { value, label: shortJson(value) };
  return value === undefined
    ? { value: '', label: '' }
    : { value: JSON.stringify(value), label: shortJson(value) };
}

/** The option that stands for a value of the file that should be an object of some kind. */
export function presentKind(kind: unknown, value: unknown): DropdownOption {
  if (kind !== undefined) return presentWord(kind);
  // A text in the place of an object is not the kind of that name.
  return value === undefined
    ? presentWord(undefined)
    : { value: JSON.stringify(value), label: shortJson(value) };
}

/** The options, and before them the present value where it is none of them: a wrong value is shown as it is. */
export function withPresent(
  options: readonly DropdownOption[],
  present: DropdownOption,
): readonly DropdownOption[] {
  const known = present.value === '' || options.some(({ value }) => value === present.value);
  return known ? options : [present, ...options];
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

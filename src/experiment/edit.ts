import { applyEdits, modify, type Edit, type FormattingOptions } from 'jsonc-parser';
import { parseText } from './parse';
import { expandPreset, schemaAt, valueAt } from './paths';
import type { Path } from './problem';
import { ExperimentSchema } from './schema';
import { isObject } from './structure';

export type { Edit } from 'jsonc-parser';

/** Where and how a field's change is written: one insertion-ordered list of fields per change. */
export interface FieldChange {
  readonly path: Path;
  /** undefined removes the field. */
  readonly value: unknown;
}

/**
 * The smallest text edits that make the changes, keeping comments, order and layout. A field whose parent is left
 * out or is a preset's name has the parent written out first, so that the file stays valid.
 */
export function editsFor(text: string, changes: readonly FieldChange[]): Edit[] {
  const result = changes.reduce((current, change) => applyEdits(current, editsForOne(current, change)), text);
  return [minimalEdit(text, result)].filter((edit) => edit.length > 0 || edit.content !== '');
}

function editsForOne(text: string, { path, value }: FieldChange): Edit[] {
  const root = parseText(text).value;
  const written = writeOutParents(root, path, value);
  const order =
    typeof written.path[0] === 'string' && written.path.length === 1 ? written.path[0] : undefined;
  return modify(text, [...written.path], written.value, {
    formattingOptions: layoutOf(text),
    ...(order === undefined ? {} : { getInsertionIndex: (keys: string[]) => insertionIndex(keys, order) }),
  });
}

/** The change to make instead, where a parent on the way is missing or a preset: the parent as a whole. */
function writeOutParents(root: unknown, path: Path, value: unknown): FieldChange {
  for (let length = 1; length < path.length && value !== undefined; length++) {
    const parent = path.slice(0, length);
    const present = valueAt(root, parent);
    if (isObject(present) || Array.isArray(present)) continue;
    const whole = expandPreset(present ?? schemaAt(parent, root)?.default);
    const rest = path.slice(length);
    return { path: parent, value: setIn(isObject(whole) ? whole : {}, rest, value) };
  }
  return { path, value };
}

function setIn(target: Record<string, unknown>, path: Path, value: unknown): Record<string, unknown> {
  const [key, ...rest] = path;
  if (key === undefined) return target;
  const child = target[key];
  return { ...target, [key]: rest.length === 0 ? value : setIn(isObject(child) ? child : {}, rest, value) };
}

/** New top-level fields go where the format lists them. */
function insertionIndex(keys: readonly string[], key: string): number {
  const order = Object.keys(ExperimentSchema.properties);
  const rank = order.indexOf(key);
  const after = keys.findIndex((other) => order.indexOf(other) > rank);
  return after === -1 ? keys.length : after;
}

function layoutOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    keepLines: true,
  };
}

/** One replacement between the first and the last character that differ. */
function minimalEdit(before: string, after: string): Edit {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return {
    offset: start,
    length: before.length - start - end,
    content: after.slice(start, after.length - end),
  };
}

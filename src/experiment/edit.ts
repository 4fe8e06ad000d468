import { applyEdits, findNodeAtLocation, getNodeValue, type Edit } from 'jsonc-parser';
import { insertEntry, layoutOf, removeEntry, replaceNode } from './layout';
import { override } from './override';
import { parseText } from './parse';
import { valueAt, withValueAt } from './paths';
import type { Path } from './problem';
import { ExperimentSchema } from './schema';
import { isObject } from './structure';

export type { Edit } from 'jsonc-parser';

/** One field and what it is to be. */
export interface FieldChange {
  readonly path: Path;
  /** undefined removes the field. */
  readonly value: unknown;
}

/**
 * The text edits that make the changes, one after the other, keeping comments, order and layout: at most one edit,
 * from the first to the last character that differ. A field whose parent is left out or is a preset's name has the
 * parent written out, so that the file stays valid. Where nothing changes, and in a text that cannot be read, there
 * are no edits.
 */
export function editsFor(text: string, changes: readonly FieldChange[]): Edit[] {
  const result = changes.reduce((current, change) => applyEdits(current, editsForOne(current, change)), text);
  return result === text ? [] : [minimalEdit(text, result)];
}

function editsForOne(text: string, change: FieldChange): Edit[] {
  const parsed = parseText(text);
  const layout = layoutOf(text);
  if (parsed.root === undefined) {
    if (text.trim() !== '' || change.value === undefined) return [];
    const content = withValueAt({}, change.path, change.value);
    return [{ offset: 0, length: text.length, content: JSON.stringify(content, null, 2) + '\n' }];
  }
  if (parsed.problems.length > 0) return [];
  const { path, value } = writeOutParents(parsed.value, change);
  const present = findNodeAtLocation(parsed.root, [...path]);
  if (present !== undefined) {
    if (value === undefined) return removeEntry(text, present);
    return JSON.stringify(getNodeValue(present)) === JSON.stringify(value)
      ? []
      : [replaceNode(text, present, value, layout)];
  }
  const parent = findNodeAtLocation(parsed.root, path.slice(0, -1));
  const key = path.at(-1);
  if (value === undefined || parent === undefined || key === undefined) return [];
  if (typeof key === 'number')
    return insertEntry(text, parent, parent.children?.length ?? 0, { value }, layout);
  const siblings = (parent.children ?? []).map((property) => String(property.children?.[0]?.value));
  const index = path.length === 1 ? insertionIndex(siblings, key) : siblings.length;
  return insertEntry(text, parent, index, { key, value }, layout);
}

/** The change to make instead, where a parent on the way is missing or a preset: the parent as a whole. */
function writeOutParents(root: unknown, { path, value }: FieldChange): FieldChange {
  if (value === undefined) return { path, value };
  for (let length = 1; length < path.length; length++) {
    const parent = path.slice(0, length);
    const present = valueAt(root, parent);
    if (isObject(present) || Array.isArray(present)) continue;
    return { path: parent, value: valueAt(override(root, path, value), parent) };
  }
  return { path, value };
}

/** New top-level fields go where the format lists them. */
function insertionIndex(keys: readonly string[], key: string): number {
  const order = Object.keys(ExperimentSchema.properties);
  const rank = order.indexOf(key);
  const after = keys.findIndex((other) => order.indexOf(other) > rank);
  return after === -1 || rank === -1 ? keys.length : after;
}

/** One replacement between the first and the last character that differ. */
function minimalEdit(before: string, after: string): Edit {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  while (inPair(before, start) || inPair(after, start)) start--;
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  while (inPair(before, before.length - end) || inPair(after, after.length - end)) end--;
  return {
    offset: start,
    length: before.length - start - end,
    content: after.slice(start, after.length - end),
  };
}

/** Whether an offset would cut a pair that editors hold together: \r\n, or the two halves of one character. */
function inPair(text: string, offset: number): boolean {
  const pair = text.slice(Math.max(0, offset - 1), offset + 1);
  return pair === '\r\n' || /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(pair);
}

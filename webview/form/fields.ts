import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox';
import { expandPreset, schemaAt, valueAt } from '../../src/experiment/paths';
import type { Path } from '../../src/experiment/problem';
import type { SchemaNode } from '../../src/experiment/schema';
import { chooseBranch, isObject, kindOf, numberInWords } from '../../src/experiment/structure';
import type { NumberRange } from './stepping';

/** What the form reads from the experiment file's schema about one field. */

export type FieldType = 'number' | 'choice' | 'boolean' | 'numbers' | 'text' | 'kinds' | 'object';

/** How a field is edited, from its schema. */
export function fieldType(node: TSchema): FieldType {
  if (KindGuard.IsNumber(node) || KindGuard.IsInteger(node)) return 'number';
  if (KindGuard.IsBoolean(node)) return 'boolean';
  if (KindGuard.IsArray(node) && KindGuard.IsNumber(node.items)) return 'numbers';
  if (KindGuard.IsLiteral(node)) return 'choice';
  if (KindGuard.IsUnion(node))
    return node.anyOf.every((branch) => KindGuard.IsLiteral(branch)) ? 'choice' : 'kinds';
  return KindGuard.IsObject(node) ? 'object' : 'text';
}

export interface Choice {
  readonly value: string;
  readonly description: string;
}

/** The values of a field that is one of several words. A union of one is that one word. */
export function choicesOf(node: TSchema): Choice[] {
  const branches = KindGuard.IsUnion(node) ? node.anyOf : [node];
  return branches
    .filter((branch) => KindGuard.IsLiteral(branch))
    .map((branch) => ({ value: String(branch.const), description: branch.description ?? '' }));
}

/** The schema of a list's entries. */
export function listItems(node: TSchema): TSchema {
  if (!KindGuard.IsArray(node)) throw new Error('The field is not a list.');
  return node.items;
}

/** The branches of a union of objects told apart by `kind`. */
export function kindsOf(node: TSchema): Choice[] {
  return branchesOf(node).map((branch) => ({
    value: String(kindOf(branch)),
    description: branch.description ?? '',
  }));
}

function branchesOf(node: TSchema): TObject[] {
  const branches = KindGuard.IsUnion(node) ? node.anyOf : [node];
  return branches
    .filter((branch) => KindGuard.IsObject(branch))
    .filter((branch) => kindOf(branch) !== undefined);
}

/** A complete valid object of a kind: the tag, and every required field at its default. */
export function objectOfKind(node: TSchema, kind: string): Record<string, unknown> {
  const branch = branchesOf(node).find((candidate) => kindOf(candidate) === kind);
  if (branch === undefined) throw new Error(`There is no kind "${kind}" here.`);
  const entries = (branch.required ?? []).map((key): [string, unknown] => {
    const field = branch.properties[key]!;
    const examples = field['examples'] as readonly unknown[] | undefined;
    return [key, field['default'] ?? examples?.[0]];
  });
  return Object.fromEntries(entries);
}

/** Names of an object's fields in its present kind, the tag itself left out. */
export function fieldNames(contents: unknown, path: Path): string[] {
  const node = schemaAt(path, contents);
  if (node === undefined) return [];
  const present = expandPreset(valueAt(contents, path) ?? node.default);
  const object = KindGuard.IsUnion(node) ? chooseBranch(node.anyOf, present) : node;
  if (object === undefined || !KindGuard.IsObject(object)) return [];
  return Object.keys(object.properties).filter((key) => key !== 'kind');
}

/** Whether the file would be incomplete without the field. */
export function isRequired(contents: unknown, path: Path): boolean {
  const key = path.at(-1);
  const parentPath = path.slice(0, -1);
  const parent = schemaAt(parentPath, contents);
  if (parent === undefined || typeof key !== 'string') return true;
  const present = expandPreset(valueAt(contents, parentPath) ?? parent.default);
  const object: TSchema | undefined = KindGuard.IsUnion(parent)
    ? chooseBranch(parent.anyOf, present)
    : parent;
  return object !== undefined && KindGuard.IsObject(object) && (object.required ?? []).includes(key);
}

/** The field's value as the file has it, presets on the way written out; undefined where it is left out. */
export function writtenValue(contents: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => {
    const present = expandPreset(at);
    if (Array.isArray(present)) return (present as unknown[])[Number(key)];
    return isObject(present) ? present[key] : undefined;
  }, contents);
}

/** The field's value, or what stands for it where it is left out. */
export function effectiveValue(contents: unknown, path: Path): unknown {
  const written = writtenValue(contents, path);
  if (written !== undefined) return written;
  const ownDefault = schemaAt(path, contents)?.default as unknown;
  if (ownDefault !== undefined) return ownDefault;
  for (let length = path.length - 1; length > 0; length--) {
    if (valueAt(contents, path.slice(0, length)) !== undefined) break;
    const parentDefault: unknown = schemaAt(path.slice(0, length), contents)?.default;
    const inherited = writtenValue(parentDefault, path.slice(length));
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** A numeric field's limits and slider. */
export function numberRange(node: SchemaNode): NumberRange {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = node as Limits;
  const whole = KindGuard.IsInteger(node);
  return { whole, minimum, exclusiveMinimum, maximum, exclusiveMaximum, slider: node.ui?.slider };
}

type Limits = Pick<NumberRange, 'minimum' | 'exclusiveMinimum' | 'maximum' | 'exclusiveMaximum'>;

/** "a whole number from 2 to 1,000,000"; empty for what is not a number. */
export function rangeSentence(node: SchemaNode): string {
  if (fieldType(node) !== 'number') return '';
  return numberInWords(node)
    .replace(/\d{5,}/g, (digits) => Number(digits).toLocaleString('en-US'))
    .replace(/-(?=\d)/g, '−');
}

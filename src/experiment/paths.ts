import { KindGuard, type TSchema } from '@sinclair/typebox';
import type { Path } from './problem';
import { ExperimentSchema, type SchemaNode } from './schema';
import { chooseBranch, fieldOf, isObject } from './structure';

/** "data.covariance.spikes.0" as a path. Indices are written like keys. */
export function parsePath(text: string): Path {
  return text.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return (at as unknown[])[Number(key)];
    return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, value);
}

/**
 * A copy of `value` in which only `path` is changed; missing parents are made, and the index just past a list's end
 * appends. `undefined` removes the field or entry. Throws a RangeError for an index further out: a list has no holes.
 */
export function withValueAt(value: unknown, path: Path, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (replacement === undefined && valueAt(value, path) === undefined) return value;
  if (typeof key === 'number') {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    if (key > list.length) throw new RangeError(`A list of ${list.length} entries has no place ${key}.`);
    const next = withValueAt(list[key], rest, replacement);
    return [...list.slice(0, key), ...(next === undefined ? [] : [next]), ...list.slice(key + 1)];
  }
  const fields = isObject(value) ? value : {};
  const next = withValueAt(valueAt(fields, [key]), rest, replacement);
  // A computed key makes an own field even of "__proto__", where an assignment would set the prototype.
  if (next !== undefined) return { ...fields, [key]: next };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}

/**
 * What `withValueAt` does, for setting one path of one value many times: the parents, which must be there, are found
 * once, and only they are copied. The copies share everything else.
 */
export function setter(value: unknown, path: Path): (replacement: unknown) => unknown {
  const parents = path.map((_, length) => valueAt(value, path.slice(0, length)));
  return (replacement) => {
    let inner = replacement;
    for (let i = path.length - 1; i >= 0; i--) inner = withEntry(parents[i], path[i]!, inner);
    return inner;
  };
}

function withEntry(parent: unknown, key: string | number, entry: unknown): unknown {
  if (Array.isArray(parent)) return (parent as unknown[]).with(Number(key), entry);
  // Assigned rather than spread with a computed key, which takes several times as long.
  const copy: Record<string, unknown> = { ...(parent as object) };
  copy[key] = entry;
  return copy;
}

/**
 * The schema of the field at a path, in the union branches that `value` is in; undefined where there is no such
 * field. Where `value` leaves a union out, its default chooses the branch.
 */
export function schemaAt(
  path: Path,
  value: unknown,
  schema: TSchema = ExperimentSchema,
): SchemaNode | undefined {
  const present = value ?? (schema.default as unknown);
  if (KindGuard.IsUnion(schema)) {
    if (path.length === 0) return schema;
    const branch = chooseBranch(schema.anyOf, isObject(present) ? present : expandPreset(present));
    return branch && schemaAt(path, present, branch);
  }
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  if (KindGuard.IsObject(schema)) {
    const child = fieldOf(schema, String(key));
    return child && schemaAt(rest, valueAt(present, [key]), child);
  }
  if (KindGuard.IsArray(schema) && typeof key === 'number') {
    return schemaAt(rest, Array.isArray(present) ? (present as unknown[])[key] : undefined, schema.items);
  }
  return undefined;
}

/** The verifier's presets as what they stand for. */
export const verifierPresets = {
  oracle: { kind: 'random', keepCorrect: 1, keepIncorrect: 0 },
  none: { kind: 'random', keepCorrect: 1, keepIncorrect: 1 },
} as const;

/** A preset's name as the object it stands for; anything else as it is. */
export function expandPreset(value: unknown): unknown {
  return value === 'oracle' || value === 'none' ? verifierPresets[value] : value;
}

/** Top-level fields that a sweep may vary and that may differ between the series of one chart. */
export const variableFields = [
  'data',
  'realSamples',
  'syntheticSamples',
  'syntheticProportion',
  'totalSamples',
  'generator',
  'labelNoise',
  'verifier',
  'classifier',
] as const;

/** Paths of the numeric fields that an experiment has in its present kinds: what a sweep may vary. */
export function numericPaths(value: unknown): string[] {
  const found: string[] = [];
  const visit = (schema: TSchema, at: unknown, path: string) => {
    const present = expandPreset(at ?? (schema as SchemaNode).default);
    if (KindGuard.IsUnion(schema)) {
      const branch = chooseBranch(schema.anyOf, present);
      if (branch !== undefined) visit(branch, present, path);
    } else if (KindGuard.IsObject(schema)) {
      for (const [key, child] of Object.entries(schema.properties)) {
        visit(child, valueAt(present, [key]), `${path}.${key}`);
      }
    } else if (KindGuard.IsArray(schema) && Array.isArray(present)) {
      present.forEach((item, i) => visit(schema.items, item, `${path}.${i}`));
    } else if (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema)) found.push(path);
  };
  for (const key of variableFields) visit(ExperimentSchema.properties[key], valueAt(value, [key]), key);
  return found;
}

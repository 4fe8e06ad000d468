import { expandPreset, schemaAt, valueAt, withValueAt } from '../../src/experiment/paths';
import type { Path } from '../../src/experiment/problem';
import { isObject } from '../../src/experiment/structure';

/** One field of the file and its new value; undefined removes the field. */
export interface FieldChange {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * The contents as they will be once the host has written the changes, so that the form can show them at once.
 * Like the host, it writes out presets and left-out parents first.
 */
export function applyChanges(contents: unknown, changes: readonly FieldChange[]): unknown {
  return changes.reduce<unknown>((current, { path, value }) => {
    let target = current;
    for (let length = 1; length < path.length && value !== undefined; length++) {
      const parent = path.slice(0, length);
      const present = valueAt(target, parent);
      if (isObject(present) || Array.isArray(present)) continue;
      const whole = expandPreset(present ?? schemaAt(parent, target)?.default);
      target = withValueAt(target, parent, isObject(whole) ? whole : {});
    }
    return withoutHoles(withValueAt(target, path, value), path, value);
  }, contents);
}

/** An entry removed from a list leaves no gap. */
function withoutHoles(contents: unknown, path: Path, value: unknown): unknown {
  const parent = path.slice(0, -1);
  const list = valueAt(contents, parent);
  if (value !== undefined || !Array.isArray(list)) return contents;
  return withValueAt(
    contents,
    parent,
    list.filter((item) => item !== undefined),
  );
}

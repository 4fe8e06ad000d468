import { KindGuard } from '@sinclair/typebox';
import { expandPreset, schemaAt, valueAt, withValueAt } from './paths';
import type { Path } from './problem';
import { fieldOf, isObject, kindOf } from './structure';

/** The sizes that setting `path` takes the place of. */
export function displacedBy(path: Path): readonly string[] {
  const first = path[0];
  return path.length === 1 && typeof first === 'string' ? (replaces.get(first) ?? []) : [];
}

/** Sizes that say the same thing in another way: setting one takes the others' place. */
const replaces: ReadonlyMap<string, readonly string[]> = new Map([
  ['syntheticSamples', ['syntheticProportion', 'totalSamples']],
  ['syntheticProportion', ['syntheticSamples']],
  ['totalSamples', ['realSamples', 'syntheticSamples']],
  ['realSamples', ['totalSamples']],
]);

/**
 * The experiment with one field set, as a sweep or a series sets it: presets and left-out parents are written out
 * first, a size takes the place of the sizes that it contradicts, and a new kind leaves out what it does not know.
 */
export function override(experiment: unknown, path: Path, value: unknown): unknown {
  let changed = experiment;
  for (let length = 1; length < path.length; length++) {
    const parent = path.slice(0, length);
    const present = valueAt(changed, parent);
    const written = expandPreset(present ?? defaultParent(changed, parent));
    if (written !== present && isObject(written)) changed = withValueAt(changed, parent, written);
  }
  for (const other of displacedBy(path)) changed = withValueAt(changed, [other], undefined);
  if (path.at(-1) === 'kind') changed = withoutOtherKinds(changed, path.slice(0, -1), value);
  return withValueAt(changed, path, value);
}

/** The experiment without the fields at `path` that the kind does not have. */
function withoutOtherKinds(experiment: unknown, path: Path, kind: unknown): unknown {
  const union = schemaAt(path, experiment);
  const fields = valueAt(experiment, path);
  if (union === undefined || !KindGuard.IsUnion(union) || !isObject(fields)) return experiment;
  const branch = union.anyOf.filter((each) => KindGuard.IsObject(each)).find((each) => kindOf(each) === kind);
  if (branch === undefined) return experiment;
  const known = Object.entries(fields).filter(([key]) => fieldOf(branch, key) !== undefined);
  return withValueAt(experiment, path, Object.fromEntries(known));
}

function defaultParent(experiment: unknown, path: Path): unknown {
  return schemaAt(path, experiment)?.default;
}

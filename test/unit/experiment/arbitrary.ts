import { KindGuard, type TSchema } from '@sinclair/typebox';
import fc from 'fast-check';

interface Limits {
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  uniqueItems?: boolean;
}

/** Values that a schema accepts. */
export function validFor(schema: TSchema): fc.Arbitrary<unknown> {
  const limits = schema as Limits;
  if (KindGuard.IsUnion(schema)) return fc.oneof(...schema.anyOf.map(validFor));
  if (KindGuard.IsLiteral(schema)) return fc.constant(schema.const);
  if (KindGuard.IsBoolean(schema)) return fc.boolean();
  if (KindGuard.IsString(schema)) {
    return fc.string({
      minLength: limits.minLength ?? 0,
      maxLength: Math.min(limits.maxLength ?? 20, 20),
      unit: 'binary',
    });
  }
  if (KindGuard.IsInteger(schema))
    return fc.integer({ min: limits.minimum ?? -1e9, max: Math.min(limits.maximum ?? 1e9, 1e9) });
  if (KindGuard.IsNumber(schema)) {
    return fc.double({
      min: limits.minimum ?? limits.exclusiveMinimum ?? -1e300,
      max: limits.maximum ?? limits.exclusiveMaximum ?? 1e300,
      minExcluded: limits.exclusiveMinimum !== undefined,
      maxExcluded: limits.exclusiveMaximum !== undefined,
      noNaN: true,
    });
  }
  if (KindGuard.IsArray(schema)) {
    const size = {
      minLength: limits.minItems ?? 0,
      maxLength: Math.max(limits.minItems ?? 0, Math.min(4, limits.maxItems ?? 4)),
    };
    const items = validFor(schema.items);
    return limits.uniqueItems === true
      ? fc.uniqueArray(items, { ...size, maxLength: 1 })
      : fc.array(items, size);
  }
  if (KindGuard.IsObject(schema)) {
    const required = schema.required ?? [];
    const fields = Object.fromEntries(
      Object.entries(schema.properties).map(([key, child]) => [key, validFor(child)]),
    );
    return fc.record(fields, { requiredKeys: required });
  }
  if (KindGuard.IsRecord(schema))
    return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }));
  return fc.jsonValue({ maxDepth: 1 });
}

/** What could stand where it should not. */
const stray: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    'oracle',
    'kind',
    0,
    -0,
    1,
    -1,
    0.5,
    2.5,
    1e9,
    1e9 + 1,
    1e308,
    [],
    {},
    [1, 1],
    { kind: 'exact' },
  ),
  fc.double(),
  fc.string({ maxLength: 250 }),
  fc.array(fc.double({ noNaN: true }), { maxLength: 3 }),
);
const strayKey = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'kind',
    'values',
    'from',
    'rate',
    'x',
  ),
  fc.string({ maxLength: 5 }),
);

/** A copy of a document with one place changed: a value replaced, a key removed, renamed or added. */
export function mutated(document: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(document, []);
  return fc
    .tuple(fc.constantFrom(...places), fc.constantFrom('replace', 'remove', 'add'), stray, strayKey)
    .map(([place, action, value, key]) => change(document, place, action, value, key));
}

type Place = readonly (string | number)[];

function placesIn(value: unknown, place: Place): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  return [
    place,
    ...Object.entries(value).flatMap(([key, child]) =>
      placesIn(child, [...place, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function change(document: unknown, place: Place, action: string, value: unknown, key: string): unknown {
  const [first, ...rest] = place;
  if (first === undefined) {
    if (action !== 'add' || typeof document !== 'object' || document === null || Array.isArray(document))
      return value;
    return Object.fromEntries([...Object.entries(document), [key, value]]);
  }
  const inner = (child: unknown) => change(child, rest, action, value, key);
  const drop = action === 'remove' && rest.length === 0;
  if (Array.isArray(document)) {
    return document.flatMap((child: unknown, i) => (i !== first ? [child] : drop ? [] : [inner(child)]));
  }
  return Object.fromEntries(
    Object.entries(document as object).flatMap(([name, child]) =>
      name !== first ? [[name, child]] : drop ? [] : [[name, inner(child)]],
    ),
  );
}

import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox';
import { nearest } from './nearest';
import { formatChoices, formatPath, formatValue, type Path, type Problem } from './problem';

/**
 * Checks a value against a schema and says what is wrong in sentences.
 *
 * A JSON Schema validator would report every branch of a union; here the branch is chosen as a reader would choose
 * it, by `kind` or by the keys that are there, and only that branch is reported. Nothing is compiled with `eval`,
 * so it runs under the designer's content security policy.
 */
export function checkStructure(schema: TSchema, value: unknown, path: Path = []): Problem[] {
  if (KindGuard.IsUnion(schema)) return checkUnion(schema.anyOf, value, path);
  if (KindGuard.IsObject(schema)) return checkObject(schema, value, path);
  if (KindGuard.IsArray(schema)) return checkArray(schema, value, path);
  if (KindGuard.IsRecord(schema)) return isObject(value) ? [] : [wrongType(path, 'an object', value)];
  if (KindGuard.IsLiteral(schema))
    return value === schema.const ? [] : [notAChoice(path, [schema.const], value)];
  if (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema)) return checkNumber(schema, value, path);
  if (KindGuard.IsString(schema)) return checkString(schema, value, path);
  if (KindGuard.IsBoolean(schema))
    return typeof value === 'boolean' ? [] : [wrongType(path, 'true or false', value)];
  return [];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The branch of a union that a value means: by its `kind`, by its keys, or the scalar it could be. */
export function chooseBranch(branches: readonly TSchema[], value: unknown): TSchema | undefined {
  if (!isObject(value)) {
    return branches.find((branch) => KindGuard.IsLiteral(branch) && branch.const === value);
  }
  const objects = branches.filter((branch) => KindGuard.IsObject(branch));
  const tagged = objects.filter((branch) => branch.properties['kind'] !== undefined);
  if (tagged.length > 0) return tagged.find((branch) => kindOf(branch) === value['kind']);
  const score = (branch: TObject) => Object.keys(value).filter((key) => key in branch.properties).length;
  return objects.reduce<TObject | undefined>(
    (best, branch) => (best === undefined || score(branch) > score(best) ? branch : best),
    undefined,
  );
}

/** The value of `kind` that marks a branch of a tagged union. */
export function kindOf(branch: TObject): unknown {
  const tag = branch.properties['kind'];
  return tag !== undefined && KindGuard.IsLiteral(tag) ? tag.const : undefined;
}

function checkUnion(branches: readonly TSchema[], value: unknown, path: Path): Problem[] {
  const branch = chooseBranch(branches, value);
  if (branch !== undefined) return checkStructure(branch, value, path);

  const literals = branches.filter((b) => KindGuard.IsLiteral(b)).map((b) => b.const);
  const kinds = branches.filter((b) => KindGuard.IsObject(b)).map(kindOf);
  if (isObject(value) && kinds.length > 0) {
    if (!('kind' in value)) {
      return [
        {
          code: 'missing',
          path,
          message: `${formatPath(path)} needs a "kind": ${formatChoices(kinds)}.`,
        },
      ];
    }
    return [notAChoice([...path, 'kind'], kinds, value['kind'])];
  }
  if (kinds.length === 0) return [notAChoice(path, literals, value)];
  const objects = `an object with "kind" ${formatChoices(kinds)}`;
  const wanted = literals.length > 0 ? `${formatChoices(literals)}, or ${objects}` : objects;
  return typeof value === 'string' && literals.length > 0
    ? [notAChoice(path, literals, value, wanted)]
    : [wrongType(path, wanted, value)];
}

function checkObject(schema: TObject, value: unknown, path: Path): Problem[] {
  if (!isObject(value)) return [wrongType(path, 'an object { … }', value)];
  const problems: Problem[] = [];
  const known = Object.keys(schema.properties);
  for (const key of Object.keys(value)) {
    const child = schema.properties[key];
    if (child !== undefined) problems.push(...checkStructure(child, value[key], [...path, key]));
    else problems.push(unknownKey([...path, key], key, known));
  }
  for (const key of schema.required ?? []) {
    if (key in value) continue;
    const owner = path.length === 0 ? 'The experiment' : formatPath(path);
    const child = schema.properties[key]!;
    problems.push({ code: 'missing', path, message: `${owner} needs "${key}"${explain(child)}` });
  }
  return problems;
}

/** What a missing field is, from its description. */
function explain(schema: TSchema): string {
  return schema.description ? `: ${schema.description}` : '.';
}

function unknownKey(path: Path, key: string, known: readonly string[]): Problem {
  const meant = nearest(key, known);
  const hint = meant === undefined ? `Allowed here: ${known.join(', ')}.` : `Did you mean "${meant}"?`;
  return { code: 'unknownKey', path, message: `"${key}" is not a known field. ${hint}`, onKey: true };
}

function checkArray(schema: TSchema & { items: TSchema }, value: unknown, path: Path): Problem[] {
  if (!Array.isArray(value)) return [wrongType(path, 'a list [ … ]', value)];
  const { minItems = 0, maxItems = Infinity } = schema as { minItems?: number; maxItems?: number };
  const problems: Problem[] = [];
  if (value.length < minItems || value.length > maxItems) {
    const wanted = value.length < minItems ? `at least ${minItems}` : `at most ${maxItems}`;
    problems.push({
      code: 'range',
      path,
      message: `${formatPath(path)} has ${value.length} entries; it must have ${wanted}.`,
    });
  }
  if (schema['uniqueItems'] === true && new Set(value).size < value.length) {
    problems.push({ code: 'contradiction', path, message: `${formatPath(path)} names the same entry twice.` });
  }
  return problems.concat(value.flatMap((item, i) => checkStructure(schema.items, item, [...path, i])));
}

interface NumberLimits {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** The allowed range of a number schema in words: "at least 2 and at most 1000". Empty where there is none. */
export function rangeInWords(limits: NumberLimits): string {
  const parts: string[] = [];
  if (limits.minimum !== undefined) parts.push(`at least ${limits.minimum}`);
  if (limits.exclusiveMinimum !== undefined) parts.push(`greater than ${limits.exclusiveMinimum}`);
  if (limits.maximum !== undefined) parts.push(`at most ${limits.maximum}`);
  if (limits.exclusiveMaximum !== undefined) parts.push(`less than ${limits.exclusiveMaximum}`);
  return parts.join(' and ');
}

/** Whether a number lies in a schema's range. */
export function inRange(limits: NumberLimits, value: number): boolean {
  return (
    value >= (limits.minimum ?? -Infinity) &&
    value <= (limits.maximum ?? Infinity) &&
    value > (limits.exclusiveMinimum ?? -Infinity) &&
    value < (limits.exclusiveMaximum ?? Infinity)
  );
}

function checkNumber(schema: TSchema, value: unknown, path: Path): Problem[] {
  const whole = KindGuard.IsInteger(schema);
  const wanted = whole ? 'a whole number' : 'a number';
  if (typeof value !== 'number') return [wrongType(path, wanted, value)];
  const limits = schema as NumberLimits;
  const range = rangeInWords(limits);
  if (whole && !Number.isInteger(value)) {
    return [
      {
        code: 'type',
        path,
        message: `${formatPath(path)} is ${value}; it must be a whole number${range && ` ${range}`}.`,
      },
    ];
  }
  // The comparisons are false for NaN and for what JSON cannot hold but a caller could pass.
  if (!Number.isFinite(value) || !inRange(limits, value)) {
    return [
      {
        code: 'range',
        path,
        message: `${formatPath(path)} is ${value}; it must be ${range || 'a finite number'}.`,
      },
    ];
  }
  return [];
}

function checkString(schema: TSchema, value: unknown, path: Path): Problem[] {
  if (typeof value !== 'string') return [wrongType(path, 'a text in quotes', value)];
  const { minLength = 0, maxLength = Infinity } = schema as { minLength?: number; maxLength?: number };
  if (value.length >= minLength && value.length <= maxLength) return [];
  const wanted = value.length < minLength ? 'not be empty' : `have at most ${maxLength} characters`;
  return [{ code: 'range', path, message: `${formatPath(path)} must ${wanted}.` }];
}

function wrongType(path: Path, wanted: string, value: unknown): Problem {
  return { code: 'type', path, message: `${formatPath(path)} is ${formatValue(value)}; it must be ${wanted}.` };
}

function notAChoice(
  path: Path,
  choices: readonly unknown[],
  value: unknown,
  wanted = formatChoices(choices),
): Problem {
  const meant = typeof value === 'string' ? nearest(value, choices.map(String)) : undefined;
  const hint = meant === undefined || choices.length < 2 ? '' : ` Did you mean "${meant}"?`;
  return {
    code: 'choice',
    path,
    message: `${formatPath(path)} is ${formatValue(value)}; it must be ${wanted}.${hint}`,
  };
}

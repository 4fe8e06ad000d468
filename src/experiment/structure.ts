import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox';
import { nearest } from './nearest';
import { formatChoices, formatList, formatPath, formatValue, type Path, type Problem } from './problem';

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
  if (KindGuard.IsRecord(schema)) return isObject(value) ? [] : [wrongType(path, 'an object { … }', value)];
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

/** The schema of an object's field; undefined for a name that is none, also for "constructor" and its like. */
export function fieldOf(schema: TObject, key: string): TSchema | undefined {
  return Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
}

/** The branch of a union that a value means: by its `kind`, by its keys, or the list or scalar that it could be. */
export function chooseBranch(branches: readonly TSchema[], value: unknown): TSchema | undefined {
  if (Array.isArray(value)) return branches.find((branch) => KindGuard.IsArray(branch));
  if (!isObject(value)) {
    return branches.find((branch) => KindGuard.IsLiteral(branch) && branch.const === value);
  }
  const objects = branches.filter((branch) => KindGuard.IsObject(branch));
  const tagged = objects.filter((branch) => branch.properties['kind'] !== undefined);
  if (tagged.length > 0) return tagged.find((branch) => kindOf(branch) === ownValue(value, 'kind'));
  const score = (branch: TObject) =>
    Object.keys(value).filter((key) => fieldOf(branch, key) !== undefined).length;
  return objects.reduce<TObject | undefined>(
    (best, branch) => (best === undefined || score(branch) > score(best) ? branch : best),
    undefined,
  );
}

function ownValue(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The value of `kind` that marks a branch of a tagged union. */
export function kindOf(branch: TObject): unknown {
  const tag = branch.properties['kind'];
  return tag !== undefined && KindGuard.IsLiteral(tag) ? tag.const : undefined;
}

function checkUnion(branches: readonly TSchema[], value: unknown, path: Path): Problem[] {
  const branch = chooseBranch(branches, value);
  if (branch !== undefined) return checkStructure(branch, value, path).map(alternative(branches, branch));

  const literals = branches.filter((b) => KindGuard.IsLiteral(b)).map((b) => b.const);
  const objectBranches = branches.filter((b) => KindGuard.IsObject(b));
  const kinds = objectBranches.map(kindOf).filter((name) => name !== undefined);
  if (isObject(value) && kinds.length > 0) {
    if (!Object.hasOwn(value, 'kind')) {
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
  if (objectBranches.length === 0) return [notAChoice(path, literals, value)];
  const objects = kinds.length === 0 ? 'an object { … }' : `an object with "kind" ${formatChoices(kinds)}`;
  const wanted =
    literals.length > 0
      ? `${formatChoices(literals)}, or ${objects}`
      : branches.some((branch) => KindGuard.IsArray(branch))
        ? `${objects}, or a list [ … ] of them`
        : objects;
  return typeof value === 'string' && literals.length > 0
    ? [notAChoice(path, literals, value, wanted)]
    : [wrongType(path, wanted, value)];
}

/** Where a key is unknown only because it belongs to another branch of an untagged union, says so. */
function alternative(branches: readonly TSchema[], chosen: TSchema): (problem: Problem) => Problem {
  const others = branches
    .filter((branch) => KindGuard.IsObject(branch))
    .filter((branch) => branch !== chosen);
  if (!KindGuard.IsObject(chosen) || kindOf(chosen) !== undefined) return (problem) => problem;
  return (problem) => {
    const key = String(problem.path.at(-1));
    if (problem.code !== 'unknownKey' || !others.some((other) => fieldOf(other, key) !== undefined))
      return problem;
    const wanted = Object.keys(chosen.properties).filter((name) =>
      others.every((o) => fieldOf(o, name) === undefined),
    );
    const message = `"${key}" does not go together with ${formatList(wanted, 'and')}: remove one or the other.`;
    return { ...problem, code: 'contradiction', message };
  };
}

function checkObject(schema: TObject, value: unknown, path: Path): Problem[] {
  if (!isObject(value)) return [wrongType(path, 'an object { … }', value)];
  const problems: Problem[] = [];
  const known = Object.keys(schema.properties);
  for (const key of Object.keys(value)) {
    const child = fieldOf(schema, key);
    if (child === undefined) problems.push(unknownKey([...path, key], key, known, kindOf(schema)));
    else problems.push(...checkStructure(child, value[key], [...path, key]));
  }
  for (const key of schema.required ?? []) {
    if (Object.hasOwn(value, key)) continue;
    const owner = path.length === 0 ? 'The experiment' : formatPath(path);
    const child = schema.properties[key]!;
    problems.push({ code: 'missing', path, message: `${owner} needs "${key}"${explain(child)}` });
  }
  return problems;
}

/** What a missing field is: its value where there is only one, else the first sentence of its description. */
function explain(schema: TSchema): string {
  if (KindGuard.IsLiteral(schema)) return `: ${JSON.stringify(schema.const)}.`;
  const [first = ''] = (schema.description ?? '').split('. ', 1);
  return first === '' ? '.' : `: ${first.charAt(0).toLowerCase()}${first.slice(1).replace(/\.$/, '')}.`;
}

function unknownKey(path: Path, key: string, known: readonly string[], kind: unknown): Problem {
  const what = kind === undefined ? 'a known field' : `a field of kind ${JSON.stringify(kind)}`;
  const meant = nearest(key, known);
  const hint =
    meant !== undefined
      ? `Did you mean "${meant}"?`
      : known.length === 1 && kind !== undefined
        ? 'This kind has no fields of its own.'
        : `Allowed here: ${known.join(', ')}.`;
  return { code: 'unknownKey', path, message: `${formatValue(key)} is not ${what}. ${hint}`, onKey: true };
}

function checkArray(schema: TSchema & { items: TSchema }, value: unknown, path: Path): Problem[] {
  if (!Array.isArray(value)) return [wrongType(path, 'a list [ … ]', value)];
  const { minItems = 0, maxItems = Infinity } = schema as { minItems?: number; maxItems?: number };
  const problems: Problem[] = [];
  if (value.length < minItems || value.length > maxItems) {
    const count = (entries: number) => entries.toLocaleString('en-US');
    const wanted = value.length < minItems ? `at least ${count(minItems)}` : `at most ${count(maxItems)}`;
    const entries = value.length === 1 ? '1 entry' : `${count(value.length)} entries`;
    problems.push({
      code: 'range',
      path,
      message: `${formatPath(path)} has ${entries}; it must have ${wanted}.`,
    });
    // The entries of a list that is far too long would only bury this.
    if (value.length > maxItems) return problems;
  }
  if (schema['uniqueItems'] === true && new Set(value).size < value.length) {
    problems.push({
      code: 'contradiction',
      path,
      message: `${formatPath(path)} names the same entry twice.`,
    });
  }
  // By index, because a list with holes is no list of numbers and `flatMap` would skip them.
  for (let i = 0; i < value.length; i++)
    problems.push(...checkStructure(schema.items, value[i], [...path, i]));
  return problems;
}

export interface NumberLimits {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** The range of a number schema in words: "from 2 to 1,000", "greater than 0". Empty where there is none. */
export function rangeInWords(limits: NumberLimits): string {
  const limit = (value: number) => (Number.isInteger(value) ? value.toLocaleString('en-US') : `${value}`);
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = limits;
  if (minimum !== undefined && maximum !== undefined) return `from ${limit(minimum)} to ${limit(maximum)}`;
  if (minimum !== undefined && exclusiveMaximum !== undefined) {
    return `from ${limit(minimum)} up to, but not including, ${limit(exclusiveMaximum)}`;
  }
  const words: string[] = [];
  if (minimum !== undefined) words.push(`at least ${limit(minimum)}`);
  if (exclusiveMinimum !== undefined) words.push(`greater than ${limit(exclusiveMinimum)}`);
  if (maximum !== undefined) words.push(`at most ${limit(maximum)}`);
  if (exclusiveMaximum !== undefined) words.push(`less than ${limit(exclusiveMaximum)}`);
  return words.join(' and ');
}

/** What a number schema allows, in words: "a whole number from 2 to 1000". */
export function numberInWords(schema: TSchema): string {
  const noun = KindGuard.IsInteger(schema) ? 'a whole number' : 'a number';
  return `${noun} ${rangeInWords(schema as NumberLimits)}`.trimEnd();
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
  if (typeof value !== 'number') return [wrongType(path, numberInWords(schema), value)];
  const whole = KindGuard.IsInteger(schema);
  const finite = Number.isFinite(value);
  if (finite && inRange(schema as NumberLimits, value) && (!whole || Number.isInteger(value))) return [];
  const shown = finite ? `${value}` : 'beyond what a number can hold';
  const message = `${formatPath(path)} is ${shown}; it must be ${numberInWords(schema)}.`;
  return [{ code: 'range', path, message }];
}

function checkString(schema: TSchema, value: unknown, path: Path): Problem[] {
  if (typeof value !== 'string') return [wrongType(path, 'a text in double quotes', value)];
  const { minLength = 0, maxLength = Infinity } = schema as { minLength?: number; maxLength?: number };
  // Characters as people count them: an emoji is one.
  const length = value.length > maxLength ? Array.from(value).length : value.length;
  if (length >= minLength && length <= maxLength) return [];
  const wanted = length < minLength ? 'not be empty' : `have at most ${maxLength} characters`;
  return [{ code: 'range', path, message: `${formatPath(path)} must ${wanted}.` }];
}

function wrongType(path: Path, wanted: string, value: unknown): Problem {
  return {
    code: 'type',
    path,
    message: `${formatPath(path)} is ${formatValue(value)}; it must be ${wanted}.`,
  };
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

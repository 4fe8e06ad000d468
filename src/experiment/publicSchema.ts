import { KindGuard, type TObject, type TSchema, type TUnion } from '@sinclair/typebox';
import { variableFields } from './paths';
import { formatChoices } from './problem';
import { ExperimentSchema, type SchemaNode } from './schema';
import { kindOf, numberInWords } from './structure';

/** JSON Schema (draft-07) as far as it is used here, with the keywords that VS Code adds for completion and hover. */
export interface PublicSchema {
  $schema?: string;
  title?: string;
  description?: string;
  markdownDescription?: string;
  type?: string | string[];
  enum?: unknown[];
  enumDescriptions?: string[];
  const?: unknown;
  errorMessage?: string;
  default?: unknown;
  examples?: unknown[];
  properties?: Record<string, PublicSchema>;
  patternProperties?: Record<string, PublicSchema>;
  items?: PublicSchema;
  required?: string[];
  anyOf?: PublicSchema[];
  allOf?: PublicSchema[];
  if?: PublicSchema;
  then?: PublicSchema;
  else?: PublicSchema;
  defaultSnippets?: Snippet[];
  doNotSuggest?: boolean;
  allowComments?: boolean;
  allowTrailingCommas?: boolean;
}

interface Snippet {
  label: string;
  description: string;
  body: unknown;
}

/**
 * The JSON Schema that VS Code completes, explains and checks experiment files with.
 *
 * It checks types and choices only. Ranges, missing and unknown fields and contradictions stand in its descriptions
 * and are reported by our own validator, in better sentences; checked here too, they would be told twice.
 *
 * A union by `kind` becomes `if kind = … then …` rather than `anyOf`: with `anyOf` the service reports a wrong kind in
 * the words of whichever branch it finds nearest, offers the fields of every branch at once, and on hover shows a
 * branch's text instead of the field's. With conditions a wrong kind is reported once, at the kind, and only the
 * fields of the kind that is there are offered. Whole objects are offered as snippets where a value is due.
 *
 * `integer` becomes `number`: the service takes 1000.0 for no integer and 1e-3 for one.
 */
export function publicSchema(): PublicSchema {
  const { examples, properties, ...experiment } = convert(ExperimentSchema, 'The experiment', false);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: ExperimentSchema.title!,
    allowComments: true,
    allowTrailingCommas: true,
    ...experiment,
    // A file that names a schema of its own puts this one aside: allowed, but not to be proposed.
    properties: { ...properties, $schema: { ...properties?.['$schema'], doNotSuggest: true } },
    defaultSnippets: [
      { label: 'experiment', description: 'A small experiment to start from.', body: examples?.[0] },
    ],
  };
}

/** `name` is what the sentences call the field: its path. */
function convert(schema: SchemaNode, name: string, optional: boolean): PublicSchema {
  const texts = describe(schema, name, optional);
  if (KindGuard.IsUnion(schema)) return { ...texts, ...convertUnion(schema, name) };
  if (KindGuard.IsLiteral(schema)) return { ...texts, ...choices([schema], name) };
  if (KindGuard.IsRecord(schema)) return { ...texts, ...convertSet(name) };
  if (KindGuard.IsObject(schema)) {
    return { ...texts, ...typed('object', name, 'an object { … }'), properties: fields(schema, name) };
  }
  if (KindGuard.IsArray(schema)) {
    const items = convert(schema.items, `${name}[i]`, false);
    if (KindGuard.IsObject(schema.items)) items.defaultSnippets = [snippet('entry', schema.items)];
    return { ...texts, ...typed('array', name, 'a list [ … ]'), items };
  }
  if (KindGuard.IsBoolean(schema)) return { ...texts, ...typed('boolean', name, 'true or false') };
  if (KindGuard.IsString(schema)) {
    const snippets = name.endsWith('.parameter') ? { defaultSnippets: parameterSnippets() } : {};
    return { ...texts, ...typed('string', name, 'a text in double quotes'), ...snippets };
  }
  return { ...texts, ...typed('number', name, numberInWords(schema)) };
}

function typed(type: string, name: string, wanted: string): PublicSchema {
  return { type, errorMessage: `${name} must be ${wanted}.` };
}

function choices(literals: readonly TSchema[], name: string): PublicSchema {
  const values = literals.map((literal) => literal['const'] as unknown);
  return {
    enum: values,
    enumDescriptions: literals.map((literal) => literal.description ?? ''),
    errorMessage: `${name} must be ${formatChoices(values)}.`,
  };
}

function fields(schema: TObject, name: string, except: readonly string[] = []): Record<string, PublicSchema> {
  const prefix = schema === ExperimentSchema ? '' : `${name}.`;
  return Object.fromEntries(
    Object.entries(schema.properties)
      .filter(([key]) => !except.includes(key))
      .map(([key, child]) => [key, convert(child, `${prefix}${key}`, !schema.required?.includes(key))]),
  );
}

function convertUnion(schema: TUnion, name: string): PublicSchema {
  const literals = schema.anyOf.filter((branch) => KindGuard.IsLiteral(branch));
  const objects = schema.anyOf.filter((branch) => KindGuard.IsObject(branch));
  if (objects.length === 0) return choices(literals, name);
  const kinds = objects.map(kindOf);
  if (kinds.includes(undefined)) {
    const list = schema.anyOf.find((branch) => KindGuard.IsArray(branch));
    const object = convertUntagged(objects, name);
    return list === undefined ? object : withList(object, list, name);
  }

  const kind = { description: schema.description ?? '', ...choices(objects.map(tagOf), `${name}.kind`) };
  const cases = objects.map((branch): PublicSchema => {
    const markdownDescription = joined('\n\n', [
      heading(schema),
      escape(schema.description ?? ''),
      kindLine(branch),
    ]);
    return {
      if: { type: 'object', properties: { kind: { const: kindOf(branch) } }, required: ['kind'] },
      then: { markdownDescription, properties: fields(branch, name, ['kind']) },
    };
  });
  const words = literals.map((literal) => literal.const);
  const object = `an object with "kind" ${formatChoices(kinds)}`;
  const errorMessage = `${name} must be ${words.length === 0 ? object : `${formatChoices(words)}, or ${object}`}.`;
  const scalar: PublicSchema =
    words.length === 0 ? {} : { if: { type: 'string' }, then: { ...choices(literals, name), errorMessage } };
  return {
    type: words.length === 0 ? 'object' : ['object', 'string'],
    errorMessage,
    properties: { kind },
    allOf: cases,
    ...scalar,
    defaultSnippets: [
      ...literals.map((literal) => ({
        label: JSON.stringify(literal.const),
        description: literal.description ?? '',
        body: literal.const,
      })),
      ...objects.map((branch) => snippet(String(kindOf(branch)), branch)),
    ],
  };
}

/** The `kind` of a branch as a choice that is described by the branch. */
function tagOf(branch: TObject): TSchema {
  return { ...branch.properties['kind']!, description: branch.description ?? '' };
}

/** A union without kinds: the first branch where one of its own fields is there, as `chooseBranch` has it. */
function convertUntagged([first, ...others]: readonly TObject[], name: string): PublicSchema {
  const own = Object.keys(first!.properties).filter((key) =>
    others.every((other) => !(key in other.properties)),
  );
  const all = Object.assign(
    {},
    fields(first!, name),
    ...others.map((other) => fields(other, name)),
  ) as PublicSchema;
  return {
    ...typed('object', name, 'an object { … }'),
    if: { anyOf: own.map((key) => ({ required: [key] })) },
    then: { properties: fields(first!, name) },
    else: { properties: all as Record<string, PublicSchema> },
    defaultSnippets: [first!, ...others].map((branch) => snippet(branch.description ?? '', branch)),
  };
}

/** An object or a list of them: each keyword looks only at what it is about. */
function withList(object: PublicSchema, list: TSchema & { items: TSchema }, name: string): PublicSchema {
  return {
    ...object,
    type: ['object', 'array'],
    errorMessage: `${name} must be an object { … }, or a list [ … ] of them.`,
    items: convert(list.items, `${name}[i]`, false),
  };
}

/** The `set` of a series: every field that a series may set, by its path. */
function convertSet(name: string): PublicSchema {
  const properties: Record<string, PublicSchema> = {};
  const patternProperties: Record<string, PublicSchema> = {};
  for (const { path, schema, isEntry } of settableFields()) {
    const converted = convert(schema, isEntry ? `${path}[i]` : path, false);
    if (isEntry) patternProperties[`^${path.replaceAll('.', '\\.')}\\.\\d+$`] = converted;
    else properties[path] = converted;
  }
  return { ...typed('object', name, 'an object { "path": value, … }'), properties, patternProperties };
}

function parameterSnippets(): Snippet[] {
  return settableFields()
    .filter(({ schema, isEntry }) => !isEntry && (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema)))
    .map(({ path, schema }) => ({
      label: JSON.stringify(path),
      description: schema.description ?? '',
      body: path,
    }));
}

interface SettableField {
  readonly path: string;
  readonly schema: SchemaNode;
  /** Whether it is any entry of the list at `path`. */
  readonly isEntry: boolean;
}

/** Every field that a series or a sweep may vary, over all kinds; of a `kind`, all its choices. */
function settableFields(): SettableField[] {
  const found = new Map<string, SettableField>();
  const visit = (schema: SchemaNode, path: string) => {
    if (!found.has(path)) found.set(path, { path, schema, isEntry: false });
    if (KindGuard.IsUnion(schema)) {
      const objects = schema.anyOf.filter((branch) => KindGuard.IsObject(branch));
      if (objects.length > 0) {
        const kind: SchemaNode = {
          ...schema,
          anyOf: objects.map(tagOf),
          default: undefined,
          examples: undefined,
        };
        found.set(`${path}.kind`, { path: `${path}.kind`, schema: kind, isEntry: false });
      }
      objects.forEach((branch) => visitFields(branch, path));
    } else if (KindGuard.IsObject(schema)) visitFields(schema, path);
    else if (KindGuard.IsArray(schema)) found.set(`${path}.0`, { path, schema: schema.items, isEntry: true });
  };
  const visitFields = (schema: TObject, path: string) => {
    for (const [key, child] of Object.entries(schema.properties)) visit(child, `${path}.${key}`);
  };
  for (const key of variableFields) visit(ExperimentSchema.properties[key], key);
  return [...found.values()];
}

/** Optional fields without a default: one of the sizes must be given, and the schema's is where a form starts. */
const sizes: ReadonlySet<string> = new Set([
  'realSamples',
  'syntheticSamples',
  'syntheticProportion',
  'totalSamples',
]);

/** Description, default and examples: as keywords, and in words for hover. */
function describe(schema: SchemaNode, name: string, optional: boolean): PublicSchema {
  const numeric = KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema);
  const description = schema.description ?? '';
  const standard = JSON.stringify(schema.default) as string | undefined;
  const isDefault = optional && standard !== undefined && standard !== '""' && !sizes.has(name);
  const examples = (schema.examples ?? []) as unknown[];
  const range = numeric ? `${capital(numberInWords(schema))}.` : '';
  const facts = joined(' ', [
    range,
    isDefault ? `Default: \`${standard}\`.` : '',
    numeric ? `For example ${examples.map((example) => `\`${String(example)}\``).join(', ')}.` : '',
  ]);
  // Of a single choice, and of an object that snippets offer, further suggestions would only be repetition.
  const single = KindGuard.IsLiteral(schema);
  const offered = KindGuard.IsUnion(schema) && schema.anyOf.some((branch) => KindGuard.IsObject(branch));
  return {
    description: joined(' ', [description, range, isDefault ? `Default: ${standard}.` : '']),
    markdownDescription: joined('\n\n', [heading(schema), escape(description), optionLines(schema), facts]),
    ...(standard === undefined || single ? {} : { default: schema.default as unknown }),
    ...(examples.length === 0 || single || offered ? {} : { examples }),
  };
}

/** A field's name in the form and its symbol. */
function heading({ ui }: SchemaNode): string {
  if (ui === undefined) return '';
  return joined(' ', [`**${escape(ui.label)}**`, escape(ui.symbol ?? '')]);
}

/** What can be chosen, a line each. */
function optionLines(schema: SchemaNode): string {
  if (!KindGuard.IsUnion(schema)) return '';
  return schema.anyOf
    .filter(
      (branch) => KindGuard.IsLiteral(branch) || (KindGuard.IsObject(branch) && kindOf(branch) !== undefined),
    )
    .map((branch) =>
      KindGuard.IsObject(branch)
        ? kindLine(branch)
        : `- \`${JSON.stringify(branch['const'])}\`: ${escape(branch.description ?? '')}`,
    )
    .join('\n');
}

function kindLine(branch: TObject): string {
  return `- \`${String(kindOf(branch))}\`: ${escape(branch.description ?? '')}`;
}

/** A snippet that writes a whole object: the fields that it needs and those that have a default, as places to fill. */
function snippet(label: string, schema: TObject): Snippet {
  let place = 0;
  const filled = (child: TSchema): unknown => {
    const values: unknown[] = KindGuard.IsUnion(child)
      ? child.anyOf.map((literal) => literal['const'] as unknown)
      : [child.default];
    if (values.length > 1 && values.every((value) => typeof value === 'string')) {
      return `\${${++place}|${values.join(',')}|}`;
    }
    const [value] = values;
    if (typeof value === 'string') return `\${${++place}:${value}}`;
    return typeof value === 'number' || typeof value === 'boolean' ? `^\${${++place}:${value}}` : value;
  };
  const body = Object.entries(schema.properties)
    .filter(([key, child]) => schema.required?.includes(key) || child.default !== undefined)
    .map(([key, child]) => [key, key === 'kind' ? kindOf(schema) : filled(child)]);
  return { label, description: schema.description ?? '', body: Object.fromEntries(body) as unknown };
}

function joined(separator: string, parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Text as Markdown that reads the same. Code in backticks is left as it is. */
function escape(text: string): string {
  return text.replace(/`[^`]*`|[\\*_<>[\]]/g, (found) => (found.startsWith('`') ? found : `\\${found}`));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KindGuard, type TSchema } from '@sinclair/typebox';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { usage } from '../../../src/cli/usage';
import { formatChoices } from '../../../src/experiment/problem';
import { readExperiment } from '../../../src/experiment/read';
import { ExperimentSchema } from '../../../src/experiment/schema';
import { numberInWords } from '../../../src/experiment/structure';

const page = readFileSync(join(import.meta.dirname, '../../../media/docs/format.md'), 'utf8');

interface Row {
  field: string;
  allowed: string;
  standard: string;
}

const rows: Row[] = page
  .split('\n')
  .filter((line) => /^\| `[$a-zA-Z.[\]]+` /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map((cells) => ({ field: cells[1]!.replaceAll('`', ''), allowed: cells[3]!, standard: cells[4]! }));

interface Field {
  path: string;
  schema: TSchema;
  required: boolean;
}

/** Every field of the schema, over all branches of its unions. */
function fieldsOf(schema: TSchema, path: string): Field[] {
  if (KindGuard.IsUnion(schema)) return schema.anyOf.flatMap((branch) => fieldsOf(branch, path));
  if (KindGuard.IsArray(schema)) return fieldsOf(schema.items, `${path}[]`);
  if (!KindGuard.IsObject(schema)) return [];
  return Object.entries(schema.properties).flatMap(([key, child]) => {
    const name = path === '' ? key : `${path}.${key}`;
    return [
      { path: name, schema: child, required: schema.required?.includes(key) ?? false },
      ...fieldsOf(child, name),
    ];
  });
}
const fields = fieldsOf(ExperimentSchema, '');

describe('media/docs/format.md', () => {
  it('has a row for every field of the schema, and none for others', () => {
    const known = new Set(fields.map(({ path }) => path));
    expect(rows.map(({ field }) => field).sort()).toEqual(
      [...known].filter((path) => path !== 'data').sort(),
    );
  });

  it.each(rows)(
    'gives the range and the default of $field as the schema has them',
    ({ field, allowed, standard }) => {
      const variants = fields.filter(({ path }) => path === field);
      const [{ schema, required }] = variants as [Field];
      if (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema))
        expect(allowed).toBe(numberInWords(schema));
      const literals = variants.flatMap(({ schema: each }): unknown[] =>
        KindGuard.IsLiteral(each)
          ? [each.const]
          : KindGuard.IsUnion(each)
            ? each.anyOf.filter((branch) => KindGuard.IsLiteral(branch)).map((branch) => branch.const)
            : [],
      );
      const choices = [...new Set(literals)];
      if (choices.length > 0 && field !== 'verifier')
        expect(allowed.replaceAll('`', '')).toBe(formatChoices(choices));
      if (
        KindGuard.IsArray(schema) &&
        (KindGuard.IsNumber(schema.items) || KindGuard.IsInteger(schema.items))
      ) {
        const { minItems, maxItems } = schema as { minItems?: number; maxItems?: number };
        const items = numberInWords(schema.items).replace('a number', 'numbers');
        expect(allowed).toBe(`a list of ${minItems ?? 0} to ${maxItems!.toLocaleString('en-US')} ${items}`);
      }

      const code = /^`(.*)`$/.exec(standard)?.[1];
      if (required) expect(standard).toMatch(/^needed/);
      else if (code !== undefined) expect(parse(code)).toEqual(schema.default);
      else expect(standard).toMatch(/^(none|empty|one way|as many as)/);
    },
  );

  it('shows an experiment that is good', () => {
    const [, example] = /```jsonc\n([^]*?)```/.exec(page)!;
    expect(readExperiment(example!).problems).toEqual([]);
  });

  it('lists every call of the command line', () => {
    const section = page.slice(page.indexOf('## The command line'));
    for (const word of usage.match(/resolvent [a-z]+|--[a-z]+/g)!) expect(section).toContain(word);
    const codes = /Exit codes: .*/.exec(usage)![0].match(/\d+/g);
    expect(/Exit codes: .*/.exec(section)![0].match(/\d+/g)).toEqual(codes);
  });
});

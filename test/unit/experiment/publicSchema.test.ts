import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { KindGuard, type TSchema } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-json-languageservice';
import { reportedByJsonService } from '../../../src/experiment/jsonService';
import { publicSchema, type PublicSchema } from '../../../src/experiment/publicSchema';
import { readExperiment } from '../../../src/experiment/read';
import { ExperimentSchema } from '../../../src/experiment/schema';
import { completeAt, diagnose, hoverAt } from './jsonService';

const root = join(import.meta.dirname, '../../..');

describe('publicSchema', () => {
  it('is what the committed file says (run scripts/schema.mjs after a change)', () => {
    const committed: unknown = JSON.parse(readFileSync(join(root, 'media/experiment.schema.json'), 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(publicSchema())));
  });

  it('is a JSON Schema of draft-07 that accepts the examples', () => {
    const ajv = new Ajv({ strict: false });
    const validate = ajv.compile(publicSchema());
    const [example] = ExperimentSchema.examples as unknown[];
    expect(validate(example)).toBe(true);
    expect(validate({ version: 1, data: 5 })).toBe(false);
  });

  it('has nothing of ours in it', () => {
    const text = JSON.stringify(publicSchema());
    for (const word of ['"ui":', '"slider"', '"minimum"', '"maximum"', '"additionalProperties"', '"$id"']) {
      expect(text).not.toContain(word);
    }
  });

  it('describes every field, with a default or what leaving it out means, and with an example', () => {
    const problems: string[] = [];
    const visit = (schema: PublicSchema, name: string) => {
      const sayings = [schema.description ?? '', schema.markdownDescription ?? ''];
      const known = [...(schema.enum ?? []), ...(schema.examples ?? []), ...(schema.defaultSnippets ?? [])];
      if (sayings[0] === '' || known.length === 0) problems.push(name);
      for (const part of [
        schema,
        ...(schema.allOf ?? []).map(({ then }) => then ?? {}),
        schema.then ?? {},
        schema.else ?? {},
      ]) {
        for (const [key, child] of Object.entries(part.properties ?? {})) visit(child, `${name}.${key}`);
      }
      if (schema.items) visit(schema.items, `${name}[]`);
    };
    for (const [key, child] of Object.entries(publicSchema().properties!)) visit(child, key);
    expect(problems).toEqual([]);
  });

  it('states range and default of every number', () => {
    const seen: string[] = [];
    const visit = (schema: TSchema, name: string, text: string) => {
      if (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema)) seen.push(`${name}: ${text}`);
    };
    for (const [key, child] of Object.entries(publicSchema().properties!)) {
      visit(ExperimentSchema.properties[key as 'realSamples'], key, child.description!);
    }
    expect(seen).toEqual([
      'realSamples: Number n of real training rows. Left out only with a fixed budget (totalSamples). A whole number from 0 to 1,000,000,000.',
      'syntheticSamples: Number m of synthetic rows before the verifier prunes them. A whole number from 0 to 1,000,000,000.',
      'syntheticProportion: Share x of synthetic rows in n + m, before pruning: m = round(n x/(1 − x)), or m = round(x · totalSamples) with a fixed budget. A number from 0 up to, but not including, 1.',
      'totalSamples: A fixed budget n + m, divided by syntheticProportion. Takes the place of realSamples. A whole number from 1 to 1,000,000,000.',
    ]);
    expect(publicSchema().properties!['simulation']!.properties!['repetitions']!.description).toBe(
      'Simulated trainings per point. 0: theory only. A whole number from 0 to 1,000,000. Default: 10.',
    );
  });
});

/** A diagnostic's message as text; the service may mark it up. */
const sentenceOf = (message: Diagnostic['message']) =>
  typeof message === 'string' ? message : message.value;

/** What the Problems panel would list: the service's diagnostics and those of ours that it does not cover. */
async function listed(text: string): Promise<string[]> {
  const service = (await diagnose(text)).map(
    ({ range, message }) =>
      `${range.start.line + 1}:${range.start.character + 1} json ${sentenceOf(message)}`,
  );
  const own = readExperiment(text)
    .problems.filter(({ code }) => !reportedByJsonService.has(code))
    .map(({ line, column, message }) => `${line}:${column} resolvent ${message}`);
  return [...service, ...own];
}
const places = (problems: readonly string[]) => problems.map((problem) => problem.split(' ')[0]!).sort();

describe('the Problems panel', () => {
  it('is empty for a good file with comments and trailing commas', async () => {
    expect(
      await listed(`// good
      { "version": 1, "data": { "kind": "gaussian", "dimension": 10.0, "meanNorm": 1, }, /* x */
        "realSamples": 1e2, "syntheticSamples": 5, }`),
    ).toEqual([]);
  });

  it.each(readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.resolvent.json')))(
    'is empty for %s',
    async (file) => {
      expect(await listed(readFileSync(join(root, 'examples', file), 'utf8'))).toEqual([]);
    },
  );

  const folder = join(root, 'test/fixtures/broken');
  const names = readdirSync(folder).filter((file) => !file.includes('memory'));
  it.each(names)('tells every problem of %s once', async (file) => {
    // VS Code hides a byte order mark from every reader of the document.
    const text = readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, '');
    const problems = readExperiment(text).problems;
    const found = await listed(text);
    expect(found.length).toBeGreaterThan(0);
    if (problems.some(({ code }) => code === 'syntax')) {
      // Both sides report syntax; the wording and the number are the service's.
      expect(found.every((problem) => problem.includes(' json '))).toBe(true);
    } else if (problems.some(({ code }) => code === 'duplicateKey')) {
      // The service marks both keys.
      expect(found).toHaveLength(2 * problems.length);
      expect(found.every((problem) => problem.includes(' json '))).toBe(true);
    } else {
      expect(places(found)).toEqual(problems.map(({ line, column }) => `${line}:${column}`).sort());
    }
  });

  it('tells type and choice in the service’s place, with our sentences, everything else in ours', async () => {
    const text = `{
      "version": 2,
      "data": { "kind": "gausian", "dimension": "x", "meanNorm": -1, "covariance": { "kind": "ar2" } },
      "realSamples": 1.5,
      "syntheticSamples": 10,
      "verifier": "orcale",
      "generator": { "kind": "fited", "samples": "x" },
      "labelNoise": { "kind": "uniform", "rate": "high", "rat": 1 },
      "classifier": null,
      "sweep": 5,
      "series": [1, { "label": 1, "set": {} }]
    }`;
    expect((await listed(text)).sort()).toEqual([
      '10:16 json sweep must be an object { … }, or a list [ … ] of them.',
      '11:18 json series[i] must be an object { … }.',
      '11:32 json series[i].label must be a text in double quotes.',
      '2:18 json version must be 1.',
      '3:25 json data.kind must be "gaussian".',
      '3:49 json data.dimension must be a whole number from 2 to 1,000,000.',
      '3:66 resolvent data.meanNorm is -1; it must be a number greater than 0 and at most 1,000.',
      '3:94 json data.covariance.kind must be "identity", "powerLaw", "ar1", "spiked" or "spectrum".',
      '4:22 resolvent realSamples is 1.5; it must be a whole number from 0 to 1,000,000,000.',
      '6:19 json verifier must be "oracle" or "none", or an object with "kind" "random", "linear", "threshold", "mahalanobis" or "discriminator".',
      '7:30 json generator.kind must be "fitted", "shifted" or "exact".',
      '8:50 json labelNoise.rate must be a number from 0 to 1.',
      '8:58 resolvent "rat" is not a field of kind "uniform". Did you mean "rate"?',
      '9:21 json classifier must be an object { … }.',
    ]);
  });

  it.each([
    ['"data.dimension": "x"', 'json data.dimension must be a whole number from 2 to 1,000,000.'],
    ['"data.dimension": 1', 'resolvent data.dimension is 1; it must be a whole number from 2 to 1,000,000.'],
    [
      '"verifier": "orcale"',
      'json verifier must be "oracle" or "none", or an object with "kind" "random", "linear", "threshold", "mahalanobis" or "discriminator".',
    ],
    [
      '"verifier": 3',
      'json verifier must be "oracle" or "none", or an object with "kind" "random", "linear", "threshold", "mahalanobis" or "discriminator".',
    ],
    ['"generator.kind": "fited"', 'json generator.kind must be "fitted", "shifted" or "exact".'],
    [
      '"data.covariance": { "kind": "powrLaw" }',
      'json data.covariance.kind must be "identity", "powerLaw", "ar1", "spiked" or "spectrum".',
    ],
    [
      '"data.covariance": { "kind": "ar1", "correlation": "x" }',
      'json data.covariance.correlation must be a number greater than -1 and less than 1.',
    ],
    [
      '"data.covariance": { "kind": "ar1" }',
      'resolvent data.covariance needs "correlation": correlation of neighbouring features.',
    ],
    ['"generator.meanError": 1', 'json generator.meanError must be true or false.'],
    [
      '"data.dimension.x": "x"',
      'resolvent "data.dimension.x" is not a field of this experiment. Did you mean "data.dimension"?',
    ],
    [
      '"sweep": 5',
      'resolvent A series cannot set "sweep". Allowed: data, realSamples, syntheticSamples, syntheticProportion, totalSamples, generator, labelNoise, verifier, classifier.',
    ],
  ])('tells once what is wrong with a series that sets %s', async (entry, sentence) => {
    const found =
      await listed(`{ "version": 1, "data": { "kind": "gaussian", "dimension": 10, "meanNorm": 1 }, "realSamples": 10,
      "syntheticSamples": 5, "series": [{ "label": "a", "set": { ${entry} } }] }`);
    expect(found.map((problem) => problem.replace(/^\S+ /, ''))).toEqual([sentence]);
  });

  it('tells once what is wrong with a spike that a series sets', async () => {
    const text = (value: string) => `{ "version": 1, "realSamples": 10, "syntheticSamples": 5,
      "data": { "kind": "gaussian", "dimension": 10, "meanNorm": 1, "covariance": { "kind": "spiked", "spikes": [5] } },
      "series": [{ "label": "a", "set": { "data.covariance.spikes.0": ${value} } }] }`;
    expect((await listed(text('"x"'))).map((problem) => problem.replace(/^\S+ /, ''))).toEqual([
      'json data.covariance.spikes[i] must be a number greater than 0 and at most 1,000,000,000.',
    ]);
    expect((await listed(text('-1'))).map((problem) => problem.replace(/^\S+ /, ''))).toEqual([
      'resolvent data.covariance.spikes[0] is -1; it must be a number greater than 0 and at most 1,000,000,000.',
    ]);
  });
});

describe('completion', () => {
  const labels = async (text: string) => (await completeAt(text)).map(({ label }) => label);

  it('offers every top-level field with its description', async () => {
    const items = await completeAt('{ "version": 1, ¦ }');
    expect(items.map(({ label }) => label).sort()).toEqual(
      Object.keys(ExperimentSchema.properties)
        .filter((key) => key !== 'version' && key !== '$schema')
        .sort(),
    );
    for (const { label, documentation } of items) expect(documentation, label).not.toBe('');
  });

  it('offers kinds as whole objects with places to fill', async () => {
    const items = await completeAt('{ "data": { "covariance": ¦ } }');
    const powerLaw = items.find(({ label }) => label === 'powerLaw')!;
    expect(items.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['identity', 'powerLaw', 'ar1', 'spiked', 'spectrum']),
    );
    expect(powerLaw.insertText).toBe('{\n\t"kind": "powerLaw",\n\t"exponent": ${1:1}\n}');
    expect(powerLaw.documentation).toContain('Eigenvalues proportional to i^−exponent');
  });

  it('offers the kind first, and then only the fields of the kind that is there', async () => {
    expect(await labels('{ "generator": { ¦ } }')).toEqual(['kind']);
    expect(await labels('{ "generator": { "kind": "¦" } }')).toEqual(['"fitted"', '"shifted"', '"exact"']);
    expect(await labels('{ "generator": { "kind": "shifted", ¦ } }')).toEqual([
      'alignment',
      'orthogonalShift',
      'covarianceScale',
    ]);
    expect(await labels('{ "labelNoise": { "kind": "uniform", ¦ } }')).toEqual(['rate']);
  });

  it('offers presets beside objects', async () => {
    expect(await labels('{ "verifier": ¦ }')).toEqual([
      '"none"',
      '"oracle"',
      'random',
      'linear',
      'threshold',
      'mahalanobis',
      'discriminator',
    ]);
  });

  it('offers choices and truth values, with what they mean', async () => {
    const items = await completeAt('{ "classifier": { "normalise": ¦ } }');
    expect(items.map(({ label }) => label)).toEqual(['"all"', '"kept"']);
    expect(items[1]!.documentation).toContain('By the rows that are kept.');
    expect(await labels('{ "generator": { "kind": "fitted", "meanError": ¦ } }')).toEqual(['true', 'false']);
  });

  it('offers both sorts of sweep until one is begun', async () => {
    expect(await labels('{ "sweep": { ¦ } }')).toEqual([
      'parameter',
      'from',
      'to',
      'points',
      'scale',
      'values',
    ]);
    expect(await labels('{ "sweep": { "from": 0, ¦ } }')).toEqual(['parameter', 'to', 'points', 'scale']);
  });

  it('offers the same in a list of sweeps', async () => {
    expect(await labels('{ "sweep": [{ ¦ }] }')).toEqual([
      'parameter',
      'from',
      'to',
      'points',
      'scale',
      'values',
    ]);
    expect(await labels('{ "sweep": [{ "values": [1], ¦ }] }')).toContain('scale');
    expect(await labels('{ "sweep": [{ "parameter": "¦" }] }')).toContain('"classifier.ridge"');
    expect(await labels('{ "theory": { "optimise": [{ "parameter": "¦" }] } }')).toContain(
      '"classifier.ridge"',
    );
  });

  it('offers every number as a sweep’s parameter', async () => {
    const items = await completeAt('{ "sweep": { "parameter": "¦" } }');
    const offered = items.map(({ label }) => label);
    for (const path of [
      '"data.dimension"',
      '"labelNoise.rate"',
      '"generator.samples"',
      '"verifier.keepIncorrect"',
    ]) {
      expect(offered).toContain(path);
    }
    expect(offered).not.toContain('"data.kind"');
    for (const { label, documentation } of items) expect(documentation, label).toBeTruthy();
  });

  it('offers paths in a series, and their values', async () => {
    const offered = await labels('{ "series": [{ "label": "a", "set": { ¦ } }] }');
    expect(offered).toEqual(
      expect.arrayContaining(['data.dimension', 'verifier', 'generator.samples', 'labelNoise.rate']),
    );
    expect(offered).not.toContain('simulation.seed');
    expect(await labels('{ "series": [{ "set": { "verifier": ¦ } }] }')).toContain('"oracle"');
  });

  it('writes a whole experiment into an empty file', async () => {
    const [item] = await completeAt('¦');
    expect(readExperiment(item!.insertText!).problems).toEqual([]);
  });

  it('offers snippets that, filled in, have no problem of type, choice or key', async () => {
    const filled = (text: string) =>
      text
        .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
        .replace(/\$\{\d+:([^}]*)\}/g, '$1')
        .replaceAll('\\}', '}');
    for (const key of [
      'generator',
      'labelNoise',
      'verifier',
      'sweep',
      'simulation',
      'classifier',
      'theory',
      'chart',
    ]) {
      for (const { insertText, label } of await completeAt(`{ "${key}": ¦ }`)) {
        const text = `{ "version": 1, "data": { "kind": "gaussian", "dimension": 10, "meanNorm": 1 }, "realSamples": 1000,
          "syntheticProportion": 0.5, "${key}": ${filled(insertText!)} }`;
        expect(readExperiment(text).problems, `${key}: ${label}`).toEqual([]);
      }
    }
  });
});

describe('hover', () => {
  it.each([
    [
      '{ "data": { "¦dimension": 5 } }',
      ['**Dimension** p', 'Number of features p.', 'A whole number from 2 to 1,000,000.', '`200`'],
    ],
    ['{ "simulation": { "rep¦etitions": 5 } }', ['Default: `10`.']],
    [
      '{ "¦generator": { "kind": "fitted" } }',
      ['**Generator**', 'How synthetic features are made.', '- `fitted`: A Gaussian fitted on real rows'],
    ],
    [
      '{ "generator": { "kind": "fit¦ted" } }',
      ['How synthetic features are made', 'A Gaussian fitted on real rows'],
    ],
    [
      '{ "generator": { "kind": "fitted", "samp¦les": 5 } }',
      ['**Fitted on** n̂', 'Left out: as many as there are real training rows.'],
    ],
    [
      '{ "¦verifier": "oracle" }',
      ['Which synthetic samples are kept.', '`oracle`: Keeps every right label and no wrong one'],
    ],
    ['{ "classifier": { "normalise": "ke¦pt" } }', ['`kept`: By the rows that are kept']],
    ['{ "data": { "covariance": { "kind": "powerLaw", "¦exponent": 1 } } }', ['Decay of the eigenvalues']],
    [
      '{ "sweep": { "parameter": "realSamples", "v¦alues": [1] } }',
      ['The values, in the order in which they are run.'],
    ],
    ['{ "sweep": { "po¦ints": 5 } }', ['Number of values, both ends included.']],
    ['{ "series": [{ "set": { "data.¦dimension": 50 } }] }', ['**Dimension** p']],
  ])('explains %s', async (text, parts) => {
    const shown = await hoverAt(text);
    for (const part of parts) expect(shown).toContain(part);
  });
});

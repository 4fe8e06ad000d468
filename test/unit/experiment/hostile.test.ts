import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editsFor } from '../../../src/experiment/edit';
import { expand } from '../../../src/experiment/expand';
import { locate, parseText } from '../../../src/experiment/parse';
import { readExperiment } from '../../../src/experiment/read';
import { ExperimentSchema } from '../../../src/experiment/schema';
import { mutated, validFor } from './arbitrary';
import { experiment, small } from './documents';

/** Every problem is a sentence of sensible length that ends like one. */
function expectSentences(problems: readonly { message: string }[]): void {
  for (const { message } of problems) {
    expect(message).toMatch(/^\S.*[.)?…\]}{"'\w]$/su);
    expect(message.length).toBeLessThan(700);
    expect(message).not.toMatch(/undefined|\[object|NaN/);
  }
}

describe('hostile input', () => {
  it('is answered with sentences and never with an exception: documents', () => {
    fc.assert(
      fc.property(validFor(ExperimentSchema).chain(mutated).chain(mutated), (document) => {
        const result = expand(document);
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0);
          expectSentences(result.problems);
          for (const problem of locate(parseText(JSON.stringify(document)), result.problems)) {
            expect(problem.line).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is answered with sentences and never with an exception: texts', () => {
    const good = JSON.stringify(small, null, 2);
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '//',
      '/*',
      '\\',
      '\n',
      '\r',
      '\u0000',
      '\uFEFF',
      '1e999',
      '-',
      'null',
      '😀',
    );
    const scratched = fc
      .tuple(fc.nat(good.length), fc.nat(20), fc.array(pieces, { maxLength: 4 }))
      .map(([at, cut, added]) => good.slice(0, at) + added.join('') + good.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(scratched, fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const { problems, experiment } = readExperiment(text);
        expect(problems.length === 0).toBe(experiment !== undefined);
        for (const { offset, length, line, column } of problems) {
          expect(offset + length).toBeLessThanOrEqual(text.length);
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
        expect(() => editsFor(text, [{ path: ['data', 'dimension'], value: 5 }])).not.toThrow();
      }),
      { numRuns: 400 },
    );
  });

  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', ''];

  it.each(names)('knows no field called %j', (name) => {
    for (const text of [
      JSON.stringify(experiment()).replace('{', `{"${name}":{"x":1},`),
      JSON.stringify(experiment({ chart: {} })).replace('"chart":{', `"chart":{"${name}":1`),
      JSON.stringify(experiment({ generator: { kind: 'exact' } })).replace('"exact"', `"exact","${name}":1`),
    ]) {
      const { problems } = readExperiment(text);
      expect(problems).toHaveLength(1);
      expect(problems[0]!.code).toBe('unknownKey');
      expectSentences(problems);
    }
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it.each(names)('knows no path, kind or preset called %j', (name) => {
    const set = (key: string) => JSON.parse(`{ "${key}": 1 }`) as object;
    for (const document of [
      experiment({ sweep: { parameter: name, values: [1] } }),
      experiment({ sweep: { parameter: `data.${name}`, values: [1] } }),
      experiment({ series: [{ label: 'a', set: set(name) }] }),
      experiment({ series: [{ label: 'a', set: set(`data.${name}.x`) }] }),
      experiment({ series: [{ label: 'a', set: set(`verifier.${name}`) }] }),
      experiment({ verifier: name }),
      experiment({ generator: { kind: name } }),
      experiment({ chart: { metric: name } }),
    ]) {
      const result = expand(document);
      expect(result.ok).toBe(false);
      if (!result.ok) expectSentences(result.problems);
    }
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('finds no kind on a prototype', () => {
    const inherited = Object.create({ kind: 'exact' }) as object;
    const result = expand(experiment({ generator: inherited }));
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.problems[0]!.message).toContain('generator needs a "kind"');
  });

  it('keeps a key of a million characters out of its sentence', () => {
    const { problems } = readExperiment(`{ "${'k'.repeat(1_000_000)}": 1 }`);
    expectSentences(problems);
  });

  it('reads a list of a million numbers, and says that it is too long', () => {
    const text = JSON.stringify(
      experiment({
        sweep: { parameter: 'realSamples', values: Array.from({ length: 1_000_000 }, (_, i) => i) },
      }),
    );
    expect(readExperiment(text).problems.map(({ message }) => message)).toEqual([
      'sweep.values has 1,000,000 entries; it must have at most 10,000.',
    ]);
  });

  it('answers deep nesting from other callers too', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    for (const document of [
      deep,
      experiment({ data: deep }),
      experiment({ title: deep }),
      { ...small, x: deep },
    ]) {
      const result = expand(document);
      expect(result.ok).toBe(false);
      if (!result.ok) expectSentences(result.problems);
    }
  });

  it.each([1e308, -1e308, Number.MIN_VALUE, -0, Number.MAX_SAFE_INTEGER, 2 ** 53, 1e21])(
    'takes %d anywhere without harm',
    (value) => {
      for (const parameter of [
        'data.dimension',
        'data.meanNorm',
        'realSamples',
        'syntheticProportion',
        'generator.samples',
        'classifier.ridge',
      ]) {
        const result = expand(experiment({ sweep: { parameter, values: [value] } }));
        if (!result.ok) expectSentences(result.problems);
        else
          for (const { parameters } of result.value.series[0]!.points)
            expect(JSON.stringify(parameters)).not.toContain('null');
      }
    },
  );
});

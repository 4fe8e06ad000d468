import fc from 'fast-check';
import { applyEdits } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { editsFor, type FieldChange } from '../../../src/experiment/edit';
import { parseText } from '../../../src/experiment/parse';
import { valueAt, withValueAt } from '../../../src/experiment/paths';
import type { Path } from '../../../src/experiment/problem';
import { readExperiment } from '../../../src/experiment/read';
import { ExperimentSchema } from '../../../src/experiment/schema';
import { checkStructure } from '../../../src/experiment/structure';

const edited = (text: string, ...changes: FieldChange[]) => applyEdits(text, editsFor(text, changes));
const set = (path: Path, value: unknown): FieldChange => ({ path, value });
const remove = (path: Path): FieldChange => ({ path, value: undefined });

const commented = `// An experiment
{
  // the version
  "version": 1, // always 1
  "data": { "kind": "gaussian", "dimension": 50, "meanNorm": 0.70 }, /* p = 50 */

  "realSamples": 1e3,
  "syntheticSamples": 200, // m
  // Noise:
  "labelNoise": {
    "kind": "uniform",
    "rate": 0.1, // ε
  },
  "verifier": "oracle",
}
// the end
`;

describe('editsFor', () => {
  it('changes a number and nothing else', () => {
    expect(editsFor(commented, [set(['data', 'dimension'], 200)])).toEqual([
      { offset: commented.indexOf('50,'), length: 1, content: '20' },
    ]);
    expect(edited(commented, set(['data', 'dimension'], 7))).toBe(commented.replace('50,', '7,'));
    expect(edited(commented, set(['labelNoise', 'rate'], 0.25))).toBe(commented.replace('0.1,', '0.25,'));
  });

  it('does nothing where the value is already there, however it is written', () => {
    expect(editsFor(commented, [set(['realSamples'], 1000)])).toEqual([]);
    expect(editsFor(commented, [set(['data', 'meanNorm'], 0.7)])).toEqual([]);
    expect(editsFor(commented, [remove(['chart'])])).toEqual([]);
    expect(editsFor(commented, [remove(['verifier', 'keepCorrect'])])).toEqual([]);
    expect(editsFor(commented, [])).toEqual([]);
  });

  it('adds a top-level field where the format lists it, below its neighbour and that one’s comment', () => {
    expect(edited(commented, set(['title'], 'Mine'))).toBe(
      commented.replace('// always 1\n', '// always 1\n  "title": "Mine",\n'),
    );
    expect(edited(commented, set(['chart'], { metric: 'risk' }))).toBe(
      commented.replace('"oracle",\n', '"oracle",\n  "chart": { "metric": "risk" },\n'),
    );
    expect(edited(commented, set(['generator'], { kind: 'exact' }))).toBe(
      commented.replace('// m\n', '// m\n  "generator": { "kind": "exact" },\n'),
    );
  });

  it('adds a field before the first without taking its comment', () => {
    expect(edited(commented, set(['$schema'], 'x'))).toBe(commented.replace('{\n', '{\n  "$schema": "x",\n'));
  });

  it('adds a field to an object on one line', () => {
    expect(edited(commented, set(['data', 'meanDirection'], 'top'))).toBe(
      commented.replace('0.70 }', '0.70, "meanDirection": "top" }'),
    );
  });

  it('adds a field after the last one without a comma, behind its comment', () => {
    const text = '{\n  "version": 1 // one\n}\n';
    expect(edited(text, set(['title'], 'x'))).toBe('{\n  "version": 1, // one\n  "title": "x"\n}\n');
  });

  it.each([
    ['{}', '{\n  "version": 1\n}'],
    ['{\n}\n', '{\n  "version": 1\n}\n'],
    ['{ // none yet\n}\n', '{\n  "version": 1 // none yet\n}\n'],
    ['', '{\n  "version": 1\n}\n'],
  ])('fills an empty file %j', (text, expected) => {
    expect(edited(text, set(['version'], 1))).toBe(expected);
  });

  it('removes a field with its line, and leaves comments', () => {
    expect(edited(commented, remove(['verifier']))).toBe(commented.replace('  "verifier": "oracle",\n', ''));
    expect(edited(commented, remove(['labelNoise', 'kind']))).toBe(
      commented.replace('    "kind": "uniform",\n', ''),
    );
    expect(edited(commented, remove(['syntheticSamples']))).toBe(
      commented.replace('"syntheticSamples": 200, ', ''),
    );
  });

  it('removes a field from an object on one line', () => {
    expect(edited(commented, remove(['data', 'meanNorm']))).toBe(commented.replace(', "meanNorm": 0.70', ''));
    expect(edited(commented, remove(['data', 'kind']))).toBe(commented.replace('"kind": "gaussian", ', ''));
  });

  it('removes the comma that the last field leaves behind', () => {
    expect(edited('{\n  "a": 1,\n  "b": 2\n}', remove(['b']))).toBe('{\n  "a": 1\n}');
    expect(edited('{\n  "a": 1, // one\n  "b": 2\n}', remove(['b']))).toBe('{\n  "a": 1 // one\n}');
    expect(edited('{ "a": 1 /* one */ , "b": 2 }', remove(['a']))).toBe('{ /* one */  "b": 2 }');
  });

  it('appends to, changes and shortens lists', () => {
    const text =
      '{\n  "series": [\n    { "label": "a", "set": {} },\n    { "label": "b", "set": {} }\n  ]\n}';
    expect(edited(text, set(['series', 2], { label: 'c', set: {} }))).toBe(
      text.replace('"b", "set": {} }', '"b", "set": {} },\n    { "label": "c", "set": {} }'),
    );
    expect(edited(text, remove(['series', 0]))).toBe(text.replace('    { "label": "a", "set": {} },\n', ''));
    expect(edited(text, set(['series', 1, 'set', 'data.dimension'], 5))).toBe(
      text.replace('"b", "set": {}', '"b", "set": { "data.dimension": 5 }'),
    );
    expect(edited('{ "x": [1, 2, 3] }', remove(['x', 2]))).toBe('{ "x": [1, 2] }');
    expect(edited('{ "x": [] }', set(['x', 0], 5))).toBe('{ "x": [ 5 ] }');
  });

  it('writes out a preset and a parent that is left out', () => {
    expect(edited(commented, set(['verifier', 'keepIncorrect'], 0.1))).toBe(
      commented.replace('"oracle"', '{ "kind": "random", "keepCorrect": 1, "keepIncorrect": 0.1 }'),
    );
    expect(edited(commented, set(['classifier', 'ridge'], 0.1))).toBe(
      commented.replace('"oracle",\n', '"oracle",\n  "classifier": { "loss": "square", "ridge": 0.1 },\n'),
    );
    expect(edited('{\n}', set(['series', 0, 'label'], 'a'))).toBe('{\n  "series": [{ "label": "a" }]\n}');
  });

  it('makes several changes as one edit', () => {
    const edits = editsFor(commented, [remove(['syntheticSamples']), set(['syntheticProportion'], 0.5)]);
    expect(edits).toHaveLength(1);
    expect(applyEdits(commented, edits)).toBe(
      commented
        .replace('  "syntheticSamples": 200, // m\n', '  // m\n  "syntheticProportion": 0.5,\n')
        .replace('  // m\n  "syntheticProportion": 0.5,\n', '  "syntheticProportion": 0.5,\n  // m\n'),
    );
  });

  it.each([
    ['tabs', '{\n\t"version": 1,\n\t"data": {\n\t\t"dimension": 5\n\t}\n}\n'],
    ['four spaces', '{\n    "version": 1,\n    "data": {\n        "dimension": 5\n    }\n}\n'],
  ])('keeps %s', (_, text) => {
    const unit = /\n([ \t]+)"/.exec(text)![1]!;
    expect(edited(text, set(['data', 'meanNorm'], 1))).toBe(
      text.replace('5\n', `5,\n${unit}${unit}"meanNorm": 1\n`),
    );
    const long = { label: 'x'.repeat(120), set: {} };
    expect(edited(text, set(['series'], [long]))).toContain(
      `,\n${unit}"series": [\n${unit}${unit}{\n${unit}${unit}${unit}"label": `,
    );
  });

  it('keeps carriage returns, a byte order mark and characters of two units', () => {
    const text =
      '\uFEFF' +
      commented.replaceAll('\n', '\r\n').replace('"oracle"', '"oracle"').replace('An exp', '😀 An exp');
    const result = edited(
      text,
      set(['title'], '😁'),
      set(['classifier'], { ridge: 1, loss: 'x'.repeat(100) }),
    );
    expect(result.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(result.startsWith('\uFEFF// 😀 An')).toBe(true);
    expect(parseText(result).problems).toEqual([]);
  });

  it('never cuts a character of two units or a line end', () => {
    const emoji = '{ "title": "😀" }';
    const [edit] = editsFor(emoji, [set(['title'], '😁')]);
    expect(edit).toEqual({ offset: 12, length: 2, content: '😁' });
    for (const { offset, length } of editsFor('{\r\n  "a": 1\r\n}', [set(['b'], 1)])) {
      for (const end of [offset, offset + length]) {
        expect('{\r\n  "a": 1\r\n}'.slice(end - 1, end + 1)).not.toBe('\r\n');
      }
    }
  });

  it('leaves a text alone that cannot be read', () => {
    expect(editsFor('{ "version": ', [set(['version'], 1)])).toEqual([]);
    expect(editsFor('{ "a": 1, "a": 2 }', [set(['a'], 3)])).toEqual([]);
    expect(editsFor('['.repeat(500), [set(['a'], 3)])).toEqual([]);
  });
});

/** Texts of one and the same experiment in many layouts, with comments wherever they may stand. */
const value = {
  version: 1,
  data: { kind: 'gaussian', dimension: 50, meanNorm: 0.7, covariance: { kind: 'spiked', spikes: [3, 2] } },
  realSamples: 1000,
  syntheticSamples: 200,
  verifier: 'oracle',
  classifier: { ridge: 1 },
  series: [
    { label: 'a', set: {} },
    { label: 'b', set: { 'data.dimension': 5, verifier: 'none' } },
  ],
};
interface Style {
  lineEnd: string;
  indent: string;
  trailingComma: boolean;
  gaps: number[];
}
const gap = ['', '', ' ', '\n', ' // note {,\n', ' /* note } */ ', '\n  // note ]\n\n', '/* a *//* b */ '];
const styles: fc.Arbitrary<Style> = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('', '  ', '\t'),
  trailingComma: fc.boolean(),
  gaps: fc.array(fc.nat(gap.length - 1), { minLength: 1, maxLength: 40 }),
});

function write(style: Style): string {
  let next = 0;
  const between = () => gap[style.gaps[next++ % style.gaps.length]!]!;
  const visit = (node: unknown, depth: number): string => {
    if (typeof node !== 'object' || node === null) return JSON.stringify(node);
    const list = Array.isArray(node);
    const rows = list
      ? node.map((item) => visit(item, depth + 1))
      : Object.entries(node).map(
          ([key, item]) => `${JSON.stringify(key)}${between()}:${between()}${visit(item, depth + 1)}`,
        );
    const lead = () => (style.indent === '' ? '' : `\n${style.indent.repeat(depth + 1)}`);
    const body = rows.map((row, i) => {
      const comma = i < rows.length - 1 || style.trailingComma ? `${between()},` : '';
      return `${between()}${lead()}${row}${comma}`;
    });
    return `${list ? '[' : '{'}${body.join('')}${between()}${list ? ']' : '}'}`;
  };
  return `${between()}${visit(value, 0)}${between()}`.replaceAll('\n', style.lineEnd);
}

const notes = (text: string) => text.match(/note [\]},{]+|\/\* [ab] \*\//g) ?? [];

const change: fc.Arbitrary<FieldChange> = fc.oneof(
  ...(
    [
      [['data', 'dimension'], fc.integer({ min: 2, max: 1000 })],
      [['data', 'meanDirection'], fc.constantFrom('even', 'top', undefined)],
      [['data', 'covariance', 'spikes', 1], fc.integer({ min: 1, max: 9 })],
      [['data', 'covariance', 'spikes', 2], fc.integer({ min: 1, max: 9 })],
      [['title'], fc.option(fc.string({ unit: 'binary' }), { nil: undefined })],
      [
        ['generator'],
        fc.constantFrom({ kind: 'exact' }, { kind: 'fitted', samples: 5, source: 'independent' }, undefined),
      ],
      [['classifier', 'ridge'], fc.double({ min: 0.1, max: 10, noNaN: true })],
      [['classifier', 'ridge'], fc.constant(undefined)],
      [['chart', 'metric'], fc.constantFrom('accuracy', 'risk')],
      [['simulation', 'seed'], fc.nat()],
      [['labelNoise', 'rate'], fc.double({ min: 0, max: 1, noNaN: true })],
      [['verifier'], fc.constantFrom('none', 'oracle', undefined)],
      [['verifier', 'keepCorrect'], fc.constantFrom(0.5, undefined)],
      [['series', 0], fc.constant(undefined)],
      [['series', 1], fc.constant(undefined)],
      [['series', 2], fc.constant({ label: 'c', set: {} })],
      [['series', 1, 'set', 'data.dimension'], fc.constantFrom(7, undefined)],
      [['series', 0, 'set', 'classifier'], fc.constantFrom({ ridge: 2 }, undefined)],
      [['series'], fc.constant(undefined)],
    ] as [Path, fc.Arbitrary<unknown>][]
  ).map(([path, values]) => values.map((value) => ({ path, value }))),
);

describe('editsFor, whatever the layout', () => {
  it('changes the value as withValueAt does, keeps comments and order, and can be undone', () => {
    fc.assert(
      fc.property(styles, change, (style, one) => {
        const text = write(style);
        const before = parseText(text);
        expect(before.problems).toEqual([]);
        const edits = editsFor(text, [one]);
        expect(edits.length).toBeLessThanOrEqual(1);
        const after = applyEdits(text, edits);
        const read = parseText(after);
        expect(read.problems).toEqual([]);

        // A parent that had to be written out has more in it than the field: its defaults.
        const parent = valueAt(before.value, one.path.slice(0, -1));
        if (typeof parent === 'object') {
          expect(read.value).toEqual(withValueAt(before.value, one.path, one.value));
        } else if (one.value === undefined) {
          expect(after).toBe(text);
        } else {
          expect(valueAt(read.value, one.path)).toEqual(one.value);
          const top = one.path.slice(0, 1);
          expect(withValueAt(read.value, top, undefined)).toEqual(withValueAt(before.value, top, undefined));
        }
        expect(checkStructure(ExperimentSchema, read.value)).toEqual([]);

        const kept = Object.keys(before.value as object).filter(
          (key) => valueAt(read.value, [key]) !== undefined,
        );
        expect(Object.keys(read.value as object).filter((key) => kept.includes(key))).toEqual(kept);
        // Only comments inside a value that is replaced or removed may go.
        const replaced = valueAt(before.value, one.path);
        if (typeof replaced !== 'object' && one.value !== undefined)
          expect(notes(after)).toEqual(notes(text));
        expect(after.replaceAll('\r\n', '')).not.toMatch(style.lineEnd === '\n' ? /\r/ : /[\r\n]/);

        for (const { offset, length, content } of edits) {
          const undo = [{ offset, length: content.length, content: text.slice(offset, offset + length) }];
          expect(applyEdits(after, undo)).toBe(text);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a valid experiment valid', () => {
    const text = commented;
    expect(readExperiment(text).problems).toEqual([]);
    const changed = edited(text, set(['generator', 'samples'], 500), set(['verifier', 'keepCorrect'], 0.9));
    expect(readExperiment(changed).problems).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { locate, parseText } from '../../../src/experiment/parse';
import { readExperiment } from '../../../src/experiment/read';

const places = (text: string) =>
  parseText(text).problems.map(({ code, line, column }) => [code, line, column]);
const placeOf = (text: string, path: (string | number)[], onKey = false) => {
  const [found] = locate(parseText(text), [{ code: 'range', path, message: 'x', onKey }]);
  return {
    line: found!.line,
    column: found!.column,
    text: text.slice(found!.offset, found!.offset + found!.length),
  };
};

describe('parseText', () => {
  it('reads comments and trailing commas', () => {
    const parsed = parseText('// one\n{ "a": [1, /* two */ 2,], }');
    expect(parsed.problems).toEqual([]);
    expect(parsed.value).toEqual({ a: [1, 2] });
  });

  it('reads past a byte order mark', () => {
    const parsed = parseText('\uFEFF{ "a": 1 }');
    expect(parsed.problems).toEqual([]);
    expect(parsed.value).toEqual({ a: 1 });
  });

  it.each([
    ['{ "a": 1 "b": 2 }', 'A comma is missing before this. Found here: "b"', 1, 10],
    ['{ "a" 1 }', 'A colon is expected between the field name and its value. Found here: 1', 1, 7],
    ['{ "a": }', 'A value is expected here. Found here: }', 1, 8],
    [
      '{ a: 1 }',
      'This is not JSON: texts stand in double quotes, and numbers are written like 0.5. Found here: a',
      1,
      3,
    ],
    [
      '{ "a": .5 }',
      'This is not JSON: texts stand in double quotes, and numbers are written like 0.5. Found here: .5',
      1,
      8,
    ],
    ['{ "a": 1', 'A closing brace } is missing.', 1, 9],
    ['{ "a": [1', 'A closing bracket ] is missing.', 1, 10],
    ['{ "a": "x\n }', 'A text is not closed: a double quote is missing. Found here: "x', 1, 8],
    ['{ "a": 1 /* x }', 'A comment is not closed: */ is missing. Found here: /* x }', 1, 10],
    ['{ "a": "\\q" }', 'This is not a valid escape; write \\\\ for a backslash. Found here: "\\q"', 1, 8],
    [
      '{ } { }',
      'The experiment has ended before this: remove what follows, or check the braces above. Found here: {',
      1,
      5,
    ],
  ])('says what is wrong with %s', (text, message, line, column) => {
    expect(parseText(text).problems[0]).toMatchObject({ code: 'syntax', message, line, column });
  });

  it.each(['', ' \n', '\uFEFF', '// only a comment\n'])('says that a file is empty: %j', (text) => {
    expect(parseText(text).problems).toMatchObject([{ code: 'missing', line: 1, column: 1 }]);
    expect(parseText(text).problems[0]!.message).toContain('The file is empty');
  });

  it('finds keys that are given twice, at any depth', () => {
    const text = '{ "a": 1,\n  "b": [{ "c": 1, "c": 2 }],\n  "a": 2 }';
    expect(places(text)).toEqual([
      ['duplicateKey', 2, 19],
      ['duplicateKey', 3, 3],
    ]);
    expect(parseText(text).problems.map((problem) => problem.message)).toEqual([
      'b[0].c is given twice; remove one.',
      'a is given twice; remove one.',
    ]);
  });

  it('refuses nesting that would end the program', () => {
    for (const open of ['[', '{"a":']) {
      const [problem] = parseText(open.repeat(200_000)).problems;
      expect(problem).toMatchObject({ code: 'size', line: 1 });
      expect(problem!.message).toBe('This is nested more than 100 levels deep; an experiment needs 6.');
    }
    expect(places('['.repeat(100) + ']'.repeat(100))).toEqual([]);
    expect(places(`{ "title": "${'['.repeat(200)}" }`)).toEqual([]);
  });

  it('stops at the fifth syntax error', () => {
    expect(parseText('{ "a": ] ] ] ] ] ] ] ] ] ] }').problems.length).toBeLessThanOrEqual(5);
  });
});

describe('locate', () => {
  const lines = ['{', '\t"version": 1,', '  "títle😀": { "x": [10, 20] }', '}'];

  it.each([
    ['\n', 'line feeds'],
    ['\r\n', 'carriage returns and line feeds'],
    ['\r', 'carriage returns'],
  ])('gives line and column with %j', (lineEnd) => {
    const text = lines.join(lineEnd);
    expect(placeOf(text, ['version'])).toEqual({ line: 2, column: 13, text: '1' });
    // Columns count UTF-16 units, as editors do: the emoji is two.
    expect(placeOf(text, ['títle😀', 'x', 1])).toEqual({ line: 3, column: 26, text: '20' });
  });

  it('counts the first column after a byte order mark as 1', () => {
    expect(placeOf('\uFEFF{ "a": 1 }', ['a'])).toEqual({ line: 1, column: 8, text: '1' });
    expect(placeOf('\uFEFF{ "a": 1 }', [])).toEqual({ line: 1, column: 1, text: '{' });
  });

  it('points at the key where the problem is the key', () => {
    expect(placeOf('{ "a": { "b": 1 } }', ['a', 'b'], true)).toEqual({ line: 1, column: 10, text: '"b"' });
  });

  it('points at the opening bracket of objects and lists, not at all of them', () => {
    expect(placeOf('{ "a": {\n "b": 1 } }', ['a'])).toEqual({ line: 1, column: 8, text: '{' });
    expect(placeOf('{ "a": [\n 1 ] }', ['a'])).toEqual({ line: 1, column: 8, text: '[' });
  });

  it('points at the nearest parent of what is not there', () => {
    expect(placeOf('{\n "a": { "b": 1 } }', ['a', 'c', 'd'])).toEqual({ line: 2, column: 7, text: '{' });
    expect(placeOf('', ['a'])).toEqual({ line: 1, column: 1, text: '' });
  });

  it('locates ten thousand problems at once', () => {
    const values = Array.from({ length: 10_000 }, () => '"x"').join(',\n');
    const text = `{ "version": 1, "data": { "kind": "gaussian", "dimension": 2, "meanNorm": 1 },
      "sweep": { "parameter": "realSamples", "values": [${values}] } }`;
    const started = process.cpuUsage().user;
    const { problems } = readExperiment(text);
    expect(problems).toHaveLength(10_000);
    expect(problems.at(-1)).toMatchObject({ line: 10_001, column: 1, code: 'type' });
    expect(process.cpuUsage().user - started, 'microseconds of processor time').toBeLessThan(2_000_000);
  });
});

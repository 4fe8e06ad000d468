import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  createScanner,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { formatPath, type LocatedProblem, type Path, type Problem } from './problem';

/** The text of an experiment file as a value, with what is needed to find the place of a path in it. */
export interface ParsedText {
  readonly text: string;
  /** The value, as far as the text could be read; undefined for an empty or hopeless text. */
  readonly value: unknown;
  readonly root: Node | undefined;
  /** Syntax errors and doubled keys. */
  readonly problems: readonly LocatedProblem[];
}

/** Reads JSON with comments and trailing commas. Never throws: what is wrong is in `problems`. */
export function parseText(text: string): ParsedText {
  const place = places(text);
  const hopeless = (code: 'missing' | 'size', message: string, offset: number): ParsedText => {
    const problems = [place({ code, path: [], message }, offset, 0)];
    return { text, value: undefined, root: undefined, problems };
  };
  // A byte order mark, which the scanner does not know, counts as a space: every offset stays as it is.
  const json = text.replace(/^\uFEFF/, ' ');
  const tooDeep = nestingBeyond(maxNesting, json);
  if (tooDeep !== undefined) {
    return hopeless(
      'size',
      `This is nested more than ${maxNesting} levels deep; an experiment needs 6.`,
      tooDeep,
    );
  }
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { allowTrailingComma: true, disallowComments: false });
  if (root === undefined) {
    const message = 'The file is empty. Start from a template, or write { "version": 1, "data": { … } }.';
    return hopeless('missing', message, 0);
  }
  const syntax = errors.map((error) =>
    place({ code: 'syntax', path: [], message: syntaxSentence(json, error) }, error.offset, error.length),
  );
  // What follows an error on its line is its consequence more often than not.
  const first = syntax.filter(({ line }, i) => line !== syntax[i - 1]?.line).slice(0, 5);
  return { text, value: getNodeValue(root), root, problems: [...first, ...doubledKeys(place, root)] };
}

/** Deeper than any experiment, and far from where the parser's recursion would end the program. */
const maxNesting = 100;

/** Offset of the first bracket that opens more than `limit` levels. */
function nestingBeyond(limit: number, text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    // A token starts with a bracket only if it is one: a text starts with its quote.
    const token = text[scanner.getTokenOffset()];
    if (token === '{' || token === '[') depth++;
    if (token === '}' || token === ']') depth--;
    if (depth > limit) return scanner.getTokenOffset();
  }
  return undefined;
}

/** Gives problems their place in the text. A path that is not there is shown at its nearest parent. */
export function locate(parsed: ParsedText, problems: readonly Problem[]): LocatedProblem[] {
  const place = places(parsed.text);
  return problems.map((problem) => {
    const node = nodeAt(parsed.root, problem.path);
    if (node === undefined) return place(problem, 0, 0);
    const key = problem.onKey === true ? node.parent?.children?.[0] : undefined;
    const { offset, length } = key ?? node;
    // A problem with a whole object would underline all of it; its opening brace is enough.
    const short = key === undefined && (node.type === 'object' || node.type === 'array') ? 1 : length;
    return place(problem, offset, short);
  });
}

function nodeAt(root: Node | undefined, path: Path): Node | undefined {
  if (root === undefined) return undefined;
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

type Place = (problem: Problem, offset: number, length: number) => LocatedProblem;

/** Gives offsets of `text` their line and column; reads the text once for all of them. */
function places(text: string): Place {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (const lineBreak of text.matchAll(/\r\n|\r|\n/g)) starts.push(lineBreak.index + lineBreak[0].length);
  return (problem, offset, length) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    // The scanner counts an unclosed comment one character too long.
    const inside = Math.min(length, text.length - offset);
    return {
      ...problem,
      offset,
      length: inside,
      line: low + 1,
      column: Math.max(1, offset - starts[low]! + 1),
    };
  };
}

const syntaxSentences: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is not JSON: texts stand in double quotes, and numbers are written like 0.5.',
  InvalidNumberFormat: 'This is not a number as JSON writes it (0.5 rather than .5, no leading zeros or +).',
  PropertyNameExpected: 'A field name in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is expected between the field name and its value.',
  CommaExpected: 'A comma is missing before this.',
  CloseBraceExpected: 'A closing brace } is missing.',
  CloseBracketExpected: 'A closing bracket ] is missing.',
  EndOfFileExpected: 'The experiment has ended before this: remove what follows, or check the braces above.',
  InvalidCommentToken: 'This comment is not written as // … or /* … */.',
  UnexpectedEndOfComment: 'A comment is not closed: */ is missing.',
  UnexpectedEndOfString: 'A text is not closed: a double quote is missing.',
  UnexpectedEndOfNumber: 'A number ends too early.',
  InvalidUnicode: 'This is not a valid \\u escape.',
  InvalidEscapeCharacter: 'This is not a valid escape; write \\\\ for a backslash.',
  InvalidCharacter: 'This character is not allowed here; write it as an escape.',
};

function syntaxSentence(text: string, error: ParseError): string {
  const name = printParseErrorCode(error.error);
  const sentence = syntaxSentences[name] ?? 'This is not valid JSON.';
  const found = text.slice(error.offset, error.offset + Math.min(error.length, 20)).trim();
  return found === '' ? sentence : `${sentence} Found here: ${found}`;
}

function doubledKeys(place: Place, node: Node | undefined, path: Path = []): LocatedProblem[] {
  if (node?.children === undefined) return [];
  if (node.type === 'array')
    return node.children.flatMap((child, i) => doubledKeys(place, child, [...path, i]));
  const seen = new Set<unknown>();
  return node.children.flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (key === undefined) return [];
    const name = String(key.value);
    const here = [...path, name];
    const inner = doubledKeys(place, value, here);
    if (!seen.has(name)) {
      seen.add(name);
      return inner;
    }
    const message = `${formatPath(here)} is given twice; remove one.`;
    return [place({ code: 'duplicateKey', path: here, message }, key.offset, key.length), ...inner];
  });
}

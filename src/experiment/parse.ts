import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
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
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  if (text.replace(/^\uFEFF/, '').trim() === '') {
    const message = 'The file is empty. Start from a template, or write { "version": 1, "data": { … } }.';
    const empty = locateAt(text, { code: 'syntax', path: [], message }, 0, 0);
    return { text, value: undefined, root: undefined, problems: [empty] };
  }
  const syntax = errors.slice(0, 5).map((error) =>
    locateAt(text, { code: 'syntax', path: [], message: syntaxSentence(text, error) }, error.offset, error.length),
  );
  const value: unknown = root === undefined ? undefined : getNodeValue(root);
  return { text, value, root, problems: [...syntax, ...doubledKeys(text, root)] };
}

/** Gives problems their place in the text. A path that is not there is shown at its nearest parent. */
export function locate(parsed: ParsedText, problems: readonly Problem[]): LocatedProblem[] {
  return problems.map((problem) => {
    const node = nodeAt(parsed.root, problem.path);
    if (node === undefined) return locateAt(parsed.text, problem, 0, 0);
    const key = problem.onKey === true ? node.parent?.children?.[0] : undefined;
    const { offset, length } = key ?? node;
    // A problem with a whole object would underline all of it; its opening brace is enough.
    const short = key === undefined && (node.type === 'object' || node.type === 'array') ? 1 : length;
    return locateAt(parsed.text, problem, offset, short);
  });
}

function nodeAt(root: Node | undefined, path: Path): Node | undefined {
  if (root === undefined) return undefined;
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[]);
    if (node !== undefined) return node;
  }
  return root;
}

function locateAt(text: string, problem: Problem, offset: number, length: number): LocatedProblem {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - (before.lastIndexOf('\n') + 1) + 1;
  return { ...problem, offset, length, line, column };
}

const syntaxSentences: Readonly<Record<string, string>> = {
  InvalidSymbol: 'Unexpected word: texts stand in double quotes.',
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
  return found === '' ? sentence : `${sentence} Found: ${found}`;
}

function doubledKeys(text: string, node: Node | undefined, path: Path = []): LocatedProblem[] {
  if (node?.children === undefined) return [];
  if (node.type === 'array') return node.children.flatMap((child, i) => doubledKeys(text, child, [...path, i]));
  const seen = new Set<unknown>();
  return node.children.flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (key === undefined) return [];
    const name = String(key.value);
    const here = [...path, name];
    const inner = doubledKeys(text, value, here);
    if (!seen.has(name)) {
      seen.add(name);
      return inner;
    }
    const message = `${formatPath(here)} is given twice; remove one.`;
    return [locateAt(text, { code: 'duplicateKey', path: here, message }, key.offset, key.length), ...inner];
  });
}

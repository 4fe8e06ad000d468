import { createScanner, type Edit, type Node } from 'jsonc-parser';

/** How a text is laid out: what one level of indentation is, and how its lines end. */
export interface Layout {
  readonly indent: string;
  readonly lineEnd: string;
}

/** Widest line that a new object or list is kept on. */
const lineWidth = 100;

export function layoutOf(text: string): Layout {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  return { indent: indent.startsWith('\t') ? '\t' : indent, lineEnd: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** The edit that puts another value in a node's place. */
export function replaceNode(text: string, node: Node, value: unknown, layout: Layout): Edit {
  return {
    offset: node.offset,
    length: node.length,
    content: render(value, layout, indentationAt(text, node.offset)),
  };
}

/** What is written into an object (with a key) or a list (without). */
export interface NewEntry {
  readonly key?: string;
  readonly value: unknown;
}

/** The edits that write a new entry into an object or a list, before its child number `index`. */
export function insertEntry(
  text: string,
  parent: Node,
  index: number,
  entry: NewEntry,
  layout: Layout,
): Edit[] {
  const children = parent.children ?? [];
  const neighbour = children[Math.max(0, index - 1)];
  const ownLine =
    neighbour === undefined ? isOpenAcrossLines(text, parent) : startsLine(text, neighbour.offset);
  const indentation =
    neighbour === undefined || !ownLine
      ? indentationAt(text, parent.offset) + (ownLine ? layout.indent : '')
      : indentationAt(text, neighbour.offset);
  const key = entry.key === undefined ? '' : `${JSON.stringify(entry.key)}: `;
  const content = key + render(entry.value, layout, indentation);
  const before = ownLine ? layout.lineEnd + indentation : ' ';

  if (neighbour === undefined) {
    const at = parent.offset + 1;
    const inner = text.slice(at, parent.offset + parent.length - 1);
    const after = inner !== '' ? '' : ownLine ? layout.lineEnd + indentationAt(text, parent.offset) : ' ';
    return [{ offset: at, length: 0, content: before + content + after }];
  }
  if (index === 0) {
    // After the bracket and a comment beside it, so that comments above the first entry stay with that entry.
    const at = ownLine ? endOfLineComments(text, parent.offset + 1) : parent.offset + 1;
    return [{ offset: at, length: 0, content: `${before}${content},` }];
  }
  const end = neighbour.offset + neighbour.length;
  const comma = commaAfter(text, end);
  if (!ownLine) return [{ offset: end, length: 0, content: `,${before}${content}` }];
  if (comma === undefined) {
    const line = endOfLineComments(text, end);
    const added = before + content;
    if (line === end) return [{ offset: end, length: 0, content: `,${added}` }];
    return [
      { offset: end, length: 0, content: ',' },
      { offset: line, length: 0, content: added },
    ];
  }
  return [{ offset: endOfLineComments(text, comma + 1), length: 0, content: `${before}${content},` }];
}

/** The edits that remove an object's field or a list's entry. Comments beside it stay; those inside it go. */
export function removeEntry(text: string, value: Node): Edit[] {
  const entry = value.parent?.type === 'property' ? value.parent : value;
  const siblings = entry.parent?.children;
  if (siblings === undefined) return [];
  const start = entry.offset;
  const end = start + entry.length;
  const comma = commaAfter(text, end);
  const previous = siblings[siblings.indexOf(entry) - 1];
  const edits: Edit[] = [];
  if (comma !== undefined) {
    // A comment may stand between the entry and its comma.
    edits.push(...(comma === end ? [] : [{ offset: comma, length: 1, content: '' }]));
  } else if (previous !== undefined) {
    const before = commaAfter(text, previous.offset + previous.length);
    if (before !== undefined) edits.push({ offset: before, length: 1, content: '' });
  }
  const until = comma === end ? comma + 1 : end;
  const rest = /^[ \t]*(\r\n|\r|\n)/.exec(text.slice(until));
  const lead = /[ \t]*$/.exec(text.slice(0, start))![0].length;
  if (startsLine(text, start) && rest !== null) {
    edits.push({ offset: start - lead, length: until + rest[0].length - (start - lead), content: '' });
  } else if (comma === undefined && !startsLine(text, start)) {
    edits.push({ offset: start - lead, length: until - (start - lead), content: '' });
  } else {
    const space = /^[ \t]*/.exec(text.slice(until))![0].length;
    edits.push({ offset: start, length: until + space - start, content: '' });
  }
  return edits;
}

/** JSON on one line where it fits, `{ "kind": "exact" }`, else a line for each entry, below `indentation`. */
function render(value: unknown, layout: Layout, indentation: string): string {
  const line = oneLine(value);
  if (indentation.length + line.length <= lineWidth || typeof value !== 'object' || value === null)
    return line;
  const inner = indentation + layout.indent;
  const rows = Array.isArray(value)
    ? value.map((item) => render(item, layout, inner))
    : fieldsOf(value).map(([key, item]) => `${JSON.stringify(key)}: ${render(item, layout, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const separator = layout.lineEnd + inner;
  return `${open}${separator}${rows.join(`,${separator}`)}${layout.lineEnd}${indentation}${close}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = fieldsOf(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function fieldsOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

/** The whitespace at the start of the line that an offset is on. */
function indentationAt(text: string, offset: number): string {
  const line = text.slice(lineStart(text, offset), offset);
  return /^[ \t]*/.exec(line)![0];
}

function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Whether an empty object or list takes a line for each entry: the file itself does, and one with a line break. */
function isOpenAcrossLines(text: string, node: Node): boolean {
  return node.parent === undefined || /[\r\n]/.test(text.slice(node.offset, node.offset + node.length));
}

/** Offset of the comma that follows an entry, behind any comments. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  return text[scanner.getTokenOffset()] === ',' ? scanner.getTokenOffset() : undefined;
}

/** Comments to the end of a line: any number of block comments and perhaps a line comment, nothing else behind them. */
const commentsToLineEnd =
  /^(?:[ \t]*\/\*(?:(?!\*\/)[^\r\n])*\*\/)*(?:[ \t]*\/\/[^\r\n]*)?(?=[ \t]*(?:[\r\n]|$))/;

/** Where the comments that follow on the same line end; `offset` itself if there are none, or not to the line's end. */
function endOfLineComments(text: string, offset: number): number {
  return offset + (commentsToLineEnd.exec(text.slice(offset))?.[0].length ?? 0);
}

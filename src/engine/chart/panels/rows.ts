import type { PanelRow, WordsRole } from './model';
import type { PanelScale } from './scale';

/** The lower left corner of a panel. */
interface Corner {
  readonly x: number;
  readonly y: number;
}

/** Length of a tick under the line, in panels. */
const tickLength = 0.015;

/** The line under a panel, with its numbers. */
export function axisRows({ x, y }: Corner, { ticks }: PanelScale): PanelRow[] {
  return [
    { kind: 'segment', role: 'axis', x, x2: x + 1, y, y2: y },
    ...ticks.flatMap(({ at, label }): PanelRow[] => [
      { kind: 'segment', role: 'tick', x: x + at, x2: x + at, y, y2: y - tickLength },
      { kind: 'words', role: 'tick', x: x + at, y, text: label, colour: null },
    ]),
  ];
}

/** Lines across a panel, with their numbers at its left. */
export function gridRows({ x, y }: Corner, { ticks }: PanelScale): PanelRow[] {
  return ticks.flatMap(({ at, label }): PanelRow[] => [
    { kind: 'segment', role: 'grid', x, x2: x + 1, y: y + at, y2: y + at },
    { kind: 'words', role: 'valueTick', x, y: y + at, text: label, colour: null },
  ]);
}

/** What stands above a panel: its name, and a line of words under it. */
export interface PanelHead {
  readonly name: string;
  readonly words: string;
}

/** How many lines the heads of all panels need, and whether there are names among them. */
export function headLines(heads: readonly PanelHead[]): 0 | 1 | 2 {
  const named = heads.some(({ name }) => name !== '');
  const worded = heads.some(({ words }) => words !== '');
  return named && worded ? 2 : named || worded ? 1 : 0;
}

/** A panel's head; without words under it in any panel, names stand lower. */
export function headRows({ x, y }: Corner, { name, words }: PanelHead, lines: number): PanelRow[] {
  const line = (role: WordsRole, text: string): PanelRow[] =>
    text === '' ? [] : [{ kind: 'words', role, x, y: y + 1, text, colour: null }];
  return [...line(lines === 2 ? 'title' : 'titleAlone', name), ...line('subtitle', words)];
}

/** Words in the middle of a panel that has nothing to draw. */
export function emptyRows({ x, y }: Corner, text: string): PanelRow[] {
  return [{ kind: 'words', role: 'middle', x: x + 0.5, y: y + 0.5, text, colour: null }];
}

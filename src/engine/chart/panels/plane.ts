/** Panels side by side, each 1 × 1, in a plane whose units they are, with room around them. */
export interface PanelPlane {
  /** Lower left corners, row after row from the top. */
  readonly panels: readonly { readonly x: number; readonly y: number }[];
  readonly perRow: number;
  readonly width: number;
  readonly height: number;
}

/** More panels than this would each be too small. */
export const mostPanels = 6;

/** Shares of a panel's size, by rows: lines of words take pixels, of which a panel in two rows has half as many. */
const rooms = {
  1: { head: [0.04, 0.1, 0.17], foot: 0.08 },
  2: { head: [0.06, 0.2, 0.36], foot: 0.2 },
} as const;

export interface PanelRoom {
  /** To the right of each panel (in panels): for the names of curves, or the next panel's numbers. */
  readonly right: number;
  /** The same of the last panel of a row. */
  readonly afterLast: number;
  /** Lines of words above each panel. */
  readonly lines: 0 | 1 | 2;
}

/** The plane of so many panels: up to three beside each other, otherwise two rows. */
export function planeOf(count: number, { right, afterLast, lines }: PanelRoom): PanelPlane {
  const perRow = count <= 3 ? Math.max(1, count) : Math.ceil(count / 2);
  const rows = count <= 3 ? 1 : 2;
  const { foot } = rooms[rows];
  const head = rooms[rows].head[lines];
  const pitch = 1 + right;
  return {
    panels: Array.from({ length: count }, (_, k) => ({
      x: (k % perRow) * pitch,
      y: (rows - 1 - Math.floor(k / perRow)) * (1 + head + foot) + foot,
    })),
    perRow,
    width: perRow * pitch - right + afterLast,
    height: rows * (1 + head + foot),
  };
}

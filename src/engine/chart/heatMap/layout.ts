/** Heat maps side by side, each 1 × 1, in a plane whose units they are. */
export interface PanelLayout {
  /** Lower left corners, row after row from the top. */
  readonly panels: readonly { readonly x: number; readonly y: number }[];
  /** Left edges of the columns and lower edges of the rows, where axes begin. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** More maps than this would each be too small. */
export const mostPanels = 4;

const gap = 0.07;
/** Room above each map for its name, where there are several. */
const headroom = 0.18;

/** The layout of so many maps: up to three beside each other, four in two rows. */
export function panelLayout(count: number): PanelLayout {
  if (count === 1) return { panels: [{ x: 0, y: 0 }], columns: [0], rows: [0], width: 1, height: 1 };
  const perRow = count <= 3 ? count : Math.ceil(count / 2);
  const rowCount = Math.ceil(count / perRow);
  // Names need room in pixels, of which a single row of maps has twice as many.
  const rowHeight = 1 + headroom / (rowCount === 1 ? 2 : 1);
  const columns = Array.from({ length: perRow }, (_, i) => i * (1 + gap));
  const rows = Array.from({ length: rowCount }, (_, j) => (rowCount - 1 - j) * rowHeight);
  return {
    panels: Array.from({ length: count }, (_, k) => ({
      x: columns[k % perRow]!,
      y: rows[Math.floor(k / perRow)]!,
    })),
    columns,
    rows,
    width: perRow + (perRow - 1) * gap,
    height: rowCount * rowHeight,
  };
}

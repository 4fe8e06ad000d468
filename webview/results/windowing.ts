/** The rows to draw of a long table, and the heights that stand for those above and below. */
export interface TableWindow {
  readonly first: number;
  /** One past the last row. */
  readonly end: number;
  readonly above: number;
  readonly below: number;
}

/** Rows beyond the visible ones, so that scrolling shows no blank. */
const margin = 20;

/** What a table of `count` rows draws when it is scrolled by `scrollTop` in a view of `height` pixels. */
export function windowOf(count: number, rowHeight: number, scrollTop: number, height: number): TableWindow {
  const visibleFirst = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const first = Math.max(0, Math.min(visibleFirst, count) - margin);
  const end = Math.min(count, visibleFirst + Math.ceil(height / rowHeight) + margin);
  return { first, end, above: first * rowHeight, below: Math.max(0, count - end) * rowHeight };
}

/** Rows drawn at a time: deep enough for the kernels to run at full speed. */
export const BLOCK_ROWS = 512;

/** Rows start, start + 1, …, `count` of them. */
export interface RowBlock {
  readonly start: number;
  readonly count: number;
}

/** `total` rows cut into blocks. */
export function* blocksOf(total: number): Generator<RowBlock> {
  for (let start = 0; start < total; start += BLOCK_ROWS) {
    yield { start, count: Math.min(BLOCK_ROWS, total - start) };
  }
}

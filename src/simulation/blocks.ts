/** Rows drawn at a time: deep enough for the kernels to run at full speed. */
export const BLOCK_ROWS = 512;

/** `total` rows cut into blocks. */
export function* blocksOf(total: number): Generator<{ start: number; count: number }> {
  for (let start = 0; start < total; start += BLOCK_ROWS) {
    yield { start, count: Math.min(BLOCK_ROWS, total - start) };
  }
}

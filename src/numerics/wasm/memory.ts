// Where things lie in the memory that the host hands over:
//   0 …            AssemblyScript's own tables (those of its Math functions)
//   __heap_base …  the two packed panels of `gemm`, the ziggurat's tables, the buffer of random words,
//                 a row of random numbers
//   ARENA …        the host's, to allocate from
// Every address is in bytes.

/** Panel sizes of `gemm`: A (MC×KC, every element twice, 256 KiB) stays in a core's own cache, B (KC×NC, 2 MiB) in the shared one. */
export const KC: i32 = 256;
export const MC: i32 = 64;
export const NC: i32 = 1024;

/** Random words are made this many at a time. */
export const WORDS: i32 = 1024;

export const PACKED_A: usize = (__heap_base + 63) & ~63;
export const PACKED_B: usize = PACKED_A + ((<usize>MC * KC) << 4);
export const TILE: usize = PACKED_B + ((<usize>KC * NC) << 3);
export const ZIGGURAT: usize = TILE + 128;
export const RANDOM_WORDS: usize = ZIGGURAT + 3 * 256 * 8;
/** For a row of one of the panels in which `fillBelow` draws: 64 doubles. */
export const PANEL_ROW: usize = RANDOM_WORDS + ((<usize>WORDS) << 3);
const ARENA: usize = PANEL_ROW + 512;

/** The first byte that the host may allocate. */
export function arenaStart(): usize {
  return ARENA;
}

/** `length` doubles in the kernels' memory, beginning at byte `address`. */
export interface Block {
  readonly address: number;
  readonly length: number;
}

const PAGE = 65536;
const LIMIT = 65536 * PAGE;
/** Blocks begin at multiples of a cache line. */
const ALIGNMENT = 64;

/** The kernels' memory cannot hold what was asked for. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError';

  /**
   * @param bytesAsked size of the block that did not fit
   * @param bytesInUse what the memory already holds
   */
  constructor(
    readonly bytesAsked: number,
    readonly bytesInUse: number,
  ) {
    super(
      `Not enough memory: ${mebibytes(bytesAsked)} MiB more were asked for with ${mebibytes(bytesInUse)} MiB ` +
        'in use, and one worker can hold at most 4 GiB (4096 MiB), or less where the machine has less.',
    );
  }
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

/** The bytes that a block of `length` doubles takes of an arena. */
export function blockBytes(length: number): number {
  return Math.ceil((8 * length) / ALIGNMENT) * ALIGNMENT;
}

/**
 * Hands out blocks of the kernels' memory, one after the other, growing the memory as needed. Blocks are freed
 * together, by going back to a mark; their contents are whatever was there before.
 */
export class Arena {
  private top: number;

  /** @param start the first byte that may be handed out */
  constructor(
    private readonly memory: WebAssembly.Memory,
    start: number,
  ) {
    this.top = Math.ceil(start / ALIGNMENT) * ALIGNMENT;
  }

  /**
   * A block of `length` ≥ 0 doubles, uninitialised. May grow the memory, which detaches every `Float64Array` made
   * by `view` before.
   * @throws OutOfMemoryError beyond 4 GiB in all, or when the machine gives no more
   */
  allocate(length: number): Block {
    if (!Number.isInteger(length) || length < 0)
      throw new RangeError(`A block cannot have ${length} elements.`);
    const bytes = blockBytes(length);
    const end = this.top + bytes;
    const missing = end - this.memory.buffer.byteLength;
    if (end > LIMIT) throw new OutOfMemoryError(bytes, this.top);
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE));
      } catch (error) {
        if (error instanceof RangeError) throw new OutOfMemoryError(bytes, this.top);
        throw error;
      }
    }
    const block = { address: this.top, length };
    this.top = end;
    return block;
  }

  /** Where the next block would begin: give it to `release` to free every block allocated since. */
  mark(): number {
    return this.top;
  }

  release(mark: number): void {
    this.top = mark;
  }

  /** The block as an array. It shares the kernels' memory and is of no use after a later `allocate`. */
  view(block: Block): Float64Array {
    return new Float64Array(this.memory.buffer, block.address, block.length);
  }
}

import { describe, expect, it } from 'vitest';
import { Arena, blockBytes, OutOfMemoryError } from '../../../src/numerics/arena';

const page = 65536;

describe('Arena', () => {
  it('hands out aligned blocks that do not overlap and grows the memory', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 100 });
    const arena = new Arena(memory, 10);
    const blocks = [1, 3, 8, 0, 100_000].map((length) => arena.allocate(length));
    let end = 10;
    for (const block of blocks) {
      expect(block.address % 64).toBe(0);
      expect(block.address).toBeGreaterThanOrEqual(end);
      end = block.address + 8 * block.length;
    }
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(end);
    blocks.forEach((block, i) => arena.view(block).fill(i));
    blocks.forEach((block, i) =>
      expect(new Set(arena.view(block))).toEqual(new Set(block.length ? [i] : [])),
    );
  });

  it('gives released memory out again, and says what a block takes', () => {
    const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 1 }), 0);
    const mark = arena.mark();
    const first = arena.allocate(9);
    expect(arena.mark() - mark).toBe(blockBytes(9));
    arena.release(mark);
    expect(arena.allocate(9)).toEqual(first);
  });

  it('says how much was asked for when the memory cannot grow, and stays usable', () => {
    const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 2 }), 0);
    expect(() => arena.allocate((4 * page) / 8)).toThrow(OutOfMemoryError);
    expect(() => arena.allocate(2 ** 17)).toThrow('1.0 MiB more were asked for with 0.0 MiB in use');
    expect(arena.allocate(page / 8).length).toBe(page / 8);
  });

  it('refuses more than 4 GiB before asking for it', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
    expect(() => new Arena(memory, 0).allocate(2 ** 29 + 1)).toThrow('at most 4 GiB');
    expect(memory.buffer.byteLength).toBe(page);
  });

  it('refuses lengths that are none', () => {
    const arena = new Arena(new WebAssembly.Memory({ initial: 1, maximum: 1 }), 0);
    expect(() => arena.allocate(-1)).toThrow('-1 elements');
    expect(() => arena.allocate(1.5)).toThrow('1.5 elements');
  });
});

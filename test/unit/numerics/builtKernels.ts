import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Block } from '../../../src/numerics/arena';
import { instantiateKernels, type Kernels } from '../../../src/numerics/kernels';

const root = join(import.meta.dirname, '../../..');

let bytes: Uint8Array | undefined;

/** Fresh kernels, compiled first where a source is newer than the binary. */
export function builtKernels(): Kernels {
  bytes ??= compiled();
  return instantiateKernels(bytes);
}

function compiled(): Uint8Array {
  execFileSync(process.execPath, ['scripts/build.mjs', '--kernels'], { cwd: root });
  return readFileSync(join(root, 'dist/kernels.wasm'));
}

/** A new block holding `values`. */
export function blockOf({ arena }: Kernels, values: ArrayLike<number>): Block {
  const block = arena.allocate(values.length);
  arena.view(block).set(values);
  return block;
}

/** What `fill` writes into a block of `length`, copied out of the kernels' memory. */
export function drawn({ arena }: Kernels, length: number, fill: (block: Block) => void): Float64Array {
  const mark = arena.mark();
  const block = arena.allocate(length);
  fill(block);
  const values = arena.view(block).slice();
  arena.release(mark);
  return values;
}

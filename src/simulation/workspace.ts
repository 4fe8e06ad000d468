import { type Arena, type Block, blockBytes } from '../numerics/arena';

/** How many doubles each of a sampler's blocks has. */
export type Lengths<Name extends string> = Readonly<Record<Name, number>>;

/** A sampler's blocks, allocated. */
export type Workspace<Name extends string> = Readonly<Record<Name, Block>>;

/** Allocates every block at once, so that later views stay valid. */
export function allocate<Name extends string>(arena: Arena, lengths: Lengths<Name>): Workspace<Name> {
  const entries = Object.entries<number>(lengths).map(([name, length]) => [name, arena.allocate(length)]);
  return Object.fromEntries(entries) as Workspace<Name>;
}

/** The bytes that `allocate` takes of the arena. */
export function bytesOf(lengths: Lengths<string>): number {
  return Object.values(lengths).reduce((sum, length) => sum + blockBytes(length), 0);
}

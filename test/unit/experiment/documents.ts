/** The smallest experiment with something to train on. */
export const small = {
  version: 1,
  data: { kind: 'gaussian', dimension: 10, meanNorm: 1 },
  realSamples: 100,
  syntheticSamples: 50,
} as const;

/** `small` with some of its top-level fields changed or added; undefined removes a field. */
export function experiment(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const all: Record<string, unknown> = { ...small, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

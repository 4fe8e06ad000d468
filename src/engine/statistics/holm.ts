/**
 * Which of several hypotheses Holm's step-down procedure (1979) rejects: the chance that any of them is rejected
 * although it holds is at most `level`, however the p-values depend on each other.
 * @param pValues valid for each hypothesis by itself: P(p ≤ u) ≤ u while it holds
 */
export function holm(pValues: readonly number[], level: number): boolean[] {
  // Beyond the level none is ever rejected, and of many points most are there.
  const order = pValues.map((_, i) => i).filter((i) => pValues[i]! <= level);
  order.sort((a, b) => pValues[a]! - pValues[b]!);
  const kept = order.findIndex((index, rank) => pValues[index]! > level / (pValues.length - rank));
  const rejected = new Array<boolean>(pValues.length).fill(false);
  for (const index of kept === -1 ? order : order.slice(0, kept)) rejected[index] = true;
  return rejected;
}

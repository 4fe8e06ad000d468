import { distance } from 'fastest-levenshtein';

/** The candidate most like `word`, if one is near enough to be what was meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word === '') return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    // A beginning of the name was surely meant for it; a name with something behind it perhaps.
    const furthest = other.startsWith(lower) ? 1 : lower.startsWith(other) ? 3 : Infinity;
    const d = Math.min(distance(lower, other), furthest);
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return bestDistance <= Math.max(2, Math.ceil(word.length / 3)) ? best : undefined;
}

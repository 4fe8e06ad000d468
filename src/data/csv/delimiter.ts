const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;
/** In the order of preference where several would do. */
const CANDIDATES = [',', '\t', ';', '|'].map((character) => character.charCodeAt(0));
const LINES = 20;

/**
 * What stands between the cells: the character that is found equally often in the first lines, outside quotes, and
 * most often; else the one found most often in the first line. A file of one column has a comma.
 * @param beginning the first bytes of the text; its last line may be cut off
 * @returns an ASCII code
 */
export function detectDelimiter(beginning: Uint8Array): number {
  const lines = countsByLine(beginning);
  let best = CANDIDATES[0]!;
  let bestScore = 0;
  CANDIDATES.forEach((candidate, k) => {
    const first = lines[0]?.[k] ?? 0;
    const isSame = lines.every((counts) => counts[k] === first);
    // Agreement of all lines outweighs any count.
    const score = first === 0 ? 0 : first + (isSame ? 2 ** 40 : 0);
    if (score > bestScore) [best, bestScore] = [candidate, score];
  });
  return best;
}

function countsByLine(bytes: Uint8Array): number[][] {
  const lines: number[][] = [];
  let counts = CANDIDATES.map(() => 0);
  let isEmpty = true;
  let isInQuotes = false;
  for (let i = 0; i < bytes.length && lines.length < LINES; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) isInQuotes = !isInQuotes;
    else if (!isInQuotes && (byte === LINE_FEED || byte === RETURN)) {
      if (!isEmpty) lines.push(counts);
      counts = CANDIDATES.map(() => 0);
      isEmpty = true;
      continue;
    } else if (!isInQuotes) {
      const k = CANDIDATES.indexOf(byte);
      if (k >= 0) counts[k]!++;
    }
    isEmpty = false;
  }
  if (lines.length === 0 && !isEmpty) lines.push(counts);
  return lines;
}

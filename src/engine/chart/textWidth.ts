/**
 * Widths of Helvetica's characters (and Arial's, which has the same) in thousandths of the font's size, from the
 * space (U+0020) to the tilde (U+007E), as in Adobe's font metrics.
 */
const helvetica = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/** Greek letters, operators and accented letters: about as wide as a digit or a little more. */
const other = 600;
/** Bold text is wider by about this factor. */
const boldFactor = 1.07;

/** Width of a line of text in Helvetica or Arial, in pixels. Combining marks have none. */
export function measureText(text: string, fontSize: number, bold = false): number {
  let width = 0;
  for (const character of text.trim()) {
    const code = character.codePointAt(0)!;
    const isCombining = code >= 0x300 && code < 0x370;
    if (!isCombining) width += helvetica[code - 0x20] ?? other;
  }
  return (width / 1000) * fontSize * (bold ? boldFactor : 1);
}

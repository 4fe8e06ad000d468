/** Mean width of a character of a sans-serif text, in units of the font's size; a little generous. */
export const characterWidth = 0.58;

/** Breaks a text into lines at spaces so that each fits into a width in pixels, as far as words allow. */
export function wrap(text: string, width: number, fontSize: number): string[] {
  const perLine = Math.max(20, Math.floor(width / (characterWidth * fontSize)));
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= perLine)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

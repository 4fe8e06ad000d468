// Measurements of wall time and of processor time, both in seconds: the latter stays true on a machine that is busy
// with other things.

/** The least of either among several. */
export const least = (measured) => ({
  seconds: Math.min(...measured.map(({ seconds }) => seconds)),
  processor: Math.min(...measured.map(({ processor }) => processor)),
});

export const timesText = (ratio) => `${ratio.toFixed(ratio < 10 ? 2 : 0)} times`;

/** How many times as long the one took as the other. */
export const ratioText = (one, other) =>
  `${timesText(one.seconds / other.seconds)} (processor: ${timesText(one.processor / other.processor)})`;

/** As seconds, or as milliseconds where they are few. */
export function timeText({ seconds, processor }) {
  const [scale, unit] = seconds < 1 ? [1000, 'ms'] : [1, 's'];
  return `${(scale * seconds).toFixed(1)} ${unit} (processor: ${(scale * processor).toFixed(1)} ${unit})`;
}

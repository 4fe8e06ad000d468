/**
 * Random choices for experiments, the same for the same seed (mulberry32).
 * @returns `random`, uniform on [0, 1), and what is made of it
 */
export function randomChoices(seed) {
  let state = seed;
  function random() {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  const logBetween = (low, high) => low * (high / low) ** random();
  return {
    random,
    between: (low, high) => low + (high - low) * random(),
    logBetween,
    /** A whole number, evenly on the logarithmic scale. */
    whole: (low, high) => Math.round(logBetween(low, high)),
    oneOf: (...choices) => choices[Math.floor(random() * choices.length)],
  };
}

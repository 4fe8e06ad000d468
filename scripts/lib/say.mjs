/** A situation a person can do something about: shown as its one sentence, without a stack trace. */
export class Trouble extends Error {}

/** @param {string} sentence */
export const say = (sentence) => console.log(sentence);

/** @param {number} since a value of performance.now() */
export const elapsed = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs a script's main function: a Trouble ends the process with its sentence, anything else with its stack.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Trouble ? error.message : error);
    process.exitCode = 1;
  }
}

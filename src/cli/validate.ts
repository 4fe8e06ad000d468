import { checkText } from '../engine/check';
import { CommandError, exitCodes, wrongInput, type ExitCode } from './exit';
import { inLine, readText, resultsSentence } from './input';

/** `resolvent validate`: prints every problem of every file. */
export async function validate(paths: readonly string[]): Promise<ExitCode> {
  let wrong = 0;
  for (const path of paths) {
    try {
      const { parsed, problems } = checkText(await readText(path));
      const results = await resultsSentence(path, parsed);
      if (results !== undefined) throw wrongInput(results);
      for (const problem of problems) console.log(inLine(path, problem));
      if (problems.length === 0) console.log(`${path}: no problems`);
      else wrong++;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      console.log(error.message);
      wrong++;
    }
  }
  return wrong > 0 ? exitCodes.wrongInput : exitCodes.done;
}

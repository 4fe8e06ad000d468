import { readFile } from 'node:fs/promises';
import { expand, type Expansion } from '../experiment/expand';
import { withValueAt } from '../experiment/paths';
import { formatPath, type LocatedProblem, type Path } from '../experiment/problem';
import type { ExperimentFile } from '../experiment/schema';
import { checkText, type CheckedText } from '../engine/check';
import { fileErrorSentence } from '../engine/resultsFile';
import { wrongInput } from './exit';

/** An experiment file, read and found right. */
export interface Input {
  readonly path: string;
  readonly file: ExperimentFile;
  readonly expansion: Expansion;
}

/** Values that options of the command line set in the experiment. */
export interface Changes {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * Reads an experiment file, with what the command line changes of it.
 * @throws CommandError with every problem's place and sentence
 */
export async function readInput(path: string, changes: readonly Changes[] = []): Promise<Input> {
  const { problems, experiment } = await inspect(path);
  if (experiment === undefined) throw wrongInput(problems.map((problem) => inLine(path, problem)).join('\n'));
  if (changes.length === 0) return { path, ...experiment };
  const file = changes.reduce<unknown>(
    (at, change) => withValueAt(at, change.path, change.value),
    experiment.file,
  );
  const expanded = expand(file);
  if (!expanded.ok) {
    throw wrongInput(
      expanded.problems.map(({ message }) => `${path} with these options: ${message}`).join('\n'),
    );
  }
  return { path, file: file as ExperimentFile, expansion: expanded.value };
}

/**
 * Reads and checks an experiment file.
 * @throws CommandError if it cannot be read
 */
export async function inspect(path: string): Promise<CheckedText> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw wrongInput(`${path} cannot be read: ${fileErrorSentence(error)}`);
  }
  return checkText(text);
}

/** A problem on one line, as compilers write it. */
export function inLine(file: string, problem: LocatedProblem): string {
  const where = problem.path.length === 0 ? '' : ` [${formatPath(problem.path)}]`;
  return `${file}:${problem.line}:${problem.column}: ${problem.message}${where}`;
}

import { access, readFile } from 'node:fs/promises';
import { expand, type Expansion } from '../experiment/expand';
import { locate, type ParsedText } from '../experiment/parse';
import { valueAt, withValueAt } from '../experiment/paths';
import { formatPath, type LocatedProblem, type Path } from '../experiment/problem';
import { readExperiment } from '../experiment/read';
import type { ExperimentFile } from '../experiment/schema';
import { problemsOfSize } from '../engine/feasibility';
import { fileErrorSentence } from '../engine/resultsFile';
import { wrongInput } from './exit';

/** An experiment file, read and found right. */
export interface Input {
  readonly path: string;
  readonly parsed: ParsedText;
  readonly file: ExperimentFile;
  readonly expansion: Expansion;
}

/** Values that options of the command line set in the experiment. */
export interface Change {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * Reads an experiment file, with what the command line changes of it.
 * @throws CommandError with every problem's place and sentence
 */
export async function readInput(path: string, changes: readonly Change[] = []): Promise<Input> {
  const { parsed, problems, experiment } = readExperiment(await readText(path));
  const results = await resultsSentence(path, parsed);
  if (results !== undefined) throw wrongInput(results);
  if (experiment === undefined) throw wrongInput(problems.map((problem) => inLine(path, problem)).join('\n'));
  if (changes.length === 0) return { path, parsed, ...experiment };
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
  return { path, parsed, file: file as ExperimentFile, expansion: expanded.value };
}

/**
 * Refuses an experiment that is too large to be simulated.
 * @throws CommandError
 */
export function requireFeasible(input: Input): void {
  const problems = locate(input.parsed, problemsOfSize({ file: input.file, expansion: input.expansion }));
  if (problems.length > 0)
    throw wrongInput(problems.map((problem) => inLine(input.path, problem)).join('\n'));
}

/**
 * The text of a file.
 * @throws CommandError if it cannot be read
 */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw wrongInput(`${path} cannot be read: ${fileErrorSentence(error)}`);
  }
}

/** What to say of a file that holds results rather than an experiment; undefined of any other. */
export async function resultsSentence(path: string, { value }: ParsedText): Promise<string | undefined> {
  if (valueAt(value, ['format']) !== 'resolvent-results') return undefined;
  const experiment = path.replace(/(\.results)?\.json$/i, '.resolvent.json');
  const isThere = await access(experiment).then(
    () => true,
    () => false,
  );
  const meant = isThere ? `name the experiment: ${experiment}` : 'name the experiment that they are of';
  return `${path} holds the results of a run; ${meant}.`;
}

/** A problem on one line, as compilers write it. The path is left out where the sentence begins with it. */
export function inLine(file: string, { path, line, column, message }: LocatedProblem): string {
  const name = formatPath(path);
  const isSaid = path.length === 0 || message.startsWith(`${name} `) || message.startsWith(`"${name}" `);
  return `${file}:${line}:${column}: ${message}${isSaid ? '' : ` [${name}]`}`;
}

import { numericPaths } from '../experiment/paths';
import type { CheckedText } from './check';
import type { DocumentState } from './messages';

/** Whether the text could be read as a whole, whatever it then says. */
export function isReadable({ parsed }: CheckedText): boolean {
  return parsed.problems.length === 0;
}

/**
 * The experiment file as the designer shows it.
 * @param lastContents contents of the last readable text, to go on showing while the present one is not
 */
export function documentStateOf(
  checked: CheckedText,
  lastContents: unknown,
  file: Pick<DocumentState, 'name' | 'editable'>,
): DocumentState {
  const { parsed, problems, experiment } = checked;
  const empty = parsed.text.trim() === '';
  const contents = empty ? undefined : isReadable(checked) ? parsed.value : lastContents;
  return {
    ...file,
    status: experiment ? 'valid' : empty ? 'empty' : 'invalid',
    contents,
    contentsCurrent: isReadable(checked),
    problems,
    sweepable: numericPaths(contents),
    points: experiment?.expansion.series.reduce((sum, { points }) => sum + points.length, 0) ?? 0,
    repetitions: experiment?.expansion.settings.repetitions ?? 0,
  };
}

import { locate, type ParsedText } from '../experiment/parse';
import type { LocatedProblem } from '../experiment/problem';
import { readExperiment, type ReadExperiment } from '../experiment/read';
import { problemsOfSize } from './feasibility';

/** An experiment's text, read and checked, and found small enough to run. */
export interface CheckedText {
  readonly parsed: ParsedText;
  /** Empty exactly when `experiment` is there. */
  readonly problems: readonly LocatedProblem[];
  readonly experiment?: NonNullable<ReadExperiment['experiment']>;
}

/** Reads the text of an experiment file and checks all that can be checked without running it. Never throws. */
export function checkText(text: string): CheckedText {
  const read = readExperiment(text);
  if (read.experiment === undefined) return read;
  const tooLarge = locate(read.parsed, problemsOfSize(read.experiment));
  return tooLarge.length === 0 ? read : { parsed: read.parsed, problems: tooLarge };
}

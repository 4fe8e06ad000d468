import { expand, type Expansion } from './expand';
import { locate, parseText, type ParsedText } from './parse';
import type { LocatedProblem } from './problem';
import type { ExperimentFile } from './schema';

/** An experiment's text, read: its points, or what is wrong with it and where. */
export interface ReadExperiment {
  readonly parsed: ParsedText;
  /** Empty exactly when `experiment` is there. */
  readonly problems: readonly LocatedProblem[];
  readonly experiment?: { readonly file: ExperimentFile; readonly expansion: Expansion };
}

/** Reads the text of an experiment file. Never throws. */
export function readExperiment(text: string): ReadExperiment {
  const parsed = parseText(text);
  if (parsed.problems.length > 0) return { parsed, problems: parsed.problems };
  const expanded = expand(parsed.value);
  if (!expanded.ok) return { parsed, problems: locate(parsed, expanded.problems) };
  return {
    parsed,
    problems: [],
    experiment: { file: parsed.value as ExperimentFile, expansion: expanded.value },
  };
}

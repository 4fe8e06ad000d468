import type { RunSettings } from './complete';
import type { Path, Problem } from './problem';
import type { ExperimentFile } from './schema';

/** What makes a target for the standard error impossible: of such a run `repetitions` are the pilot. */
export function checkSimulation(file: ExperimentFile, settings: RunSettings): readonly Problem[] {
  const { targetStandardError: target, maximumRepetitions: maximum, repetitions, chart } = settings;
  if (target === null) return [];
  const problems: Problem[] = [];
  const exclude = (field: string, message: string) => {
    const isGiven = file.simulation !== undefined && Object.hasOwn(file.simulation, field);
    const path: Path = ['simulation', isGiven ? field : 'targetStandardError'];
    problems.push({ code: 'contradiction', path, message });
  };
  if (chart === 'spectrum') {
    exclude(
      'targetStandardError',
      'A chart of kind "spectrum" draws eigenvalues, which have no standard error to aim at: remove simulation.targetStandardError.',
    );
  }
  if (repetitions < 2) {
    exclude(
      'repetitions',
      `simulation.repetitions is ${repetitions}; with a targetStandardError they are the pilot that measures how much trainings scatter: set them to 2 or more (10 is good), or remove simulation.targetStandardError.`,
    );
  } else if (repetitions > maximum) {
    const [are, most] = [repetitions, maximum].map((count) => count.toLocaleString('en-US'));
    exclude(
      'maximumRepetitions',
      `simulation.maximumRepetitions is ${most}, less than the ${are} repetitions that every point gets before the target is looked at: set it to ${are} or more, or lower simulation.repetitions.`,
    );
  }
  return problems;
}

import { expand, type Expansion } from '../../experiment/expand';
import type { ExperimentFile } from '../../experiment/schema';
import { streamLayout } from '../../simulation/streams';
import { problemsOfSize } from '../feasibility';
import { isOfThisEngine } from '../journal/read';
import type { WorkerPool } from '../pool';
import type { ResultPoint, ResultsDocument } from '../results';
import { Refusal, startRun, type Run, type RunProgress } from '../run';
import { engineVersion } from '../version';
import { compare, type Comparison } from './compare';
import { explanationOf } from './explain';
import { problemsOfNumbers, problemsOfShape } from './fileProblems';
import type { Verification } from './model';
import { sampleOf, usualSample, type RepetitionTable } from './sample';

export interface VerificationOptions {
  readonly pool: WorkerPool;
  /** Results as read from their file. */
  readonly document: ResultsDocument;
  /** About how many repetitions to compute again, or all of them; `usualSample` if left out. */
  readonly sample?: number | 'all';
  /** Decides which ones; left out, the experiment does. */
  readonly seed?: number;
  /** Called at most 20 times a second; snapshots hold the sample alone. */
  readonly onProgress?: (progress: RunProgress) => void;
}

/** A verification under way. */
export interface VerificationUnderWay {
  /**
   * @throws an Error for a fault that neither the file nor the experiment has a part in
   */
  readonly finished: Promise<Verification>;
  /** Stops it within 200 ms; what was computed until then is compared. */
  readonly cancel: () => void;
}

/**
 * Computes a sample of a results file's repetitions again, the way a run does, and compares them to the last bit; also
 * whether the file's means, standard errors and verdict follow from its values, and whether its theory is as computed
 * anew.
 */
export function startVerification(options: VerificationOptions): VerificationUnderWay {
  const verifier = new Verifier(options);
  return { finished: verifier.execute(), cancel: () => verifier.cancel() };
}

class Verifier {
  readonly #options: VerificationOptions;
  #run: Run | undefined;
  #cancelled = false;

  constructor(options: VerificationOptions) {
    this.#options = options;
  }

  cancel(): void {
    this.#cancelled = true;
    this.#run?.cancel();
  }

  async execute(): Promise<Verification> {
    const { document } = this.#options;
    const foreign = whyOfAnother(document);
    if (foreign !== undefined) return notComparable(document, foreign);
    const expanded = expand(document.spec);
    if (!expanded.ok)
      return contradicting(document, [
        `The experiment in the file is not valid: ${expanded.problems[0]!.message}`,
      ]);
    const expansion = expanded.value;
    const wrongShape = problemsOfShape(document, expansion);
    if (wrongShape.length > 0) return contradicting(document, wrongShape);
    const spec = document.spec as ExperimentFile;
    const [tooLarge] = problemsOfSize({ file: spec, expansion });
    if (tooLarge !== undefined) return notComparable(document, tooLarge.message);
    return this.#compute(spec, expansion);
  }

  async #compute(spec: ExperimentFile, expansion: Expansion): Promise<Verification> {
    const { pool, document, sample: count = usualSample, seed, onProgress } = this.#options;
    const problems = await problemsOfNumbers(document, expansion);
    const { there, reason } = comparableIn(document, expansion);
    const sample = sampleOf(there, {
      count,
      seed: seed === undefined ? document.specHash : String(seed),
      whole: expansion.settings.chart === 'spectrum',
    });
    this.#run = startRun({
      pool,
      spec,
      expansion,
      sample: ({ series, point }) => sample[series]![point]!,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    if (this.#cancelled) this.#run.cancel();
    const again = await this.#run.finished;
    const failure = this.#run.failure();
    if (failure !== undefined && !(failure instanceof Refusal)) throw failure;
    // Of a run that has ended early not even the theory need be there.
    const comparison =
      this.#cancelled && !hasTheory(again) ? nothing : await compare(document, again, expansion);
    const all = [...problems, ...comparison.problems];
    const differs = comparison.differing > 0 || all.length > 0;
    const whyNot =
      failure !== undefined
        ? `It could not be computed anew: ${failure.message}`
        : comparison.recomputed === 0
          ? reason
          : undefined;
    return {
      outcome: differs
        ? 'differs'
        : this.#cancelled && again.status !== 'complete'
          ? 'cancelled'
          : whyNot !== undefined
            ? 'notComparable'
            : 'verified',
      unit: unitOf(expansion),
      recorded: recordedIn(document),
      sampled: countOf(sample),
      recomputed: comparison.recomputed,
      differing: comparison.differing,
      differences: comparison.differences,
      problems: all,
      notes: [
        ...explanationOf(document, comparison),
        ...(reason !== undefined && comparison.recomputed > 0 ? [reason] : []),
      ],
      ...(whyNot === undefined ? {} : { reason: whyNot }),
    };
  }
}

const nothing: Comparison = { recomputed: 0, differing: 0, differences: [], problems: [] };

/** Why results are none that this engine would compute; undefined where they are. */
function whyOfAnother({ engine, streams }: ResultsDocument): string | undefined {
  if (streams !== undefined && isOfThisEngine({ engine, streams })) return undefined;
  const layoutOf =
    streams === undefined
      ? 'without a stream layout, as versions before had none'
      : `stream layout ${streams}`;
  return `The file is of engine ${engine}, ${layoutOf}; this is engine ${engineVersion}, stream layout ${streamLayout}, which draws other random numbers or computes with them otherwise. Verify it with the version that wrote it, or run the experiment again.`;
}

/** Which repetitions of a file can be computed again, and a sentence on those that cannot. */
function comparableIn(
  { series }: ResultsDocument,
  { settings }: Expansion,
): { readonly there: RepetitionTable; readonly reason?: string } {
  const draws = Math.max(1, settings.repetitions);
  let [withoutValues, incomplete] = [false, false];
  const there = series.map(({ points }) =>
    points.map(({ simulation, spectrum }) => {
      if (settings.chart === 'spectrum') {
        incomplete ||= spectrum !== undefined && spectrum.draws !== draws;
        return spectrum?.draws === draws ? firstOnes(draws) : [];
      }
      if (simulation === undefined) return [];
      if (simulation.accuracy.values === undefined) {
        withoutValues = true;
        return [];
      }
      return simulation.numbers ?? firstOnes(simulation.repetitions);
    }),
  );
  if (withoutValues)
    return { there, reason: 'The values of single repetitions are not in the file, only their means.' };
  if (incomplete)
    return {
      there,
      reason:
        'Histograms of a run that was stopped cannot be computed anew: the file does not say which draws they hold.',
    };
  return { there };
}

const firstOnes = (count: number) => Array.from({ length: count }, (_, i) => i);

const unitOf = ({ settings }: Expansion) => (settings.chart === 'spectrum' ? 'draw' : 'repetition');

function countOf(table: RepetitionTable): number {
  return table.reduce((sum, points) => points.reduce((own, { length }) => own + length, sum), 0);
}

function recordedIn({ series }: ResultsDocument): number {
  const ofPoint = ({ simulation, spectrum }: ResultPoint) => simulation?.repetitions ?? spectrum?.draws ?? 0;
  return series.reduce((sum, { points }) => points.reduce((own, point) => own + ofPoint(point), sum), 0);
}

/** Whether the theory was computed before the run ended. */
function hasTheory({ series }: ResultsDocument): boolean {
  return series.some(({ points }) => points.some(({ simulation, spectrum }) => simulation ?? spectrum));
}

function withoutComputing(document: ResultsDocument): Omit<Verification, 'outcome'> {
  return {
    unit: 'repetition',
    recorded: recordedIn(document),
    sampled: 0,
    recomputed: 0,
    differing: 0,
    differences: [],
    problems: [],
    notes: [],
  };
}

function notComparable(document: ResultsDocument, reason: string): Verification {
  return { ...withoutComputing(document), outcome: 'notComparable', reason };
}

function contradicting(document: ResultsDocument, problems: readonly string[]): Verification {
  return { ...withoutComputing(document), outcome: 'differs', problems };
}

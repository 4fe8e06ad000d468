import type { PointParameters } from '../experiment/complete';
import { remembered } from '../experiment/remembered';
import { solveClasses, type ClassesSolution } from '../theory/classes';
import { bayesAccuracyOfClasses } from '../theory/classes/limits';
import { TheoryError } from '../theory/error';
import { solveExact, type Performance } from '../theory/exact';
import { solveInputDependent } from '../theory/inputDependent';
import { bayesAccuracy, selfTrainedLabelNoise } from '../theory/limits';
import { solveMarginLoss } from '../theory/marginLoss';
import { coveredPointOf, uncoveredSentence } from './nearestTheory';
import { atomsOf, classAtomsOf, eigenvaluesOf } from './population';
import type { FixedPoint } from './results';
import {
  classesProblemOf,
  exactProblemOf,
  inputDependentProblemOf,
  looksAtSample,
  noNoise,
  type IndependentNoise,
} from './theoryProblem';
import { listInWords } from './words';

/** The sentence why the theory has no answer. */
export interface Failure {
  readonly error: string;
}

/** What an exact theory says of a point: performance, τ_r, τ_s and d, and of several classes more. */
export type Solution = (Performance & { readonly fixedPoint: FixedPoint }) | ClassesSolution;

/** The exact theory's answer at a point, and the noise that its labels and its verifier amount to. */
export interface ExactAnswer {
  readonly noise: IndependentNoise | Failure;
  readonly solution: Solution | Failure;
  /** Where there is no solution, that of the nearest point that has one, if any. */
  readonly nearest?: NearestSolution;
}

export interface NearestSolution {
  readonly solution: Solution;
  /** What it is the theory of, where that differs from the point: "Gaussian features". */
  readonly of: string;
}

/** Runs a computation of the theory; its sentence where it has no answer. */
export function attempt<T>(compute: () => T): T | Failure {
  try {
    return compute();
  } catch (error) {
    if (error instanceof TheoryError) return { error: error.message };
    throw error;
  }
}

export function failed(outcome: object): outcome is Failure {
  return 'error' in outcome;
}

/** The exact theory of one point after the other: what does not change between them is computed once. */
export class ExactTheory {
  readonly #atoms = remembered(atomsOf, populationKey);
  readonly #classAtoms = remembered(classAtomsOf, populationKey);

  // The two remember apart: along most sweeps each stays what it is.
  readonly #realOnly = this.#onRealRows();
  readonly #allReal = this.#onRealRows();

  readonly #bayes = remembered(
    (p: PointParameters) =>
      p.classes > 2 ? bayesAccuracyOfClasses(p.classes, this.#classAtoms(p)) : bayesAccuracy(this.#atoms(p)),
    populationKey,
  );

  /**
   * @throws TheoryError where a self-trained labeller's ε has no value, without which the point is not determined
   */
  answer(p: PointParameters): ExactAnswer {
    const { parameters, uncovered } = coveredPointOf(p);
    const answer = this.#answerCovered(parameters);
    if (uncovered.length === 0 && !failed(answer.solution)) return answer;
    const nearest = this.#nearest(parameters, answer);
    return {
      noise: answer.noise,
      solution: uncovered.length === 0 ? answer.solution : { error: uncoveredSentence(uncovered) },
      ...(nearest === undefined
        ? {}
        : {
            nearest: {
              solution: nearest.solution,
              of: listInWords([...uncovered.map(({ of }) => of), ...nearest.of]),
            },
          }),
    };
  }

  /** The exact theory of the point itself where it has an answer, else of one that is less like it. */
  #nearest(
    p: PointParameters,
    { noise, solution }: ExactAnswer,
  ): { readonly solution: Solution; readonly of: readonly string[] } | undefined {
    if (!failed(solution)) return { solution, of: [] };
    const of: string[] = [];
    let likened = p;
    let rates = noise;
    if (looksAtSample(p) && p.syntheticSamples > 0) {
      of.push('mistakes made at random at the same rates');
      if (failed(rates)) rates = this.#ratesOfIsotropic(p);
    }
    if (p.loss !== 'square' && p.generator.kind === 'fitted' && p.generator.source === 'training') {
      of.push('a generator fitted on other rows');
      likened = { ...p, generator: { ...p.generator, source: 'independent' } };
    }
    const known = rates;
    if (of.length === 0 || failed(known)) return undefined;
    const found = attempt(() => this.withNoise(likened, known));
    return failed(found) ? undefined : { solution: found, of };
  }

  /** What linear labels and verifiers amount to where all directions have the mean variance. */
  #ratesOfIsotropic(p: PointParameters): IndependentNoise | Failure {
    const variance = eigenvaluesOf(p).reduce((sum, value) => sum + value, 0) / p.dimension;
    const isotropic = {
      ...p,
      covariance: { kind: 'identity' },
      meanNorm: p.meanNorm / Math.sqrt(variance),
    } as const;
    // Not this theory's own atoms, which are those of the points that are asked for.
    return attempt(() => {
      const labelNoise = p.labelNoise.kind === 'linear' ? 0 : this.#labelNoise(p);
      const problem = inputDependentProblemOf(isotropic, atomsOf(isotropic), labelNoise);
      return solveInputDependent({ ...problem, fit: null, ridge: 1 }).implied;
    });
  }

  #answerCovered(p: PointParameters): ExactAnswer {
    if (!looksAtSample(p)) {
      const noise = this.#givenNoise(p);
      return { noise, solution: attempt(() => this.withNoise(p, noise)) };
    }
    // Without synthetic rows it does not matter how they would have been labelled.
    if (p.syntheticSamples === 0) {
      const noise = { error: 'There are no synthetic rows.' };
      return { noise, solution: attempt(() => this.withNoise(p, noNoise)) };
    }
    const labelNoise = p.labelNoise.kind === 'linear' ? 0 : this.#labelNoise(p);
    const problem = inputDependentProblemOf(p, this.#atoms(p), labelNoise);
    const solution = attempt(() => solveInputDependent(problem));
    // What they amount to depends neither on how the generator was fitted nor on the training.
    const implied = failed(solution)
      ? attempt(() => solveInputDependent({ ...problem, fit: null, ridge: 1 }))
      : solution;
    return {
      noise: failed(implied) ? implied : implied.implied,
      solution:
        p.loss === 'square'
          ? solution
          : {
              error:
                'The theory covers linear labels and verifiers for the square loss only. Simulate, or set classifier.loss to "square".',
            },
    };
  }

  /**
   * The exact theory with labels and a verifier that do not look at the sample, whatever the point's own do.
   * @throws TheoryError where it has no value
   */
  withNoise(p: PointParameters, noise: IndependentNoise): Solution {
    if (p.classes > 2) return solveClasses(classesProblemOf(p, this.#classAtoms(p), noise));
    const problem = exactProblemOf(p, this.#atoms(p), noise);
    return p.loss === 'square' ? solveExact(problem) : solveMarginLoss(problem, p.loss);
  }

  /** Accuracy of the best possible classifier. */
  bayes(p: PointParameters): number {
    return this.#bayes(p);
  }

  /** Accuracy of training on the n real rows alone, or why there is none. */
  realOnly(p: PointParameters): number | Failure {
    if (p.realSamples === 0) return { error: 'There are no real rows to train on alone.' };
    return this.#realOnly(p);
  }

  /** Accuracy of training on n + m real rows, or why there is none. */
  allReal(p: PointParameters): number | Failure {
    if (p.syntheticSamples === 0) return this.realOnly(p);
    return this.#allReal({ ...p, realSamples: p.realSamples + p.syntheticSamples });
  }

  /** Accuracy of training on a point's real rows and nothing else. */
  #onRealRows() {
    return remembered(
      (p: PointParameters) => attempt(() => this.withNoise({ ...p, syntheticSamples: 0 }, noNoise).accuracy),
      (p) => [...populationKey(p), p.realSamples, p.loss, p.ridge, p.realWeight],
    );
  }

  /** The population of a point, as the theory sees it. */
  atoms(p: PointParameters) {
    return this.#atoms(p);
  }

  /** @throws TheoryError */
  #givenNoise(p: PointParameters): IndependentNoise {
    const { keepCorrect, keepIncorrect } = p.verifier.kind === 'random' ? p.verifier : noNoise;
    return { labelNoise: this.#labelNoise(p), keepCorrect, keepIncorrect };
  }

  /**
   * ε of labels that do not look at the sample: given, or that of a self-trained labeller (theory.md §4).
   * @throws TheoryError
   */
  #labelNoise(p: PointParameters): number {
    if (p.labelNoise.kind === 'uniform') return p.labelNoise.rate;
    return selfTrainedLabelNoise(exactProblemOf(p, this.#atoms(p), noNoise));
  }
}

/** What of a point decides its population. */
function populationKey({
  covariance,
  dimension,
  meanNorm,
  meanDirection,
  classes,
  generator,
}: PointParameters): unknown[] {
  const population = [covariance, dimension, meanNorm, meanDirection, classes];
  if (generator.kind !== 'shifted') return population;
  return [...population, generator.alignment, generator.orthogonalShift, generator.covarianceScale];
}

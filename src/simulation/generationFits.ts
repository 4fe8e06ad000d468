import type { Kernels } from '../numerics/kernels';
import type { Matrix } from '../numerics/matrix';
import { SimulationError } from './errors';
import type { GeneratorLaw } from './generatorLaw';
import type { FittedGenerator, ProblemSizes, SimulationProblem } from './problem';
import { RunningFit } from './runningFit';
import { componentOf } from './streams';
import type { SyntheticComponents } from './syntheticRows';
import { drawVerified, type SyntheticContext } from './verifiedRows';
import type { Lengths, Workspace } from './workspace';

type Name = 'scatter' | 'root' | 'negativeScatter' | 'negativeRoot';

/** The blocks of `GenerationFits`; nothing where the generator needs none. */
export function generationFitsLengths(generator: ProblemSizes['generator'], p: number): Lengths<Name> {
  const perClass = generator.kind === 'fitted' && generator.covariance === 'perClass' ? p * p : 0;
  return { scatter: p * p, root: p * p, negativeScatter: perClass, negativeRoot: perClass };
}

/** Fewer rows than this have no covariance. */
const FEWEST_ROWS = 2;

/**
 * Fits a generator generation after generation: one Gaussian, or one per class, on the rows of the one before or on
 * all rows so far, with true labels or with those that labels and verifier leave.
 */
export class GenerationFits {
  /** Of the oriented rows, or of the rows of the classes +1 and −1. */
  private readonly fits: readonly RunningFit[];
  /** How many more rows the generation under way takes. */
  private room: number;

  /** @param blocks of `generationFitsLengths`, and `noise` of a block of rows */
  constructor(
    kernels: Kernels,
    problem: SimulationProblem,
    private readonly generator: FittedGenerator,
    blocks: Workspace<Name | 'noise'>,
  ) {
    const { meanError, covariance } = generator;
    const { noise } = blocks;
    const fit = (centre: Float64Array, scatter: Name, root: Name) =>
      new RunningFit(kernels, { centre, meanError }, { scatter: blocks[scatter], root: blocks[root], noise });
    const positive = fit(problem.mean, 'scatter', 'root');
    const mirrored = problem.mean.map((value) => -value);
    this.fits =
      covariance === 'perClass' ? [positive, fit(mirrored, 'negativeScatter', 'negativeRoot')] : [positive];
    this.room = generator.samples;
  }

  /** Takes rows with their labels ±1 as far as the generation under way has room for them. */
  add(rows: Matrix, labels: ArrayLike<number>): void {
    const count = Math.min(rows.rows, this.room);
    const [positive, negative] = this.fits;
    const within = (row: number) => row < count;
    if (negative === undefined) {
      positive!.add(rows, (row) => (within(row) ? labels[row]! : 0));
    } else {
      positive!.add(rows, (row) => (within(row) && labels[row]! > 0 ? 1 : 0));
      negative.add(rows, (row) => (within(row) && labels[row]! < 0 ? 1 : 0));
    }
    this.room -= count;
  }

  /**
   * The law of the last generation, the first having been fitted on the real rows that were added.
   * @throws SimulationError where a class has too few rows
   */
  lastLaw(context: SyntheticContext): GeneratorLaw {
    const { generator } = this;
    let law = this.law();
    for (let generation = 2; generation <= generator.generations; generation++) {
      if (generator.retraining !== 'accumulate') for (const fit of this.fits) fit.reset();
      this.room = generator.samples;
      this.drawFrom(context, law, generation);
      law = this.law();
    }
    return law;
  }

  /** Adds rows of the generation before, n̂ of them. */
  private drawFrom(context: SyntheticContext, law: GeneratorLaw, generation: number): void {
    const { kernels, problem, blocks } = context;
    const { samples, retrainingLabels } = this.generator;
    const component: SyntheticComponents = {
      classes: componentOf('laterLabels', generation),
      noise: componentOf('laterNoise', generation),
      labels: componentOf('laterLabelNoise', generation),
      verifier: componentOf('laterVerifier', generation),
    };
    const labels = kernels.arena.view(blocks.labels);
    const take = (rows: Matrix) => this.add(rows, labels);
    if (retrainingLabels === 'verified') {
      drawVerified(context, law, generation - 1, component, { kept: samples }, take);
      return;
    }
    const clean: SyntheticContext = {
      ...context,
      problem: {
        ...problem,
        labels: { kind: 'uniform', rate: 0 },
        verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 1 },
      },
      directions: undefined,
      comparison: undefined,
    };
    drawVerified(clean, law, generation - 1, component, { drawn: samples }, take);
  }

  private law(): GeneratorLaw {
    const [positive, negative] = this.fits;
    if (negative === undefined) {
      const { mean, root } = positive!.law();
      return { mean, noise: { root } };
    }
    const fewest = positive!.rows < negative.rows ? positive! : negative;
    if (fewest.rows < FEWEST_ROWS) {
      throw new SimulationError(
        `A Gaussian per class cannot be fitted: of ${positive!.rows + negative.rows} rows ${fewest.rows} ` +
          `${fewest.rows === 1 ? 'is' : 'are'} of class ${fewest === negative ? '−1' : '+1'}, and ${FEWEST_ROWS} are ` +
          'needed. Raise generator.samples, or set generator.covariance to "pooled".',
      );
    }
    return { positive: positive!.law(), negative: negative.law() };
  }
}

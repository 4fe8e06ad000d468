import type { Kernels } from '../../numerics/kernels';
import { matrixOf, transpose } from '../../numerics/matrix';
import { drawScaledBartlett, type Drawing } from '../bartlett';
import { type Key, Memo } from '../memo';
import { combineMoments, packMoments } from '../moments';
import { addNoise, type NoiseLaw } from '../noise';
import { addDiagonalScatter, addFactorScatter, type PackedLaw } from '../scatter';
import { type Component, components, type RandomStreams } from '../streams';
import { packTrapezoid, unpackTrapezoid } from '../trapezoid';
import type { Lengths, Workspace } from '../workspace';
import { drawKeptCounts, rowsPerClass } from './counts';
import type { ClassMoments } from './moments';
import type { ClassProblemSizes, ClassSimulationProblem, FittedClassGenerator } from './problem';

type Name = 'gram' | 'targets' | 'means' | 'noise' | 'chi' | 'factor' | 'bartlett' | 'product';

/** The blocks of `drawClassesSufficient`, for the most rows that pruning can leave. */
export function sufficientClassLengths(problem: ClassProblemSizes): Lengths<Name> {
  const { dimension: p, classes, generator } = problem;
  const { realRank, generatorRank, syntheticRank } = classRanks(problem);
  const fitted = generator.kind === 'fitted';
  return {
    gram: p * p,
    targets: classes * p,
    means: classes * p,
    noise: classes * p,
    chi: p,
    factor: p * Math.max(realRank, generatorRank),
    bartlett: fitted ? generatorRank * syntheticRank : 0,
    product: fitted ? p * syntheticRank : 0,
  };
}

/** Columns of the three triangular factors: fresh real rows, the generator's covariance, the synthetic rows. */
export function classRanks(problem: ClassProblemSizes) {
  const { dimension: p, classes, realSamples: n, syntheticSamples: m, generator } = problem;
  const generatorRank =
    m === 0 ? 0 : generator.kind === 'fixed' ? p : Math.min(p, degreesOfFreedom(generator, classes));
  return {
    realRank: Math.min(p, Math.max(n - 1, 0)),
    generatorRank,
    syntheticRank: Math.min(generatorRank, Math.max(m - 1, 0)),
  };
}

/** Of the fitted covariance: one less for every class whose mean is estimated from the rows too. */
function degreesOfFreedom({ samples, meanError }: FittedClassGenerator, classes: number): number {
  return meanError ? samples - classes : samples;
}

/** Of the scatter within groups: each group that has rows gives up one to its mean. */
function withinDegrees(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + Math.max(count - 1, 0), 0);
}

/**
 * Draws Σ κ x xᵀ and, for every label, Σ κ x of a training set straight from their joint law (theory.md §7, §10):
 * the means of the real rows of every class and of the synthetic rows of every class and label, and the scatter
 * within them through Bartlett's factor. The cost is O(p³ + K² p²), whatever n and m.
 * @param problem checked by `checkClassProblem`
 * @param blocks of `sufficientClassLengths(problem)`
 * @param memo begun at the streams' address
 */
export function drawClassesSufficient(
  kernels: Kernels,
  streams: RandomStreams,
  problem: ClassSimulationProblem,
  blocks: Workspace<Name>,
  memo = new Memo(),
): ClassMoments {
  const drawing: Drawing = { kernels, streams, memo };
  const { dimension: p, classes, generator, realSamples, realWeight, syntheticWeight } = problem;
  const keptCounts = drawKeptCounts(kernels, streams, problem);
  const kept = keptCounts.flat().reduce((sum, count) => sum + count, 0);
  const fitted = kept > 0 && generator.kind === 'fitted' ? generator : undefined;
  const onTraining = fitted?.source === 'training' ? fitted : undefined;
  const used = rowsPerClass(onTraining?.samples ?? 0, classes);
  const freshCounts = rowsPerClass(realSamples, classes).map((count, c) => count - used[c]!);

  const parts: { weight: number; moments: Float64Array }[] = [];
  if (onTraining) {
    parts.push({ weight: realWeight, moments: drawTrainingFit(drawing, problem, onTraining, blocks) });
  }
  if (freshCounts.some((count) => count > 0)) {
    parts.push({ weight: realWeight, moments: drawReal(drawing, problem, freshCounts, blocks) });
  }
  if (kept > 0) {
    const moments = drawSynthetic(drawing, problem, fitted, keptCounts, blocks);
    parts.push({ weight: syntheticWeight, moments });
  }
  const gram = matrixOf(blocks.gram, p, p);
  combineMoments(kernels, parts, gram, kernels.arena.view(blocks.targets));
  return { gram, targets: matrixOf(blocks.targets, classes, p), kept };
}

/** All that the generator's law depends on. */
function fitKey(
  { classes, eigenvalues, classMeans }: ClassSimulationProblem,
  { samples, meanError }: FittedClassGenerator,
): Key {
  return [classes, samples, meanError, eigenvalues, ...classMeans];
}

/** The generator's means, one after the other, and its factor. */
function drawFittedLaw(
  drawing: Drawing,
  problem: ClassSimulationProblem,
  generator: FittedClassGenerator,
  blocks: Workspace<Name>,
): PackedLaw {
  const { kernels, memo } = drawing;
  const { dimension: p, classes, eigenvalues, classMeans } = problem;
  const { samples, meanError } = generator;
  const df = degreesOfFreedom(generator, classes);
  const columns = Math.min(p, df);
  const value = memo.get(['classFit', ...fitKey(problem, generator)], () => {
    const factor = matrixOf(blocks.factor, p, columns);
    const scale = eigenvalues.map((value) => Math.sqrt(value / samples));
    if (columns > 0) drawScaledBartlett(drawing, components.fitScatter, df, scale, factor, blocks.chi);
    const packed = packTrapezoid(kernels, factor, classes * p);
    classMeans.forEach((mean, c) => packed.set(mean, c * p));
    if (meanError) {
      const counts = rowsPerClass(samples, classes);
      const law: NoiseLaw = { scale: eigenvalues.map(Math.sqrt) };
      const means = drawMeans(drawing, components.fitMean, 0, counts, (c) => classMeans[c]!, law, blocks);
      means.forEach((mean, c) =>
        packed.set(
          mean.map((value) => value / Math.sqrt(counts[c]!)),
          c * p,
        ),
      );
    }
    return packed;
  });
  return { mean: value.subarray(0, classes * p), packed: value.subarray(classes * p), columns };
}

/** The moments of the n̂ training rows that the generator is fitted on: its law, times n̂. */
function drawTrainingFit(
  drawing: Drawing,
  problem: ClassSimulationProblem,
  generator: FittedClassGenerator,
  blocks: Workspace<Name>,
): Float64Array {
  const { kernels, memo } = drawing;
  const { dimension: p, classes } = problem;
  return memo.get(['classTrainingFit', ...fitKey(problem, generator)], () => {
    const { mean, packed, columns } = drawFittedLaw(drawing, problem, generator, blocks);
    const gram = matrixOf(blocks.gram, p, p);
    const factor = matrixOf(blocks.factor, p, columns);
    kernels.arena.view(blocks.gram).fill(0);
    unpackTrapezoid(kernels, packed, factor);
    kernels.addTrapezoidGram(gram, generator.samples, factor);
    const sums = new Float64Array(classes * p);
    const means = rowsPerClass(generator.samples, classes).map((count, c) =>
      mean.slice(c * p, (c + 1) * p).map((value) => value * Math.sqrt(count)),
    );
    addSums(sums, rowsPerClass(generator.samples, classes), means);
    return packMoments(kernels, gram, means, sums);
  });
}

/** The moments of real rows that are independent of the generator's fit. */
function drawReal(
  drawing: Drawing,
  { dimension: p, classes, eigenvalues, classMeans }: ClassSimulationProblem,
  counts: readonly number[],
  blocks: Workspace<Name>,
): Float64Array {
  const { kernels, memo } = drawing;
  return memo.get(['classReal', ...counts, eigenvalues, ...classMeans], () => {
    const law: NoiseLaw = { scale: eigenvalues.map(Math.sqrt) };
    const means = drawMeans(drawing, components.realMean, 0, counts, (c) => classMeans[c]!, law, blocks);
    const sums = new Float64Array(classes * p);
    addSums(sums, counts, means);
    const gram = matrixOf(blocks.gram, p, p);
    kernels.arena.view(blocks.gram).fill(0);
    addDiagonalScatter(drawing, components.realScatter, eigenvalues, withinDegrees(counts), gram, blocks);
    return packMoments(kernels, gram, means, sums);
  });
}

/**
 * The moments of the synthetic rows that are kept.
 * @param counts by class and label
 */
function drawSynthetic(
  drawing: Drawing,
  problem: ClassSimulationProblem,
  fitted: FittedClassGenerator | undefined,
  counts: readonly (readonly number[])[],
  blocks: Workspace<Name>,
): Float64Array {
  const { kernels, memo } = drawing;
  const { dimension: p, classes, generator } = problem;
  const gram = matrixOf(blocks.gram, p, p);
  const df = withinDegrees(counts.flat());
  const sums = new Float64Array(classes * p);
  /** gram, sums += what the means of every class and label add. */
  const addMeans = (law: NoiseLaw, meanOf: (truth: number) => Float64Array) => {
    counts.forEach((labelled, truth) => {
      const first = truth * classes;
      const centre = meanOf(truth);
      const component = components.syntheticMean;
      const means = drawMeans(drawing, component, first, labelled, () => centre, law, blocks);
      kernels.addGram(gram, 1, transpose(matrixOf(blocks.means, classes, p)));
      addSums(sums, labelled, means);
    });
  };
  if (!fitted) {
    const { means, eigenvalues } = generator as Extract<typeof generator, { kind: 'fixed' }>;
    return memo.get(['classSynthetic', ...counts.flat(), eigenvalues, ...means], () => {
      kernels.arena.view(blocks.gram).fill(0);
      addDiagonalScatter(drawing, components.syntheticScatter, eigenvalues, df, gram, blocks);
      addMeans({ scale: eigenvalues.map(Math.sqrt) }, (truth) => means[truth]!);
      return packMoments(kernels, gram, [], sums);
    });
  }
  const key = ['class', ...fitKey(problem, fitted)];
  return memo.get(['classSynthetic', ...counts.flat(), ...key], () => {
    const law = drawFittedLaw(drawing, problem, fitted, blocks);
    kernels.arena.view(blocks.gram).fill(0);
    addFactorScatter(drawing, key, law, components.syntheticScatter, df, gram, blocks);
    const factor = matrixOf(blocks.factor, p, law.columns);
    unpackTrapezoid(kernels, law.packed, factor);
    addMeans({ root: transpose(factor) }, (truth) => law.mean.subarray(truth * p, (truth + 1) * p));
    return packMoments(kernels, gram, [], sums);
  });
}

/**
 * √count_k times the mean of count_k rows around centreOf(k), from the component's row first + k; zeros without rows.
 * Left in the means' block, too (K×p).
 */
function drawMeans(
  { kernels, streams }: Drawing,
  component: Component,
  first: number,
  counts: readonly number[],
  centreOf: (k: number) => Float64Array,
  law: NoiseLaw,
  blocks: Workspace<'means' | 'noise'>,
): Float64Array[] {
  const p = centreOf(0).length;
  const means = matrixOf(blocks.means, counts.length, p);
  const values = kernels.arena.view(blocks.means);
  counts.forEach((count, k) => {
    const centre = centreOf(k);
    const root = Math.sqrt(count);
    for (let i = 0; i < p; i++) values[k * p + i] = root * centre[i]!;
  });
  addNoise(kernels, (row) => streams.useRow(component, first + row), means, law, blocks.noise);
  return counts.map((count, k) => {
    const mean = values.subarray(k * p, (k + 1) * p);
    return (count === 0 ? mean.fill(0) : mean).slice();
  });
}

/** sums[k] += count_k x̄_k, with √count_k x̄_k given. */
function addSums(sums: Float64Array, counts: readonly number[], means: readonly Float64Array[]): void {
  means.forEach((mean, k) => {
    const root = Math.sqrt(counts[k]!);
    for (let i = 0; i < mean.length; i++) sums[k * mean.length + i]! += root * mean[i]!;
  });
}

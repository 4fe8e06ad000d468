import type { Kernels } from '../../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../../numerics/matrix';
import { addNoise, type NoiseLaw } from '../noise';
import { addDiagonalScatter, addFactorScatter, scaleRows } from '../scatter';
import { type Component, components, type RandomStreams } from '../streams';
import type { Lengths, Workspace } from '../workspace';
import { drawKeptCounts, rowsPerClass } from './counts';
import type { ClassMoments } from './moments';
import type { ClassProblemSizes, ClassSimulationProblem, FittedClassGenerator } from './problem';

type Name = 'gram' | 'targets' | 'means' | 'noise' | 'generatorFactor' | 'bartlett' | 'product';

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
    generatorFactor: fitted ? p * generatorRank : 0,
    bartlett: Math.max(p * realRank, generatorRank * syntheticRank),
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
 */
export function drawClassesSufficient(
  kernels: Kernels,
  streams: RandomStreams,
  problem: ClassSimulationProblem,
  blocks: Workspace<Name>,
): ClassMoments {
  const { arena } = kernels;
  const { dimension: p, classes, eigenvalues, classMeans, generator, realWeight, syntheticWeight } = problem;
  const gram = matrixOf(blocks.gram, p, p);
  arena.view(blocks.gram).fill(0);
  const targets = arena.view(blocks.targets).fill(0);
  const means = matrixOf(blocks.means, classes, p);
  const meanValues = arena.view(blocks.means);

  /** Row k of `means` := √count_k times the mean of count_k rows around centres[k], from the component's row first + k. */
  function drawMeans(
    component: Component,
    first: number,
    counts: readonly number[],
    centres: (k: number) => Float64Array | undefined,
    law: NoiseLaw,
  ): void {
    counts.forEach((count, k) => {
      const centre = centres(k)!;
      const root = Math.sqrt(count);
      for (let i = 0; i < p; i++) meanValues[k * p + i] = root * centre[i]!;
    });
    addNoise(kernels, (row) => streams.useRow(component, first + row), means, law, blocks.noise);
    counts.forEach((count, k) => {
      if (count === 0) meanValues.fill(0, k * p, (k + 1) * p);
    });
  }

  /** Adds what `drawMeans` drew, with label k for row k: κ count x̄ x̄ᵀ and κ count x̄. */
  function addMeans(weight: number, counts: readonly number[]): void {
    kernels.addGram(gram, weight, transpose(means));
    counts.forEach((count, k) => {
      const factor = weight * Math.sqrt(count);
      for (let at = k * p; at < (k + 1) * p; at++) targets[at]! += factor * meanValues[at]!;
    });
  }

  const keptCounts = drawKeptCounts(kernels, streams, problem);
  const kept = keptCounts.flat().reduce((sum, count) => sum + count, 0);
  const realLaw: NoiseLaw = { scale: eigenvalues.map(Math.sqrt) };
  let freshCounts = rowsPerClass(problem.realSamples, classes);
  let syntheticMeans: readonly Float64Array[] = classMeans;
  let generatorFactor: Matrix | undefined;
  if (kept > 0 && generator.kind === 'fitted') {
    const { samples } = generator;
    const df = degreesOfFreedom(generator, classes);
    generatorFactor = matrixOf(blocks.generatorFactor, p, Math.min(p, df));
    streams.use(components.fitScatter);
    kernels.fillBartlett(generatorFactor, df);
    const scale = eigenvalues.map((value) => Math.sqrt(value / samples));
    scaleRows(arena.view(blocks.generatorFactor), generatorFactor, scale);
    if (generator.meanError) {
      const counts = rowsPerClass(samples, classes);
      drawMeans(components.fitMean, 0, counts, (c) => classMeans[c], realLaw);
      syntheticMeans = counts.map((count, c) =>
        meanValues.slice(c * p, (c + 1) * p).map((value) => value / Math.sqrt(count)),
      );
      if (generator.source === 'training') {
        freshCounts = freshCounts.map((count, c) => count - counts[c]!);
        addMeans(realWeight, counts);
        kernels.addTrapezoidGram(gram, realWeight * samples, generatorFactor);
      }
    }
  }

  if (freshCounts.some((count) => count > 0)) {
    drawMeans(components.realMean, 0, freshCounts, (c) => classMeans[c], realLaw);
    addMeans(realWeight, freshCounts);
    streams.use(components.realScatter);
    addDiagonalScatter(kernels, gram, realWeight, eigenvalues, withinDegrees(freshCounts), blocks);
  }

  if (kept > 0) {
    const law: NoiseLaw =
      generator.kind === 'fixed'
        ? { scale: generator.eigenvalues.map(Math.sqrt) }
        : { root: transpose(generatorFactor!) };
    const centres = generator.kind === 'fixed' ? generator.means : syntheticMeans;
    keptCounts.forEach((counts, truth) => {
      drawMeans(components.syntheticMean, truth * classes, counts, () => centres[truth], law);
      addMeans(syntheticWeight, counts);
    });
    const df = withinDegrees(keptCounts.flat());
    streams.use(components.syntheticScatter);
    if (generator.kind === 'fixed') {
      addDiagonalScatter(kernels, gram, syntheticWeight, generator.eigenvalues, df, blocks);
    } else {
      addFactorScatter(kernels, gram, syntheticWeight, generatorFactor!, df, blocks);
    }
  }
  return { gram, targets: matrixOf(blocks.targets, classes, p), kept };
}

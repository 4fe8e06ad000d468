import { matrixOf } from '../numerics/matrix';
import { drawScaledBartlett, type Drawing } from './bartlett';
import type { Key } from './memo';
import type { FittedGenerator, SimulationProblem } from './problem';
import type { PackedLaw } from './scatter';
import { componentOf, components } from './streams';
import { packTrapezoid, trapezoidTimes, unpackTrapezoid } from './trapezoid';
import type { Workspace } from './workspace';

type Name = 'noise' | 'chi' | 'factor' | 'bartlett' | 'product';

/** Of the fitted covariance: one less than its rows when the mean is estimated from them too. */
export function degreesOfFreedom({
  samples,
  meanError,
}: Pick<FittedGenerator, 'samples' | 'meanError'>): number {
  return meanError ? samples - 1 : samples;
}

/** All that the law of a fitted generator's last generation depends on. */
export function fitKey({ eigenvalues, mean }: SimulationProblem, generator: FittedGenerator): Key {
  const { samples, meanError, generations } = generator;
  return [samples, meanError, generations, eigenvalues, mean];
}

/**
 * The law of the last generation of a generator, fitted on n̂ real rows and then on n̂ rows of the one before it, again
 * and again (theory.md §11): L̂_s = L̂_{s−1} T_s/√n̂ with Bartlett's factor T_s, and, where it is estimated,
 * μ̂_s = μ̂_{s−1} + L̂_{s−1} ξ_s/√n̂. L̂ keeps its size: n̂ rows span as many dimensions in the next generation as in
 * this one.
 * @param blocks whose contents are overwritten
 */
export function drawFittedLaw(
  drawing: Drawing,
  problem: SimulationProblem,
  generator: FittedGenerator,
  blocks: Workspace<Name>,
): PackedLaw {
  const { memo } = drawing;
  const p = problem.dimension;
  const columns = Math.min(p, degreesOfFreedom(generator));
  const keyOf = (generations: number): Key => ['fit', ...fitKey(problem, { ...generator, generations })];
  const unpacked = (value: Float64Array): PackedLaw => ({
    mean: value.subarray(0, p),
    packed: value.subarray(p),
    columns,
  });
  // One row repeats itself for ever.
  const last = columns === 0 ? 1 : generator.generations;
  let generation = last;
  while (generation > 1 && !memo.has(keyOf(generation))) generation--;
  let law = unpacked(
    memo.get(keyOf(generation), () => drawFirstGeneration(drawing, problem, generator, columns, blocks)),
  );
  while (generation < last) {
    generation++;
    const before = law;
    law = unpacked(
      memo.get(keyOf(generation), () => drawNextGeneration(drawing, generation, before, generator, blocks)),
    );
  }
  return law;
}

/** μ̂, then L̂ packed, of a fit on real rows. */
function drawFirstGeneration(
  drawing: Drawing,
  { dimension: p, eigenvalues, mean }: SimulationProblem,
  generator: FittedGenerator,
  columns: number,
  blocks: Workspace<Name>,
): Float64Array {
  const { kernels, streams } = drawing;
  const factor = matrixOf(blocks.factor, p, columns);
  const scale = eigenvalues.map((value) => Math.sqrt(value / generator.samples));
  if (columns > 0) {
    const df = degreesOfFreedom(generator);
    drawScaledBartlett(drawing, components.fitScatter, df, scale, factor, blocks.chi);
  }
  const value = packTrapezoid(kernels, factor, p);
  value.set(mean);
  if (generator.meanError) {
    const noise = { ...blocks.noise, length: p };
    streams.useRow(components.fitMean, 0);
    kernels.fillNormal(noise);
    kernels.arena.view(noise).forEach((xi, i) => (value[i]! += scale[i]! * xi));
  }
  return value;
}

/** The same of generation 2, 3, …, fitted on rows of the one before. */
function drawNextGeneration(
  drawing: Drawing,
  generation: number,
  { mean, packed, columns }: PackedLaw,
  generator: FittedGenerator,
  blocks: Workspace<Name>,
): Float64Array {
  const { kernels, streams } = drawing;
  const { arena } = kernels;
  const p = mean.length;
  const scale = 1 / Math.sqrt(generator.samples);
  const t = matrixOf(blocks.bartlett, columns, columns);
  const rows = new Float64Array(columns).fill(scale);
  const component = componentOf('laterScatter', generation);
  drawScaledBartlett(drawing, component, degreesOfFreedom(generator), rows, t, blocks.chi);
  const factor = matrixOf(blocks.factor, p, columns);
  const next = matrixOf(blocks.product, p, columns);
  unpackTrapezoid(kernels, packed, factor);
  arena.view({ ...blocks.product, length: p * columns }).fill(0);
  kernels.addTrapezoidProduct(next, factor, t);
  const value = packTrapezoid(kernels, next, p);
  value.set(mean);
  if (generator.meanError) {
    const noise = { ...blocks.noise, length: columns };
    streams.useRow(components.laterMean, generation);
    kernels.fillNormal(noise);
    trapezoidTimes(packed, p, columns, arena.view(noise)).forEach((step, i) => (value[i]! += scale * step));
  }
  return value;
}

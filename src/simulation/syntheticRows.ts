import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import type { RowBlock } from './blocks';
import { drawGenerated, type GeneratorLaw } from './generatorLaw';
import type { SimulationProblem } from './problem';
import { shareOf } from './realRows';
import { type Component, components, type RandomStreams } from './streams';
import type { Workspace } from './workspace';

/** What draws synthetic rows: their classes, their noise, and what decides labels and a random verifier. */
export interface SyntheticComponents {
  readonly classes: Component;
  readonly noise: Component;
  readonly labels: Component;
  readonly verifier: Component;
}

/** Of the synthetic training rows. */
export const syntheticRows: SyntheticComponents = {
  classes: components.syntheticLabels,
  noise: components.syntheticNoise,
  labels: components.labelNoise,
  verifier: components.verifier,
};

/** Rows as they were drawn, and which of their block they are. */
export interface KeptRows {
  readonly rows: Matrix;
  /** The classes of all rows of the block, ±1. */
  readonly truths: Float64Array;
  /** The rows' places in the block, ascending. */
  readonly kept: readonly number[];
}

type Name = 'rows' | 'noise' | 'labels' | 'uniforms' | 'scores' | 'sorted';

/**
 * A block of synthetic rows as far as the verifier keeps them: features into `rows`, the labels they carry (right or
 * wrong) into `labels`. Blocks are to be drawn one after the other; a row's numbers depend on its own place alone. A
 * verifier that compares rows with real ones keeps all here: it has to see them all first.
 * @param directions u and v (2×p) where labels or verifier look at the sample. Elsewhere features of pruned rows are
 * not drawn: nothing would look at them.
 */
export function drawSyntheticRows(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  component: SyntheticComponents,
  law: GeneratorLaw,
  directions: Matrix | undefined,
  { start, count }: RowBlock,
  blocks: Workspace<Name>,
): KeptRows {
  const coins = { ...blocks.uniforms, length: count };
  const uniformsOf = (from: Component) => {
    streams.use(from);
    kernels.fillUniform(coins);
    return kernels.arena.view(coins).slice();
  };
  const negative = 1 - shareOf(problem);
  const truths = uniformsOf(component.classes).map((coin) => (coin < negative ? -1 : 1));
  const uniforms = { labels: uniformsOf(component.labels), verifier: uniformsOf(component.verifier) };
  const labels = kernels.arena.view(blocks.labels);
  if (!directions) {
    const kept = select(problem, truths, uniforms, undefined, labels);
    const seekRow = (row: number) => streams.useRow(component.noise, start + kept[row]!);
    const own = kept.map((row) => truths[row]!);
    return { rows: drawGenerated(kernels, seekRow, law, own, blocks), truths, kept };
  }
  const seekRow = (row: number) => streams.useRow(component.noise, start + row);
  const rows = drawGenerated(kernels, seekRow, law, truths, blocks);
  const scores = { ...blocks.scores, length: 2 * count };
  kernels.arena.view(scores).fill(0);
  kernels.addProduct(matrixOf(scores, count, 2), 1, rows, transpose(directions));
  const kept = select(problem, truths, uniforms, kernels.arena.view(scores), labels);
  const values = kernels.arena.view(blocks.rows);
  const p = rows.columns;
  kept.forEach((row, to) => values.copyWithin(to * p, row * p, (row + 1) * p));
  return { rows: matrixOf(blocks.rows, kept.length, p), truths, kept };
}

/**
 * Labels the samples and verifies them (theory.md §1, §6).
 * @param truths their classes, ±1
 * @param uniforms one per sample: what decides a uniform label, and a random verifier
 * @param scores u·x̃ and v·x̃ of each, where labels or verifier are linear
 * @param labels takes the labels of the samples kept, ±1
 * @returns the samples kept, ascending
 */
function select(
  { labels: labeller, verifier }: SimulationProblem,
  truths: Float64Array,
  uniforms: { readonly labels: Float64Array; readonly verifier: Float64Array },
  scores: Float64Array | undefined,
  labels: Float64Array,
): number[] {
  const labelOf = (row: number) => {
    if (labeller.kind === 'linear') return signOf(scores![2 * row]!);
    return uniforms.labels[row]! < labeller.rate ? -truths[row]! : truths[row]!;
  };
  const keeps = (row: number, label: number) => {
    if (verifier.kind === 'linear') return signOf(scores![2 * row + 1]!) === label;
    // Which samples look most like real ones is seen when all are there.
    if (verifier.kind !== 'random') return true;
    const { keepCorrect, keepIncorrect } = verifier;
    return uniforms.verifier[row]! < (label === truths[row]! ? keepCorrect : keepIncorrect);
  };
  const kept: number[] = [];
  for (let row = 0; row < truths.length; row++) {
    const label = labelOf(row);
    if (!keeps(row, label)) continue;
    labels[kept.length] = label;
    kept.push(row);
  }
  return kept;
}

function signOf(score: number): 1 | -1 {
  return score < 0 ? -1 : 1;
}

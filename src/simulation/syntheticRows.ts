import type { Kernels } from '../numerics/kernels';
import { type Matrix, matrixOf, transpose } from '../numerics/matrix';
import type { SimulationProblem } from './problem';
import type { RowBlock } from './blocks';
import { drawRows, type TwoClassLaw } from './rows';
import { type Component, components, type RandomStreams } from './streams';
import type { Workspace } from './workspace';

/**
 * A block of synthetic rows as far as the verifier keeps them: features into `rows`, the labels they carry (right or
 * wrong) into `labels`. Blocks are to be drawn one after the other; a row's numbers depend on its own place alone.
 * @param directions u and v (2×p) where labels or verifier look at the sample. Elsewhere features of pruned rows are
 * not drawn: nothing would look at them.
 */
export function drawSyntheticRows(
  kernels: Kernels,
  streams: RandomStreams,
  problem: SimulationProblem,
  law: TwoClassLaw,
  directions: Matrix | undefined,
  { start, count }: RowBlock,
  blocks: Workspace<'rows' | 'noise' | 'labels' | 'uniforms' | 'scores'>,
): Matrix {
  const coins = { ...blocks.uniforms, length: count };
  const uniformsOf = (component: Component) => {
    streams.use(component);
    kernels.fillUniform(coins);
    return kernels.arena.view(coins).slice();
  };
  const truths = uniformsOf(components.syntheticLabels).map((coin) => (coin < 0.5 ? -1 : 1));
  const uniforms = {
    labels: uniformsOf(components.labelNoise),
    verifier: uniformsOf(components.verifier),
  };
  const labels = kernels.arena.view(blocks.labels);
  if (!directions) {
    const kept = select(problem, truths, uniforms, undefined, labels);
    return drawRows(
      kernels,
      (row) => streams.useRow(components.syntheticNoise, start + kept[row]!),
      law,
      kept.map((row) => truths[row]!),
      blocks,
    );
  }
  const seekRow = (row: number) => streams.useRow(components.syntheticNoise, start + row);
  const rows = drawRows(kernels, seekRow, law, truths, blocks);
  const scores = { ...blocks.scores, length: 2 * count };
  kernels.arena.view(scores).fill(0);
  kernels.addProduct(matrixOf(scores, count, 2), 1, rows, transpose(directions));
  const kept = select(problem, truths, uniforms, kernels.arena.view(scores), labels);
  const values = kernels.arena.view(blocks.rows);
  const p = rows.columns;
  kept.forEach((row, to) => values.copyWithin(to * p, row * p, (row + 1) * p));
  return matrixOf(blocks.rows, kept.length, p);
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

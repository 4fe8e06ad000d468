import type { Block } from '../numerics/arena';
import type { Kernels } from '../numerics/kernels';
import type { Matrix } from '../numerics/matrix';
import { BLOCK_ROWS, blocksOf } from './blocks';
import { type Comparison, largest } from './comparison';
import { SimulationError } from './errors';
import { drawGenerated, type GeneratorLaw } from './generatorLaw';
import type { SimulationProblem } from './problem';
import { componentOf, type RandomStreams } from './streams';
import { drawSyntheticRows, type SyntheticComponents } from './syntheticRows';
import type { Workspace } from './workspace';

/** What synthetic rows of a repetition are drawn, labelled and verified with. */
export interface SyntheticContext {
  readonly kernels: Kernels;
  readonly streams: RandomStreams;
  readonly problem: SimulationProblem;
  /** u and v, where labels or verifier are linear. */
  readonly directions: Matrix | undefined;
  /** What a verifier that compares rows with real ones goes by, the real ones seen. */
  readonly comparison: Comparison | undefined;
  readonly blocks: Workspace<'rows' | 'noise' | 'labels' | 'uniforms' | 'scores' | 'sorted'>;
}

/** How many rows are wanted: drawn before the verifier sees them, or kept by it. */
export type Wanted = { readonly drawn: number } | { readonly kept: number };

/** More rows than this are not drawn for each that is to be kept. */
const MOST_DRAWN_PER_KEPT = 10_000;

/**
 * Draws synthetic rows, and hands on block by block what the verifier keeps of them: the rows, whose labels are in the
 * labels' block. Of rows to be kept the last block may have more than are wanted.
 * @param generation whose law it is, from 1 on
 * @returns how many rows were kept
 * @throws SimulationError where the verifier keeps too few to go on
 */
export function drawVerified(
  context: SyntheticContext,
  law: GeneratorLaw,
  generation: number,
  component: SyntheticComponents,
  wanted: Wanted,
  take: (rows: Matrix) => void,
): number {
  const { comparison } = context;
  if (comparison !== undefined) {
    return drawCompared({ ...context, comparison }, law, generation, component, wanted, take);
  }
  const { kernels, streams, problem, directions, blocks } = context;
  let kept = 0;
  const drawBlock = (start: number, count: number) => {
    const block = { start, count };
    const { rows } = drawSyntheticRows(kernels, streams, problem, component, law, directions, block, blocks);
    take(rows);
    kept += rows.rows;
  };
  if ('drawn' in wanted) {
    for (const { start, count } of blocksOf(wanted.drawn)) drawBlock(start, count);
    return kept;
  }
  for (let start = 0; kept < wanted.kept; start += BLOCK_ROWS) {
    if (start > MOST_DRAWN_PER_KEPT * wanted.kept) {
      throw new SimulationError(
        `The verifier keeps too few rows to fit a generation on: ${kept} of ${start}, and ${wanted.kept} are needed.`,
      );
    }
    drawBlock(start, BLOCK_ROWS);
  }
  return kept;
}

/** First sees all rows, then draws those that are most like the real ones again. */
function drawCompared(
  context: SyntheticContext & { readonly comparison: Comparison },
  law: GeneratorLaw,
  generation: number,
  component: SyntheticComponents,
  wanted: Wanted,
  take: (rows: Matrix) => void,
): number {
  const { kernels, streams, problem, directions, comparison, blocks } = context;
  const { verifier } = problem;
  const keep = 'keep' in verifier ? verifier.keep : 1;
  const total = 'drawn' in wanted ? wanted.drawn : Math.ceil(wanted.kept / keep);
  const count = 'drawn' in wanted ? Math.round(keep * total) : wanted.kept;
  learn(context, law, generation);

  const likeness = new Float64Array(total);
  const truths = new Int8Array(total);
  const labels = new Int8Array(total);
  const labelsBlock = kernels.arena.view(blocks.labels);
  for (const block of blocksOf(total)) {
    const drawn = drawSyntheticRows(kernels, streams, problem, component, law, directions, block, blocks);
    truths.set(drawn.truths, block.start);
    labels.set(labelsBlock.subarray(0, block.count), block.start);
    likeness.set(comparison.likeness(drawn.rows, labelsBlock), block.start);
  }
  const chosen = largest(likeness, count);
  for (const { start, count } of blocksOf(chosen.length)) {
    const places = chosen.slice(start, start + count);
    const seekRow = (row: number) => streams.useRow(component.noise, places[row]!);
    const own = places.map((place) => truths[place]!);
    const rows = drawGenerated(kernels, seekRow, law, own, blocks);
    places.forEach((place, row) => (labelsBlock[row] = labels[place]!));
    take(rows);
  }
  return chosen.length;
}

/** Shows the comparison as many rows of the law as there are real ones, where it learns from them. */
function learn(
  { kernels, streams, problem, directions, comparison, blocks }: SyntheticContext,
  law: GeneratorLaw,
  generation: number,
): void {
  if (!comparison?.learns) return;
  comparison.learns.restart();
  const component: SyntheticComponents = {
    classes: componentOf('comparedClasses', generation),
    noise: componentOf('comparedNoise', generation),
    labels: componentOf('comparedLabels', generation),
    verifier: componentOf('comparedLabels', generation),
  };
  const labelsBlock: Block = blocks.labels;
  for (const block of blocksOf(problem.realSamples)) {
    const drawn = drawSyntheticRows(kernels, streams, problem, component, law, directions, block, blocks);
    comparison.learns.add(drawn.rows, kernels.arena.view(labelsBlock));
  }
}

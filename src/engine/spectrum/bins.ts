import type { SpectralLawTable, SpectrumHistogram } from './model';

/** Bins of a histogram: few for few eigenvalues. */
const fewestBins = 30;
const mostBins = 60;
/** Room around the law for eigenvalues of finite dimensions, as a share of its width. */
const margin = 0.06;
/** Intervals far above the others are left out if they hold at most this share of the eigenvalues … */
const negligibleShare = 0.02;
/** … and leave at most this share of the width. */
const worthwhile = 0.6;

/**
 * Bins for the eigenvalues that a law predicts, of equal width. A few eigenvalues far above the others get none: they
 * would squeeze the rest into a corner.
 * @param eigenvalues how many there will be
 */
export function binsOfLaw(law: SpectralLawTable, eigenvalues: number): number[] {
  const { intervals } = law;
  const [low] = intervals[0]!;
  let last = intervals.length - 1;
  for (let i = last - 1; i >= 0; i--) {
    const isFew = 1 - shareUpTo(law, intervals[i]![1]) <= negligibleShare;
    if (isFew && intervals[i]![1] - low <= worthwhile * (intervals[last]![1] - low)) last = i;
  }
  const high = intervals[last]![1];
  return equalBins(low - margin * (high - low), high + margin * (high - low), eigenvalues);
}

/** Bins for given eigenvalues, ascending, of which those that are 0 are counted apart. */
export function binsOfSample(sample: Float64Array, eigenvalues: number): number[] {
  const positive = sample.filter((value) => value > 0);
  const [low, high] = [positive[0] ?? 0, positive.at(-1) ?? 1];
  return equalBins(low - margin * (high - low), high + 2 * margin * (high - low), eigenvalues);
}

function equalBins(low: number, high: number, eigenvalues: number): number[] {
  const count = Math.round(Math.min(mostBins, Math.max(fewestBins, 2.4 * Math.cbrt(eigenvalues))));
  const from = Math.max(0, low);
  const width = (high > from ? high - from : 1) / count;
  return Array.from({ length: count + 1 }, (_, i) => from + i * width);
}

/** Share of eigenvalues up to x, by a straight line between the law's places. */
export function shareUpTo({ massAtZero, x, cumulative }: SpectralLawTable, at: number): number {
  const next = x.findIndex((value) => value >= at);
  if (next === -1) return at < 0 ? 0 : 1;
  if (next === 0) return at < 0 ? 0 : at === x[0] ? cumulative[0]! : massAtZero;
  const [left, right] = [x[next - 1]!, x[next]!];
  const [before, after] = [cumulative[next - 1]!, cumulative[next]!];
  return right === left ? after : before + ((after - before) * (at - left)) / (right - left);
}

/** A histogram as a density over all eigenvalues: with the shares at 0 and beyond the bins it integrates to 1. */
export function densitiesOf({ edges, counts, zeros, beyond, draws }: SpectrumHistogram) {
  const all = counts.reduce((sum, count) => sum + count, zeros + beyond);
  return {
    edges,
    draws,
    /** How many eigenvalues were simulated in all. */
    all,
    shareAtZero: zeros / all,
    densities: counts.map((count, i) => count / all / (edges[i + 1]! - edges[i]!)),
  };
}

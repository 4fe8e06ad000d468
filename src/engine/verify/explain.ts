import type { ResultsDocument } from '../results';
import type { Comparison } from './compare';

/** Differences below this share of a number's size are rounding. */
const rounding = 1e-9;

/** What may explain that numbers differ: a sentence, where some do. */
export function explanationOf(
  { platform }: ResultsDocument,
  { recomputed, differing, differences }: Comparison,
): string[] {
  if (differing === 0) return [];
  const isRounding = differences.every(
    ({ difference, recorded }) => Math.abs(difference) <= rounding * Math.max(1, Math.abs(recorded)),
  );
  const here = { os: process.platform, arch: process.arch, node: process.versions.node };
  if (isRounding && platform !== undefined && (platform.arch !== here.arch || platform.node !== here.node))
    return [
      `The differences are of the size of rounding, and the file was computed on ${platform.os} ${platform.arch} with Node.js ${platform.node}; this is ${here.os} ${here.arch} with Node.js ${here.node}.`,
    ];
  if (differing < recomputed)
    return [
      'All other numbers are the same to the last bit, so that experiment, seed and engine are the same: those that differ were changed in the file, or a machine failed.',
    ];
  return [
    'Every repetition differs: the numbers are those of another experiment or seed, or of a changed engine that still calls itself by the same version.',
  ];
}

import { countInWords, counted } from '../words';
import type { Verification } from './model';

/** What a verification came to, in a sentence without a full stop. */
export function verificationInWords(verification: Verification): string {
  const { outcome, recomputed, recorded, differing, reason, problems, unit, sampled } = verification;
  const some =
    recomputed === recorded
      ? `all ${counted(recorded, unit)} recomputed`
      : `${countInWords(recomputed)} of ${counted(recorded, unit)} recomputed`;
  const same = 'every number the same to the last bit';
  switch (outcome) {
    case 'verified':
      return recorded === 0
        ? 'verified: nothing was simulated, and the theory is the same'
        : `verified: ${some}, ${same}`;
    case 'differs':
      if (differing > 0)
        return `differs: ${countInWords(differing)} of ${counted(recomputed, `recomputed ${unit}`)} ${differing === 1 ? 'is' : 'are'} not as in the file`;
      return recomputed > 0
        ? `differs: ${some}, ${same}, but ${counted(problems.length, 'thing')} in the file ${problems.length === 1 ? 'is' : 'are'} wrong`
        : `differs: ${withoutStop(problems[0] ?? '')}`;
    case 'cancelled':
      return recomputed === 0
        ? 'cancelled before anything was compared'
        : `cancelled: ${countInWords(recomputed)} of ${countInWords(sampled)} in the sample recomputed, ${same}`;
    case 'notComparable':
      return `not comparable: ${withoutStop(reason ?? '')}`;
  }
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

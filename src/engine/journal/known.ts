import { Pauses } from '../pauses';
import { RepetitionValues } from '../repetitionValues';
import type { Known, Stock } from './stock';

/** Unpacks a stock. */
export async function knownOf({ keys, widths, counts, repetitions, values }: Stock): Promise<Known> {
  const known = new Map<string, RepetitionValues>();
  const pauses = new Pauses();
  let [at, valuesAt] = [0, 0];
  for (const [i, key] of keys.entries()) {
    const own = new RepetitionValues(widths[i]!);
    for (let k = 0; k < counts[i]!; k++) {
      if (pauses.due) await pauses.pause();
      own.set(repetitions[at++]!, values, valuesAt);
      valuesAt += own.width;
    }
    known.set(key, own);
  }
  return known;
}

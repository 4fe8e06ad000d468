import type { PointParameters, RunSettings } from '../experiment/complete';
import { lawOfPoint } from './spectrum/law';
import { theoryReader, type PointTheory } from './theoryOfPoint';

/** What of an experiment's settings decides what its theory has to say. */
export type TheorySettings = Pick<RunSettings, 'variants' | 'chart'>;

/** The theory that an experiment needs, of one point after the other. */
export function theoryFor({ variants, chart }: TheorySettings): (p: PointParameters) => PointTheory {
  const theory = theoryReader(variants);
  if (chart !== 'spectrum') return theory;
  return (p) => {
    const spectralLaw = lawOfPoint(p);
    return spectralLaw === undefined ? theory(p) : { ...theory(p), spectralLaw };
  };
}

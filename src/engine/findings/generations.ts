import type { ResultsDocument } from '../results';
import { counted, pointsInWords } from '../words';

/** What the generator's errors cost by its last generation, for the series in which they cost most. */
export function costOfGenerations(series: ResultsDocument['series']): string[] {
  const last = series.flatMap(({ label, insights }) => {
    const cost = insights?.generations?.at(-1);
    return cost === undefined ? [] : [{ label, cost }];
  });
  const [first, ...others] = last;
  if (first === undefined) return [];
  const { label, cost } = others.reduce((most, one) => (one.cost.loss > most.cost.loss ? one : most), first);
  const which = series.length > 1 ? ` for “${label}”` : '';
  const part = (what: string, size: number) => `${pointsInWords(-size)} through ${what}`;
  const together =
    Math.abs(cost.interaction) < 0.0005
      ? ''
      : `, and ${pointsInWords(-cost.interaction)} through both together`;
  return [
    `After ${counted(cost.generation, 'generation')} the generator’s errors change the accuracy by ${pointsInWords(-cost.loss)}${which}: ${part('its covariance', cost.fromCovariance)}, ${part('its mean', cost.fromMean)}${together}.`,
  ];
}

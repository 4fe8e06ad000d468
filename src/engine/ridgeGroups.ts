import type { PointParameters } from '../experiment/complete';
import type { Expansion } from '../experiment/expand';
import { parametersWriter } from './specHash';

/** Where a point is in an expansion. */
export interface Place {
  readonly series: number;
  readonly point: number;
}

/** With fewer ridges than this, drawing and solving for each of them costs no more than decomposing once. */
const fewestRidges = 4;

/**
 * Points that differ in their ridge alone, and are therefore trained on one draw of the data that is decomposed once:
 * at least four ridges, the square loss, two classes, Gaussian features. It follows from the expansion alone, so that
 * a run, its continuation and its verification compute the same bits.
 * @returns the groups' places, in the expansion's order
 */
export function ridgeGroupsOf(expansion: Expansion): readonly (readonly Place[])[] {
  if (expansion.settings.chart === 'spectrum' || !hasRidges(expansion)) return [];
  const groups = new Map<string, { readonly places: Place[]; readonly ridges: Set<number> }>();
  const textOf = parametersWriter();
  expansion.series.forEach(({ points }, series) =>
    points.forEach(({ parameters }, point) => {
      if (!isRidge(parameters)) return;
      const text = textOf({ ...parameters, ridge: 1 });
      const group = groups.get(text) ?? { places: [], ridges: new Set() };
      groups.set(text, group);
      group.places.push({ series, point });
      group.ridges.add(parameters.ridge);
    }),
  );
  return [...groups.values()].flatMap(({ places, ridges }) => (ridges.size >= fewestRidges ? [places] : []));
}

/** Whether there are as many ridges at all: most experiments have one or two, and need not be looked through. */
function hasRidges({ series }: Expansion): boolean {
  const ridges = new Set<number>();
  for (const { points } of series) {
    for (const { parameters } of points) {
      if (isRidge(parameters)) ridges.add(parameters.ridge);
      if (ridges.size >= fewestRidges) return true;
    }
  }
  return false;
}

/** Without a ridge the matrix may be singular, which is for the solver of that one point to find out. */
function isRidge({ loss, classes, ridge, features }: PointParameters): boolean {
  return loss === 'square' && classes === 2 && ridge > 0 && features.kind === 'gaussian';
}

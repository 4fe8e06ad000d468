import type { PointParameters } from '../experiment/complete';
import type { Expansion } from '../experiment/expand';
import { remembered } from '../experiment/remembered';
import type { Sampler } from '../simulation/problem';
import { Pauses } from './pauses';
import { pointKeys } from './pointKey';
import { ridgeGroupsOf, type Place } from './ridgeGroups';
import { operationsOf, samplerOf } from './simulationOfPoint';
import { spectrumOperations } from './spectrum/sample';

/** What a worker has to know of a unit. */
export interface UnitTask {
  readonly parameters: PointParameters;
  /** ε of a self-trained labeller, which the theory has computed; 0 for other labels. */
  readonly labelNoise: number;
  readonly sampler: Sampler;
  /** Of points that are trained on one draw of the data: theirs. Else `parameters` has the one there is. */
  readonly ridges?: readonly number[];
}

/** A point, whose repetitions are drawn once wherever it occurs: at the same key there are the same numbers. */
export interface Member {
  readonly key: string;
  readonly places: readonly Place[];
}

/** What is simulated in one go: a point, or the points that differ in their ridge alone. */
export interface Unit {
  readonly task: UnitTask;
  /** In the ridges' order. */
  readonly members: readonly Member[];
  /** About how many floating-point operations a repetition takes. */
  readonly operations: number;
  /** Units with the same number have real rows and generator in common, which are drawn once if they come in a row. */
  readonly sharing: number;
}

/**
 * The units of an expansion, those that share most of their draw next to each other.
 * @param labelNoise ε of a self-trained labeller at a place; it is not asked for where labels are of another kind
 */
export async function unitsOf(
  expansion: Expansion,
  labelNoise: (place: Place) => number,
): Promise<readonly Unit[]> {
  const { settings, series } = expansion;
  const draws = settings.chart === 'spectrum' ? 'eigenvalues' : 'trainings';
  const keyOf = pointKeys();
  const groupAt = new Map<string, readonly Place[]>();
  for (const group of ridgeGroupsOf(expansion)) for (const place of group) groupAt.set(textOf(place), group);

  const pauses = new Pauses();
  const building = new Map<unknown, Building>();
  const sharing = new Map<string, number>();
  const sharingTextOf = sharingWriter();
  for (const [i, { points }] of series.entries()) {
    for (const [j, { parameters }] of points.entries()) {
      if (pauses.due) await pauses.pause();
      const place = { series: i, point: j };
      const noise = parameters.labelNoise.kind === 'selfTrained' ? labelNoise(place) : 0;
      const sampler = samplerOf(settings.sampler, parameters);
      const group = groupAt.get(textOf(place));
      const inRidgeGroup = group !== undefined;
      const context = { labelNoise: noise, sampler, seed: settings.seed, inRidgeGroup, draws } as const;
      const key = keyOf(parameters, context);
      const unit = building.get(group ?? key);
      if (unit !== undefined) {
        addMember(unit, key, place, parameters.ridge);
        continue;
      }
      const text = sharingTextOf(parameters);
      if (!sharing.has(text)) sharing.set(text, sharing.size);
      building.set(group ?? key, {
        parameters,
        labelNoise: noise,
        sampler,
        sharing: sharing.get(text)!,
        inRidgeGroup,
        members: new Map([[key, { ridge: parameters.ridge, places: [place] }]]),
      });
    }
  }
  const units: Unit[] = [];
  for (const unit of building.values()) {
    if (pauses.due) await pauses.pause();
    units.push(finished(unit, draws));
  }
  return units.sort((a, b) => a.sharing - b.sharing);
}

interface Building extends UnitTask {
  readonly inRidgeGroup: boolean;
  readonly sharing: number;
  readonly members: Map<string, { readonly ridge: number; readonly places: Place[] }>;
}

function addMember({ members }: Building, key: string, place: Place, ridge: number): void {
  const member = members.get(key);
  if (member === undefined) members.set(key, { ridge, places: [place] });
  else member.places.push(place);
}

function finished(
  { parameters, labelNoise, sampler, sharing, inRidgeGroup, members }: Building,
  draws: 'trainings' | 'eigenvalues',
): Unit {
  const all = [...members].map(([key, { ridge, places }]) => ({ key, ridge, places }));
  const operations =
    draws === 'eigenvalues' ? spectrumOperations(parameters) : operationsOf(parameters, labelNoise, sampler);
  return {
    task: {
      parameters,
      labelNoise,
      sampler,
      ...(inRidgeGroup ? { ridges: all.map(({ ridge }) => ridge) } : {}),
    },
    members: all.map(({ key, places }) => ({ key, places })),
    operations,
    sharing,
  };
}

const textOf = ({ series, point }: Place) => `${series},${point}`;

/** What decides a point's real rows and generator, as a text. */
function sharingWriter(): (p: PointParameters) => string {
  const population = remembered((...parts: readonly unknown[]) => JSON.stringify(parts));
  const generator = remembered((value: PointParameters['generator']) => JSON.stringify(value));
  return (p) =>
    `${population(p.dimension, p.classes, p.covariance, p.meanNorm, p.meanDirection, p.features)}|${p.realSamples}|${generator(p.generator)}`;
}

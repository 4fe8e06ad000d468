import type { CurveFacts, CurvePlace, Shape } from '../insights/curveFacts';
import { accuracyInWords, namesInWords, parameterInWords, placeInWords, pointsInWords } from '../words';

/** A series and what its curve does. */
export interface NamedFacts {
  readonly label: string;
  readonly facts: CurveFacts;
}

/** Parameters whose sweep asks: does more synthetic data help? */
export const amounts: ReadonlySet<string> = new Set(['syntheticProportion', 'syntheticSamples']);

/** A sentence for each of the two shapes in which most happens: series that disagree are both heard. */
export function alongSweep(curves: readonly NamedFacts[], parameter: string): string[] {
  return groupsByShape(curves)
    .slice(0, 2)
    .map(({ shape, curves: alike, largest }) => {
      const names = alike.map(({ label }) => label);
      const several = alike.length > 1;
      return sentence(shape, largest.facts, parameter, {
        names: alike.length === curves.length ? everySeries(curves.length) : ` for ${namesInWords(names)}`,
        most: several ? `, most for “${largest.label}”` : '',
        which: several ? ` for “${largest.label}”` : '',
      });
    });
}

function everySeries(count: number): string {
  return count === 1 ? '' : ` for ${count === 2 ? 'both' : `all ${count}`} series`;
}

interface ShapeGroup {
  readonly shape: Shape;
  readonly curves: readonly NamedFacts[];
  /** The one in which most happens. */
  readonly largest: NamedFacts;
}

/** Puts curves of the same shape together; groups in which more happens come first. */
function groupsByShape(curves: readonly NamedFacts[]): ShapeGroup[] {
  const groups = new Map<Shape, NamedFacts[]>();
  for (const curve of curves) {
    const { shape } = curve.facts;
    groups.set(shape, [...(groups.get(shape) ?? []), curve]);
  }
  return [...groups]
    .map(([shape, alike]) => ({
      shape,
      curves: alike,
      largest: alike.reduce((most, curve) => (spanOf(curve.facts) > spanOf(most.facts) ? curve : most)),
    }))
    .sort((a, b) => spanOf(b.largest.facts) - spanOf(a.largest.facts));
}

/** The ends and the turns: the highest and the lowest place are among them. */
function landmarks({ first, turns, last }: CurveFacts): CurvePlace[] {
  return [first, ...turns, last];
}

function extremeOf(facts: CurveFacts, sign: 1 | -1): CurvePlace {
  return landmarks(facts).reduce((most, place) =>
    sign * place.accuracy > sign * most.accuracy ? place : most,
  );
}

/** Difference of the highest and the lowest accuracy. */
function spanOf(facts: CurveFacts): number {
  return extremeOf(facts, 1).accuracy - extremeOf(facts, -1).accuracy;
}

/** Whom a sentence is about: the series it holds for, and the one that its numbers belong to where there are several. */
interface Subject {
  readonly names: string;
  readonly most: string;
  readonly which: string;
}

/** What a curve does, in a sentence; `facts` are of the curve in which most happens. */
function sentence(
  shape: Shape,
  facts: CurveFacts,
  parameter: string,
  { names, most, which }: Subject,
): string {
  const { first, last, turns } = facts;
  const subject = amounts.has(parameter) ? 'Adding synthetic data' : `Raising ${parameterInWords(parameter)}`;
  const at = ({ x }: CurvePlace) => placeInWords(parameter, x);
  const accuracy = (place: CurvePlace) => accuracyInWords(place.accuracy);
  const change = (from: CurvePlace, to: CurvePlace) => pointsInWords(to.accuracy - from.accuracy);
  switch (shape) {
    case 'flat':
      return `The predicted accuracy hardly changes over the sweep${names}: it stays at ${accuracy(first)}${which}.`;
    case 'rises':
    case 'falls': {
      const verb = shape === 'rises' ? 'helps' : 'hurts';
      return `${subject} ${verb} all the way${names}${most}: the predicted accuracy goes from ${accuracy(first)} to ${accuracy(last)} (${change(first, last)}).`;
    }
    case 'peak': {
      const best = turns[0]!;
      return `${subject} helps up to a point${names}${most}: the predicted accuracy goes from ${accuracy(first)} to ${accuracy(best)} at ${at(best)} (${change(first, best)}), then down to ${accuracy(last)} at ${at(last)}.`;
    }
    case 'dip': {
      const worst = turns[0]!;
      return `${subject} first hurts${names}${most}: the predicted accuracy falls from ${accuracy(first)} to ${accuracy(worst)} at ${at(worst)} (${change(first, worst)}), then rises to ${accuracy(last)} at ${at(last)}.`;
    }
    case 'turnsOften': {
      const [best, worst] = [extremeOf(facts, 1), extremeOf(facts, -1)];
      return `The predicted accuracy turns more than once along ${parameterInWords(parameter)}${names}: it is highest, ${accuracy(best)}, at ${at(best)} and lowest, ${accuracy(worst)}, at ${at(worst)}${which}.`;
    }
  }
}

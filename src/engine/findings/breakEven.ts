import { negligible, type CurveFacts, type Gain } from '../insights/curveFacts';
import { accuracyInWords, listInWords, placeInWords, pointsInWords } from '../words';
import { amounts, type NamedFacts } from './alongSweep';

/** Series that a sentence names one by one. */
const mostNamed = 3;

/**
 * Where the synthetic data stop or start to help, measured by training on the real data alone: one sentence, or none
 * where that has no value or the curves hardly leave it.
 */
export function breakEven(curves: readonly NamedFacts[], parameter: string): string[] {
  const known = curves.filter(({ facts }) => facts.realOnly !== null && leavesRealOnly(facts));
  const crossing = known.filter(({ facts }) => facts.breakEvens.length > 0);
  const [only] = curves;
  if (only === undefined || known.length === 0) return [];
  if (crossing.length === 0) {
    // A curve that begins at no synthetic data and keeps its direction has said so already.
    const said = amounts.has(parameter) && known.every(({ facts }) => facts.turns.length === 0);
    return said ? [] : always(known, curves.length);
  }
  const level = levelOf(known);
  const than = level === null ? 'the real data alone' : `the real data alone (${level})`;
  if (crossing.length === 1 && curves.length === 1) {
    return [`Against ${than}, the synthetic data ${course(only.facts, parameter)}.`];
  }
  const named = crossing
    .slice(0, mostNamed)
    .map(
      ({ label, facts }, i) =>
        `${i === 0 ? 'the synthetic data' : 'those'} of “${label}” ${course(facts, parameter)}`,
    );
  const more = crossing.length - named.length;
  const rest = more > 0 ? [`${more} more series cross it`] : [];
  return [`Against ${than}, ${[...named, ...rest].join('; ')}.`];
}

function leavesRealOnly({ mostGained, mostLost }: CurveFacts): boolean {
  return gainOf(mostGained) > negligible || gainOf(mostLost) < -negligible;
}

function gainOf(gain: Gain | null): number {
  return gain?.gain ?? 0;
}

/** The real data's own accuracy, if it is the same for all. */
function levelOf(curves: readonly NamedFacts[]): string | null {
  const levels = new Set(curves.map(({ facts }) => accuracyInWords(facts.realOnly!)));
  return levels.size === 1 ? [...levels][0]! : null;
}

/** "hurt up to 4,300 (at worst −1.6 points, at 800), then help (at best +2.1 points, at 12,000)" */
function course({ breakEvens, mostGained, mostLost }: CurveFacts, parameter: string): string {
  const at = (x: number) => placeInWords(parameter, x);
  const extreme = (name: string, gain: Gain | null) =>
    gain === null ? 'no difference' : `${name} ${pointsInWords(gain.gain)}, at ${at(gain.x)}`;
  const most = extreme('at best', mostGained);
  const least = extreme('at worst', mostLost);
  const [crossing, ...others] = breakEvens;
  if (crossing === undefined || others.length > 0) {
    const places = listInWords(breakEvens.map(({ x }) => at(x)));
    return `${breakEvens[0]?.from === 'helps' ? 'help' : 'hurt'} first and change sides at ${places} (${most}; ${least})`;
  }
  const [before, after] = crossing.from === 'helps' ? ['help', 'hurt'] : ['hurt', 'help'];
  const size = (verb: string) => (verb === 'help' ? most : least);
  return `${before} up to ${at(crossing.x)} (${size(before)}) and ${after} beyond (${size(after)})`;
}

/** Nothing is crossed: they help, or hurt, wherever they make a difference. */
function always(known: readonly NamedFacts[], all: number): string[] {
  const helping = known.filter(({ facts }) => gainOf(facts.mostLost) >= -negligible);
  const hurting = known.filter(({ facts }) => gainOf(facts.mostGained) <= negligible);
  const [alike, verb] =
    helping.length === known.length
      ? [helping, 'better']
      : hurting.length === known.length
        ? [hurting, 'worse']
        : [[], ''];
  if (alike.length === 0) return [];
  const gain = ({ facts }: NamedFacts) => gainOf(verb === 'better' ? facts.mostGained : facts.mostLost);
  const largest = alike.reduce((most, one) => (Math.abs(gain(one)) > Math.abs(gain(most)) ? one : most));
  const which = all > 1 ? ` for “${largest.label}”` : '';
  return [
    `With the synthetic data the accuracy is nowhere ${verb === 'better' ? 'below' : 'above'} that of the real data alone: at ${verb === 'better' ? 'best' : 'worst'} ${pointsInWords(gain(largest))}${which}.`,
  ];
}

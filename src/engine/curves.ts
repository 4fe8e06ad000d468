import { isPredicted, type ResultSeries } from './results';

/** The predicted accuracy along a sweep. */

export interface CurvePoint {
  /** 0 without a sweep. */
  readonly x: number;
  readonly accuracy: number;
}

export interface Curve {
  readonly label: string;
  /** The points with a theory value, ascending in x. */
  readonly points: readonly [CurvePoint, ...CurvePoint[]];
}

/** What a curve does from left to right. */
export type Shape = 'flat' | 'rises' | 'falls' | 'peak' | 'dip' | 'turnsOften';

/** Smaller changes of accuracy count as none: they round to less than a tenth of a percentage point. */
const negligible = 0.0005;

/** The theory's accuracy by series; a series without any value is left out. */
export function curvesOf(series: readonly ResultSeries[]): Curve[] {
  return series.flatMap(({ label, points }): Curve[] => {
    const [first, ...others] = points
      .flatMap(({ x, theory }): CurvePoint[] =>
        isPredicted(theory.exact) ? [{ x: x ?? 0, accuracy: theory.exact.accuracy }] : [],
      )
      .sort((a, b) => a.x - b.x);
    return first === undefined ? [] : [{ label, points: [first, ...others] }];
  });
}

/** Curves of one shape. */
export interface CurveGroup {
  readonly shape: Shape;
  readonly curves: readonly Curve[];
  /** The one in which most happens. */
  readonly largest: Curve;
}

/** Puts curves of the same shape together; groups in which more happens come first. */
export function groupsByShape(curves: readonly Curve[]): CurveGroup[] {
  const groups = new Map<Shape, { curves: Curve[]; largest: Curve }>();
  for (const curve of curves) {
    const group = groups.get(shapeOf(curve));
    if (group === undefined) groups.set(shapeOf(curve), { curves: [curve], largest: curve });
    else {
      group.curves.push(curve);
      if (spanOf(curve) > spanOf(group.largest)) group.largest = curve;
    }
  }
  return [...groups]
    .map(([shape, group]) => ({ shape, ...group }))
    .sort((a, b) => spanOf(b.largest) - spanOf(a.largest));
}

/** The shape of a curve, turns of a negligible size left aside. */
export function shapeOf({ points }: Curve): Shape {
  const turns: ('up' | 'down')[] = [];
  // Since the last turn: the lowest and the highest accuracy.
  let low = points[0].accuracy;
  let high = low;
  for (const { accuracy } of points) {
    const direction = turns.at(-1);
    if (direction !== 'up' && accuracy > low + negligible) {
      turns.push('up');
      low = high = accuracy;
    } else if (direction !== 'down' && accuracy < high - negligible) {
      turns.push('down');
      low = high = accuracy;
    }
    low = Math.min(low, accuracy);
    high = Math.max(high, accuracy);
  }
  if (turns.length > 2) return 'turnsOften';
  const [first, second] = turns;
  if (first === undefined) return 'flat';
  if (second === undefined) return first === 'up' ? 'rises' : 'falls';
  return first === 'up' ? 'peak' : 'dip';
}

/** Difference of the highest and the lowest accuracy. */
export function spanOf(curve: Curve): number {
  return extremeOf(curve, Math.max).accuracy - extremeOf(curve, Math.min).accuracy;
}

/** The first point with the highest (`Math.max`) or the lowest (`Math.min`) accuracy. */
export function extremeOf({ points }: Curve, of: (a: number, b: number) => number): CurvePoint {
  return points.reduce((most, point) => (of(most.accuracy, point.accuracy) === most.accuracy ? most : point));
}

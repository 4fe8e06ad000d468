import { displacedBy } from './override';
import { parsePath } from './paths';
import { formatPath, type Path, type Problem } from './problem';
import type { ExperimentFile, Sweep } from './schema';

/** One sweep of a file, and where in the file it stands. */
export interface PlacedSweep {
  readonly sweep: Sweep;
  readonly at: Path;
}

/** The sweeps of a file: none, one, or two for a grid, however they are written. */
export function sweepsOf({ sweep }: Pick<ExperimentFile, 'sweep'>): PlacedSweep[] {
  if (sweep === undefined) return [];
  if (!Array.isArray(sweep)) return [{ sweep, at: ['sweep'] }];
  return sweep.map((one, i) => ({ sweep: one, at: ['sweep', i] }));
}

/** A sweep's values as they are given, or what is wrong with them. */
export interface SweepValues {
  /** None where they are wrong. */
  readonly values: readonly number[];
  readonly problems: readonly Problem[];
}

/** Writes out a sweep's values, before they are rounded to what the field takes. */
export function readSweep({ sweep, at }: PlacedSweep): SweepValues {
  const contradiction = (inner: Path, message: (name: string) => string): SweepValues => {
    const path = [...at, ...inner];
    return { values: [], problems: [{ code: 'contradiction', path, message: message(formatPath(path)) }] };
  };
  if ('values' in sweep) {
    const wrong = sweep.scale === 'log' ? sweep.values.findIndex((value) => value <= 0) : -1;
    if (wrong === -1) return { values: sweep.values, problems: [] };
    return contradiction(
      ['values', wrong],
      (name) =>
        `${name} is ${sweep.values[wrong]!}; on a logarithmic axis (scale "log") every value must be greater than 0.`,
    );
  }
  const { from, to, points, scale = 'linear' } = sweep;
  if (scale === 'log' && (from <= 0 || to <= 0)) {
    const end = from <= 0 ? 'from' : 'to';
    return contradiction(
      [end],
      (name) => `${name} is ${sweep[end]}; with equal ratios (scale "log") both ends must be greater than 0.`,
    );
  }
  if (from === to) {
    return contradiction(
      ['to'],
      (name) =>
        `${formatPath([...at, 'from'])} and ${name} are both ${from}; give two different ends, or "values": [${from}].`,
    );
  }
  const values = Array.from({ length: points }, (_, i) => {
    if (i === 0) return from;
    if (i === points - 1) return to;
    const t = i / (points - 1);
    // Powers of both ends, because to / from may be more than a number can hold.
    const value = scale === 'log' ? from ** (1 - t) * to ** t : from + (to - from) * t;
    // 15 digits say 0.3 where the sum says 0.30000000000000004.
    return Number(value.toPrecision(15));
  });
  return { values, problems: [] };
}

/** Two sweeps of one field, or of sizes that take each other's place, make no grid. */
export function checkSweepPair(sweeps: readonly PlacedSweep[]): Problem[] {
  const [first, second] = sweeps;
  if (first === undefined || second === undefined) return [];
  const [x, y] = [first.sweep.parameter, second.sweep.parameter];
  const path = [...second.at, 'parameter'];
  if (x === y) {
    const message = `Both sweeps vary ${x}; let the second vary another field, or remove it.`;
    return [{ code: 'contradiction', path, message }];
  }
  if (!displacedBy(parsePath(x)).includes(y) && !displacedBy(parsePath(y)).includes(x)) return [];
  const message = `The sweeps vary ${x} and ${y}, but each takes the other's place: let the second vary another field.`;
  return [{ code: 'contradiction', path, message }];
}

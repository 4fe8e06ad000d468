import { KindGuard } from '@sinclair/typebox';
import { checkPoint, checkSizes } from './checkPoint';
import { parametersOf, settingsOf, type PointParameters, type RunSettings } from './complete';
import { nearest } from './nearest';
import { displacedBy, override } from './override';
import { numericPaths, parsePath, schemaAt, valueAt, variableFields } from './paths';
import { formatPath, formatValue, type Path, type Problem } from './problem';
import { ExperimentSchema, type ExperimentFile, type Sweep } from './schema';
import { checkStructure, inRange, numberInWords } from './structure';

/** One point: its place on the axes and everything that determines it. */
export interface Point {
  /** The sweep's value; null without a sweep. */
  readonly x: number | null;
  /** The second sweep's value; null without one. */
  readonly y: number | null;
  readonly parameters: PointParameters;
}

export interface Series {
  readonly label: string;
  readonly points: readonly Point[];
}

/** A quantity that varies within every series: the first along the horizontal axis, the second along the vertical. */
export interface SweepAxis {
  /** Path of the swept field. */
  readonly parameter: string;
  /** Spacing of the values along the axis. */
  readonly scale: 'linear' | 'log';
}

/** A checked experiment as the engine runs it. */
export interface Expansion {
  readonly settings: RunSettings;
  /** None, one, or two: then a series' points are a grid, with y outside and x inside. */
  readonly sweeps: readonly SweepAxis[];
  readonly series: readonly Series[];
}

export type ExpansionResult =
  | { readonly ok: true; readonly value: Expansion }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Most points that one experiment may have, over all its series. */
export const maxPoints = 100_000;

/** Checks a file's contents and writes out its points. Problems have paths into the file as written. */
export function expand(contents: unknown): ExpansionResult {
  const structural = checkStructure(ExperimentSchema, contents);
  if (structural.length > 0) return { ok: false, problems: structural };
  const file = contents as ExperimentFile;
  // Where the sweep's values are wrong, the series are checked all the same, so that all is told at once.
  const { values, problems: wrongValues } = readSweep(file.sweep);

  const problems: Problem[] = [...wrongValues, ...checkLabels(file)];
  const entries = file.series?.length ? file.series : [{ label: settingsOf(file).title, set: {} }];
  const count = entries.length * values.length;
  if (count > maxPoints) {
    const message = `The experiment has ${count.toLocaleString('en-US')} points (series × sweep values); it must have at most ${maxPoints.toLocaleString('en-US')}.`;
    return { ok: false, problems: [{ code: 'size', path: ['sweep'], message }] };
  }
  const series = entries.map((entry, index): Series => {
    const changed = applySeries(file, entry.set, index);
    if ('problems' in changed) {
      problems.push(...changed.problems);
      return { label: entry.label, points: [] };
    }
    const points = expandSeries(changed.file, values, (problem, x) => {
      const where = context(file, entry.label, x);
      problems.push({
        ...problem,
        path: originOf(problem.path, file, index),
        message: where === '' ? problem.message : `${problem.message} (${where}.)`,
      });
    });
    return { label: entry.label, points };
  });

  if (problems.length > 0) return { ok: false, problems: firstOfEach(problems) };
  return {
    ok: true,
    value: {
      settings: settingsOf(file),
      sweeps:
        file.sweep === undefined
          ? []
          : [{ parameter: file.sweep.parameter, scale: file.sweep.scale ?? 'linear' }],
      series,
    },
  };
}

interface SweepValues {
  /** One null without a sweep; none where they are wrong. */
  readonly values: readonly (number | null)[];
  readonly problems: readonly Problem[];
}

function readSweep(sweep: Sweep | undefined): SweepValues {
  if (sweep === undefined) return { values: [null], problems: [] };
  const contradiction = (at: Path, message: string): SweepValues => ({
    values: [],
    problems: [{ code: 'contradiction', path: ['sweep', ...at], message }],
  });
  if ('values' in sweep) {
    const wrong = sweep.scale === 'log' ? sweep.values.findIndex((value) => value <= 0) : -1;
    if (wrong === -1) return { values: sweep.values, problems: [] };
    const value = sweep.values[wrong]!;
    return contradiction(
      ['values', wrong],
      `sweep.values[${wrong}] is ${value}; on a logarithmic axis (scale "log") every value must be greater than 0.`,
    );
  }
  const { from, to, points, scale = 'linear' } = sweep;
  if (scale === 'log' && (from <= 0 || to <= 0)) {
    const end = from <= 0 ? 'from' : 'to';
    return contradiction(
      [end],
      `sweep.${end} is ${sweep[end]}; with equal ratios (scale "log") both ends must be greater than 0.`,
    );
  }
  if (from === to) {
    return contradiction(
      ['to'],
      `sweep.from and sweep.to are both ${from}; give two different ends, or "values": [${from}].`,
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

/** Two series of one name could not be told apart in the chart or in the results. */
function checkLabels(file: ExperimentFile): Problem[] {
  const seen = new Set<string>();
  return (file.series ?? []).flatMap(({ label }, i): Problem[] => {
    if (!seen.has(label)) {
      seen.add(label);
      return [];
    }
    const message = `Two series are called "${label}"; give each a name of its own.`;
    return [{ code: 'contradiction', path: ['series', i, 'label'], message }];
  });
}

function applySeries(
  file: ExperimentFile,
  set: Readonly<Record<string, unknown>>,
  index: number,
): { file: ExperimentFile } | { problems: Problem[] } {
  let changed: unknown = file;
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(set)) {
    const path = parsePath(key);
    const problem = checkSetKey(changed, file, key, path);
    if (problem === undefined) changed = override(changed, path, value);
    else problems.push({ ...problem, path: ['series', index, 'set', key], onKey: true });
  }
  // Checked once all is set: one change may need another, as a new kind needs its fields.
  for (const problem of checkStructure(ExperimentSchema, changed)) {
    problems.push({ ...problem, path: setBy(problem.path, set, index) ?? ['series', index, 'set'] });
  }
  return problems.length > 0 ? { problems } : { file: changed as ExperimentFile };
}

const settable: ReadonlySet<string> = new Set(variableFields);

/** Why a series cannot set the field at `path`, if it cannot. */
function checkSetKey(
  experiment: unknown,
  file: ExperimentFile,
  key: string,
  path: Path,
): Pick<Problem, 'code' | 'message'> | undefined {
  const [first] = path;
  const shown = formatValue(key);
  if (typeof first !== 'string' || !settable.has(first)) {
    const known = typeof first === 'string' && Object.hasOwn(ExperimentSchema.properties, first);
    const meant = known ? undefined : nearest(String(first), [...settable]);
    const hint = meant ? `Did you mean "${meant}"?` : `Allowed: ${[...settable].join(', ')}.`;
    return { code: 'unknownKey', message: `A series cannot set ${shown}. ${hint}` };
  }
  if (!exists(experiment, path)) {
    const meant = nearest(key, [...settable, ...numericPaths(experiment)]);
    const hint = meant ? `Did you mean "${meant}"?` : 'Write a path such as "data.dimension" or "verifier".';
    return { code: 'unknownKey', message: `${shown} is not a field of this experiment. ${hint}` };
  }
  const swept = file.sweep?.parameter;
  if (swept !== undefined && (key === swept || displacedBy(parsePath(swept)).includes(key))) {
    const message = `The sweep varies ${swept}, so a series cannot set ${key === swept ? 'it' : key}: remove one of them.`;
    return { code: 'contradiction', message };
  }
  return undefined;
}

/** Whether an experiment has a field at `path`, perhaps left out. An entry of a list must be there. */
function exists(experiment: unknown, path: Path): boolean {
  if (schemaAt(path, experiment) === undefined) return false;
  const entry = path.findLastIndex((part) => typeof part === 'number');
  return entry === -1 || valueAt(experiment, path.slice(0, entry + 1)) !== undefined;
}

type Report = (problem: Problem, x: number | null) => void;

function expandSeries(file: ExperimentFile, values: readonly (number | null)[], report: Report): Point[] {
  if (file.sweep === undefined) return [pointOf(file, null, report)].flat();
  const { parameter } = file.sweep;
  const path = parsePath(parameter);
  const schema = sweptSchema(file, path);
  if (schema === undefined) {
    const candidates = numericPaths(file);
    const meant = nearest(parameter, candidates);
    const hint = meant ? `Did you mean "${meant}"?` : `Allowed here: ${candidates.join(', ')}.`;
    const message = `A sweep cannot vary ${formatValue(parameter)}: it is not a number of this experiment. ${hint}`;
    report({ code: 'unknownKey', path: ['sweep', 'parameter'], message }, null);
    return [];
  }
  // Adding 0 turns −0 into 0.
  const round = KindGuard.IsInteger(schema)
    ? (value: number) => Math.round(value) + 0
    : (value: number) => value + 0;
  // All values lie between the ends, so it is the ends that are out of range if anything is.
  const extremes: readonly [Path, number][] =
    'values' in file.sweep
      ? file.sweep.values.map((value, i) => [['sweep', 'values', i], value])
      : [
          [['sweep', 'from'], file.sweep.from],
          [['sweep', 'to'], file.sweep.to],
        ];
  const outside = extremes.filter(([, value]) => !inRange(schema, round(value)));
  for (const [at, value] of outside) {
    const message = `The sweep takes ${parameter} to ${round(value)}; it must be ${numberInWords(schema)}.`;
    report({ code: 'range', path: at, message }, null);
  }
  if (outside.length > 0) return [];
  const distinct = new Set(values.map((value) => round(value!)));
  return [...distinct].flatMap((x) => pointOf(override(file, path, x) as ExperimentFile, x, report));
}

/** The schema of the swept field, if it is a number that a sweep may vary. */
function sweptSchema(file: ExperimentFile, path: Path) {
  if (typeof path[0] !== 'string' || !settable.has(path[0]) || !exists(file, path)) return undefined;
  const schema = schemaAt(path, file);
  return schema !== undefined && (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema))
    ? schema
    : undefined;
}

function pointOf(file: ExperimentFile, x: number | null, report: Report): Point[] {
  const sizes = checkSizes(file);
  if (sizes.length > 0) {
    sizes.forEach((problem) => report(problem, x));
    return [];
  }
  const parameters = parametersOf(file);
  const problems = checkPoint(parameters);
  problems.forEach((problem) => report(problem, x));
  return problems.length > 0 ? [] : [{ x, y: null, parameters }];
}

/** Where in the file the field at `path` got its value in a series: the sweep, the series' own changes, or the field itself. */
export function originOf(path: Path, file: ExperimentFile, index: number): Path {
  if (path[0] === 'sweep' || path.length === 0) return path;
  const swept = file.sweep === undefined ? [] : parsePath(file.sweep.parameter);
  if (isWithin(path, swept)) return ['sweep', 'parameter'];
  return setBy(path, file.series?.[index]?.set ?? {}, index) ?? path;
}

/** The entry of a series' `set` that the value at `path` comes from. */
function setBy(path: Path, set: Readonly<Record<string, unknown>>, index: number): Path | undefined {
  const key = Object.keys(set).findLast(
    (key) => isWithin(path, parsePath(key)) || isWithin(parsePath(key), path),
  );
  return key === undefined ? undefined : ['series', index, 'set', key];
}

/** Whether `path` is `outer` or a part of it. */
function isWithin(path: Path, outer: Path): boolean {
  return outer.length > 0 && outer.every((part, i) => part === path[i]);
}

/** For which of the points a problem was found, first of all. Empty where there is only one. */
function context(file: ExperimentFile, label: string, x: number | null): string {
  const series = file.series?.length ? `in series "${label}"` : '';
  const at = x !== null && file.sweep ? `at ${file.sweep.parameter} = ${Number(x.toPrecision(6))}` : '';
  const where = [series, at].filter((part) => part !== '').join(', ');
  return where.charAt(0).toUpperCase() + where.slice(1);
}

/** A problem that every point of a sweep has is told once. */
function firstOfEach(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = `${problem.code} ${formatPath(problem.path)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

import { KindGuard } from '@sinclair/typebox';
import { checkChart } from './checkChart';
import { checkPoint, checkSizes } from './checkPoint';
import { checkSimulation } from './checkSimulation';
import {
  parametersReader,
  settingsOf,
  type Optimisation,
  type PointParameters,
  type RunSettings,
} from './complete';
import { nearest } from './nearest';
import { displacedBy, override } from './override';
import { numericPaths, parsePath, schemaAt, setter, valueAt, variableFields } from './paths';
import { formatPath, formatValue, type Path, type Problem } from './problem';
import { ExperimentSchema, type ExperimentFile, type SchemaNode } from './schema';
import { checkStructure, inRange, numberInWords, type NumberLimits } from './structure';
import { checkSweepPair, readSweep, sweepsOf, type PlacedSweep, type SweepValues } from './sweeps';

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
  /** The values that the field takes, each once, in the order in which they are run. */
  readonly values: readonly number[];
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
  const settings = settingsOf(file);
  const sweeps = sweepsOf(file).map((placed) => ({ ...placed, ...readSweep(placed) }));
  // Where the sweep's values are wrong, the series are checked all the same, so that all is told at once.
  const problems: Problem[] = [
    ...checkSweepPair(sweeps),
    ...sweeps.flatMap((sweep) => sweep.problems),
    ...checkLabels(file),
    ...checkSimulation(file, settings),
  ];
  const pairIsWrong = problems.some(({ path }) => path[0] === 'sweep');

  const entries = file.series?.length ? file.series : [{ label: settings.title, set: {} }];
  const count = sweeps.reduce((product, { values }) => product * values.length, entries.length);
  if (count > maxPoints) {
    const message = `The experiment has ${count.toLocaleString('en-US')} points (series × sweep values); it must have at most ${maxPoints.toLocaleString('en-US')}.`;
    return { ok: false, problems: [{ code: 'size', path: ['sweep'], message }] };
  }
  let axes: readonly SweepAxis[] = [];
  const series = entries.map((entry, index): Series => {
    const report = reporter(file, entry.label, index, problems);
    const changed = applySeries(file, entry.set, index);
    if ('problems' in changed) {
      problems.push(...changed.problems);
      return { label: entry.label, points: [] };
    }
    checkOptimisations(changed.file, settings.optimise, report);
    const swept = sweeps
      .map((sweep) => axisOf(changed.file, sweep, report))
      .filter((axis) => axis !== undefined);
    if (swept.length < sweeps.length || pairIsWrong) return { label: entry.label, points: [] };
    axes = swept;
    return { label: entry.label, points: pointsOf(changed.file, swept, report) };
  });
  if (problems.length > 0) return { ok: false, problems: firstOfEach(problems) };

  const expansion: Expansion = { settings, sweeps: axes, series };
  const ofChart = checkChart(expansion);
  return ofChart.length > 0 ? { ok: false, problems: ofChart } : { ok: true, value: expansion };
}

/** Tells of a problem at a point, given by the values of the sweeps there. */
type Report = (problem: Problem, at?: readonly number[]) => void;

/** Writes down the problems of one series with their place in the file, each of them once. */
function reporter(file: ExperimentFile, label: string, index: number, problems: Problem[]): Report {
  const seen = new Set<string>();
  return (problem, at = []) => {
    const key = keyOf(problem);
    if (seen.has(key)) return;
    seen.add(key);
    const where = context(file, label, at);
    problems.push({
      ...problem,
      path: originOf(problem.path, file, index),
      message: where === '' ? problem.message : `${problem.message} (${where}.)`,
    });
  };
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
  for (const problem of checkChanged(changed as ExperimentFile, file)) {
    problems.push({ ...problem, path: setBy(problem.path, set, index) ?? ['series', index, 'set'] });
  }
  return problems.length > 0 ? { problems } : { file: changed as ExperimentFile };
}

/** Checks the structure of what a series has changed in a file; the file itself has been checked. */
function checkChanged(changed: ExperimentFile, file: ExperimentFile): Problem[] {
  if ((changed as Partial<ExperimentFile>).data === undefined)
    return checkStructure(ExperimentSchema, changed);
  return variableFields.flatMap((key) =>
    changed[key] === file[key] || changed[key] === undefined
      ? []
      : checkStructure(ExperimentSchema.properties[key], changed[key], [key]),
  );
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
  const swept = sweepsOf(file)
    .map(({ sweep }) => sweep.parameter)
    .find((parameter) => key === parameter || displacedBy(parsePath(parameter)).includes(key));
  if (swept === undefined) return undefined;
  const message = `The sweep varies ${swept}, so a series cannot set ${key === swept ? 'it' : key}: remove one of them.`;
  return { code: 'contradiction', message };
}

/** Whether an experiment has a field at `path`, perhaps left out. An entry of a list must be there. */
function exists(experiment: unknown, path: Path): boolean {
  if (schemaAt(path, experiment) === undefined) return false;
  const entry = path.findLastIndex((part) => typeof part === 'number');
  return entry === -1 || valueAt(experiment, path.slice(0, entry + 1)) !== undefined;
}

/** The values that a sweep gives to its field in a series, or undefined where it cannot: then it says why. */
function axisOf(
  file: ExperimentFile,
  { sweep, at, values }: PlacedSweep & SweepValues,
  report: Report,
): SweepAxis | undefined {
  const { parameter, scale = 'linear' } = sweep;
  const schema = numberAt(file, parameter);
  if (schema === undefined) {
    const message = `A sweep cannot vary ${formatValue(parameter)}: it is not a number of this experiment. ${hintOf(file, parameter)}`;
    report({ code: 'unknownKey', path: [...at, 'parameter'], message });
    return undefined;
  }
  // Adding 0 turns −0 into 0.
  const round = KindGuard.IsInteger(schema)
    ? (value: number) => Math.round(value) + 0
    : (value: number) => value + 0;
  // All values lie between the ends, so it is the ends that are out of range if anything is.
  const extremes: readonly [Path, number][] =
    'values' in sweep
      ? sweep.values.map((value, i) => [[...at, 'values', i], value])
      : [
          [[...at, 'from'], sweep.from],
          [[...at, 'to'], sweep.to],
        ];
  const outside = extremes.filter(([, value]) => !inRange(schema, round(value)));
  for (const [path, value] of outside) {
    const message = `The sweep takes ${parameter} to ${round(value)}; it must be ${numberInWords(schema)}.`;
    report({ code: 'range', path, message });
  }
  return outside.length > 0 ? undefined : { parameter, scale, values: [...new Set(values.map(round))] };
}

function hintOf(file: ExperimentFile, parameter: string): string {
  const candidates = numericPaths(file);
  const meant = nearest(parameter, candidates);
  return meant ? `Did you mean "${meant}"?` : `Allowed here: ${candidates.join(', ')}.`;
}

/** The schema of the field at a path, if it is a number that a sweep may vary. */
function numberAt(file: ExperimentFile, parameter: string): (SchemaNode & NumberLimits) | undefined {
  const path = parsePath(parameter);
  if (typeof path[0] !== 'string' || !settable.has(path[0]) || !exists(file, path)) return undefined;
  const schema = schemaAt(path, file);
  return schema !== undefined && (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema))
    ? schema
    : undefined;
}

/** Whether the quantities that are to be optimised are numbers of a series and may take the values between the ends. */
function checkOptimisations(file: ExperimentFile, optimise: readonly Optimisation[], report: Report): void {
  optimise.forEach(({ parameter, from, to, scale }, i) => {
    const at: Path = ['theory', 'optimise', i];
    const schema = numberAt(file, parameter);
    if (schema === undefined) {
      const message = `${formatValue(parameter)} cannot be optimised: it is not a number of this experiment. ${hintOf(file, parameter)}`;
      report({ code: 'unknownKey', path: [...at, 'parameter'], message });
      return;
    }
    const before = optimise.slice(0, i).map((other) => other.parameter);
    if (before.includes(parameter)) {
      const message = `${parameter} is to be optimised twice; remove one.`;
      report({ code: 'contradiction', path: [...at, 'parameter'], message });
    }
    const rival = before.find(
      (other) =>
        displacedBy(parsePath(parameter)).includes(other) ||
        displacedBy(parsePath(other)).includes(parameter),
    );
    if (rival !== undefined) {
      const message = `${rival} and ${parameter} are to be optimised, but each takes the other's place; remove one.`;
      report({ code: 'contradiction', path: [...at, 'parameter'], message });
    }
    for (const [end, value] of [
      ['from', from],
      ['to', to],
    ] as const) {
      if (inRange(schema, value)) continue;
      const message = `${parameter} is to be optimised ${end} ${value}; it must be ${numberInWords(schema)}.`;
      report({ code: 'range', path: [...at, end], message });
    }
    if (!(from < to)) {
      const message = `${formatPath([...at, 'from'])} is ${from} and to is ${to}; from must be the smaller of them.`;
      report({ code: 'contradiction', path: [...at, 'to'], message });
    } else if (scale === 'log' && from <= 0) {
      const message = `${formatPath([...at, 'from'])} is ${from}; with equal ratios (scale "log") it must be greater than 0.`;
      report({ code: 'contradiction', path: [...at, 'from'], message });
    }
  });
}

/** The points of a series. There may be very many, so what does not change from one to the next is found out once. */
function pointsOf(file: ExperimentFile, axes: readonly SweepAxis[], report: Report): Point[] {
  const read = parametersReader();
  const points: Point[] = [];
  const add = (at: ExperimentFile, x: number | null, y: number | null) => {
    const place = () => [x, y].filter((value) => value !== null);
    const sizes = checkSizes(at);
    for (const problem of sizes) report(problem, place());
    if (sizes.length > 0) return;
    const parameters = read(at);
    const problems = checkPoint(parameters);
    for (const problem of problems) report(problem, place());
    if (problems.length === 0) points.push({ x, y, parameters });
  };
  const [first, second] = axes;
  const row = (at: ExperimentFile, y: number | null) => {
    if (first === undefined) add(at, null, y);
    else eachAlong(at, first, (point, x) => add(point, x, y));
  };
  if (second === undefined) row(file, null);
  else eachAlong(file, second, row);
  return points;
}

/** Visits the file with an axis' field at each of its values. */
function eachAlong(
  file: ExperimentFile,
  { parameter, values }: SweepAxis,
  visit: (file: ExperimentFile, value: number) => void,
): void {
  const [start] = values;
  if (start === undefined) return;
  const path = parsePath(parameter);
  // What the field displaces and what has to be written out for it is the same for every value.
  const set = setter(override(file, path, start), path);
  for (const value of values) visit(set(value) as ExperimentFile, value);
}

/** Where in the file the field at `path` got its value in a series: the sweep, the series' own changes, or the field itself. */
export function originOf(path: Path, file: ExperimentFile, index: number): Path {
  if (path[0] === 'sweep' || path.length === 0) return path;
  const sweep = sweepsOf(file).find(({ sweep }) => isWithin(path, parsePath(sweep.parameter)));
  if (sweep !== undefined) return [...sweep.at, 'parameter'];
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
function context(file: ExperimentFile, label: string, at: readonly number[]): string {
  const sweeps = sweepsOf(file);
  const values = at.map((value, i) => `${sweeps[i]!.sweep.parameter} = ${Number(value.toPrecision(6))}`);
  const series = file.series?.length ? [`in series "${label}"`] : [];
  const where = [...series, ...(values.length > 0 ? [`at ${values.join(', ')}`] : [])].join(', ');
  return where.charAt(0).toUpperCase() + where.slice(1);
}

/** A problem that several series have is told once. */
function firstOfEach(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = keyOf(problem);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Problems of one kind at one place are one problem. */
function keyOf({ code, path }: Problem): string {
  return `${code} ${formatPath(path)}`;
}

/**
 * The point of a series with some of its numeric fields set to any real values in their ranges: for finding the best
 * ones. Unlike the experiment's own points it is not rounded: n, m and n̂ are as fractional as they come, and so is p
 * where the covariance is the identity, whose theory is continuous in it; of another covariance p must be whole, as
 * must the numbers of classes and of generations, which are rounded.
 * @param file a file that `expand` accepts
 * @param seriesIndex 0 … number of series − 1; 0 where the file has no series
 * @param paths of the fields; none may be there twice or take another's place
 * @returns the point at one value per path. It is asked for again and again, so what does not change from one place to
 * the next is found out once.
 */
export function continuousReader(
  file: ExperimentFile,
  seriesIndex: number,
  paths: readonly Path[],
): (values: readonly number[]) => PointParameters {
  let changed: unknown = file;
  for (const [key, value] of Object.entries(file.series?.[seriesIndex]?.set ?? {})) {
    changed = override(changed, parsePath(key), value);
  }
  // What the fields displace and what has to be written out for them is the same for every value.
  for (const path of paths) changed = override(changed, path, valueAt(changed, path) ?? 0);
  const read = parametersReader((value) => value);
  return (values) => {
    const at = paths.reduce((inner, path, i) => setter(inner, path)(values[i]!), changed);
    return withWholeNumbers(read(at as ExperimentFile));
  };
}

/** `continuousReader` for a single place. */
export function continuousParameters(
  file: ExperimentFile,
  seriesIndex: number,
  changes: readonly { readonly path: Path; readonly value: number }[],
): PointParameters {
  const paths = changes.map(({ path }) => path);
  return continuousReader(file, seriesIndex, paths)(changes.map(({ value }) => value));
}

/** Rounds what the theory is not continuous in. */
function withWholeNumbers(p: PointParameters): PointParameters {
  return {
    ...p,
    classes: Math.round(p.classes),
    dimension: p.covariance.kind === 'identity' ? p.dimension : Math.round(p.dimension),
    generator:
      p.generator.kind === 'fitted'
        ? { ...p.generator, generations: Math.round(p.generator.generations) }
        : p.generator,
  };
}

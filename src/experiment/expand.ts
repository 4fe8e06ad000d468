import { KindGuard } from '@sinclair/typebox';
import { checkPoint, checkSizes } from './checkPoint';
import { parametersOf, settingsOf, type PointParameters, type RunSettings } from './complete';
import { nearest } from './nearest';
import { override } from './override';
import { numericPaths, parsePath, schemaAt } from './paths';
import { formatPath, type Path, type Problem } from './problem';
import { ExperimentSchema, type ExperimentFile, type Sweep } from './schema';
import { checkStructure, inRange, rangeInWords } from './structure';

/** One point of a curve: its place on the horizontal axis and everything that determines it. */
export interface Point {
  /** The sweep's value; null without a sweep. */
  readonly x: number | null;
  readonly parameters: PointParameters;
}

export interface Series {
  readonly label: string;
  readonly points: readonly Point[];
}

/** A checked experiment as the engine runs it. */
export interface Expansion {
  readonly settings: RunSettings;
  /** Path of the swept field; null without a sweep. */
  readonly sweepParameter: string | null;
  /** Spacing of the sweep's values, for the horizontal axis. */
  readonly sweepScale: 'linear' | 'log';
  readonly series: readonly Series[];
}

export type ExpansionResult =
  { readonly ok: true; readonly value: Expansion } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Most points that one experiment may have, over all its series. */
export const maxPoints = 100_000;

/** Checks a file's contents and writes out its points. Problems have paths into the file as written. */
export function expand(contents: unknown): ExpansionResult {
  const structural = checkStructure(ExperimentSchema, contents);
  if (structural.length > 0) return { ok: false, problems: structural };
  const file = contents as ExperimentFile;
  const sweep = readSweep(file.sweep);
  if ('problems' in sweep) return { ok: false, problems: sweep.problems };

  const problems: Problem[] = [...checkLabels(file)];
  const entries = file.series?.length ? file.series : [{ label: settingsOf(file).title, set: {} }];
  const series = entries.map((entry, index): Series => {
    const changed = applySeries(file, entry.set, index);
    if ('problems' in changed) {
      problems.push(...changed.problems);
      return { label: entry.label, points: [] };
    }
    const points = expandSeries(changed.file, sweep.values, (problem, x) => {
      const where = context(file, entry.label, x);
      problems.push({
        ...problem,
        path: origin(problem.path, file, index, sweep.path),
        message: where === '' ? problem.message : `${problem.message} (${where})`,
      });
    });
    return { label: entry.label, points };
  });

  const count = series.reduce((sum, { points }) => sum + points.length, 0);
  if (count > maxPoints) {
    problems.push({
      code: 'size',
      path: ['sweep'],
      message: `The experiment has ${count} points (series × sweep values); it must have at most ${maxPoints}.`,
    });
  }
  if (problems.length > 0) return { ok: false, problems: firstOfEach(problems) };
  return {
    ok: true,
    value: {
      settings: settingsOf(file),
      sweepParameter: file.sweep?.parameter ?? null,
      sweepScale: file.sweep && 'scale' in file.sweep ? (file.sweep.scale ?? 'linear') : 'linear',
      series,
    },
  };
}

interface SweepValues {
  readonly path: Path;
  readonly values: readonly (number | null)[];
}

function readSweep(sweep: Sweep | undefined): SweepValues | { problems: Problem[] } {
  if (sweep === undefined) return { path: [], values: [null] };
  const path = parsePath(sweep.parameter);
  if ('values' in sweep) return { path, values: sweep.values };
  const { from, to, points, scale = 'linear' } = sweep;
  if (scale === 'log' && (from <= 0 || to <= 0)) {
    const end = from <= 0 ? 'from' : 'to';
    const message = `sweep.${end} is ${sweep[end]}; with equal ratios (scale "log") both ends must be greater than 0.`;
    return { problems: [{ code: 'contradiction', path: ['sweep', end], message }] };
  }
  if (from === to) {
    const message = `sweep.from and sweep.to are both ${from}; give two different ends, or "values": [${from}].`;
    return { problems: [{ code: 'contradiction', path: ['sweep', 'to'], message }] };
  }
  const values = Array.from({ length: points }, (_, i) => {
    const t = i / (points - 1);
    if (i === points - 1) return to;
    return scale === 'log' ? from * (to / from) ** t : from + (to - from) * t;
  });
  return { path, values };
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
    const at: Path = ['series', index, 'set', key];
    const first = path[0];
    if (typeof first !== 'string' || !settable.has(first)) {
      const meant = nearest(String(first), [...settable]);
      const hint = meant ? `Did you mean "${meant}"?` : `Allowed: ${[...settable].join(', ')}.`;
      problems.push({ code: 'unknownKey', path: at, message: `A series cannot set "${key}". ${hint}`, onKey: true });
      continue;
    }
    const before = changed;
    changed = override(changed, path, value);
    const wrong = checkStructure(ExperimentSchema, changed);
    if (wrong.length > 0) {
      problems.push(...wrong.map((problem) => ({ ...problem, path: at })));
      changed = before;
    }
  }
  return problems.length > 0 ? { problems } : { file: changed as ExperimentFile };
}

/** Top-level fields that may differ between the series of one chart. */
const settable = new Set([
  'data',
  'realSamples',
  'syntheticSamples',
  'syntheticProportion',
  'totalSamples',
  'generator',
  'labelNoise',
  'verifier',
  'classifier',
]);

type Report = (problem: Problem, x: number | null) => void;

function expandSeries(file: ExperimentFile, values: readonly (number | null)[], report: Report): Point[] {
  if (file.sweep === undefined) return [pointOf(file, null, report)].flat();
  const { parameter } = file.sweep;
  const path = parsePath(parameter);
  const schema = sweptSchema(file, path);
  if (schema === undefined) {
    const candidates = [...new Set([...numericPaths(file), 'syntheticProportion', 'syntheticSamples'])];
    const meant = nearest(parameter, candidates);
    const hint = meant ? `Did you mean "${meant}"?` : `Allowed here: ${candidates.join(', ')}.`;
    const message = `"${parameter}" is not a numeric field that can be swept here. ${hint}`;
    report({ code: 'unknownKey', path: ['sweep', 'parameter'], message }, null);
    return [];
  }
  const whole = KindGuard.IsInteger(schema);
  const taken = new Set<number>();
  return values.flatMap((given) => {
    const x = whole ? Math.round(given!) : given!;
    if (taken.has(x)) return [];
    taken.add(x);
    if (!inRange(schema, x)) {
      const message = `The sweep takes ${parameter} to ${x}; it must be ${rangeInWords(schema)}.`;
      report({ code: 'range', path: ['sweep', rangeEnd(file.sweep!, given!)], message }, null);
      return [];
    }
    return pointOf(override(file, path, x) as ExperimentFile, x, report);
  });
}

/** The end of the sweep that a value belongs to, to point at. */
function rangeEnd(sweep: Sweep, value: number): string {
  if ('values' in sweep) return 'values';
  return Math.abs(value - sweep.from) < Math.abs(value - sweep.to) ? 'from' : 'to';
}

/** The schema of the swept field, if it is a number that a sweep may vary. */
function sweptSchema(file: ExperimentFile, path: Path) {
  if (typeof path[0] !== 'string' || !settable.has(path[0])) return undefined;
  const schema = schemaAt(path, file);
  return schema !== undefined && (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema)) ? schema : undefined;
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
  return problems.length > 0 ? [] : [{ x, parameters }];
}

/** Where in the file the field at `path` got its value: the sweep, a series, or the field itself. */
function origin(path: Path, file: ExperimentFile, index: number, swept: Path): Path {
  if (path[0] === 'sweep' || path.length === 0) return path;
  const within = (outer: Path) => outer.length > 0 && outer.every((part, i) => part === path[i]);
  if (within(swept)) return ['sweep', 'parameter'];
  const set = file.series?.[index]?.set ?? {};
  const key = Object.keys(set).find((key) => within(parsePath(key)));
  return key === undefined ? path : ['series', index, 'set', key];
}

function context(file: ExperimentFile, label: string, x: number | null): string {
  const parts: string[] = [];
  if (file.series?.length) parts.push(`series "${label}"`);
  if (x !== null && file.sweep) parts.push(`${file.sweep.parameter} = ${Number(x.toPrecision(6))}`);
  return parts.join(', ');
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

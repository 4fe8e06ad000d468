import type { LocatedProblem, Path } from '../../src/experiment/problem';

/** A path as a key of maps and of `data-path`. Unlike the dotted form it tells keys with dots apart. */
export function pathKey(path: Path): string {
  return JSON.stringify(path);
}

/** Whether `inner` is `outer` or lies within it. */
export function isWithin(inner: Path, outer: Path): boolean {
  return outer.length <= inner.length && outer.every((part, i) => part === inner[i]);
}

/** The rows' path that lies nearest around a path; undefined where no row shows it. */
export function nearestRow(path: Path, rows: readonly Path[]): Path | undefined {
  const around = rows.filter((row) => row.length > 0 && isWithin(path, row));
  return around.reduce<Path | undefined>(
    (best, row) => (best === undefined || row.length > best.length ? row : best),
    undefined,
  );
}

export interface MatchedProblems {
  /** By the row's `pathKey`. */
  readonly byRow: ReadonlyMap<string, readonly LocatedProblem[]>;
  /** Those that no row shows. */
  readonly rest: readonly LocatedProblem[];
}

/** Gives each problem to the row that is nearest to its path. */
export function matchProblems(problems: readonly LocatedProblem[], rows: readonly Path[]): MatchedProblems {
  const byRow = new Map<string, LocatedProblem[]>();
  const rest: LocatedProblem[] = [];
  for (const problem of problems) {
    const row = nearestRow(problem.path, rows);
    if (row === undefined) rest.push(problem);
    else byRow.set(pathKey(row), [...(byRow.get(pathKey(row)) ?? []), problem]);
  }
  return { byRow, rest };
}

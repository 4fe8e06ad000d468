import { describe, expect, it } from 'vitest';
import type { LocatedProblem, Path } from '../../../src/experiment/problem';
import { matchProblems, nearestRow, pathKey } from '../../../webview/form/matchProblems';

const problem = (path: Path): LocatedProblem => ({
  code: 'range',
  path,
  message: `Wrong: ${path.join('.')}`,
  offset: 0,
  length: 1,
  line: 1,
  column: 1,
});
const rows: Path[] = [['generator'], ['generator', 'samples'], ['series', 0], ['series']];

describe('matchProblems', () => {
  it('gives a problem to the innermost row around it', () => {
    expect(nearestRow(['generator', 'samples'], rows)).toEqual(['generator', 'samples']);
    expect(nearestRow(['generator', 'kind'], rows)).toEqual(['generator']);
    expect(nearestRow(['series', 0, 'set', 'data.dimension'], rows)).toEqual(['series', 0]);
    expect(nearestRow(['series', 1, 'label'], rows)).toEqual(['series']);
  });

  it('leaves the problems that no row shows', () => {
    const problems = [problem([]), problem(['foo']), problem(['generator', 'samples'])];
    const { byRow, rest } = matchProblems(problems, rows);
    expect(rest).toEqual(problems.slice(0, 2));
    expect([...byRow.keys()]).toEqual([pathKey(['generator', 'samples'])]);
  });

  it('tells a key with dots from a path', () => {
    expect(pathKey(['set', 'data.dimension'])).not.toBe(pathKey(['set', 'data', 'dimension']));
  });
});

import type { ResultSeries } from '../../src/engine/messages';

/** What stands in the place of a chart without points: that there is none, and why, if the theory refuses. */
export function whyEmpty(results: readonly ResultSeries[]): string {
  for (const { points } of results) {
    for (const { theory } of points) {
      if (theory.exact !== undefined && 'error' in theory.exact) {
        return `There is nothing to draw yet. ${theory.exact.error}`;
      }
    }
  }
  return 'There is nothing to draw yet.';
}

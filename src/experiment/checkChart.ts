import type { PointParameters, RunSettings } from './complete';
import type { Expansion } from './expand';
import type { Problem } from './problem';

/** What the chart of an experiment cannot show of its points. */
export function checkChart({ settings, sweeps, series }: Expansion): Problem[] {
  const some = (predicate: (p: PointParameters) => boolean) =>
    series.some(({ points }) => points.some(({ parameters }) => predicate(parameters)));
  const problems = checkSweeps(settings, sweeps.length);
  if (
    settings.chart === 'spectrum' &&
    !some(({ generator }) => generator.kind === 'fitted' && generator.samples >= 2)
  ) {
    problems.push(
      ofChart(
        'kind',
        'A chart of kind "spectrum" shows the covariance of a fitted generator, and no series has one: set generator.kind to "fitted", or chart.kind to "curves".',
      ),
    );
  }
  if (settings.chart === 'scores' && !some(({ classes }) => classes === 2)) {
    problems.push(
      ofChart(
        'kind',
        'A chart of kind "scores" shows the scores of two classes, and no series has two: set data.classes to 2, or chart.kind to "curves".',
      ),
    );
  }
  if (settings.metric === 'gain' && !some(({ realSamples }) => realSamples > 0)) {
    problems.push(
      ofChart(
        'metric',
        'The metric "gain" compares with training on the real data alone, and there are none: raise realSamples, or set chart.metric to "accuracy".',
      ),
    );
  }
  return problems;
}

function checkSweeps({ chart }: RunSettings, sweeps: number): Problem[] {
  if (chart === 'curves') return [];
  if (chart === 'fixedPoint') {
    if (sweeps === 1) return [];
    const message =
      sweeps === 0
        ? 'A chart of kind "fixedPoint" shows τ_r, τ_s and d along a sweep: add a sweep, or set chart.kind to "curves".'
        : 'A chart of kind "fixedPoint" has one horizontal axis only: remove one of the sweeps, or set chart.kind to "curves".';
    return [ofChart('kind', message)];
  }
  if (sweeps === 0) return [];
  const message = `A chart of kind "${chart}" shows one point of each series: remove the sweep, or set chart.kind to "curves".`;
  return [ofChart('kind', message)];
}

function ofChart(field: 'kind' | 'metric', message: string): Problem {
  return { code: 'contradiction', path: ['chart', field], message };
}

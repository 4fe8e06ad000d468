import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/engine/analyse';
import { theoryOfPoint } from '../../../src/engine/theoryOfPoint';
import { expansionOf, small } from './experiments';
import { documentOf, pointAt } from './resultsOf';

const expansion = expansionOf(small);
const theory = expansion.series.map(({ points }) =>
  points.map(({ parameters }) => theoryOfPoint(parameters)),
);
const experiment = { file: small, expansion };

const values = [0.7, 0.71, 0.72, 0.73, 0.74];
const points = (...xs: number[]) => xs.map((x) => pointAt(x, 0.5, values));

describe('analyse', () => {
  it('shows the theory of an experiment that was not run', () => {
    const analysis = analyse(experiment, theory, undefined);
    expect(analysis.simulation).toBe('none');
    expect(analysis.metric).toBe('accuracy');
    expect(analysis.findings).not.toEqual([]);
    expect(analysis.results.series[0]!.points[0]!.theory.exact).toEqual(theory[0]![0]!.exact);
    expect(analysis.results.series.flatMap((entry) => entry.points).every((point) => !point.simulation)).toBe(
      true,
    );
  });

  it('puts the simulation of the same experiment to its theory by place, whatever the series are called now', () => {
    const document = documentOf([
      { label: 'an old name', points: points(0, 0.4, 0.8) },
      { label: 'oracle', points: points(0, 0.4) },
    ]);
    const { simulation, results, findings } = analyse(experiment, theory, { document, current: true });
    expect(simulation).toBe('current');
    expect(results.series.map(({ label }) => label)).toEqual(['none', 'oracle']);
    expect(results.series.map((entry) => entry.points.map((point) => point.simulation?.repetitions))).toEqual(
      [
        [5, 5, 5],
        [5, 5, undefined],
      ],
    );
    // The theory is that of the experiment, not the one that the file had.
    expect(results.series[0]!.points[0]!.theory.exact).toEqual(theory[0]![0]!.exact);
    expect(results.started).toBe(document.started);
    expect(findings.at(-1)).toContain('of 5 points');
  });

  it('leaves single repetitions out: they are most of the data, and nothing shows them', () => {
    for (const current of [true, false]) {
      const document = documentOf([{ label: 'oracle', points: points(0, 0.4) }]);
      const { results } = analyse(experiment, theory, { document, current });
      const shown = results.series.flatMap((entry) =>
        entry.points.flatMap((point) => point.simulation ?? []),
      );
      expect(shown).toHaveLength(2);
      const { mean, standardError } = points(0)[0]!.simulation!.risk;
      for (const { risk } of shown) expect(risk).toEqual({ mean, standardError });
    }
  });

  it('keeps the simulation of an earlier state at its places, without comparing it', () => {
    const document = documentOf([
      { label: 'oracle', points: points(0.4, 0.6) },
      { label: 'gone', points: points(0) },
    ]);
    const { simulation, results, findings } = analyse(experiment, theory, { document, current: false });
    expect(simulation).toBe('outOfDate');
    expect(results.series.map((entry) => entry.points.map((point) => point.simulation?.repetitions))).toEqual(
      [
        [undefined, undefined, undefined],
        [undefined, 5, undefined],
      ],
    );
    expect(findings.join()).not.toContain('Simulation');
  });
});

import { describe, expect, it } from 'vitest';
import { notesOn } from '../../../src/engine/notes';
import { theoryOfPoint, type PointTheory } from '../../../src/engine/theoryOfPoint';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { expansionOf, small } from './experiments';

function notes(changes: Partial<ExperimentFile>): string[] {
  const expansion = expansionOf({ ...small, data: { ...small.data, dimension: 40 }, ...changes });
  const theory = expansion.series.map(({ points }) =>
    points.map(({ parameters }) => theoryOfPoint(parameters, expansion.settings.variants)),
  );
  return notesOn(expansion, theory);
}

describe('notesOn', () => {
  it('has nothing to say of an ordinary experiment', () => {
    expect(notes({})).toEqual([]);
  });

  it('says how many points have no theory, and why', () => {
    const sentences = notes({
      labelNoise: { kind: 'selfTrained' },
      // At 0 and 40 % the labeller has 0 and 40 rows in 40 dimensions.
      classifier: { ridge: 0 },
      series: [],
    });
    expect(sentences[0]).toMatch(/^The theory has no value at 1 of 3 points\. The first reason: [A-Z].*\.$/);
  });

  it('says where the other theories have no value', () => {
    const sentences = notes({
      theory: { variants: ['exact', 'published', 'independentNoise'] },
      generator: { kind: 'exact' },
      series: [
        { label: 'a', set: {} },
        { label: 'b', set: { 'classifier.realWeight': 2 } },
      ],
    });
    expect(sentences).toEqual([
      'The published formulas have no value at 3 of 6 points. The first reason: Not covered by the published formulas: sample weights 2 and 1 (both must be 1).',
    ]);
  });

  it('tells the label noise that self-training comes to', () => {
    const [sentence] = notes({ labelNoise: { kind: 'selfTrained' } });
    expect(sentence).toMatch(/^Labels are self-trained: ε runs from 0\.\d+ down to 0\.\d+, one minus/);
    const [high, low] = /from (\S+) down to (\S+),/.exec(sentence!)!.slice(1).map(Number);
    expect(high).toBeGreaterThan(low!);
    expect(high).toBeLessThan(0.5);
    const [single] = notes({
      labelNoise: { kind: 'selfTrained' },
      sweep: { parameter: 'syntheticProportion', values: [0.5] },
    });
    expect(single).toMatch(/^Labels are self-trained: ε is 0\.\d+, one minus/);
  });

  it('warns of a verifier that works against its purpose, and of labels that teach the opposite', () => {
    const sentences = notes({
      labelNoise: { kind: 'uniform', rate: 0.6 },
      series: [
        { label: 'contrary', set: { verifier: { kind: 'random', keepCorrect: 0.5, keepIncorrect: 0.9 } } },
      ],
    });
    expect(sentences).toEqual([
      'At 2 of 3 points more wrong than right synthetic labels are kept (φ(1−ε) < ρε): there the synthetic data teach the opposite.',
      'The verifier keeps wrong labels more readily than right ones (ρ > φ): it works against you.',
    ]);
  });

  it('reminds of what the toy setting takes for granted', () => {
    const generator = { kind: 'fitted', samples: 50, source: 'independent', meanError: false } as const;
    expect(notes({ generator })).toEqual([expect.stringContaining('given the true mean') as string]);
  });

  it('warns that the theory is a limit where the dimension is small', () => {
    expect(notes({ data: small.data })).toEqual([
      'The theory is a limit for large p. At p below 30 expect it to differ visibly from the simulation.',
    ]);
  });
});

describe('differences between theories', () => {
  /** Exact 0.70, published as given, at three places of two series. */
  const sentences = (
    published: readonly number[],
    measured: Parameters<typeof notesOn>[2] = () => undefined,
  ): string[] => {
    const expansion = expansionOf({ ...small, data: { ...small.data, dimension: 40 } });
    const theory = expansion.series.map(({ points }, i) =>
      points.map(({ parameters }, j): PointTheory => {
        const exact = { accuracy: 0.7, risk: 1, meanMargin: 1, marginVariance: 1 };
        const other = { ...exact, accuracy: published[3 * i + j]! };
        return { ...theoryOfPoint(parameters), exact, published: other };
      }),
    );
    return notesOn(expansion, theory, measured).filter((note) => note.includes('published'));
  };
  const simulated = (accuracy: number, standardError: number, repetitions = 10) => {
    const estimate = { mean: accuracy, standardError };
    return {
      repetitions,
      accuracy: estimate,
      risk: estimate,
      meanMargin: estimate,
      marginVariance: estimate,
    };
  };

  it('are told from half a point on while nothing has been simulated', () => {
    expect(sentences([0.7, 0.7, 0.7, 0.7, 0.704, 0.7])).toEqual([]);
    expect(sentences([0.7, 0.7, 0.7, 0.7, 0.676, 0.71])).toEqual([
      'The published formulas differ from the exact theory by up to 2.4 points (at 40 %, “oracle”).',
    ]);
  });

  it('are told from the sampling error on, with the theory that the simulation is with', () => {
    const at = (accuracy: number, standardError: number) => (series: number, point: number) =>
      series === 1 && point === 1 ? simulated(accuracy, standardError) : undefined;
    const published = [0.7, 0.7, 0.7, 0.7, 0.696, 0.7];
    expect(sentences(published, at(0.7, 0.0021))).toEqual([]);
    expect(sentences(published, at(0.7002, 0.0004))).toEqual([
      'The published formulas differ from the exact theory by up to 0.4 points (at 40 %, “oracle”); the simulation agrees with the exact theory there (distance 0.5 against 11 standard errors).',
    ]);
    expect(sentences(published, at(0.6962, 0.0004))[0]).toMatch(
      /agrees with the published formulas there \(distance 0\.5 against 9\.5 /,
    );
    expect(sentences(published, at(0.698, 0.0004))[0]).toMatch(
      /the simulation is 5\.0 standard errors from the exact theory there and 5\.0 from the published formulas\.$/,
    );
  });

  it('are not measured by the error of a few repetitions', () => {
    const few = () => simulated(0.7, 0.0001, 4);
    expect(sentences([0.7, 0.7, 0.7, 0.7, 0.696, 0.7], few)).toEqual([]);
  });
});

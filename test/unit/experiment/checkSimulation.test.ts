import { describe, expect, it } from 'vitest';
import { expand } from '../../../src/experiment/expand';
import { formatPath } from '../../../src/experiment/problem';

const file = {
  version: 1,
  data: { kind: 'gaussian', dimension: 20, meanNorm: 1 },
  realSamples: 50,
  syntheticSamples: 50,
  generator: { kind: 'fitted', samples: 50, source: 'independent' },
};

function told(simulation: object, changes: object = {}): string[] {
  const result = expand({ ...file, simulation, ...changes });
  return result.ok ? [] : result.problems.map(({ path, message }) => `${formatPath(path)}: ${message}`);
}

describe('a target for the standard error', () => {
  it('is a setting of the run, with a maximum', () => {
    const settings = (simulation = {}) => {
      const result = expand({ ...file, simulation });
      if (!result.ok) throw new Error('The experiment has problems.');
      const { targetStandardError, maximumRepetitions } = result.value.settings;
      return { targetStandardError, maximumRepetitions };
    };
    expect(settings()).toEqual({ targetStandardError: null, maximumRepetitions: 1000 });
    expect(settings({ targetStandardError: 0.001, maximumRepetitions: 50 })).toEqual({
      targetStandardError: 0.001,
      maximumRepetitions: 50,
    });
  });

  it('needs a pilot of two repetitions', () => {
    expect(told({ targetStandardError: 0.001, repetitions: 2 })).toEqual([]);
    for (const repetitions of [0, 1]) {
      expect(told({ targetStandardError: 0.001, repetitions })).toEqual([
        `simulation.repetitions: simulation.repetitions is ${repetitions}; with a targetStandardError they are the pilot that measures how much trainings scatter: set them to 2 or more (10 is good), or remove simulation.targetStandardError.`,
      ]);
      expect(told({ repetitions })).toEqual([]);
    }
  });

  it('needs a maximum that the pilot does not exceed', () => {
    expect(told({ targetStandardError: 0.001, repetitions: 1000 })).toEqual([]);
    expect(told({ targetStandardError: 0.001, repetitions: 5000 })).toEqual([
      'simulation.targetStandardError: simulation.maximumRepetitions is 1,000, less than the 5,000 repetitions that every point gets before the target is looked at: set it to 5,000 or more, or lower simulation.repetitions.',
    ]);
    expect(told({ targetStandardError: 0.001, repetitions: 50, maximumRepetitions: 40 })[0]).toMatch(
      /^simulation\.maximumRepetitions: /,
    );
    expect(told({ repetitions: 5000, maximumRepetitions: 40 })).toEqual([]);
  });

  it('is refused out of its range, and for a chart of eigenvalues', () => {
    for (const targetStandardError of [0, -1]) {
      expect(told({ targetStandardError })).toEqual([
        expect.stringMatching(/^simulation\.targetStandardError: .*greater than 0/) as string,
      ]);
    }
    expect(told({ targetStandardError: 0.1 }, { chart: { kind: 'spectrum' } })).toEqual([
      expect.stringMatching(/remove simulation\.targetStandardError\.$/) as string,
    ]);
  });
});

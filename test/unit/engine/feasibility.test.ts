import { describe, expect, it } from 'vitest';
import { checkText } from '../../../src/engine/check';
import { maxTrainings, problemsOfSize, workersThatFit } from '../../../src/engine/feasibility';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { expansionOf, small } from './experiments';

const gibibyte = 2 ** 30;
const large: ExperimentFile = { ...small, data: { ...small.data, dimension: 30_000 }, realSamples: 60_000 };

const problems = (file: ExperimentFile, available = 64 * gibibyte) =>
  problemsOfSize({ file, expansion: expansionOf(file) }, available);

describe('problemsOfSize', () => {
  it('lets through what fits', () => {
    expect(problems(small)).toEqual([]);
    expect(problems({ ...large, data: { ...large.data, dimension: 2000 } }, gibibyte)).toEqual([]);
  });

  it('says how much memory is needed, how much there is, and what to do', () => {
    const [problem, ...others] = problems(large, 64 * gibibyte);
    expect(others).toEqual([]);
    expect(problem!.code).toBe('size');
    expect(problem!.path).toEqual(['data', 'dimension']);
    expect(problem!.message).toMatch(
      /^One repetition at p = 30,000 needs \d+\.\d GiB of memory; 4\.0 GiB are there\. Lower the dimension, or set simulation\.repetitions to 0 for the theory alone\.$/,
    );
  });

  it('takes the memory that is there, where that is less than WebAssembly addresses', () => {
    const file = { ...large, data: { ...large.data, dimension: 5000 } };
    expect(problems(file, 8 * gibibyte)).toEqual([]);
    expect(problems(file, gibibyte / 4)[0]!.message).toContain('0.3 GiB are there');
  });

  it('refuses the sufficient sampler where it has no law to draw from', () => {
    const simulation = { repetitions: 2, sampler: 'sufficient' as const };
    expect(problems({ ...small, simulation })).toEqual([]);
    const logistic: ExperimentFile = {
      ...small,
      simulation,
      series: [
        { label: 'square', set: {} },
        { label: 'logistic', set: { 'classifier.loss': 'logistic' } },
      ],
    };
    expect(problems(logistic)).toEqual([
      {
        code: 'contradiction',
        path: ['simulation', 'sampler'],
        message:
          'The sampler "sufficient" knows the square loss, Gaussian features, labels and verifiers that do not look at the sample, and generators with one covariance and clean generations; series "logistic" has others: set simulation.sampler to "auto".',
      },
    ]);
    expect(problems({ ...logistic, simulation: { ...simulation, repetitions: 0 } })).toEqual([]);
    expect(problems({ ...logistic, simulation: { ...simulation, sampler: 'auto' } })).toEqual([]);
  });

  it('points to where the dimension comes from', () => {
    const swept: ExperimentFile = {
      ...small,
      sweep: { parameter: 'data.dimension', values: [20, 30_000] },
      realSamples: 60_000,
    };
    expect(problems(swept)[0]!.path).toEqual(['sweep', 'parameter']);
    const bySeries: ExperimentFile = {
      ...small,
      series: [
        { label: 'small', set: {} },
        { label: 'large', set: { 'data.dimension': 30_000, realSamples: 60_000 } },
      ],
    };
    expect(problems(bySeries)[0]!.path).toEqual(['series', 1, 'set', 'data.dimension']);
  });

  it('refuses more trainings than a results file can hold', () => {
    const many: ExperimentFile = { ...small, simulation: { repetitions: 1_000_000 } };
    const [problem] = problems(many);
    expect(problem!.path).toEqual(['simulation', 'repetitions']);
    expect(problem!.message).toBe(
      '6 points with 1,000,000 repetitions each are 6,000,000 trainings; an experiment may have at most 2,000,000. Lower the repetitions or the points.',
    );
    expect(problems({ ...small, simulation: { repetitions: Math.floor(maxTrainings / 6) } })).toEqual([]);
  });

  it('never refuses theory alone', () => {
    expect(problems({ ...large, simulation: { repetitions: 0 } }, 1)).toEqual([]);
  });

  it('is part of checking a text, with line and column', () => {
    const { problems, experiment } = checkText(JSON.stringify(large, null, 2));
    expect(experiment).toBeUndefined();
    expect(problems[0]).toMatchObject({ code: 'size', line: 6, column: 18 });
  });
});

describe('workersThatFit', () => {
  it('is as many as hold a repetition each in memory, at least one', () => {
    const expansion = expansionOf({ ...large, data: { ...large.data, dimension: 8000 } });
    const [one, two, all] = [1, 5 * gibibyte, 1000 * gibibyte].map((bytes) =>
      workersThatFit(expansion, 16, bytes),
    );
    expect(one).toBe(1);
    expect(two).toBeGreaterThan(1);
    expect(two).toBeLessThan(16);
    expect(all).toBe(16);
    expect(workersThatFit(expansionOf(small), 4)).toBe(4);
  });
});

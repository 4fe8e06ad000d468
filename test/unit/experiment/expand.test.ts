import { describe, expect, it } from 'vitest';
import { expand, type Expansion } from '../../../src/experiment/expand';
import { experiment } from './documents';

function good(document: unknown): Expansion {
  const result = expand(document);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.value;
}
const xs = (document: unknown) => good(document).series[0]!.points.map(({ x }) => x);
function wrong(document: unknown): string[] {
  const result = expand(document);
  return result.ok
    ? []
    : result.problems.map(({ code, path, message }) => `${code} ${path.join('/')}: ${message}`);
}
const sweep = (changes: object) => experiment({ sweep: { parameter: 'labelNoise.rate', ...changes } });
const series = (...sets: object[]) => experiment({ series: sets.map((set, i) => ({ label: `s${i}`, set })) });

describe('expand', () => {
  it('is one point without a sweep and one series without series', () => {
    const { series, sweeps, settings } = good(experiment({ title: 'Mine' }));
    expect(sweeps).toEqual([]);
    expect(settings.title).toBe('Mine');
    expect(series.map(({ label, points }) => [label, points.map(({ x }) => x)])).toEqual([['Mine', [null]]]);
  });

  it('takes an empty list of series for none', () => {
    expect(good(experiment({ series: [] })).series).toHaveLength(1);
  });

  it('tells what is wrong with the sweep and with the series at once', () => {
    const problems = wrong(
      experiment({
        sweep: { parameter: 'labelnoise.rate', from: 0, to: 1, points: 3, scale: 'log' },
        series: [
          { label: 'a', set: { 'data.dimention': 20 } },
          { label: 'a', set: {} },
        ],
      }),
    );
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'contradiction sweep/from',
      'contradiction series/1/label',
      'unknownKey series/0/set/data.dimention',
      'unknownKey sweep/parameter',
    ]);
  });

  describe('sweeps', () => {
    it('takes equal steps, from end to end, without the dust of rounding', () => {
      expect(xs(sweep({ from: 0, to: 1, points: 11 }))).toEqual([
        0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
      ]);
      const values = xs(sweep({ from: 1 / 3, to: 0.1 + 0.2, points: 5 }));
      expect(values[0]).toBe(1 / 3);
      expect(values.at(-1)).toBe(0.1 + 0.2);
      values.forEach((x, i) => expect(x).toBeCloseTo(1 / 3 + ((0.3 - 1 / 3) * i) / 4, 14));
    });

    it('runs downwards too', () => {
      expect(xs(sweep({ from: 1, to: 0, points: 3 }))).toEqual([1, 0.5, 0]);
    });

    it('takes equal ratios', () => {
      const result = good(
        experiment({
          sweep: { parameter: 'classifier.ridge', from: 0.01, to: 100, points: 5, scale: 'log' },
        }),
      );
      expect(result.sweeps[0]!.scale).toBe('log');
      const values = result.series[0]!.points.map(({ x }) => x!);
      [0.01, 0.1, 1, 10, 100].forEach((x, i) => expect(values[i]! / x).toBeCloseTo(1, 12));
      expect(values.at(-1)).toBe(100);
    });

    it('takes equal ratios over the whole range of numbers', () => {
      const values = xs(
        experiment({
          sweep: { parameter: 'classifier.ridge', from: 5e-324, to: 1e12, points: 20, scale: 'log' },
        }),
      );
      expect(values.every((x, i) => i === 0 || x! > values[i - 1]!)).toBe(true);
      expect(values.at(-1)).toBe(1e12);
    });

    it('takes given values in their order', () => {
      const document = sweep({ values: [0.5, 0.1, 0.3], scale: 'log' });
      expect(xs(document)).toEqual([0.5, 0.1, 0.3]);
      expect(good(document).sweeps[0]!.scale).toBe('log');
    });

    it('rounds whole numbers, and takes each once', () => {
      const values = xs(
        experiment({ sweep: { parameter: 'data.dimension', from: 2, to: 10, points: 50, scale: 'log' } }),
      );
      expect(values).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });

    it('turns −0 into 0', () => {
      expect(Object.is(xs(sweep({ values: [-0] }))[0], 0)).toBe(true);
      const rounded = xs(experiment({ sweep: { parameter: 'syntheticSamples', values: [-0.2, 3] } }));
      expect(Object.is(rounded[0], 0)).toBe(true);
    });

    it('sets the field at every point, writing out what is left out', () => {
      const { series } = good(experiment({ sweep: { parameter: 'verifier.keepIncorrect', values: [0, 1] } }));
      expect(series[0]!.points.map(({ parameters }) => parameters.verifier)).toEqual([
        { kind: 'random', keepCorrect: 1, keepIncorrect: 0 },
        { kind: 'random', keepCorrect: 1, keepIncorrect: 1 },
      ]);
    });

    it('replaces the size that it contradicts', () => {
      const { series } = good(
        experiment({ sweep: { parameter: 'syntheticProportion', values: [0, 0.5, 0.9] } }),
      );
      expect(series[0]!.points.map(({ parameters }) => parameters.syntheticSamples)).toEqual([0, 100, 900]);
    });

    it('divides a budget', () => {
      const { series } = good(
        experiment({
          realSamples: undefined,
          syntheticSamples: undefined,
          totalSamples: 1000,
          syntheticProportion: 0.5,
          generator: { kind: 'exact' },
          sweep: { parameter: 'syntheticProportion', values: [0, 0.2505] },
        }),
      );
      expect(series[0]!.points.map(({ parameters: p }) => [p.realSamples, p.syntheticSamples])).toEqual([
        [1000, 0],
        [749, 251],
      ]);
    });

    it('varies an entry of a list', () => {
      const document = experiment({
        data: { kind: 'gaussian', dimension: 5, meanNorm: 1, covariance: { kind: 'spiked', spikes: [2, 3] } },
        sweep: { parameter: 'data.covariance.spikes.1', values: [7, 8] },
      });
      expect(good(document).series[0]!.points.map(({ parameters }) => parameters.covariance)).toEqual([
        { kind: 'spiked', spikes: [2, 7] },
        { kind: 'spiked', spikes: [2, 8] },
      ]);
    });

    it.each([
      [
        sweep({ from: 0, to: 1, points: 3, scale: 'log' }),
        'contradiction sweep/from: sweep.from is 0; with equal ratios (scale "log") both ends must be greater than 0.',
      ],
      [
        sweep({ values: [0.5, 0], scale: 'log' }),
        'contradiction sweep/values/1: sweep.values[1] is 0; on a logarithmic axis (scale "log") every value must be greater than 0.',
      ],
      [
        sweep({ from: 0.5, to: 0.5, points: 3 }),
        'contradiction sweep/to: sweep.from and sweep.to are both 0.5; give two different ends, or "values": [0.5].',
      ],
      [
        sweep({ from: 0, to: 1.5, points: 3 }),
        'range sweep/to: The sweep takes labelNoise.rate to 1.5; it must be a number from 0 to 1.',
      ],
      [
        sweep({ values: [0, 2] }),
        'range sweep/values/1: The sweep takes labelNoise.rate to 2; it must be a number from 0 to 1.',
      ],
      [
        experiment({ sweep: { parameter: 'labelNoise.rat', from: 0, to: 1, points: 3 } }),
        'unknownKey sweep/parameter: A sweep cannot vary "labelNoise.rat": it is not a number of this experiment. Did you mean "labelNoise.rate"?',
      ],
    ])('says what is wrong with a sweep (%#)', (document, sentence) => {
      expect(wrong(document)).toEqual([sentence]);
    });

    it('reports both ends of a sweep that is out of range at both, whatever the distance', () => {
      expect(
        wrong(sweep({ from: -1e308, to: 1e308, points: 5 })).map((sentence) => sentence.split(':')[0]),
      ).toEqual(['range sweep/from', 'range sweep/to']);
    });

    it.each([
      'data.covariance.exponent',
      'title',
      'simulation.repetitions',
      'data.kind',
      'generator.meanError',
      'data',
      '',
      '.',
      '__proto__',
      'constructor.name',
      'data.__proto__.x',
      'data.covariance.spikes.0',
      'realSamples.0',
      'series.0.set',
    ])('cannot vary %j', (parameter) => {
      const problems = wrong(experiment({ sweep: { parameter, values: [3] } }));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(
        /^unknownKey sweep\/parameter: A sweep cannot vary ".*": it is not a number of this experiment\. /,
      );
    });

    it.each([2, 4_000_000_000])('cannot vary entry %i of a list of two', (i) => {
      const document = experiment({
        data: { kind: 'gaussian', dimension: 5, meanNorm: 1, covariance: { kind: 'spiked', spikes: [2, 3] } },
        sweep: { parameter: `data.covariance.spikes.${i}`, values: [7] },
      });
      expect(wrong(document)[0]).toMatch(/^unknownKey sweep\/parameter/);
    });
  });

  describe('series', () => {
    it('sets fields by path, whole objects, presets and sizes', () => {
      const { series: result } = good(
        series(
          { 'data.dimension': 20, verifier: 'oracle' },
          { syntheticProportion: 0.75, generator: { kind: 'exact' } },
          { 'labelNoise.kind': 'uniform', 'labelNoise.rate': 0.3 },
        ),
      );
      const [a, b, c] = result.map(({ points }) => points[0]!.parameters);
      expect([a!.dimension, a!.verifier, a!.syntheticSamples]).toEqual([
        20,
        { kind: 'random', keepCorrect: 1, keepIncorrect: 0 },
        50,
      ]);
      expect([b!.generator.kind, b!.syntheticSamples]).toEqual(['exact', 300]);
      expect(c!.labelNoise).toEqual({ kind: 'uniform', rate: 0.3 });
    });

    it('leaves out what a new kind does not know', () => {
      const [point] = good(series({ 'generator.kind': 'exact' })).series[0]!.points;
      expect(point!.parameters.generator).toEqual({ kind: 'exact' });
    });

    it('may need several changes that are good only together', () => {
      const document = {
        ...series({ 'labelNoise.kind': 'uniform', 'labelNoise.rate': 0.3 }),
        labelNoise: { kind: 'selfTrained' },
      };
      expect(good(document).series[0]!.points[0]!.parameters.labelNoise).toEqual({
        kind: 'uniform',
        rate: 0.3,
      });
    });

    it.each([
      [
        { 'data.dimension': 1 },
        'range series/0/set/data.dimension: data.dimension is 1; it must be a whole number from 2 to 1,000,000.',
      ],
      [
        { 'data.dimensoin': 5 },
        'unknownKey series/0/set/data.dimensoin: "data.dimensoin" is not a field of this experiment. Did you mean "data.dimension"?',
      ],
      [
        { version: 2 },
        'unknownKey series/0/set/version: A series cannot set "version". Allowed: data, realSamples, syntheticSamples, syntheticProportion, totalSamples, generator, labelNoise, verifier, classifier.',
      ],
      [
        { 'simulation.seed': 2 },
        'unknownKey series/0/set/simulation.seed: A series cannot set "simulation.seed". Allowed: data, realSamples, syntheticSamples, syntheticProportion, totalSamples, generator, labelNoise, verifier, classifier.',
      ],
      [
        { verifer: 'oracle' },
        'unknownKey series/0/set/verifer: A series cannot set "verifer". Did you mean "verifier"?',
      ],
      [
        { 'labelNoise.kind': 'unifrm' },
        'choice series/0/set/labelNoise.kind: labelNoise.kind is "unifrm"; it must be "uniform", "selfTrained" or "linear". Did you mean "uniform"?',
      ],
      [
        { 'data.covariance.kind': 'powerLaw' },
        'missing series/0/set/data.covariance.kind: data.covariance needs "exponent": decay of the eigenvalues: λ_i ∝ i^−exponent, scaled to trace p.',
      ],
      [
        { 'data.dimension.x': 5 },
        'unknownKey series/0/set/data.dimension.x: "data.dimension.x" is not a field of this experiment. Did you mean "data.dimension"?',
      ],
      [
        { verifier: 'orcale' },
        'choice series/0/set/verifier: verifier is "orcale"; it must be "oracle" or "none", or an object with "kind" "random", "linear" or "threshold". Did you mean "oracle"?',
      ],
    ])('says what is wrong with %j', (set, sentence) => {
      expect(wrong(series(set))[0]).toBe(sentence);
    });

    it('cannot set what the sweep varies, or takes the place of', () => {
      const document = (set: object) => ({
        ...series(set),
        sweep: { parameter: 'syntheticProportion', values: [0.5] },
      });
      expect(wrong(document({ syntheticProportion: 0.1 }))).toEqual([
        'contradiction series/0/set/syntheticProportion: The sweep varies syntheticProportion, so a series cannot set it: remove one of them.',
      ]);
      expect(wrong(document({ syntheticSamples: 10 }))).toEqual([
        'contradiction series/0/set/syntheticSamples: The sweep varies syntheticProportion, so a series cannot set syntheticSamples: remove one of them.',
      ]);
      expect(wrong(document({ realSamples: 10 }))).toEqual([]);
    });

    it('must have names of their own', () => {
      const document = experiment({
        series: [
          { label: 'a', set: {} },
          { label: 'a', set: {} },
        ],
      });
      expect(wrong(document)).toEqual([
        'contradiction series/1/label: Two series are called "a"; give each a name of its own.',
      ]);
    });

    it('points at what set the value that makes a point impossible, and says for which points', () => {
      const document = {
        ...series({ realSamples: 0, generator: { kind: 'exact' } }, {}),
        sweep: { parameter: 'classifier.ridge', values: [1, 0] },
      };
      // Kept are m = 50 > p = 10 samples, so a ridge of 0 is possible; with m = 5 it is not.
      expect(wrong(document)).toEqual([]);
      expect(wrong({ ...document, syntheticSamples: 5 })).toEqual([
        'contradiction sweep/parameter: A ridge of 0 needs more kept samples than dimensions, but about 5 are kept and p = 10; set a ridge above 0. (In series "s0", at classifier.ridge = 0.)',
      ]);
      expect(wrong(series({ realSamples: 0 }))[0]).toMatch(
        /^contradiction generator: .* \(In series "s0"\.\)$/,
      );
      expect(wrong(series({ realSamples: 1, 'generator.samples': 5 }))[0]).toMatch(
        /^contradiction series\/0\/set\/generator.samples: /,
      );
    });
  });

  it('has at most 100,000 points, and does not build them to say so', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ label: String(i), set: {} }));
    const document = experiment({
      series: many,
      sweep: { parameter: 'labelNoise.rate', from: 0, to: 1, points: 10_000 },
    });
    const started = process.cpuUsage().user;
    expect(wrong(document)).toEqual([
      'size sweep: The experiment has 1,000,000 points (series × sweep values); it must have at most 100,000.',
    ]);
    expect(process.cpuUsage().user - started, 'microseconds of processor time').toBeLessThan(1_000_000);
  });
});

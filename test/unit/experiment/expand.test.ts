import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  continuousParameters,
  continuousReader,
  expand,
  type Expansion,
} from '../../../src/experiment/expand';
import { override } from '../../../src/experiment/override';
import { parsePath } from '../../../src/experiment/paths';
import type { ExperimentFile } from '../../../src/experiment/schema';
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

  describe('two sweeps', () => {
    const grid = (first: object, second: object, changes: object = {}) =>
      experiment({ sweep: [first, second], ...changes });
    const noise = { parameter: 'labelNoise.rate', values: [0, 0.1, 0.3] };
    const ridge = { parameter: 'classifier.ridge', from: 0.1, to: 10, points: 2, scale: 'log' };

    it('make a grid, y outside and x inside', () => {
      const { sweeps, series } = good(grid(noise, ridge));
      expect(sweeps).toEqual([
        { parameter: 'labelNoise.rate', scale: 'linear', values: [0, 0.1, 0.3] },
        { parameter: 'classifier.ridge', scale: 'log', values: [0.1, 10] },
      ]);
      const [{ points }] = series as [(typeof series)[number]];
      expect(points.map(({ x, y }) => [x, y])).toEqual([
        [0, 0.1],
        [0.1, 0.1],
        [0.3, 0.1],
        [0, 10],
        [0.1, 10],
        [0.3, 10],
      ]);
      for (const { x, y, parameters } of points) {
        expect(parameters.labelNoise).toEqual({ kind: 'uniform', rate: x });
        expect(parameters.ridge).toBe(y);
      }
    });

    it('of one in a list are one', () => {
      expect(good(experiment({ sweep: [noise] }))).toEqual(good(experiment({ sweep: noise })));
    });

    it('round each for itself, and take each value once', () => {
      const { sweeps, series } = good(
        grid(
          { parameter: 'data.dimension', values: [10, 10.4, 12] },
          { parameter: 'generator.generations', from: 1, to: 3, points: 9 },
          { generator: { kind: 'fitted', samples: 20, source: 'independent' } },
        ),
      );
      expect(sweeps.map(({ values }) => values)).toEqual([
        [10, 12],
        [1, 2, 3],
      ]);
      expect(series[0]!.points).toHaveLength(6);
    });

    it('tell the place of a problem on both axes', () => {
      expect(
        wrong(
          grid(
            { parameter: 'labelNoise.alignment', values: [0, 0.9] },
            { parameter: 'verifier.alignment', values: [0.5, 0.9] },
            {
              labelNoise: { kind: 'linear', alignment: 0 },
              verifier: { kind: 'linear', alignment: 0, correlation: 0 },
            },
          ),
        ),
      ).toEqual([
        "contradiction verifier/correlation: verifier.correlation is 0; with the labeller's alignment 0.9 and the verifier's 0.5 it must be from 0.072508 to 0.827492. (At labelNoise.alignment = 0.9, verifier.alignment = 0.5.)",
      ]);
    });

    it('keep a series from setting either', () => {
      const set = (key: string, value: unknown) =>
        wrong(grid(noise, ridge, { series: [{ label: 'a', set: { [key]: value } }] }));
      expect(set('labelNoise.rate', 0.2)[0]).toContain('The sweep varies labelNoise.rate');
      expect(set('classifier.ridge', 0.2)[0]).toContain('The sweep varies classifier.ridge');
      expect(set('classifier.realWeight', 2)).toEqual([]);
    });

    it('point to the one that is wrong', () => {
      const problems = wrong(
        grid(
          { parameter: 'labelNoise.rat', values: [1] },
          { parameter: 'classifier.ridge', values: [-1, 1] },
        ),
      );
      expect(problems.map((problem) => problem.split(':')[0])).toEqual([
        'unknownKey sweep/0/parameter',
        'range sweep/1/values/0',
      ]);
    });
  });

  it('gives points what they have in common as the same objects', () => {
    const { series } = good(
      experiment({
        data: { kind: 'gaussian', dimension: 4, meanNorm: 1, covariance: { kind: 'ar1', correlation: 0.5 } },
        generator: { kind: 'shifted' },
        sweep: [
          { parameter: 'data.meanNorm', values: [1, 2] },
          { parameter: 'classifier.ridge', values: [1, 2] },
        ],
      }),
    );
    const [first, ...others] = series[0]!.points.map(({ parameters }) => parameters);
    for (const p of others) {
      expect(p.covariance).toBe(first!.covariance);
      expect(p.generator).toBe(first!.generator);
      expect(p.verifier).toBe(first!.verifier);
    }
  });

  it('says the same of every point as of a file with its values written in', () => {
    const swept = [
      ['data.dimension', 3, 60],
      ['data.meanNorm', 0.1, 3],
      ['data.classes', 2, 5],
      ['data.positiveShare', 0.1, 0.9],
      ['data.covariance.spikes.0', 1, 9],
      ['realSamples', 0, 200],
      ['syntheticSamples', 0, 200],
      ['syntheticProportion', 0, 0.9],
      ['totalSamples', 10, 200],
      ['generator.samples', 2, 120],
      ['generator.generations', 1, 3],
      ['labelNoise.rate', 0, 1],
      ['labelNoise.alignment', -1, 1],
      ['verifier.keepIncorrect', 0, 1],
      ['verifier.alignment', -1, 1],
      ['verifier.correlation', -1, 1],
      ['verifier.threshold', -2, 2],
      ['classifier.ridge', 0, 2],
      ['classifier.syntheticWeight', 0.1, 2],
    ] as const;
    const axis = fc
      .tuple(fc.constantFrom(...swept), fc.integer({ min: 2, max: 4 }))
      .map(([[parameter, from, to], points]) => ({ parameter, from, to, points }));
    const file = fc.record({
      data: fc.constantFrom<object>(
        { kind: 'gaussian', dimension: 10, meanNorm: 1 },
        { kind: 'gaussian', dimension: 8, meanNorm: 1, covariance: { kind: 'spiked', spikes: [2, 3] } },
      ),
      generator: fc.constantFrom<object | undefined>(
        undefined,
        { kind: 'exact' },
        { kind: 'fitted', samples: 50, source: 'independent' },
        { kind: 'shifted', alignment: 0.5 },
      ),
      labelNoise: fc.constantFrom<object | undefined>(undefined, { kind: 'linear', alignment: 0.5 }),
      verifier: fc.constantFrom<unknown>(
        undefined,
        'oracle',
        { kind: 'linear', alignment: 0.5 },
        { kind: 'threshold', separation: 1, threshold: 0 },
      ),
      sweep: fc.array(axis, { minLength: 1, maxLength: 2 }),
    });
    let compared = 0;
    fc.assert(
      fc.property(file, (changes) => {
        const document = experiment(changes);
        const result = expand(document);
        if (!result.ok) return;
        const { sweep, ...rest } = document;
        for (const { x, y, parameters } of result.value.series[0]!.points) {
          let written: unknown = rest;
          // The vertical axis first, as a grid's rows are.
          const values = [x, y];
          for (const i of [1, 0]) {
            const one = (sweep as { parameter: string }[])[i];
            if (one !== undefined) written = override(written, parsePath(one.parameter), values[i]);
          }
          expect(good(written).series[0]!.points[0]!.parameters).toEqual(parameters);
          compared++;
        }
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  describe('what is to be optimised', () => {
    const optimise = (...entries: object[]) => experiment({ theory: { optimise: entries } });
    const ridge = { parameter: 'classifier.ridge', from: 0.01, to: 10, scale: 'log' };

    it('is among the settings', () => {
      const { settings } = good(optimise(ridge, { parameter: 'realSamples', from: 10, to: 20 }));
      expect(settings.optimise).toEqual([
        ridge,
        { parameter: 'realSamples', from: 10, to: 20, scale: 'linear' },
      ]);
    });

    it('may be what is swept', () => {
      expect(wrong({ ...optimise(ridge), sweep: { parameter: 'classifier.ridge', values: [1] } })).toEqual(
        [],
      );
    });

    it.each([
      [
        [ridge, { ...ridge, from: 1 }],
        'contradiction theory/optimise/1/parameter: classifier.ridge is to be optimised twice; remove one.',
      ],
      [
        [{ ...ridge, from: 10 }],
        'contradiction theory/optimise/0/to: theory.optimise[0].from is 10 and to is 10; from must be the smaller of them.',
      ],
      [
        [{ ...ridge, from: 0 }],
        'contradiction theory/optimise/0/from: theory.optimise[0].from is 0; with equal ratios (scale "log") it must be greater than 0.',
      ],
      [
        [{ parameter: 'data.covariance.exponent', from: 0, to: 1 }],
        'unknownKey theory/optimise/0/parameter: "data.covariance.exponent" cannot be optimised: it is not a number of this experiment.',
      ],
      [
        [
          { parameter: 'syntheticProportion', from: 0, to: 0.5 },
          { parameter: 'syntheticSamples', from: 0, to: 9 },
        ],
        "contradiction theory/optimise/1/parameter: syntheticProportion and syntheticSamples are to be optimised, but each takes the other's place; remove one.",
      ],
    ])('is refused as %j', (entries, sentence) => {
      const problems = wrong(optimise(...entries));
      expect(problems).toHaveLength(1);
      expect(problems[0]!.startsWith(sentence)).toBe(true);
    });

    it('must be a number in every series', () => {
      const document = {
        ...optimise({ parameter: 'generator.samples', from: 10, to: 20 }),
        series: [
          { label: 'a', set: {} },
          { label: 'b', set: { generator: { kind: 'exact' } } },
        ],
      };
      expect(wrong(document)[0]).toMatch(/generator\.samples" cannot be optimised.*\(In series "b"\.\)$/);
    });
  });

  describe('continuousParameters', () => {
    const file = experiment({
      generator: { kind: 'fitted', source: 'independent', samples: 30 },
      series: [
        { label: 'a', set: {} },
        { label: 'b', set: { verifier: 'oracle', syntheticProportion: 0.5 } },
      ],
    }) as ExperimentFile;
    const at = (series: number, ...changes: [string, number][]) =>
      continuousParameters(
        file,
        series,
        changes.map(([path, value]) => ({ path: parsePath(path), value })),
      );

    it('is the point of a series where nothing is changed', () => {
      const { series } = good(file);
      expect(at(0)).toEqual(series[0]!.points[0]!.parameters);
      expect(at(1)).toEqual(series[1]!.points[0]!.parameters);
      expect(continuousParameters({ ...file, series: [] }, 0, [])).toEqual(at(0));
    });

    it('rounds no number of rows, nor p where the covariance is the identity', () => {
      const p = at(
        0,
        ['syntheticProportion', 0.3],
        ['realSamples', 10.25],
        ['generator.samples', 7.5],
        ['data.dimension', 9.5],
      );
      expect([p.realSamples, p.dimension]).toEqual([10.25, 9.5]);
      expect(p.syntheticSamples).toBeCloseTo((10.25 * 0.3) / 0.7, 12);
      expect(p.generator).toMatchObject({ samples: 7.5 });
      expect(at(1, ['realSamples', 10.25]).syntheticSamples).toBe(10.25);
    });

    it('is read place after place as it is anew', () => {
      const paths = ['realSamples', 'classifier.ridge', 'verifier.keepIncorrect'];
      const read = continuousReader(file, 1, paths.map(parsePath));
      for (const values of [
        [10.25, 0.5, 0],
        [12, 2, 0.3],
        [10.25, 0.5, 0],
      ]) {
        expect(read(values)).toEqual(at(1, ...paths.map((path, i): [string, number] => [path, values[i]!])));
        expect(read(values)).toMatchObject({ realSamples: values[0], ridge: values[1] });
        expect(read(values).verifier).toMatchObject({ keepCorrect: 1, keepIncorrect: values[2] });
      }
    });

    it('rounds what the theory is not continuous in', () => {
      const p = at(0, ['data.classes', 3.4], ['generator.generations', 2.6]);
      expect(p.classes).toBe(3);
      expect(p.generator).toMatchObject({ generations: 3 });
      const correlated = {
        ...file,
        data: { ...file.data, covariance: { kind: 'ar1' as const, correlation: 0.5 } },
      };
      const changes = [{ path: ['data', 'dimension'], value: 9.6 }];
      expect(continuousParameters(correlated, 0, changes).dimension).toBe(10);
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
        'choice series/0/set/verifier: verifier is "orcale"; it must be "oracle" or "none", or an object with "kind" "random", "linear", "threshold", "mahalanobis" or "discriminator". Did you mean "oracle"?',
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

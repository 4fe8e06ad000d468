import { applyEdits } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { editsFor } from '../../../src/experiment/edit';
import { expand } from '../../../src/experiment/expand';
import { numericPaths, schemaAt, valueAt } from '../../../src/experiment/paths';
import { readExperiment } from '../../../src/experiment/read';
import { sweepsFor } from '../../../webview/form/chartKinds';
import { applyChanges, type FieldChange } from '../../../webview/form/changes';
import {
  effectiveValue,
  isRequired,
  kindsOf,
  objectOfKind,
  writtenValue,
} from '../../../webview/form/fields';
import {
  generatorFor,
  generatorPreset,
  generatorPresets,
  independentRows,
  verifierFor,
  verifierPreset,
} from '../../../webview/form/presets';
import { nextToOptimise, optimiseOver } from '../../../webview/form/optimise';
import {
  comparing,
  fieldName,
  namedValues,
  parseComparison,
  parseSetting,
  settableFields,
  startingValue,
  withNewSeries,
  withSettings,
} from '../../../webview/form/series';
import { missingSizes, sizeMode, switchSizeMode } from '../../../webview/form/sizes';
import { summaryOf } from '../../../webview/form/summaries';
import { sweepDrafts, sweepLength, sweepOver, switchSweepForm } from '../../../webview/form/sweep';
import {
  changeSweepCount,
  chooseParameter,
  excludeEachOther,
  writeSweeps,
} from '../../../webview/form/sweepChanges';
import { variationOf } from '../../../webview/form/varying';

const data = { kind: 'gaussian', dimension: 200, meanNorm: 0.7 };
const count = { version: 1, data, realSamples: 1000, syntheticSamples: 3000 };
const sweep = { parameter: 'syntheticProportion', from: 0.5, to: 0.75, points: 3 };
const swept = { version: 1, data, realSamples: 1000, sweep };

/** What the host makes of the changes, from a text. */
function written(contents: unknown, changes: readonly FieldChange[]): unknown {
  const text = JSON.stringify(contents, null, 2);
  return readExperiment(applyEdits(text, editsFor(text, changes))).parsed.value;
}

const sizesOf = (contents: unknown) => {
  const result = expand(contents);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(' '));
  return result.value.series[0]!.points.map(({ parameters }) => [
    parameters.realSamples,
    parameters.syntheticSamples,
  ]);
};

describe('changes', () => {
  it.each<[string, unknown, FieldChange[]]>([
    ['a field', count, [{ path: ['data', 'dimension'], value: 50 }]],
    ['a left-out parent', count, [{ path: ['classifier', 'ridge'], value: 0.1 }]],
    ['a preset', { ...count, verifier: 'oracle' }, [{ path: ['verifier', 'keepCorrect'], value: 0.9 }]],
    [
      'a removal',
      { ...count, classifier: { ridge: 1, realWeight: 2 } },
      [{ path: ['classifier', 'ridge'], value: undefined }],
    ],
    [
      'an entry of a list',
      {
        ...count,
        series: [
          { label: 'a', set: {} },
          { label: 'b', set: {} },
        ],
      },
      [{ path: ['series', 0], value: undefined }],
    ],
  ])('shows %s as the host will write it', (_, contents, changes) => {
    expect(applyChanges(contents, changes)).toEqual(written(contents, changes));
  });
});

describe('sizes', () => {
  it('tells the three modes apart, the sweep first', () => {
    expect(sizeMode(count)).toBe('count');
    expect(sizeMode(swept)).toBe('proportion');
    expect(sizeMode({ ...count, sweep })).toBe('proportion');
    expect(sizeMode({ data, totalSamples: 100, syntheticProportion: 0.5 })).toBe('budget');
  });

  it.each(['proportion', 'count', 'budget'] as const)('says the same sizes as a %s', (mode) => {
    const changed = written(count, switchSizeMode(count, mode));
    expect(sizeMode(changed)).toBe(mode);
    expect(sizesOf(changed)).toEqual([[1000, 3000]]);
    expect(switchSizeMode(changed, mode)).toEqual([]);
  });

  it('carries a sweep over', () => {
    const changed = written(swept, switchSizeMode(swept, 'count'));
    expect(valueAt(changed, ['sweep'])).toEqual({
      ...sweep,
      parameter: 'syntheticSamples',
      from: 1000,
      to: 3000,
    });
    expect(sizesOf(changed).at(-1)).toEqual([1000, 3000]);
    const back = written(changed, switchSizeMode(changed, 'proportion'));
    expect(valueAt(back, ['sweep'])).toEqual(sweep);
    expect(sizesOf(written(swept, switchSizeMode(swept, 'budget')))).toHaveLength(3);
    const second = { ...swept, sweep: [{ parameter: 'labelNoise.rate', values: [0, 0.1] }, sweep] };
    expect(valueAt(written(second, switchSizeMode(second, 'count')), ['sweep', 1])).toEqual(
      valueAt(changed, ['sweep']),
    );
  });

  it('fills in the size that a sweep no longer gives', () => {
    const changes = [{ path: ['sweep'], value: undefined }, ...missingSizes(swept, [])];
    expect(expand(written(swept, changes)).ok).toBe(true);
    expect(missingSizes(swept, ['syntheticSamples'])).toEqual([]);
    expect(missingSizes(count, [])).toEqual([]);
    expect(missingSizes({ ...count, sweep }, ['classifier.ridge'])).toEqual([]);
  });
});

describe('presets', () => {
  it.each(generatorPresets)('writes a complete generator for $label and knows it again', ({ value }) => {
    const changed = applyChanges(count, [{ path: ['generator'], value: generatorFor(count, value) }]);
    expect(expand(changed).ok).toBe(true);
    expect(generatorPreset(changed)).toBe(value);
  });

  it('takes the default generator for one fitted on training rows', () => {
    expect(generatorPreset(count)).toBe('training');
  });

  it('keeps n̂ when only the rows change', () => {
    const own = {
      ...count,
      generator: { kind: 'fitted', samples: 300, source: 'independent', meanError: false },
    };
    expect(generatorFor(own, 'other')).toEqual(own.generator);
    expect(generatorFor({ ...count, realSamples: 0 }, 'other')).toMatchObject({ samples: 2 });
  });

  it.each(['oracle', 'strong', 'half', 'none'] as const)('writes and knows the verifier "%s"', (preset) => {
    expect(verifierPreset(verifierFor(preset))).toBe(preset);
    expect(expand({ ...count, verifier: verifierFor(preset) }).ok).toBe(true);
  });

  it('knows a verifier by its numbers, and calls others custom', () => {
    expect(verifierPreset(undefined)).toBe('none');
    expect(verifierPreset({ kind: 'random', keepIncorrect: 0 })).toBe('oracle');
    expect(verifierPreset({ kind: 'random', keepCorrect: 0.7 })).toBe('custom');
  });

  it.each(['threshold', 'linear'] as const)(
    'writes a complete verifier of kind %s and knows it again',
    (preset) => {
      const verifier = verifierFor(preset);
      expect(verifierPreset(verifier)).toBe(preset);
      expect(expand({ ...count, verifier }).ok).toBe(true);
    },
  );

  it('takes nothing else for a verifier', () => {
    for (const wrong of [5, 'orakel', [], { kind: 'oracle' }, {}])
      expect(verifierPreset(wrong)).toBeUndefined();
  });

  it('keeps generations where they have a meaning, and makes room for them', () => {
    const refitted = {
      ...count,
      generator: { kind: 'fitted', samples: 300, source: 'independent', meanError: true, generations: 3 },
    };
    expect(generatorFor(refitted, 'other')).toEqual(refitted.generator);
    expect(generatorFor(refitted, 'training')).not.toHaveProperty('generations');
    expect(independentRows(refitted)).toEqual([]);
    const changes = [{ path: ['generator', 'generations'], value: 3 }, ...independentRows(count)];
    expect(expand(applyChanges(count, changes)).ok).toBe(true);
  });
});

describe('fields', () => {
  it('shows a preset’s numbers as written', () => {
    expect(writtenValue({ ...count, verifier: 'oracle' }, ['verifier', 'keepIncorrect'])).toBe(0);
    expect(writtenValue(count, ['verifier', 'keepIncorrect'])).toBeUndefined();
    expect(effectiveValue(count, ['verifier', 'keepIncorrect'])).toBe(1);
    expect(effectiveValue(count, ['data', 'covariance', 'kind'])).toBe('identity');
    expect(effectiveValue(count, ['generator', 'source'])).toBe('training');
  });

  it('knows which fields cannot be left out', () => {
    expect(isRequired(count, ['data', 'dimension'])).toBe(true);
    expect(isRequired(count, ['classifier', 'ridge'])).toBe(false);
    expect(isRequired(count, ['labelNoise', 'rate'])).toBe(true);
    expect(isRequired(count, ['verifier', 'keepCorrect'])).toBe(false);
  });

  it.each([['data', 'covariance'], ['labelNoise'], ['generator']])(
    'makes complete objects of every kind of %s',
    (...path) => {
      const node = schemaAt(path, count)!;
      for (const { value } of kindsOf(node)) {
        expect(expand(applyChanges(count, [{ path, value: objectOfKind(node, value) }])).ok, value).toBe(
          true,
        );
      }
    },
  );
});

describe('sweep', () => {
  it('starts a valid sweep over every field that may vary', () => {
    for (const parameter of numericPaths(count)) {
      const result = expand(applyChanges(count, writeSweeps(count, [sweepOver(count, parameter)])));
      expect(result.ok ? [] : result.problems, parameter).toEqual([]);
    }
  });

  it('turns a range into a list and back', () => {
    const inForm = (contents: unknown, form: 'range' | 'list') =>
      switchSweepForm(contents, sweepDrafts(contents)[0]!, form);
    const list = inForm(swept, 'list');
    expect(list).toEqual({ parameter: 'syntheticProportion', values: [0.5, 0.625, 0.75] });
    expect(inForm({ ...swept, sweep: list }, 'range')).toMatchObject({ from: 0.5, to: 0.75 });
    const log = {
      ...count,
      sweep: { parameter: 'classifier.ridge', from: 0.01, to: 1, points: 3, scale: 'log' },
    };
    expect(inForm(log, 'list')).toEqual({ parameter: 'classifier.ridge', values: [0.01, 0.1, 1] });
    expect(inForm({ ...swept, sweep: { parameter: 'realSamples', values: [7] } }, 'range')).toMatchObject({
      from: 10,
    });
  });

  it('takes every one of a few whole numbers', () => {
    expect(sweepOver(count, 'generator.generations')).toMatchObject({ from: 1, to: 20, points: 20 });
  });
});

describe('changeSweepCount', () => {
  const choicesOf = (contents: unknown, lastSweep?: unknown) => ({
    contents,
    sweepable: numericPaths(contents),
    lastSweep,
  });
  const changed = (contents: unknown, to: 0 | 1 | 2, lastSweep?: unknown) =>
    written(contents, changeSweepCount(choicesOf(contents, lastSweep), to));
  const parametersOf = (contents: unknown) => sweepDrafts(contents).map(({ parameter }) => parameter);

  it.each<[string, unknown, string[]]>([
    ['labels that are wrong at one rate', swept, ['syntheticProportion', 'labelNoise.rate']],
    [
      'linear labels',
      { ...swept, labelNoise: { kind: 'linear', alignment: 0.5 } },
      ['syntheticProportion', 'labelNoise.alignment'],
    ],
    [
      'a sweep over the noise',
      { ...count, sweep: { parameter: 'labelNoise.rate', from: 0, to: 0.5, points: 10 } },
      ['labelNoise.rate', 'syntheticProportion'],
    ],
    ['no sweep', count, ['syntheticProportion', 'labelNoise.rate']],
    [
      'no real rows',
      { ...count, realSamples: 0, generator: { kind: 'exact' } },
      ['syntheticSamples', 'labelNoise.rate'],
    ],
    [
      'series over the noise',
      { ...swept, series: [{ label: 'a', set: { 'labelNoise.rate': 0.1 } }] },
      ['syntheticProportion', 'verifier.keepIncorrect'],
    ],
  ])('makes a valid heat map of an experiment with %s', (_, contents, parameters) => {
    const map = changed(contents, 2);
    expect(parametersOf(map)).toEqual(parameters);
    const result = expand(map);
    expect(result.ok ? [] : result.problems).toEqual([]);
  });

  it('thins a long range to 30 points', () => {
    const long = { ...swept, sweep: { ...sweep, points: 200 } };
    const lengths = sweepDrafts(changed(long, 2)).map((draft) => sweepLength(draft.sweep));
    expect(lengths).toEqual([30, 30]);
  });

  it('writes one sweep as an object and comes back to what was there', () => {
    const map = changed(swept, 2);
    const pair = valueAt(map, ['sweep']);
    const one = changed(map, 1);
    expect(valueAt(one, ['sweep'])).toEqual(sweep);
    expect(valueAt(changed(one, 2, pair), ['sweep'])).toEqual(pair);
    const none = changed(map, 0);
    expect(none).not.toHaveProperty('sweep');
    expect(expand(none).ok).toBe(true);
    expect(valueAt(changed(none, 2, pair), ['sweep'])).toEqual(pair);
    // What it remembers must still fit.
    const other = { ...count, generator: { kind: 'exact' } };
    const gone = [{ parameter: 'generator.samples', from: 10, to: 100, points: 5 }];
    expect(parametersOf(changed(other, 1, gone))).toEqual(['syntheticProportion']);
  });

  it('adds the second sweep to a list of one without touching the first', () => {
    const listed = { ...swept, sweep: [sweep] };
    expect(changeSweepCount(choicesOf(listed), 2)[0]!.path).toEqual(['sweep', 1]);
  });

  it('takes a chart that shows the sweeps', () => {
    const scores = { ...count, chart: { kind: 'scores' } };
    const one = changed(scores, 1);
    expect(valueAt(one, ['chart', 'kind'])).toBe('curves');
    expect(expand(one).ok).toBe(true);
    const fixedPoint = { ...swept, chart: { kind: 'fixedPoint' } };
    expect(expand(changed(fixedPoint, 2)).ok).toBe(true);
    expect(valueAt(changed(fixedPoint, 1), ['chart', 'kind'])).toBe('fixedPoint');
  });

  it('lets the two vary what can vary together', () => {
    const map = changed(swept, 2);
    const [first, second] = sweepDrafts(map);
    for (const parameter of numericPaths(map)) {
      if (excludeEachOther(parameter, first!.parameter!)) continue;
      const result = expand(written(map, chooseParameter(map, second!, parameter)));
      expect(result.ok ? [] : result.problems, parameter).toEqual([]);
    }
    expect(excludeEachOther('syntheticProportion', 'syntheticSamples')).toBe(true);
    expect(excludeEachOther('realSamples', 'syntheticProportion')).toBe(false);
  });
});

describe('sweepsFor', () => {
  it('says how many sweeps a kind of chart shows', () => {
    expect([0, 1, 2, 3].map((present) => sweepsFor('curves', present))).toEqual([0, 1, 2, 2]);
    expect([0, 1, 2].map((present) => sweepsFor('fixedPoint', present))).toEqual([1, 1, 1]);
    expect([0, 1, 2].map((present) => sweepsFor('scores', present))).toEqual([0, 0, 0]);
  });
});

describe('optimise', () => {
  it('seeks the best of every field in a range that it may have', () => {
    for (const parameter of numericPaths(count)) {
      const contents = { ...count, theory: { optimise: [optimiseOver(count, parameter)] } };
      const result = expand(contents);
      expect(result.ok ? [] : result.problems, parameter).toEqual([]);
    }
  });

  it('proposes the ridge, then another quantity', () => {
    const choices = { contents: count, sweepable: numericPaths(count) };
    const first = nextToOptimise(choices, []);
    expect(first).toBe('classifier.ridge');
    expect(nextToOptimise(choices, [{ parameter: first }])).toBe('syntheticProportion');
    const synthetic = { ...count, realSamples: 0 };
    expect(nextToOptimise({ ...choices, contents: synthetic }, [{ parameter: first }])).toBe(
      'classifier.syntheticWeight',
    );
  });
});

describe('variationOf', () => {
  const series = [
    { label: 'a', set: { 'data.dimension': 50, verifier: 'oracle' } },
    { label: 'b', set: { 'data.dimension': 500 } },
  ];
  const contents = { ...swept, series };

  it('says what a sweep and the series do to a field', () => {
    expect(variationOf(contents, ['syntheticProportion'])).toEqual({
      by: 'sweep',
      at: ['sweep'],
      text: '0.5 – 0.75',
      overridden: true,
    });
    expect(variationOf(contents, ['data', 'dimension'])).toEqual({
      by: 'series',
      at: ['series'],
      text: '50, 500',
      overridden: true,
    });
    expect(variationOf(contents, ['verifier'])).toEqual({
      by: 'series',
      at: ['series'],
      text: 'oracle',
      overridden: false,
    });
    expect(variationOf(contents, ['verifier', 'keepIncorrect'])).toMatchObject({
      by: 'series',
      overridden: false,
    });
    expect(variationOf(contents, ['realSamples'])).toBeNull();
  });

  it('knows both sweeps of a heat map', () => {
    const second = { parameter: 'labelNoise.rate', from: 0, to: 0.5, points: 5 };
    const map = { ...swept, sweep: [sweep, second] };
    expect(variationOf(map, ['syntheticProportion'])).toMatchObject({ at: ['sweep', 0], text: '0.5 – 0.75' });
    expect(variationOf(map, ['labelNoise', 'rate'])).toMatchObject({ at: ['sweep', 1], text: '0 – 0.5' });
  });

  it('names the words and the kinds that series give', () => {
    const words = [
      { label: 'a', set: { 'classifier.loss': 'logistic', generator: { kind: 'exact' } } },
      { label: 'b', set: { 'classifier.loss': 'squaredHinge' } },
    ];
    expect(variationOf({ ...count, series: words }, ['classifier', 'loss'])?.text).toBe(
      'logistic, squared hinge',
    );
    expect(variationOf({ ...count, series: words }, ['generator'])?.text).toBe('exact');
  });

  it('shortens a long list', () => {
    const values = [1, 2, 3, 4, 5, 6];
    const long = { ...swept, sweep: { parameter: 'classifier.ridge', values } };
    expect(variationOf(long, ['classifier', 'ridge'])?.text).toBe('1, 2, 3 … 6');
  });
});

describe('series', () => {
  it('compares the values of a field', () => {
    const series = comparing(count, 'data.dimension', [50, 500, 50]);
    expect(series).toEqual([
      { label: 'p = 50', set: { 'data.dimension': 50 } },
      { label: 'p = 500', set: { 'data.dimension': 500 } },
    ]);
    expect(expand({ ...count, series }).ok).toBe(true);
  });

  it('adds a series with a name of its own', () => {
    const one = withNewSeries(count);
    const two = withNewSeries({ ...count, series: one });
    expect(two.map(({ label }) => label)).toEqual(['series 1', 'series 2']);
    expect(expand({ ...count, series: two }).ok).toBe(true);
  });

  it('reads what a series sets', () => {
    expect(parseSetting(count, 'data.dimension', '1e2')).toEqual({ ok: true, value: 100 });
    expect(parseSetting(count, 'data.dimension', 'x').ok).toBe(false);
    expect(parseSetting(count, 'verifier', 'oracle')).toEqual({ ok: true, value: 'oracle' });
    expect(parseSetting(count, 'generator', '{"kind": "exact"}')).toEqual({
      ok: true,
      value: { kind: 'exact' },
    });
    expect(parseSetting(count, 'generator', '{kind').ok).toBe(false);
    expect(startingValue(count, 'data.meanNorm')).toBe(0.7);
  });

  it('compares the words of a field', () => {
    const losses = namedValues(count, 'classifier.loss').map(({ value }) => value);
    const series = comparing(count, 'classifier.loss', losses);
    expect(series).toEqual([
      { label: 'Square', set: { 'classifier.loss': 'square' } },
      { label: 'Logistic', set: { 'classifier.loss': 'logistic' } },
      { label: 'Squared hinge', set: { 'classifier.loss': 'squaredHinge' } },
    ]);
    expect(expand({ ...count, series }).ok).toBe(true);
  });

  it('offers only values that are valid', () => {
    for (const field of settableFields(count)) {
      for (const { value } of namedValues(count, field)) {
        // A generator fitted on the training rows always estimates its mean.
        if (field === 'generator.meanError' && value === false) continue;
        const result = expand({ ...count, series: [{ label: 'a', set: { [field]: value } }] });
        expect(result.ok ? [] : result.problems, `${field} ${JSON.stringify(value)}`).toEqual([]);
      }
    }
  });

  it('knows the fields that a series’ own changes bring', () => {
    const changed = withSettings(count, { labelNoise: { kind: 'linear', alignment: 0.5 }, nonsense: 1 });
    expect(settableFields(changed)).toContain('labelNoise.alignment');
    expect(settableFields(count)).not.toContain('labelNoise.alignment');
    expect(fieldName(changed, 'labelNoise.alignment')).toBe('cᵤ');
  });

  it('wants two values to compare', () => {
    expect(parseComparison('50').ok).toBe(false);
    expect(parseComparison('50 200')).toEqual({ ok: true, value: [50, 200] });
  });
});

describe('summaryOf', () => {
  const contents = {
    ...swept,
    labelNoise: { kind: 'selfTrained' },
    verifier: { kind: 'random', keepIncorrect: 0.2 },
    series: [{ label: 'p = 50', set: { 'data.dimension': 50 } }],
  };

  it.each([
    ['data', 'p 50 · ‖μ‖ 0.7 · identity'],
    ['sizes', 'n 1,000 · proportion 0.5 – 0.75'],
    ['generator', 'fitted on training rows'],
    ['labels', 'ε self-trained · φ 1 · ρ 0.2'],
    ['classifier', 'square · γ 1'],
    ['sweep', 'm/(n+m) 0.5 – 0.75 · 3 points'],
    ['series', 'p = 50'],
    ['simulation', '10 × · seed 1'],
    ['theory', 'exact'],
    ['chart', 'curves · Bayes'],
  ] as const)('says the values of %s in one line', (section, line) => {
    expect(summaryOf(section, contents)).toBe(line);
  });

  const elaborate = {
    ...count,
    data: { ...data, classes: 5, positiveShare: 0.3 },
    generator: { kind: 'fitted', samples: 300, source: 'independent', generations: 4 },
    labelNoise: { kind: 'linear', alignment: 0.5 },
    verifier: { kind: 'linear', alignment: 0.6, correlation: 0.4 },
    sweep: [sweep, { parameter: 'classifier.ridge', values: [0.1, 1] }],
    theory: {
      variants: ['exact', 'published'],
      optimise: [{ parameter: 'verifier.alignment', from: 0.1, to: 0.9 }],
    },
    chart: { kind: 'curves' },
  };

  it.each([
    ['data', 'p 200 · ‖μ‖ 0.7 · K 5 · share of +1 0.3 · identity'],
    ['generator', 'fitted on other rows · n̂ 300 · T 4'],
    ['labels', 'cᵤ 0.5 · cᵥ 0.6 · cᵤᵥ 0.4'],
    ['classifier', 'square · γ 0.1, 1'],
    ['sweep', 'm/(n+m) 0.5 – 0.75 · γ 0.1, 1 · 3 × 2'],
    ['theory', 'exact, as published · best cᵥ'],
    ['chart', 'heat map'],
  ] as const)('says the values of an elaborate %s in one line', (section, line) => {
    expect(summaryOf(section, elaborate)).toBe(line);
  });

  it('says thresholds, and kinds of charts', () => {
    const threshold = { ...count, verifier: { kind: 'threshold', separation: 2, threshold: 0.5 } };
    expect(summaryOf('labels', threshold)).toBe('ε 0 · d′ 2 · t 0.5');
    expect(summaryOf('chart', { ...count, chart: { kind: 'fixedPoint' } })).toBe('fixed point');
  });

  it('bears contents that are no experiment', () => {
    for (const broken of [
      undefined,
      null,
      5,
      [],
      { data: 3, verifier: [], series: 'x', sweep: 1, theory: { variants: 1, optimise: 'x' }, chart: 7 },
      { sweep: [1, { parameter: 3 }, {}], theory: { optimise: [5] }, chart: { kind: 'x', references: {} } },
    ]) {
      for (const section of [
        'data',
        'sizes',
        'generator',
        'labels',
        'sweep',
        'series',
        'theory',
        'simulation',
        'chart',
      ] as const) {
        expect(summaryOf(section, broken)).toBeTypeOf('string');
      }
    }
  });
});

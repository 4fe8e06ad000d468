import { applyEdits } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { editsFor } from '../../../src/experiment/edit';
import { expand } from '../../../src/experiment/expand';
import { numericPaths, schemaAt, valueAt } from '../../../src/experiment/paths';
import { readExperiment } from '../../../src/experiment/read';
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
  verifierFor,
  verifierPreset,
} from '../../../webview/form/presets';
import {
  comparing,
  parseComparison,
  parseSetting,
  startingValue,
  withNewSeries,
} from '../../../webview/form/series';
import { missingSizes, sizeMode, switchSizeMode } from '../../../webview/form/sizes';
import { summaryOf } from '../../../webview/form/summaries';
import { sweepOver, switchSweepForm } from '../../../webview/form/sweep';
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
  });

  it('fills in the size that a sweep no longer gives', () => {
    const changes = [{ path: ['sweep'], value: undefined }, ...missingSizes(swept, undefined)];
    expect(expand(written(swept, changes)).ok).toBe(true);
    expect(missingSizes(swept, 'syntheticSamples')).toEqual([]);
    expect(missingSizes(count, undefined)).toEqual([]);
    expect(missingSizes({ ...count, sweep }, 'classifier.ridge')).toEqual([]);
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
    expect(verifierPreset(5)).toBe('custom');
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
      const changes = [
        { path: ['sweep'], value: sweepOver(count, parameter) },
        ...missingSizes(count, parameter),
      ];
      const result = expand(applyChanges(count, changes));
      expect(result.ok ? [] : result.problems, parameter).toEqual([]);
    }
  });

  it('turns a range into a list and back', () => {
    const list = switchSweepForm(swept, 'list');
    expect(list).toEqual({ parameter: 'syntheticProportion', values: [0.5, 0.625, 0.75] });
    expect(switchSweepForm({ ...swept, sweep: list }, 'range')).toMatchObject({ from: 0.5, to: 0.75 });
    const log = {
      ...count,
      sweep: { parameter: 'classifier.ridge', from: 0.01, to: 1, points: 3, scale: 'log' },
    };
    expect(switchSweepForm(log, 'list')).toEqual({ parameter: 'classifier.ridge', values: [0.01, 0.1, 1] });
    expect(
      switchSweepForm({ ...swept, sweep: { parameter: 'realSamples', values: [7] } }, 'range'),
    ).toMatchObject({
      from: 10,
    });
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
      text: '0.5 – 0.75',
      overridden: true,
    });
    expect(variationOf(contents, ['data', 'dimension'])).toEqual({
      by: 'series',
      text: '50, 500',
      overridden: true,
    });
    expect(variationOf(contents, ['verifier'])).toEqual({ by: 'series', text: 'oracle', overridden: false });
    expect(variationOf(contents, ['verifier', 'keepIncorrect'])).toMatchObject({
      by: 'series',
      overridden: false,
    });
    expect(variationOf(contents, ['realSamples'])).toBeNull();
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
  ] as const)('says the values of %s in one line', (section, line) => {
    expect(summaryOf(section, contents)).toBe(line);
  });

  it('bears contents that are no experiment', () => {
    for (const broken of [undefined, null, 5, [], { data: 3, verifier: [], series: 'x', sweep: 1 }]) {
      for (const section of [
        'data',
        'sizes',
        'generator',
        'labels',
        'sweep',
        'series',
        'simulation',
      ] as const) {
        expect(summaryOf(section, broken)).toBeTypeOf('string');
      }
    }
  });
});

import { KindGuard } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { override } from '../../../src/experiment/override';
import {
  numericPaths,
  parsePath,
  schemaAt,
  setter,
  valueAt,
  withValueAt,
} from '../../../src/experiment/paths';
import { formatPath } from '../../../src/experiment/problem';
import { ExperimentSchema } from '../../../src/experiment/schema';
import { checkStructure } from '../../../src/experiment/structure';
import { experiment } from './documents';

const hostile = JSON.parse('{ "__proto__": { "polluted": 1 }, "constructor": 2 }') as unknown;

describe('paths', () => {
  it('reads dotted paths, indices as numbers', () => {
    expect(parsePath('data.covariance.spikes.0')).toEqual(['data', 'covariance', 'spikes', 0]);
  });

  it.each([
    [[], 'The file'],
    [['series', 1, 'set', 'data.dimension'], 'series[1].set["data.dimension"]'],
    [['$schema'], '$schema'],
    [['', 'a"b', 'line\nbreak'], '[""]["a\\"b"]["line\\nbreak"]'],
    [['x'.repeat(100)], 'x'.repeat(100)],
    [['-'.repeat(100)], `["${'-'.repeat(57)}…"]`],
  ])('writes %j as people do', (path, text) => {
    expect(formatPath(path)).toBe(text);
  });

  it('finds values, and only what objects hold themselves', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
    expect(valueAt({ a: 1 }, ['a', 'b'])).toBeUndefined();
    for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(valueAt({}, [key])).toBeUndefined();
      expect(valueAt([], [key])).toBeUndefined();
      expect(schemaAt([key], {})).toBeUndefined();
      expect(schemaAt(['data', key], experiment())).toBeUndefined();
      expect(schemaAt(['verifier', key], { verifier: 'oracle' })).toBeUndefined();
    }
    expect(valueAt(hostile, ['__proto__', 'polluted'])).toBe(1);
  });

  it('changes a copy, and makes parents', () => {
    const before = { a: { b: 1 }, c: [1, 2] };
    expect(withValueAt(before, ['a', 'd'], 2)).toEqual({ a: { b: 1, d: 2 }, c: [1, 2] });
    expect(withValueAt(before, ['c', 1], 5)).toEqual({ a: { b: 1 }, c: [1, 5] });
    expect(withValueAt(before, ['c', 2], 3)).toEqual({ a: { b: 1 }, c: [1, 2, 3] });
    expect(withValueAt(before, ['x', 0, 'y'], 3)).toEqual({ ...before, x: [{ y: 3 }] });
    expect(before).toEqual({ a: { b: 1 }, c: [1, 2] });
  });

  it('sets one path many times, copying only its parents', () => {
    const before = { a: { b: 1, c: { d: 2 } }, e: [{ f: 3 }, { f: 4 }] };
    const inObject = setter(before, ['a', 'b']);
    expect(inObject(5)).toEqual({ ...before, a: { ...before.a, b: 5 } });
    expect((inObject(6) as typeof before).a.c).toBe(before.a.c);
    expect((inObject(6) as typeof before).e).toBe(before.e);
    const inList = setter(before, ['e', 1, 'f']);
    expect(inList(7)).toEqual({ ...before, e: [{ f: 3 }, { f: 7 }] });
    expect((inList(7) as typeof before).e[0]).toBe(before.e[0]);
    expect(before.a.b).toBe(1);
  });

  it('removes fields and entries; removing what is not there changes nothing', () => {
    const before = { a: { b: 1 }, c: [1, 2, 3], d: 'oracle' };
    expect(withValueAt(before, ['a', 'b'], undefined)).toEqual({ a: {}, c: [1, 2, 3], d: 'oracle' });
    expect(withValueAt(before, ['c', 1], undefined)).toEqual({ a: { b: 1 }, c: [1, 3], d: 'oracle' });
    expect(withValueAt(before, ['x', 'y'], undefined)).toBe(before);
    expect(withValueAt(before, ['d', 'y'], undefined)).toBe(before);
  });

  it('leaves no holes in lists and no marks on prototypes', () => {
    expect(() => withValueAt({ a: [1] }, ['a', 2], 5)).toThrow('A list of 1 entries has no place 2.');
    expect(() => withValueAt({}, ['a', 4_000_000_000], 5)).toThrow(RangeError);
    const changed = withValueAt({}, ['__proto__', 'polluted'], 1);
    expect(Object.keys(changed as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('finds schemas in the branch that a value is in', () => {
    const powerLaw = experiment({
      data: { kind: 'gaussian', dimension: 5, meanNorm: 1, covariance: { kind: 'powerLaw', exponent: 1 } },
    });
    expect(schemaAt(['data', 'covariance', 'exponent'], powerLaw)?.maximum).toBe(5);
    expect(schemaAt(['data', 'covariance', 'correlation'], powerLaw)).toBeUndefined();
    expect(schemaAt(['data', 'covariance', 'exponent'], experiment())).toBeUndefined();
    // Left out, or a preset: the default's branch.
    expect(schemaAt(['generator', 'samples'], {})?.ui?.symbol).toBe('n̂');
    expect(schemaAt(['verifier', 'keepCorrect'], { verifier: 'oracle' })?.ui?.symbol).toBe('φ');
  });

  it('lists the numbers that can be swept, each of which has a numeric schema', () => {
    const file = experiment({
      generator: { kind: 'shifted' },
      verifier: 'oracle',
      data: { kind: 'gaussian', dimension: 5, meanNorm: 1, covariance: { kind: 'spiked', spikes: [2, 3] } },
    });
    const paths = numericPaths(file);
    expect(paths).toEqual([
      'data.dimension',
      'data.meanNorm',
      'data.classes',
      'data.positiveShare',
      'data.covariance.spikes.0',
      'data.covariance.spikes.1',
      'realSamples',
      'syntheticSamples',
      'syntheticProportion',
      'totalSamples',
      'generator.alignment',
      'generator.orthogonalShift',
      'generator.covarianceScale',
      'labelNoise.rate',
      'verifier.keepCorrect',
      'verifier.keepIncorrect',
      'classifier.ridge',
      'classifier.realWeight',
      'classifier.syntheticWeight',
    ]);
    for (const path of paths) {
      const schema = schemaAt(parsePath(path), file)!;
      expect(KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema)).toBe(true);
    }
  });
});

describe('override', () => {
  it('writes out presets', () => {
    expect(override({ verifier: 'oracle' }, ['verifier', 'keepCorrect'], 0.9)).toEqual({
      verifier: { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0 },
    });
  });

  it('writes out parents that are left out, with their defaults', () => {
    expect(override({}, ['verifier', 'keepIncorrect'], 0.5)).toEqual({
      verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 0.5 },
    });
    expect(override({}, ['generator', 'samples'], 5)).toEqual({
      generator: { kind: 'fitted', source: 'training', meanError: true, samples: 5 },
    });
    expect(override(experiment(), ['classifier', 'realWeight'], 2)).toEqual(
      experiment({ classifier: { loss: 'square', ridge: 1, realWeight: 2 } }),
    );
  });

  it.each([
    ['syntheticProportion', 0.5, { realSamples: 100, syntheticProportion: 0.5 }],
    ['syntheticSamples', 7, { realSamples: 100, syntheticSamples: 7 }],
    ['realSamples', 7, { realSamples: 7, syntheticSamples: 50 }],
    ['totalSamples', 7, { totalSamples: 7 }],
  ])('lets %s take the place of the sizes it contradicts', (key, value, expected) => {
    expect(override({ realSamples: 100, syntheticSamples: 50 }, [key], value)).toEqual(expected);
  });

  it('takes a budget apart when n or m is set', () => {
    const budget = { totalSamples: 1000, syntheticProportion: 0.5 };
    expect(override(budget, ['realSamples'], 10)).toEqual({ realSamples: 10, syntheticProportion: 0.5 });
    expect(override(budget, ['syntheticSamples'], 10)).toEqual({ syntheticSamples: 10 });
    expect(override(budget, ['syntheticProportion'], 0.1)).toEqual({ ...budget, syntheticProportion: 0.1 });
  });

  it('keeps every numeric override of a good experiment good', () => {
    const file = experiment({ verifier: 'none' });
    for (const path of numericPaths(file)) {
      const schema = schemaAt(parsePath(path), file)!;
      const value = (schema.examples as number[])[0]!;
      expect(checkStructure(ExperimentSchema, override(file, parsePath(path), value)), path).toEqual([]);
    }
  });
});

import { KindGuard, type TSchema } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { parametersOf, settingsOf, sizesOf } from '../../../src/experiment/complete';
import { expandPreset, valueAt } from '../../../src/experiment/paths';
import { ExperimentSchema, type ExperimentFile } from '../../../src/experiment/schema';
import { normalCdf } from '../../../src/numerics/normal';
import { experiment } from './documents';

const file = (changes: Record<string, unknown> = {}) => experiment(changes) as unknown as ExperimentFile;

/** Paths and defaults of every optional field below a schema, in every branch of its unions, with the branch's kind. */
function defaultsBelow(
  schema: TSchema,
  path: string[],
  kinds: Record<string, unknown>,
): [string[], unknown, Record<string, unknown>][] {
  if (KindGuard.IsUnion(schema)) {
    return schema.anyOf
      .filter((branch) => KindGuard.IsObject(branch))
      .flatMap((branch) => defaultsBelow(branch, path, { ...kinds, [path.join('.')]: branch }));
  }
  if (!KindGuard.IsObject(schema)) return [];
  return Object.entries(schema.properties).flatMap(([key, child]) => {
    const optional =
      !schema.required?.includes(key) && !KindGuard.IsUnion(child) && child.default !== undefined;
    const own: [string[], unknown, Record<string, unknown>][] = optional
      ? [[[...path, key], child.default, kinds]]
      : [];
    return [...own, ...defaultsBelow(child, [...path, key], kinds)];
  });
}

describe('defaults', () => {
  it('fills in a bare file', () => {
    expect(parametersOf(file())).toEqual({
      dimension: 10,
      meanNorm: 1,
      covariance: { kind: 'identity' },
      meanDirection: 'even',
      classes: 2,
      positiveShare: 0.5,
      features: { kind: 'gaussian' },
      testSamples: 0,
      realSamples: 100,
      syntheticSamples: 50,
      generator: {
        kind: 'fitted',
        samples: 100,
        meanError: true,
        source: 'training',
        generations: 1,
        covariance: 'pooled',
        retraining: 'replace',
        retrainingLabels: 'clean',
      },
      labelNoise: { kind: 'uniform', rate: 0 },
      verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 1 },
      loss: 'square',
      ridge: 1,
      realWeight: 1,
      syntheticWeight: 1,
      normalise: 'all',
    });
    expect(settingsOf(file())).toEqual({
      title: 'Untitled experiment',
      metric: 'accuracy',
      chart: 'curves',
      references: ['bayes'],
      variants: ['exact'],
      optimise: [],
      repetitions: 10,
      targetStandardError: null,
      maximumRepetitions: 1000,
      seed: 1,
      sampler: 'auto',
    });
  });

  it('says the same as the schema: a file that spells out the defaults means what one without them means', () => {
    const spelt: Record<string, unknown> = {};
    for (const [key, schema] of Object.entries(ExperimentSchema.properties)) {
      const written = expandPreset(schema.default);
      if (typeof written !== 'object' || Array.isArray(written) || key === 'sweep') continue;
      spelt[key] = written;
    }
    expect(Object.keys(spelt).sort()).toEqual(
      ['chart', 'classifier', 'generator', 'labelNoise', 'simulation', 'theory', 'verifier'].sort(),
    );
    expect(parametersOf(file(spelt))).toEqual(parametersOf(file()));
    expect(settingsOf(file(spelt))).toEqual(settingsOf(file()));
  });

  it('says the same as the schema for each field of each kind', () => {
    const cases = ['generator', 'labelNoise', 'verifier', 'classifier'] as const;
    let compared = 0;
    for (const key of cases) {
      for (const [path, standard, kinds] of defaultsBelow(ExperimentSchema.properties[key], [key], {})) {
        const branch = kinds[key] as
          { properties: Record<string, { const?: unknown; default?: unknown }> } | undefined;
        const base: Record<string, unknown> = {};
        for (const [name, field] of Object.entries(branch?.properties ?? {})) {
          if (name === 'kind') base['kind'] = field.const;
        }
        const without = parametersOf(file({ [key]: base }));
        const withIt = parametersOf(file({ [key]: { ...base, [path.at(-1)!]: standard } }));
        expect(withIt, path.join('.')).toEqual(without);
        expect(valueAt(base, [path.at(-1)!])).toBeUndefined();
        compared++;
      }
    }
    expect(compared).toBeGreaterThanOrEqual(9);
  });

  it('knows the presets', () => {
    const kept = (verifier: unknown) => parametersOf(file({ verifier })).verifier;
    expect(kept({ kind: 'threshold', separation: 2, threshold: 0.5 })).toEqual({
      kind: 'random',
      keepCorrect: normalCdf(0.5),
      keepIncorrect: normalCdf(-1.5),
    });
    expect(kept('oracle')).toEqual({ kind: 'random', keepCorrect: 1, keepIncorrect: 0 });
    expect(kept('none')).toEqual({ kind: 'random', keepCorrect: 1, keepIncorrect: 1 });
    expect(kept({ kind: 'random', keepIncorrect: 0.3 })).toEqual({
      kind: 'random',
      keepCorrect: 1,
      keepIncorrect: 0.3,
    });
  });

  it('takes two directions for independent where nothing is said of them', () => {
    const linear = { kind: 'linear', alignment: 0.5 };
    const verifier = (labelNoise: unknown, correlation?: number) =>
      parametersOf(
        file({ labelNoise, verifier: { ...linear, ...(correlation === undefined ? {} : { correlation }) } }),
      ).verifier;
    expect(verifier({ kind: 'linear', alignment: 0.8 })).toEqual({ ...linear, correlation: 0.4 });
    expect(verifier({ kind: 'linear', alignment: 0.8 }, 0.7)).toEqual({ ...linear, correlation: 0.7 });
    expect(verifier({ kind: 'uniform', rate: 0.1 }, 0.7)).toEqual({ ...linear, correlation: 0 });
  });

  it('takes the number of fitted rows from n', () => {
    expect(parametersOf(file({ realSamples: 7 })).generator).toMatchObject({ samples: 7 });
    expect(parametersOf(file({ generator: { kind: 'shifted' } })).generator).toEqual({
      kind: 'shifted',
      alignment: 1,
      orthogonalShift: 0,
      covarianceScale: 1,
    });
  });
});

describe('sizes', () => {
  it.each([
    [{ realSamples: 100, syntheticSamples: 7 }, [100, 7]],
    [{ realSamples: 1000, syntheticProportion: 0.001 }, [1000, 1]],
    [{ realSamples: 1000, syntheticProportion: 0.95 }, [1000, 19000]],
    [{ realSamples: 0, syntheticProportion: 0 }, [0, 0]],
    [{ totalSamples: 1000, syntheticProportion: 0.3333 }, [667, 333]],
    [{ totalSamples: 1, syntheticProportion: 0.5 }, [0, 1]],
  ])('of %j are n, m = %j', (sizes, [n, m]) => {
    expect(sizesOf({ version: 1, data: file().data, ...sizes })).toEqual({
      realSamples: n,
      syntheticSamples: m,
    });
  });
});

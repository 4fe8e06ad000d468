import { describe, expect, it } from 'vitest';
import { resultsCsv } from '../../../src/engine/csv';
import { buildChart } from '../../../src/engine/chart/build';
import { detailsOf } from '../../../src/engine/details';
import { coveredPointOf } from '../../../src/engine/nearestTheory';
import { isPredicted, namesOfNearest, type ResultPoint } from '../../../src/engine/results';
import { theoryOfPoint } from '../../../src/engine/theoryOfPoint';
import type { PointParameters } from '../../../src/experiment/complete';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { pointOf } from './experiments';

const independent = { kind: 'fitted', samples: 60, source: 'independent' } as const;
const likeness = { kind: 'mahalanobis', keep: 0.25 } as const;
const gaussian = { kind: 'gaussian', dimension: 24, meanNorm: 1.2 } as const;

/** The values of a prediction without what it is of. */
function valuesOf(p: PointParameters, which: 'exact' | 'nearest') {
  const prediction = theoryOfPoint(p)[which];
  if (prediction === undefined || 'error' in prediction) throw new Error('There is no prediction.');
  const { accuracy, risk, meanMargin, marginVariance } = prediction;
  return { accuracy, risk, meanMargin, marginVariance };
}

/** What is not covered, what its nearest theory is of, and the experiment that this is the exact theory of. */
const cases: Record<string, [Partial<ExperimentFile>, of: string, Partial<ExperimentFile>]> = {
  'features that are not Gaussian': [
    { data: { ...gaussian, features: 'laplace' } },
    'Gaussian features',
    { data: gaussian },
  ],
  'a Gaussian fitted per class': [
    { generator: { ...independent, covariance: 'perClass' } },
    'one covariance for both classes',
    { generator: independent },
  ],
  'generations that accumulate': [
    { generator: { ...independent, generations: 3, retraining: 'accumulate' } },
    'replacing generations',
    { generator: { ...independent, generations: 3 } },
  ],
  'generations fitted on verified labels': [
    { generator: { ...independent, generations: 3, retrainingLabels: 'verified' } },
    'clean labels in between',
    { generator: { ...independent, generations: 3 } },
  ],
  'a verifier that compares rows with real ones': [
    { verifier: likeness },
    'a verifier that keeps as many at random',
    { verifier: { kind: 'random', keepCorrect: 0.25, keepIncorrect: 0.25 } },
  ],
};

describe('where the exact theory does not reach', () => {
  it.each(Object.entries(cases))('%s: gives the nearest theory by name', (what, [changes, of, nearest]) => {
    const p = pointOf(changes);
    const theory = theoryOfPoint(p);
    expect(theory.exact).toEqual({
      error: `No exact theory covers ${what}; there are the simulation and the nearest theory.`,
    });
    expect(theory.nearest!.of).toBe(of);
    expect(valuesOf(p, 'nearest')).toEqual(valuesOf(pointOf(nearest), 'exact'));
    expect(theory.derived).not.toHaveProperty('error');
    // What is said of the exact theory is not said of the nearest.
    expect(detailsOf(p).effectiveSamples).toEqual(theory.exact);
  });

  it('is all told at once', () => {
    const p = pointOf({
      data: { ...gaussian, features: { kind: 'studentT', degreesOfFreedom: 3 } },
      generator: { ...independent, covariance: 'perClass' },
    });
    const { exact, nearest } = theoryOfPoint(p);
    expect(exact).toHaveProperty(
      'error',
      'No exact theory covers features that are not Gaussian and a Gaussian fitted per class; there are the simulation and the nearest theory.',
    );
    expect(nearest!.of).toBe('Gaussian features and one covariance for both classes');
  });

  it.each<[string, Partial<ExperimentFile>]>([
    ['a verifier that keeps all', { verifier: { kind: 'discriminator', keep: 1 } }],
    ['one generation', { generator: { ...independent, retraining: 'accumulate' } }],
    ['no synthetic rows', { syntheticSamples: 0, verifier: likeness }],
    [
      'labels of which none is wrong and all are kept',
      {
        generator: { ...independent, generations: 2, retrainingLabels: 'verified' },
        labelNoise: { kind: 'uniform', rate: 0 },
      },
    ],
  ])('is not with %s, which is no different from what the theory knows', (_, changes) => {
    const p = pointOf(changes);
    const { exact, nearest } = theoryOfPoint(p);
    expect(isPredicted(exact)).toBe(true);
    expect(nearest).toBeUndefined();
    expect(coveredPointOf(p).uncovered).toEqual([]);
  });

  it('says how many rows a comparing verifier keeps, but not which', () => {
    const { derived } = theoryOfPoint(pointOf({ verifier: likeness }));
    expect(derived).toMatchObject({
      keptFraction: 0.25,
      keepCorrect: null,
      keptSignal: null,
      labelNoise: 0.2,
    });
  });

  it('takes mistakes made at random for linear labels where these have no theory', () => {
    const linear = { labelNoise: { kind: 'linear', alignment: 0.8 } } as const;
    const colored = { ...gaussian, covariance: { kind: 'powerLaw', exponent: 1 } } as const;
    for (const changes of [
      { ...linear, data: colored },
      { ...linear, generator: { kind: 'fitted' } },
      { ...linear, classifier: { loss: 'logistic' } },
    ] satisfies Partial<ExperimentFile>[]) {
      const { exact, nearest } = theoryOfPoint(pointOf(changes));
      expect(exact).toHaveProperty('error');
      expect(nearest!.of).toMatch(/^mistakes made at random at the same rates/);
      expect(nearest!.accuracy).toBeGreaterThan(0.5);
    }
  });

  it('takes other rows for a generator fitted on training rows, of another loss', () => {
    const logistic = { classifier: { loss: 'logistic', ridge: 0.1 } } as const;
    const p = pointOf({ ...logistic, generator: { kind: 'fitted', samples: 50 } });
    expect(theoryOfPoint(p).nearest!.of).toBe('a generator fitted on other rows');
    const other = pointOf({ ...logistic, generator: { ...independent, samples: 50 } });
    expect(valuesOf(p, 'nearest')).toEqual(valuesOf(other, 'exact'));
  });
});

describe('the nearest theory in what is shown', () => {
  const pointAt = (x: number, changes: Partial<ExperimentFile>): ResultPoint => {
    const { derived, ...theory } = theoryOfPoint(pointOf(changes));
    return { x, y: null, derived, theory };
  };
  const keep = (share: number): Partial<ExperimentFile> => ({
    verifier: { kind: 'mahalanobis', keep: share },
  });
  const series = [{ label: 'compared', points: [0.2, 0.6, 1].map((x) => pointAt(x, keep(x))) }];
  const chart = () =>
    buildChart({
      results: { series },
      settings: { title: 'test', metric: 'accuracy', variants: ['exact'], references: [] },
      sweep: { parameter: 'verifier.keep', scale: 'linear' },
      marks: [],
    });

  it('is a curve of its own that reaches to where the exact one begins', () => {
    const rows = chart().rows.flatMap((row) => (row.kind === 'theory' ? [row] : []));
    const of = (variant: string) => rows.filter((row) => row.variant === variant).map(({ x }) => x);
    expect(of('nearest')).toEqual([0.2, 0.6, 1]);
    expect(of('exact')).toEqual([1]);
    const [exact] = rows.filter(({ variant }) => variant === 'exact');
    expect(rows.find(({ variant, x }) => variant === 'nearest' && x === 1)!.value).toBe(exact!.value);
  });

  it('is dash-dotted and named in the key', () => {
    const { spec, description } = chart();
    expect(spec.title.subtitle[1]).toContain(
      'dash-dotted: nearest theory (a verifier that keeps as many at random)',
    );
    expect(description).toContain('nearest theory');
    expect(JSON.stringify(spec.layer)).toContain('["theory","nearest"]');
  });

  it('has a source of its own in CSV', () => {
    const lines = resultsCsv({ series }).split('\n');
    expect(lines.filter((line) => line.startsWith('compared,0.2,,nearest,')).length).toBe(4);
    expect(lines.some((line) => line.startsWith('compared,0.2,,exact,'))).toBe(false);
    expect(lines.some((line) => line.startsWith('compared,1,,exact,accuracy,'))).toBe(true);
  });

  it('is named once, and not beside a name that has it in it', () => {
    const of = (name: string) => ({ theory: { nearest: { ...valuesAt, of: name } } });
    const valuesAt = { accuracy: 1, risk: 1, meanMargin: 1, marginVariance: 1 };
    expect(namesOfNearest([of('a'), of('b'), of('a and c'), of('b'), { theory: {} }])).toEqual([
      'b',
      'a and c',
    ]);
  });
});

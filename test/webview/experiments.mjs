/** Experiments for the designer's tests, as files. */
const write = (contents) => `${JSON.stringify(contents, null, 2)}\n`;

const data = { kind: 'gaussian', dimension: 200, meanNorm: 0.7 };

/** One point, sizes given as counts. */
export const single = write({
  version: 1,
  title: 'One point',
  data,
  realSamples: 1000,
  syntheticSamples: 2000,
  labelNoise: { kind: 'uniform', rate: 0.2 },
  classifier: { ridge: 1 },
});

/** Two curves over the synthetic proportion. */
export const curves = write({
  version: 1,
  title: 'Two curves',
  data,
  realSamples: 1000,
  generator: { kind: 'fitted', samples: 1000, source: 'independent' },
  labelNoise: { kind: 'selfTrained' },
  sweep: { parameter: 'syntheticProportion', from: 0.01, to: 0.95, points: 20 },
  series: [
    { label: 'oracle', set: { verifier: 'oracle' } },
    { label: 'p = 500', set: { 'data.dimension': 500 } },
  ],
});

/** Many points, for the table. */
export const many = write({
  version: 1,
  title: 'Many points',
  data,
  realSamples: 1000,
  sweep: { parameter: 'syntheticProportion', from: 0.01, to: 0.95, points: 5000 },
});

/** Two quantities swept: 20 × 20 cells, in which synthetic data help and hurt. */
const twoSweeps = {
  version: 1,
  title: 'Where synthetic data help',
  data,
  realSamples: 500,
  generator: { kind: 'exact' },
  verifier: { kind: 'random', keepCorrect: 0.8, keepIncorrect: 0.2 },
  sweep: [
    { parameter: 'labelNoise.rate', from: 0, to: 1, points: 20 },
    { parameter: 'syntheticSamples', from: 50, to: 50_000, points: 20, scale: 'log' },
  ],
  chart: { metric: 'gain' },
};
export const grid = write(twoSweeps);

export const gridOfSeries = write({
  ...twoSweeps,
  series: [
    ['Oracle', 1, 0],
    ['Strong', 0.9, 0.1],
    ['Half', 0.5, 0.5],
    ['None', 1, 1],
  ].map(([label, keepCorrect, keepIncorrect]) => ({
    label,
    set: { verifier: { kind: 'random', keepCorrect, keepIncorrect } },
  })),
});

/** As much as a form can have to show: several classes aside, whatever the form has a row for. */
export const elaborate = write({
  version: 1,
  title: 'A real labeller and a real verifier',
  description: 'Does a verifier help that makes the labeller’s mistakes?\nCompare with independent ones.',
  data: { ...data, dimension: 300, meanNorm: 1, positiveShare: 0.3 },
  realSamples: 500,
  generator: { kind: 'fitted', samples: 500, source: 'independent', generations: 3 },
  labelNoise: { kind: 'linear', alignment: 0.5 },
  verifier: { kind: 'linear', alignment: 0.6 },
  classifier: { ridge: 0.05 },
  sweep: [
    { parameter: 'syntheticProportion', from: 0.1, to: 0.9, points: 8 },
    { parameter: 'verifier.alignment', from: 0.1, to: 0.95, points: 8 },
  ],
  series: [
    { label: 'weak ridge', set: { 'classifier.ridge': 0.01 } },
    { label: 'exact', set: { generator: { kind: 'exact' }, 'classifier.normalise': 'kept' } },
  ],
  theory: {
    variants: ['exact', 'independentNoise'],
    optimise: [{ parameter: 'classifier.ridge', from: 0.001, to: 100, scale: 'log' }],
  },
  simulation: { repetitions: 100 },
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readExperiment } from '../../../src/experiment/read';

const folder = join(import.meta.dirname, '../../fixtures/broken');
const ending = '.resolvent.json';

const problemsIn = (name: string) =>
  readExperiment(readFileSync(join(folder, name + ending), 'utf8')).problems.map(
    ({ line, column, code, message }) => `${line}:${column} ${code}: ${message}`,
  );

/** Every broken file with all that is said about it: line, column, code and sentence. */
const expected: Record<string, string[]> = {
  '01-missing-comma': ['6:3 syntax: A comma is missing before this. Found here: "syntheticSamples"'],
  '02-unclosed-brace': ['6:1 syntax: A closing brace } is missing.'],
  '03-single-quotes': [
    "2:3 syntax: This is not JSON: texts stand in double quotes, and numbers are written like 0.5. Found here: 'version'",
    '3:1 syntax: A value is expected here. Found here: }',
  ],
  '04-empty': [
    '1:1 missing: The file is empty. Start from a template, or write { "version": 1, "data": { … } }.',
  ],
  '05-not-an-object': ['1:1 type: The file is a list; it must be an object { … }.'],
  '06-duplicate-key': ['7:3 duplicateKey: realSamples is given twice; remove one.'],
  '07-nothing-but-version': [
    '1:1 missing: The experiment needs "data": the distribution that real data come from.',
  ],
  '08-old-version': ['2:14 choice: version is 2; it must be 1.'],
  '09-misspelt-field': ['7:3 unknownKey: "classifer" is not a known field. Did you mean "classifier"?'],
  '10-unknown-field': [
    '7:19 unknownKey: "threads" is not a known field. Allowed here: repetitions, targetStandardError, maximumRepetitions, seed, sampler, testSamples.',
  ],
  '11-number-as-text': ['4:46 type: data.dimension is "100"; it must be a whole number from 2 to 1,000,000.'],
  '12-percent': ['7:46 range: labelNoise.rate is 20; it must be a number from 0 to 1.'],
  '13-negative-rows': ['5:18 range: realSamples is -500; it must be a whole number from 0 to 1,000,000,000.'],
  '14-half-a-row': ['5:18 range: realSamples is 500.5; it must be a whole number from 0 to 1,000,000,000.'],
  '15-all-synthetic': [
    '6:26 range: syntheticProportion is 1; it must be a number from 0 up to, but not including, 1.',
  ],
  '16-misspelt-kind': [
    '7:26 choice: generator.kind is "fited"; it must be "fitted", "shifted" or "exact". Did you mean "fitted"?',
  ],
  '17-no-kind': ['7:17 missing: labelNoise needs a "kind": "uniform", "selfTrained" or "linear".'],
  '18-field-of-another-kind': [
    '7:35 unknownKey: "samples" is not a field of kind "exact". This kind has no fields of its own.',
  ],
  '19-misspelt-preset': [
    '7:15 choice: verifier is "orakle"; it must be "oracle" or "none", or an object with "kind" "random", "linear", "threshold", "mahalanobis" or "discriminator". Did you mean "oracle"?',
  ],
  '20-sizes-twice': [
    '7:26 contradiction: syntheticSamples and syntheticProportion both give the number of synthetic rows; keep one of them.',
  ],
  '21-budget-and-rows': [
    '5:18 contradiction: totalSamples and syntheticProportion already fix n and m; remove realSamples, or remove totalSamples.',
  ],
  '22-no-synthetic-size': [
    '1:1 missing: The experiment needs the number of synthetic rows: "syntheticSamples", or "syntheticProportion" as a share of n + m.',
  ],
  '23-generator-without-rows': [
    '1:1 contradiction: With n = 0 real rows there is nothing to fit the generator on: give it source "independent" and a number of samples, or kind "exact".',
  ],
  '24-nothing-kept': [
    '9:15 contradiction: There is nothing to train on: n = 0 real rows, and the verifier keeps no synthetic row. Raise realSamples, φ or ρ.',
  ],
  '25-no-ridge': [
    '7:28 contradiction: A ridge of 0 needs more kept samples than dimensions, but about 90 are kept and p = 100; set a ridge above 0.',
  ],
  '26-sweep-of-a-text': [
    '7:27 unknownKey: A sweep cannot vary "data.kind": it is not a number of this experiment. Allowed here: data.dimension, data.meanNorm, data.classes, data.positiveShare, realSamples, syntheticSamples, syntheticProportion, totalSamples, generator.samples, generator.generations, labelNoise.rate, verifier.keepCorrect, verifier.keepIncorrect, classifier.ridge, classifier.realWeight, classifier.syntheticWeight.',
  ],
  '27-sweep-out-of-range': [
    '7:70 range: The sweep takes verifier.keepIncorrect to 2; it must be a number from 0 to 1.',
  ],
  '28-log-sweep-from-zero': [
    '7:55 contradiction: sweep.from is 0; with equal ratios (scale "log") both ends must be greater than 0.',
  ],
  '29-series-sets-version': [
    '8:32 unknownKey: A series cannot set "version". Allowed: data, realSamples, syntheticSamples, syntheticProportion, totalSamples, generator, labelNoise, verifier, classifier.',
  ],
  '30-series-misspelt-path': [
    '8:35 unknownKey: "data.dimenson" is not a field of this experiment. Did you mean "data.dimension"?',
  ],
  '31-series-same-name': ['9:16 contradiction: Two series are called "a"; give each a name of its own.'],
  '32-spectrum-does-not-fit': [
    '8:56 contradiction: The spectrum has 3 eigenvalues, and 3 does not divide the dimension 100: give 100 of them, or as many as a divisor of 100.',
  ],
  '33-too-many-points': [
    '7:12 size: The experiment has 110,000 points (series × sweep values); it must have at most 100,000.',
  ],
  '34-hostile-names': [
    '7:3 unknownKey: "__proto__" is not a known field. Allowed here: $schema, version, title, description, data, realSamples, syntheticSamples, syntheticProportion, totalSamples, generator, labelNoise, verifier, classifier, sweep, series, theory, simulation, chart.',
    '8:3 unknownKey: "constructor" is not a known field. Allowed here: $schema, version, title, description, data, realSamples, syntheticSamples, syntheticProportion, totalSamples, generator, labelNoise, verifier, classifier, sweep, series, theory, simulation, chart.',
  ],
  '35-too-large-a-number': [
    '4:63 range: data.meanNorm is beyond what a number can hold; it must be a number greater than 0 and at most 1,000.',
  ],
  '36-several-problems': [
    '6:18 range: data.dimension is 1; it must be a whole number from 2 to 1,000,000.',
    '4:11 missing: data needs "meanNorm": norm ‖μ‖ of the class mean: half the distance between the classes.',
    '8:18 type: realSamples is "many"; it must be a whole number from 0 to 1,000,000,000.',
    '9:32 choice: classifier.normalise is "none"; it must be "all" or "kept".',
    '10:3 unknownKey: "sead" is not a known field. Allowed here: $schema, version, title, description, data, realSamples, syntheticSamples, syntheticProportion, totalSamples, generator, labelNoise, verifier, classifier, sweep, series, theory, simulation, chart.',
  ],
  '37-windows-lines': [
    '7:24 choice: chart.metric is "loss"; it must be "accuracy", "risk", "meanMargin", "marginVariance" or "gain".',
  ],
  '38-byte-order-mark': [
    '6:23 type: syntheticSamples is null; it must be a whole number from 0 to 1,000,000,000.',
  ],
  '41-impossible-correlation': [
    "8:68 contradiction: verifier.correlation is -0.5; with the labeller's alignment 0.8 and the verifier's 0.6 it must be from 0 to 0.96.",
  ],
  '42-classes-with-another-loss': [
    '7:27 contradiction: With 3 classes only the square loss is known: set classifier.loss to "square", or set data.classes to 2.',
  ],
  '43-classes-with-linear-verifier': [
    '4:97 contradiction: With 3 classes all are equally frequent: remove data.positiveShare, or set data.classes to 2.',
    '7:15 contradiction: With 3 classes a verifier cannot look at the sample: set verifier.kind to "random" or "threshold", or set data.classes to 2.',
  ],
  '44-more-classes-than-dimensions': [
    '4:75 contradiction: 10 classes need as many dimensions, but p = 5: lower data.classes, or raise data.dimension.',
  ],
  '45-generations-on-training-rows': [
    '7:51 contradiction: A generator of 3 generations is not fitted on the training rows: set generator.source to "independent", or generations to 1.',
  ],
  '46-no-ridge-for-logistic': [
    '7:48 contradiction: A ridge of 0 is possible with the square loss only, which alone has a smallest value whatever the data; set a ridge above 0.',
  ],
  '47-two-sweeps-of-one-field': [
    '7:99 contradiction: Both sweeps vary labelNoise.rate; let the second vary another field, or remove it.',
  ],
  '48-sweeps-that-exclude-each-other': [
    "7:85 contradiction: The sweeps vary syntheticSamples and syntheticProportion, but each takes the other's place: let the second vary another field.",
  ],
  '49-three-sweeps': ['7:12 range: sweep has 3 entries; it must have at most 2.'],
  '50-scores-along-a-sweep': [
    '8:22 contradiction: A chart of kind "scores" shows one point of each series: remove the sweep, or set chart.kind to "curves".',
  ],
  '51-fixed-point-of-one-point': [
    '7:22 contradiction: A chart of kind "fixedPoint" shows τ_r, τ_s and d along a sweep: add a sweep, or set chart.kind to "curves".',
  ],
  '52-spectrum-without-fit': [
    '8:22 contradiction: A chart of kind "spectrum" shows the covariance of a fitted generator, and no series has one: set generator.kind to "fitted", or chart.kind to "curves".',
  ],
  '53-gain-over-nothing': [
    '8:24 contradiction: The metric "gain" compares with training on the real data alone, and there are none: raise realSamples, or set chart.metric to "accuracy".',
  ],
  '54-optimise-out-of-range': [
    '7:79 range: labelNoise.rate is to be optimised to 2; it must be a number from 0 to 1.',
  ],
  '55-optimise-a-text': [
    '7:43 unknownKey: "classifier.los" cannot be optimised: it is not a number of this experiment. Did you mean "classifier.ridge"?',
  ],
  '56-heat-map-second-sweep': [
    '7:127 contradiction: sweep[1].from is 0; with equal ratios (scale "log") both ends must be greater than 0.',
  ],
  '57-heat-map-too-large': [
    '7:12 size: The experiment has 1,000,000 points (series × sweep values); it must have at most 100,000.',
  ],
  '58-variant-twice': ['7:27 contradiction: theory.variants names the same entry twice.'],
  '59-linear-in-the-plane': [
    '4:46 contradiction: Linear labels and a linear verifier need directions of their own beside the mean: raise data.dimension to 3 or more.',
  ],
};

/** Files that are good experiments but too large to simulate: what refuses those is the engine, which knows memory. */
const tooLargeToSimulate = ['39-memory-dimension', '40-memory-sweep'];

describe('broken files', () => {
  it('are all in the table', () => {
    const names = readdirSync(folder).map((file) => file.slice(0, -ending.length));
    expect(names.sort()).toEqual([...Object.keys(expected), ...tooLargeToSimulate].sort());
  });

  it.each(Object.entries(expected))('%s', (name, problems) => {
    expect(problemsIn(name)).toEqual(problems);
  });

  it.each(tooLargeToSimulate)('%s is a good file', (name) => {
    expect(problemsIn(name)).toEqual([]);
  });
});

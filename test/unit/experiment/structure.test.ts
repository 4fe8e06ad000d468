import { describe, expect, it } from 'vitest';
import { ExperimentSchema } from '../../../src/experiment/schema';
import { checkStructure } from '../../../src/experiment/structure';
import { experiment } from './documents';

const sentences = (document: unknown) =>
  checkStructure(ExperimentSchema, document).map(({ code, message }) => `${code}: ${message}`);
const data = (changes: object) => ({ data: { kind: 'gaussian', dimension: 10, meanNorm: 1, ...changes } });

describe('checkStructure', () => {
  it('has nothing to say about a good experiment', () => {
    expect(checkStructure(ExperimentSchema, experiment())).toEqual([]);
  });

  const cases: [string, unknown, string[]][] = [
    ['not an object', [], ['type: The file is an empty list; it must be an object { … }.']],
    [
      'nothing in it',
      {},
      [
        'missing: The experiment needs "version": 1.',
        'missing: The experiment needs "data": the distribution that real data come from.',
      ],
    ],
    ['another version', experiment({ version: 2 }), ['choice: version is 2; it must be 1.']],
    [
      'a misspelt field',
      experiment({ realSample: 5 }),
      ['unknownKey: "realSample" is not a known field. Did you mean "realSamples"?'],
    ],
    [
      'a field like no other',
      experiment({ chart: { colour: 'red' } }),
      ['unknownKey: "colour" is not a known field. Allowed here: metric, kind, references.'],
    ],
    [
      'a field of another kind',
      experiment({ generator: { kind: 'exact', samples: 10 } }),
      ['unknownKey: "samples" is not a field of kind "exact". This kind has no fields of its own.'],
    ],
    [
      'a number out of range',
      experiment(data({ dimension: 1 })),
      ['range: data.dimension is 1; it must be a whole number from 2 to 1,000,000.'],
    ],
    [
      'a broken whole number',
      experiment({ realSamples: 10.5 }),
      ['range: realSamples is 10.5; it must be a whole number from 0 to 1,000,000,000.'],
    ],
    [
      'an open end of a range',
      experiment(data({ meanNorm: 0 })),
      ['range: data.meanNorm is 0; it must be a number greater than 0 and at most 1,000.'],
    ],
    [
      'two open ends',
      experiment(data({ covariance: { kind: 'ar1', correlation: 1 } })),
      ['range: data.covariance.correlation is 1; it must be a number greater than -1 and less than 1.'],
    ],
    [
      'more than a number can hold',
      experiment({ sweep: { parameter: 'realSamples', values: [Infinity] } }),
      ['range: sweep.values[0] is beyond what a number can hold; it must be a number.'],
    ],
    [
      'a text for a number',
      experiment({ realSamples: '100' }),
      ['type: realSamples is "100"; it must be a whole number from 0 to 1,000,000,000.'],
    ],
    [
      'a number for a text',
      experiment({ title: 3 }),
      ['type: title is 3; it must be a text in double quotes.'],
    ],
    [
      'a number for true or false',
      experiment({ generator: { kind: 'fitted', meanError: 0 } }),
      ['type: generator.meanError is 0; it must be true or false.'],
    ],
    [
      'a list for an object',
      experiment({ chart: [1] }),
      ['type: chart is a list; it must be an object { … }.'],
    ],
    [
      'an object for a list',
      experiment({ series: {} }),
      ['type: series is an object; it must be a list [ … ].'],
    ],
    ['null', experiment({ title: null }), ['type: title is null; it must be a text in double quotes.']],
    [
      'a misspelt choice',
      experiment({ classifier: { normalise: 'keept' } }),
      ['choice: classifier.normalise is "keept"; it must be "all" or "kept". Did you mean "kept"?'],
    ],
    [
      'a misspelt kind',
      experiment({ generator: { kind: 'fited' } }),
      [
        'choice: generator.kind is "fited"; it must be "fitted", "shifted" or "exact". Did you mean "fitted"?',
      ],
    ],
    [
      'no kind',
      experiment({ generator: { samples: 10 } }),
      ['missing: generator needs a "kind": "fitted", "shifted" or "exact".'],
    ],
    [
      'no object where a kind is due',
      experiment({ labelNoise: 0.2 }),
      ['type: labelNoise is 0.2; it must be an object with "kind" "uniform", "selfTrained" or "linear".'],
    ],
    [
      'a misspelt preset',
      experiment({ verifier: 'orcale' }),
      [
        'choice: verifier is "orcale"; it must be "oracle" or "none", or an object with "kind" "random", "linear", "threshold", "mahalanobis" or "discriminator". Did you mean "oracle"?',
      ],
    ],
    [
      'neither preset nor object',
      experiment({ verifier: 1 }),
      [
        'type: verifier is 1; it must be "oracle" or "none", or an object with "kind" "random", "linear", "threshold", "mahalanobis" or "discriminator".',
      ],
    ],
    [
      'no object where kinds have no name',
      experiment({ sweep: 5 }),
      ['type: sweep is 5; it must be an object { … }, or a list [ … ] of them.'],
    ],
    [
      'fields of two kinds that have no name',
      experiment({ sweep: { parameter: 'realSamples', from: 1, to: 2, points: 3, values: [1] } }),
      [
        'contradiction: "values" does not go together with "from", "to" and "points": remove one or the other.',
      ],
    ],
    [
      'a missing field',
      experiment({ data: { kind: 'gaussian', dimension: 10 } }),
      ['missing: data needs "meanNorm": norm ‖μ‖ of the class mean: half the distance between the classes.'],
    ],
    [
      'too few entries',
      experiment(data({ covariance: { kind: 'spiked', spikes: [] } })),
      ['range: data.covariance.spikes has 0 entries; it must have at least 1.'],
    ],
    [
      'too many entries, whatever they are',
      experiment({ sweep: { parameter: 'realSamples', values: Array.from({ length: 10_001 }, () => 'x') } }),
      ['range: sweep.values has 10,001 entries; it must have at most 10,000.'],
    ],
    [
      'the same entry twice',
      experiment({ theory: { variants: ['exact', 'exact'] } }),
      ['contradiction: theory.variants names the same entry twice.'],
    ],
    [
      'an empty text',
      experiment({ series: [{ label: '', set: {} }] }),
      ['range: series[0].label must not be empty.'],
    ],
    [
      'a text that is too long',
      experiment({ title: 'x'.repeat(201) }),
      ['range: title must have at most 200 characters.'],
    ],
  ];
  it.each(cases)('says what is wrong with %s', (_, document, expected) => {
    expect(sentences(document)).toEqual(expected);
  });

  it('counts characters as people do', () => {
    expect(sentences(experiment({ title: '😀'.repeat(200) }))).toEqual([]);
  });

  it('reports every problem of a document, each at its own place', () => {
    const problems = checkStructure(ExperimentSchema, {
      version: 1,
      data: { kind: 'gaussian', dimension: 'x', meanNorm: -1 },
      chart: { metric: 'acuracy' },
      sead: 1,
    });
    expect(problems.map(({ path, code }) => [path.join('.'), code])).toEqual([
      ['data.dimension', 'type'],
      ['data.meanNorm', 'range'],
      ['chart.metric', 'choice'],
      ['sead', 'unknownKey'],
    ]);
  });

  it('takes a list with holes for what it is', () => {
    const holes: number[] = [];
    holes[1] = 1;
    expect(sentences(experiment(data({ covariance: { kind: 'spiked', spikes: holes } })))).toEqual([
      'type: data.covariance.spikes[0] is missing; it must be a number greater than 0 and at most 1,000,000,000.',
    ]);
  });
});

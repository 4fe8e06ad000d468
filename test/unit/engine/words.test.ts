import { describe, expect, it } from 'vitest';
import {
  accuracyInWords,
  counted,
  inWords,
  namesInWords,
  parameterInWords,
  percentInWords,
  pointsInWords,
  valueInWords,
} from '../../../src/engine/words';
import { numericPaths } from '../../../src/experiment/paths';
import { small } from './experiments';

describe('numbers in words', () => {
  it('have three significant digits, whole digits in full and thousands separators', () => {
    expect([0, 0.7642, 12345, -0.05, 1234.5, 99.96, 3].map((value) => inWords(value))).toEqual([
      '0',
      '0.764',
      '12,345',
      '−0.05',
      '1,235',
      '100',
      '3',
    ]);
    expect([1.234e-7, 2e-5, 3e9].map((value) => inWords(value))).toEqual(['1.23e-7', '2e-5', '3e+9']);
  });

  it('are percentages for shares, never 100 % before it is reached', () => {
    expect([0, 0.001, 0.0204, 0.95, 0.997, 0.9995, 1].map(percentInWords)).toEqual([
      '0 %',
      '0.1 %',
      '2.04 %',
      '95 %',
      '99.7 %',
      '99.95 %',
      '100 %',
    ]);
  });

  it('are signed points for differences of accuracy', () => {
    expect([0.019, -0.0123, 0.0001, -0.0001, 0].map(pointsInWords)).toEqual([
      '+1.9 points',
      '−1.2 points',
      'less than 0.05 points',
      'less than 0.05 points',
      'no difference',
    ]);
    expect(accuracyInWords(0.75)).toBe('0.750');
  });

  it('count with the right noun', () => {
    expect([counted(1, 'point'), counted(1234, 'point')]).toEqual(['1 point', '1,234 points']);
  });
});

describe('parameterInWords', () => {
  it('sets symbols with their subscripts', () => {
    expect(
      ['labelNoise.alignment', 'verifier.alignment', 'verifier.correlation'].map(parameterInWords),
    ).toEqual([
      'the alignment cᵤ of the labeller',
      'the alignment cᵥ of the verifier',
      'the correlation cᵤᵥ of verifier and labeller',
    ]);
    for (const path of numericPaths(small)) expect(parameterInWords(path)).not.toContain('_');
  });
});

describe('namesInWords', () => {
  it('lists up to three names and counts the rest', () => {
    expect(namesInWords(['a'])).toBe('“a”');
    expect(namesInWords(['a', 'b'])).toBe('“a” and “b”');
    expect(namesInWords(['a', 'b', 'c'])).toBe('“a”, “b” and “c”');
    expect(namesInWords(['a', 'b', 'c', 'd', 'e'])).toBe('“a”, “b” and 3 more');
  });
});

describe('parameters in words', () => {
  it('come from the schema, or from a name that stands alone', () => {
    expect(
      [
        'labelNoise.rate',
        'data.dimension',
        'classifier.ridge',
        'verifier.keepCorrect',
        'generator.alignment',
      ].map(parameterInWords),
    ).toEqual([
      'the label noise ε',
      'the dimension p',
      'the ridge γ',
      'the share φ of right labels that are kept',
      'the alignment β of the generator’s mean',
    ]);
    expect(parameterInWords('data.covariance.spikes.1')).toBe('spike 2');
    expect(parameterInWords('data.covariance.eigenvalues.0')).toBe('eigenvalue 1');
  });

  it('are there for everything that a sweep can vary', () => {
    const variants = [
      small,
      { ...small, totalSamples: 10 },
      { ...small, generator: { kind: 'shifted' } },
      { ...small, labelNoise: { kind: 'linear', alignment: 0 }, verifier: { kind: 'linear', alignment: 0 } },
      { ...small, verifier: { kind: 'threshold', separation: 1, threshold: 0 } },
      { ...small, data: { kind: 'gaussian', covariance: { kind: 'powerLaw', exponent: 1 } } },
      { ...small, data: { kind: 'gaussian', covariance: { kind: 'ar1', correlation: 0 } } },
      { ...small, data: { kind: 'gaussian', covariance: { kind: 'spiked', spikes: [1] } } },
      { ...small, data: { kind: 'gaussian', covariance: { kind: 'spectrum', eigenvalues: [1] } } },
    ];
    for (const path of variants.flatMap(numericPaths)) {
      expect(parameterInWords(path), path).toMatch(/^(the [^.]+|(spike|eigenvalue) \d)$/);
    }
  });

  it('say values as people do', () => {
    expect(valueInWords('syntheticProportion', 0.95)).toBe('95 %');
    expect(valueInWords('labelNoise.rate', 0.2)).toBe('20 %');
    expect(valueInWords('verifier.keepIncorrect', 0.5)).toBe('50 %');
    expect(valueInWords('syntheticSamples', 12000)).toBe('12,000');
    expect(valueInWords('generator.samples', 1_234_567_890)).toBe('1,234,567,890');
    expect(valueInWords('classifier.ridge', 0.00012)).toBe('0.00012');
    expect(valueInWords('data.covariance.correlation', 0.5)).toBe('0.5');
    expect(valueInWords('generator.alignment', 0.5)).toBe('0.5');
  });
});

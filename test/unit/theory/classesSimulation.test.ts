import { describe, expect, it } from 'vitest';
import { orthogonalMeans, simplexMeans } from '../../../src/experiment/classMeans';
import { solveClasses } from '../../../src/theory/classes';
import { classAtoms } from '../../../src/theory/classes/atoms';
import { simulateClasses, type ClassExperiment, type Measured } from './classSimulation';
import { powerLaw } from './referenceCase';

const p = 120;
const ones = new Float64Array(p).fill(1);
const base: ClassExperiment = {
  means: simplexMeans(3, 1.5, 'even', p),
  eigenvalues: ones,
  realSamples: 240,
  syntheticSamples: 360,
  fit: { samples: 180, meanError: true, source: 'independent' },
  labelNoise: 0.3,
  keepCorrect: 0.9,
  keepIncorrect: 0.3,
  ridge: 0.1,
  realWeight: 1,
  syntheticWeight: 1,
};

/** One class nearer to the others' middle, one farther away, and a common offset. */
function unequalMeans(): Float64Array[] {
  const means = simplexMeans(4, 1.6, 'even', p);
  return means.map((mean, c) => mean.map((value, i) => value * (0.5 + 0.3 * c) + (i === 3 ? 0.5 : 0)));
}

const experiments: readonly (readonly [string, ClassExperiment])[] = [
  ['three classes, isotropic, a generator with its own rows', base],
  [
    'three classes, power law, a generator fitted on the training rows',
    {
      ...base,
      means: simplexMeans(3, 2, 'even', p),
      eigenvalues: Float64Array.from(powerLaw(p, 0.8, p)),
      fit: { samples: 150, meanError: true, source: 'training' },
    },
  ],
  [
    'four classes, weights, a covariance of low rank with the true means',
    {
      ...base,
      means: simplexMeans(4, 2, 'top', p),
      fit: { samples: 80, meanError: false, source: 'independent' },
      realWeight: 1.5,
      syntheticWeight: 0.4,
    },
  ],
  [
    'four classes with unequal means that are not centred, and a shifted generator',
    {
      ...base,
      means: unequalMeans(),
      fit: null,
      syntheticMeans: orthogonalMeans(4, 0.8, 'even', p).map((shift, c) =>
        shift.map((value, i) => value + 0.6 * unequalMeans()[c]![i]!),
      ),
    },
  ],
];

describe('solveClasses against simulation', () => {
  it.each(experiments)('agrees for %s', (_name, experiment) => {
    const { means, eigenvalues, syntheticMeans, fit, ...rest } = experiment;
    const groups = Array.from(eigenvalues, (eigenvalue) => ({ eigenvalue, multiplicity: 1 }));
    const theory = solveClasses({
      ...rest,
      classes: means.length,
      atoms: classAtoms(groups, means, syntheticMeans),
      fit: fit && { ...fit, generations: 1 },
      normalise: 'all',
    });
    const draws = Array.from({ length: 12 }, (_, seed) => simulateClasses(experiment, 100 + seed));
    /** Standard errors are pooled over the entries of a matrix: twelve draws say little of each one's. */
    const check = (
      what: string,
      expected: ArrayLike<number>,
      measure: (draw: Measured) => ArrayLike<number>,
      size: number,
    ) => {
      const values = draws.map(measure);
      const means = Array.from(
        expected,
        (_, at) => values.reduce((sum, v) => sum + v[at]!, 0) / draws.length,
      );
      const squares = means.map((mean, at) => values.reduce((sum, v) => sum + (v[at]! - mean) ** 2, 0));
      const variance = squares.reduce((sum, square) => sum + square, 0) / squares.length / (draws.length - 1);
      const allowed = 4 * Math.sqrt(variance / draws.length) + size / p;
      means.forEach((mean, at) =>
        expect(Math.abs(mean - expected[at]!), `${what} ${at}`).toBeLessThan(allowed),
      );
    };
    check('accuracy', [theory.accuracy], (draw) => [draw.accuracy], 0.5);
    check('risk', [theory.risk], (draw) => [draw.risk], 0.5 * theory.risk);
    check('score', theory.scores, (draw) => draw.scores, theory.meanMargin);
    check('covariance', theory.covariance, (draw) => draw.covariance, theory.scoreVariance);
  });
});

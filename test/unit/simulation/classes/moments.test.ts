import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../../../src/numerics/kernels';
import { rowsPerClass } from '../../../../src/simulation/classes/counts';
import type { ClassSimulationProblem } from '../../../../src/simulation/classes/problem';
import type { Sampler } from '../../../../src/simulation/problem';
import { builtKernels } from '../../numerics/builtKernels';
import { mean, variance } from '../../numerics/statistics';
import { powerLaw } from '../problems';
import { classProblemOf, drawRepeatedly, fitted, shiftedClasses } from './problems';

// One degree of freedom too many or too few hardly shows in an accuracy; it does in the moments of Σ κ x xᵀ.
let kernels: Kernels;
beforeAll(() => {
  kernels = builtKernels();
});

const p = 3;
const classes = 3;
const draws = 2500;
const base = classProblemOf(p, classes, {
  realSamples: 7,
  syntheticSamples: 8,
  eigenvalues: powerLaw(p, 1),
  keepCorrect: 0.9,
  keepIncorrect: 0.8,
  realWeight: 0.7,
  syntheticWeight: 1.4,
});
const cases: Record<string, ClassSimulationProblem> = {
  'fitted on 3 rows': { ...base, generator: fitted(3) },
  'fitted on 5 rows': { ...base, generator: fitted(5) },
  'fitted on 8 rows': { ...base, generator: fitted(8) },
  'fitted on 8 rows, true means': { ...base, generator: fitted(8, 'independent', false) },
  'fitted on 2 rows, true means': { ...base, generator: fitted(2, 'independent', false) },
  'fitted on 5 training rows': { ...base, generator: fitted(5, 'training') },
  'fitted on all training rows': { ...base, generator: fitted(7, 'training') },
  shifted: { ...base, generator: shiftedClasses(base, 0.5, 0.4, 2) },
};

/** Per draw: the lower triangle of Σ κ x xᵀ, the Σ κ x of every label, the kept rows; then the squares of all. */
function sampleMoments(problem: ClassSimulationProblem, sampler: Sampler): number[][] {
  return drawRepeatedly(kernels, problem, sampler, draws, sampler === 'sufficient' ? 0 : 1, (moments) => {
    const gram = kernels.arena.view({ address: moments.gram.address, length: p * p });
    const targets = kernels.arena.view({ address: moments.targets.address, length: classes * p });
    const first = [...gram.filter((_, at) => at % p <= Math.floor(at / p)), ...targets, moments.kept];
    return [...first, ...first.map((value) => value * value)];
  });
}

/** E of the first half of `sampleMoments`. */
function expectedMoments(problem: ClassSimulationProblem): number[] {
  const { eigenvalues, classMeans, generator, labelNoise, keepCorrect, keepIncorrect } = problem;
  const gram: number[] = [];
  const targets = new Float64Array(classes * p);
  const right = keepCorrect * (1 - labelNoise);
  const wrong = keepIncorrect * labelNoise;
  const real = rowsPerClass(problem.realSamples, classes).map((count) => count * problem.realWeight);
  const synthetic = rowsPerClass(problem.syntheticSamples, classes).map(
    (count) => count * problem.syntheticWeight,
  );
  const syntheticMeans = generator.kind === 'fixed' ? generator.means : classMeans;
  // Around the estimated mean of n̂_c rows, with E Ĉ = C (n̂ − K)/n̂.
  const spread = (c: number) =>
    generator.kind === 'fitted' && generator.meanError
      ? 1 - classes / generator.samples + 1 / rowsPerClass(generator.samples, classes)[c]!
      : 1;
  const variances = generator.kind === 'fixed' ? generator.eigenvalues : eigenvalues;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let c = 0; c < classes; c++) {
        const [m, s] = [classMeans[c]!, syntheticMeans[c]!];
        sum += real[c]! * (m[i]! * m[j]! + (i === j ? eigenvalues[i]! : 0));
        sum += synthetic[c]! * (right + wrong) * (s[i]! * s[j]! + (i === j ? variances[i]! * spread(c) : 0));
      }
      gram.push(sum);
    }
    for (let k = 0; k < classes; k++) {
      targets[k * p + i] = real[k]! * classMeans[k]![i]!;
      for (let c = 0; c < classes; c++) {
        const share = c === k ? right : wrong / (classes - 1);
        targets[k * p + i]! += synthetic[c]! * share * syntheticMeans[c]![i]!;
      }
    }
  }
  return [...gram, ...targets, problem.syntheticSamples * (right + wrong)];
}

describe('the moments of a drawn training set with several classes', () => {
  // 8 cases × 64 comparisons: |z| < 4.8 all together holds with probability above 0.999; the seed is fixed.
  it.each(Object.keys(cases))('%s: both samplers have the exact means and the same squares', (name) => {
    const problem = cases[name]!;
    const [a, b] = [sampleMoments(problem, 'sufficient'), sampleMoments(problem, 'explicit')];
    const expected = expectedMoments(problem);
    for (let i = 0; i < a[0]!.length; i++) {
      const [x, y] = [a.map((sample) => sample[i]!), b.map((sample) => sample[i]!)];
      const [errorX, errorY] = [Math.sqrt(variance(x) / draws), Math.sqrt(variance(y) / draws)];
      expect(Math.abs(mean(x) - mean(y)) / Math.hypot(errorX, errorY), `entry ${i}`).toBeLessThan(4.8);
      const exact = expected[i];
      if (exact === undefined) continue;
      expect(Math.abs(mean(x) - exact) / errorX, `sufficient, entry ${i}`).toBeLessThan(4.8);
      expect(Math.abs(mean(y) - exact) / errorY, `explicit, entry ${i}`).toBeLessThan(4.8);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalPdf } from '../../../src/numerics/normal';
import { keptLaw } from '../../../src/theory/inputDependent/keptLaw';
import { orthantProbability } from '../../../src/theory/inputDependent/orthant';
import { isotropicPopulation } from '../../../src/theory/inputDependent/population';
import { integrate } from '../../../src/theory/inputDependent/quadrature';
import { halfPlane, wedge, type PlanePart } from '../../../src/theory/inputDependent/truncatedNormal';
import { inputDependentProblems, quoted } from './inputDependentCases';
import { logUniform, relative } from './problems';

const distance = fc.double({ min: -6, max: 6, noNaN: true });
const cosine = fc.oneof(
  fc.double({ min: -0.95, max: 0.95, noNaN: true }),
  fc.constantFrom(0, -0.99, 0.99, 0.999),
);

function wedgeOf(alpha: number, beta: number, c: number): PlanePart {
  const sine = Math.sqrt((1 - c) * (1 + c));
  return wedge({
    alpha,
    beta,
    cosine: c,
    sine,
    alphaEdge: (alpha - c * beta) / sine,
    betaEdge: (beta - c * alpha) / sine,
  });
}

/** The wedge's moments by Simpson's rule over ξ₁, with ξ₂ given ξ₁ in closed form. */
function plainWedge(alpha: number, beta: number, c: number): PlanePart {
  const sine = Math.sqrt((1 - c) * (1 + c));
  const steps = 8000;
  const from = Math.max(-alpha, -10);
  const step = (Math.max(from, 0) + 10 - from) / steps;
  let [probability, mean1, mean2, m11, m12, m22] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i <= steps; i++) {
    const x = from + i * step;
    const weight = ((i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * step * normalPdf(x)) / 3;
    const t = (beta + c * x) / sine;
    const inside = weight * normalCdf(t);
    const edge = weight * normalPdf(t);
    probability += inside;
    mean1 += x * inside;
    mean2 += edge;
    m11 += x * x * inside;
    m12 += x * edge;
    m22 += inside - t * edge;
  }
  mean1 /= probability;
  mean2 /= probability;
  return {
    probability,
    mean1,
    mean2,
    excess11: m11 / probability - 1 - mean1 * mean1,
    excess12: m12 / probability - mean1 * mean2,
    excess22: m22 / probability - 1 - mean2 * mean2,
  };
}

describe('integrate', () => {
  it('meets known integrals, steep ends included', () => {
    expect(relative(integrate(Math.exp, 0, 1), Math.E - 1)).toBeLessThan(1e-14);
    expect(relative(integrate(Math.sqrt, 0, 4), 16 / 3)).toBeLessThan(1e-13);
    expect(
      relative(
        integrate((x) => Math.exp(-1e6 * x), 0, 1),
        1e-6,
      ),
    ).toBeLessThan(1e-12);
    expect(integrate(Math.exp, 1, 1)).toBe(0);
  });
});

describe('orthantProbability', () => {
  const near = fc
    .tuple(distance, logUniform(-14, 0), fc.constantFrom(-1, 1))
    .map(([beta, gap, sign]): [number, number] => [sign * gap - beta, beta]);
  const halfAngle = (c: number) => Math.atan2(Math.sqrt(1 + c), Math.sqrt(1 - c));

  it('is the angle of a centred orthant', () => {
    for (const c of [-0.999, -0.5, 0, 0.3, 0.5, 0.9, 0.999999]) {
      const expected = 0.25 + Math.asin(c) / (2 * Math.PI);
      expect(relative(orthantProbability(0, 0, halfAngle(c)), expected)).toBeLessThan(1e-13);
    }
  });

  it('is the product of the two without correlation, to relative precision far out', () => {
    const far = fc.double({ min: -25, max: 35, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(fc.tuple(far, far), near), ([alpha, beta]) => {
        const expected = normalCdf(alpha) * normalCdf(beta);
        expect(relative(orthantProbability(alpha, beta, Math.PI / 4), expected)).toBeLessThan(1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it('splits the half plane with its mirror image', () => {
    fc.assert(
      fc.property(distance, distance, cosine, (alpha, beta, c) => {
        const both =
          orthantProbability(alpha, beta, halfAngle(c)) + orthantProbability(alpha, -beta, halfAngle(-c));
        expect(relative(both, normalCdf(alpha))).toBeLessThan(1e-12);
      }),
      { numRuns: 500 },
    );
  });
});

describe('wedge', () => {
  it('has the moments of plain quadrature', () => {
    fc.assert(
      fc.property(distance, distance, cosine, (alpha, beta, c) => {
        const expected = plainWedge(alpha, beta, c);
        if (expected.probability < 1e-12) return;
        const part = wedgeOf(alpha, beta, c);
        expect(relative(part.probability, expected.probability)).toBeLessThan(1e-8);
        for (const key of ['mean1', 'mean2', 'excess11', 'excess12', 'excess22'] as const) {
          expect(Math.abs(part[key] - expected[key]), key).toBeLessThan(1e-7);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is a half plane when the second edge is far away', () => {
    for (const alpha of [-3, 0, 0.7, 5]) {
      const part = wedgeOf(alpha, 45, 0.3);
      const expected = halfPlane(alpha);
      expect(relative(part.probability, expected.probability)).toBeLessThan(1e-13);
      expect(relative(part.mean1, expected.mean1)).toBeLessThan(1e-13);
      expect(part.excess11).toBeCloseTo(expected.excess11, 12);
      expect(Math.abs(part.mean2) + Math.abs(part.excess12) + Math.abs(part.excess22)).toBeLessThan(1e-12);
    }
  });
});

describe('keptLaw', () => {
  const lawOf = (problem: typeof quoted) => keptLaw(problem, isotropicPopulation(problem.atoms));

  it('keeps what the implied noise and verifier keep', () => {
    fc.assert(
      fc.property(inputDependentProblems({ scales: 1, sizes: 1, ridge: [-1, 1] }), (problem) => {
        const { right, wrong, implied } = lawOf(problem);
        const { labelNoise, keepCorrect, keepIncorrect } = implied;
        expect(right.probability).toBeCloseTo((1 - labelNoise) * keepCorrect, 13);
        expect(wrong.probability).toBeCloseTo(labelNoise * keepIncorrect, 13);
      }),
    );
  });

  it('goes over into the half plane and into nothing as v comes to u and to −u', () => {
    const at = (correlation: number) =>
      lawOf({
        ...quoted,
        labels: { kind: 'linear', alignment: 0.5 },
        verifier: { kind: 'linear', alignment: Math.sign(correlation) * 0.5, correlation },
      });
    const same = at(1);
    expect(same.implied).toEqual({ labelNoise: normalCdf(-0.5), keepCorrect: 1, keepIncorrect: 1 });
    const near = at(1 - 1e-13);
    expect(near.right.probability).toBeCloseTo(same.right.probability, 6);
    expect(near.right.mean1).toBeCloseTo(same.right.mean1, 6);
    expect(near.right.excess11).toBeCloseTo(same.right.excess11, 6);
    const opposite = at(-1);
    expect(opposite.right.probability + opposite.wrong.probability).toBe(0);
    expect(opposite.implied).toEqual({ labelNoise: normalCdf(-0.5), keepCorrect: 0, keepIncorrect: 0 });
    expect(at(-1 + 1e-13).right.probability).toBeLessThan(1e-6);
  });

  it('says 0 of the verifier where no label is right or none is wrong', () => {
    const far = (alignment: number) => {
      const atoms = quoted.atoms.map((atom) => ({
        ...atom,
        meanSquared: 1e4,
        crossMean: 1e4,
        syntheticMeanSquared: 1e4,
      }));
      return lawOf({ ...quoted, atoms, labels: { kind: 'linear', alignment } }).implied;
    };
    expect(far(0.5)).toEqual({ labelNoise: 0, keepCorrect: 1, keepIncorrect: 0 });
    expect(far(-0.5)).toEqual({ labelNoise: 1, keepCorrect: 0, keepIncorrect: 0 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../../src/numerics/normal';
import type { GroupState, MomentsOf } from '../../../../src/theory/marginLoss/groupMoments';
import { logisticMoments } from '../../../../src/theory/marginLoss/logistic';
import { wideLogisticMoments } from '../../../../src/theory/marginLoss/logisticWide';
import { normalShortfall } from '../../../../src/theory/marginLoss/normalShortfall';
import { squareMoments } from '../../../../src/theory/marginLoss/square';
import { squaredHingeMoments } from '../../../../src/theory/marginLoss/squaredHinge';
import { logUniform, relative } from '../problems';

const keys = ['curvature', 'pull', 'squaredPull'] as const;

const states: fc.Arbitrary<GroupState> = fc.record({
  weight: logUniform(-2, 2),
  tau: logUniform(-3, 3),
  mean: fc.double({ min: -4, max: 4, noNaN: true }),
  variance: fc.oneof(logUniform(-3, 1.5), logUniform(1.5, 4)),
});

/** ν, f̄ and E f² by the midpoint rule in z, with t by bisection. */
function plain(
  { weight, tau, mean, variance }: GroupState,
  slope: (t: number) => number,
  bend: (t: number) => number,
) {
  const sums = { curvature: 0, pull: 0, squaredPull: 0 };
  const step = Math.min(0.005, 0.1 / Math.sqrt(variance));
  for (let z = -9 + step / 2; z < 9; z += step) {
    const h = mean + Math.sqrt(variance) * z;
    let low = Math.min(h, 1) - 1;
    let high = Math.max(h, 1) + weight * tau;
    for (let i = 0; i < 70; i++) {
      const t = (low + high) / 2;
      if (weight * slope(t) + (t - h) / tau > 0) high = t;
      else low = t;
    }
    const t = (low + high) / 2;
    const p = (step * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
    const f = -weight * slope(t);
    const c = weight * bend(t);
    sums.curvature += (p * c) / (1 + tau * c);
    sums.pull += p * f;
    sums.squaredPull += p * f * f;
  }
  return sums;
}

const sigmoid = (t: number) => 1 / (1 + Math.exp(-t));
const losses: readonly (readonly [
  string,
  MomentsOf,
  (t: number) => number,
  (t: number) => number,
  number,
])[] = [
  ['square', squareMoments, (t) => t - 1, () => 1, 1e-8],
  ['logistic', logisticMoments, (t) => -sigmoid(-t), (t) => sigmoid(t) * sigmoid(-t), 1e-8],
  // The midpoint rule sees the jump of ℓ″ only to the order of its step.
  ['squared hinge', squaredHingeMoments, (t) => Math.min(0, t - 1), (t) => (t < 1 ? 1 : 0), 3e-3],
];

describe.each(losses)('moments of the %s loss', (_name, moments, slope, bend, tolerance) => {
  it('agree with plain integration', () => {
    fc.assert(
      fc.property(states, (state) => {
        const solution = moments(state);
        const expected = plain(state, slope, bend);
        const unit = {
          curvature: state.weight / (1 + state.weight * state.tau),
          pull: Math.sqrt(expected.squaredPull),
          squaredPull: expected.squaredPull,
        };
        for (const key of keys) {
          const difference = Math.abs(solution[key].value - expected[key]);
          expect(difference, key).toBeLessThan(tolerance * unit[key] + 1e-15);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('have the slopes that differences show', () => {
    fc.assert(
      fc.property(states, (state) => {
        const solution = moments(state);
        const step = 1e-4;
        const directions = {
          logTau: (s: number) => ({ ...state, tau: state.tau * Math.exp(s) }),
          mean: (s: number) => ({ ...state, mean: state.mean + s * Math.sqrt(state.variance) }),
          logVariance: (s: number) => ({ ...state, variance: state.variance * Math.exp(s) }),
        };
        for (const key of keys) {
          for (const direction of ['logTau', 'mean', 'logVariance'] as const) {
            const move = directions[direction];
            const difference =
              (moments(move(step))[key].value - moments(move(-step))[key].value) / (2 * step);
            const unit = direction === 'mean' ? Math.sqrt(state.variance) : 1;
            const slopeThere = solution[key][direction] * unit;
            const size = Math.abs(solution[key].value) + Math.abs(difference);
            expect(Math.abs(slopeThere - difference), `${key} by ${direction}`).toBeLessThan(
              1e-5 * size + 1e-12,
            );
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are finite and not negative at extremes', () => {
    const extreme = fc.record({
      weight: logUniform(-6, 6),
      tau: fc.oneof(fc.constant(0), logUniform(-15, 15)),
      mean: fc.oneof(
        fc.constant(0),
        logUniform(-10, 4),
        logUniform(-10, 4).map((x) => -x),
      ),
      variance: fc.oneof(fc.constant(0), logUniform(-20, 5)),
    });
    fc.assert(
      fc.property(extreme, (state) => {
        const solution = moments(state);
        for (const key of keys) {
          for (const value of Object.values(solution[key])) expect(value).toSatisfy(Number.isFinite);
        }
        expect(solution.curvature.value).toBeGreaterThanOrEqual(0);
        expect(solution.curvature.value).toBeLessThanOrEqual(
          (1 + 1e-12) * (state.weight / (1 + state.weight * state.tau)),
        );
        expect(solution.squaredPull.value).toBeGreaterThanOrEqual(solution.pull.value ** 2 * (1 - 1e-9));
      }),
      { numRuns: 200 },
    );
  });
});

describe('logistic moments', () => {
  it('are the same by sums over h and by panels over t, to nearly all digits', () => {
    const both = fc.record({
      weight: logUniform(-2, 2),
      tau: logUniform(-3, 3),
      mean: fc.double({ min: -40, max: 40, noNaN: true }),
      variance: logUniform(0, 2.6),
    });
    fc.assert(
      fc.property(both, (state) => {
        const sums = logisticMoments(state);
        const panels = wideLogisticMoments(state);
        // Panels find f from t, sums find t from f: each has the rounding of the other's variable.
        const rounding = 1e-13 * (1 + (state.weight * state.tau) / Math.sqrt(state.variance));
        for (const key of keys) {
          for (const by of ['value', 'logTau', 'mean', 'logVariance'] as const) {
            const size = Math.abs(sums[key].value) + Math.abs(sums[key][by]);
            const difference = Math.abs(panels[key][by] - sums[key][by]);
            expect(difference, `${key} ${by}`).toBeLessThan((1e-10 + rounding) * size + 1e-280);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('find the e^(−h) of rows that are all on the right side', () => {
    for (const [mean, variance] of [
      [20, 4],
      [60, 25],
      [40, 9],
    ] as const) {
      // A small τ leaves f = κσ(−h) ≈ κe^(−h).
      const { pull, curvature } = logisticMoments({ weight: 2, tau: 1e-9, mean, variance });
      const expected = 2 * Math.exp(-mean + variance / 2);
      expect(relative(pull.value, expected)).toBeLessThan(1e-5);
      expect(relative(curvature.value, expected)).toBeLessThan(1e-5);
    }
  });

  it('are those of one row without variance', () => {
    const state = { weight: 1.5, tau: 2, mean: 0.3, variance: 0 };
    const { pull, squaredPull, curvature } = logisticMoments(state);
    const t = state.mean + state.tau * pull.value;
    expect(pull.value).toBeCloseTo(1.5 * sigmoid(-t), 13);
    expect(squaredPull.value).toBeCloseTo(pull.value ** 2, 13);
    const c = 1.5 * sigmoid(t) * sigmoid(-t);
    expect(curvature.value).toBeCloseTo(c / (1 + 2 * c), 13);
  });
});

describe('normalShortfall', () => {
  it('gives E (s + z)₊ᵏ on both sides of where its method changes', () => {
    for (const s of [-12, -5, -2.001, -1.999, 0, 3]) {
      const expected = [0, 0, 0];
      const step = 1e-4;
      for (let x = step / 2; x < 20; x += step) {
        const p = (step * Math.exp(-((x - s) ** 2) / 2)) / Math.sqrt(2 * Math.PI);
        for (let k = 0; k < 3; k++) expected[k]! += p * x ** k;
      }
      const { probability, mean, squared } = normalShortfall(s);
      for (const [i, value] of [probability, mean, squared].entries()) {
        expect(relative(value, expected[i]!)).toBeLessThan(1e-7);
      }
      expect(relative(probability, normalCdf(s))).toBeLessThan(1e-12);
    }
  });

  it('is continuous where its method changes and 0 where the density is', () => {
    const above = normalShortfall(-2 + 1e-13);
    const below = normalShortfall(-2);
    for (const key of ['probability', 'mean', 'squared'] as const) {
      expect(relative(above[key], below[key])).toBeLessThan(2e-12);
    }
    expect(normalShortfall(-50)).toEqual({ probability: 0, mean: 0, squared: 0 });
  });
});

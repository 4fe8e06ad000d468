import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalPdf } from '../../../src/numerics/normal';

/** [x, Φ(x), density(x)], computed with 60 digits and rounded once. */
const exactValues: readonly (readonly [number, number, number])[] = [
  [-37, 5.725571222524577e-300, 2.1200065515246056e-298],
  [-35.123456789, 1.4780889703419961e-270, 5.195760880438727e-269],
  [-30, 4.906713927148187e-198, 1.4736461348785476e-196],
  [-25.7, 5.844410374380774e-146, 1.5042807213400902e-144],
  [-20.1, 3.6896808637213897e-90, 7.434525389680312e-89],
  [-15, 3.670966199312751e-51, 5.530709549844416e-50],
  [-12.34, 2.7577941516989773e-35, 3.4251820671485436e-34],
  [-10, 7.619853024160525e-24, 7.694598626706419e-23],
  [-8.3, 5.205569744890254e-17, 4.3816394355093325e-16],
  [-7.1, 6.237844463331591e-13, 4.513543677205521e-12],
  [-6, 9.86587645037698e-10, 6.075882849823285e-9],
  [-5.5, 1.8989562465887718e-8, 1.0769760042543276e-7],
  [-4.2, 1.3345749015906327e-5, 5.894306775653982e-5],
  [-3, 0.0013498980316300946, 0.0044318484119380075],
  [-2.5, 0.006209665325776135, 0.017528300493568537],
  [-1.96, 0.024997895148220435, 0.05844094433345146],
  [-1.2, 0.11506967022170828, 0.19418605498321295],
  [-1, 0.15865525393145705, 0.24197072451914334],
  [-0.84375, 0.19940456047137275, 0.2794601522708544],
  [-0.7, 0.24196365222307303, 0.31225393336676127],
  [-0.5, 0.3085375387259869, 0.35206532676429947],
  [-0.1, 0.460172162722971, 0.39695254747701175],
  [-0.001, 0.49960105778608893, 0.39894208093034234],
  [-1e-10, 0.49999999996010575, 0.3989422804014327],
  [0, 0.5, 0.3989422804014327],
  [0.3, 0.6179114221889527, 0.3813878154605241],
  [0.6745, 0.7500032571363008, 0.31777437576236456],
  [1, 0.8413447460685429, 0.24197072451914334],
  [1.5, 0.9331927987311419, 0.12951759566589172],
  [2, 0.9772498680518208, 0.05399096651318805],
  [3.3, 0.9995165758576162, 0.0017225689390536812],
  [5, 0.9999997133484281, 1.4867195147342977e-6],
  [8, 0.9999999999999993, 5.052271083536892e-15],
  [8.2, 0.9999999999999999, 9.99837874849721e-16],
];

describe('normalCdf', () => {
  it.each(exactValues)('is exact to 1e-14 relative at %d', (x, cdf) => {
    expect(Math.abs(normalCdf(x) / cdf - 1)).toBeLessThan(3e-15);
    expect(Math.abs(normalCdf(x) - cdf)).toBeLessThan(2e-16);
  });

  it('goes to its limits and keeps NaN', () => {
    expect(normalCdf(-Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
    expect(normalCdf(-1e300)).toBe(0);
    expect(normalCdf(1e300)).toBe(1);
    expect(normalCdf(NaN)).toBeNaN();
    // Φ(−37.5) is the last normal number of the tail; below it the result fades through denormals to 0.
    expect(normalCdf(-37.5) / 4.605353009581955e-308).toBeCloseTo(1, 13);
    expect(normalCdf(-38.4)).toBeGreaterThan(0);
    expect(normalCdf(-39)).toBe(0);
  });

  it('is symmetric: Φ(x) + Φ(−x) = 1', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (x) => {
        expect(Math.abs(normalCdf(x) + normalCdf(-x) - 1)).toBeLessThan(3e-16);
      }),
    );
  });

  it('never decreases', () => {
    let last = 0;
    for (let x = -40; x <= 10; x += 1 / 512) {
      const value = normalCdf(x);
      expect(value).toBeGreaterThanOrEqual(last);
      last = value;
    }
    expect(last).toBe(1);
  });
});

describe('normalPdf', () => {
  it.each(exactValues)('is exact to 1e-14 relative at %d', (x, _cdf, pdf) => {
    expect(Math.abs(normalPdf(x) / pdf - 1)).toBeLessThan(1e-15);
    expect(normalPdf(-x)).toBe(normalPdf(x));
  });

  it('is the derivative of normalCdf', () => {
    for (const x of [-6, -2.2, -0.4, 0, 1.3]) {
      const step = 1e-4;
      const slope = (normalCdf(x + step) - normalCdf(x - step)) / (2 * step);
      expect(Math.abs(slope / normalPdf(x) - 1)).toBeLessThan(1e-6);
    }
  });

  it('goes to 0 and keeps NaN', () => {
    expect(normalPdf(-Infinity)).toBe(0);
    expect(normalPdf(Infinity)).toBe(0);
    expect(normalPdf(1e300)).toBe(0);
    expect(normalPdf(NaN)).toBeNaN();
  });
});

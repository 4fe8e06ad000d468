import type { Extent } from '../domain';

/** Factors of a power of ten that make a round number. */
const roundFactors = [1, 2, 2.5, 5, 10];

/** Numbers a round step apart, and the step. */
export interface RoundLevels {
  readonly step: number;
  readonly values: readonly number[];
}

/** The multiples of a round number within an interval (its ends included): as many as there are up to `most`. */
export function roundLevels([low, high]: Extent, most: number): RoundLevels {
  const span = high - low;
  const power = Math.floor(Math.log10(span / most));
  const steps = [power, power + 1].flatMap((p) => roundFactors.map((factor) => Number(`${factor}e${p}`)));
  const slack = 1e-9 * span;
  const countOf = (step: number) => Math.floor((high + slack) / step) - Math.ceil((low - slack) / step) + 1;
  const step = steps.find((step) => countOf(step) <= most) ?? span;
  const first = Math.ceil((low - slack) / step);
  // Rounded to the step's own digits: 0.30000000000000004 would be no round number. Adding 0 turns −0 into 0.
  const values = Array.from(
    { length: Math.max(0, countOf(step)) },
    (_, i) => Number(((first + i) * step).toPrecision(12)) + 0,
  );
  return { step, values };
}

/** A round step's multiples all with as many decimals as the step has: "0.70", "0.75". */
export function levelLabel(value: number, step: number, signed = false): string {
  const digits = decimalsOf(step);
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  if (value === 0) return '0';
  return `${value < 0 ? '−' : signed ? '+' : ''}${text}`;
}

function decimalsOf(step: number): number {
  const [mantissa = '', exponent = '0'] = step.toExponential().split('e');
  return Math.min(20, Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent)));
}

/** A number on its own, to at most six digits: "0.001", "20,000", "1e-5". */
export function numberLabel(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) {
    const [mantissa = '', exponent = ''] = Number(size.toPrecision(6)).toExponential().split('e');
    return `${sign}${mantissa}e${exponent.replace('+', '').replace('-', '−')}`;
  }
  return sign + size.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

/** Numbers and quantities as people read them in sentences. */

/** A number with `digits` significant digits and thousands separators: 0.764, 12,300, 1.2e-7. */
export function inWords(value: number, digits = 3): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e9 || size < 1e-4) return value.toExponential(digits - 1).replace(/\.?0+e/, 'e');
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return value.toLocaleString('en-US', { maximumFractionDigits: decimals });
}

/** An accuracy to three decimals. */
export function accuracyInWords(value: number): string {
  return value.toFixed(3);
}

/** A difference of accuracies in percentage points, signed: "+1.9 points". */
export function pointsInWords(difference: number): string {
  const points = (100 * difference).toFixed(1);
  const sign = difference < 0 ? '−' : '+';
  return `${points === '0.0' || points === '-0.0' ? '±0.0' : sign + points.replace('-', '')} points`;
}

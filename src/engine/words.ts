import { KindGuard } from '@sinclair/typebox';
import { parsePath, schemaAt } from '../experiment/paths';
import { symbolText } from '../experiment/symbolText';

/** Numbers and quantities as people read them in sentences. */

/** A number with `digits` significant digits, whole digits in full, and thousands separators: −0.764, 12,345, 1.2e-7. */
export function inWords(value: number, digits = 3): string {
  if (value === 0) return '0';
  if (value < 0) return `−${inWords(-value, digits)}`;
  if (value >= 1e9 || value < 1e-4) return value.toExponential(digits - 1).replace(/\.?0+e/, 'e');
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(value)));
  return withDecimals(decimals).format(value);
}

/** Formats by number of decimals: making one takes many times as long as using it. */
const formats: Intl.NumberFormat[] = [];

function withDecimals(decimals: number): Intl.NumberFormat {
  return (formats[decimals] ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals }));
}

/** A whole number with thousands separators. */
export function countInWords(value: number): string {
  return value.toLocaleString('en-US');
}

/** "1 point", "300 points". */
export function counted(count: number, noun: string): string {
  return `${countInWords(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share with a percent sign: "95 %", "0.1 %", "99.95 %". */
export function percentInWords(share: number): string {
  return `${inWords(100 * share, share > 0.99 ? 4 : 3)} %`;
}

/** An accuracy to three decimals. */
export function accuracyInWords(value: number): string {
  return value.toFixed(3);
}

/** A difference of accuracies in percentage points, signed: "+1.9 points". */
export function pointsInWords(difference: number): string {
  const points = Math.abs(100 * difference).toFixed(1);
  if (points === '0.0') return difference === 0 ? 'no difference' : 'less than 0.05 points';
  return `${difference < 0 ? '−' : '+'}${points} points`;
}

/** "a, b and c". */
export function listInWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** “a”, “b” and “c”; beyond three, “a”, “b” and 5 more. */
export function namesInWords(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`);
  const shown = quoted.length <= 3 ? quoted : [...quoted.slice(0, 2), `${quoted.length - 2} more`];
  return listInWords(shown);
}

/** Names of parameters in sentences, where the form's label needs the heading that it stands under. */
const parameterNames: Readonly<Record<string, string>> = {
  realSamples: 'the number n of real rows',
  syntheticSamples: 'the number m of synthetic rows',
  totalSamples: 'the total number of rows',
  syntheticProportion: 'the synthetic proportion',
  'generator.samples': 'the number n̂ of rows that the generator is fitted on',
  'generator.alignment': 'the alignment β of the generator’s mean',
  'generator.orthogonalShift': 'the orthogonal shift ‖μ⊥‖ of the generator’s mean',
  'generator.covarianceScale': 'the covariance scale σ² of the generator',
  'generator.generations': 'the number T of generations of the generator',
  'labelNoise.alignment': 'the alignment cᵤ of the labeller',
  'verifier.alignment': 'the alignment cᵥ of the verifier',
  'verifier.correlation': 'the correlation cᵤᵥ of verifier and labeller',
  'verifier.separation': 'the separation d′ of the verifier’s scores',
  'verifier.threshold': 'the threshold t of the verifier’s scores',
  'verifier.keep': 'the share of rows that the verifier keeps',
  'data.features.degreesOfFreedom': 'the degrees of freedom ν of the features',
  'verifier.keepCorrect': 'the share φ of right labels that are kept',
  'verifier.keepIncorrect': 'the share ρ of wrong labels that are kept',
  'classifier.realWeight': 'the weight of real rows',
  'classifier.syntheticWeight': 'the weight of synthetic rows',
  'data.classes': 'the number K of classes',
  'data.covariance.exponent': 'the decay of the eigenvalues',
  'data.covariance.correlation': 'the correlation of neighbouring features',
};

/** A swept parameter in words: "the label noise ε", "the dimension p". */
export function parameterInWords(parameter: string): string {
  const own = parameterNames[parameter];
  if (own !== undefined) return own;
  const path = parsePath(parameter);
  const notes = schemaAt(path, undefined)?.ui;
  if (notes !== undefined) {
    const label = notes.label.charAt(0).toLowerCase() + notes.label.slice(1);
    return notes.symbol === undefined ? `the ${label}` : `the ${label} ${symbolText(notes.symbol)}`;
  }
  const index = path.at(-1);
  if (path.includes('spikes') && typeof index === 'number') return `spike ${index + 1}`;
  if (path.includes('eigenvalues') && typeof index === 'number') return `eigenvalue ${index + 1}`;
  return parameter;
}

/** A value of a swept parameter as people say it: a share as "95 %", a count as "12,000", any other as "0.764". */
export function valueInWords(parameter: string, value: number): string {
  const schema = schemaAt(parsePath(parameter), undefined);
  if (schema !== undefined && KindGuard.IsInteger(schema)) return countInWords(value);
  const isShare =
    schema !== undefined &&
    KindGuard.IsNumber(schema) &&
    schema.minimum === 0 &&
    (schema.maximum ?? schema.exclusiveMaximum) === 1;
  return isShare ? percentInWords(value) : inWords(value);
}

/** A place on a parameter's axis that was computed rather than given: counts to the nearest whole. */
export function placeInWords(parameter: string, value: number): string {
  const schema = schemaAt(parsePath(parameter), undefined);
  const isCount = schema !== undefined && KindGuard.IsInteger(schema);
  return valueInWords(parameter, isCount ? Math.round(value) : value);
}

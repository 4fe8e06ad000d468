import { expandPreset, schemaAt, valueAt } from '../../src/experiment/paths';
import { isObject } from '../../src/experiment/structure';
import type { FieldChange } from './changes';
import { effectiveValue, objectOfKind, writtenValue } from './fields';

/** The names that people think in, and what each writes into the file. */

export type GeneratorPreset = 'exact' | 'other' | 'training' | 'shifted';

export const generatorPresets: readonly { readonly value: GeneratorPreset; readonly label: string }[] = [
  { value: 'exact', label: 'Exact' },
  { value: 'other', label: 'Fitted on other rows' },
  { value: 'training', label: 'Fitted on training rows' },
  { value: 'shifted', label: 'Shifted' },
];

/** The preset that a file's generator is; undefined for one that cannot be read. */
export function generatorPreset(contents: unknown): GeneratorPreset | undefined {
  const kind = effectiveValue(contents, ['generator', 'kind']);
  if (kind === 'exact' || kind === 'shifted') return kind;
  if (kind !== 'fitted') return undefined;
  return effectiveValue(contents, ['generator', 'source']) === 'independent' ? 'other' : 'training';
}

/** The whole generator that a preset writes, keeping what the present one already says of the same things. */
export function generatorFor(contents: unknown, preset: GeneratorPreset): Record<string, unknown> {
  switch (preset) {
    case 'exact':
      return { kind: 'exact' };
    case 'shifted':
      return { kind: 'shifted', alignment: 1, orthogonalShift: 0, covarianceScale: 1 };
    case 'other': {
      const samples = writtenValue(contents, ['generator', 'samples']) ?? realRows(contents);
      const meanError = effectiveValue(contents, ['generator', 'meanError']) ?? true;
      const generations = writtenValue(contents, ['generator', 'generations']);
      const refitted = generations === undefined ? {} : { generations };
      const fit = writtenOf(contents, ['covariance', 'retraining', 'retrainingLabels']);
      return { kind: 'fitted', samples, meanError, source: 'independent', ...refitted, ...fit };
    }
    case 'training':
      // By default on all n training rows: a number of its own could exceed n at some point of a sweep.
      return { kind: 'fitted', meanError: true, source: 'training', ...writtenOf(contents, ['covariance']) };
  }
}

/** Fields of the generator that are written in the file. */
function writtenOf(contents: unknown, fields: readonly string[]): Record<string, unknown> {
  const entries = fields.map((field) => [field, writtenValue(contents, ['generator', field])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** What makes the generator one that later generations can follow: fitted on rows other than the training rows. */
export function independentRows(contents: unknown): FieldChange[] {
  if (generatorPreset(contents) !== 'training') return [];
  return [{ path: ['generator', 'source'], value: 'independent' }];
}

/** n of the file, or the schema's default where it is not fixed; at least the two rows a fit needs. */
function realRows(contents: unknown): number {
  const rows = effectiveValue(contents, ['realSamples']);
  return typeof rows === 'number' ? Math.max(2, rows) : 1000;
}

/** The laws of features, by word or kind. */
export const featuresPresets: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'gaussian', label: 'Gaussian' },
  { value: 'rademacher', label: 'Signs ±1' },
  { value: 'laplace', label: 'Laplace' },
  { value: 'studentT', label: 'Student’s t' },
];

/** What a law of features writes into the file; nothing for the Gaussian, which holds where nothing is said. */
export function featuresFor(law: string): unknown {
  if (law === 'gaussian') return undefined;
  return law === 'studentT' ? objectOfKind(schemaAt(['data', 'features'], undefined)!, law) : law;
}

/** The verifiers that are no probabilities φ and ρ in the file. */
type VerifierKind = 'threshold' | 'linear' | 'mahalanobis' | 'discriminator';
export type VerifierPreset = 'oracle' | 'strong' | 'half' | 'none' | 'custom' | VerifierKind;

/** Whether a preset is a kind of its own, and no pair of probabilities. */
export function isVerifierKind(preset: unknown): preset is VerifierKind {
  return (
    preset === 'threshold' || preset === 'linear' || preset === 'mahalanobis' || preset === 'discriminator'
  );
}

export const verifierPresets: readonly { readonly value: VerifierPreset; readonly label: string }[] = [
  { value: 'oracle', label: 'Oracle' },
  { value: 'strong', label: 'Strong (0.9, 0.1)' },
  { value: 'half', label: 'Random half (0.5, 0.5)' },
  { value: 'none', label: 'None' },
  { value: 'custom', label: 'Custom φ and ρ' },
  { value: 'threshold', label: 'Score threshold' },
  { value: 'linear', label: 'Linear classifier' },
  { value: 'mahalanobis', label: 'Near real rows' },
  { value: 'discriminator', label: 'Looks real' },
];

/** The presets that stand for fixed numbers. */
export type NamedVerifier = Exclude<VerifierPreset, 'custom' | VerifierKind>;

const written: Readonly<Record<NamedVerifier, unknown>> = {
  oracle: 'oracle',
  strong: { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0.1 },
  half: { kind: 'random', keepCorrect: 0.5, keepIncorrect: 0.5 },
  none: 'none',
};

/** What a verifier preset writes into the file. */
export function verifierFor(preset: Exclude<VerifierPreset, 'custom'>): unknown {
  if (!isVerifierKind(preset)) return written[preset];
  return objectOfKind(schemaAt(['verifier'], undefined)!, preset);
}

/**
 * The preset that a verifier is, however it is written: of one that keeps at random the one with its probabilities,
 * or custom where none has them. Undefined for a verifier that cannot be read.
 */
export function verifierPreset(verifier: unknown): VerifierPreset | undefined {
  const actual = expandPreset(verifier ?? 'none');
  if (!isObject(actual)) return undefined;
  const { kind, keepCorrect = 1, keepIncorrect = 1 } = actual;
  if (isVerifierKind(kind)) return kind;
  if (kind !== 'random') return undefined;
  const same = (preset: unknown) =>
    valueAt(preset, ['keepCorrect']) === keepCorrect && valueAt(preset, ['keepIncorrect']) === keepIncorrect;
  const names = ['oracle', 'strong', 'half', 'none'] as const;
  return names.find((name) => same(expandPreset(written[name]))) ?? 'custom';
}

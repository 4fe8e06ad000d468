import { valueAt } from '../../src/experiment/paths';
import { formatCount, formatForEditing, formatShort } from '../numbers';
import { inWords } from '../words';
import { effectiveValue } from './fields';
import { generatorPreset, generatorPresets, verifierPreset, verifierPresets } from './presets';
import { fieldName, seriesOf } from './series';
import { sizeMode } from './sizes';
import { variationOf } from './varying';

/** Sections of the form, in their order. */
export type SectionId =
  'data' | 'sizes' | 'generator' | 'labels' | 'classifier' | 'sweep' | 'series' | 'simulation';

/** "p 200": a quantity with its value, or with the values that a sweep or the series give it. */
function quantity(contents: unknown, path: readonly string[], name?: string): string {
  const symbol = name ?? fieldName(contents, path.join('.'));
  const variation = variationOf(contents, path);
  if (variation?.overridden === true) return `${symbol} ${variation.text === '' ? 'varies' : variation.text}`;
  const value = effectiveValue(contents, path);
  if (typeof value === 'number') return `${symbol} ${formatShort(value)}`;
  return value === undefined ? '' : `${symbol} ${formatForEditing(value)}`;
}

function word(value: unknown): string {
  return typeof value === 'string' ? inWords(value) : '';
}

/** A section's values in one line, for when it is collapsed. */
export function summaryOf(section: SectionId, contents: unknown): string {
  const parts = summaryParts(section, contents).filter((part) => part !== '');
  return parts.join(' · ');
}

function summaryParts(section: SectionId, contents: unknown): string[] {
  switch (section) {
    case 'data':
      return [
        quantity(contents, ['data', 'dimension']),
        quantity(contents, ['data', 'meanNorm']),
        word(effectiveValue(contents, ['data', 'covariance', 'kind'])).toLowerCase(),
      ];
    case 'sizes':
      return sizeParts(contents);
    case 'generator':
      return generatorParts(contents);
    case 'labels':
      return [
        effectiveValue(contents, ['labelNoise', 'kind']) === 'selfTrained'
          ? 'ε self-trained'
          : quantity(contents, ['labelNoise', 'rate'], 'ε'),
        ...verifierParts(contents),
      ];
    case 'classifier':
      return [
        word(effectiveValue(contents, ['classifier', 'loss'])).toLowerCase(),
        quantity(contents, ['classifier', 'ridge']),
      ];
    case 'sweep':
      return sweepParts(contents);
    case 'series': {
      const labels = seriesOf(contents).map((entry) => entry.label);
      return labels.length === 0 ? ['one curve'] : labels;
    }
    case 'simulation': {
      const repetitions = effectiveValue(contents, ['simulation', 'repetitions']);
      if (repetitions === 0) return ['theory only'];
      const times = typeof repetitions === 'number' ? `${formatCount(repetitions)} ×` : '';
      return [times, quantity(contents, ['simulation', 'seed'], 'seed')];
    }
  }
}

function sizeParts(contents: unknown): string[] {
  switch (sizeMode(contents)) {
    case 'proportion':
      return [quantity(contents, ['realSamples']), quantity(contents, ['syntheticProportion'], 'proportion')];
    case 'count':
      return [quantity(contents, ['realSamples']), quantity(contents, ['syntheticSamples'])];
    case 'budget':
      return [
        quantity(contents, ['totalSamples']),
        quantity(contents, ['syntheticProportion'], 'proportion'),
      ];
  }
}

function generatorParts(contents: unknown): string[] {
  const preset = generatorPreset(contents);
  const label = generatorPresets.find(({ value }) => value === preset)?.label.toLowerCase() ?? '';
  if (preset === 'shifted') {
    const fields = ['alignment', 'orthogonalShift', 'covarianceScale'];
    return [label, ...fields.map((field) => quantity(contents, ['generator', field]))];
  }
  const fitted = preset === 'other' || preset === 'training';
  return [label, fitted ? quantity(contents, ['generator', 'samples']) : ''];
}

function verifierParts(contents: unknown): string[] {
  const varied = variationOf(contents, ['verifier']);
  if (varied?.overridden === true) return [`verifier ${varied.text === '' ? 'varies' : varied.text}`];
  const preset = verifierPreset(valueAt(contents, ['verifier']));
  if (preset === 'oracle' || preset === 'none') {
    const label = verifierPresets.find(({ value }) => value === preset)?.label.toLowerCase() ?? '';
    return [preset === 'none' ? 'no verifier' : label];
  }
  return [quantity(contents, ['verifier', 'keepCorrect']), quantity(contents, ['verifier', 'keepIncorrect'])];
}

function sweepParts(contents: unknown): string[] {
  const parameter = valueAt(contents, ['sweep', 'parameter']);
  if (typeof parameter !== 'string') return ['off: a single point'];
  const values = valueAt(contents, ['sweep', 'values']);
  const points: unknown = Array.isArray(values) ? values.length : valueAt(contents, ['sweep', 'points']);
  const count = typeof points === 'number' ? `${formatCount(points)} points` : '';
  return [quantity(contents, parameter.split('.')), count];
}

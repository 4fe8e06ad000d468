import { schemaAt, valueAt } from '../../src/experiment/paths';
import { formatCount, formatForEditing, formatShort } from '../numbers';
import { inWords } from '../words';
import { chartKind } from './chartKinds';
import { effectiveValue } from './fields';
import { optimisedEntries } from './optimise';
import {
  featuresPresets,
  generatorPreset,
  generatorPresets,
  isVerifierKind,
  verifierPreset,
  verifierPresets,
} from './presets';
import { fieldName, seriesOf } from './series';
import { sizeMode } from './sizes';
import { sweepDrafts, sweepLength } from './sweep';
import { sweptValues, variationOf } from './varying';

/** Sections of the form, in their order. */
export type SectionId =
  | 'data'
  | 'sizes'
  | 'generator'
  | 'labels'
  | 'classifier'
  | 'sweep'
  | 'series'
  | 'theory'
  | 'simulation'
  | 'chart';

/** "p 200": a quantity with its value, or with the values that a sweep or the series give it. */
function quantity(contents: unknown, path: readonly string[], name?: string): string {
  const symbol = name ?? fieldName(contents, path.join('.'));
  const variation = variationOf(contents, path);
  if (variation?.overridden === true) return `${symbol} ${variation.text === '' ? 'varies' : variation.text}`;
  const value = effectiveValue(contents, path);
  if (typeof value === 'number') return `${symbol} ${formatShort(value)}`;
  return value === undefined ? '' : `${symbol} ${formatForEditing(value)}`;
}

/** A quantity that most experiments leave at its default; empty where it is. */
function unlessUsual(contents: unknown, path: readonly string[], name?: string): string {
  const usual: unknown = schemaAt(path, contents)?.default;
  const isUsual = effectiveValue(contents, path) === usual && variationOf(contents, path) === null;
  return isUsual ? '' : quantity(contents, path, name);
}

/** A field whose values are words: its value, or those that the series give it. */
function named(contents: unknown, path: readonly string[]): string {
  const varied = variationOf(contents, path);
  if (varied?.overridden === true) return varied.text;
  const value = effectiveValue(contents, path);
  return typeof value === 'string' ? inWords(value, path.at(-2)).toLowerCase() : '';
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
        unlessUsual(contents, ['data', 'classes']),
        unlessUsual(contents, ['data', 'positiveShare'], 'share of +1'),
        named(contents, ['data', 'covariance', 'kind']),
        featuresPart(contents),
      ];
    case 'sizes':
      return sizeParts(contents);
    case 'generator':
      return generatorParts(contents);
    case 'labels':
      return [...labelParts(contents), ...verifierParts(contents)];
    case 'classifier':
      return [named(contents, ['classifier', 'loss']), quantity(contents, ['classifier', 'ridge'])];
    case 'sweep':
      return sweepParts(contents);
    case 'series': {
      const labels = seriesOf(contents).map((entry) => entry.label);
      return labels.length === 0 ? ['one curve'] : labels;
    }
    case 'theory':
      return theoryParts(contents);
    case 'simulation': {
      const repetitions = effectiveValue(contents, ['simulation', 'repetitions']);
      if (repetitions === 0) return ['theory only'];
      const times = typeof repetitions === 'number' ? `${formatCount(repetitions)} ×` : '';
      const target = effectiveValue(contents, ['simulation', 'targetStandardError']);
      if (typeof target === 'number')
        return [`to ± ${formatShort(target)}`, quantity(contents, ['simulation', 'seed'], 'seed')];
      return [times, quantity(contents, ['simulation', 'seed'], 'seed')];
    }
    case 'chart':
      return chartParts(contents);
  }
}

/** The law of features that are not Gaussian. */
function featuresPart(contents: unknown): string {
  const path = ['data', 'features'];
  const varied = variationOf(contents, path);
  if (varied?.overridden === true) return varied.text === '' ? 'features vary' : varied.text;
  const given = effectiveValue(contents, path);
  const law = valueAt(given, ['kind']) ?? given;
  if (law === 'gaussian') return '';
  const label = featuresPresets.find(({ value }) => value === law)?.label ?? '';
  return law === 'studentT' ? `${label}, ${quantity(contents, [...path, 'degreesOfFreedom'])}` : label;
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
  if (!fitted) return [label];
  return [
    label,
    quantity(contents, ['generator', 'samples']),
    unlessUsual(contents, ['generator', 'generations']),
    ...['covariance', 'retraining', 'retrainingLabels'].map((field) => unlessUsualWord(contents, field)),
  ];
}

/** A word of the generator where it is not what most experiments have. */
function unlessUsualWord(contents: unknown, field: string): string {
  const path = ['generator', field];
  const varied = variationOf(contents, path);
  if (varied?.overridden === true) return varied.text;
  const value = effectiveValue(contents, path);
  if (typeof value !== 'string' || value === schemaAt(path, contents)?.default) return '';
  return lowerFirst(inWords(value, field));
}

function labelParts(contents: unknown): string[] {
  switch (effectiveValue(contents, ['labelNoise', 'kind'])) {
    case 'selfTrained':
      return ['ε self-trained'];
    case 'linear':
      return [quantity(contents, ['labelNoise', 'alignment'])];
    default:
      return [quantity(contents, ['labelNoise', 'rate'], 'ε')];
  }
}

function verifierParts(contents: unknown): string[] {
  const varied = variationOf(contents, ['verifier']);
  if (varied?.overridden === true) return [`verifier ${varied.text === '' ? 'varies' : varied.text}`];
  const preset = verifierPreset(valueAt(contents, ['verifier']));
  if (preset === 'oracle' || preset === 'none') {
    const label = verifierPresets.find(({ value }) => value === preset)?.label.toLowerCase() ?? '';
    return [preset === 'none' ? 'no verifier' : label];
  }
  const fields = {
    threshold: ['separation', 'threshold'],
    linear: ['alignment', 'correlation'],
    mahalanobis: ['keep'],
    discriminator: ['keep'],
    other: ['keepCorrect', 'keepIncorrect'],
  };
  const shown = fields[isVerifierKind(preset) ? preset : 'other'];
  return shown.map((field) => quantity(contents, ['verifier', field]));
}

function sweepParts(contents: unknown): string[] {
  const sweeps = sweepDrafts(contents);
  if (sweeps.length === 0) return ['off: a single point'];
  const lengths = sweeps.flatMap(({ sweep }) => sweepLength(sweep) ?? []).map(formatCount);
  const points = lengths.length === 1 ? `${lengths[0]!} points` : lengths.join(' × ');
  return [
    ...sweeps.map(({ sweep, parameter }) =>
      parameter === undefined ? '' : `${fieldName(contents, parameter)} ${sweptValues(sweep)}`.trim(),
    ),
    points,
  ];
}

function theoryParts(contents: unknown): string[] {
  const best = optimisedEntries(contents).flatMap((entry) => {
    const parameter = valueAt(entry, ['parameter']);
    return typeof parameter === 'string' ? fieldName(contents, parameter) : [];
  });
  return [
    words(effectiveValue(contents, ['theory', 'variants']), 'variants'),
    best.length === 0 ? '' : `best ${best.join(' and ')}`,
  ];
}

function chartParts(contents: unknown): string[] {
  const kind = chartKind(contents);
  if (kind === undefined) return [];
  const sweeps = sweepDrafts(contents).length;
  if (kind !== 'curves') return [inWords(kind, 'kind').toLowerCase()];
  if (sweeps > 1) return ['heat map'];
  return ['curves', words(effectiveValue(contents, ['chart', 'references']), 'references')];
}

/** A list of words of the file in one: "exact, as published". */
function words(list: unknown, field: string): string {
  if (!Array.isArray(list)) return '';
  const known = (list as unknown[]).filter((value) => typeof value === 'string');
  return known.map((value) => (value === 'bayes' ? 'Bayes' : lowerFirst(inWords(value, field)))).join(', ');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

import { html } from 'lit';
import { valueAt } from '../../src/experiment/paths';
import type { FormContext } from './context';
import { objectRows, type FieldOptions } from './fieldRow';
import { effectiveValue } from './fields';
import {
  generatorFor,
  generatorPreset,
  generatorPresets,
  independentRows,
  type GeneratorPreset,
} from './presets';
import { presentKind, withPresent } from './options';
import { row } from './row';
import type { Section } from './section';
import { variationOf } from './varying';

/** How synthetic features are made. */
export function generatorSection(context: FormContext): Section {
  const { contents } = context;
  const preset = generatorPreset(contents);
  const present = presentKind(
    effectiveValue(contents, ['generator', 'kind']),
    valueAt(contents, ['generator']),
  );
  const choose = (chosen: GeneratorPreset) =>
    context.edit([{ path: ['generator'], value: generatorFor(contents, chosen) }]);
  const presetRow = row(context, {
    path: ['generator'],
    label: 'Generator',
    control: (described) =>
      html`<resolvent-dropdown
        class="wide"
        .value=${preset ?? present.value}
        .options=${preset === undefined ? withPresent(generatorPresets, present) : generatorPresets}
        .name=${'Generator'}
        .disabled=${context.disabled}
        .described=${described}
        @choice=${(event: CustomEvent<GeneratorPreset>) => choose(event.detail)}
      ></resolvent-dropdown>`,
  });
  const generations = effectiveValue(contents, ['generator', 'generations']);
  const real = effectiveValue(contents, ['realSamples']);
  const isRefitted =
    (typeof generations === 'number' && generations > 1) ||
    variationOf(contents, ['generator', 'generations']) !== null;
  const unlessSet = (field: string): Record<string, 'hidden'> => {
    const path = ['generator', field];
    const isSet = valueAt(contents, path) !== undefined || variationOf(contents, path) !== null;
    return isSet ? {} : { [field]: 'hidden' };
  };
  const classes = effectiveValue(contents, ['data', 'classes']);
  const options: Record<string, FieldOptions | 'hidden'> = {
    // What there is to say of a refit, and of two classes only.
    ...(isRefitted ? {} : { ...unlessSet('retraining'), ...unlessSet('retrainingLabels') }),
    ...(classes === 2 ? {} : unlessSet('covariance')),
    // The preset says which rows.
    source: 'hidden',
    samples: typeof real === 'number' ? { placeholder: `n = ${real}`, fallback: real } : { placeholder: 'n' },
    generations: {
      // The rows that a later generation is fitted on are drawn, so none of them is a training row.
      alongWith: (value) => (typeof value === 'number' && value > 1 ? independentRows(contents) : []),
      ...(typeof generations === 'number' && generations > 1
        ? { meaning: 'From the second on, each generation is fitted on n̂ rows drawn from the one before.' }
        : {}),
    },
    // A generator fitted on the training rows always estimates its mean from them.
    ...(preset === 'training' && effectiveValue(contents, ['generator', 'meanError']) === true
      ? { meanError: 'hidden' as const }
      : {}),
  };
  return {
    id: 'generator',
    title: 'Generator',
    rows: [presetRow, ...objectRows(context, ['generator'], options)],
  };
}

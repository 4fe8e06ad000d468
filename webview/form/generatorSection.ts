import { html } from 'lit';
import type { FormContext } from './context';
import { objectRows, type FieldOptions } from './fieldRow';
import { effectiveValue } from './fields';
import { generatorFor, generatorPreset, generatorPresets, type GeneratorPreset } from './presets';
import { row } from './row';
import type { Section } from './section';

/** How synthetic features are made. */
export function generatorSection(context: FormContext): Section {
  const { contents } = context;
  const preset = generatorPreset(contents);
  const choose = (chosen: GeneratorPreset) =>
    context.edit([{ path: ['generator'], value: generatorFor(contents, chosen) }]);
  const presetRow = row(context, {
    path: ['generator'],
    label: 'Generator',
    control: (described) =>
      html`<resolvent-dropdown
        class="wide"
        .value=${preset ?? ''}
        .options=${generatorPresets}
        .name=${'Generator'}
        .disabled=${context.disabled}
        .described=${described}
        @choice=${(event: CustomEvent<GeneratorPreset>) => choose(event.detail)}
      ></resolvent-dropdown>`,
  });
  const real = effectiveValue(contents, ['realSamples']);
  const options: Record<string, FieldOptions | 'hidden'> = {
    // The preset says which rows.
    source: 'hidden',
    samples: typeof real === 'number' ? { placeholder: `n = ${real}`, fallback: real } : { placeholder: 'n' },
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

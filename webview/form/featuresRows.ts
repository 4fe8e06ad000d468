import { html } from 'lit';
import { valueAt } from '../../src/experiment/paths';
import { isObject } from '../../src/experiment/structure';
import type { FormContext } from './context';
import { fieldRow } from './fieldRow';
import { effectiveValue } from './fields';
import { presentKind, withPresent } from './options';
import { featuresFor, featuresPresets } from './presets';
import { row, type Row } from './row';
import { variationOf } from './varying';

const path = ['data', 'features'];

/** The law of the features: a word, or an object where the law has a number of its own. */
export function featuresRows(context: FormContext): Row[] {
  const { contents } = context;
  const given = effectiveValue(contents, path);
  // Several classes have Gaussian features.
  const classes = effectiveValue(contents, ['data', 'classes']);
  const isUsual = valueAt(contents, path) === undefined && variationOf(contents, path) === null;
  if (typeof classes === 'number' && classes > 2 && isUsual) return [];
  const kind = isObject(given) ? given['kind'] : given;
  const present = presentKind(kind, given);
  const chosen = row(context, {
    path,
    symbol: 'z',
    label: 'Features',
    control: (described) =>
      html`<resolvent-dropdown
        class="wide"
        .value=${present.value}
        .options=${withPresent(featuresPresets, present)}
        .name=${'Features'}
        .disabled=${context.disabled}
        .described=${described}
        @choice=${(event: CustomEvent<string>) => context.edit([{ path, value: featuresFor(event.detail) }])}
      ></resolvent-dropdown>`,
  });
  return [chosen, ...fieldRow(context, [...path, 'degreesOfFreedom'])];
}

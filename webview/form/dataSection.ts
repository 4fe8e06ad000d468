import { html } from 'lit';
import { valueAt } from '../../src/experiment/paths';
import { keptOpen, type FormContext } from './context';
import { objectRows, type FieldOptions } from './fieldRow';
import { featuresRows } from './featuresRows';
import { effectiveValue } from './fields';
import { row, type Row } from './row';
import type { Section } from './section';
import { variationOf } from './varying';

/** Where the real data come from. */
export function dataSection(context: FormContext): Section {
  const { contents } = context;
  // With C = I every direction is alike, and the mean's says nothing.
  const isotropic = effectiveValue(contents, ['data', 'covariance', 'kind']) === 'identity';
  const usualShare = !saysSomething(context) && !context.isExpanded('positiveShare');
  const options: Record<string, FieldOptions | 'hidden'> = {
    features: 'hidden',
    ...(isotropic && valueAt(contents, ['data', 'meanDirection']) === undefined
      ? { meanDirection: 'hidden' }
      : {}),
    ...(usualShare ? { positiveShare: 'hidden' } : {}),
  };
  // Of several classes all are equally frequent.
  const twoClasses = effectiveValue(contents, ['data', 'classes']) === 2;
  return {
    id: 'data',
    title: 'Data',
    rows: [
      ...objectRows(keptOpen(context, 'positiveShare'), ['data'], options),
      ...featuresRows(context),
      ...(usualShare && twoClasses ? [moreRow(context)] : []),
    ],
  };
}

/** Whether the classes are not equally frequent. */
function saysSomething({ contents }: FormContext): boolean {
  const path = ['data', 'positiveShare'];
  return effectiveValue(contents, path) !== 0.5 || variationOf(contents, path) !== null;
}

function moreRow(context: FormContext): Row {
  const open = () => {
    context.expand('positiveShare');
    context.reveal(['data', 'positiveShare']);
  };
  return row(context, {
    path: ['#more'],
    label: '',
    control: () =>
      html`<button class="link-button more" ?disabled=${context.disabled} @click=${open}>
        Classes of different frequency …
      </button>`,
  });
}

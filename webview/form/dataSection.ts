import { valueAt } from '../../src/experiment/paths';
import type { FormContext } from './context';
import { objectRows } from './fieldRow';
import { effectiveValue } from './fields';
import type { Section } from './section';

/** Where the real data come from. */
export function dataSection(context: FormContext): Section {
  const { contents } = context;
  // With C = I every direction is alike, and the mean's says nothing.
  const isotropic = effectiveValue(contents, ['data', 'covariance', 'kind']) === 'identity';
  const hidden = isotropic && valueAt(contents, ['data', 'meanDirection']) === undefined;
  return {
    id: 'data',
    title: 'Data',
    rows: objectRows(context, ['data'], hidden ? { meanDirection: 'hidden' } : {}),
  };
}

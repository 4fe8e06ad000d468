import { schemaAt } from '../../src/experiment/paths';
import type { FormContext } from './context';
import { objectRows } from './fieldRow';
import { choicesOf, effectiveValue } from './fields';
import type { Section } from './section';

/** What is trained. */
export function classifierSection(context: FormContext): Section {
  const path = ['classifier', 'loss'];
  const node = schemaAt(path, context.contents);
  const loss = effectiveValue(context.contents, path);
  const meaning = node && choicesOf(node).find(({ value }) => value === loss)?.description;
  return {
    id: 'classifier',
    title: 'Classifier',
    rows: objectRows(context, ['classifier'], meaning === undefined ? {} : { loss: { meaning } }),
  };
}

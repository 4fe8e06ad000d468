import { html } from 'lit';
import { valueAt } from '../../src/experiment/paths';
import { keptOpen, type FormContext } from './context';
import { fieldRow } from './fieldRow';
import { row, type Row } from './row';

/** What the experiment is about: a text of several lines, or the way to one. */
export function descriptionRow(context: FormContext): Row[] {
  const path = ['description'];
  const present = valueAt(context.contents, path);
  if ((present !== undefined && present !== '') || context.isExpanded('description')) {
    return fieldRow(keptOpen(context, 'description'), path, { multiline: true });
  }
  const open = () => {
    context.expand('description');
    context.reveal(path);
  };
  return [
    row(context, {
      path,
      label: '',
      control: () =>
        html`<button class="link-button more" ?disabled=${context.disabled} @click=${open}>
          Add a description …
        </button>`,
    }),
  ];
}

import { html } from 'lit';
import type { Path } from '../../src/experiment/problem';
import { schemaAt } from '../../src/experiment/paths';
import { inWords } from '../words';
import type { FormContext } from './context';
import { choicesOf, effectiveValue, listItems } from './fields';
import { row, type Row } from './row';

export interface ChecklistOptions {
  /** Entries that are not offered, unless the file has them. */
  readonly hidden?: readonly string[];
  /** Entries that stay: where the file has them, they cannot be taken away. */
  readonly fixed?: readonly string[];
  /** Whether each entry's meaning stands beneath it rather than in its hover card. */
  readonly meanings?: boolean;
}

/** The rows of a list of words, one to tick for each word that the schema knows. The first is the list's own row. */
export function checklistRows(context: FormContext, path: Path, options: ChecklistOptions = {}): Row[] {
  const { contents, disabled } = context;
  const { hidden = [], fixed = [], meanings = false } = options;
  const choices = choicesOf(listItems(schemaAt(path, contents)!));
  const given = effectiveValue(contents, path);
  const chosen: readonly unknown[] = Array.isArray(given) ? (given as unknown[]) : [];
  const offered = choices.filter(({ value }) => !hidden.includes(value) || chosen.includes(value));
  return offered.map(({ value, description }, index) => {
    const checked = chosen.includes(value);
    const label = inWords(value, String(path.at(-1)));
    // In the schema's order, whatever the order of the clicks.
    const toggle = (on: boolean) =>
      choices.map((choice) => choice.value).filter((each) => (each === value ? on : chosen.includes(each)));
    return row(context, {
      path: index === 0 ? path : [`#${path.join('.')}`, value],
      label,
      help: description,
      meaning: meanings ? description : undefined,
      control: () =>
        html`<resolvent-checkbox
          class="wide"
          .checked=${checked}
          .name=${label}
          .disabled=${disabled || (checked && fixed.includes(value))}
          @toggle-value=${(event: CustomEvent<boolean>) => context.edit([{ path, value: toggle(event.detail) }])}
        ></resolvent-checkbox>`,
    });
  });
}

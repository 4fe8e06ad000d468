import { html } from 'lit';
import type { RadioGroup } from '../toolkit';
import type { FormContext } from './context';
import { derivedSpan } from './derivedValues';
import { fieldRow } from './fieldRow';
import { row, type Row } from './row';
import type { Section } from './section';
import { sizeMode, switchSizeMode, type SizeMode } from './sizes';

const modes: readonly { readonly value: SizeMode; readonly label: string }[] = [
  { value: 'proportion', label: 'Proportion' },
  { value: 'count', label: 'Count' },
  { value: 'budget', label: 'Budget' },
];

const help =
  'How the number of synthetic rows is given: as a proportion of n + m with n fixed, as a count m, or as a share of a fixed budget n + m.';

/** n and m, in the way in which the file gives them. */
export function sizesSection(context: FormContext): Section {
  const mode = sizeMode(context.contents);
  const real = derivedSpan(context.results, 'realSamples');
  const synthetic = derivedSpan(context.results, 'syntheticSamples');
  const required = { required: true } as const;
  const rows: Readonly<Record<SizeMode, readonly Row[]>> = {
    proportion: [
      ...fieldRow(context, ['realSamples'], required),
      modeRow(context, mode),
      ...fieldRow(context, ['syntheticProportion'], { ...required, derived: `m = ${synthetic}` }),
    ],
    count: [
      ...fieldRow(context, ['realSamples'], required),
      modeRow(context, mode),
      ...fieldRow(context, ['syntheticSamples'], required),
    ],
    budget: [
      ...fieldRow(context, ['totalSamples'], required),
      modeRow(context, mode),
      ...fieldRow(context, ['syntheticProportion'], {
        ...required,
        derived: `n = ${real}, m = ${synthetic}`,
      }),
    ],
  };
  return { id: 'sizes', title: 'Sizes', rows: rows[mode] };
}

/** The row of a choice that no field of the file stands for has a path of its own that no problem has. */
function modeRow(context: FormContext, mode: SizeMode): Row {
  const choose = (event: Event) => {
    const chosen = (event.currentTarget as RadioGroup).value as SizeMode;
    if (chosen !== mode) context.edit(switchSizeMode(context.contents, chosen));
  };
  return row(context, {
    path: ['#sizeMode'],
    symbol: 'm',
    label: 'Given as',
    help,
    control: () =>
      html`<vscode-radio-group
        class="wide modes"
        aria-label="Synthetic rows as"
        .value=${mode}
        ?disabled=${context.disabled}
        @change=${choose}
      >
        ${modes.map(({ value, label }) => html`<vscode-radio value=${value}>${label}</vscode-radio>`)}
      </vscode-radio-group>`,
  });
}

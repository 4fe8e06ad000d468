import { html } from 'lit';
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
  const proportion = { required: true, label: 'Proportion' } as const;
  const rows: Readonly<Record<SizeMode, readonly Row[]>> = {
    proportion: [
      ...fieldRow(context, ['realSamples'], required),
      modeRow(context, mode),
      ...fieldRow(context, ['syntheticProportion'], { ...proportion, derived: `m = ${synthetic}` }),
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
  const choose = (chosen: SizeMode) => context.edit(switchSizeMode(context.contents, chosen));
  return row(context, {
    path: ['#sizeMode'],
    symbol: 'm',
    label: 'Given as',
    help,
    control: () =>
      html`<resolvent-radios
        class="modes"
        .value=${mode}
        .options=${modes}
        .name=${'Synthetic rows given as'}
        .disabled=${context.disabled}
        @choice=${(event: CustomEvent<SizeMode>) => choose(event.detail)}
      ></resolvent-radios>`,
  });
}

import { html } from 'lit';
import { parsePath, schemaAt, valueAt } from '../../src/experiment/paths';
import { isObject } from '../../src/experiment/structure';
import { checklistRows } from './checklist';
import type { FormContext } from './context';
import type { DropdownOption } from './dropdown';
import { fieldRow } from './fieldRow';
import { numberRange } from './fields';
import { nextToOptimise, optimiseOver, optimisedEntries } from './optimise';
import { row, type Row } from './row';
import type { Section } from './section';
import { parameterOptions } from './sweepSection';
import { seriesOf } from './series';

/** Which theories are drawn, and which best values are sought. */
export function theorySection(context: FormContext): Section {
  const entries = optimisedEntries(context.contents).slice(0, 2);
  return {
    id: 'theory',
    title: 'Theory',
    rows: [
      ...checklistRows(context, ['theory', 'variants'], {
        fixed: ['exact'],
        hidden: looksAtSamples(context.contents) ? [] : ['independentNoise'],
        meanings: true,
      }),
      optimiseRow(context, entries.length),
      ...entries.flatMap((entry, index) => optimiseRows(context, entry, index, entries)),
    ],
  };
}

/** Whether labels or verifier are linear, in the experiment or in one of its series. */
function looksAtSamples(contents: unknown): boolean {
  const isLinear = (value: unknown) => valueAt(value, ['kind']) === 'linear';
  const fields = ['labelNoise', 'verifier'];
  return (
    fields.some((field) => isLinear(valueAt(contents, [field]))) ||
    seriesOf(contents).some(({ set }) =>
      fields.some((field) => isLinear(set[field]) || set[`${field}.kind`] === 'linear'),
    )
  );
}

const counts: readonly DropdownOption[] = [
  { value: '0', label: 'Nothing' },
  { value: '1', label: 'One' },
  { value: '2', label: 'Two' },
];

function optimiseRow(context: FormContext, count: number): Row {
  const path = ['theory', 'optimise'];
  const choose = (chosen: string) => {
    const wanted = Number(chosen);
    if (wanted === 0) {
      context.edit([withoutOptimise(context.contents)]);
      return;
    }
    const present = optimisedEntries(context.contents).slice(0, wanted);
    while (present.length < wanted) {
      const parameter = nextToOptimise(context, present);
      present.push(optimiseOver(context.contents, parameter));
    }
    const added = wanted === 2 && count === 1;
    context.edit([added ? { path: [...path, 1], value: present[1] } : { path, value: present }]);
  };
  return row(context, {
    path,
    label: 'Find the best',
    meaning:
      count === 0
        ? undefined
        : 'For every series: the values with the highest accuracy, by the exact theory. They stand among the findings.',
    control: () =>
      html`<resolvent-radios
        class="modes"
        .value=${String(count)}
        .options=${counts}
        .name=${'Number of quantities to optimise'}
        .disabled=${context.disabled}
        @choice=${(event: CustomEvent<string>) => choose(event.detail)}
      ></resolvent-radios>`,
  });
}

/** The change that leaves nothing to optimise: an empty section goes with it. */
function withoutOptimise(contents: unknown) {
  const theory = valueAt(contents, ['theory']);
  const alone = isObject(theory) && Object.keys(theory).length === 1;
  return { path: alone ? ['theory'] : ['theory', 'optimise'], value: undefined };
}

function optimiseRows(
  context: FormContext,
  entry: unknown,
  index: number,
  entries: readonly unknown[],
): Row[] {
  const { contents } = context;
  const at = ['theory', 'optimise', index];
  const parameterOf = (value: unknown) => {
    const parameter = valueAt(value, ['parameter']);
    return typeof parameter === 'string' ? parameter : '';
  };
  const parameter = parameterOf(entry);
  const taken = entries.map(parameterOf).filter((other) => other !== parameter);
  const node = schemaAt(parsePath(parameter), contents);
  const ends = node === undefined ? {} : { range: { ...numberRange(node) } };
  const options = parameterOptions(context, parameter === '' ? [] : [parameter]).filter(
    ({ value }) => !taken.includes(value),
  );
  return [
    row(context, {
      path: [...at, 'parameter'],
      label: entries.length === 1 ? 'Quantity' : index === 0 ? 'First' : 'Second',
      control: (described) =>
        html`<resolvent-dropdown
          class="roomy"
          .value=${parameter}
          .options=${options}
          .name=${'Quantity to optimise'}
          .disabled=${context.disabled}
          .described=${described}
          @choice=${(event: CustomEvent<string>) =>
            context.edit([{ path: at, value: optimiseOver(contents, event.detail) }])}
        ></resolvent-dropdown>`,
    }),
    ...fieldRow(context, [...at, 'from'], ends),
    ...fieldRow(context, [...at, 'to'], ends),
    ...fieldRow(context, [...at, 'scale']),
  ];
}

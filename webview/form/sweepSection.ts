import { html, nothing, type TemplateResult } from 'lit';
import { parsePath, schemaAt, valueAt } from '../../src/experiment/paths';
import { symbolText } from '../../src/experiment/symbolText';
import { formatCount } from '../numbers';
import type { FormContext } from './context';
import type { DropdownOption } from './dropdown';
import { fieldRow } from './fieldRow';
import { effectiveValue, numberRange } from './fields';
import { presentWord, withPresent } from './options';
import { row, type Row } from './row';
import type { Section } from './section';
import { seriesOf } from './series';
import {
  sweepDrafts,
  sweepForm,
  sweepLength,
  switchSweepForm,
  type SweepDraft,
  type SweepForm,
} from './sweep';
import { changeSweepCount, chooseParameter, excludeEachOther, writeSweeps } from './sweepChanges';

const sweepForms: readonly { readonly value: SweepForm; readonly label: string }[] = [
  { value: 'range', label: 'Range' },
  { value: 'list', label: 'List' },
];

const counts: readonly DropdownOption[] = [
  { value: '0', label: 'Nothing' },
  { value: '1', label: 'One' },
  { value: '2', label: 'Two' },
];

/** The quantities on the axes. */
export function sweepSection(context: FormContext): Section {
  const drafts = sweepDrafts(context.contents).slice(0, 2);
  return {
    id: 'sweep',
    title: 'Sweep',
    rows: [
      countRow(context, drafts),
      ...drafts.flatMap((draft, index) => [
        ...(drafts.length === 2 ? [axisRow(context, draft, index, drafts)] : []),
        ...sweepRows(context, draft, drafts),
      ]),
      ...costRow(context, drafts),
    ],
  };
}

/** How many quantities vary. The row of the sweep as a whole, unless one of several rows below is more exact. */
function countRow(context: FormContext, drafts: readonly SweepDraft[]): Row {
  const choose = (chosen: string) => {
    const count = Number(chosen) as 0 | 1 | 2;
    if (count < drafts.length) context.rememberSweep(drafts.map(({ sweep }) => sweep));
    context.edit(changeSweepCount(context, count));
  };
  return row(context, {
    path: ['sweep'],
    label: 'Vary',
    control: () =>
      html`<resolvent-radios
        class="modes"
        .value=${String(drafts.length)}
        .options=${counts}
        .name=${'Number of quantities that vary'}
        .disabled=${context.disabled}
        @choice=${(event: CustomEvent<string>) => choose(event.detail)}
      ></resolvent-radios>`,
  });
}

/** Heads the rows of one axis of a heat map. */
function axisRow(
  context: FormContext,
  { at }: SweepDraft,
  index: number,
  drafts: readonly SweepDraft[],
): Row {
  const swap = () => {
    const swapped = [...drafts].reverse().map(({ sweep }) => sweep);
    context.edit(writeSweeps(context.contents, swapped));
  };
  return row(context, {
    path: at,
    label: index === 0 ? 'Horizontal axis' : 'Vertical axis',
    heading: true,
    control: () =>
      index === 0
        ? html`${nothing}`
        : html`<button class="link-button swap" ?disabled=${context.disabled} @click=${swap}>
            <i class="codicon codicon-arrow-swap" aria-hidden="true"></i>Swap axes
          </button>`,
  });
}

function sweepRows(context: FormContext, draft: SweepDraft, drafts: readonly SweepDraft[]): Row[] {
  const { contents } = context;
  const { at, parameter } = draft;
  const form = sweepForm(draft.sweep);
  const swept = parameter === undefined ? undefined : schemaAt(parsePath(parameter), contents);
  // The ends step as the swept field does.
  const range = swept === undefined ? {} : { range: { ...numberRange(swept) } };
  const on = drafts.length === 2 ? (drafts[0] === draft ? ', horizontal axis' : ', vertical axis') : '';
  const values: readonly Row[] =
    form === 'list'
      ? fieldRow(context, [...at, 'values'], { name: `Values${on}` })
      : [
          ...fieldRow(context, [...at, 'from'], { ...range, name: `From${on}` }),
          ...fieldRow(context, [...at, 'to'], { ...range, name: `To${on}` }),
          ...fieldRow(context, [...at, 'points'], { name: `Points${on}` }),
          ...fieldRow(context, [...at, 'scale'], { name: `Spacing${on}` }),
        ];
  return [parameterRow(context, draft, drafts, on), formRow(context, draft, form, on), ...values];
}

function parameterRow(
  context: FormContext,
  draft: SweepDraft,
  drafts: readonly SweepDraft[],
  on: string,
): Row {
  const { at, parameter = '' } = draft;
  const others = drafts.flatMap((other) => (other === draft ? [] : (other.parameter ?? [])));
  const present = presentWord(valueAt(draft.sweep, ['parameter']));
  const options = parameterOptions(context, parameter === '' ? [] : [parameter]).filter(
    ({ value }) => value === parameter || !others.some((other) => excludeEachOther(value, other)),
  );
  return row(context, {
    path: [...at, 'parameter'],
    label: 'Quantity',
    control: (described) =>
      html`<resolvent-dropdown
        class="roomy"
        .value=${present.value}
        .options=${withPresent(options, present)}
        .name=${`Quantity to vary${on}`}
        .disabled=${context.disabled}
        .described=${described}
        @choice=${(event: CustomEvent<string>) =>
          context.edit(chooseParameter(context.contents, draft, event.detail))}
      ></resolvent-dropdown>`,
  });
}

function formRow(context: FormContext, draft: SweepDraft, form: SweepForm, on: string): Row {
  const choose = (chosen: SweepForm) =>
    context.edit([{ path: draft.at, value: switchSweepForm(context.contents, draft, chosen) }]);
  return row(context, {
    path: ['#sweepForm', ...draft.at],
    label: 'Values as',
    help: 'Either two ends and a number of points between them, or a list of values of your own.',
    control: () =>
      html`<resolvent-radios
        class="modes"
        .value=${form}
        .options=${sweepForms}
        .name=${`Values as${on}`}
        .disabled=${context.disabled}
        @choice=${(event: CustomEvent<SweepForm>) => choose(event.detail)}
      ></resolvent-radios>`,
  });
}

/** Trainings beyond which one should know what one starts. */
const manyTrainings = 5000;

/** How many trainings the grid of a heat map asks for, and a way around them. */
function costRow(context: FormContext, drafts: readonly SweepDraft[]): Row[] {
  const [x, y] = drafts.map(({ sweep }) => sweepLength(sweep));
  if (x === undefined || y === undefined) return [];
  const { contents, disabled } = context;
  const series = Math.max(1, seriesOf(contents).length);
  const points = x * y * series;
  const given = effectiveValue(contents, ['simulation', 'repetitions']);
  const repetitions = typeof given === 'number' ? given : 0;
  const grid = `${formatCount(x)} × ${formatCount(y)}${series > 1 ? ` × ${formatCount(series)} series` : ''} = ${formatCount(points)} points`;
  const hasTarget = effectiveValue(contents, ['simulation', 'targetStandardError']) !== undefined;
  const theoryOnly = () =>
    context.edit([
      { path: ['simulation', 'repetitions'], value: 0 },
      // Without repetitions there is nothing to aim with.
      ...(hasTarget ? [{ path: ['simulation', 'targetStandardError'], value: undefined }] : []),
    ]);
  const trainings = points * repetitions;
  const warning: TemplateResult | typeof nothing =
    trainings <= manyTrainings
      ? nothing
      : html`<span class="cost-warning">
          <i class="codicon codicon-warning" aria-hidden="true"></i>
          <span
            >A run trains ${hasTarget ? 'at least ' : ''}${formatCount(trainings)} times.
            <button class="text-link" ?disabled=${disabled} @click=${theoryOnly}>Theory only</button></span
          >
        </span>`;
  return [
    row(context, {
      path: ['#grid'],
      label: 'Grid',
      help: 'The theory is computed at every point of the grid; a run trains every point as often as the section “Simulation” says.',
      control: () => html`<span class="cost"><span>${grid}</span>${warning}</span>`,
    }),
  ];
}

/** The fields that may vary, named as their rows are; `others` are listed too, such as a present choice. */
export function parameterOptions(
  { sweepable, contents }: Pick<FormContext, 'sweepable' | 'contents'>,
  others: readonly string[],
): DropdownOption[] {
  const parameters = [...new Set([...sweepable, ...others])];
  return parameters.map((value) => {
    const ui = schemaAt(parsePath(value), contents)?.ui;
    if (ui === undefined) return { value, label: value };
    return { value, label: ui.symbol === undefined ? ui.label : `${ui.label} ${symbolText(ui.symbol)}` };
  });
}

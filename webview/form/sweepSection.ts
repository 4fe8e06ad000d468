import { html } from 'lit';
import { parsePath, schemaAt, valueAt } from '../../src/experiment/paths';
import { isObject } from '../../src/experiment/structure';
import type { FormContext } from './context';
import type { DropdownOption } from './dropdown';
import { fieldRow } from './fieldRow';
import { numberRange } from './fields';
import { row, type Row } from './row';
import type { Section } from './section';
import { missingSizes } from './sizes';
import { sweepForm, sweepOver, switchSweepForm, type SweepForm } from './sweep';
import { symbolText } from './symbol';

const sweepForms: readonly { readonly value: SweepForm; readonly label: string }[] = [
  { value: 'range', label: 'Range' },
  { value: 'list', label: 'List' },
];

/** The quantity on the horizontal axis. */
export function sweepSection(context: FormContext): Section {
  const sweep = valueAt(context.contents, ['sweep']);
  const on = sweep !== undefined;
  return {
    id: 'sweep',
    title: 'Sweep',
    rows: [switchRow(context, on, sweep), ...(on ? sweepRows(context) : [])],
  };
}

function switchRow(context: FormContext, on: boolean, sweep: unknown): Row {
  const toggle = () => {
    if (on) {
      context.rememberSweep(sweep);
      context.edit([{ path: ['sweep'], value: undefined }, ...missingSizes(context.contents, undefined)]);
    } else {
      const first = context.sweepable.includes('syntheticProportion')
        ? 'syntheticProportion'
        : context.sweepable[0];
      const fresh = () => sweepOver(context.contents, first ?? 'syntheticProportion');
      context.edit([{ path: ['sweep'], value: isObject(context.lastSweep) ? context.lastSweep : fresh() }]);
    }
  };
  return row(context, {
    path: ['sweep'],
    label: 'Vary a quantity',
    control: () =>
      html`<resolvent-checkbox
        class="wide"
        .checked=${on}
        .name=${'Vary a quantity along the horizontal axis'}
        .disabled=${context.disabled}
        @toggle-value=${toggle}
      ></resolvent-checkbox>`,
  });
}

function sweepRows(context: FormContext): Row[] {
  const { contents } = context;
  const form = sweepForm(contents);
  const parameter = valueAt(contents, ['sweep', 'parameter']);
  const swept = typeof parameter === 'string' ? schemaAt(parsePath(parameter), contents) : undefined;
  // The ends step as the swept field does.
  const ends = swept === undefined ? {} : { range: { ...numberRange(swept) } };
  const values: readonly Row[] =
    form === 'list'
      ? fieldRow(context, ['sweep', 'values'])
      : [
          ...fieldRow(context, ['sweep', 'from'], ends),
          ...fieldRow(context, ['sweep', 'to'], ends),
          ...fieldRow(context, ['sweep', 'points']),
          ...fieldRow(context, ['sweep', 'scale']),
        ];
  return [parameterRow(context, parameter), formRow(context, form), ...values];
}

function parameterRow(context: FormContext, parameter: unknown): Row {
  const choose = (chosen: string) =>
    context.edit([
      { path: ['sweep'], value: sweepOver(context.contents, chosen) },
      ...missingSizes(context.contents, chosen),
    ]);
  return row(context, {
    path: ['sweep', 'parameter'],
    label: 'Quantity',
    control: (described) =>
      html`<resolvent-dropdown
        class="wide"
        .value=${typeof parameter === 'string' ? parameter : ''}
        .options=${parameterOptions(context, typeof parameter === 'string' ? [parameter] : [])}
        .name=${'Quantity to vary'}
        .disabled=${context.disabled}
        .described=${described}
        @choice=${(event: CustomEvent<string>) => choose(event.detail)}
      ></resolvent-dropdown>`,
  });
}

function formRow(context: FormContext, form: SweepForm): Row {
  const choose = (chosen: SweepForm) =>
    context.edit([{ path: ['sweep'], value: switchSweepForm(context.contents, chosen) }]);
  return row(context, {
    path: ['#sweepForm'],
    label: 'Values as',
    help: 'Either two ends and a number of points between them, or a list of values of your own.',
    control: () =>
      html`<resolvent-radios
        class="modes"
        .value=${form}
        .options=${sweepForms}
        .name=${'Values as'}
        .disabled=${context.disabled}
        @choice=${(event: CustomEvent<SweepForm>) => choose(event.detail)}
      ></resolvent-radios>`,
  });
}

/** The fields that may vary, named as their rows are; `others` are listed too, such as a present choice. */
export function parameterOptions(context: FormContext, others: readonly string[]): DropdownOption[] {
  const parameters = [...new Set([...context.sweepable, ...others])];
  return parameters.map((value) => {
    const ui = schemaAt(parsePath(value), context.contents)?.ui;
    if (ui === undefined) return { value, label: value };
    return { value, label: ui.symbol === undefined ? ui.label : `${ui.label} ${symbolText(ui.symbol)}` };
  });
}

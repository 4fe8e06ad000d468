import { html, nothing } from 'lit';
import { parsePath, schemaAt } from '../../src/experiment/paths';
import type { FormContext } from './context';
import {
  comparing,
  formatSetting,
  namedFields,
  parseSetting,
  seriesOf,
  startingValue,
  withNewSeries,
} from './series';
import type { SeriesDraft } from './series';
import type { DropdownOption } from './dropdown';
import { row, type Row } from './row';
import type { Section } from './section';
import { parameterOptions } from './sweepSection';
import type { Draft } from './draft';
import type { FieldValueEvent } from './fieldValueEvent';

/** The curves of the chart. */
export function seriesSection(context: FormContext): Section {
  const series = seriesOf(context.contents);
  return {
    id: 'series',
    title: 'Series',
    rows: [
      ...series.map((entry, index) => seriesRow(context, series, entry, index)),
      addRow(context, series),
    ],
  };
}

function options(context: FormContext, others: readonly string[]): DropdownOption[] {
  const named = namedFields.map((value) => ({
    value,
    label: schemaAt(parsePath(value), context.contents)?.ui?.label ?? value,
  }));
  const numeric = parameterOptions(context, others).filter(
    ({ value }) => !named.some((n) => n.value === value),
  );
  return [...named, ...numeric];
}

function seriesRow(
  context: FormContext,
  series: readonly SeriesDraft[],
  entry: SeriesDraft,
  index: number,
): Row {
  const path = ['series', index] as const;
  const { disabled } = context;
  // The last series is removed together with the list.
  const remove = () =>
    context.edit([series.length === 1 ? { path: ['series'], value: undefined } : { path, value: undefined }]);
  const settings = Object.entries(entry.set);
  const replaceSet = (entries: readonly (readonly [string, unknown])[]) =>
    context.edit([{ path: [...path, 'set'], value: Object.fromEntries(entries) }]);
  const addSetting = () => {
    const free = options(context, []).find(({ value }) => !(value in entry.set));
    if (free !== undefined)
      replaceSet([...settings, [free.value, startingValue(context.contents, free.value)]]);
  };
  const label = entry.label === '' ? `series ${index + 1}` : entry.label;
  return row(context, {
    path,
    label: '',
    control: (described) =>
      html`<div class="series" role="group" aria-label="Series ${label}">
        <div class="series-head">
          <resolvent-field
            class="series-label"
            .text=${entry.label}
            .name=${'Name of the series'}
            .disabled=${disabled}
            .described=${described}
            .parse=${(text: string): Draft =>
              text.trim() === ''
                ? { ok: false, sentence: 'A series needs a name.' }
                : { ok: true, value: text.trim() }}
            @field-value=${(event: FieldValueEvent<string>) =>
              context.edit([{ path: [...path, 'label'], value: event.value }])}
          ></resolvent-field>
          <button
            class="icon-button"
            ?disabled=${disabled}
            aria-label="Change another field in ${label}"
            title="Change another field"
            @click=${addSetting}
          >
            <i class="codicon codicon-add" aria-hidden="true"></i>
          </button>
          <button
            class="icon-button"
            ?disabled=${disabled}
            aria-label="Remove ${label}"
            title="Remove this series"
            @click=${remove}
          >
            <i class="codicon codicon-trash" aria-hidden="true"></i>
          </button>
        </div>
        ${settings.map(
          ([parameter, value], position) =>
            html`<div class="setting">
              <resolvent-dropdown
                .value=${parameter}
                .options=${options(context, Object.keys(entry.set))}
                .name=${`Field that ${label} changes`}
                .disabled=${disabled}
                @choice=${(event: CustomEvent<string>) =>
                  replaceSet(
                    settings.map((setting, i) =>
                      i === position
                        ? [event.detail, startingValue(context.contents, event.detail)]
                        : setting,
                    ),
                  )}
              ></resolvent-dropdown>
              <resolvent-field
                .text=${formatSetting(value)}
                .name=${`${parameter} in ${label}`}
                .disabled=${disabled}
                .parse=${(text: string) => parseSetting(context.contents, parameter, text)}
                @field-value=${(event: FieldValueEvent) =>
                  context.edit([{ path: [...path, 'set', parameter], value: event.value }])}
              ></resolvent-field>
              <button
                class="icon-button"
                ?disabled=${disabled}
                aria-label="Do not change ${parameter} in ${label}"
                title="Remove this change"
                @click=${() => replaceSet(settings.filter((_, i) => i !== position))}
              >
                <i class="codicon codicon-close" aria-hidden="true"></i>
              </button>
            </div>`,
        )}
      </div>`,
  });
}

function addRow(context: FormContext, series: readonly SeriesDraft[]): Row {
  const { disabled } = context;
  const add = () => context.edit([{ path: ['series'], value: withNewSeries(context.contents) }]);
  const compare = (parameter: string, values: readonly number[]) => {
    if (values.length > 0)
      context.edit([{ path: ['series'], value: comparing(context.contents, parameter, values) }]);
  };
  return row(context, {
    path: ['series'],
    label: '',
    control: () =>
      html`<div class="series-add">
        <button class="link-button" ?disabled=${disabled} @click=${add}>
          <i class="codicon codicon-add" aria-hidden="true"></i>Add series
        </button>
        ${
          series.length > 0
            ? nothing
            : html`<resolvent-comparison
                .options=${parameterOptions(context, [])}
                .disabled=${disabled}
                @comparison=${(event: CustomEvent<{ parameter: string; values: readonly number[] }>) =>
                  compare(event.detail.parameter, event.detail.values)}
              ></resolvent-comparison>`
        }
      </div>`,
  });
}

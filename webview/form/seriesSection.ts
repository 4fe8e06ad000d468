import { html, nothing } from 'lit';
import type { FormContext } from './context';
import type { Draft } from './draft';
import type { DropdownOption } from './dropdown';
import type { FieldValueEvent } from './fieldValueEvent';
import { row, type Row } from './row';
import type { Section } from './section';
import {
  comparing,
  namedValues,
  parseSetting,
  seriesOf,
  settableFields,
  startingValue,
  withNewSeries,
  withSettings,
} from './series';
import type { SeriesDraft } from './series';
import { parameterOptions } from './sweepSection';

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

/** The fields that a series may change, in an experiment with the changes that it makes already. */
function options(contents: unknown, others: readonly string[]): DropdownOption[] {
  const fields = settableFields(contents);
  return parameterOptions({ contents, sweepable: fields }, others);
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
  const changed = withSettings(context.contents, entry.set);
  const replaceSet = (entries: readonly (readonly [string, unknown])[]) =>
    context.edit([{ path: [...path, 'set'], value: Object.fromEntries(entries) }]);
  const addSetting = () => {
    const free = settableFields(changed).find((field) => !(field in entry.set));
    if (free !== undefined) replaceSet([...settings, [free, startingValue(changed, free)]]);
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
                .options=${options(changed, Object.keys(entry.set))}
                .name=${`Field that ${label} changes`}
                .disabled=${disabled}
                @choice=${(event: CustomEvent<string>) =>
                  replaceSet(
                    settings.map((setting, i) =>
                      i === position ? [event.detail, startingValue(changed, event.detail)] : setting,
                    ),
                  )}
              ></resolvent-dropdown>
              <resolvent-setting
                .value=${value}
                .named=${namedValues(changed, parameter)}
                .name=${`${parameter} in ${label}`}
                .disabled=${disabled}
                .parse=${(text: string) => parseSetting(changed, parameter, text)}
                @field-value=${(event: FieldValueEvent) =>
                  context.edit([{ path: [...path, 'set', parameter], value: event.value }])}
              ></resolvent-setting>
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
  const compare = (parameter: string, values: readonly unknown[]) => {
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
                .options=${options(context.contents, [])}
                .named=${(parameter: string) => namedValues(context.contents, parameter)}
                .disabled=${disabled}
                @comparison=${(event: CustomEvent<{ parameter: string; values: readonly unknown[] }>) =>
                  compare(event.detail.parameter, event.detail.values)}
              ></resolvent-comparison>`
        }
      </div>`,
  });
}

import { html, nothing, type TemplateResult } from 'lit';
import { schemaAt } from '../../src/experiment/paths';
import type { Path } from '../../src/experiment/problem';
import type { SchemaNode } from '../../src/experiment/schema';
import { formatForEditing, parseNumber, parseNumberList } from '../numbers';
import { inWords } from '../words';
import type { FieldChange } from './changes';
import type { FormContext } from './context';
import type { Draft } from './draft';
import type { FieldValueEvent } from './fieldValueEvent';
import {
  choicesOf,
  effectiveValue,
  fieldNames,
  fieldType,
  isRequired,
  kindsOf,
  numberRange,
  objectOfKind,
  writtenValue,
} from './fields';
import { presentKind, presentWord, withPresent } from './options';
import { row, type Row } from './row';
import { stepValue, type NumberRange } from './stepping';

/** What a section knows better than the schema. */
export interface FieldOptions {
  readonly symbol?: string;
  readonly label?: string;
  /** The field as screen readers name it, where the label says too little by itself. */
  readonly name?: string;
  readonly placeholder?: string;
  /** The value that holds where the field is left out, if not the schema's default. */
  readonly fallback?: number | undefined;
  readonly derived?: TemplateResult | string | undefined;
  readonly meaning?: string | undefined;
  readonly required?: boolean;
  /** Whether a text may have several lines. */
  readonly multiline?: boolean;
  /** The range to step and slide in, where it is another field's. */
  readonly range?: NumberRange;
  /** What else a new value changes, in the same step. */
  readonly alongWith?: (value: unknown) => readonly FieldChange[];
}

/** The row of one field, made from its schema; none where the experiment has no such field. */
export function fieldRow(context: FormContext, path: Path, options: FieldOptions = {}): Row[] {
  const node = schemaAt(path, context.contents);
  if (node === undefined) return [];
  const label = options.label ?? node.ui?.label ?? inWords(String(path.at(-1)));
  const control = (described: readonly string[]) =>
    controlFor(context, path, node, options.name ?? label, options, described);
  const symbol = options.symbol ?? node.ui?.symbol;
  const { derived, meaning } = options;
  return [row(context, { path, symbol, label, control, derived, meaning })];
}

/** The rows of all fields of an object, in the schema's order; of a union, a row for its kind before them. */
export function objectRows(
  context: FormContext,
  path: Path,
  options: Readonly<Record<string, FieldOptions | 'hidden'>> = {},
): Row[] {
  return fieldNames(context.contents, path).flatMap((name): Row[] => {
    const given = options[name];
    if (given === 'hidden') return [];
    const inner = [...path, name];
    const node = schemaAt(inner, context.contents);
    if (node === undefined) return [];
    const kinds = fieldType(node) === 'kinds';
    return [...fieldRow(context, inner, given), ...(kinds ? objectRows(context, inner) : [])];
  });
}

function controlFor(
  context: FormContext,
  path: Path,
  node: SchemaNode,
  label: string,
  options: FieldOptions,
  described: readonly string[],
): TemplateResult {
  switch (fieldType(node)) {
    case 'number':
      return numberControl(context, path, node, label, options, described);
    case 'choice':
      return choiceControl(context, path, node, label, described);
    case 'kinds':
      return kindControl(context, path, node, label, described);
    case 'boolean':
      return booleanControl(context, path, label);
    case 'numbers':
      return textControl(context, path, node, label, described, parseNumberList);
    case 'text':
    case 'object':
      return textControl(
        context,
        path,
        node,
        label,
        described,
        (text) => ({ ok: true, value: text }),
        options,
      );
  }
}

function numberControl(
  context: FormContext,
  path: Path,
  node: SchemaNode,
  label: string,
  options: FieldOptions,
  described: readonly string[],
): TemplateResult {
  const { contents, disabled } = context;
  const range = options.range ?? numberRange(node);
  const required = options.required ?? isRequired(contents, path);
  const value = effectiveValue(contents, path) ?? options.fallback;
  const slider = node.ui?.slider === undefined ? undefined : range.slider;
  const changes = (next: number | undefined) => [{ path, value: next }, ...(options.alongWith?.(next) ?? [])];
  const placeholder = options.placeholder ?? formatForEditing(required ? undefined : value);
  return html`
    ${
      slider === undefined
        ? nothing
        : html`<resolvent-slider
            .range=${range}
            .value=${typeof value === 'number' ? value : undefined}
            .name=${label}
            .disabled=${disabled}
            @slider-moved=${(event: CustomEvent<number>) => context.preview(changes(event.detail))}
            @slider-set=${(event: CustomEvent<number>) => context.edit(changes(event.detail))}
          ></resolvent-slider>`
    }
    <resolvent-field
      class="number"
      .text=${formatForEditing(writtenValue(contents, path))}
      .placeholder=${placeholder}
      .name=${label}
      .help=${node.description ?? ''}
      .disabled=${disabled}
      .described=${described}
      .parse=${required ? parseRequired : parseNumber}
      .step=${stepper(range, value)}
      @field-value=${(event: FieldValueEvent<number | undefined>) => context.edit(changes(event.value))}
    ></resolvent-field>
  `;
}

function parseRequired(text: string): Draft {
  const parsed = parseNumber(text);
  if (parsed.ok && parsed.value === undefined) return { ok: false, sentence: 'A number is needed here.' };
  return parsed;
}

function stepper(range: NumberRange, fallback: unknown) {
  return (text: string, direction: 1 | -1, large: boolean): string | null => {
    const parsed = parseNumber(text);
    const typed = parsed.ok ? parsed.value : undefined;
    const value = typed ?? (typeof fallback === 'number' ? fallback : range.slider?.from);
    return value === undefined ? null : String(stepValue(range, value, direction, large));
  };
}

function textControl(
  context: FormContext,
  path: Path,
  node: SchemaNode,
  label: string,
  described: readonly string[],
  parse: (text: string) => Draft,
  { multiline = false }: FieldOptions = {},
): TemplateResult {
  const { contents, disabled } = context;
  const value = writtenValue(contents, path);
  const required = isRequired(contents, path);
  const whole = (text: string): Draft => {
    if (text.trim() !== '') return parse(text);
    return required ? { ok: false, sentence: 'A value is needed here.' } : { ok: true, value: undefined };
  };
  const placeholder: unknown = node.default;
  return html`<resolvent-field
    class="wide"
    .multiline=${multiline}
    .text=${typeof value === 'string' ? value : formatForEditing(value)}
    .placeholder=${typeof placeholder === 'string' ? placeholder : formatForEditing(placeholder)}
    .name=${label}
    .help=${node.description ?? ''}
    .disabled=${disabled}
    .described=${described}
    .parse=${whole}
    @field-value=${(event: FieldValueEvent) => context.edit([{ path, value: event.value }])}
  ></resolvent-field>`;
}

function choiceControl(
  context: FormContext,
  path: Path,
  node: SchemaNode,
  label: string,
  described: readonly string[],
): TemplateResult {
  const choices = choicesOf(node);
  const value = effectiveValue(context.contents, path);
  if (choices.length === 1 && value === choices[0]!.value) {
    return html`<span class="only-choice">${inWords(choices[0]!.value)}</span>`;
  }
  const present = presentWord(value);
  const options = choices.map((choice) => ({
    value: choice.value,
    label: inWords(choice.value, String(path.at(-1))),
  }));
  return html`<resolvent-dropdown
    class="wide"
    .value=${present.value}
    .options=${withPresent(options, present)}
    .name=${label}
    .disabled=${context.disabled}
    .described=${described}
    @choice=${(event: CustomEvent<string>) => context.edit([{ path, value: event.detail }])}
  ></resolvent-dropdown>`;
}

/** Choosing a kind writes a complete object of that kind. */
function kindControl(
  context: FormContext,
  path: Path,
  node: SchemaNode,
  label: string,
  described: readonly string[],
): TemplateResult {
  const present = presentKind(
    effectiveValue(context.contents, [...path, 'kind']),
    effectiveValue(context.contents, path),
  );
  const choose = (kind: string) => context.edit([{ path, value: objectOfKind(node, kind) }]);
  const options = kindsOf(node).map((choice) => ({
    value: choice.value,
    label: inWords(choice.value, String(path.at(-1))),
  }));
  return html`<resolvent-dropdown
    class="wide"
    .value=${present.value}
    .options=${withPresent(options, present)}
    .name=${label}
    .disabled=${context.disabled}
    .described=${described}
    @choice=${(event: CustomEvent<string>) => choose(event.detail)}
  ></resolvent-dropdown>`;
}

function booleanControl(context: FormContext, path: Path, label: string): TemplateResult {
  const checked = effectiveValue(context.contents, path) === true;
  return html`<resolvent-checkbox
    class="wide"
    .checked=${checked}
    .name=${label}
    .disabled=${context.disabled}
    @toggle-value=${(event: CustomEvent<boolean>) => context.edit([{ path, value: event.detail }])}
  ></resolvent-checkbox>`;
}

import { html } from 'lit';
import { schemaAt } from '../../src/experiment/paths';
import type { ChartKind } from '../../src/experiment/schema';
import { inWords } from '../words';
import { checklistRows } from './checklist';
import { chartKind, sweepsFor } from './chartKinds';
import type { FormContext } from './context';
import type { DropdownOption } from './dropdown';
import { choicesOf, effectiveValue } from './fields';
import { presentWord, withPresent } from './options';
import { row, type Row } from './row';
import type { Section } from './section';
import { sweepDrafts } from './sweep';
import { changeSweepCount } from './sweepChanges';

/** What is drawn. The metric stands with the chart itself. */
export function chartSection(context: FormContext): Section {
  const curves = chartKind(context.contents) === 'curves' && sweepDrafts(context.contents).length < 2;
  return {
    id: 'chart',
    title: 'Chart',
    rows: [kindRow(context), ...(curves ? checklistRows(context, ['chart', 'references']) : [])],
  };
}

/** A kind that shows another number of sweeps takes or adds them in the same step, and says so before. */
function kindRow(context: FormContext): Row {
  const { contents } = context;
  const path = ['chart', 'kind'];
  const sweeps = sweepDrafts(contents).length;
  const present = effectiveValue(contents, path);
  const kinds = choicesOf(schemaAt(path, contents)!) as { value: ChartKind; description: string }[];
  const options = kinds.map(({ value }): DropdownOption => {
    const label = value === 'curves' && sweeps === 2 ? 'Heat map' : inWords(value, 'kind');
    return { value, label: label + consequence(value, sweeps) };
  });
  const choose = (kind: ChartKind) => {
    const wanted = sweepsFor(kind, kind === 'curves' ? rememberedSweeps(context, sweeps) : sweeps);
    if (wanted < sweeps) context.rememberSweep(sweepDrafts(contents).map(({ sweep }) => sweep));
    const changes = wanted === sweeps ? [] : changeSweepCount(context, wanted);
    context.edit([...changes.filter((change) => change.path[0] !== 'chart'), { path, value: kind }]);
  };
  return row(context, {
    path,
    label: 'Chart',
    meaning: kinds.find(({ value }) => value === present)?.description,
    control: (described) =>
      html`<resolvent-dropdown
        class="wide"
        .value=${presentWord(present).value}
        .options=${withPresent(options, presentWord(present))}
        .name=${'Kind of chart'}
        .disabled=${context.disabled}
        .described=${described}
        @choice=${(event: CustomEvent<ChartKind>) => choose(event.detail)}
      ></resolvent-dropdown>`,
  });
}

/** What choosing a kind of chart does to the sweeps, in a few words. */
function consequence(kind: ChartKind, sweeps: number): string {
  const wanted = sweepsFor(kind, sweeps);
  if (wanted === sweeps) return '';
  if (wanted > sweeps) return ' – adds a sweep';
  return sweeps === 1
    ? ' – removes the sweep'
    : wanted === 0
      ? ' – removes the sweeps'
      : ' – keeps one sweep';
}

/** Back from a kind without a sweep, the sweeps that it took away come back. */
function rememberedSweeps({ lastSweep, contents }: FormContext, present: number): number {
  const kind = chartKind(contents);
  if (kind === undefined || kind === 'curves' || !Array.isArray(lastSweep)) return present;
  return Math.max(present, lastSweep.length);
}

import { html, type TemplateResult } from 'lit';
import { valueAt } from '../../src/experiment/paths';
import { formatShort } from '../numbers';
import type { FormContext } from './context';
import { derivedSpan } from './derivedValues';
import { fieldRow, objectRows } from './fieldRow';
import { effectiveValue } from './fields';
import { verifierFor, verifierPreset, verifierPresets, type VerifierPreset } from './presets';
import { row, type Row } from './row';
import type { Section } from './section';
import { variationOf } from './varying';

const derivedHelp =
  'α = φ(1 − ε) + ρε: share of the synthetic rows that are kept. λ = φ(1 − ε) − ρε: their signal; below 0 the labels point the wrong way. ε* = φ/(φ + ρ): the label noise at which λ is 0.';

/** How often synthetic labels are wrong, and which of them are kept. */
export function labelsSection(context: FormContext): Section {
  const selfTrained = effectiveValue(context.contents, ['labelNoise', 'kind']) === 'selfTrained';
  const noise = derivedSpan(context.results, 'labelNoise');
  return {
    id: 'labels',
    title: 'Labels and verifier',
    rows: [
      ...fieldRow(context, ['labelNoise'], {
        label: 'Labels',
        symbol: selfTrained ? 'ε' : '',
        derived: selfTrained ? `ε = ${noise}` : undefined,
      }),
      ...objectRows(context, ['labelNoise']),
      verifierRow(context),
      ...objectRows(context, ['verifier']),
      derivedRow(context),
    ],
  };
}

function verifierRow(context: FormContext): Row {
  const { contents } = context;
  const preset = context.customVerifier ? 'custom' : verifierPreset(valueAt(contents, ['verifier']));
  const choose = (chosen: VerifierPreset) => {
    context.chooseCustomVerifier(chosen === 'custom');
    if (chosen === 'custom') context.reveal(['verifier', 'keepCorrect']);
    else context.edit([{ path: ['verifier'], value: verifierFor(chosen) }]);
  };
  return row(context, {
    path: ['verifier'],
    label: 'Verifier',
    control: (described) =>
      html`<resolvent-dropdown
        class="wide"
        .value=${preset}
        .options=${verifierPresets}
        .name=${'Verifier'}
        .disabled=${context.disabled}
        .described=${described}
        @choice=${(event: CustomEvent<VerifierPreset>) => choose(event.detail)}
      ></resolvent-dropdown>`,
  });
}

function derivedRow(context: FormContext): Row {
  return row(context, {
    path: ['#labelQuantities'],
    label: 'Kept',
    help: derivedHelp,
    control: () =>
      html`<span class="quantities">
        ${quantity('α', 'kept share', derivedSpan(context.results, 'keptFraction'))}
        ${quantity('λ', 'kept signal', derivedSpan(context.results, 'keptSignal'))}
        ${quantity('ε*', 'critical noise', criticalNoise(context))}
      </span>`,
  });
}

function quantity(symbol: string, name: string, value: string): TemplateResult {
  return html`<span class="quantity">
    <span class="quantity-name"><i>${symbol}</i> ${name}</span><span>${value}</span>
  </span>`;
}

/** ε* = φ/(φ+ρ), theory.md §4; where φ or ρ vary there is one for each curve. */
function criticalNoise({ contents }: FormContext): string {
  const paths = [
    ['verifier', 'keepCorrect'],
    ['verifier', 'keepIncorrect'],
  ] as const;
  if (paths.some((path) => variationOf(contents, path) !== null)) return 'varies';
  const [right, wrong] = paths.map((path) => effectiveValue(contents, path));
  if (typeof right !== 'number' || typeof wrong !== 'number' || right + wrong <= 0) return '–';
  return formatShort(right / (right + wrong));
}

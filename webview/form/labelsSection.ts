import { html, nothing, type TemplateResult } from 'lit';
import { schemaAt, valueAt } from '../../src/experiment/paths';
import { formatShort } from '../numbers';
import type { FormContext } from './context';
import { derivedSpan, firstDerived } from './derivedValues';
import { fieldRow, objectRows, type FieldOptions } from './fieldRow';
import { effectiveValue, numberRange } from './fields';
import { presentKind, withPresent } from './options';
import { isVerifierKind, verifierFor, verifierPreset, verifierPresets, type VerifierPreset } from './presets';
import { row, type Row } from './row';
import type { Section } from './section';
import { variationOf } from './varying';

const derivedHelp =
  'α = φ(1 − ε) + ρε: share of the synthetic rows that are kept. λ = φ(1 − ε) − ρε: their signal; below 0 the labels point the wrong way. ε* = φ/(φ + ρ): the label noise at which λ is 0. Of K classes ρ counts as ρ/(K − 1) in λ and in ε*.';

/** How often synthetic labels are wrong, and which of them are kept. */
export function labelsSection(context: FormContext): Section {
  const { contents } = context;
  const selfTrained = effectiveValue(contents, ['labelNoise', 'kind']) === 'selfTrained';
  return {
    id: 'labels',
    title: 'Labels and verifier',
    rows: [
      ...fieldRow(context, ['labelNoise'], {
        label: 'Labels',
        derived: selfTrained ? `ε = ${derivedSpan(context.results, 'labelNoise')}` : undefined,
      }),
      ...objectRows(context, ['labelNoise']),
      verifierRow(context),
      ...objectRows(context, ['verifier'], { correlation: correlationOptions(context) }),
      ...amountsRow(context),
      derivedRow(context),
    ],
  };
}

function verifierRow(context: FormContext): Row {
  const { contents } = context;
  const verifier = valueAt(contents, ['verifier']);
  const present = presentKind(valueAt(verifier, ['kind']), verifier);
  const known = verifierPreset(verifier);
  const atRandom = known !== undefined && !isVerifierKind(known);
  const preset = context.customVerifier && atRandom ? 'custom' : known;
  const choose = (chosen: VerifierPreset) => {
    context.chooseCustomVerifier(chosen === 'custom');
    if (chosen !== 'custom') context.edit([{ path: ['verifier'], value: verifierFor(chosen) }]);
    else {
      if (!atRandom) context.edit([{ path: ['verifier'], value: sameAtRandom(context) }]);
      context.reveal(['verifier', 'keepCorrect']);
    }
  };
  return row(context, {
    path: ['verifier'],
    label: 'Verifier',
    control: (described) =>
      html`<resolvent-dropdown
        class="wide"
        .value=${preset ?? present.value}
        .options=${preset === undefined ? withPresent(verifierPresets, present) : verifierPresets}
        .name=${'Verifier'}
        .disabled=${context.disabled}
        .described=${described}
        @choice=${(event: CustomEvent<VerifierPreset>) => choose(event.detail)}
      ></resolvent-dropdown>`,
  });
}

/** A verifier that keeps at random what the present one keeps by looking at the samples. */
function sameAtRandom({ results }: FormContext): unknown {
  const share = (value: number | null | undefined, usual: number) => Number((value ?? usual).toFixed(3));
  const derived = firstDerived(results);
  return {
    kind: 'random',
    keepCorrect: share(derived?.keepCorrect, 0.9),
    keepIncorrect: share(derived?.keepIncorrect, 0.1),
  };
}

/** The correlation of labeller and verifier: there is one where both are linear, and it lies between two ends. */
function correlationOptions({ contents }: FormContext): FieldOptions | 'hidden' {
  const path = ['verifier', 'correlation'];
  const node = schemaAt(path, contents);
  const isLinear = effectiveValue(contents, ['labelNoise', 'kind']) === 'linear';
  const written = valueAt(contents, path) !== undefined;
  if (node === undefined || (!isLinear && !written && variationOf(contents, path) === null)) return 'hidden';
  const [u, v] = [['labelNoise', 'alignment'], path.with(1, 'alignment')].map((alignment) =>
    variationOf(contents, alignment) === null ? effectiveValue(contents, alignment) : undefined,
  );
  if (typeof u !== 'number' || typeof v !== 'number' || Math.abs(u) > 1 || Math.abs(v) > 1) {
    // Without a product of the two there is no place for the slider.
    return {
      label: 'Correlation',
      placeholder: 'cᵤ cᵥ',
      range: { ...numberRange(node), slider: undefined },
    };
  }
  const reach = Math.sqrt((1 - u * u) * (1 - v * v));
  const inside = (value: number) => Math.min(1, Math.max(-1, value));
  const slider = { from: inside(u * v - reach), to: inside(u * v + reach), scale: 'linear' } as const;
  const fallback = Number((u * v).toPrecision(4));
  return {
    label: 'Correlation',
    placeholder: formatShort(fallback),
    fallback,
    derived: written ? undefined : 'independent: cᵤ cᵥ',
    range: reach === 0 ? numberRange(node) : { ...numberRange(node), slider },
  };
}

/** What labels and verifiers that are not given by ε, φ and ρ amount to. */
function amountsRow(context: FormContext): Row[] {
  const kind = (of: 'labelNoise' | 'verifier') => effectiveValue(context.contents, [of, 'kind']);
  const linear = kind('labelNoise') === 'linear' || kind('verifier') === 'linear';
  if (!linear && kind('verifier') !== 'threshold') return [];
  const amount = (symbol: string, of: 'labelNoise' | 'keepCorrect' | 'keepIncorrect') =>
    html`<span><i>${symbol}</i> = ${derivedSpan(context.results, of)}</span>`;
  const shares = [amount('φ', 'keepCorrect'), amount('ρ', 'keepIncorrect')];
  return [
    row(context, {
      path: ['#amounts'],
      label: 'Amounts to',
      help: linear
        ? 'How often these labels are wrong (ε), and how often the verifier keeps a right (φ) and a wrong one (ρ). Which samples these are depends on where they lie, so training is not as with labels that are wrong this often at random.'
        : 'How often the verifier keeps a right label (φ) and a wrong one (ρ).',
      control: () =>
        html`<span class="amounts"
          >Amounts to ${linear ? amount('ε', 'labelNoise') : nothing} ${shares}</span
        >`,
    }),
  ];
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

/**
 * ε* = φ/(φ+ρ), of K classes φ/(φ + ρ/(K−1)) (theory.md §4, §10); where φ or ρ vary there is one for each curve. None
 * for labels and verifiers that look at the sample: there φ and ρ change with ε.
 */
function criticalNoise({ contents, results }: FormContext): string {
  const varied = [
    ['verifier'],
    ...['keepCorrect', 'keepIncorrect', 'separation', 'threshold'].map(inVerifier),
  ];
  if ([...varied, ['data', 'classes']].some((path) => variationOf(contents, path) !== null)) return 'varies';
  const kinds = ['labelNoise', 'verifier'].map((key) => effectiveValue(contents, [key, 'kind']));
  const derived = firstDerived(results);
  const classes = effectiveValue(contents, ['data', 'classes']);
  if (kinds.some((kind) => looksAtRows.has(kind)) || derived === undefined || typeof classes !== 'number')
    return '–';
  const { keepCorrect: right, keepIncorrect } = derived;
  if (right === null || keepIncorrect === null) return '–';
  const wrong = keepIncorrect / (classes - 1);
  return right + wrong > 0 ? formatShort(right / (right + wrong)) : '–';
}

/** Labels and verifiers that look at the rows. */
const looksAtRows: ReadonlySet<unknown> = new Set(['linear', 'mahalanobis', 'discriminator']);

function inVerifier(field: string): string[] {
  return ['verifier', field];
}

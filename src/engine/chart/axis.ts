import { KindGuard, type TSchema } from '@sinclair/typebox';
import { parsePath } from '../../experiment/paths';
import type { Path } from '../../experiment/problem';
import { ExperimentSchema, type Metric, type SchemaNode } from '../../experiment/schema';
import { symbolText } from '../../experiment/symbolText';

/** Titles of the value axis, by metric (theory.md §1, "Metrics"). */
const metricTitles: Readonly<Record<Metric, string>> = {
  accuracy: 'Test accuracy',
  risk: 'Test risk',
  meanMargin: 'Mean margin M = w·μ',
  marginVariance: 'Margin variance Q = wᵀCw',
  gain: 'Gain in accuracy over the real data alone',
};

/** "Test accuracy" and the like. */
export function metricTitle(metric: Metric): string {
  return metricTitles[metric];
}

/**
 * Parameters whose form label leans on the heading that it stands under. An axis stands alone, so they get a label
 * (`label`) or an addition (`after` the symbol) of their own.
 */
const standingAlone: Readonly<Record<string, { readonly label?: string; readonly after?: string }>> = {
  syntheticProportion: { after: ', before pruning' },
  syntheticSamples: { after: ', before pruning' },
  'generator.samples': { label: 'Rows the generator is fitted on,' },
  'generator.alignment': { label: 'Alignment of the generator’s mean,' },
  'generator.orthogonalShift': { label: 'Orthogonal shift of the generator’s mean,' },
  'generator.covarianceScale': { label: 'Covariance scale of the generator,' },
  'generator.generations': { label: 'Generations of the generator,' },
  'verifier.correlation': { label: 'Correlation of verifier and labeller,' },
  'verifier.separation': { label: 'Separation of the verifier’s scores,' },
  'verifier.threshold': { label: 'Threshold of the verifier’s scores,' },
  'verifier.keepCorrect': { label: 'Share of right labels that the verifier keeps,' },
  'verifier.keepIncorrect': { label: 'Share of wrong labels that the verifier keeps,' },
  'data.classes': { label: 'Number of classes' },
  'data.covariance.exponent': { label: 'Decay exponent of the eigenvalues' },
  'data.covariance.correlation': { label: 'Correlation of neighbouring features' },
};

/** The title of an axis on which a parameter varies, in words with its symbol: "Label noise ε". */
export function parameterTitle(parameter: string): string {
  const path = parsePath(parameter);
  const { label, symbol } = notesAt(path, ExperimentSchema) ?? {};
  const own = standingAlone[parameter];
  const words = own?.label ?? label ?? parameter;
  return `${words}${symbol === undefined ? '' : ` ${symbolText(symbol)}`}${own?.after ?? ''}`;
}

interface AxisNotes {
  readonly label: string;
  readonly symbol?: string;
}

/** A field's notes, whichever branch of a union it is in. An item of a list is named after the list: "Spikes 1". */
function notesAt(path: Path, schema: TSchema): AxisNotes | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return (schema as SchemaNode).ui;
  if (KindGuard.IsUnion(schema)) {
    for (const branch of schema.anyOf) {
      const found = notesAt(path, branch);
      if (found !== undefined) return found;
    }
  } else if (KindGuard.IsObject(schema)) {
    const child = schema.properties[key];
    return child === undefined ? undefined : notesAt(rest, child);
  } else if (KindGuard.IsArray(schema) && typeof key === 'number') {
    const list = (schema as SchemaNode).ui;
    return list && { label: `${list.label} ${key + 1}` };
  }
  return undefined;
}

/**
 * Places of the numbers on a logarithmic axis: powers of ten over four decades or more, with 3 of each decade over
 * two or more, and 1, 2, 5 of each decade over less.
 */
export function logTicks([low, high]: readonly [number, number]): number[] {
  const ratio = high / low;
  const steps = ratio >= 1e4 ? [1] : ratio >= 100 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of steps) {
      const tick = Number(`${step}e${power}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks.length >= 2 ? ticks : [low, high];
}

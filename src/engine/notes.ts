import type { Expansion } from '../experiment/expand';
import { differenceNote, type Measured } from './differences';
import type { ExpansionTheory } from './predictor';
import type { Prediction } from './results';
import type { PointTheory } from './theoryOfPoint';
import { inWords } from './words';

/** Below this dimension the limit's error, of order 1/p, is easily seen. */
const smallDimension = 30;

/**
 * What a reader of the results should know: where the theories have no value or differ, and what was assumed.
 * @param measured what the simulation has of each point
 */
export function notesOn(
  expansion: Expansion,
  theory: ExpansionTheory,
  measured: Measured = () => undefined,
): string[] {
  const parameters = expansion.series.flatMap(({ points }) => points.map((point) => point.parameters));
  const predictions = theory.flat();
  return [
    ...nearestTheory(predictions),
    ...gaussianReferences(expansion),
    ...missingTheory('The theory has', predictions, ({ exact, nearest }) =>
      nearest === undefined ? exact : undefined,
    ),
    ...missingTheory('The published formulas have', predictions, ({ published }) => published),
    ...missingTheory(
      'The theory with independent noise has',
      predictions,
      ({ independentNoise }) => independentNoise,
    ),
    ...withoutLaw(expansion, predictions),
    ...differenceNote('published', expansion, theory, measured),
    ...differenceNote('independentNoise', expansion, theory, measured),
    ...selfTrainedNoise(expansion, predictions),
    ...invertedLabels(predictions),
    ...knownMean(expansion),
    ...(parameters.some(
      ({ verifier }) => verifier.kind === 'random' && verifier.keepIncorrect > verifier.keepCorrect,
    )
      ? ['The verifier keeps wrong labels more readily than right ones (ρ > φ): it works against you.']
      : []),
    ...(parameters.some(({ dimension }) => dimension < smallDimension)
      ? [
          `The theory is a limit for large p. At p below ${smallDimension} expect it to differ visibly from the simulation.`,
        ]
      : []),
  ];
}

/** Where the nearest theory stands in the exact one's place, and what it is of. */
function nearestTheory(predictions: readonly PointTheory[]): string[] {
  const names = new Map<string, { count: number; reason: string }>();
  for (const { exact, nearest } of predictions) {
    if (nearest === undefined || !('error' in exact)) continue;
    const known = names.get(nearest.of);
    names.set(nearest.of, { count: (known?.count ?? 0) + 1, reason: known?.reason ?? exact.error });
  }
  const all = [...names].sort(([, a], [, b]) => b.count - a.count);
  const [first] = all;
  if (first === undefined) return [];
  const [of, { count, reason }] = first;
  const others = all.length - 1;
  return [
    `At ${count} of ${predictions.length} points the nearest theory is drawn, that of ${of}. ${reason}${others === 0 ? '' : ` At others it is that of ${others === 1 ? all[1]![0] : `${others} other nearest points`}.`}`,
  ];
}

/** Of features that are not Gaussian, the lines to compare with are those of Gaussian ones. */
function gaussianReferences({ series }: Expansion): string[] {
  const others = series.some(({ points }) =>
    points.some(({ parameters: { features } }) => features.kind !== 'gaussian'),
  );
  return others
    ? [
        'Where features are not Gaussian, the reference lines, and what gains are counted from, are those of Gaussian features.',
      ]
    : [];
}

function missingTheory(
  subject: string,
  predictions: readonly PointTheory[],
  predictionOf: (theory: PointTheory) => Prediction | undefined,
): string[] {
  const missing = predictions.flatMap((theory) => {
    const prediction = predictionOf(theory);
    return prediction !== undefined && 'error' in prediction ? [prediction.error] : [];
  });
  const [first] = missing;
  if (first === undefined) return [];
  return [
    `${subject} no value at ${missing.length} of ${predictions.length} points. The first reason: ${first}`,
  ];
}

/** Why there is nothing to draw, or no law, in a chart of eigenvalues. */
function withoutLaw({ settings, series }: Expansion, predictions: readonly PointTheory[]): string[] {
  if (settings.chart !== 'spectrum') return [];
  const fits = series.flatMap(({ points }) =>
    points.map(({ parameters }) => parameters.generator.kind === 'fitted'),
  );
  const unfitted = fits.filter((isFitted) => !isFitted).length;
  const reasons = new Set(
    predictions.flatMap(({ spectralLaw: law }) => (law && 'error' in law ? [law.error] : [])),
  );
  return [
    ...reasons,
    ...(unfitted > 0
      ? [`${unfitted} of ${fits.length} series have no fitted generator, whose eigenvalues could be shown.`]
      : []),
  ];
}

function selfTrainedNoise(expansion: Expansion, predictions: readonly PointTheory[]): string[] {
  const selfTrained = expansion.series.flatMap(({ points }) =>
    points.map(
      ({ parameters }) => parameters.labelNoise.kind === 'selfTrained' && parameters.syntheticSamples > 0,
    ),
  );
  const rates = predictions.flatMap(({ derived }, i) =>
    selfTrained[i] === true && 'labelNoise' in derived ? (derived.labelNoise ?? []) : [],
  );
  if (rates.length === 0) return [];
  // Not Math.min(...rates): so many points would not fit on the stack.
  const low = inWords(rates.reduce((a, b) => Math.min(a, b)));
  const high = inWords(rates.reduce((a, b) => Math.max(a, b)));
  const range = low === high ? `is ${low}` : `runs from ${high} down to ${low}`;
  return [
    `Labels are self-trained: ε ${range}, one minus the exact accuracy of a classifier trained on the m clean synthetic rows alone.`,
  ];
}

function invertedLabels(predictions: readonly PointTheory[]): string[] {
  const inverted = predictions.filter(
    ({ derived }) => 'keptSignal' in derived && (derived.keptSignal ?? 0) < 0 && derived.syntheticSamples > 0,
  ).length;
  if (inverted === 0) return [];
  return [
    `At ${inverted} of ${predictions.length} points more wrong than right synthetic labels are kept (φ(1−ε) < ρε): there the synthetic data teach the opposite.`,
  ];
}

function knownMean({ series }: Expansion): string[] {
  const known = series.some(({ points }) =>
    points.some(
      ({ parameters: { generator, syntheticSamples } }) =>
        generator.kind === 'fitted' && !generator.meanError && syntheticSamples > 0,
    ),
  );
  return known
    ? [
        'The generator is given the true mean (meanError is false), as in the paper’s toy setting. A generator that estimates its mean from the same rows does worse.',
      ]
    : [];
}

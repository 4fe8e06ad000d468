/** Words for the file's terse values, where the schema has only an identifier; "field.value" where fields differ. */
const words: Readonly<Record<string, string>> = {
  'labelNoise.linear': 'Linear classifier',
  'verifier.linear': 'Linear classifier',
  'verifier.threshold': 'Score threshold',
  'verifier.mahalanobis': 'Near real rows',
  'verifier.discriminator': 'Looks real',
  'covariance.pooled': 'Shared',
  'covariance.perClass': 'One per class',
  'retraining.replace': 'Newest rows only',
  'retraining.accumulate': 'All rows so far',
  'retrainingLabels.clean': 'True labels',
  'retrainingLabels.verified': 'Noisy, verified',
  'kind.spectrum': 'Spectrum',
  'variants.exact': 'Exact',
  'variants.nearest': 'Nearest theory',
  'variants.published': 'As published',
  'variants.independentNoise': 'Independent noise',
  ar1: 'Neighbours correlated, AR(1)',
  spectrum: 'Given spectrum',
  spiked: 'Spiked',
  powerLaw: 'Power law',
  even: 'Spread evenly',
  top: 'Top eigenvector',
  bottom: 'Bottom eigenvector',
  uniform: 'Wrong at one rate',
  selfTrained: 'Self-trained',
  square: 'Square',
  squaredHinge: 'Squared hinge',
  all: 'All n + m rows',
  kept: 'Kept rows',
  linear: 'Equal steps',
  log: 'Equal ratios',
  sufficient: 'Sufficient statistics',
  explicit: 'Every sample',
  auto: 'Automatic',
  accuracy: 'Test accuracy',
  risk: 'Squared error',
  meanMargin: 'Mean margin',
  marginVariance: 'Margin variance',
  training: 'Training rows',
  independent: 'Other rows',
  gain: 'Gain over real data',
  fixedPoint: 'Fixed point',
  scores: 'Scores',
  bayes: 'Bayes',
  realOnly: 'Real data only',
  allReal: 'n + m real rows',
};

/**
 * A value of the file in words: "powerLaw" → "Power law".
 * @param field the name of its field, where that decides what the value means
 */
export function inWords(value: string, field = ''): string {
  const known = words[`${field}.${value}`] ?? words[value];
  if (known !== undefined) return known;
  const spaced = value.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A sentence whose numbers are not parted from their percent signs at a line's end. */
export function unbroken(sentence: string): string {
  return sentence.replaceAll(' %', '\u00a0%');
}

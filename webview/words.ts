/** Words for the file's terse values, where the schema has only an identifier. */
const words: Readonly<Record<string, string>> = {
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
};

/** A value of the file in words: "powerLaw" → "Power law". */
export function inWords(value: string): string {
  const known = words[value];
  if (known !== undefined) return known;
  const spaced = value.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** An experiment to start from. `file` is its name in the `examples` folder; whoever needs the text reads it there. */
export interface Template {
  readonly id: string;
  readonly title: string;
  /** One or two sentences in plain words. */
  readonly description: string;
  readonly file: string;
}

const template = (id: string, title: string, description: string): Template => ({
  id,
  title,
  description,
  file: `${id}.resolvent.json`,
});

/** The templates, in the order in which they are offered. */
export const templates: readonly Template[] = [
  template(
    'figure-3',
    'Figure 3: how much synthetic data',
    'Accuracy against the share of synthetic data, for three dimensions, with an oracle verifier and with a weak one.',
  ),
  template(
    'figure-4',
    'Figure 4: critical label noise',
    'Training on synthetic data alone: accuracy collapses where the label noise passes φ/(φ + ρ), the more sharply the more samples there are.',
  ),
  template(
    'generator-quality',
    'Does my generator hurt?',
    'Accuracy against the number of rows the generator was fitted on, beside training on the real data alone.',
  ),
  template(
    'blank',
    'A small experiment',
    'One sweep with the usual settings, and comments that explain them.',
  ),
];

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

/** The templates, in the order in which they are offered: the paper's figures, then questions, then a file to edit. */
export const templates: readonly Template[] = [
  template(
    'figure-1',
    "Figure 1: the generator's spectrum",
    'Eigenvalues of the covariance that a generator estimates, against the law of Marchenko and Pastur, with more and with fewer rows than dimensions.',
  ),
  template(
    'figure-2',
    'Figure 2: the fixed point behind the curves',
    'The three numbers τᵣ, τₛ and d that the theory finds first, along the share of synthetic data.',
  ),
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
    'score-densities',
    'Score densities of the two classes',
    'What the classifier says of fresh rows of either class, for a generator whose mean is off by more or less.',
  ),
  template(
    'exact-and-published',
    'The exact theory against the published formulas',
    'Where the formulas of the paper agree with the exact theory, where they are off, and where they have no value.',
  ),
  template(
    'generator-quality',
    'Does my generator hurt?',
    'Accuracy against the number of rows the generator was fitted on, beside training on the real data alone.',
  ),
  template(
    'verifier-quality',
    'How good a verifier do I need?',
    'Accuracy against the threshold of a verifier that scores every row, for scores that tell right from wrong labels more or less well.',
  ),
  template(
    'phase-diagram',
    'Where does synthetic data help?',
    'A map of what synthetic data gain or lose, over label noise and the wrong labels that the verifier lets through.',
  ),
  template(
    'mixing-weight',
    'How much should a synthetic row count?',
    'Accuracy against the weight of synthetic rows in the loss, with the best weight for each verifier.',
  ),
  template(
    'losses',
    'Does the loss matter?',
    'The square, the logistic and the squared hinge loss on the same data, with the best ridge for each.',
  ),
  template(
    'labels-by-a-model',
    'Labels and checks by a model, not by chance',
    'Labels from a linear classifier and rows kept by a second one, against mistakes of the same number made at random.',
  ),
  template(
    'model-collapse',
    'Model collapse, generation by generation',
    'A generator refitted on its own output again and again: how fast its data lose their worth, and when they begin to hurt.',
  ),
  template(
    'replace-or-accumulate',
    'Model collapse: replace against accumulate',
    'A generator refitted on its newest rows alone, or on the real rows and everything it has drawn, with true labels and with those a verifier leaves.',
  ),
  template(
    'comparing-verifier',
    'A verifier that looks at samples',
    'Keeping the synthetic rows that look most like the real ones, by distance or to a classifier, against keeping as many at random.',
  ),
  template(
    'feature-laws',
    "Do the features' laws matter?",
    'Gaussian features, signs and heavy tails in the same experiment: where the Gaussian theory holds, and where it gives way.',
  ),
  template(
    'several-classes',
    'Several classes',
    'What the same synthetic data gain or lose with two, three, five and ten classes.',
  ),
  template(
    'blank',
    'A small experiment',
    'One sweep with the usual settings, and comments that explain them.',
  ),
];

import { Type, type Static, type TObject, type TProperties, type TSchema } from '@sinclair/typebox';
import type { FieldNotes } from './notes';

/** The experiment file, defined once: types, JSON Schema, form and validation all come from here. */

const strict = { additionalProperties: false } as const;

interface NumberOptions {
  readonly description: string;
  readonly default?: number;
  readonly examples: readonly number[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly ui: FieldNotes;
}

const number = (options: NumberOptions) => Type.Number({ ...options });
const integer = (options: NumberOptions) => Type.Integer({ ...options });
const kind = <K extends string>(name: K, description: string) =>
  Type.Literal(name, { description, default: name, examples: [name] });
const choice = <T extends TProperties>(description: string, properties: T): TObject<T> =>
  Type.Object(properties, { ...strict, description });

/** Largest sample count that the exact integer arithmetic of the samplers is meant for. */
export const maxSamples = 1e9;
const eigenvalueRange = { exclusiveMinimum: 0, maximum: 1e9 } as const;
const share = { minimum: 0, maximum: 1 } as const;
const shareSlider = { from: 0, to: 1, scale: 'linear' } as const;

/** Cosine between two unit vectors. */
const cosine = { minimum: -1, maximum: 1 } as const;
const cosineSlider = { from: -1, to: 1, scale: 'linear' } as const;

export const CovarianceSchema = Type.Union(
  [
    choice('C = I: every direction has variance 1.', { kind: kind('identity', 'C = I.') }),
    choice('Eigenvalues proportional to i^−exponent, scaled so that their mean is 1.', {
      kind: kind('powerLaw', 'Eigenvalues λ_i ∝ i^−exponent with trace p.'),
      exponent: number({
        description: 'Decay of the eigenvalues: λ_i ∝ i^−exponent, scaled to trace p. 0 gives the identity.',
        default: 1,
        examples: [0.5, 1, 1.5],
        minimum: 0,
        maximum: 5,
        ui: { label: 'Decay exponent', slider: { from: 0, to: 3, scale: 'linear' } },
      }),
    }),
    choice('Neighbouring features correlated: C_ij = correlation^|i−j|.', {
      kind: kind('ar1', 'C_ij = correlation^|i−j|.'),
      correlation: number({
        description: 'Correlation of neighbouring features.',
        default: 0.5,
        examples: [0.5, 0.9],
        exclusiveMinimum: -1,
        exclusiveMaximum: 1,
        ui: { label: 'Correlation', slider: { from: -0.99, to: 0.99, scale: 'linear' } },
      }),
    }),
    choice('A few directions with eigenvalues of their own; all others have variance 1.', {
      kind: kind('spiked', 'Given leading eigenvalues, all others 1.'),
      spikes: Type.Array(
        Type.Number({ ...eigenvalueRange, description: 'One eigenvalue.', default: 10, examples: [10] }),
        {
          minItems: 1,
          maxItems: 1000,
          description: 'Eigenvalues of the spiked directions; every other eigenvalue is 1.',
          default: [10],
          examples: [[10], [25, 10, 5]],
          ui: { label: 'Spikes' },
        },
      ),
    }),
    choice('A given spectrum.', {
      kind: kind('spectrum', 'Given eigenvalues.'),
      eigenvalues: Type.Array(
        Type.Number({ ...eigenvalueRange, description: 'One eigenvalue.', default: 1, examples: [1] }),
        {
          minItems: 1,
          maxItems: 100_000,
          description:
            'Eigenvalues of C. As many as the dimension, or a divisor of it: each then stands for an equal share of the directions.',
          default: [1],
          examples: [
            [2, 1, 0.5, 0.5],
            [4, 1],
          ],
          ui: { label: 'Eigenvalues' },
        },
      ),
    }),
  ],
  {
    description: 'Covariance C of the real features within a class.',
    default: { kind: 'identity' },
    examples: [{ kind: 'identity' }, { kind: 'powerLaw', exponent: 1 }],
    ui: { symbol: 'C', label: 'Covariance' },
  },
);

export const FeaturesSchema = Type.Union(
  [
    choice('Student’s t, scaled to variance 1: heavy tails, the heavier the fewer degrees of freedom.', {
      kind: kind('studentT', 'Student’s t, scaled to variance 1.'),
      degreesOfFreedom: number({
        description:
          'ν: degrees of freedom of Student’s t. Near 2 nearly all of the variance is in the tails; for large ν it is the Gaussian.',
        default: 5,
        examples: [3, 5, 10],
        exclusiveMinimum: 2,
        maximum: 1e6,
        ui: { symbol: 'ν', label: 'Degrees of freedom', slider: { from: 2.1, to: 100, scale: 'log' } },
      }),
    }),
    Type.Literal('gaussian', { description: 'Standard normal.' }),
    Type.Literal('rademacher', { description: '+1 or −1, as a coin falls.' }),
    Type.Literal('laplace', { description: 'Two exponential tails, scaled to variance 1.' }),
  ],
  {
    description:
      'The law of the features of real rows in the eigenbasis of C, each with variance 1 before C scales it: x = yμ + C^½ z. The generator is a Gaussian all the same. Other laws than the Gaussian are simulated, with the Gaussian’s theory as the nearest.',
    default: 'gaussian',
    examples: ['rademacher', { kind: 'studentT', degreesOfFreedom: 5 }],
    ui: { symbol: 'z', label: 'Features' },
  },
);

export const DataSchema = Type.Object(
  {
    kind: kind('gaussian', 'Gaussian classes with a shared covariance: of two, N(μ, C) and N(−μ, C).'),
    dimension: integer({
      description: 'Number of features p.',
      examples: [50, 200, 500],
      default: 200,
      minimum: 2,
      maximum: 1_000_000,
      ui: { symbol: 'p', label: 'Dimension', slider: { from: 10, to: 2000, scale: 'log' } },
    }),
    meanNorm: number({
      description:
        'Norm ‖μ‖ of the class mean: half the distance between the classes. With C = I the best possible accuracy is Φ(‖μ‖).',
      examples: [0.7, 1, 2],
      default: 1,
      exclusiveMinimum: 0,
      maximum: 1000,
      ui: { symbol: '‖μ‖', label: 'Mean norm', slider: { from: 0.05, to: 5, scale: 'log' } },
    }),
    classes: Type.Optional(
      integer({
        description:
          'Number K of classes, equally frequent. Above 2 the class means are the corners of a regular simplex, each of norm ‖μ‖, and the classifier is ridge regression on one-hot labels.',
        default: 2,
        examples: [2, 3, 10],
        minimum: 2,
        maximum: 50,
        ui: { symbol: 'K', label: 'Classes', slider: { from: 2, to: 20, scale: 'linear' } },
      }),
    ),
    positiveShare: Type.Optional(
      number({
        description:
          'Share of the class +1 among the data, of two classes. It moves the best threshold of the scores; training sees it only where the generator fits one Gaussian per class.',
        default: 0.5,
        examples: [0.1, 0.5],
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        ui: { label: 'Share of class +1', slider: { from: 0.01, to: 0.99, scale: 'linear' } },
      }),
    ),
    covariance: Type.Optional(CovarianceSchema),
    meanDirection: Type.Optional(
      Type.Union(
        [
          Type.Literal('even', { description: 'Spread evenly over the eigenvectors of C.' }),
          Type.Literal('top', { description: 'Along the eigenvector with the largest eigenvalue.' }),
          Type.Literal('bottom', { description: 'Along the eigenvector with the smallest eigenvalue.' }),
        ],
        {
          description:
            'Where the class mean lies among the eigenvectors of C: spread evenly, on the top or on the bottom one.',
          default: 'even',
          examples: ['even', 'top'],
          ui: { label: 'Mean direction' },
        },
      ),
    ),
    features: Type.Optional(FeaturesSchema),
  },
  {
    ...strict,
    description: 'The distribution that real data come from.',
    examples: [{ kind: 'gaussian', dimension: 200, meanNorm: 0.7 }],
  },
);

export const GeneratorSchema = Type.Union(
  [
    choice(
      'A Gaussian fitted on real rows: its covariance, and as a rule its mean, carry estimation error.',
      {
        kind: kind('fitted', 'Covariance (and mean) estimated from real rows.'),
        samples: Type.Optional(
          integer({
            description:
              'Number n̂ of real rows the generator was fitted on. Fewer rows, more feature noise. Left out: as many as there are real training rows.',
            examples: [200, 1000],
            minimum: 2,
            maximum: maxSamples,
            ui: { symbol: 'n̂', label: 'Fitted on', slider: { from: 10, to: 100_000, scale: 'log' } },
          }),
        ),
        meanError: Type.Optional(
          Type.Boolean({
            description:
              "true: the generator's mean is the estimate μ̂, as in practice. false: it knows the true mean μ, as in the paper's toy setting.",
            default: true,
            examples: [true, false],
            ui: { label: 'With mean error' },
          }),
        ),
        source: Type.Optional(
          Type.Union(
            [
              Type.Literal('training', {
                description: 'Fitted on the first `samples` training rows themselves.',
              }),
              Type.Literal('independent', { description: 'Fitted on other rows of the same distribution.' }),
            ],
            {
              description:
                'Which rows it was fitted on: the training rows themselves (the usual practice) or independent ones.',
              default: 'training',
              examples: ['training', 'independent'],
              ui: { label: 'Rows' },
            },
          ),
        ),
        generations: Type.Optional(
          integer({
            description:
              'T: how often a generator was fitted in a row. From the second on, each generation is fitted on n̂ rows that the one before it drew; the last one draws the synthetic data.',
            default: 1,
            examples: [1, 5],
            minimum: 1,
            maximum: 100,
            ui: { symbol: 'T', label: 'Generations', slider: { from: 1, to: 20, scale: 'linear' } },
          }),
        ),
        covariance: Type.Optional(
          Type.Union(
            [
              Type.Literal('pooled', {
                description: 'One covariance of all rows around the means of their classes.',
              }),
              Type.Literal('perClass', {
                description: 'One Gaussian per class, with its own mean and its own covariance.',
              }),
            ],
            {
              description:
                'Whether the classes share a covariance, or a Gaussian is fitted on the rows of each class by itself.',
              default: 'pooled',
              examples: ['pooled', 'perClass'],
              ui: { label: 'Fitted covariance' },
            },
          ),
        ),
        retraining: Type.Optional(
          Type.Union(
            [
              Type.Literal('replace', {
                description: 'Each generation is fitted on n̂ rows of the one before it alone.',
              }),
              Type.Literal('accumulate', {
                description:
                  'Each generation is fitted on the n̂ real rows and on n̂ rows of every earlier generation.',
              }),
            ],
            {
              description:
                'What later generations are fitted on: the newest synthetic rows alone, or everything so far.',
              default: 'replace',
              examples: ['replace', 'accumulate'],
              ui: { label: 'Retraining' },
            },
          ),
        ),
        retrainingLabels: Type.Optional(
          Type.Union(
            [
              Type.Literal('clean', { description: 'The rows carry their true labels, and all are taken.' }),
              Type.Literal('verified', {
                description:
                  'The rows carry the experiment’s noisy labels, and only what its verifier keeps is taken.',
              }),
            ],
            {
              description:
                'The labels of the rows that later generations are fitted on: true ones, or those that the experiment’s labels and verifier leave.',
              default: 'clean',
              examples: ['clean', 'verified'],
              ui: { label: 'Labels in between' },
            },
          ),
        ),
      },
    ),
    choice('A Gaussian that is off by a known amount: mean βμ + μ⊥, covariance σ²C.', {
      kind: kind('shifted', 'Mean βμ + μ⊥, covariance σ²C.'),
      alignment: Type.Optional(
        number({
          description: "β: how much of the true mean the generator's mean keeps. 1 is all of it.",
          default: 1,
          examples: [0.5, 0.8, 1],
          minimum: -100,
          maximum: 100,
          ui: { symbol: 'β', label: 'Alignment', slider: { from: 0, to: 2, scale: 'linear' } },
        }),
      ),
      orthogonalShift: Type.Optional(
        number({
          description: "‖μ⊥‖: norm of the part of the generator's mean that is orthogonal to μ.",
          default: 0,
          examples: [0, 0.5],
          minimum: 0,
          maximum: 1000,
          ui: { symbol: '‖μ⊥‖', label: 'Orthogonal shift', slider: { from: 0, to: 3, scale: 'linear' } },
        }),
      ),
      covarianceScale: Type.Optional(
        number({
          description: "σ²: the generator's covariance is σ² times the true one.",
          default: 1,
          examples: [0.5, 1, 2],
          exclusiveMinimum: 0,
          maximum: 1e6,
          ui: { symbol: 'σ²', label: 'Covariance scale', slider: { from: 0.1, to: 10, scale: 'log' } },
        }),
      ),
    }),
    choice('A perfect generator: the true mean and covariance.', {
      kind: kind('exact', 'The true mean and covariance.'),
    }),
  ],
  {
    description: 'How synthetic features are made.',
    default: { kind: 'fitted', source: 'training', meanError: true },
    examples: [{ kind: 'fitted', samples: 1000, source: 'independent' }, { kind: 'exact' }],
    ui: { label: 'Generator' },
  },
);

export const LabelNoiseSchema = Type.Union(
  [
    choice('Each synthetic label is wrong with the same probability.', {
      kind: kind('uniform', 'Each synthetic label is wrong with probability `rate`.'),
      rate: number({
        description: 'ε: probability that a synthetic label is wrong.',
        default: 0,
        examples: [0.1, 0.3],
        ...share,
        ui: { symbol: 'ε', label: 'Label noise', slider: shareSlider },
      }),
    }),
    choice(
      'Labels made by a classifier trained on the generator’s own output: ε is one minus its accuracy, and falls as m grows.',
      { kind: kind('selfTrained', 'ε(m) = 1 − accuracy of a classifier trained on clean synthetic data.') },
    ),
    choice('Labels given by a linear classifier that looks at the sample: ỹ = sign(u·x̃).', {
      kind: kind('linear', 'ỹ = sign(u·x̃), with a unit vector u.'),
      alignment: number({
        description:
          'c_u: cosine between the labeller’s direction u and the mean μ. 1 is the best direction where C = I, −1 gets it the wrong way round.',
        default: 0.8,
        examples: [0.5, 0.8],
        ...cosine,
        ui: { symbol: 'c_u', label: 'Labeller’s alignment', slider: cosineSlider },
      }),
    }),
  ],
  {
    description: 'How synthetic labels come about, and how often they are wrong.',
    default: { kind: 'uniform', rate: 0 },
    examples: [{ kind: 'uniform', rate: 0.2 }, { kind: 'selfTrained' }],
    ui: { label: 'Label noise' },
  },
);

export const VerifierSchema = Type.Union(
  [
    choice('A verifier that keeps right labels and lets wrong ones through at random.', {
      kind: kind('random', 'Keeps right labels with probability φ and wrong ones with probability ρ.'),
      keepCorrect: Type.Optional(
        number({
          description: 'φ: probability that a synthetic sample with a right label is kept.',
          default: 1,
          examples: [0.9, 1],
          ...share,
          ui: { symbol: 'φ', label: 'Keeps right labels', slider: shareSlider },
        }),
      ),
      keepIncorrect: Type.Optional(
        number({
          description: 'ρ: probability that a synthetic sample with a wrong label is kept.',
          default: 1,
          examples: [0, 0.1],
          ...share,
          ui: { symbol: 'ρ', label: 'Keeps wrong labels', slider: shareSlider },
        }),
      ),
    }),
    choice('A linear classifier that looks at the sample, and keeps it if it would give the same label.', {
      kind: kind('linear', 'Keeps x̃ if sign(v·x̃) = ỹ, with a unit vector v.'),
      alignment: number({
        description: 'c_v: cosine between the verifier’s direction v and the mean μ.',
        default: 0.8,
        examples: [0.6, 0.8],
        ...cosine,
        ui: { symbol: 'c_v', label: 'Verifier’s alignment', slider: cosineSlider },
      }),
      correlation: Type.Optional(
        number({
          description:
            'c_uv: cosine between the verifier’s and the labeller’s direction, where labels are linear too. Left out: c_u c_v, two directions with nothing but μ in common.',
          examples: [0.3, 0.9],
          ...cosine,
          ui: { symbol: 'c_uv', label: 'Correlation with the labeller', slider: cosineSlider },
        }),
      ),
    }),
    choice('A verifier that scores every label, and keeps the samples with scores above a threshold.', {
      kind: kind('threshold', 'Scores are N(d′/2, 1) for right labels and N(−d′/2, 1) for wrong ones.'),
      separation: number({
        description:
          'd′: distance between the mean scores of right and of wrong labels, in standard deviations. 0 cannot tell them apart.',
        default: 2,
        examples: [1, 2],
        minimum: 0,
        maximum: 100,
        ui: { symbol: 'd′', label: 'Separation', slider: { from: 0, to: 6, scale: 'linear' } },
      }),
      threshold: number({
        description:
          't: samples with scores above it are kept: φ = Φ(d′/2 − t) of the right and ρ = Φ(−d′/2 − t) of the wrong labels.',
        default: 0,
        examples: [0, 1],
        minimum: -100,
        maximum: 100,
        ui: { symbol: 't', label: 'Threshold', slider: { from: -4, to: 4, scale: 'linear' } },
      }),
    }),
    choice(
      'A verifier that looks at the sample: it keeps those that lie nearest to the real training rows.',
      {
        kind: kind(
          'mahalanobis',
          'Keeps the share of rows with the smallest Mahalanobis distance, with their label, from the real rows.',
        ),
        keep: number({
          description:
            'Share of the synthetic rows that is kept: those whose label · x̃ has the smallest Mahalanobis distance from the mean of the real training rows, in their covariance.',
          default: 0.5,
          examples: [0.3, 0.5, 0.9],
          exclusiveMinimum: 0,
          maximum: 1,
          ui: { label: 'Kept share', slider: { from: 0.05, to: 1, scale: 'linear' } },
        }),
      },
    ),
    choice(
      'A verifier that is trained to tell real from synthetic rows: it keeps those that look most real.',
      {
        kind: kind(
          'discriminator',
          'Keeps the share of rows that a classifier of real against synthetic rows finds most real.',
        ),
        keep: number({
          description:
            'Share of the synthetic rows that is kept: those that look most real to a ridge classifier trained on the real training rows against as many synthetic ones.',
          default: 0.5,
          examples: [0.3, 0.5, 0.9],
          exclusiveMinimum: 0,
          maximum: 1,
          ui: { label: 'Kept share', slider: { from: 0.05, to: 1, scale: 'linear' } },
        }),
      },
    ),
    Type.Literal('oracle', { description: 'Keeps every right label and no wrong one: φ = 1, ρ = 0.' }),
    Type.Literal('none', { description: 'Keeps everything: φ = ρ = 1.' }),
  ],
  {
    description: 'Which synthetic samples are kept.',
    default: 'none',
    examples: ['oracle', { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0.1 }],
    ui: { label: 'Verifier' },
  },
);

export const ClassifierSchema = Type.Object(
  {
    loss: Type.Optional(
      Type.Union(
        [
          Type.Literal('square', { description: 'ℓ(t) = (1 − t)²/2: ridge regression on the labels.' }),
          Type.Literal('logistic', { description: 'ℓ(t) = log(1 + e^−t): logistic regression.' }),
          Type.Literal('squaredHinge', {
            description: 'ℓ(t) = max(0, 1 − t)²/2: a support vector machine with squared slack.',
          }),
        ],
        {
          description: 'The loss of the margin t = label · w·x.',
          default: 'square',
          examples: ['square', 'logistic'],
          ui: { label: 'Loss' },
        },
      ),
    ),
    ridge: Type.Optional(
      number({
        description: 'γ: ridge penalty. 0 is allowed only where the kept samples outnumber the dimension.',
        default: 1,
        examples: [0.01, 0.1, 1],
        minimum: 0,
        maximum: 1e12,
        ui: { symbol: 'γ', label: 'Ridge', slider: { from: 1e-4, to: 100, scale: 'log' } },
      }),
    ),
    realWeight: Type.Optional(
      number({
        description: 'κ_r: weight of one real sample in the loss.',
        default: 1,
        examples: [1, 2],
        exclusiveMinimum: 0,
        maximum: 1e6,
        ui: { symbol: 'κ_r', label: 'Weight of real rows', slider: { from: 0.1, to: 10, scale: 'log' } },
      }),
    ),
    syntheticWeight: Type.Optional(
      number({
        description: 'κ_s: weight of one kept synthetic sample in the loss.',
        default: 1,
        examples: [0.3, 1],
        exclusiveMinimum: 0,
        maximum: 1e6,
        ui: { symbol: 'κ_s', label: 'Weight of synthetic rows', slider: { from: 0.1, to: 10, scale: 'log' } },
      }),
    ),
    normalise: Type.Optional(
      Type.Union(
        [
          Type.Literal('all', {
            description: 'By all n + m rows, the pruned ones included (as in the paper).',
          }),
          Type.Literal('kept', { description: 'By the rows that are kept.' }),
        ],
        {
          description: 'What the loss is divided by: all n + m rows, or only the kept ones.',
          default: 'all',
          examples: ['all', 'kept'],
          ui: { label: 'Loss divided by' },
        },
      ),
    ),
  },
  {
    ...strict,
    description: 'The linear classifier and its training.',
    default: { loss: 'square', ridge: 1 },
    examples: [{ loss: 'square', ridge: 0.1 }],
  },
);

const parameterPath = Type.String({
  description: 'Path of the numeric field that varies, such as "syntheticProportion" or "labelNoise.rate".',
  default: 'syntheticProportion',
  examples: ['syntheticProportion', 'labelNoise.rate', 'generator.samples', 'classifier.ridge'],
  ui: { label: 'Parameter' },
});

/** Most values that one sweep may take. */
export const maxSweepPoints = 10_000;

const sweepForms = [
  choice('Values spread between two ends.', {
    parameter: parameterPath,
    from: Type.Number({
      description: 'First value.',
      default: 0,
      examples: [0.001],
      ui: { label: 'From' },
    }),
    to: Type.Number({ description: 'Last value.', default: 0.95, examples: [0.95], ui: { label: 'To' } }),
    points: integer({
      description: 'Number of values, both ends included.',
      default: 30,
      examples: [20, 50],
      minimum: 2,
      maximum: maxSweepPoints,
      ui: { label: 'Points' },
    }),
    scale: Type.Optional(
      Type.Union(
        [
          Type.Literal('linear', { description: 'Equal steps.' }),
          Type.Literal('log', { description: 'Equal ratios; both ends must be positive.' }),
        ],
        {
          description: 'Spacing of the values: equal steps or equal ratios.',
          default: 'linear',
          examples: ['linear', 'log'],
          ui: { label: 'Spacing' },
        },
      ),
    ),
  }),
  choice('Given values.', {
    parameter: parameterPath,
    values: Type.Array(Type.Number({ description: 'One value.', default: 0.5, examples: [0.1] }), {
      minItems: 1,
      maxItems: maxSweepPoints,
      description: 'The values, in the order in which they are run.',
      default: [0, 0.25, 0.5, 0.75],
      examples: [[0.1, 0.2, 0.5]],
      ui: { label: 'Values' },
    }),
    scale: Type.Optional(
      Type.Union(
        [
          Type.Literal('linear', { description: 'Equal distances for equal differences.' }),
          Type.Literal('log', {
            description: 'Equal distances for equal ratios; all values must be positive.',
          }),
        ],
        {
          description: 'Scale of the horizontal axis.',
          default: 'linear',
          examples: ['linear', 'log'],
          ui: { label: 'Axis' },
        },
      ),
    ),
  }),
] as const;

/** One sweep: between two ends, or over given values. */
export const SweepSchema = Type.Union([...sweepForms], {
  description: 'One quantity that varies within every series.',
  default: { parameter: 'syntheticProportion', from: 0, to: 0.95, points: 30 },
  examples: [{ parameter: 'syntheticProportion', from: 0.001, to: 0.95, points: 50, scale: 'linear' }],
  ui: { label: 'Sweep' },
});

/** What a file says of its sweeps: one, or a list of one or two. */
const SweepsSchema = Type.Union(
  [
    ...sweepForms,
    Type.Array(SweepSchema, {
      minItems: 1,
      maxItems: 2,
      description: 'One sweep, or two for a heat map: the horizontal axis first, then the vertical.',
      examples: [
        [
          { parameter: 'syntheticProportion', from: 0, to: 0.9, points: 30 },
          { parameter: 'labelNoise.rate', from: 0, to: 0.5, points: 30 },
        ],
      ],
    }),
  ],
  {
    description:
      'The quantity on the horizontal axis. Left out: a single point. A list of two sweeps makes a heat map: the first is the horizontal axis, the second the vertical.',
    default: SweepSchema.default as object,
    examples: SweepSchema.examples as object[],
    ui: { label: 'Sweep' },
  },
);

export const SeriesSchema = Type.Object(
  {
    label: Type.String({
      minLength: 1,
      maxLength: 120,
      description: 'Name of the series in the chart.',
      default: 'series',
      examples: ['p = 50', 'oracle'],
      ui: { label: 'Label' },
    }),
    set: Type.Record(Type.String(), Type.Unknown(), {
      description: 'What this series changes: field paths and their values.',
      default: {},
      examples: [{ 'data.dimension': 50 }, { verifier: 'oracle' }],
      ui: { label: 'Changes' },
    }),
  },
  { ...strict, description: 'One curve of the chart.' },
);

export const SimulationSchema = Type.Object(
  {
    repetitions: Type.Optional(
      integer({
        description: 'Simulated trainings per point. 0: theory only.',
        default: 10,
        examples: [0, 10, 100],
        minimum: 0,
        maximum: 1_000_000,
        ui: { label: 'Repetitions', slider: { from: 1, to: 1000, scale: 'log' } },
      }),
    ),
    targetStandardError: Type.Optional(
      number({
        description:
          'Standard error of the chart’s metric (of the accuracy, where that is a gain) that every point is to reach. `repetitions`, 2 or more, are then the first ones, whose scatter tells how many it takes.',
        examples: [0.001, 0.0005],
        exclusiveMinimum: 0,
        maximum: 1e9,
        ui: { label: 'Target ± s.e.' },
      }),
    ),
    maximumRepetitions: Type.Optional(
      integer({
        description: 'Most repetitions of a point, however far it is from its target standard error.',
        default: 1000,
        examples: [1000, 100_000],
        minimum: 2,
        maximum: 1_000_000,
        ui: { label: 'At most', slider: { from: 10, to: 100_000, scale: 'log' } },
      }),
    ),
    seed: Type.Optional(
      integer({
        description: 'Seed of every random number. The same seed gives the same results on every machine.',
        default: 1,
        examples: [1, 42],
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        ui: { label: 'Seed' },
      }),
    ),
    sampler: Type.Optional(
      Type.Union(
        [
          Type.Literal('auto', { description: 'The fastest sampler that is exact here.' }),
          Type.Literal('sufficient', {
            description:
              'Draws the Gram matrices from their joint law: exact, and no slower for more samples.',
          }),
          Type.Literal('explicit', { description: 'Draws every sample.' }),
        ],
        {
          description: 'How a training set is drawn; both samplers have the same law.',
          default: 'auto',
          examples: ['auto', 'explicit'],
          ui: { label: 'Sampler' },
        },
      ),
    ),
    testSamples: Type.Optional(
      integer({
        description:
          'Fresh real rows that a classifier’s accuracy is counted on where it has no closed form: with features that are not Gaussian. Elsewhere it is exact.',
        default: 10_000,
        examples: [10_000, 100_000],
        minimum: 1,
        maximum: 10_000_000,
        ui: { label: 'Test rows', slider: { from: 1000, to: 1_000_000, scale: 'log' } },
      }),
    ),
  },
  {
    ...strict,
    description: 'Monte Carlo runs.',
    default: { repetitions: 10, seed: 1, sampler: 'auto' },
    examples: [{ repetitions: 10, seed: 1 }],
  },
);

export const OptimiseSchema = Type.Object(
  {
    parameter: Type.String({
      description: 'Path of the numeric field whose best value is sought.',
      default: 'classifier.ridge',
      examples: ['classifier.ridge', 'syntheticProportion', 'classifier.syntheticWeight'],
      ui: { label: 'Parameter' },
    }),
    from: Type.Number({
      description: 'Smallest value.',
      default: 0.001,
      examples: [0.001],
      ui: { label: 'From' },
    }),
    to: Type.Number({ description: 'Largest value.', default: 100, examples: [100], ui: { label: 'To' } }),
    scale: Type.Optional(
      Type.Union(
        [
          Type.Literal('linear', { description: 'Equal steps.' }),
          Type.Literal('log', { description: 'Equal ratios; both ends must be positive.' }),
        ],
        {
          description: 'How the range is searched: in equal steps or in equal ratios.',
          default: 'linear',
          examples: ['linear', 'log'],
          ui: { label: 'Spacing' },
        },
      ),
    ),
  },
  {
    ...strict,
    description: 'A quantity whose best value is sought, and between which ends.',
    default: { parameter: 'classifier.ridge', from: 0.001, to: 100, scale: 'log' },
    examples: [{ parameter: 'classifier.ridge', from: 0.001, to: 100, scale: 'log' }],
  },
);

export const TheorySchema = Type.Object(
  {
    variants: Type.Optional(
      Type.Array(
        Type.Union(
          [
            Type.Literal('exact', { description: 'The exact asymptotic theory.' }),
            Type.Literal('published', {
              description: 'The formulas of the paper, where they cover the experiment.',
            }),
            Type.Literal('independentNoise', {
              description:
                'The exact theory with label noise and a verifier that do not look at the sample but are wrong as often: what linear labels and verifiers are often taken for.',
            }),
          ],
          { description: 'One variant of the theory.', examples: ['exact', 'published'] },
        ),
        {
          minItems: 1,
          uniqueItems: true,
          description: 'Which theories are drawn.',
          default: ['exact'],
          examples: [['exact'], ['exact', 'published']],
          ui: { label: 'Variants' },
        },
      ),
    ),
    optimise: Type.Optional(
      Type.Array(OptimiseSchema, {
        minItems: 1,
        maxItems: 2,
        description:
          'Quantities whose best values, by the exact theory, are found for every series: one or two.',
        examples: [[{ parameter: 'classifier.ridge', from: 0.001, to: 100, scale: 'log' }]],
        ui: { label: 'Optimise' },
      }),
    ),
  },
  {
    ...strict,
    description: 'Theory.',
    default: { variants: ['exact'] },
    examples: [{ variants: ['exact'] }],
  },
);

export const ChartSchema = Type.Object(
  {
    metric: Type.Optional(
      Type.Union(
        [
          Type.Literal('accuracy', { description: 'Test accuracy on fresh real data.' }),
          Type.Literal('risk', { description: 'Mean squared error (y − w·x)² on fresh real data.' }),
          Type.Literal('meanMargin', { description: 'M = w·μ.' }),
          Type.Literal('marginVariance', { description: 'Q = wᵀCw.' }),
          Type.Literal('gain', {
            description: 'Test accuracy minus that of training on the real data alone.',
          }),
        ],
        {
          description: 'The quantity on the vertical axis.',
          default: 'accuracy',
          examples: ['accuracy', 'risk'],
          ui: { label: 'Show' },
        },
      ),
    ),
    kind: Type.Optional(
      Type.Union(
        [
          Type.Literal('curves', {
            description: 'The metric along the sweep; of two sweeps, a heat map.',
          }),
          Type.Literal('fixedPoint', {
            description: 'The fixed point τ_r, τ_s and d of the theory along the sweep.',
          }),
          Type.Literal('scores', {
            description: 'The density of the scores of the two classes; without a sweep.',
          }),
          Type.Literal('spectrum', {
            description:
              'The eigenvalues of a fitted generator’s covariance against their law; without a sweep.',
          }),
        ],
        {
          description: 'What kind of chart it is.',
          default: 'curves',
          examples: ['curves', 'scores'],
          ui: { label: 'Chart' },
        },
      ),
    ),
    references: Type.Optional(
      Type.Array(
        Type.Union(
          [
            Type.Literal('bayes', { description: 'The best possible accuracy.' }),
            Type.Literal('realOnly', { description: 'Training on the n real rows alone.' }),
            Type.Literal('allReal', { description: 'Training on n + m real rows.' }),
          ],
          { description: 'One line to compare with.', examples: ['bayes', 'realOnly'] },
        ),
        {
          uniqueItems: true,
          description: 'Lines that the curves are compared with.',
          default: ['bayes'],
          examples: [['bayes'], ['bayes', 'realOnly', 'allReal']],
          ui: { label: 'References' },
        },
      ),
    ),
  },
  {
    ...strict,
    description: 'What the chart shows.',
    default: { metric: 'accuracy' },
    examples: [{ metric: 'accuracy' }],
  },
);

export const ExperimentSchema = Type.Object(
  {
    $schema: Type.Optional(
      Type.String({
        description: 'Where the JSON Schema of this file is.',
        examples: ['./experiment.schema.json'],
      }),
    ),
    version: Type.Literal(1, {
      description: 'Version of the file format.',
      default: 1,
      examples: [1],
    }),
    title: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Title of the experiment and of its chart.',
        default: 'Untitled experiment',
        examples: ['Figure 3, oracle supervision'],
        ui: { label: 'Title' },
      }),
    ),
    description: Type.Optional(
      Type.String({
        maxLength: 10_000,
        description: 'What the experiment is about.',
        default: '',
        examples: ['Does synthetic data help when labels are verified?'],
        ui: { label: 'Description' },
      }),
    ),
    data: DataSchema,
    realSamples: Type.Optional(
      integer({
        description: 'Number n of real training rows. Left out only with a fixed budget (totalSamples).',
        default: 1000,
        examples: [0, 1000],
        minimum: 0,
        maximum: maxSamples,
        ui: { symbol: 'n', label: 'Real rows', slider: { from: 10, to: 100_000, scale: 'log' } },
      }),
    ),
    syntheticSamples: Type.Optional(
      integer({
        description: 'Number m of synthetic rows before the verifier prunes them.',
        default: 1000,
        examples: [0, 2000],
        minimum: 0,
        maximum: maxSamples,
        ui: { symbol: 'm', label: 'Synthetic rows', slider: { from: 10, to: 1_000_000, scale: 'log' } },
      }),
    ),
    syntheticProportion: Type.Optional(
      number({
        description:
          'Share x of synthetic rows in n + m, before pruning: m = round(n x/(1 − x)), or m = round(x · totalSamples) with a fixed budget.',
        default: 0.5,
        examples: [0.25, 0.5],
        minimum: 0,
        exclusiveMaximum: 1,
        ui: {
          symbol: 'm/(n+m)',
          label: 'Synthetic proportion',
          slider: { from: 0, to: 0.99, scale: 'linear' },
        },
      }),
    ),
    totalSamples: Type.Optional(
      integer({
        description: 'A fixed budget n + m, divided by syntheticProportion. Takes the place of realSamples.',
        default: 2000,
        examples: [2000],
        minimum: 1,
        maximum: maxSamples,
        ui: { symbol: 'n+m', label: 'Total rows', slider: { from: 10, to: 100_000, scale: 'log' } },
      }),
    ),
    generator: Type.Optional(GeneratorSchema),
    labelNoise: Type.Optional(LabelNoiseSchema),
    verifier: Type.Optional(VerifierSchema),
    classifier: Type.Optional(ClassifierSchema),
    sweep: Type.Optional(SweepsSchema),
    series: Type.Optional(
      Type.Array(SeriesSchema, {
        maxItems: 100,
        description: 'Curves of the chart: each changes some fields. Left out: one curve.',
        default: [],
        examples: [[{ label: 'p = 50', set: { 'data.dimension': 50 } }]],
        ui: { label: 'Series' },
      }),
    ),
    theory: Type.Optional(TheorySchema),
    simulation: Type.Optional(SimulationSchema),
    chart: Type.Optional(ChartSchema),
  },
  {
    ...strict,
    $id: 'resolvent-experiment',
    title: 'Resolvent experiment',
    description: 'An experiment on training a classifier with real and synthetic data.',
    examples: [
      {
        version: 1,
        data: { kind: 'gaussian', dimension: 200, meanNorm: 0.7 },
        realSamples: 1000,
        syntheticSamples: 1000,
      },
    ],
  },
);

/** An experiment file as written: optional fields may be missing. */
export type ExperimentFile = Static<typeof ExperimentSchema>;
export type Covariance = Static<typeof CovarianceSchema>;
export type Sweep = Static<typeof SweepSchema>;
export type Optimise = Static<typeof OptimiseSchema>;
export type TheoryVariant = NonNullable<Static<typeof TheorySchema>['variants']>[number];
export type Metric = NonNullable<Static<typeof ChartSchema>['metric']>;
export type ChartKind = NonNullable<Static<typeof ChartSchema>['kind']>;
export type ChartReference = NonNullable<Static<typeof ChartSchema>['references']>[number];

/** A schema node with the keywords that this project adds or reads. */
export type SchemaNode = TSchema & { readonly ui?: FieldNotes };

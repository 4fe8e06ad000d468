// What a whole figure costs numpy, from a training at a few of its points.
import { least } from './times.mjs';
import { numpyPoint, startNumpy } from './numpy.mjs';

/** Of the points of a series; denser where the share of synthetic rows makes m grow fastest. */
const SHARES = [0, 0.5, 0.76, 0.9, 1];

/**
 * @param series an expansion's
 * @param measured the results of our run, series by series, which the accuracies are compared with
 * @param repetitions of every point
 */
export async function figureByNumpy(series, measured, repetitions) {
  const perSeries = series[0].points.length;
  const indices = SHARES.map((share) => Math.round(share * (perSeries - 1)));
  const processes = [
    { threads: 'its own threads', workers: 2, python: await startNumpy() },
    { threads: 'one thread', workers: 1, python: await startNumpy(1) },
  ];
  const ways = [
    ['scripts', 'as the scripts do'],
    ['care', 'with care'],
  ];
  const setups = processes.flatMap((process) =>
    ways.map(([way, words]) => ({
      ...process,
      way,
      name: `numpy ${words}, ${process.threads}`,
      // By series and index.
      trainings: series.map(() => []),
    })),
  );
  const distances = [];

  /** The sum over a series' points of the interpolation, linear in m between the points trained at. */
  function seriesTotal({ points }, values) {
    const m = (i) => points[i].parameters.syntheticSamples;
    let total = 0;
    let right = 1;
    for (let i = 0; i < perSeries; i++) {
      if (i > indices[right]) right++;
      const [from, to] = [indices[right - 1], indices[right]];
      const share = (m(i) - m(from)) / (m(to) - m(from));
      total += (1 - share) * values[right - 1] + share * values[right];
    }
    return total;
  }

  async function trainAt(s, place) {
    const { parameters } = series[s].points[indices[place]];
    const { derived, simulation } = measured[s].points[indices[place]];
    const point = numpyPoint(parameters, derived.labelNoise);
    for (const { python, way, trainings } of setups) {
      const training = await python.train(way, point);
      const before = trainings[s][place];
      trainings[s][place] = before ? least([before, training]) : training;
      const { mean, standardError } = simulation.accuracy;
      // What 2n test rows add to the scatter of the trainings.
      const counting = way === 'scripts' ? (mean * (1 - mean)) / (2 * point.n) : 0;
      const spread = Math.sqrt(standardError ** 2 * (repetitions + 1) + counting);
      distances.push((training.accuracy - mean) / spread);
    }
  }

  return {
    version: processes[0].python.version,
    places: indices.length,
    processes,
    /** A training at every place in every way; of several calls the fastest counts. */
    async measure() {
      for (let s = 0; s < series.length; s++) {
        for (let place = 0; place < indices.length; place++) await trainAt(s, place);
      }
    },
    /** The whole figure's times in every way. */
    estimates: () =>
      setups.map(({ trainings, ...setup }) => {
        const total = (time) =>
          series.reduce((sum, one, s) => {
            const values = trainings[s].map((training) => training[time]);
            return sum + repetitions * seriesTotal(one, values);
          }, 0);
        return { ...setup, total: { seconds: total('seconds'), processor: total('processor') } };
      }),
    /** Root mean square distance of its accuracies from ours, in units of their spread: 1 if they agree. */
    agreement: () => Math.sqrt(distances.reduce((sum, d) => sum + d * d, 0) / distances.length),
    stop: () => processes.forEach(({ python }) => python.stop()),
  };
}

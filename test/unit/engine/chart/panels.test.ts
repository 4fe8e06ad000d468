import { describe, expect, it } from 'vitest';
import { assembleResults, notSimulated, type Simulated } from '../../../../src/engine/assemble';
import { chartOf } from '../../../../src/engine/chart/chartOf';
import type { ChartModel, ChartRow } from '../../../../src/engine/chart/model';
import { binDensities } from '../../../../src/engine/chart/scoresChart';
import { chartToSvg } from '../../../../src/engine/chartImage';
import type { Measurement } from '../../../../src/engine/results';
import { binsOfLaw, shareUpTo } from '../../../../src/engine/spectrum/bins';
import { theoryFor } from '../../../../src/engine/theoryFor';
import { normalCdf } from '../../../../src/numerics/normal';
import type { ExperimentFile } from '../../../../src/experiment/schema';
import { expansionOf } from '../experiments';
import { estimateOf } from '../../../../src/engine/tally';
import { warningsOf } from './warnings';

const base: ExperimentFile = {
  version: 1,
  title: 'Panels',
  data: { kind: 'gaussian', dimension: 100, meanNorm: 1 },
  realSamples: 200,
  syntheticSamples: 400,
  generator: { kind: 'fitted', samples: 200, source: 'independent', meanError: false },
  labelNoise: { kind: 'uniform', rate: 0.2 },
  verifier: { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0.3 },
  classifier: { ridge: 0.1 },
  series: [
    { label: 'many', set: { 'generator.samples': 400 } },
    { label: 'few', set: { 'generator.samples': 50 } },
  ],
};

function modelOf(changes: Partial<ExperimentFile>, simulated: Simulated = notSimulated): ChartModel {
  const file = { ...base, ...changes };
  const expansion = expansionOf(file);
  const theory = expansion.series.map(({ points }) =>
    points.map(({ parameters }) => theoryFor(expansion.settings)(parameters)),
  );
  const now = new Date();
  const provenance = { spec: file, started: now, finished: now, status: 'complete', warnings: [] } as const;
  return chartOf(expansion, assembleResults(expansion, theory, simulated, provenance));
}

const ofKind = <K extends ChartRow['kind']>({ rows }: ChartModel, kind: K) =>
  rows.filter((row): row is Extract<ChartRow, { kind: K }> => row.kind === kind);
const wordsOf = (model: ChartModel) => ofKind(model, 'words').map(({ text }) => text);

const sweep = { parameter: 'syntheticProportion', from: 0.1, to: 0.9, points: 9 } as const;
const sweepable: ExperimentFile = { ...base };
delete sweepable.syntheticSamples;
const fixedPoint = (changes: Partial<ExperimentFile> = {}) =>
  modelOf({ ...sweepable, syntheticProportion: 0.5, sweep, chart: { kind: 'fixedPoint' }, ...changes });

const measured = (means: readonly number[], variances: readonly number[]): Measurement => ({
  repetitions: means.length,
  accuracy: estimateOf(means.map(() => 0.8)),
  risk: estimateOf(means),
  meanMargin: estimateOf(means),
  marginVariance: estimateOf(variances),
});
const scoresRun: Simulated = { ...notSimulated, measured: () => measured([0.4, 0.5], [0.2, 0.3]) };
const spectrumRun: Simulated = {
  ...notSimulated,
  spectrum: () => ({ edges: [0, 1, 2, 4], counts: [50, 30, 20], zeros: 100, beyond: 0, draws: 2 }),
};

const all = {
  spectrum: () => modelOf({ chart: { kind: 'spectrum' } }),
  simulatedSpectrum: () => modelOf({ chart: { kind: 'spectrum' } }, spectrumRun),
  scores: () => modelOf({ chart: { kind: 'scores' } }),
  simulatedScores: () => modelOf({ chart: { kind: 'scores' } }, scoresRun),
  fixedPoint: () => fixedPoint(),
  fixedPointOfOne: () => fixedPoint({ series: [], theory: { variants: ['exact', 'published'] } }),
};

describe.each(Object.entries(all))('the chart %s', (_, make) => {
  it('compiles and runs without a warning, and becomes a picture', async () => {
    const model = make();
    expect(await warningsOf(model)).toEqual([]);
    const svg = await chartToSvg(model);
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain('Panels');
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('holds all its marks in its plane, and names no colour in its spec', () => {
    const { rows, domain, spec } = make();
    for (const row of rows) {
      const ys = ['y', 'y2'].flatMap((key) => (key in row ? [row[key as never]] : []));
      for (const y of ys) {
        expect(y).toBeGreaterThanOrEqual(domain[0]);
        expect(y).toBeLessThanOrEqual(domain[1]);
      }
    }
    expect(JSON.stringify(spec)).not.toMatch(/#[0-9a-f]{3,6}\b|rgb|"(grey|gray|black|red)"/i);
  });
});

describe('the chart of eigenvalues', () => {
  it('has a panel with the law of every series, and tells what is at 0', () => {
    const model = all.spectrum();
    expect(new Set(ofKind(model, 'curve').map(({ colour }) => colour))).toEqual(new Set(['many', 'few']));
    expect(wordsOf(model)).toContain('50 % at 0');
    expect(model.description).toMatch(
      /many: law on 0\.25 to 2\.25; few: law on 0\.172 to 5\.83, 50 % at 0\.$/,
    );
    expect(ofKind(model, 'bar')).toEqual([]);
    const [region] = ofKind(model, 'region');
    expect(Object.keys(region!.tip)).toEqual(['title', 'Eigenvalues', 'Law']);
  });

  it('draws densities of the same area: that of the bars is the share above 0', () => {
    const model = all.simulatedSpectrum();
    const bars = ofKind(model, 'bar').filter(({ colour }) => colour === 'few');
    const heights = bars.map(({ y, y2 }) => y2 - y);
    // 50, 30 and 20 of 200 on widths of 1, 1 and 2.
    expect(heights[1]! / heights[0]!).toBeCloseTo(0.6, 9);
    expect(heights[2]! / heights[0]!).toBeCloseTo(0.2, 9);
    const tip = ofKind(model, 'region').find(({ tip }) => tip['title'] === 'few')!.tip;
    expect(tip['Simulation']).toBe('25 % (50 of 200)');
    expect(model.spec.title.subtitle[1]).toBe('Curves: limiting law; bars: simulated (2 draws of Ĉ)');
  });

  it('clips no part of the law, and follows it', () => {
    const model = modelOf({ series: [], chart: { kind: 'spectrum' } });
    const ys = ofKind(model, 'curve').map(({ y }) => y);
    expect(Math.max(...ys)).toBeLessThan(model.domain[1]);
    expect(ys[0]).toBeCloseTo(ys.at(-1)!, 9);
  });

  it('shows what is simulated alone where there is no law, and says where nothing is fitted', () => {
    const series = [
      { label: 'third', set: { 'generator.generations': 3 } },
      { label: 'exact', set: { generator: { kind: 'exact' } } },
    ];
    const model = modelOf({ series, chart: { kind: 'spectrum' } });
    expect(wordsOf(model)).toEqual(expect.arrayContaining(['No law: simulate', 'No fitted generator']));
    const run: Simulated = {
      ...spectrumRun,
      spectrum: (i) => (i === 0 ? spectrumRun.spectrum(0, 0) : undefined),
    };
    const simulated = modelOf({ series, chart: { kind: 'spectrum' } }, run);
    expect(ofKind(simulated, 'curve')).toEqual([]);
    expect(ofKind(simulated, 'bar')).toHaveLength(3);
  });

  it('bins as the law integrates', () => {
    const expansion = expansionOf({ ...base, chart: { kind: 'spectrum' } });
    const law = theoryFor(expansion.settings)(expansion.series[0]!.points[0]!.parameters).spectralLaw;
    if (law === undefined || 'error' in law) throw new Error('There is no law.');
    const edges = binsOfLaw(law, 5000);
    const shares = edges.slice(1).map((to, i) => shareUpTo(law, to) - shareUpTo(law, edges[i]!));
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
  });
});

describe('the chart of scores', () => {
  it('has both classes’ densities, with what is misclassified shaded', () => {
    const model = all.scores();
    expect(new Set(ofKind(model, 'curve').map(({ colour }) => colour))).toEqual(
      new Set(['class +1', 'class −1']),
    );
    // The class +1 is wrong on the left of its panel's middle.
    const lefts = ofKind(model, 'area')
      .filter(({ colour, area }) => colour === 'class +1' && area.startsWith('0'))
      .map(({ x }) => x);
    expect(Math.max(...lefts)).toBeCloseTo(0.5, 9);
    expect(wordsOf(model).filter((text) => /^accuracy 0\.\d{3}$/.test(text))).toHaveLength(2);
    expect(ofKind(model, 'segment').filter(({ role }) => role === 'bestThreshold')).toEqual([]);
  });

  it('shows the best threshold between classes of different size, and weights them', () => {
    const model = modelOf({
      data: { kind: 'gaussian', dimension: 100, meanNorm: 1, positiveShare: 0.2 },
      chart: { kind: 'scores' },
    });
    const lines = ofKind(model, 'segment').filter(({ role }) => role === 'bestThreshold');
    expect(lines).toHaveLength(2);
    // +1 is rare: the line moves towards its scores.
    expect(lines[0]!.x).toBeGreaterThan(0.5);
    expect(wordsOf(model).some((text) => /^accuracy 0\.\d{3}; best 0\.\d{3} at 0\.\d+$/.test(text))).toBe(
      true,
    );
    const heights = (colour: string) =>
      Math.max(
        ...ofKind(model, 'curve')
          .filter((row) => row.colour === colour && row.line.startsWith('0'))
          .map(({ y }) => y),
      );
    const floor = Math.min(...ofKind(model, 'area').map(({ y2 }) => y2));
    expect((heights('class −1') - floor) / (heights('class +1') - floor)).toBeCloseTo(4, 1);
  });

  it('outlines the exact mixture over the repetitions', () => {
    const [density] = binDensities({ means: [0.4, 0.5], variances: [0.2, 0.3] }, 1, [0.1, 0.3], 0.5);
    const mass = (mean: number, variance: number) =>
      normalCdf((0.3 - mean) / Math.sqrt(variance)) - normalCdf((0.1 - mean) / Math.sqrt(variance));
    expect(density).toBeCloseTo((0.5 * (mass(0.4, 0.2) + mass(0.5, 0.3))) / 2 / 0.2, 12);
    const model = all.simulatedScores();
    expect(ofKind(model, 'curve').some(({ role }) => role === 'outline')).toBe(true);
    expect(model.spec.title.subtitle[1]).toMatch(/; steps: simulation, 2 repetitions$/);
  });

  it('says which series have none', () => {
    const series = [
      { label: 'two', set: {} },
      { label: 'four', set: { 'data.classes': 4 } },
    ];
    expect(wordsOf(modelOf({ series, chart: { kind: 'scores' } }))).toContain(
      'Several classes have several scores',
    );
  });
});

describe('the chart of the fixed point', () => {
  it('has the three quantities of a single series in one panel, each named at its end', () => {
    const model = all.fixedPointOfOne();
    expect(
      ofKind(model, 'words')
        .filter(({ role }) => role === 'end')
        .map(({ text }) => text),
    ).toEqual(['τᵣ (δᵣ)', 'τₛ (δₛ)', 'd']);
    const published = ofKind(model, 'curve').filter(({ role }) => role === 'published');
    expect(published).toHaveLength(27);
    expect(model.description).toMatch(
      /Lines: exact theory; dashed: as published\. “Panels”: τᵣ \(δᵣ\) from 0\./,
    );
  });

  it('has the published values on the exact ones where nothing is pruned', () => {
    const model = fixedPoint({ series: [], verifier: 'none', theory: { variants: ['exact', 'published'] } });
    const curves = ofKind(model, 'curve');
    const exact = curves.filter(({ role }) => role === 'theory');
    const published = curves.filter(({ role }) => role === 'published');
    expect(published).toHaveLength(exact.length);
    published.forEach(({ y }, i) => expect(y).toBeCloseTo(exact[i]!.y, 6));
  });

  it('has a panel for each quantity of several series, without d where no generator is fitted', () => {
    const titles = (model: ChartModel) =>
      ofKind(model, 'words')
        .filter(({ role }) => role === 'titleAlone')
        .map(({ text }) => text);
    expect(titles(all.fixedPoint())).toEqual(['τᵣ (δᵣ)', 'τₛ (δₛ)', 'd']);
    expect(all.fixedPoint().series).toEqual(['many', 'few']);
    const two = [0.1, 0.2].map((ridge) => ({ label: `γ = ${ridge}`, set: { 'classifier.ridge': ridge } }));
    expect(titles(fixedPoint({ generator: { kind: 'exact' }, series: two }))).toEqual(['τᵣ (δᵣ)', 'τₛ (δₛ)']);
  });
});

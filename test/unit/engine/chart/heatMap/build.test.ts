import { logger, parse, View, Warn } from 'vega';
import { compile } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { buildHeatMap } from '../../../../../src/engine/chart/heatMap/build';
import { cellReader } from '../../../../../src/engine/chart/heatMap/tip';
import { chartOf } from '../../../../../src/engine/chart/chartOf';
import type { ChartModel, ChartRow } from '../../../../../src/engine/chart/model';
import { publicationTheme, themeConfig } from '../../../../../src/engine/chart/theme';
import { chartToSvg } from '../../../../../src/engine/chartImage';
import { expand } from '../../../../../src/experiment/expand';
import {
  cases,
  coarse,
  constant,
  eight,
  four,
  gain,
  gridSeries,
  heatMapInput,
  large,
  linear,
  outOfDate,
  peak,
  simulated,
  withGaps,
} from './cases';

const ofKind = <K extends ChartRow['kind']>({ rows }: ChartModel, kind: K) =>
  rows.filter((row): row is Extract<ChartRow, { kind: K }> => row.kind === kind);

/** Warnings of Vega-Lite's compiler and of Vega's run over a model. */
async function warningsOf(model: ChartModel): Promise<string[]> {
  const warnings: string[] = [];
  const log = logger(Warn);
  const note = (...args: readonly unknown[]) => {
    warnings.push(args.map(String).join(' '));
    return log;
  };
  log.warn = note;
  log.error = note;
  const config = themeConfig(publicationTheme, { width: 720, series: model.series });
  const size = {
    width: 720,
    height: 440,
    datasets: { rows: model.rows.map((row) => ({ ...row })), pointed: [] },
  };
  const { spec } = compile({ ...model.spec, ...size }, { logger: log, config });
  const view = new View(parse(spec), { renderer: 'none', logger: log });
  await view.runAsync();
  view.finalize();
  return warnings;
}

describe('every heat map', () => {
  it.each(Object.entries(cases))('%s compiles and runs without a warning', async (_, make) => {
    expect(await warningsOf(buildHeatMap(make()))).toEqual([]);
  });

  it.each(Object.entries(cases))('%s has finite numbers in all its rows', (_, make) => {
    const { rows } = buildHeatMap(make());
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      for (const value of Object.values(row))
        if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
    }
  });

  it.each(Object.entries(cases))('%s names no colour in its spec', (_, make) => {
    expect(JSON.stringify(buildHeatMap(make()).spec)).not.toMatch(
      /#[0-9a-f]{3,6}\b|rgb\(|"(grey|gray|black|red)"/i,
    );
  });

  it.each(Object.entries(cases))(
    '%s is drawn with numbers only, nothing outside the picture',
    async (_, make) => {
      const svg = await chartToSvg(buildHeatMap(make()));
      expect(svg).toMatch(/^<svg [^>]*width="720" height="440"/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(svg).not.toMatch(/href="|<image|<style|font-face/);
    },
  );

  it('of nothing has no rows', async () => {
    const model = buildHeatMap(heatMapInput([{ label: 'a', points: [] }]));
    expect(model.rows).toEqual([]);
    expect(await warningsOf(model)).toEqual([]);
  });
});

const textsOf = (svg: string) => [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text!);

describe('a heat map', () => {
  it('says its quantities, its colours and its levels', async () => {
    const texts = textsOf(await chartToSvg(buildHeatMap(gain())));
    for (const text of [
      'Gain in accuracy over the real data alone',
      'Label noise ε',
      'Synthetic rows m, before pruning',
      'Gain',
      'helps',
      'hurts',
      'λ = 0',
      '10,000',
    ])
      expect(texts).toContain(text);
    // Of the legend, and along a line.
    expect(texts.filter((text) => text === '+0.10').length).toBeGreaterThanOrEqual(2);
  });

  it('writes “helps” on the side where the gain is positive', () => {
    for (const sign of [1, -1]) {
      const at = (x: number, y: number) => 0.65 + sign * 0.1 * (Math.log10(y / 1000) + x - 0.5);
      const input = heatMapInput(
        [gridSeries({ xs: linear(0, 1, 20), ys: [10, 100, 1000, 10_000, 100_000], at })],
        {
          settings: { title: '', metric: 'gain' },
        },
      );
      const sides = ofKind(buildHeatMap(input), 'side');
      expect(sides.find(({ text }) => text === 'helps')!.above).toBe(sign > 0);
      expect(sides.find(({ text }) => text === 'hurts')!.above).toBe(sign < 0);
      expect(sides[0]!.dx).toBeGreaterThan(0);
    }
  });

  it('draws the contour of no gain strongly where the gain is 0, and the line λ = 0 where λ is', () => {
    const model = buildHeatMap(gain());
    const zero = ofKind(model, 'contour').filter(({ strong }) => strong);
    expect(zero.length).toBeGreaterThan(1);
    // The gain is 0 at ε = 0.6; the axis goes from −1/46 to 1 + 1/46.
    const place = (x: number) => (x + 1 / 46) / (1 + 2 / 46);
    for (const { x } of zero) expect(x).toBeCloseTo(place(0.6), 6);
    const critical = ofKind(model, 'critical');
    for (const { x } of critical) expect(x).toBeCloseTo(place(0.8), 6);
    expect(ofKind(model, 'criticalLabel')).toHaveLength(1);
    expect(model.description).toContain('λ = 0');
  });

  it('has no line λ = 0 where λ does not change its sign, and says when nothing helps', () => {
    expect(ofKind(buildHeatMap(simulated()), 'critical')).toEqual([]);
    const worse = heatMapInput([gridSeries({ xs: [0, 0.5, 1], ys: [10, 100], at: (x) => 0.6 - x / 10 })], {
      settings: { title: '', metric: 'gain' },
    });
    const { description, spec } = buildHeatMap(worse);
    expect(description).toContain('synthetic data help in 0 % of the cells');
    expect(spec.title.subtitle[1]).toContain('Synthetic data help nowhere here');
  });

  it('leaves cells without a value to the ground, and says so', () => {
    const model = buildHeatMap(withGaps());
    expect(ofKind(model, 'ground')).toHaveLength(1);
    expect(model.spec.title.subtitle[1]).toContain('grey: no value');
    expect(ofKind(buildHeatMap(simulated()), 'ground')).toEqual([]);
    const missing = withGaps().results.series[0]!.points.findIndex(({ theory }) => 'error' in theory.exact!);
    const [i, j] = [missing % 24, Math.floor(missing / 24)];
    const [x, y] = [(i + 0.5) / 24, (j + 0.5) / 20];
    expect(ofKind(model, 'cell').some((cell) => cell.x < x && x < cell.x2 && cell.y < y && y < cell.y2)).toBe(
      false,
    );
  });

  it('has a disc in the middle of each simulated cell, if cells are large enough', () => {
    const model = buildHeatMap(coarse());
    expect(ofKind(model, 'measured')).toHaveLength(15);
    expect(model.spec.title.subtitle[1]).toContain('discs: simulation');
    const tooMany = heatMapInput([
      gridSeries({ xs: linear(0, 1, 41), ys: [1, 10], at: (x) => 0.6 + x / 10, simulated: true }),
    ]);
    expect(ofKind(buildHeatMap(tooMany), 'measured')).toEqual([]);
    expect(buildHeatMap(tooMany).spec.title.subtitle[1]).toContain('simulation: point at a cell');
    expect(ofKind(buildHeatMap(outOfDate()), 'measured').every((row) => row.outOfDate)).toBe(true);
  });

  it('keeps its spec while the simulation streams in', () => {
    const { results, ...rest } = simulated();
    const after = (count: number) =>
      buildHeatMap({
        ...rest,
        results: {
          series: results.series.map(({ label, points }) => ({
            label,
            points: points.map(({ simulation, ...theoryOnly }, i) =>
              i < count && simulation ? { ...theoryOnly, simulation } : theoryOnly,
            ),
          })),
        },
      });
    expect(after(10).spec).toEqual(after(480).spec);
    expect(ofKind(after(10), 'measured')).toHaveLength(10);
  });

  it('is as fine as a page can draw: 200 × 200 cells are at most 7000 rectangles and less than 2 MB', async () => {
    const model = buildHeatMap(large());
    const cells = ofKind(model, 'cell').length;
    expect(cells).toBeGreaterThan(2000);
    expect(cells).toBeLessThanOrEqual(7000);
    expect((await chartToSvg(model)).length).toBeLessThan(2e6);
  });

  it('of a peak has logarithmic colours, of a constant one colour', () => {
    expect(JSON.stringify(buildHeatMap(peak()).spec)).toContain('"type":"log"');
    const flat = ofKind(buildHeatMap(constant()), 'cell');
    expect(new Set(flat.map(({ value }) => value)).size).toBe(1);
    expect(ofKind(buildHeatMap(constant()), 'contour')).toEqual([]);
  });
});

describe('several series', () => {
  it('are maps beside each other on one scale of colours, each with its name', () => {
    const model = buildHeatMap(four());
    expect(ofKind(model, 'panel').map(({ text }) => text)).toEqual([
      'Oracle',
      'Strong verifier',
      'Random half',
      'None',
    ]);
    const corners = model.heatMap!.panels.map(({ x, y }) => `${x},${y}`);
    expect(new Set(corners).size).toBe(4);
    expect(model.description).toContain('4 heat maps');
  });

  it('that are too many leave the first, and say so', () => {
    const model = buildHeatMap(eight());
    expect(model.heatMap!.panels).toHaveLength(1);
    expect(model.spec.title.subtitle[1]).toContain('Shown: “series 1”, the first of 8 series');
  });
});

describe('cellReader', () => {
  it('tells the values of the cell at a place', () => {
    const input = coarse();
    const model = buildHeatMap(input);
    const read = cellReader(model.heatMap!, input.results.series);
    for (const { x, y } of ofKind(model, 'measured')) {
      const cell = read(x, y)!;
      expect(cell.x < x && x < cell.x2 && cell.y < y && y < cell.y2).toBe(true);
    }
    const first = read(0.001, 0.001)!.tip;
    expect(first).toMatchObject({
      'Label noise ε': '0',
      'Synthetic rows m, before pruning': '100',
      'Kept fraction α': '0.9',
    });
    const { theory, simulation } = input.results.series[0]!.points[0]!;
    const { accuracy } = theory.exact as { accuracy: number };
    expect(first['Exact theory']).toBe(accuracy.toFixed(4));
    expect(first['Simulation']).toBe(`${simulation!.accuracy.mean.toFixed(4)} ± 0.0012`);
    expect(first['Gain over real data alone']).toBe(`+${(accuracy - 0.65).toFixed(4)}`);
    expect(read(-0.1, 0.5)).toBeNull();
    expect(read(0.5, 1.1)).toBeNull();
  });

  it('tells why there is no value, and whose map it is', () => {
    const gaps = withGaps();
    expect(
      cellReader(buildHeatMap(gaps).heatMap!, gaps.results.series)(0.99, 0.01)!.tip['Exact theory'],
    ).toBe('No theory here.');
    const { results, ...rest } = four();
    const { panels } = buildHeatMap({ results, ...rest }).heatMap!;
    const read = cellReader(buildHeatMap(four()).heatMap!, results.series);
    expect(panels.map(({ x, y }) => read(x + 0.5, y + 0.5)!.tip['title'])).toEqual([
      'Oracle',
      'Strong verifier',
      'Random half',
      'None',
    ]);
    expect(read(panels[0]!.x + 0.5, panels[0]!.y + 1.05)).toBeNull();
  });
});

describe('chartOf', () => {
  const file = {
    version: 1,
    title: 'Map',
    data: { kind: 'gaussian', dimension: 50, meanNorm: 1 },
    realSamples: 100,
    syntheticSamples: 100,
    sweep: [
      { parameter: 'labelNoise.rate', from: 0, to: 1, points: 3 },
      { parameter: 'classifier.ridge', values: [10, 0.1], scale: 'log' },
    ],
  };
  const expanded = expand(file);
  if (!expanded.ok) throw new Error(JSON.stringify(expanded.problems));
  const results = {
    series: [gridSeries({ xs: [0, 0.5, 1], ys: [10, 0.1], at: (x) => 0.6 + x / 10, simulated: true })],
  };

  it('draws a heat map where two quantities are swept', () => {
    const { heatMap, description } = chartOf(expanded.value, results);
    expect(heatMap).toMatchObject({ outOfDate: false, x: { values: [0, 0.5, 1] }, y: { values: [0.1, 10] } });
    expect(description).toMatch(/^Heat map of test accuracy against label noise ε \(horizontal\) and ridge/);
  });

  it('shows an earlier run of the same sweeps as such, and of others not at all', () => {
    const same = chartOf(expanded.value, results, { series: [], spec: file });
    expect(same.rows.filter((row) => row.kind === 'measured' && row.outOfDate)).toHaveLength(6);
    for (const sweep of [file.sweep.slice(0, 1), file.sweep[0], [...file.sweep].reverse(), undefined]) {
      const other = chartOf(expanded.value, results, { series: [], spec: { ...file, sweep } });
      expect(other.rows.filter(({ kind }) => kind === 'measured')).toEqual([]);
    }
  });
});

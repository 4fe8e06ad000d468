import { describe, expect, it } from 'vitest';
import { buildChart } from '../../../../src/engine/chart/build';
import { chartOf } from '../../../../src/engine/chart/chartOf';
import { placeLandmarks } from '../../../../src/engine/chart/landmarkLabels';
import { criticalLabelNoiseMarks } from '../../../../src/engine/chart/marks';
import type { ChartModel, ChartRow } from '../../../../src/engine/chart/model';
import { measureText } from '../../../../src/engine/chart/textWidth';
import { expand, type Expansion } from '../../../../src/experiment/expand';
import {
  accuracy,
  cases,
  curve,
  figure3,
  grid,
  input,
  landmarks,
  longNames,
  noise,
  outOfDate,
  phaseTransition,
  point,
} from './cases';
import { warningsOf } from './warnings';

const ofKind = <K extends ChartRow['kind']>({ rows }: ChartModel, kind: K) =>
  rows.filter((row): row is Extract<ChartRow, { kind: K }> => row.kind === kind);

describe('every chart', () => {
  it.each(Object.entries(cases))('%s compiles and runs without a warning', async (_, make) => {
    expect(await warningsOf(buildChart(make()))).toEqual([]);
  });

  it.each(Object.entries(cases))('%s holds all its rows within the value axis', (_, make) => {
    const model = buildChart(make());
    const [low, high] = model.domain;
    for (const row of model.rows) {
      const values =
        row.kind === 'simulation' ? [row.low, row.value, row.high] : 'value' in row ? [row.value] : [];
      for (const value of values) {
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
      }
    }
  });

  it.each(Object.entries(cases))('%s names no colour in its spec', (_, make) => {
    expect(JSON.stringify(buildChart(make()).spec)).not.toMatch(
      /#[0-9a-f]{3,6}\b|rgb|"(grey|gray|black|red)"/i,
    );
  });

  it('of one value of the sweep, given or not, compiles too', async () => {
    for (const scale of ['linear', 'log'] as const) {
      const one = [curve({ label: 'a', at: () => 0.7, xs: [0.5], simulated: true })];
      const model = buildChart(input(one, { sweep: { parameter: 'classifier.ridge', scale } }));
      expect(await warningsOf(model)).toEqual([]);
    }
  });

  it('of nothing has no rows', async () => {
    const model = buildChart(input([{ label: 'a', points: [] }]));
    expect(model.rows).toEqual([]);
    expect(await warningsOf(model)).toEqual([]);
  });
});

describe('names and references', () => {
  it('stand beside the curves’ ends, none over another', () => {
    for (const make of Object.values(cases)) {
      const model = buildChart(make());
      const places = [
        ...ofKind(model, 'label').map(({ value }) => value),
        ...ofKind(model, 'reference').map(({ labelValue }) => labelValue),
      ].sort((a, b) => a - b);
      const inPixels = (value: number) => (value / (model.domain[1] - model.domain[0])) * 190;
      for (const [i, place] of places.entries()) {
        if (i > 0) expect(inPixels(place - places[i - 1]!)).toBeGreaterThanOrEqual(14.99);
      }
    }
    expect(ofKind(buildChart(figure3()), 'label').map(({ series }) => series)).toEqual([
      'p = 50',
      'p = 200',
      'p = 500',
    ]);
  });

  it('give way to a legend where there are many or they are long', () => {
    for (const make of [cases['manySeries']!, longNames]) {
      const model = buildChart(make());
      expect(ofKind(model, 'label')).toEqual([]);
      expect(JSON.stringify(model.spec)).toContain('"legend":{');
    }
    expect(JSON.stringify(buildChart(figure3()).spec)).not.toContain('"legend":{');
  });

  it('are left out for a single series that is called like the chart', () => {
    const series = (label: string) => [curve({ label, at: (x) => 0.7 + x / 20, xs: grid(0, 0.9, 5) })];
    const { title } = figure3().settings;
    expect(ofKind(buildChart(input(series(title))), 'label')).toEqual([]);
    expect(ofKind(buildChart(input(series('oracle'))), 'label')).toHaveLength(1);
  });

  it('have one Bayes line where it is the same everywhere, one per value where it differs by series', () => {
    const lines = (...bayes: readonly number[]) =>
      ofKind(
        buildChart(
          input(
            bayes.map((value, i) =>
              curve({ label: `s${i}`, at: () => 0.7 + 0.01 * i, xs: grid(0, 0.9, 5), bayes: value }),
            ),
          ),
        ),
        'reference',
      ).map(({ label }) => label);
    expect(lines(0.72, 0.72)).toEqual(['Bayes 0.720']);
    expect(lines(0.72, 0.73, 0.73)).toEqual(['Bayes 0.720, s0', 'Bayes 0.730']);
    expect(lines(0.71, 0.72, 0.73, 0.74)).toEqual([]);
  });

  it('have no Bayes line in charts of other metrics', () => {
    const risk = buildChart({ ...figure3(), settings: { ...accuracy(''), metric: 'risk' } });
    expect(ofKind(risk, 'reference')).toEqual([]);
  });

  it('are dotted curves where they vary along the sweep, and break where they have no value', () => {
    const varying = [0.1, 0.2, 0.3].map((x) => point({ x, accuracy: 0.7, bayes: 0.71 + x / 10 }));
    const model = buildChart(input([{ label: 'a', points: varying }]));
    expect(ofKind(model, 'reference')).toMatchObject([{ label: 'Bayes', level: false, value: 0.74 }]);
    expect(ofKind(model, 'referencePoint').map(({ x, value }) => [x, value])).toEqual([
      [0.1, 0.72],
      [0.2, 0.73],
      [0.3, 0.74],
    ]);
    const broken = varying.map((one, i) => (i === 1 ? { ...one, derived: { error: 'No value.' } } : one));
    const segments = ofKind(buildChart(input([{ label: 'a', points: broken }])), 'referencePoint').map(
      ({ segment }) => segment,
    );
    expect(segments).toEqual([0, 1]);
  });

  it('are as many as are asked for, up to four lines, and the key says what is not shown', () => {
    const model = buildChart(landmarks());
    expect(ofKind(model, 'reference').map(({ label }) => label)).toEqual([
      'Bayes 0.758',
      'Real alone 0.720',
      'n + m real',
    ]);
    const own = (i: number) =>
      curve({
        label: `s${i}`,
        at: () => 0.7 + 0.01 * i,
        xs: grid(0, 0.9, 5),
        bayes: 0.74,
        more: (x) => ({ realOnly: 0.69 + 0.01 * i, allReal: 0.72 + 0.01 * i + x / 100 }),
      });
    const settings = { ...accuracy('a'), references: ['bayes', 'realOnly', 'allReal'] as const };
    const three = buildChart(input([own(0), own(1), own(2)], { settings }));
    expect(ofKind(three, 'reference').map(({ label, series }) => [label, series])).toEqual([
      ['Bayes 0.740', null],
      ['Real alone 0.690, s0', 's0'],
      ['Real alone 0.700, s1', 's1'],
      ['Real alone 0.710, s2', 's2'],
    ]);
    expect(three.description).toContain('not shown: n + m real (too many)');
    const far = buildChart(input([curve({ label: 'a', at: () => 0.6, xs: [0, 1], bayes: 0.97 })]));
    expect(far.description).toContain('not shown: Bayes 0.970 (far off)');
  });

  it('of gains are the real data alone, at 0', () => {
    const model = buildChart({ ...landmarks(), settings: { ...landmarks().settings, metric: 'gain' } });
    expect(ofKind(model, 'reference')).toMatchObject([{ label: 'Real alone', value: 0, level: true }]);
  });
});

describe('variants', () => {
  it('are curves of their own, broken where they have no value', () => {
    const model = buildChart(landmarks());
    const published = (name: string) =>
      ofKind(model, 'theory').filter(({ series, variant }) => series === name && variant === 'published');
    expect(published('strong')).toHaveLength(40);
    expect(Math.max(...published('weak').map(({ x }) => x))).toBeLessThan(0.81);
    const [first] = published('strong');
    expect(first!.known.theory).toEqual({
      exact: landmarks().results.series[0]!.points[0]!.theory.exact!['accuracy' as never],
      published: first!.value,
    });
    expect(first!.known.simulation).toMatchObject({ repetitions: 10, standardError: 0.0012 });
  });

  it('have a key in words', () => {
    expect(buildChart(landmarks()).spec.title.subtitle[1]).toBe(
      'Lines: exact theory; dashed: as published; rings: simulation ± 1 s.e.',
    );
  });

  it('are drawn only where they are asked for, the curve’s name at the end of what is drawn', () => {
    const { settings, ...rest } = landmarks();
    const model = buildChart({ ...rest, settings: { ...settings, variants: ['published'] } });
    expect(new Set(ofKind(model, 'theory').map(({ variant }) => variant))).toEqual(new Set(['published']));
    expect(ofKind(model, 'label').map(({ series, end }) => [series, end])).toEqual(
      ['strong', 'weak'].map((name) => [
        name,
        ofKind(model, 'theory').findLast(({ series }) => series === name)!.value,
      ]),
    );
  });
});

describe('independent noise', () => {
  it('is left out where it is what the exact theory has', () => {
    const at = (difference: number) => {
      const points = [0.1, 0.2].map((x) => {
        const one = point({ x, accuracy: 0.7, published: 0.7 + difference });
        const { exact, published } = one.theory;
        return { ...one, theory: { exact: exact!, independentNoise: published! } };
      });
      const settings = { ...accuracy('a'), variants: ['exact', 'independentNoise'] as const };
      return buildChart(input([{ label: 'a', points }], { settings }));
    };
    expect(at(0).description).not.toContain('independent noise');
    expect(at(0.01).description).toContain('dash-dotted: independent noise of the same rates');
  });
});

describe('landmarks', () => {
  it('point out turns and break-even points on the curves', () => {
    const rows = ofKind(buildChart(landmarks()), 'landmark');
    expect(rows.map(({ series, shape, text }) => [series, shape, text])).toEqual([
      ['strong', 'highest', 'best 0.745 at 42 %'],
      ['strong', 'breakEven', 'break-even 78 %'],
      ['weak', 'lowest', 'lowest 0.686 at 30 %'],
      ['weak', 'breakEven', 'break-even 60 %'],
    ]);
    expect(buildChart(landmarks()).description).toMatch(/ Marked: strong best 0\.745 at 42 %; /);
  });

  it('are those of the series in which most happens where there are many', () => {
    const { results, ...rest } = landmarks();
    const many = [0, 1].flatMap((i) => results.series.map((one) => ({ ...one, label: `${one.label} ${i}` })));
    const rows = ofKind(buildChart({ ...rest, results: { series: many } }), 'landmark');
    expect(new Set(rows.map(({ series }) => series)).size).toBe(1);
  });

  it('are gains in a chart of gains, and none of other metrics', () => {
    const of = (metric: 'gain' | 'risk') =>
      ofKind(buildChart({ ...landmarks(), settings: { ...landmarks().settings, metric } }), 'landmark');
    expect(of('gain').map(({ value }) => Number(value.toFixed(4)))).toEqual([0.025, 0, -0.0336, 0]);
    expect(of('risk')).toEqual([]);
  });

  it('have labels that cover neither curves nor rings nor each other', () => {
    for (const plot of [
      { width: 800, height: 400 },
      { width: 420, height: 260 },
      { width: 220, height: 190 },
    ]) {
      const model = buildChart(landmarks());
      const rows = placeLandmarks(model.rows, model, plot);
      const px = (x: number) => 8 + ((x - 0.001) / 0.949) * (plot.width - 16);
      const py = (v: number) =>
        (1 - (v - model.domain[0]) / (model.domain[1] - model.domain[0])) * plot.height;
      const boxes = rows
        .filter((row) => row.kind === 'landmark')
        .filter(({ label }) => label !== '')
        .map(({ label, x, value, dx, dy, align }) => {
          const width = measureText(label, 12);
          const left = px(x) + dx - { left: 0, center: width / 2, right: width }[align];
          return { left, right: left + width, top: py(value) + dy - 6, bottom: py(value) + dy + 6 };
        });
      if (plot.width === 800) expect(boxes.length).toBeGreaterThanOrEqual(3);
      boxes.forEach((box, i) => {
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(plot.width);
        for (const row of rows) {
          if (row.kind !== 'theory' && row.kind !== 'simulation') continue;
          const [x, y] = [px(row.x), py(row.value)];
          expect(x > box.left && x < box.right && y > box.top && y < box.bottom).toBe(false);
        }
        for (const other of boxes.slice(i + 1)) {
          const apart =
            box.right < other.left ||
            other.right < box.left ||
            box.bottom < other.top ||
            other.bottom < box.top;
          expect(apart).toBe(true);
        }
      });
    }
  });
});

describe('curves', () => {
  it('break where the theory has no value, and never join over the gap', () => {
    const model = buildChart(longNames());
    const [whole, broken] = model.series.map((name) =>
      ofKind(model, 'theory').filter(({ series }) => series === name),
    );
    expect(new Set(whole!.map(({ segment }) => segment)).size).toBe(1);
    const [left, right] = [Math.min, Math.max].map((pick) => pick(...broken!.map(({ segment }) => segment)));
    expect(left).toBeLessThan(right!);
    for (const { x, segment } of broken!) {
      expect(x > 0.4 && x < 0.55).toBe(false);
      expect(segment).toBe(x <= 0.4 ? left : right);
    }
  });

  it('run from left to right whatever the order of the sweep', () => {
    const at = (x: number) => 0.7 + x / 20;
    const rows = (xs: readonly number[]) => buildChart(input([curve({ label: 'a', at, xs })])).rows;
    expect(rows([0.9, 0.5, 0.1])).toEqual(rows([0.1, 0.5, 0.9]));
  });

  it('have a logarithmic axis for a logarithmic sweep', () => {
    const spec = JSON.stringify(buildChart(cases['logSweep']!()).spec);
    expect(spec).toContain('"type":"log","domain":[0.001,100]');
    expect(spec).toContain('"values":[0.001,0.01,0.1,1,10,100]');
  });

  it('without a sweep are points side by side', () => {
    const model = buildChart(cases['singlePoints']!());
    expect(ofKind(model, 'theory').map(({ x }) => x)).toEqual([0, 1, 2, 3]);
    expect(ofKind(model, 'label')).toEqual([]);
    expect(model.description).toBe(
      'Chart of test accuracy by series; 4 series: Oracle, Strong verifier, Random half, No verifier. ' +
        'Dashes: exact theory; rings: simulation ± 1 standard error.',
    );
  });
});

describe('the simulation', () => {
  it('streams in as rows: the spec stays the same from the first point to the last', () => {
    const { results, ...rest } = figure3();
    const after = (points: number) =>
      buildChart({
        ...rest,
        results: {
          series: results.series.map((one) => ({
            ...one,
            points: one.points.map(({ simulation, ...theoryOnly }, i) =>
              i < points && simulation ? { ...theoryOnly, simulation } : theoryOnly,
            ),
          })),
        },
      });
    const specs = [1, 10, 30, 50].map((points) => after(points).spec);
    for (const spec of specs) expect(spec).toEqual(specs[0]);
    expect(ofKind(after(10), 'simulation')).toHaveLength(30);
  });

  it('has bars of one standard error, and none for a single repetition', () => {
    const [row] = ofKind(buildChart(figure3()), 'simulation');
    expect(row!.high - row!.value).toBeCloseTo(0.0012, 12);
    expect(row!.value - row!.low).toBeCloseTo(0.0012, 12);
    const { simulation, ...rest } = point({ x: 0.1, accuracy: 0.7, difference: noise(1) });
    const once = {
      ...simulation!,
      repetitions: 1,
      accuracy: { ...simulation!.accuracy, standardError: null },
    };
    const [single] = ofKind(
      buildChart(input([{ label: 'a', points: [{ ...rest, simulation: once }] }])),
      'simulation',
    );
    expect(single).toMatchObject({
      low: single!.value,
      high: single!.value,
      known: { simulation: { standardError: null, repetitions: 1 } },
    });
  });

  it('of an earlier state is marked as such, and shown where it has a place on the axis', () => {
    const model = buildChart(outOfDate());
    const rows = ofKind(model, 'simulation');
    expect(rows).toHaveLength(150);
    expect(rows.every(({ outOfDate, known }) => outOfDate && Object.keys(known.theory).length === 0)).toBe(
      true,
    );
    expect(model.description).toContain('grey rings: an earlier run');
    const { earlier, ...now } = outOfDate();
    const narrower = {
      series: now.results.series.map((one) => ({ ...one, points: one.points.slice(0, 25) })),
    };
    expect(ofKind(buildChart({ ...now, results: narrower, earlier }), 'simulation')).toHaveLength(75);
  });
});

function expanded(changes: object): Expansion {
  const result = expand({
    version: 1,
    title: 'Transition',
    data: { kind: 'gaussian', dimension: 100, meanNorm: 1 },
    realSamples: 0,
    syntheticSamples: 1000,
    generator: { kind: 'exact' },
    labelNoise: { kind: 'uniform', rate: 0 },
    verifier: { kind: 'random', keepCorrect: 0.8, keepIncorrect: 0.3 },
    sweep: { parameter: 'labelNoise.rate', from: 0, to: 0.95, points: 5 },
    ...changes,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

describe('marks', () => {
  it('point out the critical label noise φ/(φ+ρ), once for each value', () => {
    const same = criticalLabelNoiseMarks(expanded({}));
    expect(same).toHaveLength(1);
    expect(same[0]!.x).toBeCloseTo(0.8 / 1.1, 12);
    expect(same[0]!.label).toBe('ε* = 0.727');
    const series = [0.3, 0.8].map((keepIncorrect) => ({
      label: `ρ = ${keepIncorrect}`,
      set: { 'verifier.keepIncorrect': keepIncorrect },
    }));
    expect(criticalLabelNoiseMarks(expanded({ series })).map(({ label }) => label)).toEqual([
      'ε* = 0.5',
      'ε* = 0.727',
    ]);
    const sweep = { parameter: 'classifier.ridge', from: 0.1, to: 1, points: 3 };
    expect(criticalLabelNoiseMarks(expanded({ sweep }))).toEqual([]);
  });

  it('outside the axis are left out; labels of close ones stand one above the other', () => {
    const rows = (...xs: readonly number[]) =>
      ofKind(buildChart({ ...phaseTransition(), marks: xs.map((x) => ({ label: `at ${x}`, x })) }), 'mark');
    expect(rows(0, 1, 1.2)).toEqual([]);
    expect(rows(0.6, 0.2, 0.5).map(({ x, row }) => [x, row])).toEqual([
      [0.2, 0],
      [0.5, 0],
      [0.6, 1],
    ]);
  });
});

describe('chartOf', () => {
  const expansion = expanded({});
  const results = (offset: number) => ({
    series: expansion.series.map(({ label, points }) => ({
      label,
      points: points.map(({ x }) => point({ x, accuracy: 0.7 + offset, difference: 1, bayes: 0.72 })),
    })),
  });

  it('takes title, axis and marks from the experiment', () => {
    const model = chartOf(expansion, results(0));
    expect(model.description).toMatch(
      /^Line chart of test accuracy against label noise ε; 1 series: Transition\./,
    );
    expect(ofKind(model, 'mark')).toHaveLength(1);
  });

  it('shows an earlier run of the same sweep, and not one of another', () => {
    const sameSweep = { ...results(0.01), spec: { sweep: { parameter: 'labelNoise.rate' } } };
    const otherSweep = { ...results(0.01), spec: { sweep: { parameter: 'classifier.ridge' } } };
    const shown = ofKind(chartOf(expansion, results(0), sameSweep), 'simulation');
    expect(shown).toHaveLength(5);
    expect(shown.every(({ outOfDate }) => outOfDate)).toBe(true);
    expect(ofKind(chartOf(expansion, results(0), otherSweep), 'simulation')).toEqual([]);
  });
});

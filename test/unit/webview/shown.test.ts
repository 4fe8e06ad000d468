import { describe, expect, it } from 'vitest';
import type { AnalysisState, DocumentState, ResultsDocument, RunState } from '../../../src/engine/messages';
import { Announcer } from '../../../webview/announcer';
import { EditQueue } from '../../../webview/editQueue';
import type { DesignerToHost } from '../../../src/engine/messages';
import { tableRows, type Comparison } from '../../../webview/results/tableRows';
import { windowOf } from '../../../webview/results/windowing';
import { runLabel, statusOf, whyNotRun } from '../../../webview/status';
import { readViewState, withSection } from '../../../webview/viewState';

const document: DocumentState = {
  name: 'a.resolvent.json',
  status: 'valid',
  contents: {},
  contentsCurrent: true,
  problems: [],
  sweepable: [],
  points: 300,
  repetitions: 10,
  editable: true,
};
const analysis = (simulation: AnalysisState['simulation']) => ({ simulation }) as AnalysisState;
const idle: RunState = { status: 'idle' };

describe('statusOf', () => {
  const running: RunState = { status: 'running', done: 1240, total: 3000, elapsed: 1, left: 9000 };
  it.each<[string, DocumentState | null, AnalysisState | null, RunState]>([
    ['theory only', document, analysis('none'), idle],
    ['up to date', document, analysis('current'), { status: 'complete', done: 1, total: 1, elapsed: 1 }],
    ['out of date', document, analysis('outOfDate'), { status: 'cancelled', done: 1, total: 2, elapsed: 1 }],
    ['running 1,240 of 3,000 · 9 s left', document, analysis('current'), running],
    ['running 1,240 of 3,000', document, null, { ...running, left: null }],
    ['queued', document, analysis('none'), { status: 'queued' }],
    ['cancelled at 1,240 of 3,000', document, analysis('current'), { ...running, status: 'cancelled' }],
    ['failed: no memory', document, analysis('none'), { status: 'failed', reason: 'no memory' }],
    [
      'interrupted: 1,240 of 3,000 done',
      document,
      analysis('none'),
      { status: 'interrupted', done: 1240, total: 3000 },
    ],
    ['empty', { ...document, status: 'empty' }, null, idle],
    ['0 problems', { ...document, status: 'invalid' }, analysis('current'), idle],
    ['loading', null, null, idle],
  ])('says "%s"', (text, doc, state, run) => {
    expect(statusOf(doc, state, run).text).toBe(text);
  });

  it('says what a run would do, and why it cannot', () => {
    expect(runLabel({ points: 1200, repetitions: 10 })).toBe('Run 1,200 × 10');
    expect(whyNotRun(document)).toBeNull();
    expect(whyNotRun({ ...document, repetitions: 0 })).toContain('theory only');
    expect(whyNotRun({ ...document, status: 'invalid' })).toContain('problems');
  });
});

describe('tableRows', () => {
  const metrics = (value: number) => ({ accuracy: value, risk: 1, meanMargin: 1, marginVariance: 1 });
  const estimate = (mean: number, standardError: number | null) => ({ mean, standardError, values: [mean] });
  const measured = (mean: number, standardError: number | null) => ({
    repetitions: 10,
    accuracy: estimate(mean, standardError),
    risk: estimate(1, 0),
    meanMargin: estimate(1, 0),
    marginVariance: estimate(1, 0),
  });
  const derived = { error: 'none' };
  const results = {
    series: [
      {
        label: 'a',
        points: [
          { x: 0.5, y: null, derived, theory: { exact: metrics(0.75) }, simulation: measured(0.746, 0.001) },
          {
            x: 0.6,
            y: null,
            derived,
            theory: { exact: { error: 'No solution.' } },
            simulation: measured(0.7, null),
          },
          { x: null, y: null, derived, theory: { exact: metrics(0.75) } },
        ],
      },
    ],
  } as unknown as ResultsDocument;

  it('compares simulation and theory in standard errors', () => {
    const [first, second, third] = tableRows(results, 'accuracy');
    expect(first).toMatchObject({
      x: '0.5',
      exact: '0.7500',
      simulation: '0.7460',
      error: '± 0.0010',
      difference: '−4.0',
    });
    expect(first?.unlikely).toBe(true);
    expect(second).toMatchObject({
      exact: '–',
      reason: 'No solution.',
      error: '',
      difference: '–',
      unlikely: false,
    });
    expect(third).toMatchObject({ x: '–', simulation: '–', difference: '–' });
  });

  it('compares with another theory', () => {
    const theory = { exact: metrics(0.75), published: metrics(0.744), independentNoise: { error: 'None.' } };
    const compared = (comparison: Comparison) =>
      tableRows(
        {
          series: [
            { label: 'a', points: [{ x: 1, y: null, derived, theory, simulation: measured(0.746, 0.001) }] },
          ],
        } as unknown as ResultsDocument,
        'accuracy',
        false,
        comparison,
      )[0];
    expect(compared('exact')).toMatchObject({ exact: '0.7500', difference: '−4.0', unlikely: true });
    expect(compared('published')).toMatchObject({ exact: '0.7500', difference: '+2.0', unlikely: false });
    expect(compared('independentNoise')).toMatchObject({ difference: '–', unlikely: false });
  });

  it('takes the first series’ values off the others’, of the simulation by pairs', () => {
    const pair = { mean: 0.012, standardError: 0.0005, varianceRatio: 0.05 };
    const againstFirst = {
      repetitions: 10,
      accuracy: pair,
      risk: pair,
      meanMargin: pair,
      marginVariance: pair,
    };
    const at = (exact: number, mean: number, more = {}) => ({
      x: 1,
      y: null,
      derived: { realOnly: 0.7 },
      theory: { exact: metrics(exact), published: metrics(exact) },
      simulation: measured(mean, 0.001),
      ...more,
    });
    const pairs = {
      series: [
        { label: 'a', points: [at(0.75, 0.746)] },
        { label: 'b', points: [at(0.761, 0.758, { againstFirst, derived: { realOnly: 0.71 } })] },
      ],
    } as unknown as ResultsDocument;
    const [first, second] = tableRows(pairs, 'accuracy', false, 'first');
    expect(first).toMatchObject({ exact: '–', simulation: '–', error: '', difference: '–', unlikely: false });
    expect(second).toMatchObject({
      exact: '+0.0110',
      others: [{ value: '+0.0110', difference: '0' }],
      simulation: '+0.0120',
      error: '± 0.0005',
      difference: '+2.0',
    });
    expect(second?.precision).toBe(
      'The variance is 5 % of that of independent simulations: as exact as 20 times as many of them.',
    );
    // Gains are counted from the real data alone, of which these two series have different ones.
    expect(tableRows(pairs, 'gain', false, 'first')[1]).toMatchObject({
      exact: '+0.0010',
      simulation: '+0.0020',
      difference: '+2.0',
    });
    // The simulation’s own difference is one of its own parameters; only the theory’s are others.
    expect(tableRows(pairs, 'accuracy', true, 'first')[1]).toMatchObject({
      simulation: '+0.0120',
      difference: '–',
    });
  });

  it('has the second sweep’s value where there are two', () => {
    const [
      {
        points: [point],
      },
    ] = results.series as unknown as [{ points: [object] }];
    const grid = {
      series: [{ label: 'a', points: [{ ...point, y: 20_000 }] }],
    } as unknown as ResultsDocument;
    expect(tableRows(grid, 'accuracy')[0]).toMatchObject({ x: '0.5', y: '20,000' });
    expect(tableRows(results, 'accuracy')[0]).not.toHaveProperty('y');
  });

  it('does not compare a simulation of other parameters', () => {
    expect(tableRows(results, 'accuracy', true)[0]).toMatchObject({ simulation: '0.7460', difference: '–' });
  });

  it('has no difference where the standard error is 0', () => {
    expect(tableRows(results, 'risk')[0]?.difference).toBe('–');
  });
});

describe('windowOf', () => {
  it('draws what is in view and keeps the height of all rows', () => {
    for (const scrolled of [0, 1000, 24_000 * 5]) {
      const { first, end, above, below } = windowOf(10_000, 24, scrolled, 480);
      expect(above + below + (end - first) * 24).toBe(240_000);
      expect(first * 24).toBeLessThanOrEqual(scrolled);
      expect(end * 24).toBeGreaterThanOrEqual(scrolled + 480);
      expect(end - first).toBeLessThan(70);
    }
    expect(windowOf(3, 24, 0, 480)).toEqual({ first: 0, end: 3, above: 0, below: 0 });
    expect(windowOf(0, 24, 500, 480)).toEqual({ first: 0, end: 0, above: 0, below: 0 });
  });
});

describe('EditQueue', () => {
  const queueOf = () => {
    const sent: DesignerToHost[] = [];
    const frames: (() => void)[] = [];
    const queue = new EditQueue(
      (message) => sent.push(message),
      (callback) => frames.push(callback),
    );
    return { sent, frames, queue };
  };

  const preview = (value: number): DesignerToHost => ({ type: 'preview', changes: [{ path: ['a'], value }] });

  it('previews the first change of a frame at once while dragging, and of those after it only the last', () => {
    const { sent, frames, queue } = queueOf();
    queue.preview([{ path: ['a'], value: 1 }]);
    expect(sent).toEqual([preview(1)]);
    for (const value of [2, 3, 4]) queue.preview([{ path: ['a'], value }]);
    expect(sent).toEqual([preview(1)]);
    frames.shift()!();
    expect(sent).toEqual([preview(1), preview(4)]);
    queue.preview([{ path: ['a'], value: 5 }]);
    expect(sent).toHaveLength(2);
    frames.shift()!();
    frames.shift()!();
    expect(sent).toEqual([preview(1), preview(4), preview(5)]);
    expect(frames).toEqual([]);
  });

  it('writes a decision at once, and previews nothing after it', () => {
    const { sent, frames, queue } = queueOf();
    for (const value of [3, 4]) queue.preview([{ path: ['a'], value }]);
    queue.write([{ path: ['a'], value: 5 }]);
    frames.shift()!();
    expect(sent).toEqual([preview(3), { type: 'edit', changes: [{ path: ['a'], value: 5 }] }]);
  });
});

describe('Announcer', () => {
  it('tells a change of state at once, and progress every few seconds', () => {
    const said: string[] = [];
    let now = 0;
    const announcer = new Announcer(
      (text) => said.push(text),
      () => now,
    );
    announcer.announce('idle', 'up to date');
    announcer.announce('running', '10 %');
    now = 1000;
    announcer.announce('running', '20 %');
    now = 6000;
    announcer.announce('running', '60 %');
    announcer.announce('idle', 'up to date');
    expect(said).toEqual(['up to date', '10 %', '60 %', 'up to date']);
  });
});

describe('view state', () => {
  it('reads what was saved, and bears anything', () => {
    expect(readViewState({ collapsed: ['data', 3], tab: 'notes', formScroll: 5, pageScroll: 'x' })).toEqual({
      collapsed: ['data'],
      tab: 'notes',
      point: null,
      comparedWith: 'exact',
      formScroll: 5,
      pageScroll: 0,
    });
    for (const saved of [undefined, null, 3, 'x', []]) expect(readViewState(saved).tab).toBe('table');
  });

  it('opens and closes sections', () => {
    const view = withSection(readViewState(undefined), 'data', true);
    expect(view.collapsed).toContain('data');
    expect(withSection(view, 'data', false).collapsed).not.toContain('data');
  });
});

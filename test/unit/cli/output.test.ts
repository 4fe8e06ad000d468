import { describe, expect, it } from 'vitest';
import { ProgressLine } from '../../../src/cli/progress';
import { aligned, reasonsOf, theoryTable } from '../../../src/cli/table';
import { duration } from '../../../src/engine/duration';
import type { RunProgress } from '../../../src/engine/run';
import { documentOf, pointAt } from '../engine/resultsOf';

/** A stand-in for standard error that remembers what it is given. */
function stream(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, stream: { isTTY, columns, write } as unknown as NodeJS.WriteStream };
}

const progress = (done: number, elapsed: number, left: number | null = null, total = 3000): RunProgress => ({
  done,
  total,
  there: 0,
  elapsed,
  left,
  snapshot: () => documentOf([]),
  snapshotInPieces: () => Promise.resolve(documentOf([])),
});

describe('ProgressLine', () => {
  it('redraws one line on a terminal', () => {
    const { written, stream: terminal } = stream(true, 60);
    const line = new ProgressLine(terminal);
    line.show(progress(1240, 10_000, 9000));
    line.show(progress(3000, 24_000, 0));
    line.end();
    expect(written).toEqual([
      '\r██████████░░░░░░░░░░░░░░ 1,240 of 3,000 · 124/s · 9.0 s left'.slice(0, 60) + '\u001B[K',
      '\r████████████████████████ 3,000 of 3,000 · 125/s · 24 s\u001B[K',
      '\n',
    ]);
  });

  it('writes a line every five seconds elsewhere, and one at the end', () => {
    const { written, stream: file } = stream(false);
    const line = new ProgressLine(file);
    for (const elapsed of [50, 1000, 4000, 5100, 9000]) line.show(progress(elapsed / 50, elapsed));
    line.show(progress(3000, 150_000, 0));
    line.end();
    expect(written).toEqual([
      '1 of 3,000 · 20/s\n',
      '102 of 3,000 · 20/s\n',
      '3,000 of 3,000 · 20/s · 2 min 30 s\n',
    ]);
  });

  it('has a rate for slow runs, and nothing to say where nothing is simulated', () => {
    const { written, stream: file } = stream(false);
    const line = new ProgressLine(file);
    line.show(progress(0, 5, null, 0));
    line.show(progress(3, 10_000, 3_600_000));
    expect(written).toEqual(['3 of 3,000 · 0.3/s · 1 h 0 min left\n']);
  });
});

describe('duration', () => {
  it('is what people say, also where rounding reaches the next unit', () => {
    const cases: [number, string][] = [
      [0, '0.0 s'],
      [840, '0.8 s'],
      [9960, '10 s'],
      [12_400, '12 s'],
      [59_700, '1 min 0 s'],
      [185_000, '3 min 5 s'],
      [3_599_900, '1 h 0 min'],
      [7_800_000, '2 h 10 min'],
    ];
    for (const [milliseconds, words] of cases) expect(duration(milliseconds)).toBe(words);
  });
});

describe('tables', () => {
  it('have columns of equal width', () => {
    expect(
      aligned([
        ['a', 'bb'],
        ['ccc', 'd'],
      ]),
    ).toBe('a    bb\nccc  d');
  });

  it('show the reason where the theory has no value, without widening a column', () => {
    const lines = theoryTable(
      documentOf([{ label: 'first', points: [pointAt(0.25, 0.75), pointAt(0.123456789, undefined)] }]),
      [{ parameter: 'syntheticProportion', scale: 'linear', values: [] }],
    ).split('\n');
    expect(lines).toEqual([
      'series  syntheticProportion  accuracy  risk      M = w·μ   Q = wᵀCw',
      'first   0.25                 0.750000  0.500000  0.400000  0.300000',
      'first   0.123457             No value here.',
    ]);
  });

  it('show details, dashes where they have no value, and say why once', () => {
    const points = [pointAt(0.25, 0.75), pointAt(0.5, 0.76)];
    const details = [
      { effectiveSamples: 1340.25, threshold: null, generations: null },
      {
        effectiveSamples: { error: 'None.' },
        threshold: { error: 'No line.' },
        generations: { error: 'No.' },
      },
    ];
    const sweeps = [{ parameter: 'realSamples', scale: 'linear', values: [] }] as const;
    const lines = theoryTable(documentOf([{ label: 'a', points }]), sweeps, [details]).split('\n');
    expect(lines.map((line) => line.replace(/^.*0\.300000 +|^.*wᵀCw +/, ''))).toEqual([
      'real only  worth in real rows',
      '0.650000   1340.3',
      '0.650000   –',
    ]);
    const reasons = ['Worth in real rows: None.', 'Lost to generator: No.'];
    expect(reasonsOf([details, details])).toEqual(reasons);
    // Of a column that is not there nobody asks why.
    const line = { threshold: 0.1, accuracy: 0.8, accuracyAtZero: 0.7 };
    expect(reasonsOf([details, [{ ...details[0]!, threshold: line }]])).toContain('Best threshold: No line.');
  });

  it('have a dash for the place where nothing is swept', () => {
    expect(theoryTable(documentOf([{ label: 'a', points: [pointAt(null, 0.5)] }]), [])).toContain(
      '\na       –      0.5',
    );
  });
});

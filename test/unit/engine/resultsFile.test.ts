import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../../src/engine/analyse';
import { resultsCsv } from '../../../src/engine/csv';
import { findingsOn } from '../../../src/engine/findings/findings';
import type { ResultsDocument } from '../../../src/engine/results';
import {
  checkWritable,
  fileErrorSentence,
  readResults,
  resultsPathOf,
  resultsText,
  writeFileAtomically,
} from '../../../src/engine/resultsFile';
import { theoryOfPoint } from '../../../src/engine/theoryOfPoint';
import { expansionOf, small } from './experiments';
import { documentOf, pointAt } from './resultsOf';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'resolvent-results-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const paired = { mean: -0.125, standardError: 0.125, varianceRatio: 0.2 };
const againstFirst = {
  repetitions: 2,
  accuracy: paired,
  risk: paired,
  meanMargin: { ...paired, varianceRatio: null },
  marginVariance: { mean: 0.5, standardError: null, varianceRatio: null },
};
const whole = documentOf(
  [
    {
      label: 'a',
      points: [pointAt(0, 0.75, [0.5, 1, 0.25]), pointAt(0.5, undefined), pointAt(1, 0.5, [0.5])],
    },
    { label: 'b', points: [pointAt(0, 0.8)] },
    { label: 'c', points: [{ ...pointAt(0, 0.8, [0.5, 0.75]), againstFirst }] },
  ],
  {
    verdict: {
      metric: 'accuracy',
      kind: 'differs',
      points: 3,
      significant: 1,
      largest: { series: 'a', x: 0, y: null, difference: -0.1, standardErrors: -5, bound: 0.01 },
      detectable: 0.05,
    },
    spec: {
      version: 1,
      text: 'a list [\n 1,\n 2\n] in a text',
      list: [1, 2, 3],
      nested: [[1], []],
      none: {},
    },
    status: 'failed',
    reason: 'A reason.',
    warnings: ['A warning.'],
  },
);

describe('resultsPathOf', () => {
  it('puts the results beside the experiment', () => {
    expect(resultsPathOf('/a/b/fig.resolvent.json')).toBe('/a/b/fig.results.json');
    expect(resultsPathOf('fig.RESOLVENT.JSON')).toBe('fig.results.json');
    expect(resultsPathOf('other.json')).toBe('other.results.json');
    expect(resultsPathOf('fig.resolvent.jsonc')).toBe('fig.results.json');
    expect(resultsPathOf('plain')).toBe('plain.results.json');
  });
});

describe('resultsText', () => {
  it('is JSON of the document, with repetitions 0 where nothing was simulated', () => {
    const value = JSON.parse(resultsText(whole)) as ResultsDocument;
    expect(value.spec).toEqual(whole.spec);
    expect(value.series[0]!.points[0]).toEqual(whole.series[0]!.points[0]);
    expect(value.series[0]!.points[1]!.simulation).toEqual({ repetitions: 0 });
    expect(value.series[1]!.points[0]!.simulation).toEqual({ repetitions: 0 });
    expect(Object.keys(value)).toEqual(Object.keys(whole));
  });

  it('has lists of numbers on one line, and touches no text that looks like one', () => {
    const lines = resultsText(whole).split('\n');
    expect(lines.filter((line) => line.trim() === '"values": [0.5, 1, 0.25]')).toHaveLength(4);
    expect(lines).toContain('    "list": [1, 2, 3],');
    expect(lines).toContain('    "text": "a list [\\n 1,\\n 2\\n] in a text",');
    expect(lines.at(-1)).toBe('');
  });

  it('is what JSON.stringify writes, but for the layout', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (spec) => {
        const text = resultsText({ ...whole, spec });
        expect(JSON.stringify((JSON.parse(text) as ResultsDocument).spec)).toBe(JSON.stringify(spec));
      }),
    );
  });
});

describe('writeFileAtomically', () => {
  it('writes, replaces, and leaves no other file', async () => {
    const place = join(folder, 'write');
    mkdirSync(place);
    const path = join(place, 'x.json');
    await writeFileAtomically(path, 'first');
    await writeFileAtomically(path, 'second ≠');
    expect(readFileSync(path, 'utf8')).toBe('second ≠');
    await Promise.all(Array.from({ length: 20 }, (_, i) => writeFileAtomically(path, `${i}`.repeat(1000))));
    expect(readFileSync(path, 'utf8')).toMatch(/^(\d+)\1{999}$/);
    expect(readdirSync(place)).toEqual(['x.json']);
  });

  it('says in a sentence what cannot be written, and leaves nothing behind', async () => {
    const place = join(folder, 'refused');
    mkdirSync(join(place, 'a-folder'), { recursive: true });
    writeFileSync(join(place, 'a-file'), '');
    const cases: Record<string, string> = {
      [join(place, 'a-folder')]: 'it is a folder.',
      [join(place, 'missing', 'x.json')]: 'there is no such file or folder.',
      [join(place, 'a-file', 'x.json')]: 'a part of its path is not a folder.',
      [join(place, 'x'.repeat(300))]: 'its name is too long.',
    };
    for (const [path, sentence] of Object.entries(cases)) {
      await expect(writeFileAtomically(path, 'text')).rejects.toThrow(
        `${path} could not be written: ${sentence}`,
      );
      await expect(checkWritable(path)).rejects.toThrow(`${path} cannot be written: ${sentence}`);
    }
    expect(readdirSync(place).sort()).toEqual(['a-file', 'a-folder']);
    expect(readdirSync(join(place, 'a-folder'))).toEqual([]);
  });

  it('keeps a link and writes what it points to', async () => {
    const target = join(folder, 'target.json');
    const link = join(folder, 'link.json');
    writeFileSync(target, 'old');
    symlinkSync(target, link);
    await writeFileAtomically(link, 'new');
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it('writes into a pipe instead of replacing it', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await checkWritable(pipe);
    const [read] = await Promise.all([readFile(pipe, 'utf8'), writeFileAtomically(pipe, 'through the pipe')]);
    expect(read).toBe('through the pipe');
  });

  it('checks without touching', async () => {
    const place = join(folder, 'checked');
    mkdirSync(place);
    await checkWritable(join(place, 'new.json'));
    expect(readdirSync(place)).toEqual([]);
  });

  it('names disk errors', () => {
    const error = (code: string) => Object.assign(new Error('raw'), { code });
    expect(fileErrorSentence(error('ENOSPC'))).toBe('the disk is full.');
    expect(fileErrorSentence(error('EACCES'))).toBe('permission is denied.');
    expect(fileErrorSentence(error('EROFS'))).toBe('the file system is read-only.');
    expect(fileErrorSentence(error('EIO'))).toBe('the system answered EIO.');
  });
});

describe('readResults', () => {
  it('reads what was written before files said as much of a point', async () => {
    const since = ['keepCorrect', 'keepIncorrect', 'realOnly', 'allReal', 'fixedPoint'];
    const before: unknown = JSON.parse(resultsText(whole), (key, value: unknown) =>
      since.includes(key) ? undefined : value,
    );
    const path = join(folder, 'before.results.json');
    writeFileSync(path, JSON.stringify(before));
    const { derived } = (await readResults(path))!.series[0]!.points[0]!;
    expect(derived).toEqual({
      ...whole.series[0]!.points[0]!.derived,
      keepCorrect: null,
      keepIncorrect: null,
      realOnly: { error: 'Not computed by the version that wrote these results.' },
      allReal: { error: 'Not computed by the version that wrote these results.' },
      fixedPoint: null,
    });
  });

  let count = 0;
  const written = (text: string): string => {
    const path = join(folder, `read-${count++}.json`);
    writeFileSync(path, text);
    return path;
  };

  it('reads back what was written', async () => {
    const path = join(folder, 'round.results.json');
    await writeFileAtomically(path, resultsText(whole));
    expect(await readResults(path)).toEqual(whole);
  });

  it('finds nothing where there is no file', async () => {
    expect(await readResults(join(folder, 'none.results.json'))).toBeUndefined();
  });

  it('refuses what is no results file, in a sentence', async () => {
    const text = resultsText(whole);
    const changed = (changes: object) => JSON.stringify({ ...(JSON.parse(text) as object), ...changes });
    const shape = /is not a Resolvent results file of version 1\. Run the experiment again\.$/;
    const refused: [string, RegExp][] = [
      ['', /is not valid JSON\./],
      [text.slice(0, text.length / 2), /is not valid JSON\. Run the experiment again, or remove the file\.$/],
      ['null', shape],
      ['[]', shape],
      [changed({ version: 2 }), shape],
      [changed({ format: 'other' }), shape],
      [changed({ started: 'yesterday' }), shape],
      [changed({ status: 'done' }), shape],
      [changed({ warnings: [1] }), shape],
      [changed({ seed: '1' }), shape],
      [changed({ series: {} }), shape],
      [changed({ series: [{ label: 'a', points: [{ x: 0 }] }] }), shape],
      [text.replace('0.25]', '1e999]'), shape],
      [text.replace(/"mean": [\d.]+/, '"mean": null'), shape],
    ];
    for (const [content, sentence] of refused) {
      await expect(readResults(written(content)), content.slice(0, 60)).rejects.toThrow(sentence);
    }
    await expect(readResults(folder)).rejects.toThrow(`${folder} could not be read: it is a folder.`);
  });

  it('gives a document that all who show it can use, or a sentence: whatever is damaged', async () => {
    const expansion = expansionOf(small);
    const theory = expansion.series.map(({ points }) =>
      points.map(({ parameters }) => theoryOfPoint(parameters)),
    );
    const intact = JSON.parse(resultsText(whole)) as unknown;
    const path = join(folder, 'damaged.json');
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.jsonValue({ maxDepth: 1 }),
        fc.boolean(),
        async (place, value, removed) => {
          writeFileSync(path, JSON.stringify(damaged(intact, place, value, removed)));
          let document: ResultsDocument | undefined;
          try {
            document = await readResults(path);
          } catch (error) {
            expect((error as Error).message).toMatch(/^\S.* Run the experiment again/);
            return;
          }
          accepted++;
          for (const current of [true, false]) {
            const analysis = analyse({ file: small, expansion }, theory, { document: document!, current });
            expect(resultsText(analysis.results)).not.toContain('NaN');
          }
          findingsOn(expansion, document!);
          resultsCsv(document!);
        },
      ),
      { numRuns: 200 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});

/** A copy in which one place, counted over all values inside, is another value or gone. */
function damaged(value: unknown, place: number, replacement: unknown, removed: boolean): unknown {
  const places: (string | number)[][] = [];
  const visit = (at: unknown, path: (string | number)[]) => {
    if (path.length > 0) places.push(path);
    if (typeof at === 'object' && at !== null)
      for (const [key, child] of Object.entries(at)) visit(child, [...path, key]);
  };
  visit(value, []);
  const path = places[place % places.length]!;
  const copy = structuredClone(value) as Record<string, unknown>;
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  const key = path.at(-1)!;
  if (removed) Reflect.deleteProperty(parent, key);
  else parent[key] = replacement;
  return copy;
}

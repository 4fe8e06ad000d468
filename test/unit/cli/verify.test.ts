import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultsDocument } from '../../../src/engine/results';
import type { Verification } from '../../../src/engine/verify/model';
import { small } from '../engine/experiments';
import { buildBundles, type Bundles } from '../support/bundles';
import { callNode, outcomeOf, type Outcome } from './commandLine';

let bundles: Bundles;
let folder: string;
beforeAll(async () => {
  bundles = await buildBundles('worker', 'cli');
  folder = mkdtempSync(join(tmpdir(), 'resolvent-verify-'));
  write('small.resolvent.json', small);
  expect((await cli('run', 'small.resolvent.json')).code).toBe(0);
  const text = readFileSync(join(folder, 'small.results.json'), 'utf8');
  const results = JSON.parse(text) as ResultsDocument;
  write('older.results.json', { ...results, streams: 1 });
  const value = results.series[1]!.points[1]!.simulation!.risk.values![2]!;
  writeFileSync(join(folder, 'edited.results.json'), text.replace(String(value), String(value + 0.25)));
});
afterAll(() => {
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, file: unknown) =>
  writeFileSync(join(folder, name), JSON.stringify(file, null, 2));
const cli = (...args: string[]): Promise<Outcome> => callNode(folder, bundles.cliFile, args);

describe('resolvent verify', () => {
  it('says in one line that results are verified', async () => {
    const { code, stdout } = await cli('verify', 'small.results.json');
    expect(stdout).toBe(
      'small.results.json: verified: all 36 repetitions recomputed, every number the same to the last bit.\n',
    );
    expect(code).toBe(0);
  });

  it('computes as many as it is told', async () => {
    const { code, stdout } = await cli('verify', 'small.results.json', '--sample', '3', '--workers', '1');
    expect(stdout).toMatch(/^small\.results\.json: verified: \d+ of 36 repetitions recomputed, .*\n$/);
    expect(code).toBe(0);
  });

  it('names what differs, and ends with 1', async () => {
    const { code, stdout } = await cli('verify', 'edited.results.json', '--all');
    expect(code).toBe(1);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(
      'edited.results.json: differs: 1 of 36 recomputed repetitions is not as in the file.',
    );
    expect(lines[1]).toMatch(/^ {2}series +x +repetition +metric +recorded +recomputed +difference$/);
    expect(lines[2]).toMatch(/^ {2}oracle +0\.4 +2 +risk +\S+ +\S+ +-2\.5e-1$/);
    expect(lines[3]).toMatch(/^ {2}“oracle” at 40 %: the mean of risk is /);
    expect(stdout).toMatch(/changed in the file/);
  });

  it('verifies several files, and gives the outcomes as JSON', async () => {
    const { code, stdout, stderr } = await cli(
      'verify',
      'small.results.json',
      'older.results.json',
      'none.results.json',
      'small.resolvent.json',
      '--json',
    );
    expect(code).toBe(1);
    const outcomes = JSON.parse(stdout) as ({ file: string; error?: string } & Partial<Verification>)[];
    expect(outcomes.map(({ file, outcome }) => [file, outcome])).toEqual([
      ['small.results.json', 'verified'],
      ['older.results.json', 'notComparable'],
      ['none.results.json', undefined],
      ['small.resolvent.json', undefined],
    ]);
    expect(outcomes[1]!.reason).toMatch(/stream layout 1; this is engine/);
    expect(outcomes[2]!.error).toMatch(/no such file/);
    expect(stderr).toMatch(/is an experiment; name its results: small\.results\.json\./);
  });

  it('refuses a wrong call', async () => {
    for (const [args, sentence] of [
      [[], /Name the results to verify/],
      [['small.results.json', '--all', '--sample', '3'], /--sample or --all, not both/],
      [['small.results.json', '--sample', '0'], /whole number from 1/],
    ] as const) {
      const { code, stderr } = await cli('verify', ...args);
      expect(stderr).toMatch(sentence);
      expect(code).toBe(2);
    }
  });

  it('ends with 3 on Ctrl+C', async () => {
    const file = {
      ...small,
      data: { kind: 'gaussian', dimension: 600, meanNorm: 1 },
      realSamples: 1200,
      simulation: { repetitions: 8, seed: 3 },
    };
    write('slow.resolvent.json', file);
    expect((await cli('run', 'slow.resolvent.json')).code).toBe(0);
    const args = [bundles.cliFile, 'verify', 'slow.results.json', '--all', '--workers', '1'];
    const child = spawn(process.execPath, args, { cwd: folder });
    // The first word of how far it is.
    child.stderr.once('data', () => child.kill('SIGINT'));
    const { code, stdout } = await outcomeOf(child);
    expect(stdout).toMatch(/^slow\.results\.json: cancelled/);
    expect(code).toBe(3);
  });
});

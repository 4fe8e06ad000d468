import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ResultsDocument } from '../../../src/engine/results';
import type { ExperimentFile } from '../../../src/experiment/schema';
import { small } from '../engine/experiments';
import { buildBundles, type Bundles } from '../support/bundles';
import { callNode, callShell, outcomeOf, type Outcome } from './commandLine';

let bundles: Bundles;
let folder: string;
/** What an undisturbed run has, times aside. */
let undisturbed: string;

/** Takes some seconds with one worker. */
const file: ExperimentFile = {
  ...small,
  data: { ...small.data, dimension: 120 },
  simulation: { repetitions: 80, seed: 3 },
};

beforeAll(async () => {
  bundles = await buildBundles('worker', 'cli');
  newFolder();
  await cli('run', 'a.resolvent.json', '--workers', '2');
  undisturbed = numbers();
  rmSync(folder, { recursive: true });
}, 60_000);
afterAll(() => {
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => newFolder());

function newFolder(): void {
  folder = mkdtempSync(join(tmpdir(), 'resolvent-faults-'));
  write(file);
}
const write = (contents: ExperimentFile) =>
  writeFileSync(join(folder, 'a.resolvent.json'), JSON.stringify(contents));
const cli = (...args: string[]): Promise<Outcome> => callNode(folder, bundles.cliFile, args);
const run = (...args: string[]) => cli('run', 'a.resolvent.json', '--workers', '2', ...args);
const journal = () => join(folder, 'a.results.journal');
const results = () => JSON.parse(readFileSync(join(folder, 'a.results.json'), 'utf8')) as ResultsDocument;

/** The results file byte by byte, times aside. */
function numbers(): string {
  return readFileSync(join(folder, 'a.results.json'), 'utf8').replace(
    /"(started|finished)": "[^"]*"/g,
    '"$1": ""',
  );
}

function repetitionsOf({ series }: ResultsDocument): number[] {
  return series.flatMap(({ points }) => points.map(({ simulation }) => simulation!.repetitions));
}

/** Starts a run and kills it without warning after so many milliseconds; false where it was over before. */
async function killAfter(milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, [bundles.cliFile, 'run', 'a.resolvent.json', '--workers', '2'], {
    cwd: folder,
  });
  const ended = outcomeOf(child);
  await Promise.race([sleep(milliseconds), ended]);
  child.kill('SIGKILL');
  return (await ended).code === null;
}

describe('a run that is killed', () => {
  it('is continued to the very bytes of an undisturbed one, whenever it was killed, and however often', async () => {
    let killed = 0;
    let longest = 1500;
    for (let round = 0; round < 20; round++) {
      // The machine may be busy: moments are drawn from the time that a run takes here and now.
      const wasKilled = await killAfter(100 + Math.random() * longest);
      if (wasKilled) killed++;
      else longest = Math.max(300, 0.7 * longest);
      // Every other time it is killed again before it is left to end.
      if (wasKilled && round % 2 === 0) continue;
      const { code } = await run();
      expect(code).toBe(0);
      expect(numbers()).toBe(undisturbed);
      expect(readdirSync(folder).sort()).toEqual(['a.resolvent.json', 'a.results.json']);
      rmSync(join(folder, 'a.results.json'));
    }
    expect(killed).toBeGreaterThan(5);
  }, 240_000);

  it('says how much was there', async () => {
    while (!existsSync(journal()) || !/^[0-9a-f]{8} .*\n/m.test(readFileSync(journal(), 'utf8')))
      if (!(await killAfter(100 + Math.random() * 1100)))
        rmSync(join(folder, 'a.results.json'), { force: true });
    const { stderr } = await run();
    expect(stderr).toMatch(/^continues: (\d+|all) of 480 repetitions were there\n/);
    expect(numbers()).toBe(undisturbed);
  });
});

describe('a run takes over what is there', () => {
  it('of more, fewer and other points in another order', async () => {
    expect((await run('--repetitions', '50')).stderr).not.toContain('continues');
    const more = await run();
    expect(more.stderr).toContain('continues: 300 of 480 repetitions were there\n');
    expect(numbers()).toBe(undisturbed);
    const again = await run();
    expect(again.stderr).toContain('continues: all of 480 repetitions were there\n');
    expect(numbers()).toBe(undisturbed);
    const fewer = await run('--repetitions', '20');
    expect(fewer.stderr).toContain('continues: all of 120 repetitions were there\n');
    write({
      ...file,
      series: [
        { label: 'half', set: { verifier: { kind: 'random', keepCorrect: 0.5 } } },
        ...file.series!.toReversed(),
      ],
    });
    const added = await run('--repetitions', '20');
    expect(added.stderr).toContain('continues: 120 of 180 repetitions were there\n');
    const other = await run('--seed', '4', '--repetitions', '20');
    expect(other.stderr).not.toContain('continues');
    const fresh = await run('--seed', '4', '--repetitions', '20', '--fresh');
    expect(fresh.stderr).not.toContain('continues');
  }, 120_000);

  it('but not from another version, and says so', async () => {
    await run('--repetitions', '10');
    const path = join(folder, 'a.results.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"engine": "[^"]*"/, '"engine": "0.0.1"'));
    const { stderr } = await run('--repetitions', '10');
    expect(stderr).toContain('Note: The results that are there were computed by another version');
    expect(stderr).not.toContain('continues');
  });
});

describe('a run that is in the way of another', () => {
  it('keeps it from starting, with a sentence', async () => {
    write({ ...file, simulation: { repetitions: 20_000 } });
    const child = spawn(process.execPath, [bundles.cliFile, 'run', 'a.resolvent.json'], { cwd: folder });
    const ended = outcomeOf(child);
    while (!existsSync(`${journal()}.lock`)) await sleep(20);
    const second = await run();
    expect(second.code).toBe(1);
    expect(second.stderr).toBe(
      `Another run (process ${child.pid}) is under way that writes a.results.json: wait until it ends, or cancel it there.\n`,
    );
    child.kill('SIGINT');
    expect((await ended).code).toBe(3);
  });

  it('goes on when its experiment is changed or deleted', async () => {
    const child = spawn(process.execPath, [bundles.cliFile, 'run', 'a.resolvent.json', '--workers', '2'], {
      cwd: folder,
    });
    const ended = outcomeOf(child);
    while (!existsSync(journal())) await sleep(20);
    rmSync(join(folder, 'a.resolvent.json'));
    expect((await ended).code).toBe(0);
    expect(numbers()).toBe(undisturbed);
  });
});

describe('where results cannot be written', () => {
  it.skipIf(process.platform === 'win32')('they are kept elsewhere, and it is said', async () => {
    // No file may grow beyond 16 KiB: room for the journal's beginning, not for the results.
    const line = `ulimit -f 16; "${process.execPath}" "${bundles.cliFile}" run a.resolvent.json --workers 2`;
    const { code, stderr } = await callShell(folder, line);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /a\.results\.json could not be written: it would be larger than a file may be here\./,
    );
    expect(existsSync(join(folder, 'a.results.json'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
    // With room again nothing that was journalled is lost.
    const again = await run();
    expect(again.stderr).toMatch(/^continues: \d+ of 480/);
    expect(numbers()).toBe(undisturbed);
  });

  it('the folder may have been deleted meanwhile', async () => {
    mkdirSync(join(folder, 'out'));
    const child = spawn(
      process.execPath,
      [bundles.cliFile, 'run', 'a.resolvent.json', '--workers', '2', '--out', 'out/a.results.json'],
      { cwd: folder },
    );
    const ended = outcomeOf(child);
    while (!existsSync(join(folder, 'out/a.results.journal'))) await sleep(20);
    rmSync(join(folder, 'out'), { recursive: true });
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toContain('out/a.results.json could not be written: there is no such file or folder.');
    const [, kept] = /Wrote (\S+a\.results\.json)/.exec(stderr) ?? [];
    expect((JSON.parse(readFileSync(kept!, 'utf8')) as ResultsDocument).status).toBe('complete');
    rmSync(join(kept!, '..'), { recursive: true });
  });

  it.skipIf(process.getuid?.() === 0)('a read-only folder is told of before the start', async () => {
    chmodSync(folder, 0o500);
    const { code, stderr } = await run();
    chmodSync(folder, 0o700);
    expect(code).toBe(1);
    expect(stderr).toBe('a.results.json cannot be written: permission is denied.\n');
  });
});

describe('several experiments', () => {
  it('run one after another, with a table and the highest exit code at the end', async () => {
    mkdirSync(join(folder, 'more'));
    const quick = { ...small, simulation: { repetitions: 2, seed: 1 } };
    writeFileSync(join(folder, 'more/b.resolvent.json'), JSON.stringify(quick));
    writeFileSync(join(folder, 'more/c.resolvent.json'), JSON.stringify({ ...quick, realSamples: -1 }));
    const { code, stdout, stderr } = await cli('run', 'a.resolvent.json', 'more', '--repetitions', '2');
    expect(code).toBe(1);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ['experiment', 'status', 'repetitions'],
      ['a.resolvent.json', 'done', '12'],
      ['more/b.resolvent.json', 'done', '12'],
      ['more/c.resolvent.json', 'failed', '0'],
      [''],
    ]);
    expect(stderr).toContain('more/c.resolvent.json (3 of 3)\n');
    expect(stderr).toContain('realSamples is -1');
    expect(repetitionsOf(results())).toEqual([2, 2, 2, 2, 2, 2]);
  });
});

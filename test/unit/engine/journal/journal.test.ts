import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  entryLine,
  headerLine,
  journalPathOf,
  parseLine,
  type JournalHeader,
} from '../../../../src/engine/journal/format';
import { Journal } from '../../../../src/engine/journal/journal';
import { knownOf } from '../../../../src/engine/journal/known';
import { isLocked, RunLock, RunTaken } from '../../../../src/engine/journal/lock';
import { interruptedRun } from '../../../../src/engine/journal/read';
import { takeStock } from '../../../../src/engine/journal/stock';
import { engineVersion } from '../../../../src/engine/version';
import { streamLayout } from '../../../../src/simulation/streams';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'resolvent-journal-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const header: JournalHeader = {
  format: 'resolvent-journal',
  version: 1,
  engine: engineVersion,
  streams: streamLayout,
  specHash: 'hash',
  total: 100,
  there: 10,
};
const key = 'a0'.repeat(12);
const entry = (repetition: number, ...values: number[]) => ({
  key,
  repetition,
  values: Float64Array.from(values),
});

describe('lines of a journal', () => {
  it('keep every bit of what was measured', () => {
    const entries = fc.array(
      fc.record({
        key: fc.constantFrom(key, '0123456789abcdef01234567'),
        repetition: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        values: fc.float64Array({ maxLength: 8 }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 1e6 }), (given, progress) => {
        const line = entryLine(given, progress);
        expect(line.endsWith('\n')).toBe(true);
        expect(parseLine(line.slice(0, -1))).toEqual({ progress, entries: given });
      }),
    );
  });

  it('are not there where they are torn or changed', () => {
    const line = entryLine([entry(3, 0.5, 1.5, 2.5, 3.5)], 1).trimEnd();
    for (let length = 0; length < line.length; length++)
      expect(parseLine(line.slice(0, length))).toBeUndefined();
    expect(parseLine(line.replace(' 1 ', ' 2 '))).toBeUndefined();
    expect(parseLine(headerLine(header).slice(0, 30))).toBeUndefined();
    expect(parseLine(headerLine(header).trimEnd())).toEqual(header);
  });
});

describe('Journal', () => {
  it('appends what is finished, goes on after a torn line, and is removed', async () => {
    const path = at('a.results.journal');
    const first = await Journal.start(path, header, false);
    first.record([entry(0, 1, 2, 3, 4)], 2);
    await first.close();
    expect(await interruptedRun(path)).toEqual({ specHash: 'hash', done: 12, total: 100 });
    appendFileSync(path, entryLine([entry(1, 1, 2, 3, 4)], 2).slice(0, 20));
    const second = await Journal.start(path, { ...header, there: 12 }, true);
    second.record([entry(2, 5, 6, 7, 8)], 2);
    await second.flush();
    expect(await interruptedRun(path)).toEqual({ specHash: 'hash', done: 14, total: 100 });
    const known = await knownOf(takeStock(at('none'), path));
    expect([...known.keys()]).toEqual([key]);
    expect(known.get(key)!.repetitions()).toEqual([0, 2]);
    expect([...known.get(key)!.of(2)]).toEqual([5, 6, 7, 8]);
    await second.remove();
    expect(existsSync(path)).toBe(false);
    second.record([entry(3, 5, 6, 7, 8)], 2);
    await second.flush();
    expect(existsSync(path)).toBe(false);
  });

  it.skipIf(!existsSync('/dev/full'))('says why it cannot be written, and goes on when it can', async () => {
    const path = at('full.results.journal');
    symlinkSync('/dev/full', path);
    const journal = await Journal.start(path, header, true);
    journal.record([entry(0, 1, 2, 3, 4)], 1);
    await journal.flush();
    expect(journal.problem).toBe(`${path} could not be written: the disk is full.`);
    rmSync(path);
    await journal.moveTo(at('room.results.journal'));
    await journal.flush();
    expect(journal.problem).toBeUndefined();
    await journal.close();
    expect(await interruptedRun(at('room.results.journal'))).toMatchObject({ done: 11 });
  });

  it('of another version is not used, and it is said', async () => {
    const path = at('other.results.journal');
    const line = entryLine([entry(0, 1, 2, 3, 4)], 1);
    writeFileSync(path, headerLine({ ...header, streams: streamLayout + 1 }) + line);
    expect(await interruptedRun(path)).toBeUndefined();
    const stock = takeStock(at('none'), path);
    expect(stock.keys).toEqual([]);
    expect(stock.notices).toHaveLength(1);
  });
});

describe('RunLock', () => {
  const journal = () => at(`${Math.random()}.results.journal`);

  it('is held by one run at a time', async () => {
    const path = journal();
    const lock = await RunLock.take(path);
    expect(await isLocked(path)).toBe(true);
    await expect(RunLock.take(path)).rejects.toThrow(RunTaken);
    await expect(RunLock.take(path)).rejects.toThrow(
      /^Another run \(process \d+\) is under way that writes .*\.results\.json: wait until it ends, or cancel it there\.$/,
    );
    await lock.release();
    expect(await isLocked(path)).toBe(false);
    await (await RunLock.take(path)).release();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('is given to one of many that want it at once', async () => {
    const path = journal();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => RunLock.take(path)));
    const taken = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(taken).toHaveLength(1);
    await taken[0]!.release();
  });

  it('is taken from a process that has ended, or whose number another one has now', async () => {
    const dead = { process: 2 ** 22 + 1, host: hostname(), processStart: null, token: 'x' };
    const again = { process: process.pid, host: hostname(), processStart: '1', token: 'y' };
    for (const owner of [dead, again]) {
      const path = journal();
      writeFileSync(`${path}.lock`, JSON.stringify(owner));
      expect(await isLocked(path)).toBe(false);
      const lock = await RunLock.take(path);
      expect(readFileSync(`${path}.lock`, 'utf8')).not.toContain(`"${owner.token}"`);
      await lock.release();
    }
  });

  it('of another machine is left to it while it is fresh', async () => {
    const path = journal();
    const owner = { process: 1, host: 'elsewhere', processStart: null, token: 'z' };
    writeFileSync(`${path}.lock`, JSON.stringify(owner));
    await expect(RunLock.take(path)).rejects.toThrow('(process 1 on elsewhere)');
  });
});

describe('journalPathOf', () => {
  it('is beside the results', () => {
    expect(journalPathOf('/a/b.results.json')).toBe('/a/b.results.journal');
    expect(journalPathOf('out.json')).toBe('out.json.journal');
  });
});

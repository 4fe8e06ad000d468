import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isObject } from '../../experiment/structure';

/** A lock is touched this often by its owner, in milliseconds. */
const heartbeat = 20_000;
/** A lock of another machine, whose processes cannot be asked for, is stale when it was not touched for so long. */
const patience = 5 * heartbeat;
/** What is unreadable is being written, or was torn so long ago. */
const patienceUnread = 10_000;

/** Who holds a lock. */
interface Owner {
  readonly process: number;
  readonly host: string;
  /** When the process started, as the system counts; null where it does not tell. */
  readonly processStart: string | null;
  readonly token: string;
}

/** Another run has what is asked for. */
export class RunTaken extends Error {
  override readonly name = 'RunTaken';
}

/** Locks of this process. */
const ours = new Set<string>();

/** `NAME.results.journal.lock`: says that a run is under way that writes `NAME.results.json` and its journal. */
export class RunLock {
  #path: string;
  readonly #token: string;
  readonly #timer: NodeJS.Timeout;

  /**
   * Takes the lock of a journal, also from a process that has ended without leaving it.
   * @throws RunTaken where a run is under way; the file system's error where no file can be made
   */
  static async take(journalPath: string): Promise<RunLock> {
    const path = lockPathOf(journalPath);
    const owner = ownerNow();
    for (let attempt = 0; attempt < 3; attempt++) {
      if (await create(path, owner)) return new RunLock(path, owner.token);
      const holder = await holderOf(path);
      if (holder === 'none') continue;
      if (holder !== 'stale') throw new RunTaken(takenSentence(journalPath, holder));
      await putAside(path);
    }
    throw new RunTaken(takenSentence(journalPath, undefined));
  }

  private constructor(path: string, token: string) {
    this.#path = path;
    this.#token = token;
    ours.add(token);
    this.#timer = setInterval(() => {
      const now = new Date();
      utimes(this.#path, now, now).catch(() => undefined);
    }, heartbeat);
    this.#timer.unref();
  }

  async moveTo(journalPath: string): Promise<void> {
    const from = this.#path;
    this.#path = lockPathOf(journalPath);
    await rename(from, this.#path).catch(() => undefined);
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    ours.delete(this.#token);
    const owner = await readOwner(this.#path);
    if (owner?.token === this.#token) await rm(this.#path, { force: true }).catch(() => undefined);
  }
}

/** Whether a run is under way that writes this journal. */
export async function isLocked(journalPath: string): Promise<boolean> {
  const holder = await holderOf(lockPathOf(journalPath));
  return holder !== 'none' && holder !== 'stale';
}

function lockPathOf(journalPath: string): string {
  return `${journalPath}.lock`;
}

async function create(path: string, owner: Owner): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(`${JSON.stringify(owner)}\n`);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Who has a lock: the process, or undefined where it cannot be read yet. */
async function holderOf(path: string): Promise<Owner | undefined | 'none' | 'stale'> {
  const touched = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  if (touched === undefined) return 'none';
  const owner = await readOwner(path);
  const age = Date.now() - touched;
  if (owner === undefined) return age > patienceUnread ? 'stale' : undefined;
  if (owner.host !== hostname()) return age > patience ? 'stale' : owner;
  return isAlive(owner) ? owner : 'stale';
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isObject(value) && typeof value['token'] === 'string' && typeof value['process'] === 'number'
      ? (value as unknown as Owner)
      : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.process === process.pid) return ours.has(owner.token);
  try {
    process.kill(owner.process, 0);
  } catch (error) {
    // Another person's process may not be asked, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const system = systemOf(owner.process);
  if (system === null) return true;
  // One that has ended and was not asked how is there only by its number.
  if (system.state === 'Z') return false;
  // The number of a process that has ended is given to another one.
  return owner.processStart === null || system.start === owner.processStart;
}

/** A process's state, and when it started in the system's ticks; null where the system does not say it. */
function systemOf(id: number): { readonly state: string; readonly start: string } | null {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'latin1');
    // The name in parentheses may hold anything; the state follows it, and the start is the 20th field from there.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, start] = [fields[0], fields[19]];
    return state === undefined || start === undefined ? null : { state, start };
  } catch {
    return null;
  }
}

function ownerNow(): Owner {
  return {
    process: process.pid,
    host: hostname(),
    processStart: systemOf(process.pid)?.start ?? null,
    token: randomBytes(12).toString('hex'),
  };
}

/** Takes a stale lock out of the way: of several that try, the file system lets one do it. */
async function putAside(path: string): Promise<void> {
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  // Between looking and moving another process may have taken it over: then it is theirs.
  if ((await holderOf(aside)) === 'stale') await rm(aside, { force: true });
  else await rename(aside, path).catch(() => undefined);
}

function takenSentence(journalPath: string, holder: Owner | undefined): string {
  const who =
    holder === undefined
      ? ''
      : ` (process ${holder.process}${holder.host === hostname() ? '' : ` on ${holder.host}`})`;
  const results = journalPath.replace(/\.results\.journal$/, '.results.json').replace(/\.journal$/, '');
  return `Another run${who} is under way that writes ${results}: wait until it ends, or cancel it there.`;
}

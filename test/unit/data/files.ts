import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const fixtures = join(import.meta.dirname, 'fixtures');

const ROWS = 5;
const COLUMNS = 3;

/** What fixtures/make.py writes into every file of a kind of numbers: floating, signed, unsigned, truth values. */
export function madeNumbers(kind: 'f' | 'i' | 'u' | 'b'): number[] {
  const indices = [...Array(ROWS * COLUMNS).keys()];
  if (kind === 'f') return indices.map((index) => index * 1.25 - 4);
  if (kind === 'b') return indices.map((index) => index % 2);
  return indices.map((index) => (kind === 'i' ? index - 4 : index));
}

export const madeLabels = [0, 1, 0, 1, 0];

/** Which packages wrote their files, and where. */
export interface MadeFiles {
  readonly folder: string;
  readonly by: Readonly<Record<'numpy' | 'scipy' | 'pandas' | 'pyarrow', boolean>>;
}

let made: MadeFiles | string | undefined;

/**
 * Files of every kind, written by Python's packages into a temporary folder: by `python3`, or what PYTHON names.
 * @returns why there are none, where there is no such Python
 */
export function madeFiles(): MadeFiles | string {
  return (made ??= make());
}

function make(): MadeFiles | string {
  const folder = mkdtempSync(join(tmpdir(), 'resolvent-data-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  try {
    const options = {
      encoding: 'utf8' as const,
      stdio: ['ignore', 'pipe', 'ignore'] as ('ignore' | 'pipe')[],
    };
    const python = process.env['PYTHON'] ?? 'python3';
    const said = execFileSync(python, [join(fixtures, 'make.py'), folder], options);
    return { folder, by: JSON.parse(said) as MadeFiles['by'] };
  } catch {
    return 'there is no python3 with numpy (the environment variable PYTHON may name one)';
  }
}

/** The folder of data sets that are not part of the project, if it is there. */
export function sharedData(...path: string[]): { readonly path: string; readonly isThere: boolean } {
  const folder = process.env['RESOLVENT_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
  const file = join(folder, ...path);
  return { path: file, isThere: existsSync(file) };
}

/** A folder for files of a test's own. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'resolvent-data-'));
  return {
    write(name: string, content: string | Uint8Array): string {
      const file = join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    path: (name: string) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

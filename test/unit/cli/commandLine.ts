import { spawn, type ChildProcess } from 'node:child_process';

/** What a finished command has left. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Gathers what a process says until it ends. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Calls node with a script in a folder. */
export function callNode(cwd: string, script: string, args: readonly string[]): Promise<Outcome> {
  return outcomeOf(spawn(process.execPath, [script, ...args], { cwd }));
}

/** Runs a line of bash; its exit code is that of the first command of a pipe. */
export function callShell(cwd: string, line: string): Promise<Outcome> {
  return outcomeOf(spawn('bash', ['-c', `${line}; exit \${PIPESTATUS[0]}`], { cwd }));
}

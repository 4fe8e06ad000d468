import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { root } from './paths.mjs';

/**
 * @typedef {object} RunResult
 * @property {number} code exit code; 128 when a signal ended the process or it could not be started
 * @property {string} output standard output and standard error, when they were kept
 */

/**
 * Runs a program to its end, without standard input. What it prints goes to the terminal, or with `quiet` into
 * the result's `output`.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean }} [options]
 * @returns {Promise<RunResult>}
 */
export function run(program, args, { cwd = root, env = process.env, quiet = false, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      shell,
      stdio: ['ignore', ...(quiet ? ['pipe', 'pipe'] : ['inherit', 'inherit'])],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => resolve({ code: 128, output: `${output}${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 128, output }));
  });
}

/**
 * Runs this Node on a script.
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export const runNode = (args, options) => run(process.execPath, args, options);

/**
 * Runs npm: the one that started this process where there is one, else the one on the PATH.
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNpm(args, options = {}) {
  // What npm tells its scripts about the calling project must not reach an npm that works in another folder.
  const env = Object.fromEntries(
    Object.entries(options.env ?? process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|command|config_local_prefix)/i.test(name),
    ),
  );
  const npmScript = process.env['npm_execpath'];
  if (npmScript !== undefined && /^npm-cli\.c?js$/.test(basename(npmScript))) {
    return runNode([npmScript, ...args], { ...options, env });
  }
  const onWindows = process.platform === 'win32';
  return run(onWindows ? 'npm.cmd' : 'npm', args, { ...options, env, shell: onWindows });
}

/**
 * Why npm failed, in words, from what it printed.
 * @param {string} output
 */
export function npmTrouble(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(output)) {
    return 'the package registry cannot be reached; check the network connection and try again';
  }
  if (/ENOSPC/.test(output)) return 'the disk is full';
  if (/EACCES|EPERM/.test(output)) return 'a file or folder may not be written';
  const lines = output.split('\n').filter((line) => /npm (error|ERR!)/.test(line));
  return lines.length > 0 ? `npm says: ${lines.slice(0, 5).join(' / ')}` : 'npm gave no reason';
}

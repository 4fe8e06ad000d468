// npm start: installs what is missing, builds, and opens the designer on the example experiments. In the desktop
// VS Code where there is one, else in a VS Code served on 127.0.0.1. --browser: the second in any case.
// --port N: the port it is served on. --no-open: print the address, start no browser.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { findOnPath } from './lib/chromium.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { root } from './lib/paths.mjs';
import { run, runNode } from './lib/run.mjs';
import { elapsed, runMain, say, Trouble } from './lib/say.mjs';
import { ensureVscodeHost } from './lib/vscodeHost.mjs';
import { startVscodeServer, workbenchAddress } from './lib/vscodeServer.mjs';
import { packageFolder, packageVsix } from './lib/vsix.mjs';

const usage = 'Usage: npm start [-- [--browser] [--port N] [--no-open]]';
const examples = join(root, 'examples');
const oldestVscode = [1, 100];
const usualPort = 8317;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { browser: { type: 'boolean' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
    });
    const port = Number(values.port ?? usualPort);
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      throw new Error(`--port must be 1 to 65535, not ${values.port}.`);
    return { browser: values.browser ?? false, open: !(values['no-open'] ?? false), port };
  } catch (error) {
    throw new Trouble(`${error.message}\n${usage}`);
  }
}

async function buildExtension() {
  const start = performance.now();
  const { code } = await runNode(['scripts/build.mjs']);
  if (code !== 0) throw new Trouble('The build failed; its messages are above.');
  say(`Built the extension in ${elapsed(start)}.`);
}

/** Whether windows can be shown here. */
const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);

/**
 * The desktop VS Code's command, or null with the reason said. A `code` that hands over to an editor elsewhere
 * (a remote window, WSL) cannot load an extension from a folder of this machine.
 */
async function findDesktopVscode() {
  const command = findOnPath(process.platform === 'win32' ? ['code.cmd'] : ['code']);
  if (command === null) return null;
  const elsewhere =
    process.env['VSCODE_IPC_HOOK_CLI'] !== undefined ||
    process.env['WSL_DISTRO_NAME'] !== undefined ||
    /remote-cli|code-server/.test(realpathSync(command));
  // VS Code refuses to run as root with the root's own folders.
  if (elsewhere || !hasDisplay() || process.getuid?.() === 0) return null;
  const { code, output } = await runCode(command, ['--version']);
  const version = /^(\d+)\.(\d+)\.\d+/m.exec(output);
  if (code !== 0 || version === null) return null;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major < oldestVscode[0] || (major === oldestVscode[0] && minor < oldestVscode[1])) {
    say(
      `The VS Code on this machine is ${version[0]}; Resolvent needs ${oldestVscode.join('.')} or newer, so the browser is used.`,
    );
    return null;
  }
  return command;
}

/** @param {string} command @param {string[]} args */
function runCode(command, args) {
  // A .cmd file runs only through the shell, which needs the quotes.
  if (process.platform !== 'win32') return run(command, args, { quiet: true });
  return run(
    `"${command}"`,
    args.map((arg) => `"${arg}"`),
    { quiet: true, shell: true },
  );
}

/** @param {string} command @param {string} example */
async function openOnDesktop(command, example) {
  const { code, output } = await runCode(command, [
    '--new-window',
    `--extensionDevelopmentPath=${root}`,
    examples,
    example,
  ]);
  if (code !== 0) throw new Trouble(`VS Code could not be opened: ${output.trim()}`);
  say(`Opened ${relative(root, example)} in VS Code. Other examples are in its explorer.`);
}

/** @param {{ port: number, open: boolean }} options @param {string} example */
async function openInBrowser({ port, open }, example) {
  const host = await ensureVscodeHost();
  const home = join(host.folder, 'home');
  mkdirSync(home, { recursive: true });
  const opener = join(home, 'open-example.vsix');
  await packageFolder(join(root, 'scripts/lib/openExample'), ['package.json', 'extension.cjs'], opener);
  const packages = [await packageVsix(), opener];
  const stampFile = join(home, 'installed-packages');
  const stamp = packages.map((file) => statSync(file).mtimeMs).join(' ');
  const installed = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  const server = await startVscodeServer({
    host,
    home,
    vsix: installed ? [] : packages,
    env: { RESOLVENT_OPEN_EXAMPLE: example },
    port,
  });
  writeFileSync(stampFile, stamp);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    say('VS Code has ended.');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
  // Ctrl+C reaches every process of the terminal; whoever ends only npm ends a shell between npm and this process.
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] !== undefined) {
    setInterval(() => void (process.ppid !== parent && stop()), 1000).unref();
  }

  const address = workbenchAddress(server, examples);
  say(`\nThe designer is open at\n\n  ${address}\n`);
  say(
    `It shows ${basename(example)}; the other experiments are in the explorer. Results are kept in examples/.`,
  );
  say('Press Ctrl+C to end it.');
  if (open && hasDisplay()) showInBrowser(address);
  await server.exited;
  if (!stopping) throw new Trouble(`VS Code ended by itself; what it printed is in ${server.serverLog}.`);
}

/** Hands the address to the person's own browser, where there is one. */
function showInBrowser(address) {
  const opener = process.platform === 'darwin' ? '/usr/bin/open' : findOnPath(['xdg-open']);
  if (opener === null) return;
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => say('No browser could be opened here; open the address by hand.'))
    .unref();
}

/** The example that is shown first: Figure 3 of the paper, or whichever there is. */
function firstExample() {
  const names = readdirSync(examples).filter((name) => name.endsWith('.resolvent.json'));
  const name = names.find((candidate) => candidate.startsWith('figure-3')) ?? names[0];
  if (name === undefined) throw new Trouble('There is no example experiment in examples/.');
  return join(examples, name);
}

await runMain(async () => {
  const options = readOptions();
  await ensureDependencies();
  await buildExtension();
  const example = firstExample();
  const desktop = options.browser ? null : await findDesktopVscode();
  if (desktop === null) await openInBrowser(options, example);
  else await openOnDesktop(desktop, example);
});

// Starts the installed VS Code as a server on 127.0.0.1, in a process group of its own, and ends all of it.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runNode } from './run.mjs';
import { Trouble } from './say.mjs';

/** A quiet VS Code: nothing that asks, greets, reports, or looks outside this machine. */
export const cleanSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
};

/**
 * A port nobody listens on: the wanted one when it is free, else any.
 * @param {number} [wanted]
 * @returns {Promise<number>}
 */
export function freePort(wanted = 0) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort())));
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * @typedef {object} VscodeServer
 * @property {string} url
 * @property {number} port
 * @property {string} userData the folder of settings and logs
 * @property {string} serverLog the file with what the server printed
 * @property {Promise<void>} exited fulfilled when the server process has ended
 * @property {() => Promise<void>} stop ends the server and everything it started
 */

/**
 * Starts VS Code with a home folder of its own, so that it neither reads nor changes a person's settings.
 * @param {object} options
 * @param {import('./vscodeHost.mjs').VscodeHost} options.host
 * @param {string} options.home created when missing; its settings file is kept when it is there
 * @param {string[]} [options.vsix] packages to install before the start
 * @param {Record<string, unknown>} [options.settings] beside `cleanSettings`
 * @param {Record<string, string | undefined>} [options.env]
 * @param {number} [options.port] used when it is free
 * @returns {Promise<VscodeServer>}
 */
export async function startVscodeServer({
  host,
  home,
  vsix = [],
  settings = {},
  env = {},
  port: wantedPort,
}) {
  const userData = join(home, 'user-data');
  const extensions = join(home, 'extensions');
  const settingsFile = join(userData, 'User/settings.json');
  mkdirSync(join(userData, 'User'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  if (!existsSync(settingsFile)) {
    writeFileSync(settingsFile, JSON.stringify({ ...cleanSettings, ...settings }, null, 2));
  }

  // Inside a VS Code terminal VSCODE_* would hand the work over to that VS Code; the others override our arguments.
  const overriding = /^(VSCODE_\w+|NODE_OPTIONS|NODE_TEST_CONTEXT|PASSWORD|HASHED_PASSWORD|LOG_LEVEL|PORT)$/;
  const serverEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !overriding.test(name))),
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'xdg'),
    XDG_DATA_HOME: join(home, 'xdg'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...env,
  };
  const base = [host.entry, '--config', join(home, 'code-server.yaml'), '--user-data-dir', userData];
  base.push('--extensions-dir', extensions);

  for (const file of vsix) {
    const installed = await runNode([...base, '--install-extension', file, '--force'], {
      env: serverEnv,
      quiet: true,
    });
    if (installed.code !== 0)
      throw new Trouble(`VS Code could not install ${file}:\n${installed.output.trim()}`);
  }

  const port = await freePort(wantedPort);
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(
    process.execPath,
    [
      ...base,
      '--auth',
      'none',
      '--bind-addr',
      `127.0.0.1:${port}`,
      '--disable-telemetry',
      '--disable-update-check',
    ].concat(['--disable-workspace-trust', '--disable-getting-started-override']),
    { env: serverEnv, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const serverLog = join(home, 'server.log');
  const log = createWriteStream(serverLog);
  server.stdout.pipe(log);
  server.stderr.pipe(log);
  const exited = new Promise((resolve) => server.once('exit', () => resolve()));
  const endGroup = (signal) => {
    try {
      process.kill(-server.pid, signal);
    } catch {
      // The group has ended already.
    }
  };
  const stop = async () => {
    process.off('exit', killAll);
    endGroup('SIGTERM');
    await Promise.race([exited, sleep(5000, undefined, { ref: false })]);
    endGroup('SIGKILL');
  };
  const killAll = () => endGroup('SIGKILL');
  process.once('exit', killAll);

  const giveUp = performance.now() + 60_000;
  while (!(await isHealthy(url))) {
    if (server.exitCode !== null || server.signalCode !== null || performance.now() > giveUp) {
      await stop();
      throw new Trouble(`VS Code did not start; what it printed is in ${serverLog}.`);
    }
    await sleep(100);
  }
  return { url, port, userData, serverLog, exited, stop };
}

/** @param {string} url */
async function isHealthy(url) {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    return false;
  }
}

/**
 * The address that opens a folder, and a file of it in its default editor.
 * @param {VscodeServer} server
 * @param {string} folder absolute path
 * @param {string} [file] absolute path
 */
export function workbenchAddress(server, folder, file) {
  const address = new URL(server.url);
  address.searchParams.set('folder', folder);
  if (file !== undefined) {
    const uri = `vscode-remote://127.0.0.1:${server.port}${encodeURI(file)}`;
    address.searchParams.set('payload', JSON.stringify([['openFile', uri]]));
  }
  return address.href;
}

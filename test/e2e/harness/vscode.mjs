// A real VS Code for one test file: a fresh home, a workspace with the files the tests need, the extension
// installed from its package. Everything is removed by stop().
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureVscodeHost } from '../../../scripts/lib/vscodeHost.mjs';
import { startVscodeServer, workbenchAddress } from '../../../scripts/lib/vscodeServer.mjs';

/** Beside cleanSettings: what a test needs to hold still. */
const testSettings = {
  'workbench.quickOpen.closeOnFocusLost': false,
  'workbench.reduceMotion': 'on',
  'editor.accessibilitySupport': 'off',
  'files.autoSave': 'off',
};

/**
 * @typedef {object} Vscode
 * @property {string} url
 * @property {number} port
 * @property {string} workspaceFolder holds the files given at the start
 * @property {string} userData
 * @property {(file?: string) => string} address of the workbench on the workspace, with a file of it opened
 * @property {() => string} extensionHostLog what the extension host and its extensions logged so far
 * @property {(options?: { keep?: boolean }) => Promise<void>} stop ends it; `keep` leaves its folder and prints where
 */

/**
 * @param {object} [options]
 * @param {string[]} [options.vsix] packages to install
 * @param {Record<string, string>} [options.files] workspace files by relative path
 * @param {Record<string, unknown>} [options.settings]
 * @param {Record<string, string>} [options.env] for the server and the extension host
 * @returns {Promise<Vscode>}
 */
export async function startVscode({ vsix = [], files = {}, settings = {}, env = {} } = {}) {
  const host = await ensureVscodeHost();
  const home = mkdtempSync(join(tmpdir(), 'vscode-e2e-'));
  const workspaceFolder = join(home, 'workspace');
  mkdirSync(workspaceFolder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspaceFolder, name)), { recursive: true });
    writeFileSync(join(workspaceFolder, name), text);
  }

  const server = await startVscodeServer({
    host,
    home,
    vsix,
    settings: { ...testSettings, ...settings },
    env,
  });
  return {
    url: server.url,
    port: server.port,
    workspaceFolder,
    userData: server.userData,
    address: (file) =>
      workbenchAddress(server, workspaceFolder, file === undefined ? undefined : join(workspaceFolder, file)),
    extensionHostLog() {
      const folder = join(server.userData, 'logs');
      if (!existsSync(folder)) return '';
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /exthost\d+[\\/].*\.log$/.test(name))
        .sort()
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('');
    },
    async stop({ keep = false } = {}) {
      await server.stop();
      if (keep) console.log(`The folder of this VS Code is kept: ${home}`);
      else rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

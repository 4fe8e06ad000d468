import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, process.platform === 'win32' ? constants.F_OK : constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The first of these programs that is on the PATH.
 * @param {string[]} names
 * @returns {string | null}
 */
export function findOnPath(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram) ?? null;
}

const onLinux = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const onMac = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const onWindows = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === 'darwin') {
    const folders = ['/Applications', join(process.env['HOME'] ?? '', 'Applications')];
    return folders.flatMap((folder) => onMac.map((name) => join(folder, name)));
  }
  if (process.platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]);
    return folders.flatMap((folder) => (folder ? onWindows.map((name) => join(folder, name)) : []));
  }
  return ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge', '/snap/bin/chromium'];
}

/**
 * The path of an installed Chromium, Chrome or Edge, or null: CHROME_PATH when it names a program, else the
 * PATH, else where the installers put them. Installs nothing.
 * @returns {string | null}
 */
export function findChromium() {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && isProgram(named)) return named;
  const names = process.platform === 'win32' ? ['chrome.exe', 'chromium.exe', 'msedge.exe'] : onLinux;
  return findOnPath(names) ?? usualPlaces().find(isProgram) ?? null;
}

/** How to get a browser, in one sentence. */
export const chromiumAdvice =
  'Install Chromium, Chrome or Edge (on Debian and Ubuntu: apt-get install chromium), or set CHROME_PATH to its program.';

// Drives the workbench page of a running VS Code with Playwright.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/paths.mjs';
import { launchBrowser } from './browser.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./vscode.mjs').Vscode} Vscode
 *
 * @typedef {object} Workbench
 * @property {Page} page
 * @property {string[]} problems errors of our webview and extension that reached the browser's console, Content
 *   Security Policy violations and uncaught exceptions among them
 * @property {string[]} consoleErrors every error line of the page, VS Code's own included
 * @property {() => Promise<void>} close
 */

/**
 * Opens the workbench on the workspace, and waits until its explorer shows files and its extensions are known.
 * @param {Vscode} vscode
 * @param {object} [options]
 * @param {import('playwright-core').Browser} [options.browser] one of its own when left out
 * @param {{ width: number, height: number }} [options.viewport]
 * @param {string} [options.file] a file of the workspace to open in its default editor
 * @param {(page: Page) => Promise<void>} [options.beforeLoad]
 * @returns {Promise<Workbench>}
 */
export async function openWorkbench(
  vscode,
  { browser, viewport = { width: 1400, height: 900 }, file, beforeLoad } = {},
) {
  const used = browser ?? (await launchBrowser());
  const context = await used.newContext({ viewport });
  const page = await context.newPage();
  const { problems, consoleErrors } = collectProblems(page);
  const close = async () => {
    await context.close();
    if (browser === undefined) await used.close();
  };
  try {
    await beforeLoad?.(page);
    const alreadyStarted = startedExtensionHosts(vscode);
    await page.goto(vscode.address(file));
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    // Until then VS Code knows no contributed editor, and would open an experiment as text.
    const giveUp = performance.now() + 60_000;
    while (startedExtensionHosts(vscode) <= alreadyStarted) {
      if (performance.now() > giveUp) throw new Error(`No extension host: ${vscode.extensionHostLog()}`);
      await page.waitForTimeout(100);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { page, problems, consoleErrors, close };
}

/** How many extension hosts have read their extensions; each page has one. @param {Vscode} vscode */
const startedExtensionHosts = (vscode) =>
  vscode.extensionHostLog().split('Eager extensions activated').length - 1;

/**
 * Whether an error belongs to our webview or extension: VS Code logs errors of its own (a disabled gallery, a
 * cancelled request) that say nothing about the product.
 * @param {string} text
 * @param {string} source the address of the script or page that reported it
 */
function isOurs(text, source) {
  return /resolvent/i.test(text) || /vscode-resource|fake\.html|\/webview\/|^about:srcdoc/.test(source);
}

/** @param {Page} page */
function collectProblems(page) {
  /** @type {string[]} */
  const problems = [];
  /** @type {string[]} */
  const consoleErrors = [];
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const line = `${message.text()} (${message.location().url})`;
    consoleErrors.push(line);
    if (isOurs(message.text(), message.location().url)) problems.push(line);
  });
  page.on('pageerror', (error) => {
    const line = error.stack ?? error.message;
    consoleErrors.push(line);
    if (isOurs(line, '')) problems.push(line);
  });
  return { problems, consoleErrors };
}

/**
 * Runs a command by its title in the command palette. A contributed command appears only when VS Code has read
 * the extension, so it is looked for again until it is offered.
 * @param {Page} page
 * @param {string} title
 */
export async function palette(page, title) {
  const input = page.locator('.quick-input-widget:visible input').first();
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      await page.keyboard.press('F1');
      await input.fill(`>${title}`, { timeout: 2000 });
      await row.click({ timeout: 2000 });
      return;
    } catch {
      await page.keyboard.press('Escape');
    }
  }
  throw new Error(`The command palette does not offer "${title}".`);
}

/**
 * Opens a file of the workspace in its default editor.
 * @param {Page} page
 * @param {string} name as the explorer shows it
 */
export async function openFromExplorer(page, name) {
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().dblclick();
  await page.locator('.tabs-container .tab', { hasText: name }).first().waitFor();
}

/**
 * The document inside the visible webview.
 * @param {Page} page
 */
export const webviewFrame = (page) =>
  page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');

/** VS Code's themes: the label in its list, and the class that its workbench then has. */
const themes = {
  'Default Dark Modern': { label: 'Dark Modern', className: 'vs-dark' },
  'Default Light Modern': { label: 'Light Modern', className: 'vs' },
  'Default High Contrast': { label: 'Dark High Contrast', className: 'hc-black' },
  'Default High Contrast Light': { label: 'Light High Contrast', className: 'hc-light' },
};

/** @typedef {keyof typeof themes} ThemeName */
export const themeNames = /** @type {ThemeName[]} */ (Object.keys(themes));

/**
 * Changes the colour theme as a person would, while everything stays open, and waits until the page wears it.
 * (A settings file changed from outside is not noticed by VS Code in the browser until the page is loaded again.)
 * @param {Page} page
 * @param {ThemeName} name
 */
export async function setTheme(page, name) {
  const { label, className } = themes[name];
  await palette(page, 'Preferences: Color Theme');
  await page.locator('.quick-input-widget:visible input').first().fill(label);
  await page.locator(`.quick-input-list .monaco-list-row[aria-label^="${label}, ${name}"]`).first().click();
  await page.locator(`.monaco-workbench.${className}`).waitFor({ timeout: 20_000 });
}

/**
 * Saves a picture of the page to test-results/NAME.png (git-ignored).
 * @param {Page} page
 * @param {string} name
 * @returns {Promise<string>} its path
 */
export async function screenshot(page, name) {
  const folder = join(root, 'test-results');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  return path;
}

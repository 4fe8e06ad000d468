import { chromium } from 'playwright-core';
import { chromiumAdvice, findChromium } from '../../../scripts/lib/chromium.mjs';

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Starts the installed Chromium without a window.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`No Chromium was found. ${chromiumAdvice}`);
  return chromium.launch({ executablePath, args: chromiumArguments });
}

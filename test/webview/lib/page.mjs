import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumAdvice, findChromium } from '../../../scripts/lib/chromium.mjs';
import { buildDesigner } from './build.mjs';
import { themes } from './themes.mjs';

const nonce = 'fixture';
const types = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** The page that VS Code shows, with its policy and its own default style. */
function pageHtml(theme, origin) {
  const { kind, variables } = themes[theme];
  const root = Object.entries(variables)
    .map(([name, value]) => `${name}: ${value};`)
    .join('\n');
  const policy = [
    "default-src 'none'",
    `style-src ${origin} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}' ${origin}`,
    `font-src ${origin}`,
    `img-src ${origin} data: blob:`,
  ].join('; ');
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <style nonce="${nonce}">
      :root { ${root} }
      body { padding: 0 20px; color: var(--vscode-foreground); font-size: var(--vscode-font-size); overscroll-behavior-x: none; }
      ::-webkit-scrollbar { width: 10px; height: 10px; }
      ::-webkit-scrollbar-thumb { background-color: var(--vscode-scrollbarSlider-background); }
    </style>
    <link rel="stylesheet" href="designer.css" nonce="${nonce}">
    <script nonce="${nonce}">
      let state;
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => window.toHost(JSON.parse(JSON.stringify(message, (_, v) => (v === undefined ? { removed: true } : v)))),
        getState: () => state ?? JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
        setState: (next) => sessionStorage.setItem('state', JSON.stringify((state = next))),
      });
    </script></head>
    <body class="${kind}" data-vscode-theme-kind="${kind}"><div id="designer"></div>
    <script type="module" nonce="${nonce}" src="designer.js"></script></body></html>`;
}

/** A JSON text cannot say undefined; the page writes an object in its place. */
function restoreUndefined(message) {
  if (message.type !== 'edit') return message;
  const restored = message.changes.map(({ path, value }) => ({
    path,
    value: value?.removed === true ? undefined : value,
  }));
  return { ...message, changes: restored };
}

/** Builds the designer, serves it, and opens pages on it. End with `close`. */
export async function startFixture(plugins) {
  const program = findChromium();
  if (program === null) throw new Error(`No browser was found. ${chromiumAdvice}`);
  const { folder, FakeHost } = await buildDesigner(plugins);
  const server = createServer(async (request, response) => {
    const { pathname, searchParams, origin } = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(pageHtml(searchParams.get('theme') ?? 'dark', origin));
      return;
    }
    if (pathname === '/favicon.ico') {
      response.statusCode = 204;
      response.end();
      return;
    }
    try {
      const contents = await readFile(join(folder, pathname));
      response.setHeader('content-type', types[extname(pathname)] ?? 'application/octet-stream');
      response.end(contents);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const browser = await chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ].concat(['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage']),
  });

  /**
   * A page of the designer on an experiment's text. `errors` collects what must stay empty: violations of the
   * policy, errors of the console and of the page.
   */
  async function open(
    text,
    { theme = 'dark', width = 1400, height = 900, reducedMotion = 'no-preference' } = {},
  ) {
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion });
    const page = await context.newPage();
    const errors = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    const host = new FakeHost(text, (message) => page.evaluate((m) => window.postMessage(m, '*'), message));
    await page.exposeFunction('toHost', (message) => host.receive(restoreUndefined(message)));
    await page.addInitScript(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
      );
    });
    await page.goto(`http://127.0.0.1:${port}/?theme=${theme}`);
    await page.waitForSelector('.welcome, .experiment');
    return { page, host, errors, close: () => context.close() };
  }

  return {
    open,
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

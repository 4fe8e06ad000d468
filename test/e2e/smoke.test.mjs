// The packaged extension in a real VS Code: an experiment file opens in the designer.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import {
  openFromExplorer,
  openWorkbench,
  packageVsix,
  screenshot,
  startVscode,
  webviewFrame,
} from './harness/index.mjs';

const experiment = readFileSync(join(root, 'examples/figure-3.resolvent.json'), 'utf8');

/** @type {import('./harness/vscode.mjs').Vscode} */
let vscode;
/** @type {import('./harness/workbench.mjs').Workbench} */
let workbench;

before(async () => {
  vscode = await startVscode({ vsix: [await packageVsix()], files: { 'demo.resolvent.json': experiment } });
  workbench = await openWorkbench(vscode);
});

after(async () => {
  await workbench?.close();
  await vscode?.stop();
});

test('the package is installed under its name', () => {
  const folders = readdirSync(join(vscode.userData, '../extensions'));
  assert.ok(
    folders.some((name) => name.startsWith('resolvent.resolvent-')),
    folders.join(', '),
  );
});

test('an experiment file opens in the designer, without an error', async () => {
  const { page, problems } = workbench;
  await openFromExplorer(page, 'demo.resolvent.json');
  const designer = webviewFrame(page);
  await designer.locator('body').waitFor({ timeout: 60_000 });
  await designer.locator('body :visible').first().waitFor({ timeout: 20_000 });
  await screenshot(page, 'smoke');

  const log = vscode.extensionHostLog().split('\n');
  assert.ok(log.some((line) => line.includes('_doActivateExtension resolvent.resolvent')));
  const errors = log.filter((line) => line.includes('[error]'));
  assert.deepEqual(errors, []);
  assert.deepEqual(problems, []);
});

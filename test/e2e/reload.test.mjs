// A window that is reloaded in the midst of a run keeps what the run had finished.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWorkbench, packageVsix, palette, startVscode, webviewFrame } from './harness/index.mjs';

const experiment = {
  version: 1,
  data: { kind: 'gaussian', dimension: 400, meanNorm: 1 },
  realSamples: 5000,
  syntheticSamples: 5000,
  simulation: { repetitions: 100_000 },
};

let vscode;
let workbench;

before(async () => {
  const files = { 'long.resolvent.json': JSON.stringify(experiment) };
  vscode = await startVscode({ vsix: [await packageVsix()], files });
  workbench = await openWorkbench(vscode);
});

after(async () => {
  await workbench?.close();
  await vscode?.stop();
});

test('a reload in the midst of a run keeps what was finished', async () => {
  const { page } = workbench;
  await palette(page, 'Resolvent: Open Designer');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'long' }).first().click();
  const designer = webviewFrame(page);
  await designer.getByRole('button', { name: /^Run 1 ×/ }).click();
  await designer.locator('.bar-status-text', { hasText: /running [1-9]/ }).waitFor({ timeout: 30_000 });
  const file = join(vscode.workspaceFolder, 'long.results.json');
  assert.ok(!existsSync(file));
  await page.reload();
  for (let waited = 0; !existsSync(file); waited += 100) {
    assert.ok(waited < 20_000, 'no results were written');
    await sleep(100);
  }
  const { status, series } = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(status, 'cancelled');
  assert.ok(series[0].points[0].simulation.repetitions > 0);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBundles, type Bundles } from '../support/bundles';
import { small } from '../engine/experiments';
import { callNode } from './commandLine';

let bundles: Bundles;
let folder: string;
beforeAll(async () => {
  bundles = await buildBundles('worker', 'cli', 'chartImage');
  folder = mkdtempSync(join(tmpdir(), 'resolvent-svg-'));
});
afterAll(() => {
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('resolvent run --svg', () => {
  it('writes the chart with the names of the series', async () => {
    writeFileSync(join(folder, 'small.resolvent.json'), JSON.stringify(small));
    const args = ['run', 'small.resolvent.json', '--svg', 'small.svg'];
    const { code, stderr } = await callNode(folder, bundles.cliFile, args);
    expect(stderr).toContain('Wrote small.svg\n');
    expect(code).toBe(0);
    const svg = readFileSync(join(folder, 'small.svg'), 'utf8');
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    expect(svg).toContain('>oracle<');
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});

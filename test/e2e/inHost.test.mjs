// Runs the mocha tests of test/e2e/inHost inside a real extension host.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import { runInExtensionHost } from './harness/index.mjs';

const brokenFolder = join(root, 'test/fixtures/broken');
const broken = Object.fromEntries(
  readdirSync(brokenFolder).map((name) => [`broken/${name}`, readFileSync(join(brokenFolder, name), 'utf8')]),
);

const good = {
  version: 1,
  data: { kind: 'gaussian', dimension: 40, meanNorm: 1 },
  realSamples: 200,
  syntheticSamples: 200,
  sweep: { parameter: 'labelNoise.rate', values: [0, 0.2, 0.4] },
  simulation: { repetitions: 3 },
};
const long = {
  ...good,
  data: { ...good.data, dimension: 900 },
  realSamples: 5000,
  simulation: { repetitions: 2000 },
};
const text = (value) => `${JSON.stringify(value, null, 2)}\n`;

const files = {
  ...broken,
  'good.resolvent.json': text(good),
  'kept.resolvent.json': text(good),
  'gone.resolvent.json': text(long),
  'long.resolvent.json': text(long),
  'range.resolvent.json':
    '{\n  "version": 1,\n  "data": { "kind": "gaussian", "dimension": 1, "meanNorm": 1 },\n  "realSamples": 10,\n  "syntheticSamples": 0\n}\n',
  'unknown.resolvent.json': text({ ...good, syntheticSample: 3 }),
  'choice.resolvent.json': text({ ...good, generator: { kind: 'fited' } }),
  'huge.resolvent.json': text({ ...good, data: { ...good.data, dimension: 200_000 } }),
};

test('the extension inside the extension host', async (context) => {
  const report = await runInExtensionHost({
    tests: [join(root, 'test/e2e/inHost/extension.test.ts')],
    files,
    timeout: 180_000,
  });
  for (const { fullTitle } of report.passes) await context.test(fullTitle, () => {});
  for (const { fullTitle, err } of report.failures) {
    await context.test(fullTitle, () => assert.fail(err.stack ?? err.message));
  }
  assert.ok(report.stats.tests > 0, 'no test ran');
});

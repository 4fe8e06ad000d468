import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { grid, gridOfSeries } from './experiments.mjs';
import { startFixture } from './lib/page.mjs';
import { themes } from './lib/themes.mjs';

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture;
before(async () => {
  fixture = await startFixture();
});
after(() => fixture.close());

/** Opens a page, waits for its chart, runs a test on it, and checks what must hold of every page. */
async function onChart(text, options, test) {
  const opened = await fixture.open(text, options);
  try {
    await opened.page.waitForSelector('.chart-drawing svg');
    await test(opened);
    assert.deepEqual(await opened.page.evaluate(() => window.violations), [], 'violations of the policy');
    assert.deepEqual(opened.errors, [], 'errors of the console');
    assert.deepEqual(opened.host.sent('fault'), []);
  } finally {
    await opened.close();
  }
}

const tooltip = (page) => page.locator('#vg-tooltip-element.visible');
const texts = (page) => page.locator('.chart-drawing svg text').allTextContents();

/** Points at a share of the maps' width and height. */
async function pointAt(page, across, up) {
  const box = await page.locator('.chart-drawing .background').first().boundingBox();
  await page.mouse.move(box.x + across * box.width, box.y + (1 - up) * box.height);
}

describe('a heat map', () => {
  for (const theme of Object.keys(themes)) {
    for (const width of [1400, 700]) {
      it(`draws colours, lines, both titles and a legend (${theme}, ${width} pixels)`, () =>
        onChart(grid, { theme, width }, async ({ page }) => {
          const found = await texts(page);
          for (const text of ['Label noise ε', 'Gain', 'helps', 'hurts', 'λ = 0', '+0.02']) {
            assert.ok(found.includes(text), `${text} is among ${found.join(', ')}`);
          }
          const fills = await page
            .locator('.chart-drawing .mark-rect path')
            .evaluateAll((paths) => paths.map((path) => path.getAttribute('fill')));
          assert.ok(new Set(fills).size > 50, 'many colours');
          assert.ok((await page.locator('.chart-drawing .mark-line path').count()) > 4, 'lines');
          assert.equal(await page.locator('.chart-drawing .role-legend-gradient').count(), 1);
          assert.match(
            await page.getAttribute('.chart-drawing', 'aria-label'),
            /^Heat map of gain in accuracy .* help in \d+ % of the cells/,
          );
          const svg = await page.locator('.chart-drawing svg').boundingBox();
          const place = await page.locator('.chart-drawing').boundingBox();
          assert.ok(svg.width <= place.width && svg.height <= place.height, 'as large as its place');
        }));
    }
  }

  it('tells the exact values of the cell under the pointer, and outlines it', () =>
    onChart(grid, {}, async ({ page, host }) => {
      await host.simulate();
      await page.waitForSelector('.chart-drawing .mark-symbol path');
      await pointAt(page, 0.02, 0.02);
      await tooltip(page).waitFor();
      const said = await tooltip(page).innerText();
      const { theory, derived } = host.analysis().results.series[0].points[0];
      const gain = theory.exact.accuracy - derived.realOnly;
      assert.match(said, /Label noise ε\s+0\n/);
      assert.match(said, /Synthetic rows m, before pruning\s+50\n/);
      assert.ok(said.includes(Math.abs(gain).toFixed(4)), `${said} has the gain ${gain}`);
      assert.match(said, /Simulation\s+[+−]0\.\d{4} ± 0\.\d{4}/);
      assert.match(said, /Kept fraction α\s+0\.8/);
      const outlines = page.locator('.chart-drawing .mark-rect path[stroke-width="2"]');
      await outlines.first().waitFor();
      assert.equal(await outlines.count(), 1);
      await pointAt(page, 0.98, 0.98);
      await page.waitForFunction(() =>
        /50,000/.test(document.querySelector('#vg-tooltip-element').innerText),
      );
      await page.mouse.move(5, 5);
      await tooltip(page).waitFor({ state: 'hidden' });
      await page.waitForFunction(
        () => document.querySelectorAll('.chart-drawing .mark-rect path[stroke-width="2"]').length === 0,
      );
    }));

  it('has both quantities in the table', () =>
    onChart(grid, {}, async ({ page }) => {
      assert.deepEqual((await page.locator('thead th').allTextContents()).slice(1, 4), ['ε', 'm', 'Exact']);
      assert.equal(await page.getAttribute('table', 'aria-rowcount'), '401');
    }));

  it('is one of several for several series, each with its name', () =>
    onChart(gridOfSeries, {}, async ({ page }) => {
      const found = await texts(page);
      for (const name of ['Oracle', 'Strong', 'Half', 'None']) assert.ok(found.includes(name), name);
      await pointAt(page, 0.02, 0.02);
      await tooltip(page).waitFor();
      assert.match(await tooltip(page).innerText(), /^Half/);
    }));

  it('gives way to curves, and they to it, when a sweep is removed and added', () =>
    onChart(grid, {}, async ({ page, host }) => {
      const contents = JSON.parse(grid);
      await host.setText(JSON.stringify({ ...contents, syntheticSamples: 5000, sweep: contents.sweep[0] }));
      await page.waitForFunction(() => !document.querySelector('.chart-drawing .role-legend-gradient'));
      await pointAt(page, 0.3, 0.5);
      await host.setText(grid);
      await page.waitForSelector('.chart-drawing .role-legend-gradient');
    }));
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { curves, many, single } from './experiments.mjs';
import { startFixture } from './lib/page.mjs';
import { idle, onPageOf, overflowOf, waitFor } from './lib/steps.mjs';

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture;
before(async () => {
  fixture = await startFixture();
});
after(() => fixture.close());

const onPage = (text, options, test) => onPageOf(fixture, text, options, test);

const tableRow = (page, row) => page.locator(`.table-frame tr[aria-rowindex="${row + 2}"]`);
const rowNamed = (page, label) =>
  page.locator('resolvent-details .row').filter({ has: page.getByText(label, { exact: true }) });
const valueOf = (page, label) => rowNamed(page, label).locator('.value').first().innerText();

/** Unequal classes, three generations, every theory, and two sweeps. */
const map = `${JSON.stringify({
  version: 1,
  title: 'A map',
  data: { kind: 'gaussian', dimension: 100, meanNorm: 1, positiveShare: 0.8 },
  realSamples: 300,
  syntheticSamples: 600,
  generator: { kind: 'fitted', samples: 300, source: 'independent', generations: 3 },
  labelNoise: { kind: 'uniform', rate: 0.2 },
  verifier: { kind: 'random', keepCorrect: 1, keepIncorrect: 0.5 },
  theory: { variants: ['exact', 'published'] },
  sweep: [
    { parameter: 'labelNoise.rate', from: 0, to: 0.4, points: 5 },
    { parameter: 'verifier.keepIncorrect', from: 0, to: 1, points: 3 },
  ],
})}\n`;

describe('the details of a point', () => {
  it('open from a row of the table, with the host’s answer', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await host.simulate();
      await page.waitForSelector('.bar-status >> text=up to date');
      await tableRow(page, 27).click();
      await page.waitForSelector('#tab-details[aria-selected=true]');
      const [asked] = await waitFor(host, 'details');
      assert.deepEqual(asked, { type: 'details', series: 1, point: 7 });
      await page.waitForFunction(() => !document.querySelector('resolvent-details .waiting'));
      assert.match(await valueOf(page, 'Worth'), /^[\d,]+ real rows$/);
      const { results } = host.analysis();
      const { theory, derived, simulation } = results.series[1].points[7];
      assert.equal(await valueOf(page, 'Test accuracy'), theory.exact.accuracy.toFixed(4));
      assert.equal(await valueOf(page, 'Best possible (Bayes)'), derived.bayesAccuracy.toFixed(4));
      const cells = await rowNamed(page, 'Test accuracy').locator('td.simulated').allInnerTexts();
      assert.equal(cells[0].trim(), simulation.accuracy.mean.toFixed(4));
      assert.equal(cells[1].trim(), `± ${simulation.accuracy.standardError.toFixed(4)}`);
      assert.match(cells[2], /^[+−]?\d\.\d s\.e\.$/);
    }));

  it('open with the keyboard, and the focus goes there', () =>
    onPage(many, {}, async ({ page, host }) => {
      await idle(page);
      await page.locator('.table-frame').focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'End', 'ArrowUp']) {
        await page.keyboard.press(key);
        await idle(page);
      }
      const focused = await page.evaluate(() => {
        const row = document.activeElement.getBoundingClientRect();
        const frame = document.querySelector('.table-frame').getBoundingClientRect();
        return {
          row: document.activeElement.getAttribute('aria-rowindex'),
          inView: row.top >= frame.top && row.bottom <= frame.bottom + 1,
        };
      });
      assert.deepEqual(focused, { row: '5000', inView: true });
      await page.keyboard.press('Enter');
      assert.equal((await waitFor(host, 'details'))[0].point, 4998);
      await page.waitForFunction(() => document.activeElement.matches('resolvent-details .axis input'));
      await page.keyboard.press('ArrowRight');
      await waitFor(host, 'details', (sent) => sent.length === 2);
      assert.equal(host.sent('details')[1].point, 4999);
    }));

  it('open from a point of a curve or a cell of a map that is clicked', async () => {
    await onPage(curves, {}, async ({ page, host }) => {
      await host.simulate();
      await page.waitForSelector('.chart-drawing svg');
      await idle(page);
      // Vega keeps what a mark stands for beside its element.
      const ring = await page.evaluate(() => {
        const marks = [...document.querySelectorAll('.chart-drawing svg path')];
        const all = marks.filter(({ __data__: mark }) => mark?.datum?.kind === 'simulation' && mark.shape);
        const { x, y, width, height } = all[25].getBoundingClientRect();
        const { series, x: value } = all[25].__data__.datum;
        return { x: x + width / 2, y: y + height / 2, series, value };
      });
      await page.mouse.click(ring.x, ring.y);
      const [{ series, point }] = await waitFor(host, 'details');
      const { label, points } = host.analysis().results.series[series];
      assert.deepEqual([label, points[point].x], [ring.series, ring.value]);
      await page.mouse.click(ring.x, ring.y + 60);
      await idle(page);
      assert.equal(host.sent('details').length, 1);
    });
    await onPage(map, {}, async ({ page, host }) => {
      await page.waitForSelector('.chart-drawing svg');
      await idle(page);
      const { x, y, width, height } = await page.locator('.chart-drawing svg').boundingBox();
      await page.mouse.click(x + width / 2, y + height / 2);
      assert.deepEqual((await waitFor(host, 'details'))[0], { type: 'details', series: 0, point: 7 });
    });
  });

  it('follow another series and other values of both sweeps', () =>
    onPage(map, {}, async ({ page, host }) => {
      await page.click('#tab-details');
      assert.deepEqual((await waitFor(host, 'details'))[0], { type: 'details', series: 0, point: 0 });
      const [first, second] = await page.locator('resolvent-details .axis input').all();
      await first.press('ArrowRight');
      await second.press('End');
      await waitFor(host, 'details', (sent) => sent.at(-1).point === 11);
      await page.waitForFunction(() => !document.querySelector('resolvent-details .waiting'));
      assert.deepEqual(await page.locator('.axis output').allInnerTexts(), ['0.1', '1']);
      assert.equal(await valueOf(page, 'Label noise'), '0.1');
      assert.match(await valueOf(page, 'Best threshold'), /^−0\.\d{4}$/);
      assert.equal(await page.locator('.generations tbody tr').count(), 3);
      assert.match(await page.innerText('.reason-line'), /As published: Not covered/);
    }));

  it('are asked for anew when the experiment changes, once, and never shown for another', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await page.click('#tab-details');
      await waitFor(host, 'details');
      await page.waitForFunction(() => !document.querySelector('resolvent-details .waiting'));
      const before = await valueOf(page, 'Worth');
      await host.simulate();
      await idle(page);
      assert.equal(host.sent('details').length, 1);
      host.answersDetails = false;
      await host.setText(curves.replace('0.7', '1.5'));
      await waitFor(host, 'details', (sent) => sent.length === 2);
      await page.waitForSelector('resolvent-details .waiting');
      const other = { ok: true, value: { effectiveSamples: 777, threshold: null, generations: null } };
      await host.say({ type: 'details', series: 1, point: 0, details: other });
      await idle(page);
      assert.equal(await valueOf(page, 'Worth'), before);
      await host.say({ type: 'details', series: 0, point: 0, details: other });
      await page.waitForFunction(() => !document.querySelector('resolvent-details .waiting'));
      assert.equal(await valueOf(page, 'Worth'), '777 real rows');
    }));

  it('say why they cannot be had', () =>
    onPage(single, {}, async ({ page, host }) => {
      host.answersDetails = false;
      await page.click('#tab-details');
      await waitFor(host, 'details');
      await host.say({
        type: 'details',
        series: 0,
        point: 0,
        details: { ok: false, error: 'A worker stopped.' },
      });
      await page.waitForSelector('resolvent-details .meaning >> text=A worker stopped.');
    }));

  it('can be copied, one value in full or all of them', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.click('#tab-details');
      await waitFor(host, 'details');
      const copied = () => page.evaluate(() => window.navigator.clipboard.readText());
      const { accuracy } = host.analysis().results.series[0].points[0].theory.exact;
      await rowNamed(page, 'Test accuracy').locator('button.value').first().click();
      await page.waitForSelector('.announcement >> text=Copied 0.');
      assert.equal(await copied(), String(accuracy));
      await page.click('button[aria-label="Copy all values"]');
      await page.waitForSelector('.announcement >> text=Copied all values');
      assert.match(
        await copied(),
        new RegExp(`^oracle, m/\\(n\\+m\\) = 0\\.01\\n\\tExact\\nTest accuracy\\t${accuracy}\\n`),
      );
    }));

  it('explain each quantity on hover and to the keyboard', () =>
    onPage(curves, {}, async ({ page }) => {
      await page.click('#tab-details');
      // A page that is being scrolled shows no card.
      await rowNamed(page, 'Kept signal').scrollIntoViewIfNeeded();
      await idle(page);
      await rowNamed(page, 'Kept signal').locator('.label-text').hover();
      await page.waitForSelector('.hover-card:popover-open');
      assert.match(await page.innerText('.hover-card'), /Kept signal\s+λ = φ\(1 − ε\) − ρε/);
      await page.mouse.move(5, 5);
      await rowNamed(page, 'Mean margin').locator('button.value').first().focus();
      await page.keyboard.press('Tab');
      await page.waitForSelector('.hover-card:popover-open >> text=Margin variance');
    }));

  it('keep their point over a reload', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await idle(page);
      await tableRow(page, 24).click();
      await waitFor(host, 'details');
      await page.waitForTimeout(300);
      await page.reload();
      await page.waitForSelector('#tab-details[aria-selected=true]');
      const [, again] = await waitFor(host, 'details', (sent) => sent.length === 2);
      assert.deepEqual(again, { type: 'details', series: 1, point: 4 });
      await page.click('#tab-table');
      assert.equal(await page.locator('.table-frame tr.chosen').getAttribute('aria-rowindex'), '26');
    }));

  for (const theme of ['light', 'dark', 'highContrast']) {
    for (const width of [480, 700, 1400]) {
      it(`fit ${width} pixels in the ${theme} theme`, () =>
        onPage(map, { theme, width }, async ({ page, host }) => {
          await host.simulate();
          await page.click('#tab-details');
          await page.waitForSelector('.generations');
          assert.deepEqual(await overflowOf(page), { page: 0, form: 0, clipped: [] });
        }));
    }
  }
});

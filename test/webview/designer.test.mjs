import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { curves, many, single } from './experiments.mjs';
import { startFixture } from './lib/page.mjs';
import { choose, fieldOf, idle, onPageOf, overflowOf, pick, rowOf, waitFor } from './lib/steps.mjs';
import { themes } from './lib/themes.mjs';

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture;
before(async () => {
  fixture = await startFixture();
});
after(() => fixture.close());

const onPage = (text, options, test) => onPageOf(fixture, text, options, test);

describe('fields', () => {
  it('sends typed numbers once typing rests, in any usual notation', () =>
    onPage(single, {}, async ({ page, host }) => {
      await fieldOf(page, 'data', 'meanNorm').fill('1e0');
      await waitFor(host, 'edit');
      assert.deepEqual(host.sent('edit')[0].changes, [{ path: ['data', 'meanNorm'], value: 1 }]);
      await fieldOf(page, 'realSamples').fill('2,000');
      await fieldOf(page, 'realSamples').press('Enter');
      await waitFor(host, 'edit', (sent) => sent.length === 2);
      assert.equal(host.sent('edit')[1].changes[0].value, 2000);
      await fieldOf(page, 'realSamples').blur();
      await idle(page);
      assert.equal(await fieldOf(page, 'realSamples').inputValue(), '2000');
    }));

  it('keeps text that is no number, says why, and sends nothing', () =>
    onPage(single, {}, async ({ page, host }) => {
      const field = fieldOf(page, 'data', 'meanNorm');
      await field.fill('0.7x');
      await field.blur();
      assert.match(await rowOf(page, 'data', 'meanNorm').locator('.problem').innerText(), /is not a number/);
      assert.equal(await field.inputValue(), '0.7x');
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.equal(host.sent('edit').length, 0);
      await field.press('Escape');
      assert.equal(await field.inputValue(), '0.7');
      assert.equal(await rowOf(page, 'data', 'meanNorm').locator('.problem').count(), 0);
    }));

  it('does not run what the form does not show: a field without a meaning gets the focus instead', () =>
    onPage(single, {}, async ({ page, host }) => {
      const field = fieldOf(page, 'data', 'meanNorm');
      await field.fill('abc');
      await field.blur();
      await page.click('.run');
      await idle(page);
      assert.equal(host.sent('run').length, 0);
      assert.equal(await field.evaluate((input) => input.getRootNode().activeElement === input), true);
      await field.fill('0.7');
      await field.press('Enter');
      await page.click('.run');
      await waitFor(host, 'run');
    }));

  it('never overwrites what is being typed', () =>
    onPage(single, {}, async ({ page, host }) => {
      const field = fieldOf(page, 'data', 'meanNorm');
      await field.fill('0.');
      await host.setText(single.replace('0.7', '0.9').replace('One point', 'Renamed'));
      await page.waitForFunction(() => document.querySelector('.bar-title').textContent === 'Renamed');
      await idle(page);
      assert.equal(await field.inputValue(), '0.');
    }));

  it('shows changes of the text in fields that nobody is typing in', () =>
    onPage(single, {}, async ({ page, host }) => {
      await host.setText(single.replace('0.7', '0.9'));
      await page.waitForFunction(
        () =>
          document.querySelector('.row[data-path=\'["data","meanNorm"]\'] vscode-text-field').value === '0.9',
      );
    }));

  it('removes an optional field that is cleared, and shows its default', () =>
    onPage(single, {}, async ({ page, host }) => {
      await page.click('[data-section=classifier] .section-head');
      const field = fieldOf(page, 'classifier', 'ridge');
      await field.fill('');
      await field.press('Enter');
      const [edit] = await waitFor(host, 'edit');
      assert.deepEqual(edit.changes, [{ path: ['classifier', 'ridge'], value: undefined }]);
      await idle(page);
      assert.equal(await field.getAttribute('placeholder'), '1');
      assert.doesNotMatch(host.text, /ridge/);
    }));

  it('keeps a required field that is cleared in the file', () =>
    onPage(single, {}, async ({ page, host }) => {
      await fieldOf(page, 'data', 'dimension').fill('');
      await fieldOf(page, 'data', 'dimension').press('Enter');
      assert.match(
        await rowOf(page, 'data', 'dimension').locator('.problem').innerText(),
        /number is needed/,
      );
      assert.equal(host.sent('edit').length, 0);
    }));

  it('steps with the arrow keys, ten times as far with shift', () =>
    onPage(single, {}, async ({ page, host }) => {
      const noise = fieldOf(page, 'labelNoise', 'rate');
      await noise.press('ArrowUp');
      await noise.press('ArrowUp');
      await noise.press('Shift+ArrowUp');
      assert.equal(await noise.inputValue(), '0.32');
      const rows = fieldOf(page, 'realSamples');
      await rows.press('ArrowUp');
      await rows.press('Shift+ArrowDown');
      await waitFor(host, 'edit', (sent) => sent.length === 5);
      assert.deepEqual(
        host.sent('edit').map(({ changes }) => changes[0].value),
        [0.21, 0.22, 0.32, 1200, 120],
      );
    }));

  it('previews while a slider is dragged, at most once a frame, and writes once where it is let go', () =>
    onPage(single, {}, async ({ page, host }) => {
      const slider = rowOf(page, 'labelNoise', 'rate').locator('.slider');
      const box = await slider.boundingBox();
      await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
      await page.mouse.down();
      for (let i = 1; i <= 20; i++)
        await page.mouse.move(box.x + box.width * (0.2 + i * 0.02), box.y + box.height / 2);
      await waitFor(host, 'preview', (sent) => sent.length > 2);
      assert.equal(host.sent('edit').length, 0, 'nothing is written on the way');
      await page.mouse.up();
      const edits = await waitFor(host, 'edit', (sent) => sent.length > 0);
      await idle(page);
      assert.ok(host.sent('preview').length <= 22, `${host.sent('preview').length} previews`);
      assert.equal(host.sent('edit').length, 1, 'a drag is one undo step');
      const { value } = (edits ?? host.sent('edit'))[0].changes[0];
      assert.ok(value > 0.5 && value < 0.7, `ends at ${value}`);
      assert.equal(await fieldOf(page, 'labelNoise', 'rate').inputValue(), String(value));
      assert.match(host.text, new RegExp(`"rate": ${value}`));
    }));

  it('is read-only where the file is', () =>
    onPage(single, {}, async ({ page, host }) => {
      host.editable = false;
      await host.show();
      await page.waitForFunction(() => document.querySelector('.form vscode-text-field').disabled);
      assert.equal(
        await page.locator('.form :is(vscode-text-field, vscode-dropdown, .slider):not([disabled])').count(),
        0,
      );
    }));
});

describe('choices', () => {
  it('writes a complete generator, verifier and covariance', () =>
    onPage(single, {}, async ({ page, host }) => {
      await idle(page);
      await choose(rowOf(page, 'generator'), 'Fitted on other rows');
      await waitFor(host, 'edit');
      await choose(rowOf(page, 'verifier'), 'Strong');
      await waitFor(host, 'edit', (sent) => sent.length === 2);
      await choose(rowOf(page, 'data', 'covariance'), 'Power law');
      const edits = await waitFor(host, 'edit', (sent) => sent.length === 3);
      assert.deepEqual(
        edits.map(({ changes }) => changes),
        [
          [
            {
              path: ['generator'],
              value: { kind: 'fitted', samples: 1000, meanError: true, source: 'independent' },
            },
          ],
          [{ path: ['verifier'], value: { kind: 'random', keepCorrect: 0.9, keepIncorrect: 0.1 } }],
          [{ path: ['data', 'covariance'], value: { kind: 'powerLaw', exponent: 1 } }],
        ],
      );
      assert.equal(host.document().status, 'valid');
      await idle(page);
      assert.equal(await fieldOf(page, 'data', 'covariance', 'exponent').inputValue(), '1');
      assert.equal(
        await rowOf(page, 'verifier')
          .locator('vscode-dropdown')
          .evaluate((d) => d.value),
        'strong',
      );
    }));

  it('switches between count, proportion and budget as one undo step', () =>
    onPage(single, {}, async ({ page, host }) => {
      await page.locator('vscode-radio', { hasText: 'Budget' }).click();
      await waitFor(host, 'edit');
      assert.equal(host.sent('edit').length, 1);
      assert.equal(host.sent('edit')[0].changes.length, 4);
      assert.equal(host.document().status, 'valid');
      await fieldOf(page, 'totalSamples').waitFor();
      await host.undo();
      await fieldOf(page, 'syntheticSamples').waitFor();
      assert.equal(host.text, single);
    }));

  it('lets a custom verifier be typed', () =>
    onPage(single, {}, async ({ page }) => {
      await idle(page);
      await choose(rowOf(page, 'verifier'), 'Custom');
      await idle(page);
      const focused = await page.evaluate(() => document.activeElement.closest('.row')?.dataset.path);
      assert.equal(focused, '["verifier","keepCorrect"]');
      assert.equal(
        await rowOf(page, 'verifier')
          .locator('vscode-dropdown')
          .evaluate((d) => d.value),
        'custom',
      );
    }));

  it('switches a sweep on, over another quantity, and off again to a valid file', () =>
    onPage(single, {}, async ({ page, host }) => {
      await pick(rowOf(page, 'sweep'), 'One');
      await rowOf(page, 'sweep', 'parameter').waitFor();
      await idle(page);
      await choose(rowOf(page, 'sweep', 'parameter'), 'Ridge');
      await waitFor(host, 'edit', (sent) => sent.length === 2);
      assert.equal(host.document().status, 'valid');
      assert.equal(host.document().points, 30);
      await pick(rowOf(page, 'sweep'), 'Nothing');
      await waitFor(host, 'edit', (sent) => sent.length === 3);
      assert.equal(host.document().status, 'valid');
      assert.equal(host.document().points, 1);
    }));

  it('compares the values of a quantity, and edits series', () =>
    onPage(single, {}, async ({ page, host }) => {
      const values = page.locator('resolvent-comparison vscode-text-field input');
      await values.fill('50, 500');
      await values.press('Enter');
      await page.locator('.series').nth(1).waitFor();
      assert.equal(host.document().points, 2);
      await page.click('[aria-label="Remove p = 50"]');
      await waitFor(host, 'edit', (sent) => sent.length === 2);
      await page.click('text=Add series');
      await waitFor(host, 'edit', (sent) => sent.length === 3);
      assert.equal(host.document().points, 2);
      await page.click('[aria-label="Change another field in p = 500"]');
      await waitFor(host, 'edit', (sent) => sent.length === 4);
      assert.equal(host.document().status, 'valid', JSON.stringify(host.document().problems));
      assert.match(host.text, /"verifier": "oracle"/);
    }));

  it('marks what a sweep and the series vary', () =>
    onPage(curves, {}, async ({ page }) => {
      assert.match(await rowOf(page, 'syntheticProportion').innerText(), /varies: sweep[\s\S]*0\.01 – 0\.95/);
      assert.match(await rowOf(page, 'data', 'dimension').innerText(), /varies: series/);
      await rowOf(page, 'syntheticProportion').locator('.varies').click();
      await idle(page);
      const focused = await page.evaluate(() => document.activeElement.closest('.row')?.dataset.path);
      assert.equal(focused, '["sweep"]');
    }));
});

describe('problems', () => {
  const wrong = curves
    .replace('"meanNorm": 0.7', '"meanNorm": -1')
    .replace('"version": 1,', '"version": 1, "foo": 3,');

  it('stand under their row, or above the form with a way to the text', () =>
    onPage(wrong, {}, async ({ page, host }) => {
      const problem = rowOf(page, 'data', 'meanNorm').locator('.problem');
      assert.match(await problem.innerText(), /must be a number greater than 0/);
      const session = await page.context().newCDPSession(page);
      const { nodes } = await session.send('Accessibility.getFullAXTree');
      const described = nodes.find(
        (node) => node.role?.value === 'textbox' && node.name?.value === 'Mean norm',
      );
      assert.match(described?.description?.value ?? '', /must be a number greater than 0/);
      assert.match(await page.innerText('.problem-list'), /"foo" is not a known field/);
      await page.click('.problem-list .text-link');
      const [open] = await waitFor(host, 'openJson');
      assert.equal(open.offset, wrong.indexOf('"foo"'));
      assert.match(await page.innerText('.bar-status'), /2 problems/);
      assert.equal(await page.locator('.run').evaluate((button) => button.disabled), true);
    }));

  it('are told in the designer for every broken file', () =>
    onPage(curves, {}, async ({ page, host }) => {
      const folder = new URL('../fixtures/broken/', import.meta.url);
      const names = readdirSync(folder).filter((name) => !name.startsWith('04-empty'));
      assert.ok(names.length >= 30, `${names.length} files`);
      const plain = (text) => text.replaceAll(/\s+/g, ' ');
      for (const name of names) {
        await host.setText(readFileSync(new URL(name, folder), 'utf8'));
        const { problems } = host.document();
        assert.ok(problems.length > 0, name);
        await idle(page);
        const shown = plain(await page.innerText('#designer'));
        for (const { message } of problems) assert.ok(shown.includes(plain(message)), `${name}: ${message}`);
        // And it recovers: a good text after a broken one.
        await host.setText(curves);
      }
    }));

  it('keep the last good chart, and the form read-only while the text cannot be read', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await page.waitForSelector('.chart-drawing svg');
      await host.setText(curves.replace('"data"', '"data'));
      await page.waitForSelector('resolvent-chart.stale');
      assert.equal(await page.locator('.chart-drawing svg').count(), 1);
      assert.equal(await page.locator('.form vscode-text-field:not([disabled])').count(), 0);
      assert.match(await page.innerText('.banner'), /last valid state/);
    }));

  it('of a collapsed section are told on top and marked on its head', () =>
    onPage(
      curves.replace('"series"', '"classifier": { "ridge": -1 }, "series"'),
      {},
      async ({ page, host }) => {
        assert.match(await page.innerText('.problem-list'), /classifier\.ridge/);
        assert.equal(await page.locator('[data-section=classifier] .section-problem').count(), 1);
        await host.say({ type: 'reveal', path: ['classifier', 'ridge'] });
        await rowOf(page, 'classifier', 'ridge').locator('.problem').waitFor();
        await idle(page);
        const focused = await page.evaluate(() => document.activeElement.closest('.row')?.dataset.path);
        assert.equal(focused, '["classifier","ridge"]');
        assert.equal(await page.locator('.problem-list').count(), 0);
      },
    ));
});

describe('states', () => {
  it('offers templates for an empty file', () =>
    onPage('', {}, async ({ page, host }) => {
      const ids = await page
        .locator('.template')
        .evaluateAll((buttons) => buttons.map((b) => b.dataset.template));
      assert.deepEqual(ids.slice(0, 4), ['figure-1', 'figure-2', 'figure-3', 'figure-4']);
      assert.equal(ids.at(-1), 'blank');
      await page.focus('.template >> nth=3');
      await page.keyboard.press('Enter');
      const [use] = await waitFor(host, 'useTemplate');
      assert.equal(use.id, 'figure-4');
      await host.setText(curves);
      await page.waitForSelector('.experiment');
    }));

  it('runs, shows progress, and cancels', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await page.waitForSelector('text=theory only');
      assert.match(await page.innerText('.run'), /Run 40 × 10/);
      await page.click('.run');
      await waitFor(host, 'run');
      await host.say({ type: 'run', run: { status: 'queued' } });
      await page.waitForSelector('.bar-status >> text=queued');
      await host.say({
        type: 'run',
        run: { status: 'running', done: 1240, total: 3000, elapsed: 1, left: 9000 },
      });
      await page.waitForSelector('text=running 1,240 of 3,000 · 9 s left');
      assert.ok(Math.abs((await page.locator('progress').evaluate((p) => p.value)) - 0.413) < 0.001);
      await page.click('.run');
      await waitFor(host, 'cancel');
      await host.simulate(0.4);
      await host.say({ type: 'run', run: { status: 'cancelled', done: 1240, total: 3000, elapsed: 1 } });
      await page.waitForSelector('text=cancelled at 1,240 of 3,000');
      assert.match(await page.innerText('.banner'), /what it had finished is kept/);
    }));

  it('says up to date, out of date, and failed with the reason', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await host.simulate();
      await page.waitForSelector('.bar-status >> text=up to date');
      await host.setText(curves.replace('0.7', '0.8'));
      await page.waitForSelector('.bar-status >> text=out of date');
      assert.match(await page.innerText('.banner'), /Parameters changed since this run/);
      await page.waitForSelector('table.old');
      const reason = 'A worker ran out of memory. Lower the dimension.';
      await host.say({ type: 'run', run: { status: 'failed', reason } });
      await page.waitForSelector(`.banner.error >> text=${reason}`);
    }));

  it('tells screen readers the state', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await host.simulate();
      await page.waitForFunction(() => document.querySelector('[aria-live]').textContent === 'up to date');
    }));

  it('exports, opens the text, and hands out pictures', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await page.waitForSelector('.chart-drawing svg');
      await page.focus('[aria-label=Export]');
      await page.keyboard.press('ArrowDown');
      await page.waitForFunction(() => document.activeElement.textContent.includes('SVG'));
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      const [exported] = await waitFor(host, 'export');
      assert.equal(exported.format, 'csv');
      await page.click('[aria-label="Open as JSON"]');
      await waitFor(host, 'openJson');
      await host.say({ type: 'renderChart', id: 7, format: 'svg' });
      const [picture] = await waitFor(host, 'chartImage');
      assert.equal(picture.id, 7);
      assert.match(picture.image.value, /^<svg/);
    }));
});

describe('results', () => {
  it('has findings, the table and the notes', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await host.simulate();
      await page.waitForSelector('td.simulated >> text=/0\\.\\d{4}/');
      assert.ok((await page.innerText('.findings')).length > 40);
      assert.equal(await page.getAttribute('table', 'aria-rowcount'), '41');
      assert.match(await page.innerText('thead'), /m\/\(n\+m\)/);
      await page.click('#tab-notes');
      await page.waitForSelector('.notes li');
      assert.equal(await page.locator('resolvent-table').isVisible(), false);
    }));

  it('draws only the rows in view of thousands', () =>
    onPage(many, {}, async ({ page }) => {
      await page.waitForSelector('tbody td');
      assert.ok((await page.locator('tbody tr').count()) < 100);
      const frame = page.locator('.table-frame');
      await frame.evaluate((element) => (element.scrollTop = element.scrollHeight));
      await page.waitForSelector('tbody td >> text=/^0\\.95$/');
      assert.ok((await page.locator('tbody tr').count()) < 100);
      const height = await frame.evaluate((element) => element.scrollHeight);
      assert.ok(Math.abs(height - 5000 * 24 - 28) < 4, `the table is ${height} pixels high`);
      const head = await page.locator('thead th').first().boundingBox();
      const box = await frame.boundingBox();
      assert.ok(Math.abs(head.y - box.y) < 1, 'the head stays in view');
    }));

  it('sends the chosen metric', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await idle(page);
      await page.click('.metric vscode-dropdown');
      await page.click('.metric vscode-option >> text=Squared error');
      const [edit] = await waitFor(host, 'edit');
      assert.deepEqual(edit.changes, [{ path: ['chart', 'metric'], value: 'risk' }]);
    }));

  it('does not move the chart while numbers change', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await host.simulate();
      await page.waitForSelector('.chart-drawing svg');
      await idle(page);
      const top = async () => (await page.locator('resolvent-chart').boundingBox()).y;
      const before = await top();
      await host.setText(curves.replace('0.7', '1.5'));
      await page.waitForSelector('.bar-status >> text=out of date');
      await idle(page);
      assert.equal(await top(), before);
    }));
});

describe('the page', () => {
  it('explains a field on hover and when the keyboard reaches it', () =>
    onPage(curves, {}, async ({ page }) => {
      await rowOf(page, 'data', 'meanNorm').locator('.label-text').hover();
      await page.waitForSelector('.hover-card:popover-open');
      assert.match(
        await page.innerText('.hover-card'),
        /half the distance[\s\S]*greater than 0[\s\S]*Default: 1/,
      );
      await page.mouse.move(5, 5);
      await page.waitForFunction(() => document.querySelector('.hover-card:popover-open') === null);
      await rowOf(page, 'data', 'meanNorm')
        .locator('vscode-text-field')
        .evaluate((field) => field.focus());
      await page.keyboard.press('Tab');
      await page.keyboard.press('Shift+Tab');
      await page.waitForSelector('.hover-card:popover-open');
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.querySelector('.hover-card:popover-open') === null);
    }));

  it('can be walked through with the keyboard, every stop named and visible', () =>
    onPage(curves, {}, async ({ page }) => {
      await idle(page);
      await page.click('.bar-title');
      const stops = [];
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const element = document.activeElement;
          if (element === document.body) return null;
          const { width, height } = element.getBoundingClientRect();
          const name = element.getAttribute('aria-label') ?? element.textContent.trim();
          return { tag: element.localName, name, visible: width > 0 && height > 0 };
        });
        if (stop === null) break;
        stops.push(stop);
      }
      assert.ok(stops.length > 25, `${stops.length} stops`);
      assert.deepEqual(
        stops.filter(({ name, visible }) => name === '' || !visible || /^(Text field|Checkbox)$/.test(name)),
        [],
      );
      const names = stops.map(({ name }) => name).join('\n');
      assert.match(names, /Run 40 × 10[\s\S]*Export[\s\S]*Mean norm[\s\S]*Table of points/);
    }));

  it('folds sections, and keeps what is folded over a reload', () =>
    onPage(curves, {}, async ({ page }) => {
      await page.click('[data-section=labels] .section-head');
      assert.match(await page.innerText('[data-section=labels] .section-head'), /ε self-trained/);
      await page.click('#tab-notes');
      await page.waitForTimeout(300);
      await page.reload();
      await page.waitForSelector('[data-section=labels] .section-head[aria-expanded=false]');
      await page.waitForSelector('#tab-notes[aria-selected=true]');
    }));

  it('loads the chart only after the form is there', () =>
    onPage(curves, {}, async ({ page }) => {
      await page.waitForSelector('.chart-drawing svg');
      const loads = await page.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name, startTime }) => ({ name, startTime })),
      );
      const main = loads.find(({ name }) => name.endsWith('/designer.js'));
      const chart = loads.find(({ name }) => /\/view-.*\.js$/.test(name));
      assert.ok(main && chart && chart.startTime > main.startTime);
      const [paint] = await page.evaluate(() =>
        performance.getEntriesByName('first-contentful-paint').map((e) => e.startTime),
      );
      assert.ok(chart.startTime >= paint, `chart at ${chart.startTime}, paint at ${paint}`);
    }));

  for (const theme of Object.keys(themes)) {
    for (const width of [480, 700, 1400]) {
      it(`fits ${width} pixels in the ${theme} theme`, () =>
        onPage(curves, { theme, width }, async ({ page, host }) => {
          await host.simulate();
          await page.waitForSelector('.chart-drawing svg');
          await page.waitForSelector('.bar-status >> text=up to date');
          assert.deepEqual(await overflowOf(page), { page: 0, form: 0, clipped: [] });
          const chart = await page.locator('.chart-pane').boundingBox();
          const form = await page.locator('.form').boundingBox();
          if (width >= 900) assert.ok(chart.x >= form.x + form.width - 1, 'the chart stands beside the form');
          else assert.ok(form.y >= chart.y + chart.height - 1, 'the chart stands above the form');
        }));
    }
  }

  it('honours reduced motion', () =>
    onPage(curves, { reducedMotion: 'reduce' }, async ({ page, host }) => {
      await host.say({ type: 'run', run: { status: 'queued' } });
      await page.waitForSelector('.turning');
      assert.equal(
        await page.locator('.turning').evaluate((icon) => window.getComputedStyle(icon).animationName),
        'none',
      );
    }));
});

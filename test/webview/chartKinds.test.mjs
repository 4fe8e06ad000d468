import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startFixture } from './lib/page.mjs';

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture;
before(async () => {
  fixture = await startFixture();
});
after(() => fixture.close());

const base = {
  version: 1,
  title: 'Chart kinds',
  data: { kind: 'gaussian', dimension: 100, meanNorm: 0.8 },
  realSamples: 300,
  generator: { kind: 'fitted', samples: 200, source: 'independent', meanError: false },
  labelNoise: { kind: 'uniform', rate: 0.3 },
  verifier: { kind: 'random', keepCorrect: 0.6, keepIncorrect: 0.4 },
  classifier: { ridge: 0.05 },
};
const series = [
  { label: 'n̂ = 400', set: { 'generator.samples': 400 } },
  { label: 'n̂ = 50', set: { 'generator.samples': 50 } },
];
const swept = {
  ...base,
  syntheticProportion: 0.5,
  sweep: { parameter: 'syntheticProportion', from: 0.01, to: 0.95, points: 20 },
  theory: { variants: ['exact', 'published'] },
};
const placed = { ...base, syntheticSamples: 1000, series };

/** By name: an experiment, what its chart's words must have, and the heads of its table. */
const kinds = {
  variants: {
    experiment: { ...swept, series, chart: { references: ['bayes', 'realOnly', 'allReal'] } },
    words: [/Test accuracy/, /dashed: as published/, /Bayes 0\.\d{3}/, /n \+ m real/, /break-even \d/],
    columns: /As published/,
  },
  points: {
    experiment: {
      ...placed,
      theory: { variants: ['exact', 'published', 'independentNoise'] },
      chart: { references: ['bayes', 'realOnly', 'allReal'] },
    },
    words: [/broken dashes: as published/, /rings: simulation/, /Real alone 0\.\d{3}/],
    columns: /As published/,
  },
  gains: {
    experiment: { ...swept, chart: { metric: 'gain' } },
    words: [/Gain in accuracy over the real data alone/, /Real alone/],
    columns: /Exact/,
  },
  fixedPoint: {
    experiment: { ...swept, series, chart: { kind: 'fixedPoint' } },
    words: [/Fixed point of the theory/, /τᵣ \(δᵣ\)/, /τₛ \(δₛ\)/, /^d$/m, /n̂ = 50/],
    columns: /δₛ, published/,
  },
  scores: {
    experiment: { ...placed, chart: { kind: 'scores' } },
    words: [
      /Density of the score/,
      /class \+1/,
      /class −1/,
      /steps: simulation, 10 repetitions/,
      /Score w·x/,
    ],
    columns: /Quantity/,
  },
  spectrum: {
    experiment: { ...placed, chart: { kind: 'spectrum' } },
    words: [/Eigenvalues of the generator’s covariance/, /50 % at 0/, /10 draws of Ĉ/],
    columns: /Law/,
  },
};

/** Opens a simulated experiment and waits for its chart. */
async function onChart({ experiment }, options, test) {
  const opened = await fixture.open(JSON.stringify(experiment, null, 2), options);
  const { page, host, errors, close } = opened;
  try {
    await host.simulate();
    await page.waitForSelector('.chart-drawing svg');
    await page.waitForSelector('.bar-status >> text=up to date');
    await page.waitForTimeout(500);
    await test(opened);
    assert.deepEqual(await page.evaluate(() => window.violations), [], 'violations of the policy');
    assert.deepEqual(errors, [], 'errors of the console');
  } finally {
    await close();
  }
}

/** Asks the page for its chart as a picture, as the host does. */
async function pictureOf(host, format) {
  const known = host.sent('chartImage').length;
  await host.say({ type: 'renderChart', id: known, format });
  for (let i = 0; i < 200; i++) {
    const answer = host.sent('chartImage')[known];
    if (answer !== undefined) return answer.image.value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail(`There came no ${format}.`);
}

const textsOf = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.chart-drawing svg text')].map((text) => text.textContent),
  );

describe('charts', () => {
  for (const [name, kind] of Object.entries(kinds)) {
    it(`draws ${name}, with a table and words for screen readers`, () =>
      onChart(kind, {}, async ({ page }) => {
        const texts = (await textsOf(page)).join('\n');
        for (const words of kind.words) assert.match(texts, words);
        assert.match(await page.innerText('#view-table thead'), kind.columns);
        assert.ok((await page.locator('#view-table tbody tr').count()) > 3);
        const label = await page.getAttribute('.chart-drawing', 'aria-label');
        assert.ok(label.length > 80 && !/undefined|NaN/.test(label), label);
        const isCurves = (kind.experiment.chart?.kind ?? 'curves') === 'curves';
        assert.equal(await page.locator('.metric').count(), isCurves ? 1 : 0);
      }));

    for (const width of [700, 1400]) {
      it(`keeps the words of ${name} apart and whole at ${width} pixels`, () =>
        onChart(kind, { width }, async ({ page }) => {
          const problems = await page.evaluate(() => {
            const frame = document.querySelector('.chart-drawing').getBoundingClientRect();
            const boxes = [...document.querySelectorAll('.chart-drawing svg text')]
              .filter((text) => text.textContent.trim() !== '' && text.getAttribute('opacity') !== '0')
              .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
            const cut = boxes
              .filter(
                ({ text, box }) =>
                  text.endsWith('…') ||
                  box.left < frame.left - 1 ||
                  box.right > frame.right + 1 ||
                  box.top < frame.top - 1 ||
                  box.bottom > frame.bottom + 1,
              )
              .map(({ text }) => `cut: ${text}`);
            const metric = document.querySelector('.metric')?.getBoundingClientRect();
            const covered = boxes
              .filter(({ box }) => metric && box.right > metric.left && box.top + 3 < metric.bottom)
              .map(({ text }) => `under the choice of the metric: ${text}`);
            // A halo lies under its own label.
            const overlapping = boxes.flatMap(({ text, box }, i) =>
              boxes
                .slice(i + 1)
                .filter(
                  (other) =>
                    other.text !== text &&
                    Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > 1 &&
                    Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > 4,
                )
                .map((other) => `${text} over ${other.text}`),
            );
            return [...cut, ...covered, ...overlapping];
          });
          assert.deepEqual(problems, []);
        }));
    }
  }

  it('tells a point’s theories, simulation and place under the pointer', () =>
    onChart(kinds.variants, {}, async ({ page }) => {
      const targets = page.locator('.chart-drawing .pointer_marks path');
      assert.ok((await targets.count()) > 40);
      const box = await targets.nth((await targets.count()) - 10).boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.waitForSelector('#vg-tooltip-element.visible');
      const told = await page.locator('#vg-tooltip-element').textContent();
      assert.match(told, /Synthetic proportion/);
      assert.match(told, /Exact theory0\.\d{4}/);
      assert.match(told, /As published(0\.\d{4}|–)/);
      assert.match(told, /Simulation0\.\d{4} ± 0\.\d{4}/);
    }));

  it('tells a bin of eigenvalues under the pointer', () =>
    onChart(kinds.spectrum, {}, async ({ page }) => {
      const box = await page.locator('.chart-drawing').boundingBox();
      await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.6);
      await page.waitForSelector('#vg-tooltip-element.visible');
      const told = await page.innerText('#vg-tooltip-element');
      assert.match(told, /n̂ = 400[\s\S]*Eigenvalues[\s\S]*Law[\s\S]*%[\s\S]*Simulation/);
    }));

  it('exports every kind as a picture', async () => {
    for (const kind of Object.values(kinds)) {
      await onChart(kind, {}, async ({ host }) => {
        const svg = await pictureOf(host, 'svg');
        assert.match(svg, /^<svg[\s\S]*Chart kinds/);
        assert.match(await pictureOf(host, 'png'), /^data:image\/png;base64,.{5000}/);
      });
    }
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { curves, elaborate, single } from './experiments.mjs';
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

/** Opens every section that is closed. */
async function openAll(page) {
  await page
    .locator('.section-head[aria-expanded=false]')
    .evaluateAll((heads) => heads.forEach((head) => head.click()));
  await idle(page);
}

/** `single` with other fields. */
const singleWith = (fields) => `${JSON.stringify({ ...JSON.parse(single), ...fields }, null, 2)}\n`;

const linear = {
  labelNoise: { kind: 'linear', alignment: 0.5 },
  verifier: { kind: 'linear', alignment: 0.6 },
};

/** Types into a number field and leaves it. */
async function type(page, path, text) {
  await fieldOf(page, ...path).fill(text);
  await fieldOf(page, ...path).press('Enter');
}

/** What a person does to one control, and the one field that changes. */
const controls = [
  ['classes', {}, (page) => type(page, ['data', 'classes'], '3'), ['data', 'classes'], 3],
  [
    'linear labels',
    {},
    (page) => choose(rowOf(page, 'labelNoise'), 'Linear classifier'),
    ['labelNoise'],
    { kind: 'linear', alignment: 0.8 },
  ],
  [
    'the labeller’s alignment',
    linear,
    (page) => type(page, ['labelNoise', 'alignment'], '-0.2'),
    ['labelNoise', 'alignment'],
    -0.2,
  ],
  [
    'a verifier with a threshold',
    {},
    (page) => choose(rowOf(page, 'verifier'), 'Score threshold'),
    ['verifier'],
    { kind: 'threshold', separation: 2, threshold: 0 },
  ],
  [
    'a linear verifier',
    {},
    (page) => choose(rowOf(page, 'verifier'), 'Linear classifier'),
    ['verifier'],
    { kind: 'linear', alignment: 0.8 },
  ],
  [
    'a verifier that compares rows',
    {},
    (page) => choose(rowOf(page, 'verifier'), 'Near real rows'),
    ['verifier'],
    { kind: 'mahalanobis', keep: 0.5 },
  ],
  [
    'how much such a verifier keeps',
    { verifier: { kind: 'discriminator', keep: 0.5 } },
    (page) => type(page, ['verifier', 'keep'], '0.3'),
    ['verifier', 'keep'],
    0.3,
  ],
  [
    'features with a number of their own',
    {},
    (page) => choose(rowOf(page, 'data', 'features'), 'Student’s t'),
    ['data', 'features'],
    { kind: 'studentT', degreesOfFreedom: 5 },
  ],
  [
    'a Gaussian per class',
    {},
    (page) => choose(rowOf(page, 'generator', 'covariance'), 'One per class'),
    ['generator', 'covariance'],
    'perClass',
  ],
  [
    'generations that accumulate',
    { generator: { kind: 'fitted', samples: 500, source: 'independent', generations: 2 } },
    (page) => choose(rowOf(page, 'generator', 'retraining'), 'All rows so far'),
    ['generator', 'retraining'],
    'accumulate',
  ],
  [
    'the verifier’s alignment',
    linear,
    (page) => type(page, ['verifier', 'alignment'], '0.7'),
    ['verifier', 'alignment'],
    0.7,
  ],
  [
    'a correlation',
    linear,
    (page) => type(page, ['verifier', 'correlation'], '0.4'),
    ['verifier', 'correlation'],
    0.4,
  ],
  [
    'no correlation',
    { ...linear, verifier: { ...linear.verifier, correlation: 0.4 } },
    (page) => type(page, ['verifier', 'correlation'], ''),
    ['verifier', 'correlation'],
    undefined,
  ],
  [
    'a separation',
    { verifier: { kind: 'threshold', separation: 2, threshold: 0 } },
    (page) => type(page, ['verifier', 'separation'], '3'),
    ['verifier', 'separation'],
    3,
  ],
  [
    'generations of a generator with rows of its own',
    { generator: { kind: 'fitted', samples: 500, source: 'independent' } },
    (page) => type(page, ['generator', 'generations'], '4'),
    ['generator', 'generations'],
    4,
  ],
  [
    'a loss',
    {},
    (page) => choose(rowOf(page, 'classifier', 'loss'), 'Logistic'),
    ['classifier', 'loss'],
    'logistic',
  ],
  [
    'a variant of the theory',
    {},
    (page) => rowOf(page, '#theory.variants', 'published').locator('vscode-checkbox').click(),
    ['theory', 'variants'],
    ['exact', 'published'],
  ],
  [
    'something to optimise',
    {},
    (page) => pick(rowOf(page, 'theory', 'optimise'), 'One'),
    ['theory', 'optimise'],
    [{ parameter: 'classifier.ridge', from: 0.0001, to: 100, scale: 'log' }],
  ],
  [
    'a second thing to optimise',
    { theory: { optimise: [{ parameter: 'classifier.ridge', from: 0.01, to: 1 }] } },
    (page) => pick(rowOf(page, 'theory', 'optimise'), 'Two'),
    ['theory', 'optimise', 1],
    { parameter: 'syntheticProportion', from: 0, to: 0.99 },
  ],
  [
    'another thing to optimise',
    { theory: { optimise: [{ parameter: 'classifier.ridge', from: 0.01, to: 1 }] } },
    (page) => choose(rowOf(page, 'theory', 'optimise', 0, 'parameter'), 'Weight of synthetic rows'),
    ['theory', 'optimise', 0],
    { parameter: 'classifier.syntheticWeight', from: 0.1, to: 10, scale: 'log' },
  ],
  [
    'the range of an optimum',
    { theory: { optimise: [{ parameter: 'classifier.ridge', from: 0.01, to: 1 }] } },
    (page) => type(page, ['theory', 'optimise', 0, 'to'], '10'),
    ['theory', 'optimise', 0, 'to'],
    10,
  ],
  [
    'nothing to optimise',
    { theory: { variants: ['exact'], optimise: [{ parameter: 'classifier.ridge', from: 0.01, to: 1 }] } },
    (page) => pick(rowOf(page, 'theory', 'optimise'), 'Nothing'),
    ['theory', 'optimise'],
    undefined,
  ],
  [
    'a kind of chart',
    {},
    (page) => choose(rowOf(page, 'chart', 'kind'), 'Scores'),
    ['chart', 'kind'],
    'scores',
  ],
  [
    'a reference line',
    {},
    (page) => rowOf(page, '#chart.references', 'allReal').locator('vscode-checkbox').click(),
    ['chart', 'references'],
    ['bayes', 'allReal'],
  ],
  [
    'no reference line',
    {},
    (page) => rowOf(page, 'chart', 'references').locator('vscode-checkbox').click(),
    ['chart', 'references'],
    [],
  ],
];

describe('a control', () => {
  for (const [name, fields, act, path, value] of controls) {
    it(`changes only its field: ${name}`, () =>
      onPage(singleWith(fields), {}, async ({ page, host }) => {
        await openAll(page);
        await act(page);
        await waitFor(host, 'edit');
        await idle(page);
        assert.deepEqual(
          host.sent('edit').map(({ changes }) => changes),
          [[{ path, value }]],
        );
        assert.deepEqual(host.document().problems, []);
      }));
  }

  it('shows the share of the classes where it is asked for, and keeps it while it is edited', () =>
    onPage(single, {}, async ({ page, host }) => {
      const share = ['data', 'positiveShare'];
      assert.equal(await rowOf(page, ...share).count(), 0);
      await page.click('text=Classes of different frequency');
      await idle(page);
      const focused = await page.evaluate(() => document.activeElement.closest('.row')?.dataset.path);
      assert.equal(focused, JSON.stringify(share));
      await type(page, share, '0.3');
      await type(page, share, '0.5');
      await waitFor(host, 'edit', (sent) => sent.length === 2);
      await idle(page);
      assert.equal(await fieldOf(page, ...share).inputValue(), '0.5');
      assert.deepEqual(host.sent('edit')[0].changes, [{ path: share, value: 0.3 }]);
    }));

  it('takes a description of several lines', () =>
    onPage(single, {}, async ({ page, host }) => {
      await page.click('text=Add a description');
      await idle(page);
      await page.keyboard.type('First line');
      await page.keyboard.press('Enter');
      await page.keyboard.type('Second line');
      await waitFor(host, 'edit', (sent) =>
        sent.some(({ changes }) => changes[0].value.includes('Second line')),
      );
      assert.equal(JSON.parse(host.text).description, 'First line\nSecond line');
      const text = rowOf(page, 'description').locator('textarea');
      assert.equal(await text.getAttribute('aria-label'), 'Description');
      await text.fill('');
      await waitFor(host, 'edit', (sent) => sent.at(-1).changes[0].value === undefined);
      await idle(page);
      assert.equal(await text.count(), 1, 'the field stays while it is edited');
      assert.equal(host.document().status, 'valid');
    }));
});

describe('generations', () => {
  it('bring rows of their own in the same step, also while they are dragged', () =>
    onPage(single, {}, async ({ page, host }) => {
      await idle(page);
      await type(page, ['generator', 'generations'], '5');
      const [edit] = await waitFor(host, 'edit');
      assert.deepEqual(edit.changes, [
        { path: ['generator', 'generations'], value: 5 },
        { path: ['generator', 'source'], value: 'independent' },
      ]);
      assert.equal(host.document().status, 'valid');
      await page.waitForSelector('text=From the second on, each generation');
      await choose(rowOf(page, 'generator'), 'Fitted on training rows');
      await waitFor(host, 'edit', (sent) => sent.length === 2);
      assert.equal(host.document().status, 'valid');
      assert.doesNotMatch(host.text, /generations/);
    }));
});

describe('labels and verifier', () => {
  const amounts = (page) => page.locator('.amounts').innerText();

  it('say what linear kinds amount to', () =>
    onPage(singleWith(linear), {}, async ({ page, host }) => {
      await page.waitForFunction(() =>
        /ε = 0\.\d/.test(document.querySelector('.amounts')?.textContent ?? ''),
      );
      const { derived } = host.analysis().results.series[0].points[0];
      const short = (value) => String(Number(value.toPrecision(3)));
      const text = (await amounts(page)).replaceAll(/\s+/g, ' ');
      assert.match(text, new RegExp(`ε = ${short(derived.labelNoise)} `));
      assert.match(text, new RegExp(`φ = ${short(derived.keepCorrect)} `));
      assert.match(text, new RegExp(`ρ = ${short(derived.keepIncorrect)}$`));
      assert.equal(await fieldOf(page, 'verifier', 'correlation').getAttribute('placeholder'), '0.3');
    }));

  it('say what a threshold amounts to, and go on from there with a custom verifier', () =>
    onPage(
      singleWith({ verifier: { kind: 'threshold', separation: 2, threshold: 0 } }),
      {},
      async ({ page, host }) => {
        // Φ(1) and Φ(−1)
        await page.waitForFunction(() =>
          /φ = 0\.84/.test(document.querySelector('.amounts')?.textContent ?? ''),
        );
        assert.match(await amounts(page), /ρ = 0\.159/);
        await choose(rowOf(page, 'verifier'), 'Custom');
        const [edit] = await waitFor(host, 'edit');
        assert.deepEqual(edit.changes, [
          { path: ['verifier'], value: { kind: 'random', keepCorrect: 0.841, keepIncorrect: 0.159 } },
        ]);
      },
    ));

  it('have no correlation unless both are linear', () =>
    onPage(singleWith({ verifier: linear.verifier }), {}, async ({ page }) => {
      await rowOf(page, 'verifier', 'alignment').waitFor();
      assert.equal(await rowOf(page, 'verifier', 'correlation').count(), 0);
    }));

  it('offer independent noise only where something looks at the sample', () =>
    onPage(singleWith(linear), {}, async ({ page, host }) => {
      await openAll(page);
      const row = rowOf(page, '#theory.variants', 'independentNoise');
      assert.equal(await row.count(), 1);
      await host.setText(single);
      await row.waitFor({ state: 'detached' });
    }));
});

describe('the sweep', () => {
  const switchRow = (page) => rowOf(page, 'sweep');

  it('becomes a heat map and back, each in one step', () =>
    onPage(
      curves.replace('"labelNoise": {\n    "kind": "selfTrained"\n  },\n', ''),
      {},
      async ({ page, host }) => {
        const start = host.text;
        const first = JSON.parse(start).sweep;
        await idle(page);
        await pick(switchRow(page), 'Two');
        const [edit] = await waitFor(host, 'edit');
        const second = { parameter: 'labelNoise.rate', from: 0, to: 1, points: 30 };
        assert.deepEqual(edit.changes, [{ path: ['sweep'], value: [first, second] }]);
        assert.equal(host.document().status, 'valid');
        assert.equal(host.document().points, 2 * 20 * 30);

        await page.click('text=Swap axes');
        await waitFor(host, 'edit', (sent) => sent.length === 2);
        assert.deepEqual(JSON.parse(host.text).sweep, [second, first]);
        await fieldOf(page, 'sweep', 1, 'points').waitFor();
        await type(page, ['sweep', 1, 'points'], '25');
        await waitFor(host, 'edit', (sent) => sent.length === 3);
        assert.deepEqual(host.sent('edit')[2].changes, [{ path: ['sweep', 1, 'points'], value: 25 }]);

        await host.undo();
        await host.undo();
        await idle(page);
        await pick(switchRow(page), 'One');
        await waitFor(host, 'edit', (sent) => sent.length === 4);
        assert.deepEqual(JSON.parse(host.text), JSON.parse(start));
      },
    ));

  it('tells what a grid costs, and how to do without', () =>
    onPage(elaborate, {}, async ({ page, host }) => {
      await page.waitForSelector('text=8 × 8 × 2 series = 128 points');
      assert.match(await page.innerText('.cost-warning'), /trains 12,800 times/);
      await page.click('.cost-warning .text-link');
      const [edit] = await waitFor(host, 'edit');
      assert.deepEqual(edit.changes, [{ path: ['simulation', 'repetitions'], value: 0 }]);
      await page.waitForSelector('.cost-warning', { state: 'detached' });
    }));

  it('marks both fields that vary, and leads to the sweep that varies them', () =>
    onPage(elaborate, {}, async ({ page }) => {
      await rowOf(page, 'verifier', 'alignment').locator('.varies').click();
      await idle(page);
      const focused = await page.evaluate(() => document.activeElement.closest('.row')?.dataset.path);
      assert.equal(focused, '["sweep",1]');
    }));
});

describe('the kind of chart', () => {
  const kindRow = (page) => rowOf(page, 'chart', 'kind');

  it('takes the sweep away with a chart that has none, in one step, and brings it back', () =>
    onPage(curves, {}, async ({ page, host }) => {
      await openAll(page);
      await choose(kindRow(page), 'Scores – removes the sweep');
      await waitFor(host, 'edit');
      assert.equal(host.sent('edit').length, 1);
      assert.equal(host.document().status, 'valid', JSON.stringify(host.document().problems));
      assert.doesNotMatch(host.text, /"sweep"/);
      await idle(page);
      await choose(kindRow(page), 'Curves');
      await waitFor(host, 'edit', (sent) => sent.length === 2);
      assert.equal(host.document().status, 'valid');
      assert.deepEqual(JSON.parse(host.text).sweep, JSON.parse(curves).sweep);
      await host.undo();
      await host.undo();
      assert.equal(host.text, curves);
    }));

  it('adds a sweep for a chart that needs one, and keeps one of two', () =>
    onPage(single, {}, async ({ page, host }) => {
      await openAll(page);
      await choose(kindRow(page), 'Fixed point – adds a sweep');
      await waitFor(host, 'edit');
      assert.equal(host.document().status, 'valid', JSON.stringify(host.document().problems));
      assert.equal(JSON.parse(host.text).sweep.parameter, 'syntheticProportion');
      await host.setText(elaborate);
      await idle(page);
      await choose(kindRow(page), 'Fixed point – keeps one sweep');
      await waitFor(host, 'edit', (sent) => sent.length === 2);
      assert.equal(host.document().status, 'valid', JSON.stringify(host.document().problems));
    }));

  it('follows a sweep that is switched on', () =>
    onPage(singleWith({ chart: { kind: 'scores' } }), {}, async ({ page, host }) => {
      await idle(page);
      await pick(rowOf(page, 'sweep'), 'One');
      await waitFor(host, 'edit');
      assert.equal(host.document().status, 'valid', JSON.stringify(host.document().problems));
      assert.equal(JSON.parse(host.text).chart.kind, 'curves');
    }));
});

describe('series', () => {
  it('compare words as well as numbers', () =>
    onPage(single, {}, async ({ page, host }) => {
      await idle(page);
      await choose(page.locator('resolvent-comparison'), 'Loss');
      await page.click('text=Compare all 3');
      await waitFor(host, 'edit');
      assert.deepEqual(
        JSON.parse(host.text).series.map(({ label, set }) => [label, set['classifier.loss']]),
        [
          ['Square', 'square'],
          ['Logistic', 'logistic'],
          ['Squared hinge', 'squaredHinge'],
        ],
      );
      assert.equal(host.document().status, 'valid');
    }));

  it('choose values that have names, and take others as text', () =>
    onPage(
      singleWith({ series: [{ label: 'a', set: { generator: { kind: 'exact' } } }] }),
      {},
      async ({ page, host }) => {
        const setting = page.locator('resolvent-setting');
        await choose(setting, 'Shifted');
        const [edit] = await waitFor(host, 'edit');
        assert.equal(edit.changes[0].value.kind, 'shifted');
        await idle(page);
        await choose(setting, 'Write it out');
        const text = setting.locator('vscode-text-field input');
        await text.fill('{"kind": "fitted", "samples": 77}');
        await text.press('Enter');
        await waitFor(host, 'edit', (sent) => sent.length === 2);
        assert.deepEqual(JSON.parse(host.text).series[0].set.generator, { kind: 'fitted', samples: 77 });
      },
    ));
});

describe('values that are wrong', () => {
  it('are shown as they are, with what is wrong under them, and can be put right', () =>
    onPage(
      singleWith({
        labelNoise: { kind: 'lineal' },
        verifier: 'orakel',
        generator: 'exact',
        classifier: { loss: 'hinge', ridge: '1' },
        chart: { kind: 7 },
      }),
      {},
      async ({ page, host }) => {
        await openAll(page);
        for (const [path, shown, message] of [
          [['labelNoise'], '"lineal"', /Did you mean "linear"/],
          [['verifier'], '"orakel"', /must be "oracle"/],
          [['generator'], '"exact"', /must be an object/],
          [['classifier', 'loss'], '"hinge"', /must be "square"/],
          [['chart', 'kind'], '7', /must be "curves"/],
        ]) {
          const row = rowOf(page, ...path);
          const dropdown = row.locator('vscode-dropdown');
          assert.equal(await dropdown.evaluate((d) => d.selectedOptions[0]?.textContent), shown);
          assert.match(await row.locator('.problem').innerText(), message);
        }
        assert.equal(await fieldOf(page, 'classifier', 'ridge').inputValue(), '"1"');
        assert.equal(await page.locator('.problem-list').count(), 0, 'every problem has its row');
        await choose(rowOf(page, 'generator'), 'Exact');
        const [edit] = await waitFor(host, 'edit');
        assert.deepEqual(edit.changes, [{ path: ['generator'], value: { kind: 'exact' } }]);
      },
    ));
});

describe('the form', () => {
  it('says the values of collapsed sections in one line', () =>
    onPage(elaborate, {}, async ({ page }) => {
      await idle(page);
      await page
        .locator('.section-head[aria-expanded=true]')
        .evaluateAll((heads) => heads.forEach((head) => head.click()));
      const summary = (section) => page.innerText(`[data-section=${section}] .section-summary`);
      assert.equal(await summary('data'), 'p 300 · ‖μ‖ 1 · share of +1 0.3 · identity');
      assert.equal(await summary('generator'), 'fitted on other rows · n̂ 500 · T 3');
      assert.equal(await summary('labels'), 'cᵤ 0.5 · cᵥ 0.1 – 0.95');
      assert.equal(await summary('sweep'), 'm/(n+m) 0.1 – 0.9 · cᵥ 0.1 – 0.95 · 8 × 8');
      assert.equal(await summary('theory'), 'exact, independent noise · best γ');
      assert.equal(await summary('chart'), 'heat map');
    }));

  it('can be walked through with the keyboard, every stop named and visible', () =>
    onPage(elaborate, {}, async ({ page }) => {
      await openAll(page);
      await page.click('.bar-title');
      const stops = [];
      for (let i = 0; i < 140; i++) {
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
      assert.deepEqual(
        stops.filter(({ name, visible }) => name === '' || !visible || /^(Text field|Checkbox)$/.test(name)),
        [],
      );
      assert.match(
        stops.map(({ name }) => name).join('\n'),
        /Description[\s\S]*Share of class \+1[\s\S]*Generations[\s\S]*To, horizontal axis[\s\S]*Swap axes[\s\S]*As published[\s\S]*Kind of chart/,
      );
    }));

  for (const theme of Object.keys(themes)) {
    for (const width of [480, 700, 1400]) {
      it(`fits ${width} pixels in the ${theme} theme with every section open`, () =>
        onPage(elaborate, { theme, width }, async ({ page }) => {
          await openAll(page);
          assert.deepEqual(await overflowOf(page), { page: 0, form: 0, clipped: [] });
          const outside = await page.evaluate(() => {
            const { left, right } = document.querySelector('.form').getBoundingClientRect();
            return [
              ...document.querySelectorAll(
                '.row :is(vscode-text-field, vscode-dropdown, vscode-radio, button, span)',
              ),
            ]
              .filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width > 0 && (box.left < left || box.right > right);
              })
              .map((element) => element.outerHTML.slice(0, 80));
          });
          assert.deepEqual(outside, []);
        }));
    }
  }
});

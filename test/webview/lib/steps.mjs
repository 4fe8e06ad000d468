import assert from 'node:assert/strict';

/** What the tests of the designer's page do over and over. */

/** The row of a field, by the field's path. */
export const rowOf = (page, ...path) => page.locator(`.row[data-path='${JSON.stringify(path)}']`);

/** The text field in a field's row. */
export const fieldOf = (page, ...path) => rowOf(page, ...path).locator('vscode-text-field input');

/** Waits until the page has drawn what it was told, and what is typed has been sent. */
export const idle = (page) => page.waitForTimeout(400);

/** Chooses from the dropdown of a row the first option whose text begins with a label. */
export async function choose(row, label) {
  await row.locator('vscode-dropdown').click();
  const escaped = label.replaceAll(/[^\w\s]/g, '\\$&');
  await row
    .locator('vscode-option', { hasText: new RegExp(`^\\s*${escaped}`) })
    .first()
    .click();
}

/** Chooses one of a row's radio buttons. */
export const pick = (row, label) => row.locator('vscode-radio', { hasText: label }).click();

/** Waits until what the host has received of a type satisfies a condition; returns it. */
export async function waitFor(host, type, isEnough = (sent) => sent.length > 0) {
  for (let i = 0; i < 100; i++) {
    const sent = host.sent(type);
    if (isEnough(sent)) return sent;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  assert.fail(`The host waited in vain for "${type}"; it received ${JSON.stringify(host.received)}`);
}

/** Opens a page, runs a test on it, and checks what must hold of every page. */
export async function onPageOf(fixture, text, options, test) {
  const opened = await fixture.open(text, options);
  try {
    await test(opened);
    assert.deepEqual(await opened.page.evaluate(() => window.violations), [], 'violations of the policy');
    assert.deepEqual(opened.errors, [], 'errors of the console');
    assert.deepEqual(opened.host.sent('fault'), []);
  } finally {
    await opened.close();
  }
}

/** Where the page is wider than its window, or a text wider than its place. */
export async function overflowOf(page) {
  return page.evaluate(() => {
    const form = document.querySelector('.form');
    const clipped = [
      ...document.querySelectorAll('.label-text, .section-title, .quantity, .modes, .meaning, .amounts'),
    ]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.textContent);
    return {
      page: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
      form: Math.max(0, form.scrollWidth - form.clientWidth),
      clipped,
    };
  });
}

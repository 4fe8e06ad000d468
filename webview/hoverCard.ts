import { html, nothing, render, type TemplateResult } from 'lit';
import { schemaAt } from '../src/experiment/paths';
import { formatPath, type Path } from '../src/experiment/problem';
import { choicesOf, fieldType, kindsOf, rangeSentence } from './form/fields';
import { formatForEditing } from './numbers';
import { symbolMarkup, withSymbols } from './form/symbol';
import { inWords } from './words';

const hoverDelay = 400;
const focusDelay = 600;
const gap = 8;

/**
 * One card that explains the row under the pointer, or the row whose control the keyboard has reached. Escape closes
 * it. It lies in the top layer, so that nothing clips it.
 */
export function installHoverCard(root: HTMLElement, contents: () => unknown): void {
  const card = document.createElement('div');
  card.className = 'hover-card';
  card.setAttribute('role', 'tooltip');
  card.popover = 'manual';
  document.body.append(card);

  let timer = 0;
  let keyboard = false;
  const hide = () => {
    window.clearTimeout(timer);
    if (card.matches(':popover-open')) card.hidePopover();
  };
  const showSoon = (row: HTMLElement, delay: number) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const template = row.isConnected ? cardTemplate(row, contents()) : null;
      if (template === null) return;
      render(template, card);
      if (!card.matches(':popover-open')) card.showPopover();
      place(card, row);
    }, delay);
  };

  root.addEventListener('pointerover', (event) => {
    const name = (event.target as Element).closest(
      '.row > :is(.symbol, .label, .quantities, .amounts, .cost)',
    );
    if (name !== null) showSoon(name.parentElement!, hoverDelay);
    else hide();
  });
  root.addEventListener('pointerleave', hide);
  root.addEventListener('pointerdown', () => {
    keyboard = false;
    hide();
  });
  root.addEventListener(
    'keydown',
    (event) => {
      keyboard = true;
      if (event.key !== 'Tab') hide();
    },
    { capture: true },
  );
  root.addEventListener('focusin', (event) => {
    hide();
    const row = (event.target as Element).closest<HTMLElement>('.row');
    if (keyboard && row !== null) showSoon(row, focusDelay);
  });
  root.addEventListener('focusout', hide);
  window.addEventListener('scroll', hide, { capture: true, passive: true });
  window.addEventListener('blur', hide);
}

function cardTemplate(row: HTMLElement, contents: unknown): TemplateResult | null {
  const path = JSON.parse(row.dataset['path'] ?? '[]') as Path;
  const heading = row.querySelector('.label-text')?.textContent ?? '';
  if (row.dataset['help'] !== undefined)
    return html`<strong>${heading}</strong>
      <p>${withSymbols(row.dataset['help'])}</p>`;
  const node = schemaAt(path, contents);
  if (node?.description === undefined || node.ui === undefined) return null;
  const type = fieldType(node);
  const choices = type === 'choice' ? choicesOf(node) : type === 'kinds' ? kindsOf(node) : [];
  const range = rangeSentence(node);
  const fallback: unknown = node.default;
  return html`
    <strong>
      ${node.ui.symbol === undefined ? nothing : html`<i class="card-symbol">${symbolMarkup(node.ui.symbol)}</i>`}
      ${node.ui.label}
    </strong>
    <p>${withSymbols(node.description)}</p>
    ${
      choices.length === 0
        ? nothing
        : html`<dl>
            ${choices.map(
              ({ value, description }) =>
                html`<dt>${inWords(value, String(path.at(-1)))}</dt>
                  <dd>${withSymbols(description)}</dd>`,
            )}
          </dl>`
    }
    ${range === '' ? nothing : html`<p class="card-line">Takes ${range}.</p>`}
    ${
      typeof fallback === 'object' || fallback === undefined
        ? nothing
        : html`<p class="card-line">
            Default:
            ${typeof fallback === 'string' ? inWords(fallback, String(path.at(-1))) : formatForEditing(fallback)}
          </p>`
    }
    <code>${formatPath(path)}</code>
  `;
}

/** Beside the row where there is room, else beneath or above it. */
function place(card: HTMLElement, row: HTMLElement): void {
  const around = row.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const beside = around.right + gap;
  const roomBeside = beside + width <= window.innerWidth - gap;
  const left = roomBeside ? beside : Math.max(gap, Math.min(around.left, window.innerWidth - width - gap));
  const below = roomBeside ? around.top : around.bottom + gap;
  const fits = below + height <= window.innerHeight - gap;
  const above = roomBeside ? window.innerHeight - height - gap : around.top - height - gap;
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(gap, fits ? below : above)}px`;
}

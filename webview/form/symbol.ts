import { html, type TemplateResult } from 'lit';

/** A symbol of the theory as it is set: "κ_r" with a subscript. */
export function symbolMarkup(symbol: string): TemplateResult {
  const [base, subscript] = symbol.split('_');
  return subscript === undefined ? html`${base}` : html`${base}<sub>${subscript}</sub>`;
}

/** A text with its symbols set: "c_u: cosine …" with a subscript. */
export function withSymbols(text: string): TemplateResult {
  return html`${text
    .split(/([a-zκτδ]_[a-z]{1,2})(?![a-z])/)
    .map((part, i) => (i % 2 === 1 ? symbolMarkup(part) : part))}`;
}

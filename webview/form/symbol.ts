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

const subscripts: Readonly<Record<string, string>> = { r: 'ᵣ', s: 'ₛ', u: 'ᵤ', v: 'ᵥ' };

/** A symbol in running text, where no subscript can be set: "κ_r" → "κᵣ". */
export function symbolText(symbol: string): string {
  const [base = '', subscript = ''] = symbol.split('_');
  return base + Array.from(subscript, (letter) => subscripts[letter] ?? letter).join('');
}

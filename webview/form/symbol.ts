import { html, type TemplateResult } from 'lit';

/** A symbol of the theory as it is set: "κ_r" with a subscript. */
export function symbolMarkup(symbol: string): TemplateResult {
  const [base, subscript] = symbol.split('_');
  return subscript === undefined ? html`${base}` : html`${base}<sub>${subscript}</sub>`;
}

/** A symbol in running text, where no subscript can be set. */
export function symbolText(symbol: string): string {
  return symbol.replace('κ_r', 'κᵣ').replace('κ_s', 'κₛ').replace('_', '');
}

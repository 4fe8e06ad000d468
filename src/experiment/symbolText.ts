const subscripts: Readonly<Record<string, string>> = { r: 'ᵣ', s: 'ₛ', u: 'ᵤ', v: 'ᵥ' };

/** A symbol in running text, where no subscript can be set: "κ_r" → "κᵣ". */
export function symbolText(symbol: string): string {
  const [base = '', subscript = ''] = symbol.split('_');
  return base + Array.from(subscript, (letter) => subscripts[letter] ?? letter).join('');
}

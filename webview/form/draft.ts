/** What the text of a field means, or a sentence why it means nothing. */
export type Draft =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly sentence: string };

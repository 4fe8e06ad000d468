/**
 * What the designer's form shows beside a field. Kept inside the field's schema (keyword `ui`), so that one
 * definition says everything about a field; `publicSchema` leaves it out of the JSON Schema.
 */
export interface FieldNotes {
  /** The theory's symbol, such as "p" or "n̂". */
  readonly symbol?: string;
  /** The field in words, as a form label. */
  readonly label: string;
  /** Range and scale of a slider, for quantities with a natural range. */
  readonly slider?: { readonly from: number; readonly to: number; readonly scale: 'linear' | 'log' };
}

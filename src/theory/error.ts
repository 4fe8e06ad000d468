/** The theory has no value for these parameters; the message is a sentence that names them. */
export class TheoryError extends Error {
  override readonly name = 'TheoryError';
}

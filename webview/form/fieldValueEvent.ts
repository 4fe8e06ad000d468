/** A field's new value. An event of its own: a CustomEvent's detail cannot be undefined, which removes a field. */
export class FieldValueEvent<T = unknown> extends Event {
  static readonly type = 'field-value';

  constructor(readonly value: T) {
    super(FieldValueEvent.type);
  }
}

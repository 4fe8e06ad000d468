/** What was measured in repetitions of one point, in any order and with gaps, as many as come. */
export class RepetitionValues {
  /** Numbers of a repetition. */
  readonly width: number;
  #values: Float64Array;
  #present: Uint8Array;
  #count = 0;
  /** One beyond the last repetition that is there. */
  #end = 0;

  /** @param width numbers of a repetition, the same for all of them */
  constructor(width: number) {
    this.width = width;
    this.#values = new Float64Array(0);
    this.#present = new Uint8Array(0);
  }

  /** How many repetitions there are. */
  get count(): number {
    return this.#count;
  }

  /** The first repetition beyond all that are there. */
  get end(): number {
    return this.#end;
  }

  has(repetition: number): boolean {
    return this.#present[repetition] === 1;
  }

  /** Sets the numbers of a repetition: `values[from … from + width − 1]`. */
  set(repetition: number, values: Float64Array, from = 0): void {
    this.#makeRoom(repetition + 1);
    for (let k = 0; k < this.width; k++) this.#values[repetition * this.width + k] = values[from + k]!;
    if (this.#present[repetition] === 1) return;
    this.#present[repetition] = 1;
    this.#count++;
    this.#end = Math.max(this.#end, repetition + 1);
  }

  /** The numbers of a repetition that is there; a view, not a copy. */
  of(repetition: number): Float64Array {
    return this.#values.subarray(repetition * this.width, (repetition + 1) * this.width);
  }

  /** The k-th number of every repetition that is there, in the repetitions' order. */
  column(k: number): number[] {
    const column: number[] = [];
    for (let i = 0; i < this.#end; i++)
      if (this.#present[i] === 1) column.push(this.#values[i * this.width + k]!);
    return column;
  }

  /** The repetitions that are there, ascending. */
  repetitions(): number[] {
    const all: number[] = [];
    for (let i = 0; i < this.#end; i++) if (this.#present[i] === 1) all.push(i);
    return all;
  }

  #makeRoom(repetitions: number): void {
    if (repetitions <= this.#present.length) return;
    const room = Math.max(repetitions, Math.ceil(1.5 * this.#present.length), 4);
    const values = new Float64Array(room * this.width);
    values.set(this.#values);
    const present = new Uint8Array(room);
    present.set(this.#present);
    this.#values = values;
    this.#present = present;
  }
}

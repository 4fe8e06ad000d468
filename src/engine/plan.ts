/** Some repetitions of some units: what a worker does without a pause. */
export interface WorkItem {
  /** Of which block of units; the units themselves are counted from the block's first one. */
  readonly block: number;
  /** Units and their repetitions, in pairs. */
  readonly units: readonly number[];
  readonly repetitions: readonly number[];
}

/** Units that a worker is told of at once, before the first item that has one of them. */
export const unitsPerBlock = 512;

/** An item should take about so many milliseconds: short beside a person's patience, long beside a message. */
const itemTime = 30;

/** What the plan has to know of a unit. */
export interface PlannedUnit {
  /** Units with the same number have most of a draw in common. */
  readonly sharing: number;
}

/** Units that have a draw in common, in the same repetition: at best they are all done by the same worker. */
interface Stretch {
  readonly repetition: number;
  /** In order; those up to `from` are taken. */
  readonly units: readonly number[];
  from: number;
  to: number;
}

/**
 * Divides a run into items, one at a time as lanes ask for them. Repetition by repetition: every unit gets its first
 * before any gets its second, and what units have in common is drawn once for each repetition. Which lane does what,
 * and how much at once, never changes a number.
 */
export class Plan {
  readonly #units: readonly PlannedUnit[];
  readonly #timeOf: (unit: number) => number;
  /** Repetitions wanted of each unit, and the first one that is not planned yet. */
  readonly #wanted: Uint32Array;
  readonly #next: Uint32Array;
  readonly #left: Uint32Array;
  readonly #isThere: (unit: number, repetition: number) => boolean;
  readonly #lanes = new Map<number, Stretch>();
  /** Where the present repetition's units are still to be looked for. */
  #at = 0;
  #repetition = 0;

  /**
   * @param timeOf milliseconds that a repetition of a unit takes, as far as it is known
   * @param isThere whether a repetition need not be done
   */
  constructor(
    units: readonly PlannedUnit[],
    timeOf: (unit: number) => number,
    isThere: (unit: number, repetition: number) => boolean = () => false,
  ) {
    this.#units = units;
    this.#timeOf = timeOf;
    this.#isThere = isThere;
    this.#wanted = new Uint32Array(units.length);
    this.#next = new Uint32Array(units.length);
    this.#left = new Uint32Array(units.length);
    this.#at = units.length;
  }

  /** Repetitions of a unit that are not done. */
  left(unit: number): number {
    return this.#left[unit]!;
  }

  /** Asks for a unit's repetitions 0 … count − 1, as far as they are not there; at least those asked for before. */
  want(unit: number, count: number): void {
    for (let i = this.#wanted[unit]!; i < count; i++) if (!this.#isThere(unit, i)) this.#left[unit]!++;
    this.#wanted[unit] = Math.max(this.#wanted[unit]!, count);
    this.#skip(unit);
  }

  /** Notes that a repetition is done. */
  done(unit: number): void {
    this.#left[unit]!--;
  }

  /** The next item for a lane; undefined when there is nothing to begin, though more may be wanted later. */
  next(lane: number): WorkItem | undefined {
    const units: number[] = [];
    const repetitions: number[] = [];
    let block = -1;
    let time = 0;
    while (time < itemTime) {
      const stretch = this.#stretchOf(lane);
      if (stretch === undefined) break;
      const unit = stretch.units[stretch.from]!;
      const itsBlock = Math.floor(unit / unitsPerBlock);
      if (block === -1) block = itsBlock;
      else if (block !== itsBlock || time + this.#timeOf(unit) > 1.5 * itemTime) break;
      stretch.from++;
      units.push(unit - block * unitsPerBlock);
      repetitions.push(stretch.repetition);
      time += this.#timeOf(unit);
    }
    return units.length === 0 ? undefined : { block, units, repetitions };
  }

  /** What a lane is at: its own stretch, a new one, or the half of what another lane has before it. */
  #stretchOf(lane: number): Stretch | undefined {
    const own = this.#lanes.get(lane);
    if (own !== undefined && own.from < own.to) return own;
    const stretch = this.#newStretch() ?? this.#halfOfAnother();
    if (stretch === undefined) this.#lanes.delete(lane);
    else this.#lanes.set(lane, stretch);
    return stretch;
  }

  #newStretch(): Stretch | undefined {
    while (this.#at < this.#units.length || this.#startRepetition()) {
      const units: number[] = [];
      for (; this.#at < this.#units.length; this.#at++) {
        const unit = this.#at;
        const first = units[0];
        if (first !== undefined && this.#units[unit]!.sharing !== this.#units[first]!.sharing) break;
        if (this.#next[unit] !== this.#repetition || this.#next[unit] >= this.#wanted[unit]!) continue;
        units.push(unit);
        this.#next[unit]++;
        this.#skip(unit);
      }
      if (units.length > 0) return { repetition: this.#repetition, units, from: 0, to: units.length };
    }
    return undefined;
  }

  /** Goes to the earliest repetition that a unit still wants; false where none does. */
  #startRepetition(): boolean {
    let earliest = Infinity;
    for (let unit = 0; unit < this.#units.length; unit++) {
      const next = this.#next[unit]!;
      if (next < this.#wanted[unit]! && next < earliest) earliest = next;
    }
    if (earliest === Infinity) return false;
    this.#repetition = earliest;
    this.#at = 0;
    return true;
  }

  #skip(unit: number): void {
    const wanted = this.#wanted[unit]!;
    while (this.#next[unit]! < wanted && this.#isThere(unit, this.#next[unit]!)) this.#next[unit]!++;
  }

  /** There is nothing new to begin: the longest stretch of another lane is shared with it. */
  #halfOfAnother(): Stretch | undefined {
    let longest: Stretch | undefined;
    for (const stretch of this.#lanes.values())
      if (stretch.to - stretch.from > (longest === undefined ? 0 : longest.to - longest.from))
        longest = stretch;
    if (longest === undefined) return undefined;
    const { repetition, units, from, to } = longest;
    const middle = from + Math.floor((to - from) / 2);
    longest.to = middle;
    return { repetition, units, from: middle, to };
  }
}

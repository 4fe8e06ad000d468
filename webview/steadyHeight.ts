/**
 * Keeps a block as high as its text has been at this width, so that what stands beneath does not jump while numbers
 * change and a sentence takes a line more or less.
 */
export class SteadyHeight {
  private highest = 0;
  private width = 0;

  /** `block` has one child, which has the text's own height. */
  keep(block: HTMLElement): void {
    const text = block.firstElementChild;
    if (!(text instanceof HTMLElement)) return;
    if (block.offsetWidth !== this.width) this.highest = 0;
    this.width = block.offsetWidth;
    this.highest = Math.max(this.highest, text.offsetHeight);
    block.style.minHeight = `${this.highest}px`;
  }

  /** Another experiment, or another state of it that has nothing to do with the last. */
  reset(): void {
    this.highest = 0;
  }
}

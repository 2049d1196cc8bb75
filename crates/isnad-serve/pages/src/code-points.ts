//! Decides where a code point of a text stands among its UTF-16 units, which is what the DOM counts in.
//!
//! `new Offsets('😀ab').unit(2)` is 3.

export class Offsets {
  /** Units before each code point; null where each code point is one unit. */
  private readonly units: Uint32Array | null;
  readonly length: number;

  constructor(readonly text: string) {
    const pairs = /[\ud800-\udbff][\udc00-\udfff]/.test(text);
    if (!pairs) {
      this.units = null;
      this.length = text.length;
      return;
    }
    const units: number[] = [];
    let at = 0;
    for (const point of text) {
      units.push(at);
      at += point.length;
    }
    this.length = units.length;
    units.push(at);
    this.units = Uint32Array.from(units);
  }

  /** UTF-16 units before the code point; what lies outside the text is drawn to its ends. */
  unit(point: number): number {
    const at = Math.max(0, Math.min(this.length, Math.trunc(point)));
    return this.units ? this.units[at]! : at;
  }

  /** The code point that a unit belongs to. */
  point(unit: number): number {
    if (!this.units) return Math.max(0, Math.min(this.length, unit));
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.units[middle]! <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

/** The paragraphs of a text, with the code point at which each begins. Directions never reach over a line break, so that nothing is
 * torn where a text is cut here; the line breaks themselves stand between them. */
export function paragraphs(text: string): { text: string; start: number; offsets: Offsets }[] {
  let start = 0;
  return text.split('\n').map((part) => {
    const offsets = new Offsets(part);
    const out = { text: part, start, offsets };
    start += offsets.length + 1;
    return out;
  });
}

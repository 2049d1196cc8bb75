//! Decides how spans of a text are marked without touching the text: every paragraph stays one text node, so that letters keep their joins and
//! digits their order. Backgrounds are painted by the CSS Custom Highlight API; rails under the words, and all marks in browsers
//! without that API, are boxes laid out from what the browser says of each range.

import { Offsets } from './code-points';
import type { Marked } from './record';

/** Roles with a background, the last one on top. */
export const GROUNDS = ['other', 'source', 'recipient', 'actor', 'cue', 'trigger', 'sought'] as const;
/** Roles with a rail below the words. */
export const RAILS = ['content', 'outer', 'via', 'place', 'date', 'count'] as const;

export const supported = () => typeof Highlight !== 'undefined' && typeof CSS !== 'undefined' && 'highlights' in CSS;

/** The browser's named set of ranges for a role. */
function painted(role: string): Highlight | null {
  if (!supported()) return null;
  const name = 'isnad-' + role;
  let highlight = CSS.highlights.get(name);
  if (!highlight) {
    highlight = new Highlight();
    highlight.priority = 1 + [...RAILS, ...GROUNDS].indexOf(role as never);
    CSS.highlights.set(name, highlight);
  }
  return highlight;
}

/** A paragraph of a text: one text node, and where it begins in the text. */
export interface Paragraph { node: Text; offsets: Offsets; start: number }

/** Ranges of text nodes for each span that is not empty: one, or one in each paragraph that the span touches. `base` is the code point
 * at which the text begins. */
export function ranges(paragraphs: readonly Paragraph[], spans: readonly Marked[], base: number): { range: Range; span: Marked }[] {
  const out: { range: Range; span: Marked }[] = [];
  for (const span of spans)
    for (const { node, offsets, start } of paragraphs) {
      const from = offsets.unit(span.start - base - start);
      const to = offsets.unit(span.end - base - start);
      if (!(from < to) || to > node.length) continue;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      out.push({ range, span });
    }
  return out;
}

/** Paints ranges until the function that it returns is called. */
export function paint(marked: { range: Range; span: Marked }[]): () => void {
  const held = marked.flatMap(({ range, span }) => {
    const highlight = painted(span.role);
    highlight?.add(range);
    return highlight ? [{ highlight, range }] : [];
  });
  return () => {
    for (const { highlight, range } of held) highlight.delete(range);
  };
}

/** On which line below the words each span's rail runs: an inner span nearer to the words than what it stands in, and no two that
 * overlap on one line. */
export function levels(spans: readonly { start: number; end: number; depth?: number }[]): number[] {
  const order = spans.map((_, i) => i).sort((a, b) => spans[a]!.end - spans[a]!.start - (spans[b]!.end - spans[b]!.start) || (spans[b]!.depth ?? 0) - (spans[a]!.depth ?? 0) || a - b);
  const out = new Array<number>(spans.length).fill(0);
  const placed: number[] = [];
  for (const i of order) {
    const span = spans[i]!;
    const taken = new Set(placed.filter((j) => span.start < spans[j]!.end && spans[j]!.start < span.end).map((j) => out[j]!));
    // Below all that it holds; of those it only crosses, beside.
    let level = Math.max(-1, ...placed.filter((j) => span.start <= spans[j]!.start && spans[j]!.end <= span.end).map((j) => out[j]!)) + 1;
    while (taken.has(level)) level++;
    out[i] = level;
    placed.push(i);
  }
  return out;
}

export interface Box { left: number; top: number; width: number; height: number }

/** The boxes of a range within `frame`, those that touch on one line drawn together. */
export function boxes(range: Range, frame: DOMRect): Box[] {
  const out: Box[] = [];
  const rects = [...range.getClientRects()].filter((r) => r.width > 0.1).sort((a, b) => a.top - b.top || a.left - b.left);
  for (const r of rects) {
    const box = { left: r.left - frame.left, top: r.top - frame.top, width: r.width, height: r.height };
    const last = out.at(-1);
    if (last && Math.abs(last.top - box.top) < 2 && box.left <= last.left + last.width + 1) last.width = Math.max(last.width, box.left + box.width - last.left);
    else out.push(box);
  }
  return out;
}

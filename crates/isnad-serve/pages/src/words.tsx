//! Decides how words of a report are shown: as text only, isolated in their direction, with marks beside and never inside them.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Fragment } from 'preact';
import { paragraphs } from './code-points';
import { boxes, levels, paint, RAILS, ranges, supported, type Box, type Paragraph } from './marks';
import type { Marked } from './record';
import { t } from './language';

/** Words of a report, a name or a code within a line of the interface. */
export function W({ children, lang }: { children: string | null | undefined; lang?: string }) {
  return <bdi class="w" lang={lang}>{children ?? ''}</bdi>;
}

/** Quoted words of a report. */
export function Quoted({ children, lang }: { children: string | null | undefined; lang?: string }) {
  return <q class="quoted"><bdi class="w" lang={lang}>{children ?? ''}</bdi></q>;
}

interface Props {
  text: string;
  /** The code point of the report at which `text` begins. */
  base?: number;
  spans: readonly Marked[];
  lang?: string | null;
  class?: string;
  /** A whole report, with rails under its words. */
  whole?: boolean;
  /** The span to be brought into view. */
  show?: { start: number; end: number } | null;
  /** A reader pointed at this code point. */
  onPoint?: (point: number) => void;
}

interface Drawn extends Box { role: string; stance?: string; level: number; ground: boolean }

/** A text, each paragraph one text node with a direction of its own, with its spans marked. */
export function Words({ text, base = 0, spans, lang, whole, show, onPoint, ...rest }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const parts = useMemo(() => paragraphs(text), [text]);
  const [drawn, setDrawn] = useState<Drawn[]>([]);

  const nodes = (): Paragraph[] => [...(words.current?.children ?? [])].flatMap((element, i) => {
    const node = element.firstChild;
    const part = parts[i];
    return node instanceof Text && part ? [{ node, offsets: part.offsets, start: part.start }] : [];
  });

  useLayoutEffect(() => {
    const rail = (role: string) => (RAILS as readonly string[]).includes(role);
    const marked = ranges(nodes(), spans, base);
    const stop = paint(marked.filter(({ span }) => !whole || !rail(span.role)));
    const railed = marked.filter(({ span }) => rail(span.role));
    const ground = supported() ? [] : marked.filter(({ span }) => !rail(span.role));
    if (!whole && supported()) return stop;
    const level = levels(railed.map(({ span }) => span));
    const draw = () => {
      if (!frame.current) return;
      const rect = frame.current.getBoundingClientRect();
      setDrawn([
        ...railed.flatMap(({ range, span }, i) => boxes(range, rect).map((b) => ({ ...b, role: span.role, stance: span.stance, level: level[i]!, ground: false }))),
        ...ground.flatMap(({ range, span }) => boxes(range, rect).map((b) => ({ ...b, role: span.role, level: 0, ground: true }))),
      ]);
    };
    draw();
    const watch = new ResizeObserver(draw);
    if (words.current) watch.observe(words.current);
    return () => {
      stop();
      watch.disconnect();
    };
  }, [text, spans, base, whole]);

  useEffect(() => {
    if (!show) return;
    const range = ranges(nodes(), [{ ...show, role: 'sought' }], base)[0]?.range;
    const rect = range?.getClientRects()[0];
    if (!rect) return;
    const low = innerHeight * (matchMedia('(max-width: 60rem)').matches ? 0.5 : 0.8);
    if (rect.top > 90 && rect.bottom < low) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scrollTo({ top: scrollY + rect.top - low / 2.5, behavior: calm ? 'instant' : 'smooth' });
  }, [show?.start, show?.end, text]);

  const point = (e: MouseEvent) => {
    if (!onPoint || !getSelection()?.isCollapsed) return;
    const found = caret(e.clientX, e.clientY);
    const part = found && nodes().find(({ node }) => node === found.node);
    if (found && part) onPoint(part.offsets.point(found.offset) + part.start + base);
  };
  /** Copies the words as they are, with the line breaks that stand in the text and no others. */
  const copy = (e: ClipboardEvent) => {
    const selection = getSelection();
    if (!selection || selection.rangeCount !== 1 || !words.current?.contains(selection.getRangeAt(0).commonAncestorContainer)) return;
    e.clipboardData?.setData('text/plain', selection.getRangeAt(0).toString());
    e.preventDefault();
  };

  return (
    <div class={'words ' + (rest.class ?? '')} ref={frame}>
      {drawn.length > 0 && (
        <div class="drawn" aria-hidden="true">
          {drawn.map((d, i) => (
            <i key={i} class={(d.ground ? 'ground ' : 'rail ') + 'of-' + d.role + (d.stance ? ' is-' + d.stance : '')} data-level={d.level}
              style={{ left: d.left + 'px', top: d.top + 'px', width: d.width + 'px', height: d.height + (d.ground ? 0 : 1 + d.level * 5) + 'px' }} />
          ))}
        </div>
      )}
      {/* One text node a paragraph: nothing may ever be put between its letters. */}
      <div class="text" lang={lang ?? undefined} ref={words} onClick={onPoint ? point : undefined} onCopy={copy}>
        {parts.map((part, i) => (
          <Fragment key={i}>
            {i > 0 && '\n'}
            <div class="paragraph" dir={/\p{L}/u.test(part.text) ? 'auto' : undefined}>{part.text}</div>
          </Fragment>
        ))}
      </div>
      {whole && text === '' && <p class="quiet">{t('nothingHere')}</p>}
    </div>
  );
}

function caret(x: number, y: number): { node: Node; offset: number } | null {
  if ('caretPositionFromPoint' in document) {
    const at = document.caretPositionFromPoint(x, y);
    return at ? { node: at.offsetNode, offset: at.offset } : null;
  }
  const range = (document as Document & { caretRangeFromPoint?(x: number, y: number): Range | null }).caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

//! Decides how chains are drawn: publishers at the beginning of the line, the voices nearest the event at its end, copies folded into
//! one strand that counts once.

import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { EventItem, Link, Stance } from './record';
import { pageOf } from './address';
import { A } from './router';
import { codeName, stanceName } from './names';
import { day, direction, number, t } from './language';
import { ChainSaid, StanceMark } from './parts';
import { W } from './words';

export interface Strand { id: string; chain: Link[]; mention: EventItem; copies: EventItem[] }

/** One strand for each chain of a group of copies; the group's origin, or else the first to publish, stands for it. */
export function strands(mentions: EventItem[], groupOf: (report: string) => string): Strand[] {
  const out = new Map<string, Strand>();
  const order = [...mentions].sort((a, b) => Number(groupOf(b.report) === b.report) - Number(groupOf(a.report) === a.report) || (a.day ?? '').localeCompare(b.day ?? ''));
  for (const mention of order)
    for (const chain of mention.chains) {
      const near = chain.at(-1);
      if (!near) continue;
      const group = groupOf(mention.report);
      const id = group + '\n' + (chain.length === 1 ? '' : near.who) + '\n' + near.stance;
      const before = out.get(id);
      if (!before) out.set(id, { id, chain, mention, copies: [] });
      else if (before.mention.report !== mention.report && !before.copies.some((c) => c.report === mention.report)) before.copies.push(mention);
    }
  return [...out.values()].sort((a, b) => {
    const [x, y] = [a.chain.at(-1)!, b.chain.at(-1)!];
    return Number(a.chain.length === 1) - Number(b.chain.length === 1) || x.who.localeCompare(y.who) || (a.mention.day ?? '').localeCompare(b.mention.day ?? '');
  });
}

interface Node { id: string; column: number; link: Link; strands: Strand[]; alone: boolean; last: boolean }
interface Edge { from: string; to: string; stance: Stance; n: number; strands: Set<string> }
const MOST = 26;

function laid(all: Strand[]): { columns: Node[][]; edges: Edge[] } {
  const most = Math.max(2, ...all.map((s) => s.chain.length));
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  for (const strand of all) {
    let before: string | null = null;
    strand.chain.forEach((link, i) => {
      const last = i === strand.chain.length - 1;
      const column = i === 0 ? 0 : last ? most - 1 : i;
      const alone = strand.chain.length === 1;
      const id = [column, link.who, link.code ?? '', last ? link.stance : '', alone].join('\n');
      const node = nodes.get(id) ?? { id, column, link, strands: [], alone, last };
      node.strands.push(strand);
      nodes.set(id, node);
      if (before !== null) {
        const key = before + '\r' + id;
        const edge = edges.get(key) ?? { from: before, to: id, stance: link.stance, n: 0, strands: new Set() };
        edge.n++;
        edge.strands.add(strand.id);
        edges.set(key, edge);
      }
      before = id;
    });
  }
  const columns: Node[][] = Array.from({ length: most }, () => []);
  for (const node of nodes.values()) columns[node.column]!.push(node);
  return { columns, edges: [...edges.values()] };
}

export function Chains({ all }: { all: Strand[] }) {
  const drawn = all.slice(0, MOST);
  const { columns, edges } = useMemo(() => laid(drawn), [all]);
  const frame = useRef<HTMLDivElement>(null);
  const [lines, setLines] = useState<{ d: string; edge: Edge }[]>([]);
  // The strands of the node that is pointed at or focused stand out.
  const [near, setNear] = useState<Node | null>(null);
  const fades = (ids: Iterable<string>) => near !== null && ![...ids].some((id) => near.strands.some((s) => s.id === id));
  const rtl = direction() === 'rtl';

  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return;
    const draw = () => {
      const rect = box.getBoundingClientRect();
      const at = new Map([...box.querySelectorAll<HTMLElement>('[data-node]')].map((e) => [e.dataset.node!, e.getBoundingClientRect()]));
      setLines(edges.flatMap((edge) => {
        const a = at.get(edge.from);
        const b = at.get(edge.to);
        if (!a || !b) return [];
        const x1 = (rtl ? a.left : a.right) - rect.left;
        const x2 = (rtl ? b.right : b.left) - rect.left;
        const y1 = a.top + a.height / 2 - rect.top;
        const y2 = b.top + b.height / 2 - rect.top;
        const bend = (x1 + x2) / 2;
        return [{ d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`, edge }];
      }));
    };
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(box);
    return () => watch.disconnect();
  }, [edges, rtl]);

  return (
    <div class="chains">
      <p class="hint quiet">{t('chainsHint')}</p>
      <div class="scroll" tabIndex={0} role="group" aria-label={t('chains')}>
        <div class="drawing" ref={frame} style={{ '--columns': columns.length }}>
          <svg class="lines" aria-hidden="true">{lines.map((l, i) => <path key={i} d={l.d} class={'is-' + l.edge.stance + (fades(l.edge.strands) ? ' faded' : '')} stroke-width={1.2 + Math.min(4, Math.sqrt(l.edge.n))} />)}</svg>
          {columns.map((column, c) => (
            <div class="column" key={c}>
              <h3>{t(c === 0 ? 'publishersCol' : c === columns.length - 1 ? 'originCol' : 'viaCol')}</h3>
              {column.map((node) => {
                const first = node.strands[0]!;
                const copies = node.column === 0 ? new Set(node.strands.flatMap((s) => s.copies.map((c) => c.report))).size : 0;
                return (
                  <A key={node.id} class={'node' + (node.last ? ' last is-' + node.link.stance : '') + (fades(node.strands.map((s) => s.id)) ? ' faded' : '')}
                    onMouseEnter={() => setNear(node)} onMouseLeave={() => setNear(null)} onFocus={() => setNear(node)} onBlur={() => setNear(null)} to={pageOf('report', first.mention.report, first.mention.event)} data-node={node.id}>
                    {node.last && <StanceMark stance={node.link.stance} />}
                    <W>{node.link.who}</W>
                    {node.link.code ? <> <bdi class="code" lang="en" dir="ltr" title={codeName(node.link.code)}>{node.link.code}</bdi></> : null}
                    {node.alone && <span class="quiet"> {t('ownVoice')}</span>}
                    {node.last && <span class="hidden"> {stanceName(node.link.stance)}</span>}
                    {node.strands.length > 1 && <span class="quiet"> ×{number(node.strands.length)}</span>}
                    {copies > 0 && <span class="folded">{'+ ' + t('copiesN', { n: copies })}</span>}
                  </A>
                );
              })}
            </div>
          ))}
        </div>
      </div>
      <details class="table">
        <summary>{t('chainsList')} ({number(all.length)})</summary>
        <ol class="written">
          {all.map((s) => (
            <li key={s.id}>
              <ChainSaid chain={s.chain} />{' '}
              <span class="meta"><A to={pageOf('report', s.mention.report, s.mention.event)}>{t('words')}</A> <time dateTime={s.mention.day ?? undefined}>{day(s.mention.day)}</time></span>
              {s.copies.length > 0 && (
                <details class="copies"><summary>{t('withCopies', { n: s.copies.length })}</summary>
                  <ul>{s.copies.map((c) => <li key={c.key}><A to={pageOf('report', c.report, c.event)}><W>{c.publisher ?? c.report}</W></A> {day(c.day)}</li>)}</ul></details>
              )}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}

//! Decides how many there are at which time, and lets a reader choose a time by brushing or by two days.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { scaleLinear, scaleUtc } from 'd3-scale';
import { axisBottom } from 'd3-axis';
import { brushX, type D3BrushEvent } from 'd3-brush';
import { select } from 'd3-selection';
import { go, useHere } from './router';
import { forget, useAnswer } from './server';
import type { Timeline as Counted } from './record';
import { brief, day, days, direction, language, named, number, t } from './language';
import { Wrong } from './parts';
import { SaveRows } from './saving';

const DAY = 86_400_000;
/** Those of the ticks whose words have room, none of them cut by an edge. */
function spaced(ticks: Date[], place: (d: Date) => number, room: number, end: number): Date[] {
  const every = Math.max(1, Math.ceil(room / Math.max(1, Math.abs(place(ticks[1] ?? ticks[0] ?? new Date()) - place(ticks[0] ?? new Date())) || room)));
  return ticks.filter((d, i) => i % every === 0 && place(d) > 40 && place(d) < end);
}
const at = (d: string) => Date.parse(d.slice(0, 10) + 'T00:00:00Z');

const sum = (bins: readonly { count: number }[]) => bins.reduce((n, b) => n + b.count, 0);

export function Timeline({ small = false }: { small?: boolean }) {
  const here = useHere();
  const by = here.one('by') === 'seen' || (here.of === 'reports' && here.one('by') !== 'date') ? 'seen' : 'date';
  const [fromName, toName] = by === 'seen' ? ['seen_from', 'seen_to'] : ['from', 'to'];
  const unit = small ? 'auto' : here.one('unit') || 'auto';
  const [whole, setWhole] = useState(false);
  // Centuries have room for years alone.
  const { data, fault, busy } = useAnswer<Counted>('timeline?' + here.query({ of: here.of, by, unit: whole && unit === 'auto' ? 'year' : unit }, [fromName, toName]));
  const from = here.one(fromName);
  const to = here.one(toName);
  const height = small ? 64 : 190;
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(0);
  const rtl = direction() === 'rtl';

  useEffect(() => {
    const box = frame.current;
    if (!box) return;
    const watch = new ResizeObserver(() => setWidth(Math.floor(box.clientWidth)));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);

  const all = useMemo(() => data?.bins ?? [], [data]);
  const usual = data?.usual ?? null;
  const inside = (b: { from: string; to: string }) => whole || !usual || (b.to >= usual.from && b.from <= usual.to) || (from !== '' && to !== '' && b.to >= from && b.from <= to);
  const bins = useMemo(() => all.filter(inside), [all, usual, whole, from, to]);
  const beyond = usual && !whole ? { before: sum(all.filter((b) => !bins.includes(b) && b.to < usual.from)), after: sum(all.filter((b) => !bins.includes(b) && b.from > usual.to)) } : { before: 0, after: 0 };
  const first = bins[0];
  const last = bins.at(-1);
  const margin = { left: rtl ? 8 : 46, right: rtl ? 46 : 8, top: 6, bottom: small ? 22 : 24 };
  const drawn = width > 60 && first && last;
  const x = drawn ? scaleUtc([new Date(at(first.from)), new Date(at(last.to) + DAY)], rtl ? [width - margin.right, margin.left] : [margin.left, width - margin.right]) : null;
  const most = Math.max(1, ...bins.map((b) => b.count));
  const y = scaleLinear([0, most], [height - margin.bottom, margin.top]).nice(3);

  useEffect(() => {
    if (!svg.current || !x) return;
    const months = new Intl.DateTimeFormat(language() === 'ar' ? 'ar-u-ca-gregory-nu-latn' : 'en-GB', { timeZone: 'UTC', month: 'short', year: 'numeric' });
    const daysOf = new Intl.DateTimeFormat(language() === 'ar' ? 'ar-u-ca-gregory-nu-latn' : 'en-GB', { timeZone: 'UTC', month: 'short', day: 'numeric' });
    const yearsOf = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', year: 'numeric' });
    const [a, b] = x.domain() as [Date, Date];
    const span = +b - +a;
    const form = span > 3 * 365 * DAY ? yearsOf : span > 75 * DAY ? months : daysOf;
    select(svg.current).select<SVGGElement>('.axis-x').call(axisBottom<Date>(x).tickValues(spaced(x.ticks(Math.max(2, Math.floor(width / 110))).filter((d, i, all) => i === 0 || form.format(d) !== form.format(all[i - 1]!)), (d) => x(d), 88, width - 44)).tickSizeOuter(0).tickFormat((d) => form.format(d)));
    const brush = brushX<unknown>().extent([[margin.left, 0], [width - margin.right, height - margin.bottom]]).on('end', (event: D3BrushEvent<unknown>) => {
      if (!event.sourceEvent) return;
      const chosen = event.selection as [number, number] | null;
      if (!chosen) {
        go(here.set({ [fromName]: null, [toName]: null }));
        return;
      }
      const ends = chosen.map((p) => +x.invert(p)).sort((p, q) => p - q) as [number, number];
      const touched = bins.filter((bin) => at(bin.to) + DAY > ends[0] + 1 && at(bin.from) < ends[1] - 1);
      if (touched.length === 0) return;
      go(here.set({ [fromName]: touched[0]!.from.slice(0, 10), [toName]: touched.at(-1)!.to.slice(0, 10) }));
    });
    const group = select(svg.current).select<SVGGElement>('.brush');
    group.call(brush);
    if (from || to) {
      const ends = [from ? x(new Date(at(from))) : x.range()[0]!, to ? x(new Date(at(to) + DAY)) : x.range()[1]!].sort((p, q) => p - q) as [number, number];
      const low = Math.min(...x.range());
      const high = Math.max(...x.range());
      group.call(brush.move, [Math.max(low, Math.min(high - 1, ends[0])), Math.min(high, Math.max(low + 1, ends[1]))]);
    } else group.call(brush.move, null);
  }, [bins, width, height, from, to, rtl, String(here), language()]);

  const total = sum(bins);
  const ticks = y.ticks(small ? 1 : 3).filter((n) => Number.isInteger(n) && n > 0);
  if (small && data && bins.length < 3 && !from && !to) return <div ref={frame} />;
  return (
    <section class={'timeline' + (small ? ' small' : '')} aria-label={t('timeline')}>
      {!small && (
        <div class="head">
          <h2>{t('timeline')}</h2>
          <label><span>{t('by')}</span> <select value={by} onChange={(e) => go(here.set({ by: e.currentTarget.value === 'seen' ? 'seen' : null }))}>
            <option value="date">{t('eventDates')}</option><option value="seen">{t('seenDates')}</option></select></label>
          <label><span>{t('unit')}</span> <select value={unit} onChange={(e) => go(here.set({ unit: e.currentTarget.value === 'auto' ? null : e.currentTarget.value }))}>
            {['auto', 'day', 'month', 'year'].map((u) => <option key={u} value={u}>{named('unit_', u)}</option>)}</select></label>
          <label><span>{t('from')}</span> <input type="date" value={from} onChange={(e) => go(here.set({ [fromName]: e.currentTarget.value }))} /></label>
          <label><span>{t('to')}</span> <input type="date" value={to} onChange={(e) => go(here.set({ [toName]: e.currentTarget.value }))} /></label>
          {(from || to) && <button type="button" class="plain" onClick={() => go(here.set({ [fromName]: null, [toName]: null }))}>{t('anyTime')}</button>}
          <span class="saving"><span class="quiet" aria-hidden="true">{t('export')}</span> <SaveRows name="isnad-timeline" rows={() => [['from', 'to', 'count'], ...all.map((b) => [b.from, b.to, b.count])]} /></span>
        </div>
      )}
      {fault && !small && <Wrong fault={fault} again={forget} />}
      <div class={'plot' + (busy ? ' busy' : '')} ref={frame} data-height={height}>
        <svg ref={svg} width={Math.max(0, width)} height={height} role="img" aria-label={first && last ? t('timelineLabel', { n: total, bins: bins.length, from: day(first.from), to: day(last.to) }) : t('timeline')}>
          {drawn && x && (
            <>
              {ticks.map((n) => (
                <g key={n} class="grid"><line x1={margin.left} x2={width - margin.right} y1={y(n)} y2={y(n)} />
                  <text x={rtl ? width - margin.right + 5 : margin.left - 5} y={y(n)} dy="0.32em" text-anchor="end" direction={rtl ? 'rtl' : 'ltr'}>{brief(n)}</text></g>
              ))}
              {bins.map((b) => {
                const a = x(new Date(at(b.from)));
                const z = x(new Date(at(b.to) + DAY));
                const left = Math.min(a, z);
                const wide = Math.max(1, Math.abs(z - a) - (Math.abs(z - a) > 4 ? 1 : 0));
                const out = (from && b.to < from) || (to && b.from > to);
                return b.count > 0 && <rect key={b.from} class={out ? 'out' : ''} x={left} width={wide} y={y(b.count)} height={Math.max(1, y(0) - y(b.count))} />;
              })}
            </>
          )}
          <g class="axis-x" transform={`translate(0,${height - margin.bottom})`} />
          <g class="brush" />
        </svg>
      </div>
      {!small && (
        <>
          <p class="hint quiet">{t('timelineHint')} {data?.undated ? t('undatedN', { n: data.undated }) + '. ' : ''}{beyond.before + beyond.after > 0 && <>{t('beyondN', { before: beyond.before, after: beyond.after })} <button type="button" class="plain small" onClick={() => setWhole(true)}>{t('wholeTime')}</button></>}{whole && <button type="button" class="plain small" onClick={() => setWhole(false)}>{t('usualTime')}</button>}</p>
          <details class="table">
            <summary>{t('asTable')}</summary>
            <div class="scroll" tabIndex={0} role="group" aria-label={t('timeline')}>
              <table><thead><tr><th scope="col">{t('period')}</th><th scope="col">{t('count')}</th></tr></thead>
                <tbody>{all.filter((b) => b.count > 0).map((b) => <tr key={b.from}><th scope="row"><button type="button" class="plain" onClick={() => go(here.set({ [fromName]: b.from.slice(0, 10), [toName]: b.to.slice(0, 10) }))}>{days(b.from, b.to)}</button></th><td>{number(b.count)}</td></tr>)}</tbody></table>
            </div>
          </details>
        </>
      )}
    </section>
  );
}


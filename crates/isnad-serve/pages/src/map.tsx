//! Decides how places are drawn: as exactly as they are known and no more. A town is a point; a region is a ring without a centre; a
//! country is hatched as a whole.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { geoMercator, geoPath, type GeoPermissibleObjects, type GeoProjection } from 'd3-geo';
import { feature } from 'topojson-client';
import type { Topology, GeometryCollection } from 'topojson-specification';
import type { Feature, Geometry } from 'geojson';
import { go, useHere } from './router';
import { forget, useAnswer } from './server';
import type { PlaceItem, Places } from './record';
import { codeName } from './names';
import { named, number, t } from './language';
import { Wrong } from './parts';
import { SaveRows } from './saving';
import { W } from './words';

type Country = Feature<Geometry> & { id?: string };
let world: Promise<Country[]> | null = null;

function outline(): Promise<Country[]> {
  world ??= fetch('world.json').then(async (answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    const shapes = (await answer.json()) as Topology<{ countries: GeometryCollection }>;
    return feature(shapes, shapes.objects.countries).features as Country[];
  });
  world.catch(() => (world = null));
  return world;
}

interface Camera { scale: number; x: number; y: number }
/** Kilometres of the ring that stands for a region; its true shape is not known. */
const REGION_KM = 45;
const EARTH_KM = 6371;

const onMap = (p: PlaceItem) => p.precision !== 'country' && typeof p.latitude === 'number' && typeof p.longitude === 'number';

export function WorldMap() {
  const here = useHere();
  const of = here.of;
  const { data, fault, busy } = useAnswer<Places>('places?' + here.query({ of }, ['bbox']));
  const [countries, setCountries] = useState<Country[] | null>(null);
  const [failed, setFailed] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [camera, setCamera] = useState<Camera | null>(null);
  const [held, setHeld] = useState<{ x: number; y: number; camera: Camera; moved: boolean } | null>(null);
  const height = Math.max(260, Math.min(460, Math.round(width * 0.52)));

  useEffect(() => void outline().then(setCountries, () => setFailed(true)), []);
  useEffect(() => {
    const box = frame.current;
    if (!box) return;
    const watch = new ResizeObserver(() => setWidth(Math.floor(box.clientWidth)));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);

  const items = data?.items ?? [];
  const byCountry = useMemo(() => {
    const out = new Map<string, number>();
    for (const p of items) if (!onMap(p) && p.country) out.set(p.country, (out.get(p.country) ?? 0) + p.count);
    return out;
  }, [data]);
  const points = useMemo(() => items.filter(onMap).sort((a, b) => b.count - a.count), [data]);
  const undrawn = countries ? [...byCountry.keys()].filter((c) => !countries.some((f) => f.id === c)) : [];

  const fitted = useMemo((): Camera | null => {
    if (width < 60 || !data) return null;
    const box = here.one('bbox').split(',').map(Number);
    // Where most of it is, without what lies far out.
    const counted = points.flatMap((p) => Array<[number, number]>(Math.min(20, p.count)).fill([p.longitude!, p.latitude!]));
    let at: GeoPermissibleObjects | null = null;
    if (box.length === 4 && box.every(Number.isFinite)) at = { type: 'MultiPoint', coordinates: [[box[0]!, box[1]!], [box[2]!, box[3]!]] };
    else if (counted.length > 0) {
      const among = (of: number[], q: number) => of[Math.max(0, Math.min(of.length - 1, Math.floor(of.length * q)))]!;
      const lon = counted.map((c) => c[0]).sort((a, b) => a - b);
      const lat = counted.map((c) => c[1]).sort((a, b) => a - b);
      at = { type: 'MultiPoint', coordinates: [[among(lon, 0.03), among(lat, 0.03)], [among(lon, 0.97), among(lat, 0.97)]] };
    } else if (countries && byCountry.size > 0) {
      const shapes = countries.filter((f) => f.id && byCountry.has(f.id));
      if (shapes.length > 0) at = { type: 'GeometryCollection', geometries: shapes.map((s) => s.geometry) };
    }
    at ??= { type: 'MultiPoint', coordinates: [[-20, -10], [75, 55]] };
    const p = geoMercator().fitExtent([[40, 40], [width - 40, height - 40]], at);
    if (p.scale() > 6000) {
      const centre = p.invert!([width / 2, height / 2])!;
      p.scale(6000).translate([0, 0]);
      const [cx, cy] = p(centre)!;
      p.translate([width / 2 - cx, height / 2 - cy]);
    }
    return { scale: p.scale(), x: p.translate()[0], y: p.translate()[1] };
  }, [width, height, data, countries !== null, here.one('bbox')]);

  useEffect(() => setCamera(null), [fitted]);
  const now = camera ?? fitted;
  const projection: GeoProjection | null = now && geoMercator().scale(now.scale).translate([now.x, now.y]).clipExtent([[-20, -20], [width + 20, height + 20]]);
  const path = projection && geoPath(projection);
  const shapes = useMemo(() => (path && countries ? countries.map((f) => ({ id: f.id, d: path(f) ?? '' })).filter((s) => s.d) : []), [countries, now?.scale, now?.x, now?.y, width, height]);

  const zoom = (by: number, about: [number, number] = [width / 2, height / 2]) => {
    if (!now) return;
    const scale = Math.max(60, Math.min(40_000, now.scale * by));
    const k = scale / now.scale;
    setCamera({ scale, x: about[0] + (now.x - about[0]) * k, y: about[1] + (now.y - about[1]) * k });
  };
  const takeView = () => {
    if (!projection?.invert) return;
    const [west, north] = projection.invert([0, 0])!;
    const [east, south] = projection.invert([width, height])!;
    const shown = (n: number, low: number, high: number) => String(Math.round(Math.max(low, Math.min(high, n)) * 1000) / 1000);
    go(here.set({ bbox: [shown(west, -180, 180), shown(south, -90, 90), shown(east, -180, 180), shown(north, -90, 90)].join(',') }));
  };
  const most = Math.max(1, ...points.map((p) => p.count));
  const mostOfCountry = Math.max(1, ...byCountry.values());
  const narrow = (p: PlaceItem) => {
    if (!onMap(p)) return p.country ? here.set({ country: p.country, bbox: null }) : here;
    const round = (n: number) => String(Math.round(n * 1e4) / 1e4);
    const d = 0.002;
    return here.set({ bbox: [round(p.longitude! - d), round(p.latitude! - d), round(p.longitude! + d), round(p.latitude! + d)].join(',') });
  };
  const kilometres = (lat: number, km: number) => (now ? (now.scale * km) / EARTH_KM / Math.max(0.1, Math.cos((lat * Math.PI) / 180)) : 0);

  return (
    <section class="map" aria-labelledby="map-title">
      <div class="head">
        <h2 id="map-title">{t('map')}</h2>
        <span class="buttons" role="group" aria-label={t('map')}>
          <button type="button" onClick={() => zoom(1.6)} aria-label={t('zoomIn')} title={t('zoomIn')}>+</button>
          <button type="button" onClick={() => zoom(1 / 1.6)} aria-label={t('zoomOut')} title={t('zoomOut')}>−</button>
          <button type="button" onClick={() => setCamera(null)}>{t('fit')}</button>
        </span>
        <button type="button" onClick={takeView}>{t('filterView')}</button>
        {here.one('bbox') && <button type="button" class="plain" onClick={() => go(here.set({ bbox: null }))}>{t('clearView')}</button>}
        <span class="saving"><span class="quiet" aria-hidden="true">{t('export')}</span> <SaveRows name="isnad-places" rows={() => [['geonames', 'name', 'country', 'precision', 'latitude', 'longitude', 'count'],
          ...items.map((p) => [p.geonames, p.name, p.country, p.precision, onMap(p) ? p.latitude : null, onMap(p) ? p.longitude : null, p.count])]} /></span>
      </div>
      {fault && <Wrong fault={fault} again={forget} />}
      {failed && <p class="wrong">{t('mapFailed')}</p>}
      <div class={'plot' + (busy ? ' busy' : '')} ref={frame}>
        <svg width={Math.max(0, width)} height={height} role="img" aria-label={t('mapLabel')} class={held ? 'held' : ''}
          onPointerDown={(e) => {
            if (!now || e.button !== 0) return;
            setHeld({ x: e.clientX, y: e.clientY, camera: now, moved: false });
          }}
          onPointerMove={(e) => {
            if (!held) return;
            const dx = e.clientX - held.x;
            const dy = e.clientY - held.y;
            if (!held.moved && Math.hypot(dx, dy) < 4) return;
            if (!held.moved) {
              e.currentTarget.setPointerCapture(e.pointerId);
              setHeld({ ...held, moved: true });
            }
            setCamera({ ...held.camera, x: held.camera.x + dx, y: held.camera.y + dy });
          }}
          onPointerUp={() => setHeld(null)} onPointerCancel={() => setHeld(null)}
          onWheel={(e) => {
            if (!e.ctrlKey && !e.metaKey) return;
            e.preventDefault();
            const box = e.currentTarget.getBoundingClientRect();
            zoom(Math.exp(-e.deltaY / 300), [e.clientX - box.left, e.clientY - box.top]);
          }}>
          <defs>
            <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V7" class="hatch" /></pattern>
          </defs>
          <rect width={Math.max(0, width)} height={height} class="sea" />
          <g class="countries">{shapes.map((s, i) => <path key={i} d={s.d} />)}</g>
          <g class="hatched">
            {shapes.filter((s) => s.id && byCountry.has(s.id)).map((s) => {
              const n = byCountry.get(s.id!)!;
              return <path key={s.id} d={s.d} data-country={s.id} fill="url(#hatch)" fill-opacity={0.1 + 0.75 * Math.sqrt(n / mostOfCountry)} onClick={() => !held?.moved && go(here.set({ country: s.id! }))}><title>{codeName(s.id!)} · {number(n)}</title></path>;
            })}
          </g>
          <g class="places">
            {projection && [...points].sort((a, b) => Number(a.precision !== 'region') - Number(b.precision !== 'region')).map((p, i) => {
              const at = projection([p.longitude!, p.latitude!]);
              if (!at || at[0] < -20 || at[1] < -20 || at[0] > width + 20 || at[1] > height + 20) return null;
              const title = `${p.name ?? ''} · ${named('precision_', p.precision ?? '')} · ${number(p.count)}`;
              const take = () => go(narrow(p));
              return p.precision === 'region'
                ? <circle key={i} class="region" cx={at[0]} cy={at[1]} r={Math.max(7, kilometres(p.latitude!, REGION_KM))} onClick={take} data-count={p.count}><title>{title}</title></circle>
                : <circle key={i} class="point" cx={at[0]} cy={at[1]} r={3 + 9 * Math.sqrt(p.count / most)} onClick={take} data-count={p.count}><title>{title}</title></circle>;
            })}
          </g>
        </svg>
      </div>
      <ul class="legend">
        <li><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle class="point" cx="8" cy="8" r="4.5" /></svg>{t('mapPoint')}</li>
        <li><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle class="region" cx="8" cy="8" r="6.5" /></svg>{t('mapRegion')}</li>
        <li><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="16" fill="url(#hatch)" class="swatch" /></svg>{t('mapCountry')}</li>
      </ul>
      <p class="hint quiet">{data?.unplaced ? t('unplacedN', { n: data.unplaced }) + '. ' : ''}{undrawn.length > 0 ? t('notDrawn') + ': ' + undrawn.map(codeName).join('، ') + '. ' : ''}{t('mapCredit')}</p>
      <details class="table">
        <summary>{t('placesTable')} ({number(items.length)})</summary>
        <div class="scroll" tabIndex={0} role="group" aria-label={t('placesTable')}>
          <table>
            <thead><tr><th scope="col">{t('place')}</th><th scope="col">{t('country')}</th><th scope="col">{t('precision')}</th><th scope="col">{t('count')}</th></tr></thead>
            <tbody>
              {[...items].sort((a, b) => b.count - a.count).slice(0, 300).map((p, i) => (
                <tr key={i}><th scope="row"><button type="button" class="plain" onClick={() => go(narrow(p))}>{p.precision === 'country' ? codeName(p.country ?? '') : <W>{p.name}</W>}</button></th>
                  <td>{codeName(p.country ?? '')}</td><td>{named('precision_', p.precision ?? '')}</td><td>{number(p.count)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

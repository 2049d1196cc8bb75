//! Decides how the matrix of who speaks of whom is laid out: sources down, parties across, stances in each cell.

import { useMemo, useState } from 'preact/hooks';
import { go, useHere } from './router';
import { forget, useAnswer } from './server';
import { STANCES, type Stance, type VoiceItem } from './record';
import { codeName, stanceName } from './names';
import { number, t } from './language';
import { StanceMark, Wrong } from './parts';
import { SaveRows } from './saving';

const ROWS = 14;
const COLUMNS = 12;

interface Cell { total: number; by: Record<Stance, number> }

function table(items: VoiceItem[], role: string, stances: Stance[]) {
  const cells = new Map<string, Cell>();
  const rows = new Map<string, number>();
  const columns = new Map<string, number>();
  for (const item of items) {
    if ((role && item.role !== role) || !stances.includes(item.stance) || !item.of) continue;
    const id = item.source + '\n' + item.of;
    const cell = cells.get(id) ?? { total: 0, by: { asserts: 0, alleges: 0, doubts: 0, denies: 0 } };
    cell.total += item.count;
    cell.by[item.stance] += item.count;
    cells.set(id, cell);
    rows.set(item.source, (rows.get(item.source) ?? 0) + item.count);
    columns.set(item.of, (columns.get(item.of) ?? 0) + item.count);
  }
  const top = (of: Map<string, number>, n: number) => [...of].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, n).map(([v]) => v);
  return { cells, rows: top(rows, ROWS), columns: top(columns, COLUMNS), most: Math.max(1, ...[...cells.values()].map((c) => c.total)) };
}

export function Voices() {
  const here = useHere();
  const { data, fault, busy } = useAnswer<{ items: VoiceItem[]; without?: number }>('voices?' + here.query({ of: here.of }));
  const [role, setRole] = useState('');
  const [stances, setStances] = useState<Stance[]>(STANCES);
  const items = data?.items ?? [];
  const { cells, rows, columns, most } = useMemo(() => table(items, role, stances), [data, role, stances]);
  const sourceName = (code: string) => codeName(code) || t('narrator');
  return (
    <section class="matrix" aria-labelledby="matrix-title">
      <div class="head">
        <h2 id="matrix-title">{t('matrix')}</h2>
        <label><span>{t('role')}</span> <select value={role} onChange={(e) => setRole(e.currentTarget.value)}>
          <option value="">{t('asActor')} + {t('asRecipient')}</option><option value="actor">{t('asActor')}</option><option value="recipient">{t('asRecipient')}</option></select></label>
        <fieldset class="ticks"><legend class="hidden">{t('stance')}</legend>
          {STANCES.map((s) => <label key={s}><input type="checkbox" checked={stances.includes(s)} onChange={() => setStances(stances.includes(s) ? stances.filter((x) => x !== s) : [...stances, s])} /> <StanceMark stance={s} /> {stanceName(s)}</label>)}
        </fieldset>
        <span class="saving"><span class="quiet" aria-hidden="true">{t('export')}</span> <SaveRows name="isnad-voices" rows={() => [['source', 'source_name', 'of', 'stance', 'role', 'count'], ...items.map((i) => [i.source, i.source_name, i.of, i.stance, i.role, i.count])]} /></span>
      </div>
      <p class="hint quiet">{t('matrixHint')}{data?.without ? ' ' + t('withoutVoice', { n: data.without }) : ''}</p>
      {fault && <Wrong fault={fault} again={forget} />}
      {data && rows.length === 0 && <p class="none">{t('none')}</p>}
      {rows.length > 0 && (
        <div class={'scroll' + (busy ? ' busy' : '')} tabIndex={0} role="group" aria-label={t('matrix')}>
          <table class="cells">
            <thead><tr><th scope="col" class="corner">{t('source')}</th>{columns.map((c) => <th scope="col" key={c}><span class="across"><bdi>{codeName(c)}</bdi> <bdi class="code" lang="en" dir="ltr">{c}</bdi></span></th>)}</tr></thead>
            <tbody>
              {rows.map((r) => (
                <tr key={r}>
                  <th scope="row"><bdi>{sourceName(r)}</bdi> {r && <bdi class="code" lang="en" dir="ltr">{r}</bdi>}</th>
                  {columns.map((c) => {
                    const cell = cells.get(r + '\n' + c);
                    if (!cell) return <td key={c} />;
                    const said = STANCES.filter((s) => cell.by[s] > 0);
                    return (
                      <td key={c}>
                        <button type="button" class="cell" aria-label={t('matrixCell', { source: sourceName(r), of: codeName(c), n: cell.total }) + ': ' + said.map((s) => stanceName(s) + ' ' + number(cell.by[s])).join(', ')}
                          onClick={() => go(here.set({ source: r || null, ...(role === 'recipient' ? { recipient: c } : role === 'actor' ? { actor: c } : { [roleOf(items, r, c)]: c }) }))}>
                          <span class="n">{number(cell.total)}</span>
                          <span class="stack" aria-hidden="true" style={{ inlineSize: 25 + 75 * Math.sqrt(cell.total / most) + '%' }}>
                            {said.map((s) => <i key={s} class={'is-' + s} style={{ flexGrow: cell.by[s] }} />)}
                          </span>
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** The role in which the source most speaks of the party. */
function roleOf(items: VoiceItem[], source: string, of: string): 'actor' | 'recipient' {
  let actor = 0;
  for (const i of items) if (i.source === source && i.of === of) actor += i.role === 'actor' ? i.count : -i.count;
  return actor >= 0 ? 'actor' : 'recipient';
}

//! Decides how the matrix of who speaks of whom is laid out: sources down, parties across, and in each cell how often in which manner.
//!
//! What everybody asserts of himself would fill it; at first it shows who accuses, backs, denies, doubts and alleges.

import { useMemo, useState } from 'preact/hooks';
import { go, useHere } from './router';
import { forget, useAnswer } from './server';
import { MANNERS, type Manner, type VoiceItem } from './record';
import { codeName, stanceName } from './names';
import { number, t } from './language';
import { StanceMark, Wrong } from './parts';
import { SaveRows } from './saving';

const ROWS = 14;
const COLUMNS = 12;

interface Cell { total: number; by: Partial<Record<Manner, number>> }

const mannerName = (m: Manner) => (m === 'accuses' || m === 'backs' ? t(`manner_${m}`) : stanceName(m));
/** Who accuses or backs has a party by definition: the one that suffers it. */
const byWords = (m: Manner) => m === 'accuses' || m === 'backs';

function table(items: VoiceItem[], role: string, manners: Manner[]) {
  const cells = new Map<string, Cell>();
  const rows = new Map<string, number>();
  const columns = new Map<string, number>();
  for (const item of items) {
    if ((item.role !== role && !byWords(item.stance)) || !manners.includes(item.stance) || !item.of) continue;
    const id = item.source + '\n' + item.of;
    const cell = cells.get(id) ?? { total: 0, by: {} };
    cell.total += item.count;
    cell.by[item.stance] = (cell.by[item.stance] ?? 0) + item.count;
    cells.set(id, cell);
    rows.set(item.source, (rows.get(item.source) ?? 0) + item.count);
    columns.set(item.of, (columns.get(item.of) ?? 0) + item.count);
  }
  const top = (of: Map<string, number>, n: number) => [...of].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, n).map(([v]) => v);
  return { cells, rows: top(rows, ROWS), columns: top(columns, COLUMNS), most: Math.max(1, ...[...cells.values()].map((c) => c.total)) };
}

export function Voices() {
  const here = useHere();
  const [role, setRole] = useState('actor');
  const [manners, setManners] = useState<Manner[]>(MANNERS.filter((m) => m !== 'asserts'));
  const { data, fault, busy } = useAnswer<{ items: VoiceItem[]; without?: number }>(manners.length > 0 ? 'voices?' + here.query({ of: here.of, how: manners.join() }) : null);
  const items = data?.items ?? [];
  const { cells, rows, columns, most } = useMemo(() => table(items, role, manners), [data, role, manners]);
  const sourceName = (code: string) => codeName(code) || t('narrator');
  return (
    <section class="matrix" aria-labelledby="matrix-title">
      <div class="head">
        <h2 id="matrix-title">{t('matrix')}</h2>
        <label><span>{t('role')}</span> <select value={role} onChange={(e) => setRole(e.currentTarget.value)}>
          <option value="actor">{t('asActor')}</option><option value="recipient">{t('asRecipient')}</option></select></label>
        <fieldset class="ticks"><legend class="hidden">{t('stance')}</legend>
          {MANNERS.map((m) => <label key={m}><input type="checkbox" checked={manners.includes(m)} onChange={() => setManners(MANNERS.filter((x) => (x === m) !== manners.includes(x)))} /> <StanceMark stance={m} /> {mannerName(m)}</label>)}
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
                    const said = MANNERS.filter((m) => cell.by[m]);
                    return (
                      <td key={c}>
                        {said.map((m) => (
                          <button type="button" key={m} class="cell" aria-label={t('matrixCell', { source: sourceName(r), how: mannerName(m), of: codeName(c), n: cell.by[m]! })} title={mannerName(m)}
                            onClick={() => go(here.set(chosen(m, role, r, c)))}><StanceMark stance={m} /> <span class="n">{number(cell.by[m]!)}</span></button>
                        ))}
                        <span class="stack" aria-hidden="true" style={{ inlineSize: 20 + 65 * Math.sqrt(cell.total / most) + '%' }}>
                          {said.map((m) => <i key={m} class={'is-' + m} style={{ flexGrow: cell.by[m] }} />)}
                        </span>
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

/** The filters that a number of the matrix stands for. */
function chosen(manner: Manner, role: string, source: string, of: string): Record<string, string | string[] | null> {
  if (manner === 'accuses') return { type: 'ACCUSE', mode: ['allege', 'disapprove'], status: 'actual', actor: source, recipient: of };
  if (manner === 'backs') return { type: 'SUPPORT', status: 'actual', actor: source, recipient: of };
  return { source: source || null, stance: manner, [role]: of };
}

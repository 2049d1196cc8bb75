//! Decides how what is shown is saved as a file.

import { useState } from 'preact/hooks';
import { file, fileAddress, hasToken, Fault } from './server';
import { t } from './language';

/** A cell that no spreadsheet takes for a formula. */
export function cell(value: unknown): string {
  let out = value === null || value === undefined ? '' : String(value);
  if (typeof value !== 'number' && /^[=+\-@\t\r]/.test(out)) out = "'" + out;
  return /[",\n\r]/.test(out) ? '"' + out.replaceAll('"', '""') + '"' : out;
}

export const csv = (rows: unknown[][]) => '\ufeff' + rows.map((r) => r.map(cell).join(',')).join('\r\n') + '\r\n';

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file that the pages write of what they show. */
export function SaveRows({ name, rows }: { name: string; rows: () => unknown[][] }) {
  return (
    <button type="button" class="plain" aria-label={t('saves', { x: name + '.csv' })} onClick={() => save(new Blob([csv(rows())], { type: 'text/csv' }), name + '.csv')}>CSV</button>
  );
}

/** A file that the server writes of the whole list. */
export function SaveList({ path, query, kinds }: { path: string; query: string; kinds: string[] }) {
  const [fault, setFault] = useState<string | null>(null);
  return (
    <span class="saving" role="group" aria-label={t('export')}>
      <span class="quiet" aria-hidden="true">{t('export')}</span>
      {kinds.map((kind) => {
        const from = path + '.' + kind + (query ? '?' + query : '');
        const label = t('exportAll', { x: kind.toUpperCase() });
        if (!hasToken()) return <a key={kind} class="plain" href={fileAddress(from)} download={'isnad-' + path + '.' + kind} aria-label={label}>{kind.toUpperCase()}</a>;
        return (
          <button key={kind} type="button" class="plain" aria-label={label} onClick={() => {
            setFault(null);
            file(from).then((blob) => save(blob, 'isnad-' + path + '.' + kind), (e: unknown) => setFault(e instanceof Fault ? e.what : String(e)));
          }}>{kind.toUpperCase()}</button>
        );
      })}
      {fault && <span role="alert" class="fault">{fault}</span>}
    </span>
  );
}

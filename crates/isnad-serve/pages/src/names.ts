//! Decides how a code is called in the reader's language, from the names that the server has.
//!
//! With Syria and GOV known, `codeName('SYRGOV')` is `Syria, government`; unknown parts stand as they are.

import type { Codes, Named } from './record';
import { language, named, languageName } from './language';

let codes: Codes = {};

export const setCodes = (to: Codes) => void (codes = to);
export const countryCodes = () => Object.keys(codes.countries ?? {});

function find(table: Named | undefined, code: string): string | null {
  const entry = table?.[code];
  if (!entry) return null;
  if (typeof entry === 'string') return entry;
  return entry[language()] ?? entry.en ?? entry.ar ?? null;
}

/** Country and sector, each by its name. */
export function codeName(code: string): string {
  if (!code) return '';
  const head = code.slice(0, 3);
  const parts: string[] = [];
  let rest = code;
  const country = find(codes.countries, head);
  if (country) {
    parts.push(country);
    rest = code.slice(3);
  }
  for (; rest.length >= 3; rest = rest.slice(3)) parts.push(find(codes.sectors, rest.slice(0, 3)) ?? rest.slice(0, 3));
  if (rest) parts.push(rest);
  return parts.join(language() === 'ar' ? '، ' : ', ');
}

export const typeName = (type: string) => find(codes.types, type) ?? type;
export const modeName = (mode: string) => find(codes.modes, mode) ?? mode;
export const statusName = (status: string) => find(codes.statuses, status) ?? status;
export const stanceName = (stance: string) => find(codes.stances, stance) ?? named('', stance);

/** What a value of a filter is called. */
export function valueName(field: string, value: string): string {
  switch (field) {
    case 'type': return typeName(value);
    case 'mode': return modeName(value);
    case 'status': return statusName(value);
    case 'stance': return stanceName(value);
    case 'actor': case 'recipient': case 'source': case 'country': return codeName(value) || value;
    case 'lang': return languageName(value);
    default: return value;
  }
}

/** Whether a value is the words of a publisher or a user, to be isolated in its direction. */
export const isWords = (field: string) => field === 'publisher' || field === 'q';
/** Whether a value is a code that is shown beside its name. */
export const isCode = (field: string) => ['actor', 'recipient', 'source', 'country'].includes(field);

/** All codes with names, for what a reader may type. */
export function typed(field: string): { value: string; label: string }[] {
  const table = field === 'type' ? codes.types : field === 'mode' ? codes.modes : codes.countries;
  return Object.keys(table ?? {}).map((value) => ({ value, label: find(table, value) ?? value })).sort((a, b) => a.label.localeCompare(b.label, language()));
}

/** The code that a reader means who typed a name or a code. */
export function codeOf(field: string, words: string): string {
  const plain = words.trim();
  return typed(field).find((e) => e.label === plain || e.value === plain.toUpperCase())?.value ?? (field === 'publisher' ? plain : plain.toUpperCase());
}

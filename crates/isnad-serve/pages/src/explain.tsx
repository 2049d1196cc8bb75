//! Decides how an explanation is said in the reader's language: what the program says in fixed words is translated, what it quotes (words
//! of the text, lines of the lexicon) stands as it is and is isolated in its direction.
//!
//! `rule passive verb` is `rule` and `passive verb`, each in the reader's words; `actor قوات (SYRMIL)` is `actor`, and the rest is quoted.

import { modeName, statusName, stanceName, typeName } from './names';
import { named, t, type Word } from './language';

/** A piece of a line: the program's own words, or what it quotes. */
export interface Piece { own?: string; quoted?: string; of?: 'lexicon' | 'text' }

/** How lines begin, and what follows: words of the program to be translated by a prefix, or a quotation. */
const HEADS: [RegExp, Word][] = [
  [/^entry /, 'ex_entry'], [/^carried by /, 'ex_carried'], [/^by /, 'ex_by'],
  [/^actor /, 'role_actor'], [/^recipient /, 'role_recipient'], [/^source /, 'role_source'], [/^content /, 'role_content'],
  [/^date /, 'role_date'], [/^place, in the gazetteer /, 'ex_placeKnown'], [/^place /, 'role_place'], [/^told again by /, 'ex_again'],
];
/** What may stand behind a quotation. */
const TAILS: [RegExp, (found: RegExpExecArray) => string][] = [
  [/ stands in another sentence$/, () => t('ex_elsewhere')],
  [/ \(no code\)$/, () => t('ex_noCode')],
  [/ speaks of (a\d+)$/, (m) => t('ex_speaksOf', { x: m[1]! })],
  [/ inside (a\d+)$/, (m) => t('inside', { x: m[1]! })],
];

function quotation(words: string): Piece[] {
  for (const [tail, said] of TAILS) {
    const found = tail.exec(words);
    if (found) return [...quotation(words.slice(0, found.index)), { own: said(found) }];
  }
  return [{ quoted: words }];
}

/** The pieces of a line; a line of no known shape is one quotation. */
export function pieces(line: string): Piece[] {
  const record = /^([ea]\d+) (.*)$/s.exec(line);
  if (record) {
    const event = /^([A-Z]+)(?: ([\w-]+))?, (\w+): (.*)$/s.exec(record[2]!);
    if (event) return [{ own: `${record[1]} ${typeName(event[1]!)}${event[2] ? ' (' + modeName(event[2]) + ')' : ''}، ${statusName(event[3]!)}:` }, { quoted: event[4] }];
    const said = /^(\w+): (.*)$/s.exec(record[2]!);
    if (said) return [{ own: `${record[1]} ${stanceName(said[1]!)}:` }, said[2] === 'no cue in print' ? { own: t('ex_noCue') } : { quoted: said[2] }];
  }
  const rule = /^rule (.*)$/s.exec(line);
  if (rule) return [{ own: t('ex_rule') + ':' }, { own: named('rule_', rule[1]!) }];
  const sure = /^confidence ([\d.]+): ?(.*)$/s.exec(line);
  if (sure) return [{ own: `${t('confidence')} ${sure[1]}:` }, { own: sure[2]!.split(', ').map((s) => named('sign_', s)).join(t('listComma')) }];
  const none = /^no record of (.*): ([^:]*)$/s.exec(line);
  if (none) return [{ own: t('ex_noRecord') }, { quoted: none[1], of: 'text' }, { own: '— ' + named('why_', none[2]!) }];
  const versions = /^the ledger's records are of isnad (\S+) with (\S+), this explanation is of isnad (\S+) with (\S+): /.exec(line);
  if (versions) return [{ own: t('ex_versions', { a: `${versions[1]} ${versions[2]}`, b: `${versions[3]} ${versions[4]}` }) }];
  const inside = /^inside (a\d+)(?: (.*))?$/s.exec(line);
  if (inside) return [{ own: t('inside', { x: inside[1]! }) }, ...(inside[2] ? pieces(inside[2]) : [])];
  for (const [head, word] of HEADS) {
    const found = head.exec(line);
    if (!found) continue;
    const rest = line.slice(found[0].length);
    // Date, place and the like stand in one line, each after the other.
    const next = ['role_date', 'role_place', 'ex_placeKnown', 'ex_again'].includes(word) ? rest.search(/ +(?:place|inside a\d+|told again by)\b/) : -1;
    const [own, more] = next < 0 ? [rest, ''] : [rest.slice(0, next), rest.slice(next).trim()];
    // A line of the lexicon is a file's: it runs from left to right.
    if (['ex_entry', 'ex_carried', 'ex_by'].includes(word)) return [{ own: t(word) + ':' }, { quoted: rest, of: 'lexicon' }];
    return [{ own: t(word) + ':' }, ...quotation(own), ...(more ? pieces(more) : [])];
  }
  return [{ quoted: line }];
}

/** The lines of an explanation. */
export function Lines({ lines }: { lines: string[] }) {
  return (
    <ul class="lines">
      {lines.map((line, i) => (
        <li key={i}>{pieces(line).map((p, k) => <span key={k}>{k > 0 && ' '}{p.own !== undefined ? <span class="own-words">{p.own}</span> : p.of === 'lexicon' ? <bdi class="lexicon" dir="ltr">{p.quoted}</bdi> : <bdi>{p.of === 'text' ? `«${p.quoted}»` : p.quoted}</bdi>}</span>)}</li>
      ))}
    </ul>
  );
}

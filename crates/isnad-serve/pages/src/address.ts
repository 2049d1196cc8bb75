//! Decides how a view is written in the address and read from it: everything that a reader has chosen stands there, so that a
//! link shows another reader the same view.
//!
//! `?view=events&type=ASSAULT&not.source=SYRGOV` is the list of events of one type, without those of one source.

export type ViewName = 'claims' | 'events' | 'reports' | 'overview' | 'claim' | 'report' | 'corrections' | 'code';
export const VIEWS: ViewName[] = ['claims', 'events', 'reports', 'overview', 'claim', 'report', 'corrections', 'code'];
export type Of = 'events' | 'claims' | 'reports';

/** Filters of the server that may be given several times and left out with `not.`. */
export const MANY = ['type', 'mode', 'status', 'stance', 'actor', 'recipient', 'source', 'country', 'publisher', 'lang', 'report', 'claim'] as const;
/** Filters with one value. */
export const ONE = ['q', 'from', 'to', 'seen_from', 'seen_to', 'min_confidence', 'min_chains', 'contested', 'corrected', 'bbox'] as const;
/** What else a view needs, and no filter. */
const OWN = ['view', 'id', 'at', 'of', 'sort', 'by', 'unit'] as const;

export type Many = (typeof MANY)[number];
export type One = (typeof ONE)[number];

/** A list of names and values in a fixed order: two views that show the same have the same address. */
export class Address {
  private constructor(readonly pairs: readonly (readonly [string, string])[]) {}

  static parse(search: string): Address {
    return Address.of([...new URLSearchParams(search)]);
  }

  private static of(pairs: (readonly [string, string])[]): Address {
    const order = (name: string) => {
      const bare = name.replace(/^not\./, '');
      const all: readonly string[] = [...OWN, ...ONE, ...MANY];
      return all.indexOf(bare) * 2 + (bare === name ? 0 : 1);
    };
    const seen = new Set<string>();
    const kept = pairs.filter(([name, value]) => {
      const bare = name.replace(/^not\./, '');
      const known = (name === bare && ((ONE as readonly string[]).includes(name) || (OWN as readonly string[]).includes(name))) || (MANY as readonly string[]).includes(bare);
      const id = name + '\n' + value;
      if (!known || value === '' || seen.has(id)) return false;
      seen.add(id);
      return true;
    });
    kept.sort((a, b) => order(a[0]) - order(b[0]) || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
    return new Address(kept);
  }

  get view(): ViewName {
    const view = this.one('view') as ViewName;
    return VIEWS.includes(view) ? view : 'claims';
  }

  /** What is listed or counted: the list itself, or what the overview counts. */
  get of(): Of {
    const view = this.view;
    if (view === 'events' || view === 'claims' || view === 'reports') return view;
    return this.one('of') === 'claims' ? 'claims' : 'events';
  }

  one(name: string): string {
    return this.pairs.find(([n]) => n === name)?.[1] ?? '';
  }

  all(name: string): string[] {
    return this.pairs.filter(([n]) => n === name).map(([, v]) => v);
  }

  has(name: string, value: string): boolean {
    return this.pairs.some(([n, v]) => n === name && v === value);
  }

  /** With `name` set to these values alone; none of them takes it away. */
  set(changes: Record<string, string | string[] | null | undefined>): Address {
    const rest = this.pairs.filter(([n]) => !(n in changes));
    for (const [name, value] of Object.entries(changes))
      for (const v of Array.isArray(value) ? value : [value ?? '']) rest.push([name, v]);
    return Address.of(rest);
  }

  add(name: string, value: string): Address {
    return Address.of([...this.pairs, [name, value]]);
  }

  drop(name: string, value: string): Address {
    return Address.of(this.pairs.filter(([n, v]) => !(n === name && v === value)));
  }

  /** Takes a value in, or out again; never in and left out at once. */
  include(name: Many, value: string): Address {
    return this.has(name, value) ? this.drop(name, value) : this.drop('not.' + name, value).add(name, value);
  }

  exclude(name: Many, value: string): Address {
    return this.has('not.' + name, value) ? this.drop('not.' + name, value) : this.drop(name, value).add('not.' + name, value);
  }

  /** The filters alone, as the server takes them. */
  filters(): [string, string][] {
    return this.pairs.filter(([n]) => !(OWN as readonly string[]).includes(n)).map(([n, v]) => [n, v]);
  }

  clear(): Address {
    return Address.of(this.pairs.filter(([n]) => (OWN as readonly string[]).includes(n)));
  }

  query(more: Record<string, string | number | undefined> = {}, without: string[] = []): string {
    const out = new URLSearchParams(this.filters().filter(([n]) => !without.includes(n)));
    for (const [name, value] of Object.entries(more)) if (value !== undefined && value !== '') out.set(name, String(value));
    return out.toString();
  }

  toString(): string {
    const out = new URLSearchParams(this.pairs.map(([n, v]) => [n, v])).toString();
    return out ? '?' + out : '?';
  }
}

/** The address of one claim or report, with nothing of the list it was reached from. */
export function pageOf(view: 'claim' | 'report', id: string, at?: string): string {
  return Address.parse('').set({ view, id, at: at ?? null }).toString();
}

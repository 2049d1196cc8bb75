//! What the server answers with. The fields are those of docs/RECORD.md and docs/LEDGER.md.

export type Stance = 'asserts' | 'alleges' | 'doubts' | 'denies';
export const STANCES: Stance[] = ['asserts', 'alleges', 'doubts', 'denies'];
/** How somebody speaks of somebody: what they do by their words, or how they stand to what is said of the other. */
export type Manner = Stance | 'accuses' | 'backs';
export const MANNERS: Manner[] = ['accuses', 'backs', 'denies', 'doubts', 'alleges', 'asserts'];

/** The code points of a report's text from `start` to `end`, `end` exclusive. */
export interface Span { start: number; end: number }
export interface Marked extends Span { role: string; stance?: Stance; depth?: number }

export interface Party extends Partial<Span> { text?: string | null; code?: string | null; name?: string | null; id?: string | null }
export interface Place extends Partial<Span> {
  text?: string | null; name?: string | null; country?: string | null;
  latitude?: number | null; longitude?: number | null; precision?: Precision | null; geonames?: number | null;
}
export type Precision = 'point' | 'region' | 'country';
export interface Count extends Partial<Span> { of: string; low?: number | null; high?: number | null; text?: string | null }
/** What a user's corrections make of an event; `coded_as` is what the record says. */
export interface Corrected { corrected?: boolean; corrections?: Correction[]; coded_as?: { type: string; mode?: string | null } | null; withdrawn?: boolean }
export interface Link { who: string; code?: string | null; stance: Stance }

export interface EventItem extends Corrected {
  key: string; report: string; event: string; claim: string | null;
  type: string; mode?: string | null; status?: string | null; trigger?: string | null;
  actors: Party[]; recipients: Party[];
  date?: string | null; date_from?: string | null; date_to?: string | null;
  place?: Place | null; counts?: Count[] | null; confidence?: number | null; rule?: string | null;
  chains: Link[][]; stances?: Stance[];
  publisher?: string | null; publishers?: string[]; published?: string | null; day?: string | null; title?: string | null; lang?: string | null;
  sentence?: { text: string; start: number; end: number } | null; spans?: Marked[];
}

export interface Figure { of: string; low: number | null; high: number | null; reports: number }

export interface ClaimItem {
  claim: string; type: string; mode?: string | null; status?: string | null;
  actors: string[]; recipients: string[]; date_from?: string | null; date_to?: string | null;
  place?: string | null; place_country?: string | null;
  mentions: number; reports: number; chains: number;
  asserts: number; alleges: number; doubts: number; denies: number;
  contested: boolean; contested_why?: string | null; figures?: Figure[] | null;
  first_seen?: string | null; last_seen?: string | null; corrected?: boolean; where?: Place | null;
}

export interface Voice {
  report: string; event: string; who: string; code?: string | null; stance: Stance; chain?: number | string | null;
  title?: string | null; publisher?: string | null; day?: string | null; group?: string | null;
}

export interface ClaimWhole extends Omit<ClaimItem, 'mentions' | 'why'> {
  voices: Voice[]; mentions: EventItem[]; mention_count?: number; why?: unknown; corrections?: Correction[];
}

export interface ReportItem {
  report: string; id?: string | null; url?: string | null; publisher?: string | null; publishers?: string[];
  published?: string | null; day?: string | null; lang?: string | null; title?: string | null;
  words?: number | null; sentences?: number | null; events?: number | null; attributions?: number | null; snippet?: string | null; withdrawn?: boolean;
}

/** A row of the ledger's attributions. */
export interface Attribution {
  attribution: string; sentence?: number | null;
  cue?: string | null; cue_start?: number | null; cue_end?: number | null;
  source?: string | null; source_start?: number | null; source_end?: number | null; source_code?: string | null; source_name?: string | null;
  stance: Stance; content?: string | null; content_start?: number | null; content_end?: number | null;
  within?: string | null; via?: string | null; via_start?: number | null; via_end?: number | null; rule?: string | null;
}

/** A row of the ledger's events. */
export interface EventRow extends Corrected {
  event: string; sentence?: number | null; type: string; mode?: string | null; status?: string | null;
  trigger?: string | null; trigger_start: number; trigger_end: number;
  actors: Party[]; recipients: Party[];
  date?: string | null; date_words?: string | null; date_words_start?: number | null; date_words_end?: number | null;
  place?: string | Place | null; place_start?: number | null; place_end?: number | null; place_name?: string | null; place_country?: string | null;
  counts?: Count[] | null; within?: string[] | null; chains: Link[][]; confidence?: number | null; rule?: string | null; claim?: string | null;
}

export interface Copies { group?: string | null; origin?: string | null; relation?: string | null; share?: number | null; why?: string | null }

export interface ReportWhole extends Omit<ReportItem, 'events' | 'attributions'> {
  text: string; diagnostics?: string[] | null; coder?: string | null; pack?: string | null;
  attributions: Attribution[]; events: EventRow[]; copies?: Copies | null; claims?: Record<string, string> | null;
}

export interface Explained { about: string | { sentence: number }; lines: string[] }

export interface Correction { line: number; kind: Kind; mentions: string[]; value?: string | null; why?: string | null }
export type Kind = 'same' | 'different' | 'reject' | 'recode';

export interface Page<T> { state: number; total: number; items: T[]; next: string | null }
export interface Facets { state: number; total: number; facets: Record<string, { value: string; count: number }[]> }
export interface Timeline { unit: string; bins: { from: string; to: string; count: number }[]; undated?: number; usual?: { from: string; to: string } | null }
export interface PlaceItem extends Place { count: number }
export interface Places { items: PlaceItem[]; unplaced?: number }
export interface VoiceItem { source: string; source_name?: string | null; of: string; stance: Manner; role: string; count: number }
export interface State { state: number; reports: number; events: number; claims: number; built?: string; busy?: boolean; trouble?: string | null; version?: string }
export type Named = Record<string, { ar?: string; en?: string } | string>;
export interface Codes { countries?: Named; sectors?: Named; types?: Named; modes?: Named; statuses?: Named; stances?: Named }

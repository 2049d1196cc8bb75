//! Decides over which days a timeline is drawn at first: those in which nearly all lies. One text that tells of the year 630 would
//! else press all others into one bar.
//!
//! Nine things in 2015 and one in 630 are drawn over 2015; the one is said to lie before.

export interface Bin { from: string; to: string; count: number }
export interface Stretch { from: string; to: string }

const DAY = 86_400_000;
/** The share of all that the shortest stretch must hold. */
const MOST = 0.9;
/** A bin beside the stretch belongs to it if it holds this share of what its bins hold on average. */
const THIN = 0.1;

export const dayNumber = (day: string) => Date.parse(day.slice(0, 10) + 'T00:00:00Z') / DAY;
export const sum = (bins: readonly Bin[]) => bins.reduce((n, b) => n + b.count, 0);

/** The shortest stretch of bins in order that holds nine of ten things, and what lies densely beside it; null where there is nothing. */
export function busyDays(bins: readonly Bin[]): Stretch | null {
  const least = sum(bins) * MOST;
  if (bins.length === 0) return null;
  let [first, last, shortest] = [0, bins.length - 1, Infinity];
  for (let low = 0, high = 0, held = 0; high < bins.length; high++) {
    held += bins[high]!.count;
    while (held - bins[low]!.count >= least) held -= bins[low++]!.count;
    const length = dayNumber(bins[high]!.to) - dayNumber(bins[low]!.from);
    if (held >= least && length < shortest) [first, last, shortest] = [low, high, length];
  }
  const average = sum(bins.slice(first, last + 1)) / (last - first + 1);
  const near = (a: Bin, b: Bin) => dayNumber(b.from) - dayNumber(a.to) <= Math.max(2, 2 * (dayNumber(b.to) - dayNumber(b.from) + 1));
  while (first > 0 && bins[first - 1]!.count >= average * THIN && near(bins[first - 1]!, bins[first]!)) first--;
  while (last < bins.length - 1 && bins[last + 1]!.count >= average * THIN && near(bins[last]!, bins[last + 1]!)) last++;
  return { from: bins[first]!.from, to: bins[last]!.to };
}

/** The unit in which a stretch has bars that can be told apart. */
export function unitOf({ from, to }: Stretch): 'day' | 'month' | 'year' {
  const days = dayNumber(to) - dayNumber(from) + 1;
  return days <= 200 ? 'day' : days <= 366 * 12 ? 'month' : 'year';
}

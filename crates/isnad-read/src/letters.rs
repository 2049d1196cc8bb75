//! Decides by how often Arabic letters occur whether bytes are windows-1256 or ISO-8859-6, or neither.
//!
//! The two agree in half of the alphabet; read by the wrong one, ل becomes ف or ن, ي becomes a vowel sign, ه and و become
//! French letters. So the reading whose letters are as frequent as in newswire wins, by far from some twenty letters on.
//!
//! ```
//! let iso_8859_6 = isnad_read::decode(b"\xe2\xc7\xe4 \xc7\xe4\xe8\xd2\xea\xd1 \xc7\xe4\xd1\xe8\xd3\xea").unwrap();
//! assert_eq!(iso_8859_6.text, "قال الوزير الروسي");
//! let french = isnad_read::decode(b"La r\xe9forme a \xe9t\xe9 vot\xe9e").unwrap_err();
//! assert_eq!((french.offset, french.looks_like), (4, "windows-1252"));
//! ```

use encoding_rs::{Encoding, ISO_8859_6, WINDOWS_1256};
use std::sync::LazyLock;

/// How often, of 10,000 characters beyond ASCII in 20,329 Saudi newspaper articles of 2015 (SaudiNewsNet).
const FREQUENT: &str = "اليمونترعبةدفهسقأكحجشط،صخإىضزذثئغءظؤآ»«؟";
/// Their shares, in the same order.
const SHARES_OF_FREQUENT: [f64; 40] = [
    1497.0, 1152.0, 744.0, 648.0, 524.0, 488.0, 456.0, 453.0, 339.0, 338.0, 323.0, 308.0, 254.0, 233.0, 232.0, 213.0, 191.0, 178.0, 176.0, 140.0, 100.0, 95.0, 94.0, 91.0, 83.0, 82.0, 81.0, 65.0,
    64.0, 57.0, 54.0, 41.0, 34.0, 33.0, 24.0, 12.0, 10.0, 12.0, 12.0, 5.0,
];
/// Letters of Persian and Urdu, so that these are recognised as well.
const BEYOND_ARABIC: &str = "پچژگکںےٹڈڑھہ";
const VOWEL_SIGNS: &str = "ًٌٍَُِّْـ؛";
const PUNCTUATION: &str = "“”‘’–—…•\u{a0}\u{ad}\u{200c}\u{200d}\u{200e}\u{200f}";

/// A reading has to be at least this likely (mean natural logarithm). Of the sentences of NTREX that chardetng does not
/// second, hardly an Arabic one lies below, and of the Russian ones in KOI8-R, the nearest of the others, none above;
/// whole texts in windows-1251, 1252, 1254, GBK or Shift_JIS lie below -8. `tests/encodings_of_news.rs` counts.
const LIKELY: f64 = -3.9;
/// Where chardetng says the same encoding, less will do: short lines.
const LIKELY_IF_SECONDED: f64 = -5.0;
/// Readings nearer to each other than this, over all bytes, are decided by chardetng.
const TOO_NEAR: f64 = 3.0;
/// Fewer high bytes than this tell nothing.
const FEWEST: u64 = 3;

/// For each byte from 0x80 the logarithm of its share; none where the encoding has no character for it.
type Shares = [Option<f64>; 128];

static SHARES: LazyLock<[Shares; 2]> = LazyLock::new(|| [shares(WINDOWS_1256), shares(ISO_8859_6)]);

fn shares(encoding: &'static Encoding) -> Shares {
    let mut all = [None; 128];
    for (n, share) in (0x80..=0xff_u8).zip(all.iter_mut()) {
        let one = [n];
        let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&one) else {
            continue;
        };
        *share = text.chars().next().filter(|c| !c.is_control()).map(|c| (of_10_000(c) / 10_000.0).ln());
    }
    all
}

fn of_10_000(c: char) -> f64 {
    let mut frequent = FREQUENT.chars().zip(SHARES_OF_FREQUENT);
    if let Some((_, share)) = frequent.find(|(letter, _)| *letter == c) {
        share
    } else if BEYOND_ARABIC.contains(c) {
        30.0
    } else if PUNCTUATION.contains(c) {
        10.0
    } else if VOWEL_SIGNS.contains(c) {
        5.0
    } else {
        0.02
    }
}

/// The Arabic encoding that the bytes are in, or none. `seconded` is chardetng's guess.
pub(crate) fn arabic(bytes: &[u8], seconded: &'static Encoding) -> Option<&'static Encoding> {
    let mut counts = [0_u64; 128];
    // High bytes that touch an ASCII letter: rare in Arabic script, the rule for accented Latin letters.
    let mut touching = 0_u64;
    let mut before = b' ';
    for &byte in bytes {
        if let Some(count) = counts.get_mut(usize::from(byte).wrapping_sub(0x80)) {
            *count += 1;
        }
        touching += u64::from((byte >= 0x80 && before.is_ascii_alphabetic()) || (byte.is_ascii_alphabetic() && before >= 0x80));
        before = byte;
    }
    let total: u64 = counts.iter().sum();
    if total < FEWEST || touching * 4 > total {
        return None;
    }
    let likelihood = |shares: &Shares| {
        let mut sum = 0.0;
        for (count, share) in counts.iter().zip(shares).filter(|(count, _)| **count > 0) {
            sum += (*share)? * *count as f64;
        }
        Some(sum)
    };
    let [windows, iso] = [&SHARES[0], &SHARES[1]].map(likelihood);
    let nothing = f64::NEG_INFINITY;
    let (windows, iso) = (windows.unwrap_or(nothing), iso.unwrap_or(nothing));
    let best = if (windows - iso).abs() < TOO_NEAR && [WINDOWS_1256, ISO_8859_6].contains(&seconded) {
        seconded
    } else if windows >= iso {
        WINDOWS_1256
    } else {
        ISO_8859_6
    };
    let mean = if best == WINDOWS_1256 { windows } else { iso } / total as f64;
    (mean >= if best == seconded { LIKELY_IF_SECONDED } else { LIKELY }).then_some(best)
}

//! Decides in which encoding bytes are, and decodes them letter by letter.
//!
//! ```
//! use isnad_read::decode;
//!
//! let utf8 = decode("\u{feff}قال الوزير".as_bytes()).unwrap();
//! assert_eq!((utf8.text.as_str(), utf8.encoding), ("قال الوزير", "UTF-8"));
//!
//! let windows = decode(b"\xde\xc7\xe1 \xc7\xe1\xe6\xd2\xed\xd1 \xc7\xe1\xd1\xe6\xd3\xed").unwrap();
//! assert_eq!((windows.text.as_str(), windows.encoding), ("قال الوزير الروسي", "windows-1256"));
//!
//! let broken = decode(b"\xd9\x82\xd8\xa7\xd9\x84 \xd8").unwrap_err();
//! assert_eq!((broken.offset, broken.byte, broken.looks_like), (7, 0xd8, "UTF-8"));
//! ```

use crate::letters;
use chardetng::EncodingDetector;

/// What bytes say, and in which encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE`, `windows-1256` or `ISO-8859-6`.
    pub encoding: &'static str,
}

impl Decoded {
    /// What a reader of the report should know: an encoding other than UTF-8.
    pub(crate) fn note(&self) -> Option<String> {
        let other = self.encoding != Framing::Bytes.name();
        other.then(|| format!("read as {}; offsets are those of the decoded text", self.encoding))
    }
}

/// Why bytes could not be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecoded {
    /// Where the first byte stands that cannot be read, in bytes from 0.
    pub offset: usize,
    /// The byte.
    pub byte: u8,
    /// The encoding that the bytes were taken for, or seem to be in.
    pub looks_like: &'static str,
}

/// How many bytes make a unit: what a byte order mark tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    Bytes,
    Utf16Le,
    Utf16Be,
}

impl Framing {
    /// The framing that a byte order mark tells, and the mark's length in bytes.
    pub fn of(start: &[u8]) -> (Framing, usize) {
        match start {
            [0xef, 0xbb, 0xbf, ..] => (Framing::Bytes, 3),
            [0xff, 0xfe, ..] => (Framing::Utf16Le, 2),
            [0xfe, 0xff, ..] => (Framing::Utf16Be, 2),
            _ => (Framing::Bytes, 0),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Framing::Bytes => "UTF-8",
            Framing::Utf16Le => "UTF-16LE",
            Framing::Utf16Be => "UTF-16BE",
        }
    }
}

/// Decodes a whole file's bytes. A byte order mark is believed; without one, bytes that are not UTF-8 are tried as
/// windows-1256 and ISO-8859-6, and taken for one of them only if its letters are as frequent as in Arabic.
/// UTF-8 with a fault in it is refused, not read as something else.
///
/// # Errors
/// [`Undecoded`], with the first byte that cannot be read.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Undecoded> {
    let (framing, mark) = Framing::of(bytes);
    let rest = bytes.get(mark..).unwrap_or_default();
    let decoded = match (framing, mark) {
        (Framing::Bytes, 0) => return decode_unmarked(rest),
        (Framing::Bytes, _) => match std::str::from_utf8(rest) {
            Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: framing.name() }),
            Err(e) => Err(undecoded(rest, e.valid_up_to(), framing.name())),
        },
        _ => decode_framed(rest, framing),
    };
    decoded.map_err(|e| Undecoded { offset: e.offset + mark, ..e })
}

/// Decodes a part of a file (a line) behind its byte order mark.
pub(crate) fn decode_framed(bytes: &[u8], framing: Framing) -> Result<Decoded, Undecoded> {
    let unit: fn([u8; 2]) -> u16 = match framing {
        Framing::Bytes => return decode_unmarked(bytes),
        Framing::Utf16Le => u16::from_le_bytes,
        Framing::Utf16Be => u16::from_be_bytes,
    };
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(unit));
    let mut text = String::with_capacity(bytes.len());
    let mut offset = 0;
    for c in char::decode_utf16(units) {
        let Ok(c) = c else {
            return Err(undecoded(bytes, offset, framing.name()));
        };
        text.push(c);
        offset += 2 * c.len_utf16();
    }
    if bytes.len() % 2 == 1 {
        return Err(undecoded(bytes, bytes.len() - 1, framing.name()));
    }
    Ok(Decoded { text, encoding: framing.name() })
}

fn decode_unmarked(bytes: &[u8]) -> Result<Decoded, Undecoded> {
    let fault = match std::str::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded { text: text.to_owned(), encoding: "UTF-8" });
        }
        Err(e) => e.valid_up_to(),
    };
    if mostly_utf8(bytes) {
        return Err(undecoded(bytes, fault, "UTF-8"));
    }
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    let guess = detector.guess(None, false);
    let decoded = letters::arabic(bytes, guess).and_then(|e| Some(Decoded { text: e.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned(), encoding: e.name() }));
    decoded.ok_or_else(|| {
        // A guess that was weighed and found wanting is no help to whoever has to convert the file.
        let weighed = [encoding_rs::WINDOWS_1256, encoding_rs::ISO_8859_6].contains(&guess);
        undecoded(bytes, fault, if weighed { "no known encoding" } else { guess.name() })
    })
}

/// Whether bytes that are not UTF-8 throughout are so for a good part: at least a quarter of the high bytes stand in
/// whole UTF-8 sequences. In windows-1256 and ISO-8859-6 a letter is rarely followed by a byte that would complete one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let high = |bytes: &[u8]| bytes.iter().filter(|b| **b >= 0x80).count();
    let whole: usize = bytes.utf8_chunks().map(|chunk| high(chunk.valid().as_bytes())).sum();
    whole * 4 >= high(bytes)
}

fn undecoded(bytes: &[u8], offset: usize, looks_like: &'static str) -> Undecoded {
    Undecoded { offset, byte: bytes.get(offset).copied().unwrap_or_default(), looks_like }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{Encoding, ISO_8859_6, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, WINDOWS_1256};

    const REPORT: &str = "قالت وزارة الداخلية التركية في بيان، اليوم (الاثنين)، ان انفجارا في بلدة سروج أسفر عن مقتل 27 شخصا.";

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        if encoding != ISO_8859_6 {
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy, "{text}");
            return bytes.into_owned();
        }
        // encoding_rs writes what the web platform writes; this one byte table is small enough to turn around.
        let table: Vec<(char, u8)> = (0x80..=0xff).filter_map(|b| Some((ISO_8859_6.decode_without_bom_handling_and_without_replacement(&[b])?.chars().next()?, b))).collect();
        text.chars().map(|c| if c.is_ascii() { c as u8 } else { table.iter().find(|(t, _)| *t == c).unwrap().1 }).collect()
    }

    #[test]
    fn both_arabic_encodings_are_told_apart() {
        for text in
            [REPORT, "موسكو - رويترز", "زار الرئيس الفرنسي القاهرة أمس", "إصابة 3 جنود في هجوم", "هو يقول إنه لا يعلم شيئا عن ذلك", "مؤتمر صحفي مشترك لوزيري خارجية مصر والسودان في الخرطوم؛ هل ينجح؟"]
        {
            for encoding in [WINDOWS_1256, ISO_8859_6] {
                let decoded = decode(&encoded(text, encoding)).unwrap();
                assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding.name()));
                assert!(decoded.note().unwrap().contains(encoding.name()));
            }
        }
    }

    #[test]
    fn persian_in_windows_1256_is_read() {
        let text = "گزارش پلیس تهران درباره چند انفجار در ژاپن".replace('ی', "ي");
        assert_eq!(decode(&encoded(&text, WINDOWS_1256)).unwrap().text, text);
    }

    #[test]
    fn other_encodings_are_refused_by_name() {
        for (text, encoding) in [
            ("Министр иностранных дел прибыл в Анкару с рабочим визитом", WINDOWS_1251),
            ("Le président a déclaré à la télévision que la réforme sera votée", WINDOWS_1252),
            ("Cumhurbaşkanı dün Ankara’da yaptığı açıklamada şöyle dedi: “Görüşmeler sürecek”", WINDOWS_1254),
        ] {
            let bytes = encoded(text, encoding);
            let error = decode(&bytes).unwrap_err();
            assert_eq!(error.looks_like, encoding.name(), "{text}");
            assert_eq!(Some(error.offset), bytes.iter().position(|b| *b >= 0x80));
            assert_eq!(error.byte, bytes[error.offset]);
        }
        assert!(decode(b"He said \x93yes\x94 in S\xe3o Paulo").is_err());
        assert!(decode(b"caf\xe9").is_err());
        assert!(decode(b"\xe1").is_err());
    }

    #[test]
    fn utf8_with_a_fault_is_not_taken_for_something_else() {
        for cut in 1..REPORT.len() {
            let mut bytes = REPORT.as_bytes().to_vec();
            bytes[cut] = 0xff;
            let error = decode(&bytes).unwrap_err();
            assert_eq!(error.looks_like, "UTF-8");
            // The fault is the lead byte where the byte behind it was spoilt.
            assert!(error.offset == cut || error.offset + 1 == cut, "{cut} {error:?}");
        }
    }

    #[test]
    fn half_in_utf8_and_half_in_windows_1256_is_refused() {
        let mut bytes = REPORT.as_bytes().to_vec();
        bytes.extend(encoded(REPORT, WINDOWS_1256));
        assert_eq!(decode(&bytes).unwrap_err().offset, REPORT.len());
    }

    #[test]
    fn utf16_by_its_mark() {
        let little: Vec<u8> = "\u{feff}قال 😀".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}قال 😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little).unwrap(), Decoded { text: "قال 😀".to_owned(), encoding: "UTF-16LE" });
        assert_eq!(decode(&big).unwrap(), Decoded { text: "قال 😀".to_owned(), encoding: "UTF-16BE" });
        // Cut within the last character, and within its last unit.
        assert_eq!(decode(&little[..12]).unwrap_err().offset, 10);
        assert_eq!(decode(&little[..13]).unwrap_err(), Undecoded { offset: 10, byte: 0x3d, looks_like: "UTF-16LE" });
        assert_eq!(decode(&little[..5]).unwrap_err().offset, 4);
    }

    #[test]
    fn a_mark_is_believed() {
        let mut bytes = vec![0xef, 0xbb, 0xbf];
        bytes.extend(encoded(REPORT, WINDOWS_1256));
        let error = decode(&bytes).unwrap_err();
        assert_eq!((error.looks_like, error.offset), ("UTF-8", 3));
        assert_eq!(decode(&[0xef, 0xbb, 0xbf]).unwrap().text, "");
    }
}

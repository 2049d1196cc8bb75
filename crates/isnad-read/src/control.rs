//! Decides by its control bytes whether something is text at all.
//!
//! ```
//! use isnad_read::{Input, ReadError, Reader};
//!
//! let mut reader = Reader::new([Input::Stdin]).reading_stdin_from("نص\0نص".as_bytes());
//! assert!(matches!(reader.next(), Some(Err(ReadError::Binary { offset: 4, byte: 0, .. }))));
//! ```

/// More control bytes than one in this many, and it is no text. Wire formats frame a report in a handful.
const ONE_IN: usize = 50;

/// Neither printed nor white space.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0e..=0x1f | 0x7f)
}

/// Text, with so many control bytes in it, or the offset of the byte that shows it is none.
pub(crate) fn count(bytes: &[u8]) -> Result<usize, usize> {
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(at);
    }
    let controls = bytes.iter().filter(|b| is_control(**b)).count();
    if controls * ONE_IN > bytes.len() {
        return Err(bytes.iter().position(|b| is_control(*b)).unwrap_or(0));
    }
    Ok(controls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_one_too_many() {
        assert_eq!(count(format!("{}\0", "نص".repeat(1000)).as_bytes()), Err(4000));
    }

    #[test]
    fn a_wire_report_may_be_framed_in_control_bytes() {
        let framed = format!("\x01\x02{}\x03", "نص ".repeat(100));
        assert_eq!(count(framed.as_bytes()), Ok(3));
        assert_eq!(count(b"GIF89a\x10\x01\x02"), Err(6));
        assert_eq!(count("سطر\r\n\tسطر\x0c".as_bytes()), Ok(0));
        assert_eq!(count(b""), Ok(0));
    }
}

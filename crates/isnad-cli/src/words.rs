//! `isnad words`: plain text as CoNLL-U, a paragraph at a time.

use crate::args::Words;
use crate::output::{Output, Stop, tell};
use isnad_words::conllu::Writer;
use isnad_words::{Model, Tagger};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// A paragraph that goes on for longer is read in parts of about this size, in bytes.
const LONGEST: usize = 4 << 20;

/// The tagger's model.
///
/// # Errors
/// Weights or tables of the pack that are torn.
pub fn model() -> Result<Model, Stop> {
    Model::from_bytes(isnad_ar::STEMS, isnad_ar::WEIGHTS).map_err(Stop::Failed)
}

/// `isnad words`.
///
/// # Errors
/// A file that cannot be read, or standard output that cannot be written.
pub fn run(call: &Words) -> Result<bool, Stop> {
    let failed = |e: io::Error| Stop::Failed(format!("{}: cannot be read ({e}); check the path and its permissions", call.file.display()));
    let input: Box<dyn Read> = if call.file.as_path() == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(&call.file).map_err(failed)?) };
    let mut input = BufReader::with_capacity(1 << 16, input);
    let model = model()?;
    let mut tagger = Tagger::new(&model);
    let mut out = Output::stdout()?;
    let mut paragraphs = Paragraphs::default();
    let mut writer = Writer::default();
    while let Some((skipped, text)) = paragraphs.next(&mut input).map_err(failed)? {
        writer.paragraph(skipped);
        let mut at = (0, 0);
        for sentence in tagger.text(&text) {
            writer.sentence(&text, &sentence, &mut at);
            out.lines(writer.take().as_bytes())?;
        }
        writer.end_paragraph(text.chars().count());
    }
    out.flush()?;
    if paragraphs.mended > 0 {
        tell(&format!("{}: {} lines are not UTF-8; what could not be read stands as U+FFFD (convert the file: iconv -f WINDOWS-1256 -t UTF-8)", call.file.display(), paragraphs.mended));
    }
    // The program ends here: what it remembers need not be taken apart form by form.
    std::mem::forget(tagger);
    std::mem::forget(model);
    Ok(paragraphs.mended == 0)
}

/// Cuts input into paragraphs at blank lines.
#[derive(Default)]
struct Paragraphs {
    /// Bytes at the end of the last part that may go on in the next.
    rest: Vec<u8>,
    /// Lines that were not UTF-8.
    mended: usize,
    /// Code points passed over since the last paragraph.
    skipped: usize,
}

impl Paragraphs {
    /// The code points before the next paragraph, and its text; none at the end.
    fn next(&mut self, input: &mut impl BufRead) -> io::Result<Option<(usize, String)>> {
        let mut text = String::new();
        loop {
            let mut line = std::mem::take(&mut self.rest);
            let room = (LONGEST + 1).saturating_sub(line.len()) as u64;
            let got = input.by_ref().take(room).read_until(b'\n', &mut line)?;
            if line.is_empty() {
                break;
            }
            // A line without end is cut where no word is, if there is such a place, and never inside a character.
            if got > 0 && line.last() != Some(&b'\n') && line.len() > LONGEST {
                let word = line.iter().rposition(|b| matches!(b, b' ' | b'\t' | b'\r')).map(|p| p + 1).filter(|p| *p > LONGEST / 2);
                let character = line.iter().rposition(|b| b & 0xC0 != 0x80).filter(|p| *p + 4 > line.len() && *p > 0);
                self.rest = line.split_off(word.or(character).unwrap_or(line.len()));
            }
            let line = String::from_utf8(line).unwrap_or_else(|e| {
                self.mended += 1;
                String::from_utf8_lossy(e.as_bytes()).into_owned()
            });
            if line.trim().is_empty() && text.is_empty() {
                self.skipped += line.chars().count();
                continue;
            }
            let blank = line.trim().is_empty();
            text.push_str(&line);
            if blank || text.len() >= LONGEST {
                break;
            }
        }
        Ok((!text.is_empty()).then(|| (std::mem::take(&mut self.skipped), text)))
    }
}

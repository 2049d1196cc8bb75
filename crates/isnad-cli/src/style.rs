//! Decides what text looks like on a terminal: colours, isolates, width, and that no text can command the terminal.

use crate::args::When;
use std::io::IsTerminal;
use unicode_width::UnicodeWidthStr;

/// What a stretch of text is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paint {
    /// Nothing special.
    #[default]
    Plain,
    /// Less important.
    Dim,
    /// A title.
    Bold,
    /// Who did it.
    Actor,
    /// To whom.
    Recipient,
    /// Whose words they are.
    Source,
    /// The word that introduces them.
    Cue,
    /// The words themselves.
    Content,
    /// An event's trigger, by the place of its class among the ontology's.
    Trigger(u8),
    /// What stands for an event of that class.
    Class(u8),
    /// Something to look at.
    Alert,
}

/// Colours of the classes of events, from friendly to hostile.
const CLASSES: [&str; 4] = ["32", "92", "33", "31"];
/// The same for triggers, in bold and underlined.
const TRIGGERS: [&str; 4] = ["1;4;32", "1;4;92", "1;4;33", "1;4;31"];

impl Paint {
    fn sgr(self) -> &'static str {
        match self {
            Paint::Plain => "",
            Paint::Dim => "2",
            Paint::Bold => "1",
            Paint::Actor => "1;36",
            Paint::Recipient => "1;35",
            Paint::Source => "1;93",
            Paint::Cue => "93",
            Paint::Content => "94",
            Paint::Trigger(class) => TRIGGERS[usize::from(class) % TRIGGERS.len()],
            Paint::Class(class) => CLASSES[usize::from(class) % CLASSES.len()],
            Paint::Alert => "33",
        }
    }
}

/// How to print on this terminal.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether to colour.
    pub colour: bool,
    /// Columns to fill.
    pub width: usize,
}

/// Columns where the terminal does not say, and the most that are filled.
const WIDTH: (usize, usize) = (96, 110);

impl Style {
    /// What standard output and the environment ask for.
    pub fn of_stdout(when: When) -> Style {
        let terminal = std::io::stdout().is_terminal();
        let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
        let colour = match when {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !set("NO_COLOR") && !dumb,
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        let asked = || terminal_size::terminal_size().filter(|_| terminal).map(|(w, _)| usize::from(w.0));
        let width = columns.or_else(asked).unwrap_or(WIDTH.0).clamp(24, WIDTH.1);
        Style { colour, width }
    }

    /// No colours and no ends of lines: for those who break lines themselves.
    #[cfg(feature = "serve")]
    pub fn unbroken() -> Style {
        Style { colour: false, width: usize::MAX / 4 }
    }

    /// Appends text in its colour.
    pub fn paint(self, out: &mut String, text: &str, paint: Paint) {
        let sgr = paint.sgr();
        if !self.colour || sgr.is_empty() {
            out.push_str(text);
        } else {
            out.push_str("\x1b[");
            out.push_str(sgr);
            out.push('m');
            out.push_str(text);
            out.push_str("\x1b[0m");
        }
    }
}

/// Starts an isolate of text from right to left.
pub const RLI: char = '\u{2067}';
/// Ends an isolate.
pub const PDI: char = '\u{2069}';

/// Text without anything that a terminal would obey: control characters become pictures of themselves, line breaks
/// spaces; marks that turn the direction of what follows are left out.
pub fn clean(text: &str) -> String {
    text.chars().filter_map(clean_char).collect()
}

/// One character as [`clean`] leaves it.
pub fn clean_char(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c => Some(c),
    }
}

/// Whether the text has letters that run from right to left.
pub fn runs_left(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
}

/// Columns that the text fills.
pub fn width(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_commands_the_terminal() {
        let nasty = "a\x1b[31mb\u{9b}2Jc\x07\r\nd\u{202e}e\u{2069}f\x7f";
        let safe = clean(nasty);
        assert_eq!(safe, "a␛[31mb\u{fffd}2Jc␇  def␡");
        assert!(!safe.chars().any(char::is_control));
    }

    #[test]
    fn colours_only_where_asked() {
        let mut out = String::new();
        Style { colour: false, width: 80 }.paint(&mut out, "x", Paint::Actor);
        assert_eq!(out, "x");
        Style { colour: true, width: 80 }.paint(&mut out, "y", Paint::Actor);
        assert_eq!(out, "x\u{1b}[1;36my\u{1b}[0m");
    }
}

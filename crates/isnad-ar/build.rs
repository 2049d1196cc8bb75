//! Builds the lexicon and the tagger's tables from the texts in `data/`, so that no program has to when it starts.
//!
//! The texts stay the home of every fact: what is made here is made anew whenever one of them or the code that reads them changes,
//! and lies in the build folder alone. A fault in an entry of the pack ends the build and says file and line.

use isnad::lexicon::{Builder, Source};
use isnad::ontology::Ontology;
use isnad_words::Model;
use std::path::Path;
use std::process::ExitCode;

include!("src/files.rs");

macro_rules! names {
    ($($name:literal),* $(,)?) => {
        &[$($name),*]
    };
}

const LEXICON: &[&str] = lexicon_files!(names);
const WORDS: &[&str] = word_files!(names);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    println!("cargo:rerun-if-changed=data");
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set; run this by cargo")?;
    let write = |name: &str, bytes: &[u8]| std::fs::write(Path::new(&out).join(name), bytes).map_err(|e| format!("{name}: cannot be written ({e})"));

    let mut builder = Builder::new(Ontology::plover());
    for file in LEXICON {
        builder.add(Source { file, text: &read(file)? });
    }
    let (lexicon, faults) = builder.build();
    if !faults.is_empty() {
        return Err(faults.iter().map(|f| format!("data/{f}\n")).collect());
    }
    write("lexicon.bin", &lexicon.to_bytes()?)?;

    let texts: Vec<String> = WORDS.iter().map(|file| read(file)).collect::<Result<_, _>>()?;
    let pack: Vec<(&str, &str)> = WORDS.iter().copied().zip(texts.iter().map(String::as_str)).collect();
    let weights = std::fs::read("data/tagger/weights.bin").map_err(|e| format!("data/tagger/weights.bin: cannot be read ({e})"))?;
    write("words.bin", &Model::load(&pack, &weights)?.built(&pack)?)
}

fn read(file: &str) -> Result<String, String> {
    std::fs::read_to_string(format!("data/{file}")).map_err(|e| format!("data/{file}: cannot be read ({e})"))
}

//! `isnad-train`: makes what isnad's tagger has learnt, from treebanks and raw text, the same bytes each time.
//!
//! ```sh
//! isnad-train convert 0.txt 1.txt > treebank.conllu       # lines of the annotators' form to CoNLL-U
//! isnad-train train --out DIR --ours T.conllu --pud P.conllu --wojood W.txt RAW.txt…
//! ```
//!
//! Every tenth sentence of PUD (the last of ten) is kept out, for the report.

mod bank;
mod learned;
mod names;
mod raw;
mod readings;

use std::process::ExitCode;

/// The seed of everything that is drawn by lot.
pub const SEED: u64 = 20_150_722;

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("isnad-train: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Vec<String>) -> Result<(), String> {
    match args.split_first() {
        Some((command, files)) if command == "convert" => {
            for file in files {
                print!("{}", bank::convert(&read(file)?, file)?);
            }
            Ok(())
        }
        Some((command, rest)) if command == "train" => train(rest),
        _ => Err("say convert FILES or train --out DIR --ours FILE --pud FILE --wojood FILE RAW…".to_owned()),
    }
}

fn read(file: &str) -> Result<String, String> {
    std::fs::read(file).map(|b| String::from_utf8_lossy(&b).into_owned()).map_err(|e| format!("{file}: cannot be read ({e})"))
}

fn write(dir: &str, name: &str, bytes: &[u8]) -> Result<(), String> {
    let path = std::path::Path::new(dir).join(name);
    std::fs::write(&path, bytes).map_err(|e| format!("{}: cannot be written ({e})", path.display()))
}

fn train(args: &[String]) -> Result<(), String> {
    let (mut out, mut ours, mut pud, mut wojood, mut raw) = (None, None, None, None, Vec::new());
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let slot = match arg.as_str() {
            "--out" => &mut out,
            "--ours" => &mut ours,
            "--pud" => &mut pud,
            "--wojood" => &mut wojood,
            _ => {
                raw.push(arg.clone());
                continue;
            }
        };
        *slot = Some(args.next().ok_or_else(|| format!("{arg} wants a path"))?.clone());
    }
    let out = out.ok_or("--out DIR is missing")?;
    let mut sentences = Vec::new();
    if let Some(file) = &ours {
        sentences.extend(bank::ours(&read(file)?, file)?);
    }
    let own = sentences.len();
    if let Some(file) = &pud {
        sentences.extend(bank::pud(&read(file)?, file)?.into_iter().enumerate().filter(|(n, _)| n % 10 != 9).map(|(_, s)| s));
    }
    eprintln!("{own} sentences of our own, {} of PUD", sentences.len() - own);

    let pack: Vec<(&str, &str)> = isnad_ar::WORDS.iter().filter(|f| f.0 != "tagger/learned.txt").copied().collect();
    let spread = raw::spread(&raw, &read)?;
    let table = isnad_words::spread::Spread::from_bytes(spread.clone()).ok_or("the table of raw text is torn")?;

    // While it learns, words that stand once in the treebanks are as unknown as those of a new text.
    let learned = learned::table(&sentences, 2);
    let weights = {
        let mut pack = pack.clone();
        pack.push(("tagger/learned.txt", &learned));
        readings::train(&pack, &table, &sentences)?
    };
    let learned = learned::table(&sentences, 1);
    write(&out, "learned.txt", learned.as_bytes())?;
    let mut pack = pack;
    pack.push(("tagger/learned.txt", &learned));
    let readings = isnad_words::weights::Small::pack(&weights).to_bytes();
    let model = isnad_words::Model::load(&pack, &isnad_words::Model::to_bytes(&spread, &readings, &[]))?;
    let mut named: Vec<bank::Sentence> = sentences.drain(..own).collect();
    if let Some(file) = &wojood {
        named.extend(bank::wojood(&read(file)?));
    }
    // Names twice: what the first round finds in raw text tells the second how each word is mostly used.
    let first = isnad_words::weights::Small::pack(&names::train(&model, &named)).to_bytes();
    let model = isnad_words::Model::load(&pack, &isnad_words::Model::to_bytes(&spread, &readings, &first))?;
    let spread = raw::with_names(&model, &raw, &read)?;
    let model = isnad_words::Model::load(&pack, &isnad_words::Model::to_bytes(&spread, &readings, &[]))?;
    let names = names::train(&model, &named);
    let names = isnad_words::weights::Small::pack(&names).to_bytes();
    write(&out, "weights.bin", &isnad_words::Model::to_bytes(&spread, &readings, &names))
}

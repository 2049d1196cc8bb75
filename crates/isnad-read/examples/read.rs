//! Reads files, folders and addresses, and prints how much there was and how long it took:
//! `cargo run --release -p isnad-read --all-features --example read -- FILE ...`

use isnad_read::{Input, Outcome, Reader, Resume, Step};
use std::collections::BTreeMap;
use std::time::Instant;

fn main() {
    let begun = Instant::now();
    let steps = Reader::new(std::env::args().skip(1).map(Input::from_argument)).steps(|_| Resume::Whole);
    let progress = steps.progress();
    let (mut reports, mut bytes, mut faults, mut languages) = (0_u64, 0, 0_u64, BTreeMap::<&str, u64>::new());
    for step in steps {
        match step {
            Step::Item { outcome: Outcome::Report(report), .. } => {
                reports += 1;
                bytes += report.text.len();
                #[cfg(feature = "languages")]
                let language = isnad_read::language(&report).unwrap_or("none");
                #[cfg(not(feature = "languages"))]
                let language = "not asked";
                *languages.entry(language).or_default() += 1;
            }
            Step::Item { outcome: Outcome::Fault(error), .. } => {
                faults += 1;
                if faults <= 10 {
                    eprintln!("{error}");
                }
            }
            Step::Item { place, outcome: Outcome::Withdrawn { id }, .. } => eprintln!("{place}: withdraws {id}"),
            Step::Done { .. } => {}
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{reports} reports ({bytes} bytes of text), {faults} faults, {} parts passed over, {:.0} reports/s, {seconds:.1} s, languages {languages:?}",
        progress.passed_over(),
        reports as f64 / seconds
    );
}

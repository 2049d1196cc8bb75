//! Prints what is read out of web pages, to be judged by a person:
//! `cargo run --release -p isnad-read --features formats --example html -- PAGE.html ...`

use isnad_read::{Input, Reader};

fn main() {
    for argument in std::env::args().skip(1) {
        println!("== {argument}");
        for item in Reader::new([Input::from_argument(argument)]) {
            match item {
                Err(error) => println!("{error}"),
                Ok(report) => {
                    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
                    println!("title      {}", report.title().unwrap_or("none"));
                    println!("published  {}\nbyline     {}\nsite       {}\naddress    {}", said(&report.published), said(&report.byline), said(&report.publisher), said(&report.url));
                    println!("text       {} characters\n{}", report.text.chars().count(), report.text);
                }
            }
        }
    }
}

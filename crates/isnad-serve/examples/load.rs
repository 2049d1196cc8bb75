//! Many clients at once against a server that runs: how long answers take, and whether any fails.
//!
//! ```text
//! cargo run --release -p isnad-serve --example load -- 127.0.0.1:8080 200 60
//! ```
//!
//! Every client asks over one connection, one question after the other without a pause: what pages ask (counts, a list, timeline,
//! places, voices), with filters and words drawn by lot, and claims and reports whole.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Numbers by lot (xorshift); the same for the same start.
struct Lot(u64);

impl Lot {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

struct Client {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Client {
    fn new(host: &str) -> Result<Client, Failed> {
        let stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.set_nodelay(true)?;
        Ok(Client { stream: BufReader::new(stream), host: host.to_owned() })
    }

    fn get(&mut self, path: &str) -> Result<(u16, Vec<u8>), Failed> {
        let request = format!("GET /api/v1/{path} HTTP/1.1\r\nhost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length) = (0, None);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err("the server closed the connection".into());
            }
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest.get(..3).unwrap_or_default().parse()?;
            } else if let Some(n) = line.strip_prefix("content-length: ") {
                length = Some(n.parse::<usize>()?);
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length.ok_or("no length")?];
        self.stream.read_exact(&mut body)?;
        Ok((status, body))
    }
}

fn values(body: &[u8], field: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(body);
    let mark = format!("\"{field}\":\"");
    text.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// What there is to ask about.
struct World {
    claims: Vec<String>,
    reports: Vec<String>,
    actors: Vec<String>,
    words: Vec<String>,
}

const TYPES: [&str; 8] = ["ASSAULT", "CONSULT", "PROTEST", "COERCE", "AID", "REQUEST", "ACCUSE", "THREATEN"];

impl World {
    fn question(&self, lot: &mut Lot) -> (&'static str, String) {
        let mut filter = String::new();
        for _ in 0..lot.below(3) {
            match lot.below(5) {
                0 => filter.push_str(&format!("&type={}", lot.of(&TYPES))),
                1 => filter.push_str(&format!("&not.type={}", lot.of(&TYPES))),
                2 => filter.push_str(&format!("&actor={}", lot.of(&self.actors))),
                3 if !filter.contains("&q=") => filter.push_str(&format!("&q={}", lot.of(&self.words))),
                4 if !filter.contains("min_conf") => filter.push_str("&min_confidence=0.6"),
                _ => {}
            }
        }
        let of = *lot.of(&["events", "claims"]);
        match lot.below(10) {
            0 | 1 => ("facets", format!("facets?of={of}&fields=type,stance,source,actor,recipient,country,status,publisher,mode,lang&top=20{filter}")),
            2 | 3 => ("list", format!("{of}?limit=30{filter}")),
            4 => ("timeline", format!("timeline?of={of}&by=seen{filter}")),
            5 => ("places", format!("places?of={of}{filter}")),
            6 => ("voices", format!("voices?of={of}{filter}")),
            7 => ("claim", format!("claims/{}", lot.of(&self.claims))),
            8 => ("report", format!("reports/{}", lot.of(&self.reports))),
            _ => ("reports", format!("reports?limit=30{filter}")),
        }
    }
}

fn main() -> Result<(), Failed> {
    let mut arguments = std::env::args().skip(1);
    let host = arguments.next().ok_or("load ADDRESS:PORT [CLIENTS] [SECONDS]")?;
    let clients: usize = arguments.next().map_or(Ok(200), |n| n.parse())?;
    let seconds: u64 = arguments.next().map_or(Ok(60), |n| n.parse())?;
    let mut first = Client::new(&host)?;
    let claims = values(&first.get("claims?limit=200")?.1, "claim");
    let reports = values(&first.get("reports?limit=200")?.1, "report");
    let actors = values(&first.get("facets?of=events&fields=actor&top=100")?.1, "value");
    // Words of titles, as they are printed.
    let titles = values(&first.get("reports?limit=200&sort=seen")?.1, "title").join(" ");
    let encode = |w: &str| w.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let words: Vec<String> = titles.split_whitespace().filter(|w| w.chars().count() > 3 && w.chars().all(char::is_alphabetic)).map(encode).collect();
    let world = Arc::new(World { claims, reports, actors, words });
    let until = Instant::now() + Duration::from_secs(seconds);
    let threads: Vec<_> = (0..clients)
        .map(|k| {
            let (world, host) = (Arc::clone(&world), host.clone());
            std::thread::spawn(move || {
                let mut lot = Lot(0x9E37_79B9_7F4A_7C15 ^ (k as u64 + 1).wrapping_mul(0xD134_2543_DE82_EF95));
                let (mut took, mut failed) = (Vec::new(), Vec::new());
                let mut client = None;
                while Instant::now() < until {
                    let (kind, path) = world.question(&mut lot);
                    let began = Instant::now();
                    let answer = match client.take().map_or_else(|| Client::new(&host), Ok) {
                        Ok(mut c) => c.get(&path).map(|a| (a, c)),
                        Err(e) => Err(e),
                    };
                    match answer {
                        Ok(((200, _), c)) => {
                            took.push((kind, began.elapsed()));
                            client = Some(c);
                        }
                        Ok(((status, body), c)) => {
                            failed.push(format!("{status} {path}: {}", String::from_utf8_lossy(&body)));
                            client = Some(c);
                        }
                        Err(e) => failed.push(format!("{path}: {e}")),
                    }
                }
                (took, failed)
            })
        })
        .collect();
    let (mut all, mut failed): (Vec<(&str, Duration)>, Vec<String>) = (Vec::new(), Vec::new());
    for thread in threads {
        let (took, wrong) = thread.join().map_err(|_| "a client failed")?;
        all.extend(took);
        failed.extend(wrong);
    }
    let mut by: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for (kind, took) in &all {
        by.entry(kind).or_default().push(*took);
        by.entry("all").or_default().push(*took);
    }
    let ms = |d: Duration| d.as_secs_f64() * 1000.0;
    println!("{clients} clients, {seconds} s: {} answers, {:.0} a second, {} failures", all.len(), all.len() as f64 / seconds as f64, failed.len());
    for (kind, mut list) in by {
        list.sort_unstable();
        let at = |share: f64| ms(list[((list.len() - 1) as f64 * share) as usize]);
        println!("{kind:<9} {:>7} answers   p50 {:>7.1} ms   p90 {:>7.1} ms   p99 {:>7.1} ms   most {:>7.1} ms", list.len(), at(0.5), at(0.9), at(0.99), at(1.0));
    }
    for wrong in failed.iter().take(5) {
        println!("failed: {}", wrong.chars().take(300).collect::<String>());
    }
    Ok(())
}

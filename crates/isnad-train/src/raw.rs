//! What raw text teaches of words: how often they stand in news, and which stand among the same neighbours.
//!
//! Words are vectors of their neighbours (which frequent words stand before and behind them, weighed by surprise and
//! projected to few dimensions by lot); classes are the means that such vectors gather around.

use crate::SEED;
use isnad::text::{Kind, Text};
use isnad_words::spread::{Row, Spread, word};
use isnad_words::{Model, Tagger};
use rustc_hash::FxHashMap;

const VOCABULARY: usize = 90_000;
const CLASSED: usize = 50_000;
const NEIGHBOURS: usize = 1_500;
const WIDTH: usize = 64;
const CLASSES: usize = 250;
const ROUNDS: usize = 12;

/// A generator of numbers (splitmix64).
pub struct Lot(pub u64);

impl Lot {
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }
}

/// The table of all files.
pub fn spread(files: &[String], read: &impl Fn(&str) -> Result<String, String>) -> Result<Vec<u8>, String> {
    let mut ids: FxHashMap<String, u32> = FxHashMap::default();
    let mut names: Vec<String> = Vec::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut stream: Vec<u32> = Vec::new();
    const BREAK: u32 = 0;
    names.push("\n".to_owned());
    counts.push(0);
    for file in files {
        let text = read(file)?;
        for line in text.lines().filter(|l| !l.trim_start().starts_with('<')) {
            let cut = Text::new(line);
            for i in 0..cut.tokens.len() {
                let norm = match cut.tokens[i].kind {
                    Kind::Number => "0",
                    _ => cut.norm(i),
                };
                if norm.is_empty() || norm.len() > 60 {
                    continue;
                }
                let id = match ids.get(norm) {
                    Some(id) => *id,
                    None => {
                        let id = names.len() as u32;
                        names.push(norm.to_owned());
                        ids.insert(norm.to_owned(), id);
                        counts.push(0);
                        id
                    }
                };
                counts[id as usize] += 1;
                stream.push(id);
            }
            stream.push(BREAK);
        }
    }
    eprintln!("{} tokens of raw text, {} forms", stream.len(), names.len());
    let mut order: Vec<u32> = (1..names.len() as u32).collect();
    order.sort_by(|a, b| counts[*b as usize].cmp(&counts[*a as usize]).then_with(|| names[*a as usize].cmp(&names[*b as usize])));
    let mut rank = vec![u32::MAX; names.len()];
    for (r, id) in order.iter().enumerate() {
        rank[*id as usize] = r as u32;
    }
    let classed = CLASSED.min(order.iter().take_while(|id| counts[**id as usize] >= 5).count());
    let mut pairs: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for two in stream.windows(2) {
        let (a, b) = (rank[two[0] as usize], rank[two[1] as usize]);
        let near = |r: u32| if r == u32::MAX { Some(NEIGHBOURS as u32) } else { Some(r).filter(|r| (*r as usize) < NEIGHBOURS) };
        if (a as usize) < classed
            && let Some(b) = near(b)
        {
            *pairs.entry((a, b)).or_default() += 1;
        }
        if (b as usize) < classed
            && let Some(a) = near(a)
        {
            *pairs.entry((b, NEIGHBOURS as u32 + 1 + a)).or_default() += 1;
        }
    }
    drop(stream);
    let mut rows: Vec<((u32, u32), u32)> = pairs.into_iter().collect();
    rows.sort_unstable();
    let classes = classes(&rows, classed);
    let known = VOCABULARY.min(order.iter().take_while(|id| counts[**id as usize] >= 3).count());
    let table: Vec<Row> = order[..known]
        .iter()
        .enumerate()
        .map(|(r, id)| {
            let count = counts[*id as usize];
            let size = (f64::from(count).log2() * 0.7).floor() as u8;
            Row { word: word(&names[*id as usize]), count: size.max(1), class: classes.get(r).copied().unwrap_or(0), name: 0 }
        })
        .collect();
    Ok(Spread::to_bytes(&table))
}

fn classes(rows: &[((u32, u32), u32)], n: usize) -> Vec<u8> {
    let mut lot = Lot(SEED);
    let columns = 2 * NEIGHBOURS + 2;
    let (mut by_row, mut by_column) = (vec![0f64; n], vec![0f64; columns]);
    for ((r, c), count) in rows {
        by_row[*r as usize] += f64::from(*count);
        by_column[*c as usize] += f64::from(*count);
    }
    let all: f64 = by_row.iter().sum();
    let signs: Vec<u64> = (0..columns).map(|_| lot.draw()).collect();
    let mut vectors = vec![[0f32; WIDTH]; n];
    for ((r, c), count) in rows {
        let surprise = (f64::from(*count) * all / (by_row[*r as usize] * by_column[*c as usize])).ln().max(0.0) as f32;
        let sign = signs[*c as usize];
        for (d, v) in vectors[*r as usize].iter_mut().enumerate() {
            *v += if sign >> d & 1 == 1 { surprise } else { -surprise };
        }
    }
    for v in &mut vectors {
        let norm = v.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        v.iter_mut().for_each(|x| *x /= norm);
    }
    let k = CLASSES.min(n);
    if k == 0 {
        return Vec::new();
    }
    // The most frequent words are the first means, thinned out.
    let mut means: Vec<[f32; WIDTH]> = (0..k).map(|i| vectors[(i * i / 40 + i).min(n - 1)]).collect();
    let mut of = vec![0u8; n];
    for _ in 0..ROUNDS {
        for (v, class) in vectors.iter().zip(&mut of) {
            let mut best = (f32::MIN, 0);
            for (m, mean) in means.iter().enumerate() {
                let dot: f32 = v.iter().zip(mean).map(|(a, b)| a * b).sum();
                if dot > best.0 {
                    best = (dot, m);
                }
            }
            *class = best.1 as u8;
        }
        let mut sums = vec![[0f32; WIDTH]; k];
        for (v, class) in vectors.iter().zip(&of) {
            for (s, x) in sums[*class as usize].iter_mut().zip(v) {
                *s += x;
            }
        }
        for (mean, sum) in means.iter_mut().zip(sums) {
            let norm = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            if norm > 0.0 {
                *mean = sum.map(|x| x / norm);
            }
        }
    }
    of.iter().map(|c| c + 1).collect()
}

/// How many bytes of a file are read for names.
const FOR_NAMES: usize = 40 << 20;

/// The table with what a model that finds names makes of each word in raw text: of which kind, and how often.
pub fn with_names(model: &Model, files: &[String], read: &impl Fn(&str) -> Result<String, String>) -> Result<Vec<u8>, String> {
    let mut counts: FxHashMap<u32, [u32; 5]> = FxHashMap::default();
    let mut tagger = Tagger::new(model);
    for file in files {
        let text = read(file)?;
        let mut done = 0;
        for line in text.lines().filter(|l| !l.trim_start().starts_with('<')).take_while(|l| {
            done += l.len();
            done < FOR_NAMES
        }) {
            for token in tagger.text(line).flatten() {
                counts.entry(token.form.keys[token.which].stem).or_default()[usize::from(token.name.0.div_ceil(2))] += 1;
            }
        }
    }
    let rows: Vec<Row> = model
        .spread
        .rows()
        .map(|row| {
            let n = counts.get(&row.word).copied().unwrap_or_default();
            let all: u32 = n.iter().sum();
            let best = (1..5).fold(1, |b, k| if n[k] > n[b] { k } else { b });
            let named: u32 = n[1..].iter().sum();
            let name = if all < 3 {
                0
            } else {
                let share = |part: u32, whole: u32| (part * 5 / whole.max(1)).min(4) as u8;
                // How often a name, of which kind mostly, and how mostly.
                1 + share(named, all) * 16 + if named > 0 { best as u8 * 2 + u8::from(n[best] * 4 > named * 3) } else { 0 }
            };
            Row { name, ..row }
        })
        .collect();
    Ok(Spread::to_bytes(&rows))
}

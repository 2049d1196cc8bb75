//! stub
use crate::lexicon::Lexicon; use crate::text::Text; use crate::words::Words; use std::ops::Range;
/// stub
#[derive(Debug)]
pub struct Time { /** u */ pub units: Range<usize>, /** v */ pub value: Option<String> }
/// stub
pub fn times(_: &Lexicon, _: &Text, _: &Words, _: Option<jiff::civil::Date>) -> Vec<Time> { Vec::new() }

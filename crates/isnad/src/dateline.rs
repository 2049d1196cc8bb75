//! stub
use crate::lexicon::Lexicon; use crate::text::Text; use crate::words::Words;
/// stub
pub struct Credit { /** n */ pub name: String, /** a */ pub actor: Option<u32> }
/// stub
pub struct PlaceRef { /** c */ pub country: Option<[u8;3]> }
/// stub
pub struct Dateline { /** p */ pub publishers: Vec<Credit>, /** p */ pub places: Vec<PlaceRef>, /** u */ pub until: usize, /** w */ pub whole: usize }
/// stub
pub fn dateline(_: &Lexicon, _: &Text, _: Option<&Words>, _: &[Words], _: Option<&Words>) -> Dateline { Dateline { publishers: vec![], places: vec![], until: 0, whole: 0 } }

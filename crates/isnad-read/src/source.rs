//! What every reader of a format is: something that gives item after item, or passes one over.
//!
//! ```
//! use isnad_read::{Input, Reader, Resume, Step};
//!
//! // Passing over lines does not look into them, so that these two give no fault.
//! let lines = "{broken\n{broken too\n{\"body\": \"نص\"}\n";
//! let steps = Reader::new([Input::Stdin]).reading_stdin_from(lines.as_bytes()).steps(|_| Resume::From(2));
//! assert_eq!(steps.filter(|step| matches!(step, Step::Item { .. })).count(), 1);
//! ```

use crate::error::{Place, ReadError};
use crate::steps::Outcome;

/// One item, and where it stands.
pub(crate) struct Item {
    pub place: Place,
    pub outcome: Outcome,
}

impl Item {
    pub fn fault(error: ReadError) -> Item {
        Item { place: error.place().clone(), outcome: Outcome::Fault(error) }
    }
}

/// The items of a file, or of a part of one. After the last there is none for ever.
pub(crate) trait Source: Send {
    fn next(&mut self) -> Option<Item>;

    /// Passes over an item: what [`next`](Source::next) does, with as little work as possible. False where there is none.
    fn pass(&mut self) -> bool {
        self.next().is_some()
    }
}

/// Items that are there already.
pub(crate) struct Once(std::vec::IntoIter<Item>);

impl Once {
    pub fn item(item: Item) -> Once {
        Once::items(vec![item])
    }

    pub fn items(items: Vec<Item>) -> Once {
        Once(items.into_iter())
    }

    pub fn fault(error: ReadError) -> Once {
        Once::item(Item::fault(error))
    }
}

impl Source for Once {
    fn next(&mut self) -> Option<Item> {
        self.0.next()
    }
}

/// A file that is one report: read when it is asked for, and not at all where it is passed over.
pub(crate) struct Lazy<F>(Option<F>);

impl<F: FnOnce() -> Item + Send> Lazy<F> {
    pub fn new(read: F) -> Lazy<F> {
        Lazy(Some(read))
    }
}

impl<F: FnOnce() -> Item + Send> Source for Lazy<F> {
    fn next(&mut self) -> Option<Item> {
        self.0.take().map(|read| read())
    }

    fn pass(&mut self) -> bool {
        self.0.take().is_some()
    }
}

//! Exports.
pub mod cell;

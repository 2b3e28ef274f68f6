//! Where text comes from and where in it something stands.
//!
//! A [`SourceMap`] holds every text that one compilation reads: policy files, lists, table files.
//! A [`Span`] is a stretch of one of them, in bytes; lines and columns are worked out only when a
//! person or a JSON reader needs them.

mod line_index;
mod map;
mod span;

pub use line_index::{LineIndex, Position};
pub use map::{Source, SourceMap};
pub use span::{SourceId, Span, Spanned};

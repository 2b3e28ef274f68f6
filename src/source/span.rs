//! Stretches of text.

use std::ops::Deref;

/// The number of a text in a [`SourceMap`](super::SourceMap).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A stretch of one text: from byte `start` up to, but without, byte `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text it lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A stretch of `source`. Offsets beyond 4 GiB cannot occur: a text is at most 4 MiB.
    #[must_use]
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span {
            source,
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// From the start of `self` to the end of `other`, both in the same text.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The empty stretch just behind this one.
    #[must_use]
    pub fn after(self) -> Span {
        Span {
            start: self.end,
            ..self
        }
    }

    /// Whether all of it lies in another one.
    #[must_use]
    pub fn lies_within(self, outer: Span) -> bool {
        self.source == outer.source && outer.start <= self.start && self.end <= outer.end
    }

    /// The bytes it covers, to cut text with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Something read from text, with the place where it stands.
///
/// Two are equal when what they say is equal, wherever they stand: so comparing two syntax trees
/// compares meaning, which is what the formatter's check of itself needs.
#[derive(Debug, Clone)]
pub struct Spanned<T> {
    /// What was read.
    pub node: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `node`, which stands at `span`.
    pub fn new(node: T, span: Span) -> Self {
        Spanned { node, span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.node
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<T: Eq> Eq for Spanned<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spanned_values_compare_without_their_place() {
        let at = |start| Span::new(SourceId(0), start, start + 1);
        assert_eq!(Spanned::new("a", at(0)), Spanned::new("a", at(9)));
        assert_ne!(Spanned::new("a", at(0)), Spanned::new("b", at(0)));
    }

    #[test]
    fn a_span_is_twelve_bytes() {
        assert_eq!(size_of::<Span>(), 12);
    }
}

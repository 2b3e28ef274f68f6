//! What the formatter asks of the text as it was written.

use crate::source::Span;
use crate::syntax::ast::Comment;

/// A text and its comments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// Its comments in order.
    pub(super) comments: &'a [Comment],
}

impl<'a> Origin<'a> {
    /// The comments that start at `start` or behind it and before `end`.
    pub(super) fn comments_between(&self, start: u32, end: u32) -> &[Comment] {
        let before = |at: u32| {
            let comments = self.comments;
            comments.partition_point(|comment| comment.span.span.start < at)
        };
        let places = before(start)..before(end);
        self.comments.get(places).unwrap_or_default()
    }

    /// Whether there is such a comment.
    pub(super) fn comment_between(&self, start: u32, end: u32) -> bool {
        !self.comments_between(start, end).is_empty()
    }

    /// Whether a comment stands in `whole` and in none of its `parts`.
    ///
    /// Only such a comment breaks a group: one inside a part moves with the line of that part.
    pub(super) fn comment_among(&self, whole: Span, mut parts: Vec<Span>) -> bool {
        parts.sort_by_key(|part| part.start);
        let mut from = whole.start;
        for part in parts {
            if self.comment_between(from, part.start) {
                return true;
            }
            from = from.max(part.end);
        }
        self.comment_between(from, whole.end)
    }

    /// Where `word` stands between the two, comments left out.
    pub(super) fn find(&self, word: &str, start: u32, end: u32) -> Option<u32> {
        let mut from = start;
        for comment in self.comments_between(start, end) {
            let place = comment.span.span;
            if let Some(found) = self.find_plain(word, from, place.start) {
                return Some(found);
            }
            from = place.end;
        }
        self.find_plain(word, from, end)
    }

    fn find_plain(&self, word: &str, start: u32, end: u32) -> Option<u32> {
        let at = self.text.get(start as usize..end as usize)?.find(word)?;
        start.checked_add(u32::try_from(at).ok()?)
    }

    /// Whether a line ends between the two.
    pub(super) fn line_ends_between(&self, start: u32, end: u32) -> bool {
        let between = self.text.get(start as usize..end as usize);
        between.is_some_and(|between| between.contains('\n'))
    }

    /// Whether a blank line stands above the line that starts with what is at `offset`.
    pub(super) fn blank_above(&self, offset: u32) -> bool {
        let before = self.text.get(..offset as usize).unwrap_or_default();
        // Blanks are taken from the end, so that a long line is not read once for each word in it.
        let without_blanks = |text: &'a str| text.trim_end_matches([' ', '\t', '\r']);
        let above = without_blanks(before)
            .strip_suffix('\n')
            .map(without_blanks);
        above.is_some_and(|above| above.is_empty() || above.ends_with('\n'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Spanned};

    #[test]
    fn a_blank_line_counts_only_above_what_starts_a_line() {
        let origin = Origin {
            text: "a\r\n \r\n  b c\nd",
            comments: &[],
        };
        assert!(!origin.blank_above(0));
        assert!(origin.blank_above(8));
        assert!(!origin.blank_above(10), "`c` starts no line");
        assert!(!origin.blank_above(12));
        assert!(origin.line_ends_between(0, 3));
        assert!(!origin.line_ends_between(8, 11));
    }

    #[test]
    fn words_in_comments_are_not_found() {
        let text = "a # {\n {";
        let place = Span::new(SourceId(0), 2, 5);
        let comments = [Comment {
            span: Spanned::new((), place),
            text: "# {".to_owned(),
            own_line: false,
        }];
        let origin = Origin {
            text,
            comments: &comments,
        };
        assert_eq!(origin.find("{", 0, 8), Some(7));
        assert_eq!(origin.find("{", 0, 7), None);
    }
}

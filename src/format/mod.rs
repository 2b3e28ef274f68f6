//! Syntax tree and comments to text: the one layout.
//!
//! | file | purpose |
//! | --- | --- |
//! | `doc` | where lines may end, and which do |
//! | `origin` | what is asked of the text as it was written |
//! | `comments` | comments find their lines again |
//! | `literal`, `expr` | values and conditions |
//! | `block`, `item`, `opening`, `calendar`, `section`, `table`, `journey`, `export`, `example` | declarations |
//! | `verify` | the same policy, the same comments, and no more to do |
//!
//! The layout depends on the tree, on where comments stand, on where the writer had blank lines,
//! and, for short things in braces, on whether they were written on one line. What it prints it
//! prints again the same.

mod block;
mod calendar;
mod comments;
mod doc;
mod example;
mod export;
mod expr;
mod item;
mod journey;
mod literal;
mod opening;
mod origin;
mod section;
mod table;
mod verify;

#[cfg(test)]
mod tests;

pub use verify::verified;

use std::fmt;

use crate::source::Spanned;
use crate::syntax::ast::{File, Item};

use doc::{Gap, Line, render};
use origin::Origin;

/// Why a text was not laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatError {
    /// The text has faults, so that its tree does not say all of it.
    Faulty,
    /// The result would not have been the same policy: a fault of the formatter, not of the text.
    Internal(Unfaithful),
}

/// How a layout would have changed what it lays out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfaithful {
    /// The result cannot be read.
    Unreadable,
    /// The result says something else.
    OtherMeaning,
    /// A comment is gone or changed.
    LostComment,
    /// Laying out the result again changes it.
    Unstable,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self {
            FormatError::Faulty => return f.write_str("a text with faults cannot be laid out"),
            FormatError::Internal(how) => match how {
                Unfaithful::Unreadable => "the new layout could not be read back",
                Unfaithful::OtherMeaning => "the new layout would have changed the meaning",
                Unfaithful::LostComment => "the new layout would have lost a comment",
                Unfaithful::Unstable => "the new layout would not have stayed as it is",
            },
        };
        write!(
            f,
            "{how}, so the text was left as it was; this is a fault of the formatter, please report it"
        )
    }
}

impl std::error::Error for FormatError {}

/// Lays out `file`, which was read from `source_text`; lines end in a bare line feed.
///
/// # Errors
/// [`FormatError::Faulty`] when a declaration could not be read. Whoever calls refuses texts with
/// other faults, and prefers [`verified`].
pub fn format(source_text: &str, file: &File) -> Result<String, FormatError> {
    let origin = Origin {
        text: source_text,
        comments: &file.comments,
    };
    let alone: Option<Vec<Printed<'_>>> = file
        .items
        .iter()
        .map(|item| origin.printed(item, &[]))
        .collect();
    let printed = alone.ok_or(FormatError::Faulty)?;
    let mut lines = Vec::new();
    for run in printed.chunk_by(|a, b| origin.together(a, b)) {
        let mut gap = Gap::Always;
        for neighbours in run.chunk_by(|a, b| !origin.comment_on_own_line_between(a.item, b.item)) {
            for mut declaration in origin.aligned(neighbours) {
                if let Some(first) = declaration.first_mut() {
                    first.gap = std::mem::replace(&mut gap, Gap::Kept);
                }
                lines.append(&mut declaration);
            }
        }
    }
    Ok(comments::place(&lines, origin))
}

/// A declaration and its lines.
struct Printed<'a> {
    item: &'a Spanned<Item>,
    lines: Vec<Line>,
}

impl<'a> Origin<'a> {
    /// The lines of a declaration; none for one that could not be read.
    fn printed<'i>(&self, item: &'i Spanned<Item>, widths: &[usize]) -> Option<Printed<'i>> {
        let lines = render(&self.item(item, widths)?);
        Some(Printed { item, lines })
    }

    /// Whether two neighbours stay together: of one kind, a line each, and written without a blank
    /// line between.
    fn together(&self, a: &Printed<'_>, b: &Printed<'_>) -> bool {
        let one_line = a.lines.len() == 1 && b.lines.len() == 1;
        let kind = std::mem::discriminant;
        one_line && kind(&a.item.node) == kind(&b.item.node) && !self.apart(a.item, b.item)
    }

    /// Whether a blank line stands anywhere between two neighbours.
    fn apart(&self, a: &Spanned<Item>, b: &Spanned<Item>) -> bool {
        let between = self.text.get(a.span.end as usize..b.span.start as usize);
        let lines = between.unwrap_or_default().split('\n').skip(1);
        let before_last = lines.clone().count().saturating_sub(1);
        lines.take(before_last).any(|line| line.trim().is_empty())
    }

    fn comment_on_own_line_between(&self, a: &Spanned<Item>, b: &Spanned<Item>) -> bool {
        let between = self.comments_between(a.span.end, b.span.start);
        between.iter().any(|comment| comment.own_line)
    }

    /// The lines of neighbours, with the columns that their kind has in common aligned where all
    /// still fit on a line each.
    fn aligned(&self, neighbours: &[Printed<'_>]) -> Vec<Vec<Line>> {
        let mut widths: Vec<usize> = Vec::new();
        for declaration in neighbours {
            let own = item::columns_of(declaration.item);
            widths.resize(widths.len().max(own.len()), 0);
            for (width, own) in widths.iter_mut().zip(own) {
                *width = (*width).max(own);
            }
        }
        let printed = neighbours
            .iter()
            .filter_map(|declaration| self.printed(declaration.item, &widths));
        let aligned: Vec<Vec<Line>> = printed.map(|declaration| declaration.lines).collect();
        if neighbours.len() > 1 && aligned.iter().all(|lines| lines.len() == 1) {
            return aligned;
        }
        neighbours
            .iter()
            .map(|declaration| declaration.lines.clone())
            .collect()
    }
}

//! What was found in the policies of a call, for those who read a pull request, and where it stands in
//! the files of their repository.

use crate::compile::Compiled;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;

/// What a check found, for a pull request.
#[derive(Debug, Clone, Copy)]
pub struct Review<'a> {
    /// The policies, in the order of the call.
    pub policies: &'a [Reviewed<'a>],
    /// The policies that could not be read.
    pub unread: &'a [Unread],
    /// Keys and values of leads are told too.
    pub keys: bool,
    /// The folder of the call, with `/`: files are named as seen from it. Empty where it is not known.
    pub folder: &'a str,
    /// From which level on a finding fails the check; none where nothing does.
    pub fails_from: Option<Level>,
}

/// What was found in a policy.
#[derive(Debug, Clone)]
pub struct Reviewed<'a> {
    /// The policy.
    pub compiled: &'a Compiled,
    /// The findings that are to be told.
    pub findings: Vec<&'a Diagnostic>,
    /// What there is to say of all of it, in a line.
    pub summary: String,
}

/// A policy that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What the caller calls it.
    pub name: String,
    /// Why it could not be read.
    pub message: String,
}

/// A place in a text: lines and columns from 1, columns in Unicode characters, the end exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The file, as seen from the folder of the call.
    pub(super) file: String,
    /// The first line.
    pub(super) line: usize,
    /// The first column.
    pub(super) column: usize,
    /// The last line.
    pub(super) end_line: usize,
    /// The column behind the last.
    pub(super) end_column: usize,
}

impl Review<'_> {
    /// Where something stands.
    pub(super) fn place(&self, compiled: &Compiled, span: Span) -> Place {
        let (start, end) = compiled.sources.positions(span);
        Place {
            file: self.file(compiled.sources.name(span.source)),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    /// Where a finding stands; one that has no place stands at the start of the policy, as code hosts
    /// show nothing that has none.
    pub(super) fn place_of(&self, compiled: &Compiled, finding: &Diagnostic) -> Place {
        match finding.span() {
            Some(span) => self.place(compiled, span),
            None => Place {
                file: self.first_file(compiled),
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 1,
            },
        }
    }

    /// The first file of a policy.
    pub(super) fn first_file(&self, compiled: &Compiled) -> String {
        let first = compiled.sources.iter().next();
        first.map_or(String::new(), |(_, source)| self.file(&source.name))
    }

    /// A file as seen from the folder of the call.
    pub(super) fn file(&self, name: &str) -> String {
        let inside = match self.folder {
            "" => None,
            folder => name.strip_prefix(folder),
        };
        let inside = inside.and_then(|rest| rest.strip_prefix('/'));
        inside.unwrap_or(name).to_owned()
    }

    /// Whether a finding fails the check.
    pub(super) fn fails(&self, finding: &Diagnostic) -> bool {
        self.fails_from
            .is_some_and(|level| gravity(finding) >= level)
    }
}

/// How grave a finding is; what was not decided is as grave as can be.
pub(super) fn gravity(finding: &Diagnostic) -> Level {
    match finding.is_proved() {
        true => finding.level,
        false => Level::Error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_seen_from_the_folder() {
        let review = Review {
            policies: &[],
            unread: &[],
            keys: false,
            folder: "/home/ana/policies",
            fails_from: None,
        };
        assert_eq!(review.file("/home/ana/policies/a/b.ground"), "a/b.ground");
        assert_eq!(
            review.file("/home/ana/policies-2/b.ground"),
            "/home/ana/policies-2/b.ground"
        );
        assert_eq!(review.file("a/b.ground"), "a/b.ground");
    }
}

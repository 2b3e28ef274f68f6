//! The layout on whole texts.

mod golden;
mod laws;

use super::{format, verified};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use crate::syntax;
use crate::syntax::ast::File;

/// The tree of a text, where it has no faults.
fn read(text: &str) -> Option<File> {
    let mut diagnostics = Diagnostics::default();
    let file = syntax::parse(SourceId(0), text, &mut diagnostics);
    (!diagnostics.has_errors()).then_some(file)
}

/// The layout of a text without faults, which has checked itself.
fn laid_out(text: &str) -> String {
    let file = read(text).unwrap_or_else(|| panic!("faulty:\n{text}"));
    verified(SourceId(0), text, &file).unwrap_or_else(|error| {
        let result = format(text, &file).unwrap_or_default();
        panic!("{error}\n--- written\n{text}\n--- laid out\n{result}")
    })
}

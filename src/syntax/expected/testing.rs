//! What is said of a text that does not parse, for tests.

use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use crate::syntax::parse;

/// The messages, in order.
pub(super) fn told(text: &str) -> String {
    let mut found = Diagnostics::default();
    let _ = parse(SourceId(0), text, &mut found);
    let messages: Vec<&str> = found
        .as_slice()
        .iter()
        .map(|it| it.message.as_str())
        .collect();
    messages.join("; ")
}

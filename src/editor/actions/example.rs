//! The lead that shows a finding, as an example of the policy.

use super::{Action, Snapshot, at_the_end, policy_file};
use crate::diagnostic::Diagnostic;
use crate::render::findings::example_of;
use crate::syntax::ast::Item;

/// The example; it fails until the finding is mended.
pub(super) fn example(snapshot: &Snapshot, finding: &Diagnostic) -> Option<Action> {
    let compiled = &snapshot.compiled;
    let example = example_of(&compiled.model, finding)?;
    // Beside the last of the examples that are there.
    let files = compiled.files.iter();
    let with_examples = files.filter_map(|file| {
        let mut items = file.items.iter();
        let last = items.rfind(|item| matches!(item.node, Item::Example(_)))?;
        Some(last.span.source)
    });
    let source = with_examples
        .max()
        .or_else(|| policy_file(snapshot, finding))?;
    Some(Action {
        title: "Write the lead that shows it as an example".to_owned(),
        edits: vec![at_the_end(snapshot, source, &example, true)],
        mends: false,
    })
}

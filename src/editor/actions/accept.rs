//! `accept …`: the policy takes note of a finding.

use super::{Action, Snapshot, at_the_end, case, policy_file};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level};
use crate::source::SourceId;
use crate::syntax::ast::Item;
use crate::syntax::parse;

/// What stands for the reason until a person writes one.
const REASON: &str = "Say why.";

/// An acceptance of the finding: of a warning as a whole, of an error for the leads that have it.
pub(super) fn accept(snapshot: &Snapshot, finding: &Diagnostic) -> Option<Action> {
    let subject = &finding.subject.as_ref()?.name;
    let code = finding.code;
    let is_about_acceptance = matches!(code, Code::UnusedAcceptance | Code::ExpiredAcceptance);
    if is_about_acceptance || !finding.is_proved() {
        return None;
    }
    let when = match finding.level {
        Level::Note | Level::Warning => String::new(),
        Level::Error if matches!(code, Code::Gap | Code::Conflict) => {
            let shown = finding.shown.as_ref()?;
            format!(" when {}", case::condition(shown)?)
        }
        Level::Error => return None,
    };
    let declaration = format!("accept {code} in {subject}{when} because \"{REASON}\"");
    let mut faults = Diagnostics::default();
    let _ = parse(SourceId(0), &declaration, &mut faults);
    if faults.has_errors() {
        return None;
    }
    let source = place(snapshot).or_else(|| policy_file(snapshot, finding))?;
    let after_another = place(snapshot).is_some();
    Some(Action {
        title: match when.as_str() {
            "" => format!("Accept this: `{code}` in `{subject}`"),
            _ => format!("Accept this for these leads: `{code}` in `{subject}`"),
        },
        edits: vec![at_the_end(snapshot, source, &declaration, !after_another)],
        mends: false,
    })
}

/// The text whose last declaration is an acceptance.
fn place(snapshot: &Snapshot) -> Option<SourceId> {
    let last = snapshot.compiled.files.iter().filter_map(|file| {
        let last = file.items.last()?;
        matches!(last.node, Item::Accept(_)).then_some(last.span.source)
    });
    last.max()
}

//! A rule for the leads that no rule takes.

use super::{Action, Snapshot, case};
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::model::{Decision, OperandKind, Type};
use crate::source::Span;
use crate::syntax::ast::{DecisionItem, Item};

/// More outcomes than this are not offered: a person writes the rule sooner than he finds it.
const MOST: usize = 6;

/// For a gap, a rule for its leads with each outcome that the decision may have.
pub(super) fn rules(snapshot: &Snapshot, finding: &Diagnostic) -> Vec<Action> {
    made(snapshot, finding).unwrap_or_default()
}

fn made(snapshot: &Snapshot, finding: &Diagnostic) -> Option<Vec<Action>> {
    if finding.code != Code::Gap {
        return None;
    }
    let condition = case::condition(finding.shown.as_ref()?)?;
    let subject = &finding.subject.as_ref()?.name;
    let model = &snapshot.compiled.model;
    let mut decisions = model.decisions.values();
    let decision = decisions.find(|it| it.named.name == *subject)?;
    // A rule that holds and whose outcome is missing leaves a gap that no other rule fills.
    let mut given = decision.rules.iter().map(|rule| &rule.outcome.kind);
    let is_plain = |it: &OperandKind| matches!(it, OperandKind::Constant(_) | OperandKind::Nothing);
    if !given.all(is_plain) {
        return None;
    }
    let place = place(snapshot, decision)?;
    let name = (1..).map(|number| format!("new_rule_{number}"));
    let mut name = name.filter(|name| decision.rules.iter().all(|rule| rule.name != *name));
    let name = name.next()?;
    let outcomes = outcomes(snapshot, decision)?;
    let actions = outcomes.into_iter().take(MOST).map(|outcome| {
        let rule = format!("  rule {name}: {outcome} when {condition}\n");
        Action {
            title: format!("Add a rule that gives these leads `{outcome}`"),
            edits: vec![Edit {
                span: place,
                new_text: rule,
            }],
            mends: false,
        }
    });
    Some(actions.collect())
}

/// The outcomes that a decision may have, as the text writes them.
fn outcomes(snapshot: &Snapshot, decision: &Decision) -> Option<Vec<String>> {
    let model = &snapshot.compiled.model;
    let mut outcomes: Vec<String> = match decision.ty {
        Type::Choice(_) => {
            let values = &model.enumeration(decision.ty)?.values;
            values.iter().map(|value| value.written()).collect()
        }
        Type::Boolean => vec!["yes".to_owned(), "no".to_owned()],
        Type::Role => model
            .roles
            .values()
            .map(|it| it.named.name.clone())
            .collect(),
        Type::Team => model
            .teams
            .values()
            .map(|it| it.named.name.clone())
            .collect(),
        _ => return None,
    };
    if decision.or_none {
        outcomes.push("none".to_owned());
    }
    Some(outcomes)
}

/// The start of the line behind the last rule or table of a decision.
fn place(snapshot: &Snapshot, decision: &Decision) -> Option<Span> {
    let items = snapshot.compiled.files.iter().flat_map(|file| &file.items);
    let mut decisions = items.filter_map(|item| match &item.node {
        Item::Decision(it) if it.name.span == decision.named.span => Some(it),
        _ => None,
    });
    let mut parts = decisions.next()?.items.iter();
    let last = parts.rfind(|part| !matches!(part.node, DecisionItem::Otherwise(_)))?;
    let text = snapshot.text(last.span.source);
    let after = text.get(last.span.range().end..)?;
    let line = after.find('\n')?;
    // Something else on that line: a comment stays with its rule, a rule or a bracket does not.
    let rest = after.get(..line)?.trim();
    if !(rest.is_empty() || rest.starts_with('#')) {
        return None;
    }
    let at = last.span.range().end + line + 1;
    Some(Span::new(last.span.source, at, at))
}

//! What is wrong with an example, in a sentence.

use super::condition::Reader;
use super::why::why;
use crate::diagnostic::Code;
use crate::eval::example::{Actual, Failure, Played};
use crate::eval::{Cause, ScoreProblem};
use crate::model::{Cell, Example, Model, Node, StepKind, Subject, Type};
use crate::source::{SourceMap, Span};
use crate::value::Value;

/// Something that is wrong with an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// What kind of fault it is.
    pub(super) code: Code,
    /// What is wrong.
    pub(super) message: String,
    /// The step that does not come out, or the fact that is broken.
    pub(super) span: Span,
    /// What makes it so.
    pub(super) why: Vec<String>,
}

/// All that is wrong with an example, in the order of its story.
pub(super) fn problems(
    model: &Model,
    sources: &SourceMap,
    example: &Example,
    played: &Played,
) -> Vec<Problem> {
    let facts = played.broken_facts.iter();
    let facts = facts.filter_map(|(at, moment)| Some((model.facts.get(*at)?, moment)));
    let facts = facts.map(|(fact, moment)| {
        let words = super::condition::words(sources, fact.condition.span);
        let reader = Reader {
            model,
            sources,
            moment,
        };
        let seen = reader.seen(&reader.trace(&fact.condition));
        Problem {
            code: Code::BadExample,
            message: format!("no such lead can exist: it breaks the fact `{words}`{seen}"),
            span: example.span,
            why: Vec::new(),
        }
    });
    let failures = played.failures.iter().map(|failure| Problem {
        code: Code::FailedExample,
        message: message(model, failure),
        span: failure.span,
        why: why(model, sources, failure),
    });
    facts.chain(failures).collect()
}

fn message(model: &Model, failure: &Failure) -> String {
    match &failure.expected {
        StepKind::ExpectValue(subject, cell) => {
            let wanted = match cell {
                Cell::Known(value) => show(model, value, type_of(model, *subject)),
                Cell::Missing | Cell::Bad => "missing".to_owned(),
            };
            let is = actual(model, *subject, &failure.found);
            format!("`{}` should be {wanted}, and {is}", name(model, *subject))
        }
        StepKind::ExpectKnown(subject) => {
            let is = actual(model, *subject, &failure.found);
            format!("`{}` should be known, and {is}", name(model, *subject))
        }
        StepKind::ExpectForbidden(channel, expected) => {
            let channel = model.channels.get(*channel);
            let channel = channel.map_or("", |channel| channel.name.as_str());
            match expected {
                true => format!("`{channel}` should be forbidden, and is not"),
                false => format!("`{channel}` should not be forbidden, and is"),
            }
        }
        StepKind::ExpectBreach(must, expected) => {
            let must = model.musts.get(*must);
            let must = must.map_or("", |must| must.named.name.as_str());
            match expected {
                true => format!("`{must}` should be broken, and is kept"),
                false => format!("`{must}` should be kept, and is broken"),
            }
        }
        // Of the steps that expect nothing only the passing of time can fail.
        StepKind::Set(_) | StepKind::AsOf(_) | StepKind::Later(_) => {
            "time cannot pass by so much: it leads beyond every calendar, or counts business time"
                .to_owned()
        }
    }
}

/// What something is instead.
fn actual(model: &Model, subject: Subject, actual: &Actual) -> String {
    match actual {
        Actual::Value(value) => format!("is {}", show(model, value, type_of(model, subject))),
        Actual::Missing => "is missing".to_owned(),
        Actual::Gap => "no rule covers the lead".to_owned(),
        Actual::Conflict(rules) => {
            let decision = match subject {
                Subject::Decision(id) => model.decisions.get(id),
                _ => None,
            };
            let rules = rules.iter().filter_map(|at| decision?.rules.get(*at));
            format!(
                "rules disagree: {}",
                list(rules.map(|rule| rule.name.as_str()))
            )
        }
        Actual::NoPoints(problems) => match problems.first() {
            Some(ScoreProblem::Conflict { .. }) => "rows of a table disagree".to_owned(),
            _ => "a table gives no points".to_owned(),
        },
        Actual::Stopped(causes) => {
            let causes: Vec<_> = causes.iter().map(|it| cause(model, *it)).collect();
            format!("cannot be worked out because of {}", causes.join(" and "))
        }
        Actual::Forbidden(_) | Actual::Breach(_) | Actual::NoInstant => "is not".to_owned(),
    }
}

fn cause(model: &Model, cause: Cause) -> String {
    let name = match cause {
        Cause::Field(id) => name(model, Subject::Field(id)),
        Cause::Node(Node::Define(id)) => name(model, Subject::Define(id)),
        Cause::Node(Node::Score(id)) => name(model, Subject::Score(id)),
        Cause::Node(Node::Decision(id)) => name(model, Subject::Decision(id)),
        Cause::Overflow(_) => return "a number that is too large".to_owned(),
    };
    format!("`{name}`")
}

/// Names in backticks, joined as people do.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// The name of something that has a value.
pub(super) fn name(model: &Model, subject: Subject) -> &str {
    let named = match subject {
        Subject::Field(id) => model.fields.get(id).map(|it| &it.named),
        Subject::Define(id) => model.defines.get(id).map(|it| &it.named),
        Subject::Score(id) => model.scores.get(id).map(|it| &it.named),
        Subject::Decision(id) => model.decisions.get(id).map(|it| &it.named),
    };
    named.map_or("", |named| &named.name)
}

fn type_of(model: &Model, subject: Subject) -> Type {
    let ty = match subject {
        Subject::Field(id) => model.fields.get(id).map(|it| it.ty),
        Subject::Define(id) => model.defines.get(id).map(|it| it.value.ty),
        Subject::Score(_) => None,
        Subject::Decision(id) => model.decisions.get(id).map(|it| it.ty),
    };
    ty.unwrap_or(Type::Number)
}

/// A value as the policy would write it.
pub(super) fn show(model: &Model, value: &Value, ty: Type) -> String {
    match value {
        Value::Text(text) => format!("\"{}\"", text.raw()),
        Value::Set(members) if members.is_empty() => "empty".to_owned(),
        _ => model.show(value, ty),
    }
}

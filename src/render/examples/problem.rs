//! What is wrong with an example, in a sentence.

use super::case;
use super::journey;
use super::story::{Told, story};
use super::why::why;
use crate::diagnostic::Code;
use crate::eval::example::{Actual, Failure, Played};
use crate::model::{Cell, Example, Model, StepKind, Subject, Type};
use crate::render::words::{Words, rule_name, score_problem};
use crate::source::{SourceMap, Span};
use crate::value::joined;
use crate::why::lack;

/// Something that is wrong with an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Problem {
    /// What kind of fault it is.
    pub(in crate::render) code: Code,
    /// What is wrong.
    pub(in crate::render) message: String,
    /// The step that does not come out, or the fact that is broken.
    pub(in crate::render) span: Span,
    /// What makes it so.
    pub(super) why: Vec<String>,
    /// What had happened by then.
    pub(super) story: Vec<Told>,
}

/// All that is wrong with an example, in the order of its story.
pub(in crate::render) fn problems(
    model: &Model,
    sources: &SourceMap,
    example: &Example,
    played: &Played,
) -> Vec<Problem> {
    let facts = played.broken_facts.iter();
    let facts = facts.filter_map(|(at, moment)| Some((model.facts.get(*at)?, moment)));
    let words = &Words::new(model, sources, None);
    let facts = facts.map(|(fact, moment)| {
        let lacks = lack(&case(model, moment).trace(&fact.condition), true);
        let lacks = words.lacks(&lacks).join("; ");
        let fact = words.text(fact.condition.span);
        Problem {
            code: Code::BadExample,
            message: format!("no such lead can exist: it breaks the fact `{fact}`, as {lacks}"),
            span: example.span,
            why: Vec::new(),
            story: Vec::new(),
        }
    });
    let failures = played.failures.iter().map(|failure| Problem {
        code: Code::FailedExample,
        message: message(words, failure),
        span: failure.span,
        why: why(words, failure),
        story: story(words, example, played, failure),
    });
    facts.chain(failures).collect()
}

fn message(words: &Words<'_>, failure: &Failure) -> String {
    let model = words.model;
    if let Actual::Stuck(stuck) = &failure.found {
        return journey::stuck(words, stuck);
    }
    match &failure.expected {
        StepKind::ExpectValue(subject, cell) => {
            let wanted = match cell {
                Cell::Known(value) => words.value(value, type_of(model, *subject)).to_string(),
                Cell::Missing | Cell::Bad => "missing".to_owned(),
            };
            let is = actual(words, *subject, &failure.found);
            format!("`{}` should be {wanted}, and {is}", name(model, *subject))
        }
        StepKind::ExpectKnown(subject) => {
            let is = actual(words, *subject, &failure.found);
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
        StepKind::ExpectLacking(stages, expected) => {
            let stage = stages.first().and_then(|id| model.stages.get(*id));
            let stage = stage.map_or("", |stage| stage.named.name.as_str());
            match expected {
                true => format!("the lead should lack what `{stage}` requires, and does not"),
                false => format!("the lead should have what `{stage}` requires, and lacks it"),
            }
        }
        StepKind::ExpectTask(tasks, expected) => journey::task(words, tasks, *expected, failure),
        StepKind::ExpectTold(party, expected) => {
            let party = words.party(*party);
            match expected {
                true => format!("{party} should have been told, and has not been"),
                false => format!("{party} should not have been told, and has been"),
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
fn actual(words: &Words<'_>, subject: Subject, actual: &Actual) -> String {
    let model = words.model;
    match actual {
        Actual::Value(value) => format!("is {}", words.value(value, type_of(model, subject))),
        Actual::Missing => "is missing".to_owned(),
        Actual::Gap => "no rule covers the lead".to_owned(),
        Actual::Conflict(rules) => {
            let decision = match subject {
                Subject::Decision(id) => model.decisions.get(id),
                _ => None,
            };
            let rules = rules.iter().filter_map(|at| decision?.rules.get(*at));
            let rules: Vec<String> = rules.map(rule_name).collect();
            format!("{} disagree", joined(&rules, "and"))
        }
        Actual::NoPoints(problems) => score_problem(problems).to_owned(),
        Actual::Stopped(causes) => {
            let causes: Vec<_> = causes.iter().map(|it| words.cause(*it)).collect();
            format!("cannot be worked out: {}", joined(&causes, "and"))
        }
        Actual::Forbidden(_)
        | Actual::Breach(_)
        | Actual::Task(_)
        | Actual::NoTask
        | Actual::Told(_)
        | Actual::NoInstant
        | Actual::Stuck(_) => "is not".to_owned(),
    }
}

/// The name of something that has a value.
fn name(model: &Model, subject: Subject) -> &str {
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

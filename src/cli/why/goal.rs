//! `--toward`: the outcome that a caller names.

use crate::cli::names::{named, with_nearest};
use crate::cli::output::Failure;
use crate::model::{DecisionId, Model, Node, OperandKind, Part, StageId, Target, Type};
use crate::source::{SourceId, Span};
use crate::value::{Number, Text, Value, first_listed, listed, loose};
use crate::why::{Goal, Outcome, goals};

/// How many names a message lists.
const MOST_LISTED: usize = 12;

/// The outcome of this name: `mql`, or `qualification=mql` where several decisions have it. Names
/// are met as those of data are.
pub(super) fn goal(
    model: &Model,
    text: &str,
    decision: Option<DecisionId>,
) -> Result<Goal, Failure> {
    let mut all = goals(model);
    all.retain(|goal| decision.is_none_or(|it| it == goal.decision));
    let met = meeting(model, &all, text);
    match (met.as_slice(), text.split_once('=')) {
        ([one], _) => return Ok(one.clone()),
        ([], Some((name, outcome))) => return of_decision(model, &all, text, (name, outcome)),
        ([], None) => {}
        (several, _) => {
            let ways = several
                .iter()
                .map(|goal| format!("{}={}", name(model, goal.decision), goal.name(model)));
            let message = format!("`--toward {text}`: several decisions have the outcome `{text}`");
            let ways: Vec<String> = ways.collect();
            return Err(Failure::new(message).help(format!("write one of {}", listed(&ways))));
        }
    }
    Err(unknown(model, &all, text))
}

/// The goals that a text may mean: by the name, a role's title, or a team's word.
fn meeting(model: &Model, all: &[Goal], text: &str) -> Vec<Goal> {
    let wanted = loose(text);
    let is_it = |goal: &&Goal| {
        let name = goal.name(model);
        let title = match &goal.outcome {
            Outcome::Is(Value::Role(at)) => {
                let roles = model.roles.iter();
                let role = roles.map(|(_, role)| role).nth(*at as usize);
                role.and_then(|role| role.title.clone())
            }
            _ => None,
        };
        let words = model.vocabularies.iter().flat_map(|it| &it.words);
        let words = words.filter(|(said, _)| *said == name);
        let mut names = words.map(|(_, word)| word).chain(&title).chain([&name]);
        names.any(|name| loose(name) == wanted)
    };
    all.iter().filter(is_it).cloned().collect()
}

fn of_decision(
    model: &Model,
    all: &[Goal],
    text: &str,
    (decision, outcome): (&str, &str),
) -> Result<Goal, Failure> {
    let decisions = model.decisions.iter().map(|(id, it)| (id, &it.named));
    let option = format!("`--toward {text}`");
    let id = named(decision.trim(), "decision", &option, decisions)?;
    let of_it: Vec<Goal> = all.iter().filter(|it| it.decision == id).cloned().collect();
    match meeting(model, &of_it, outcome).into_iter().next() {
        Some(goal) => Ok(goal),
        None => worked_out(model, id, outcome.trim()).ok_or_else(|| {
            let message = format!("{option}: `{decision}` has no outcome `{outcome}`");
            let names: Vec<String> = of_it.iter().map(|goal| goal.name(model)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            match names.is_empty() {
                true => Failure::new(message).help("its outcomes are worked out of fields"),
                false => with_nearest(Failure::new(message), outcome, &names),
            }
        }),
    }
}

/// A text or number that a decision may yield out of a field.
fn worked_out(model: &Model, decision: DecisionId, outcome: &str) -> Option<Goal> {
    let nowhere = Span::new(SourceId(0), 0, 0);
    let operand = model.value_of(Node::Decision(decision), nowhere);
    let may_be = model.constants(&operand).others && !outcome.is_empty();
    let value = match operand.ty {
        Type::Text => Value::Text(Text::new(outcome)),
        Type::Integer | Type::Number => Value::Number(Number::parse(outcome)?),
        _ => return None,
    };
    may_be.then_some(Goal {
        decision,
        outcome: Outcome::Is(value),
    })
}

fn unknown(model: &Model, all: &[Goal], text: &str) -> Failure {
    let option = format!("`--toward {text}`");
    let mut decisions = model.decisions.iter();
    if let Some((id, _)) = decisions.find(|(_, it)| it.named.name == text.trim()) {
        let outcomes = all.iter().filter(|goal| goal.decision == id);
        let outcomes = outcomes.map(|goal| format!("{}={}", name(model, id), goal.name(model)));
        return Failure::new(format!(
            "{option}: `{text}` is a decision, and no outcome of one"
        ))
        .help(format!(
            "write one of {}",
            first_listed(outcomes, MOST_LISTED)
        ));
    }
    let mut stages = model.stages.iter();
    if let Some((id, stage)) = stages.find(|(_, stage)| stage.named.name == text.trim()) {
        let journey = model.journeys.get(stage.journey);
        let journey = journey.map_or("", |it| it.named.name.as_str());
        let message =
            format!("{option}: `{text}` is a stage of `{journey}`, and no decision yields it");
        return Failure::new(message).help(format!(
            "name the outcome that its moves ask for: {}",
            moves_to(model, id)
        ));
    }
    let mut names: Vec<String> = all.iter().map(|goal| goal.name(model)).collect();
    names.sort();
    names.dedup();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let failure = Failure::new(format!("{option}: no decision has the outcome `{text}`"));
    match names.is_empty() {
        true => failure.help("the policy has no decision at all"),
        false => with_nearest(failure, text, &names),
    }
}

/// The decisions that moves into a stage read.
fn moves_to(model: &Model, stage: StageId) -> String {
    let mut read: Vec<String> = Vec::new();
    for it in model.stages.values().flat_map(|it| &it.moves) {
        if !matches!(it.target, Target::Stage(id) if id == stage) {
            continue;
        }
        for condition in it.when.iter().chain(&it.unless) {
            condition.walk(&mut |part| {
                if let Part::Operand(operand) = part
                    && let OperandKind::Decision(id) = operand.kind
                {
                    let name = name(model, id);
                    if !read.contains(&name) {
                        read.push(name);
                    }
                }
            });
        }
    }
    match read.is_empty() {
        true => "they read no decision, only fields, which `--if` gives values".to_owned(),
        false => format!("they read {}", first_listed(read, MOST_LISTED)),
    }
}

fn name(model: &Model, decision: DecisionId) -> String {
    let decision = model.decisions.get(decision);
    decision.map_or(String::new(), |it| it.named.name.clone())
}

//! What the summary of a run is asked for: names on the command line to what the policy has.

use super::super::output::Failure;
use crate::diagnostic::nearest;
use crate::model::{DecisionId, Field, FieldId, Model, NoValue, given_value};
use crate::report::{By, CannotCompare, Comparison, Goal, Wanted};

/// Reads `LEFT=RIGHT`, of which neither side may be empty.
fn two_sides(text: &str) -> Option<(String, String)> {
    let (left, right) = text.split_once('=')?;
    let (left, right) = (left.trim(), right.trim());
    (!left.is_empty() && !right.is_empty()).then(|| (left.to_owned(), right.to_owned()))
}

/// Reads what stands behind `--compare`.
pub(super) fn compared(text: &str) -> Result<(String, String), String> {
    two_sides(text).ok_or_else(|| {
        "write it as DECISION=FIELD, for example `--compare qualification=lead_status`".to_owned()
    })
}

/// Reads what stands behind `--outcome`.
pub(super) fn goal_of(text: &str) -> Result<(String, String), String> {
    two_sides(text)
        .ok_or_else(|| "write it as FIELD=VALUE, for example `--outcome converted=yes`".to_owned())
}

/// What `--by` names.
pub(super) fn by(model: &Model, name: &str) -> Result<By, Failure> {
    By::named(model, name).ok_or_else(|| {
        unknown(
            format!("`--by {name}`: the policy has no such field or decision"),
            name,
            By::names(model),
        )
    })
}

/// What `--compare` names.
pub(super) fn comparison(
    model: &Model,
    (decision, field): &(String, String),
) -> Result<Comparison, Failure> {
    let option = format!("`--compare {decision}={field}`");
    let comparison = Comparison {
        decision: decision_named(model, decision, &option)?,
        field: field_named(model, field, &option)?.0,
    };
    match comparison.check(model) {
        Ok(()) => Ok(comparison),
        Err(CannotCompare::Several) => Err(Failure::new(format!(
            "{option}: `{field}` holds several values at once, and a decision has one"
        ))
        .help("compare with a field that holds one value")),
        Err(CannotCompare::NoAmount) => {
            let ty = field_named(model, field, &option)?.1.ty.describe(model);
            let message = format!("{option}: `{field}` is {ty}, and no outcome of `{decision}` is");
            Err(Failure::new(message).help("compare with a field that says the same in words"))
        }
        Err(CannotCompare::NothingInCommon(outcomes, values)) => Err(Failure::new(format!(
            "{option}: they can never be the same, as no outcome is called what `{field}` holds"
        ))
        .help(format!(
            "`{decision}` decides {}, and `{field}` is {}; if the words differ and the meaning does \
             not, map them in the `source`, or say them in a `vocabulary`",
            listed(&outcomes),
            listed(&values)
        ))),
    }
}

/// What `--outcome` names.
pub(super) fn goal(model: &Model, (name, value): &(String, String)) -> Result<Goal, Failure> {
    let option = format!("`--outcome {name}={value}`");
    let (id, field) = field_named(model, name, &option)?;
    let wanted = match value.as_str() {
        "known" | "missing" => {
            if matches!(field.ty, crate::model::Type::Several(_)) {
                let message = format!("{option}: `{name}` is a set, and a set is never missing");
                return Err(Failure::new(message).help("name one of its values"));
            }
            match value == "known" {
                true => Wanted::Known,
                false => Wanted::Missing,
            }
        }
        value => {
            let value = given_value(model, field, value).map_err(|NoValue { reason, help }| {
                Failure::new(format!("{option}: `{value}` {reason}")).help(help)
            })?;
            Wanted::Value(value)
        }
    };
    Ok(Goal { field: id, wanted })
}

fn decision_named(model: &Model, name: &str, option: &str) -> Result<DecisionId, Failure> {
    let decisions = || model.decisions.iter();
    let found = decisions().find(|(_, decision)| decision.named.name == name);
    found.map(|(id, _)| id).ok_or_else(|| {
        if model.fields.values().any(|field| field.named.name == name) {
            let failure = Failure::new(format!("{option}: `{name}` is a field"));
            return failure.help("the decision stands before the `=`, and the field behind it");
        }
        let names = decisions().map(|(_, decision)| decision.named.name.as_str());
        unknown(
            format!("{option}: the policy has no decision `{name}`"),
            name,
            names,
        )
    })
}

fn field_named<'m>(
    model: &'m Model,
    name: &str,
    option: &str,
) -> Result<(FieldId, &'m Field), Failure> {
    let fields = || model.fields.iter();
    fields()
        .find(|(_, field)| field.named.name == name)
        .ok_or_else(|| {
            let mut decisions = model.decisions.values();
            if decisions.any(|decision| decision.named.name == name) {
                let failure = Failure::new(format!("{option}: `{name}` is a decision"));
                return failure.help("name a field here, which is what the file has of the lead");
            }
            let names = fields().map(|(_, field)| field.named.name.as_str());
            unknown(
                format!("{option}: the policy has no field `{name}`"),
                name,
                names,
            )
        })
}

/// The failure for a name that the policy does not have, with the nearest that it has.
fn unknown<'m>(message: String, name: &str, names: impl Iterator<Item = &'m str>) -> Failure {
    let failure = Failure::new(message);
    match nearest(name, names) {
        Some(known) => failure.help(format!("did you mean `{known}`?")),
        None => failure,
    }
}

/// Names as a message lists them, or the first of many.
fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let first = names.iter().take(MOST).map(|name| format!("`{name}`"));
    let listed = first.collect::<Vec<_>>().join(", ");
    match names.len() > MOST {
        true => format!("{listed} and {} more", names.len() - MOST),
        false => listed,
    }
}

//! What the summary of a run is asked for: names on the command line to what the policy has.

use super::super::names::{named, refused};
use super::super::output::Failure;
use crate::model::{Cell, DecisionId, Field, FieldId, Model, Type, given_one};
use crate::report::{By, CannotCompare, Comparison, Goal, Wanted, WorkWanted};
use crate::value::{IsoMoment, Value, first_listed, iso_moment_or_midnight};

/// How many outcomes or values a message lists.
const MOST_LISTED: usize = 12;

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
    let option = format!("`--by {name}`");
    named(name, "field or decision", &option, By::all(model))
}

/// Whether `--by` asks for who has what to do: nothing of the policy is called so, and it has tasks.
pub(super) fn is_responsible(model: &Model, name: &str) -> bool {
    let mut known = By::all(model);
    name == "responsible" && !model.tasks.is_empty() && !known.any(|(_, it)| it.name == name)
}

/// What `--tasks` lists.
pub(super) fn work(
    model: &Model,
    due_by: Option<&str>,
    role: Option<&str>,
) -> Result<WorkWanted, Failure> {
    if model.tasks.is_empty() {
        return Err(Failure::new("`--tasks`: the policy has no task at all")
            .help("write `task` and what is to be done into a stage of a journey"));
    }
    let roles = model.roles.iter().map(|(id, role)| (id, &role.named));
    let role = role.map(|name| named(name, "role", &format!("`--role {name}`"), roles));
    let due_by = due_by.map(|text| {
        let option = format!("`--due-by {text}`");
        let no_date = || {
            Failure::new(format!("{option} is no date")).help(
                "write a date, `2026-07-01`, which is the midnight that it starts with, or a \
                 time of day with it, `2026-07-01T17:00`",
            )
        };
        match iso_moment_or_midnight(text) {
            Some(IsoMoment::Exact(instant)) => Ok(instant),
            Some(IsoMoment::Civil(wall)) => model.zone.instant(wall).ok_or_else(no_date),
            None => Err(no_date()),
        }
    });
    Ok(WorkWanted {
        due_by: due_by.transpose()?,
        role: role.transpose()?,
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
            "the outcomes of `{decision}` are {}, the values of `{field}` {}; if the words differ \
             and the meaning does not, map them in the `source`, or say them in a `vocabulary`",
            first_listed(&outcomes, MOST_LISTED),
            first_listed(&values, MOST_LISTED)
        ))),
    }
}

/// What `--outcome` names.
pub(super) fn goal(model: &Model, (name, value): &(String, String)) -> Result<Goal, Failure> {
    let option = format!("`--outcome {name}={value}`");
    if value == "known" {
        let (id, field) = field_named(model, name, &option)?;
        return match field.ty {
            Type::Several(_) => {
                let message = format!("{option}: `{name}` is a set, and a set is always known");
                Err(Failure::new(message).help("name one of its values"))
            }
            _ => Ok(Goal {
                field: id,
                wanted: Wanted::Known,
            }),
        };
    }
    let given = given_one(model, &format!("{name}={value}"));
    let (field, cell) = given.map_err(|findings| refused(&option, findings))?;
    let wanted = match cell {
        Cell::Known(Value::Set(members)) => match members.first() {
            // One value without braces asks whether it is among those of the lead.
            Some(member) if !value.starts_with('{') => Wanted::Value(Value::Choice(*member)),
            _ => Wanted::Value(Value::Set(members)),
        },
        Cell::Known(value) => Wanted::Value(value),
        Cell::Missing | Cell::Bad => Wanted::Missing,
    };
    Ok(Goal { field, wanted })
}

fn decision_named(model: &Model, name: &str, option: &str) -> Result<DecisionId, Failure> {
    if model.fields.values().any(|field| field.named.name == name) {
        let failure = Failure::new(format!("{option}: `{name}` is a field"));
        return Err(failure.help("the decision stands before the `=`, and the field behind it"));
    }
    let decisions = model.decisions.iter().map(|(id, it)| (id, &it.named));
    named(name, "decision", option, decisions)
}

fn field_named<'m>(
    model: &'m Model,
    name: &str,
    option: &str,
) -> Result<(FieldId, &'m Field), Failure> {
    let mut decisions = model.decisions.values();
    if decisions.any(|decision| decision.named.name == name) {
        let failure = Failure::new(format!("{option}: `{name}` is a decision"));
        return Err(failure.help("name a field here, which is what the file has of the lead"));
    }
    let fields = model.fields.iter();
    let fields = fields.map(|(id, field)| ((id, field), &field.named));
    named(name, "field", option, fields)
}

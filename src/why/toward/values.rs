//! The nearest values of fields that change.

use std::cmp::Reverse;

use super::search::{Search, Undecided};
use crate::model::{Cell, FieldId, Type};
use crate::proof::{Formula, Near};
use crate::value::{Number, Value};

/// A number of at most so many places is what a policy can be given.
const MOST_PLACES: u8 = 6;

/// What makes a field that changes have its nearest value: a value rather than none, of an order the
/// next place, of numbers the nearest; where nothing is nearer than another, the first that the
/// schema names. Texts are as they are found.
pub(super) fn nearest(
    search: &mut Search<'_>,
    near: &Near,
    so: &[Formula],
) -> Result<Vec<Formula>, Undecided> {
    let (field, cell) = (near.field, search.lead.cell(near.field).clone());
    let Some(ty) = search.model.fields.get(field).map(|it| it.ty) else {
        return Ok(Vec::new());
    };
    let missing = search.prover.field_missing(field);
    if !search.can_be(&[so, &[!missing]].concat())? {
        return Ok(vec![missing]);
    }
    let known = [so, &[!missing]].concat();
    let value = match ty {
        Type::Boolean => first(search, &known, field, [true, false].map(Value::Boolean)),
        Type::Choice(_) => {
            let all = search.model.enumeration(ty).map_or(0, |it| it.values.len());
            let mut all: Vec<u32> = (0_u32..).take(all).collect();
            let ordered = search.model.enumeration(ty).is_some_and(|it| it.ordered);
            if let (true, Cell::Known(Value::Choice(from))) = (ordered, &cell) {
                all.sort_by_key(|at| (at.abs_diff(*from), Reverse(*at)));
            }
            first(search, &known, field, all.into_iter().map(Value::Choice))
        }
        Type::Several(_) => return members(search, &known, field, &cell),
        Type::Integer | Type::Number | Type::Money(_) => number(search, &known, field, ty, &cell),
        Type::Text | Type::Date | Type::Datetime | Type::Duration | Type::Role | Type::Team => {
            return Ok(vec![!missing]);
        }
    }?;
    let value = value.map(|value| search.prover.has(field, &Cell::Known(value)));
    Ok(value.into_iter().collect())
}

/// The first of some values that a field can have.
fn first(
    search: &mut Search<'_>,
    so: &[Formula],
    field: FieldId,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<Value>, Undecided> {
    for value in values {
        if has(search, so, field, &value)? {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

fn has(
    search: &mut Search<'_>,
    so: &[Formula],
    field: FieldId,
    value: &Value,
) -> Result<bool, Undecided> {
    let is = search.prover.has(field, &Cell::Known(value.clone()));
    search.can_be(&[so, &[is]].concat())
}

/// Which members come in or go: the first of the schema.
fn members(
    search: &mut Search<'_>,
    so: &[Formula],
    field: FieldId,
    cell: &Cell,
) -> Result<Vec<Formula>, Undecided> {
    let before = match cell {
        Cell::Known(Value::Set(members)) => members.clone(),
        _ => std::collections::BTreeSet::new(),
    };
    let ty = search.model.fields.get(field).map(|it| it.ty);
    let all = ty.and_then(|ty| search.model.enumeration(ty));
    let all = (0_u32..).take(all.map_or(0, |it| it.values.len()));
    let mut parts: Vec<Formula> = Vec::new();
    for member in all {
        let inside = search.prover.has_member(field, member);
        let (stays, changes) = match before.contains(&member) {
            true => (inside, !inside),
            false => (!inside, inside),
        };
        let can_change = search.can_be(&[so, &parts, &[changes]].concat())?;
        parts.push(if can_change { changes } else { stays });
    }
    Ok(parts)
}

/// The number nearest to what a field has, or to nothing where it has none.
fn number(
    search: &mut Search<'_>,
    so: &[Formula],
    field: FieldId,
    ty: Type,
    cell: &Cell,
) -> Result<Option<Value>, Undecided> {
    let from = match cell {
        Cell::Known(value) => value.clone(),
        Cell::Missing | Cell::Bad => of_type(ty, Number::ZERO),
    };
    let Some(mut best) = found(search, so, field)? else {
        return Ok(None);
    };
    best = end_of_alike(search, so, field, &from, best)?;
    // No number nearer than `too_near` will do; first it is tried whether any nearer one will.
    let (mut too_near, mut is_first) = (-1, true);
    loop {
        let Some(far) = search.prover.apart(field, &from, &best) else {
            return Ok(Some(best));
        };
        if far - too_near <= 1 {
            break;
        }
        let away = match std::mem::take(&mut is_first) {
            true => far - 1,
            false => too_near + (far - too_near) / 2,
        };
        let within = search.prover.within(field, &from, away);
        match found(search, &[so, &[within]].concat(), field)? {
            Some(nearer) => best = end_of_alike(search, so, field, &from, nearer)?,
            None => too_near = away,
        }
    }
    rounded(search, so, field, (ty, &from), best).map(Some)
}

/// A number that a field can have.
fn found(
    search: &mut Search<'_>,
    so: &[Formula],
    field: FieldId,
) -> Result<Option<Value>, Undecided> {
    if !search.can_be(so)? {
        return Ok(None);
    }
    Ok(match search.prover.lead().lead(0).cell(field) {
        Cell::Known(value) => Some(value.clone()),
        Cell::Missing | Cell::Bad => None,
    })
}

/// Of the numbers that no cut point tells from the one just found the nearest, if that will do.
fn end_of_alike(
    search: &mut Search<'_>,
    so: &[Formula],
    field: FieldId,
    from: &Value,
    found: Value,
) -> Result<Value, Undecided> {
    match search.prover.nearest_alike(field, from) {
        Some(end) if end != found && has(search, so, field, &end)? => Ok(end),
        _ => Ok(found),
    }
}

/// A number just beyond a bar is written with no more places than the bar and what was there, if
/// that will do.
fn rounded(
    search: &mut Search<'_>,
    so: &[Formula],
    field: FieldId,
    (ty, from): (Type, &Value),
    nearest: Value,
) -> Result<Value, Undecided> {
    let (Some(before), Some(number)) = (plain(from), plain(&nearest)) else {
        return Ok(nearest);
    };
    let up = number > before;
    let bar = match up {
        true => Number::of_digits(1, MOST_PLACES).and_then(|it| number.checked_sub(it)),
        false => Number::of_digits(1, MOST_PLACES).and_then(|it| number.checked_add(it)),
    };
    let places = before.places().max(bar.map_or(MOST_PLACES, Number::places));
    if ty == Type::Integer || number.places() <= places {
        return Ok(nearest);
    }
    for places in places..MOST_PLACES {
        let Some(even) = away_to(number, places, up) else {
            break;
        };
        let even = of_type(ty, even);
        if has(search, so, field, &even)? {
            return Ok(even);
        }
    }
    Ok(nearest)
}

/// The next number of so many places.
fn away_to(number: Number, places: u8, up: bool) -> Option<Number> {
    let unit = Number::of_digits(1, places)?;
    let below = Number::of_digits(number.floor_div(unit)?.fraction().0, places)?;
    if up && below < number {
        below.checked_add(unit)
    } else {
        Some(below)
    }
}

fn plain(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) | Value::Money(number) => Some(*number),
        _ => None,
    }
}

fn of_type(ty: Type, number: Number) -> Value {
    match ty {
        Type::Money(_) => Value::Money(number),
        _ => Value::Number(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_away_from_where_they_come() {
        let next = |text: &str, places, up| {
            let number = Number::parse(text).unwrap();
            away_to(number, places, up).unwrap().to_string()
        };
        assert_eq!(next("50000.000001", 0, true), "50001");
        assert_eq!(next("0.200001", 2, true), "0.21");
        assert_eq!(next("49999.999999", 0, false), "49999");
        assert_eq!(next("-0.000001", 0, false), "-1");
        assert_eq!(next("7", 0, true), "7");
    }
}

//! Values of a field worth trying: on and beside each constant that it meets.

use std::collections::BTreeSet;

use groundrules::model::{
    Bounds, Cell, ConditionKind, FieldId, Model, OperandKind, Part, Per, ScoreItem, ScoreLine,
    TextMatch, Type,
};
use groundrules::value::{Date, Duration, Instant, Number, Value};

use super::domain::text;
use super::parts::{behind, behind_operand, leaves};

/// A line that counts something.
pub(super) struct Counted<'m> {
    pub(super) per: &'m Per,
    /// So many units count, and more make no difference.
    most: i64,
}

impl Counted<'_> {
    /// How many units of a value count.
    pub(super) fn units(&self, value: &Value) -> i64 {
        let number = |value: &Value| match value {
            Value::Number(number) | Value::Money(number) => *number,
            Value::Duration(Duration::Elapsed { seconds }) => Number::from(*seconds),
            other => panic!("{other:?} is nothing to count"),
        };
        let units = number(value).floor_div(number(&self.per.unit)).unwrap();
        units.to_i64().unwrap().clamp(0, self.most)
    }
}

fn lines(model: &Model) -> Vec<&ScoreLine> {
    fn add<'m>(items: &'m [ScoreItem], lines: &mut Vec<&'m ScoreLine>) {
        for item in items {
            match item {
                ScoreItem::Line(line) => lines.push(line),
                ScoreItem::Group(group) => add(&group.items, lines),
                ScoreItem::Table(_) => {}
            }
        }
    }
    let mut all = Vec::new();
    model
        .scores
        .values()
        .for_each(|score| add(&score.items, &mut all));
    all
}

fn capped(line: &ScoreLine) -> Option<Counted<'_>> {
    let (per, most) = (line.per.as_ref()?, line.at_most?);
    let units = most.floor_div(line.points.checked_mul(Number::from(1))?);
    let units = units.or_else(|| most.floor_div(line.points.checked_neg()?))?;
    let units = units.to_i64()?.abs() + 1;
    Some(Counted { per, most: units })
}

/// The lines that count nothing but this field, up to a limit.
pub(super) fn counted(model: &Model, id: FieldId) -> Vec<Counted<'_>> {
    let lines = lines(model).into_iter().filter_map(capped);
    let of_it = |counted: &Counted<'_>| {
        let seen = behind_operand(model, &counted.per.of);
        seen.fields == BTreeSet::from([id]) && !seen.reads_outcomes
    };
    lines.filter(of_it).collect()
}

/// The fields that a line counts without a limit, or together with others.
pub(super) fn uncapped(model: &Model) -> BTreeSet<FieldId> {
    let mut fields = BTreeSet::new();
    for line in lines(model) {
        let Some(per) = &line.per else { continue };
        let seen = behind_operand(model, &per.of).fields;
        if capped(line).is_none() || seen.len() > 1 {
            fields.extend(seen);
        }
    }
    fields
}

/// Everything that a field is held against.
#[derive(Default)]
struct Met {
    values: Vec<Value>,
    parts_of_text: BTreeSet<String>,
}

fn met(model: &Model, id: FieldId) -> Met {
    let mut met = Met::default();
    // Two times, or two texts, may be held against each other, and then the one meets what the
    // other does.
    let ty = model.fields[id].ty;
    let shares = matches!(ty, Type::Date | Type::Datetime | Type::Text);
    for leaf in leaves(model) {
        let mut fields = behind(model, leaf).fields.into_iter();
        if !fields.any(|other| other == id || shares && model.fields[other].ty == ty) {
            continue;
        }
        match &leaf.kind {
            ConditionKind::Between { low, high, .. } => {
                met.values.extend([low.clone(), high.clone()]);
            }
            ConditionKind::OneOf(_, values) => met.values.extend(values.iter().cloned()),
            ConditionKind::InList(_, list) => {
                let entries = model.lists[*list].entries.iter();
                met.values.extend(entries.cloned().map(Value::Text));
            }
            ConditionKind::Text(_, tests) => {
                for test in tests {
                    met.parts_of_text.extend(sample(test));
                }
            }
            _ => {}
        }
        leaf.walk(&mut |part| {
            if let Part::Operand(operand) = part
                && let OperandKind::Constant(value) = &operand.kind
            {
                met.values.push(value.clone());
            }
        });
    }
    for counted in counted(model, id) {
        let unit = |n: i64| match &counted.per.unit {
            Value::Number(unit) => Value::Number(unit.checked_mul(Number::from(n)).unwrap()),
            Value::Money(unit) => Value::Money(unit.checked_mul(Number::from(n)).unwrap()),
            Value::Duration(Duration::Elapsed { seconds }) => {
                let seconds = seconds * n;
                Value::Duration(Duration::Elapsed { seconds })
            }
            other => panic!("{other:?} is nothing to count"),
        };
        met.values.extend((0..=counted.most).map(unit));
    }
    met
}

/// Texts that a test may want.
fn sample(test: &TextMatch) -> Vec<String> {
    let texts: &[&str] = match test {
        TextMatch::Contains(text)
        | TextMatch::Mentions(text)
        | TextMatch::StartsWith(text)
        | TextMatch::EndsWith(text) => &[text.raw()],
        TextMatch::Matches(_) => &["abc", "7"],
    };
    texts.iter().map(ToString::to_string).collect()
}

/// The values of a field that are worth trying, all of them allowed.
pub(super) fn of(model: &Model, id: FieldId, as_of: Instant) -> Vec<Cell> {
    let field = &model.fields[id];
    let met = met(model, id);
    let choices = || {
        let values = model.enumeration(field.ty).unwrap().values.len();
        0..u32::try_from(values).unwrap()
    };
    match field.ty {
        Type::Boolean => [true, false]
            .map(|yes| Cell::Known(Value::Boolean(yes)))
            .into(),
        Type::Choice(_) => choices().map(|it| Cell::Known(Value::Choice(it))).collect(),
        Type::Several(_) => {
            let members: Vec<u32> = choices().collect();
            let sets = 0..1_u32 << members.len();
            let set = |bits: u32| {
                members
                    .iter()
                    .copied()
                    .filter(move |it| bits >> it & 1 == 1)
            };
            sets.map(|bits| Cell::Known(Value::Set(set(bits).collect())))
                .collect()
        }
        Type::Integer | Type::Number | Type::Money(_) => numbers(field.ty, field.bounds, &met),
        Type::Date => days(&met, model.zone.date(as_of)),
        Type::Datetime => moments(&met, as_of),
        Type::Text => texts(&met),
        Type::Duration | Type::Role | Type::Team => panic!("no field is of this type"),
    }
}

fn numbers(ty: Type, bounds: Bounds, met: &Met) -> Vec<Cell> {
    let whole = ty == Type::Integer;
    let mut numbers: BTreeSet<Number> = BTreeSet::from([Number::ZERO]);
    if let (true, Some(low), Some(high)) = (whole, bounds.low, bounds.high) {
        let (low, high) = (low.number.to_i64().unwrap(), high.number.to_i64().unwrap());
        numbers.extend((low..=high).map(Number::from));
    } else {
        let ends = [bounds.low, bounds.high].into_iter().flatten();
        let mut cuts: Vec<Number> = ends.map(|end| end.number).collect();
        cuts.extend(met.values.iter().filter_map(|value| match value {
            Value::Number(number) | Value::Money(number) => Some(*number),
            _ => None,
        }));
        let step = Number::parse(if whole { "1" } else { "0.5" }).unwrap();
        for cut in cuts {
            let beside = [cut.checked_sub(step), Some(cut), cut.checked_add(step)];
            numbers.extend(beside.into_iter().flatten());
        }
    }
    let allowed = numbers.into_iter().filter(|number| bounds.allow(*number));
    let value = |number| match ty {
        Type::Money(_) => Value::Money(number),
        _ => Value::Number(number),
    };
    allowed.map(|number| Cell::Known(value(number))).collect()
}

fn days(met: &Met, today: Date) -> Vec<Cell> {
    let mut cuts = BTreeSet::from([today]);
    for value in &met.values {
        match value {
            Value::Date(date) => {
                cuts.insert(*date);
            }
            Value::Duration(Duration::Elapsed { seconds }) => {
                let days = jiff::Span::new().days(seconds.div_euclid(86_400));
                cuts.extend([
                    today.checked_sub(days).unwrap(),
                    today.checked_add(days).unwrap(),
                ]);
            }
            _ => {}
        }
    }
    let beside = |cut: &Date| {
        let cut = *cut;
        (-2..=2).map(move |days| cut.checked_add(jiff::Span::new().days(days)).unwrap())
    };
    let days: BTreeSet<Date> = cuts.iter().flat_map(beside).collect();
    days.into_iter()
        .map(|day| Cell::Known(Value::Date(day)))
        .collect()
}

fn moments(met: &Met, as_of: Instant) -> Vec<Cell> {
    let mut cuts = BTreeSet::from([as_of]);
    for value in &met.values {
        match value {
            Value::Datetime(instant) => {
                cuts.insert(*instant);
            }
            Value::Duration(Duration::Elapsed { seconds }) => {
                let time = jiff::SignedDuration::from_secs(*seconds);
                cuts.extend([
                    as_of.checked_sub(time).unwrap(),
                    as_of.checked_add(time).unwrap(),
                ]);
            }
            _ => {}
        }
    }
    let beside = |cut: &Instant| {
        let cut = *cut;
        (-2..=2).map(move |s| cut.checked_add(jiff::SignedDuration::from_secs(s)).unwrap())
    };
    let moments: BTreeSet<Instant> = cuts.iter().flat_map(beside).collect();
    moments
        .into_iter()
        .map(|at| Cell::Known(Value::Datetime(at)))
        .collect()
}

/// Each text by itself, behind an `@`, and beside each other in every way.
fn texts(met: &Met) -> Vec<Cell> {
    let mut pieces: BTreeSet<String> = ["zz".to_owned(), String::new()].into();
    pieces.extend(met.parts_of_text.iter().cloned());
    pieces.extend(met.values.iter().filter_map(|value| match value {
        Value::Text(text) => Some(text.raw().to_owned()),
        _ => None,
    }));
    let mut texts = BTreeSet::new();
    for a in &pieces {
        texts.insert(a.clone());
        for b in &pieces {
            texts.extend(["", " ", "@"].map(|between| format!("{a}{between}{b}")));
        }
    }
    if !met.parts_of_text.is_empty() {
        pieces.remove("");
        for a in &pieces {
            for b in &pieces {
                texts.extend(pieces.iter().map(|c| format!("{a} {b} {c}")));
            }
        }
    }
    texts.iter().map(|it| text(it)).collect()
}

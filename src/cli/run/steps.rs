//! `--sweep NAME=FROM..TO/STEP`: the values that a definition is tried with.

use crate::syntax::ast::{Amount, Literal, Unit};
use crate::syntax::parse_literal;
use crate::value::Number;

/// Most values of a sweep.
const MOST_VALUES: i64 = 100;

/// A definition and the values to try it with, each as `--set` takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Steps {
    /// The definition.
    pub(super) name: String,
    /// Its values.
    pub(super) values: Vec<String>,
}

/// Reads what stands behind `--sweep`.
pub(super) fn steps(text: &str) -> Result<Steps, String> {
    let form = "write it as NAME=FROM..TO/STEP or as a list, for example `--sweep \
                mql_bar=40..80/5` or `--sweep mql_bar=40,50,60`";
    let (name, values) = text.split_once('=').ok_or(form)?;
    let (name, values) = (name.trim(), values.trim());
    if name.is_empty() || values.is_empty() {
        return Err(form.to_owned());
    }
    let values = match values.split_once("..") {
        Some((from, rest)) if !values.contains(['"', ',']) => range(from, rest)?,
        _ => list(values)?,
    };
    Ok(Steps {
        name: name.to_owned(),
        values,
    })
}

/// The values of a list. A comma between quotes belongs to its value.
fn list(text: &str) -> Result<Vec<String>, String> {
    let mut values = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        quoted ^= c == '"';
        match values.last_mut() {
            Some(value) if c != ',' || quoted => value.push(c),
            _ => values.push(String::new()),
        }
    }
    let values: Vec<String> = values.iter().map(|value| value.trim().to_owned()).collect();
    for (place, value) in values.iter().enumerate() {
        if value.is_empty() {
            return Err("a value is missing beside a comma".to_owned());
        }
        if values.iter().take(place).any(|before| before == value) {
            return Err(format!("`{value}` stands twice"));
        }
    }
    match i64::try_from(values.len()) {
        Ok(count) if count <= MOST_VALUES => Ok(values),
        _ => Err(too_many(&values.len().to_string())),
    }
}

fn range(from: &str, rest: &str) -> Result<Vec<String>, String> {
    let (to, step) = rest.split_once('/').unwrap_or((rest, ""));
    if [from, to, step].iter().any(|end| end.trim().is_empty()) {
        return Err(
            "a range has two ends and the step from one value to the next, as in `40..80/5`"
                .to_owned(),
        );
    }
    let ends = [from, to, step].map(|text| amount(text.trim()));
    let [from, to, step] = ends;
    let (from, to, step) = (from?, to?, step?);
    let unit = common_unit([&from, &to, &step])?;
    let [from, to, step] = [from, to, step].map(|amount| amount.in_unit(unit));
    let (from, to, step) = (from?, to?, step?);
    if step <= Number::ZERO {
        return Err(format!("the step is {step}, and has to be above 0"));
    }
    if from > to {
        return Err(format!(
            "{from} is above {to}: write the smaller value first"
        ));
    }
    // How many steps there are is told before any is made.
    let count = to.checked_sub(from).and_then(|all| all.floor_div(step));
    let count = count.and_then(|count| count.checked_add(1.into()));
    let count = count.ok_or_else(|| too_many("far too many"))?;
    let last = count.to_i64().filter(|count| *count <= MOST_VALUES);
    let last = last.ok_or_else(|| too_many(&count.to_string()))?;
    let value = |place: i64| {
        let number = from.checked_add(step.checked_mul(place.into())?)?;
        Some(unit.map_or(number.to_string(), |unit| unit.behind(number)))
    };
    let values: Option<Vec<String>> = (0..last).map(value).collect();
    values.ok_or_else(|| too_many("far too many"))
}

fn too_many(count: &str) -> String {
    format!("these are {count} values, and at most {MOST_VALUES} can be tried: take a larger step")
}

/// An end of a range, or its step.
#[derive(Debug)]
struct End<'t> {
    number: Number,
    unit: Option<EndUnit<'t>>,
}

/// What stands behind a number.
#[derive(Debug, Clone, Copy)]
struct EndUnit<'t>(&'t str);

impl EndUnit<'_> {
    /// `14 days` and `1 day` are of one unit.
    fn is(self, other: EndUnit<'_>) -> bool {
        let unit = |words: &str| words.trim_end_matches('s').to_owned();
        unit(self.0) == unit(other.0)
    }

    fn behind(self, number: Number) -> String {
        match self.0 {
            "%" => format!("{number}%"),
            words => format!("{number} {words}"),
        }
    }
}

impl End<'_> {
    /// The number in a unit, which may stand behind another end only.
    fn in_unit(&self, unit: Option<EndUnit<'_>>) -> Result<Number, String> {
        let is_percent = unit.is_some_and(|unit| unit.0 == "%");
        // `40%` is 0.4, and 40 of the unit `%`.
        match self.unit.is_some() && is_percent {
            true => self
                .number
                .checked_mul(100.into())
                .ok_or_else(|| format!("{} is too large", self.number)),
            false => Ok(self.number),
        }
    }
}

fn amount(text: &str) -> Result<End<'_>, String> {
    let (size, negative) = match text.strip_prefix('-') {
        Some(size) => (size, true),
        None => (text, false),
    };
    let Some(Literal::Amount(Amount {
        number,
        written,
        unit,
    })) = parse_literal(size)
    else {
        let what = format!("`{text}` is no number, and only numbers make a range");
        return Err(format!(
            "{what}: write other values as a list, with commas between"
        ));
    };
    let unit = match unit.as_ref().map(|unit| (&unit.node, unit.span.range())) {
        Some((Unit::Currency(_) | Unit::Time(_), at)) => size.get(at).map(EndUnit),
        None => written.ends_with('%').then_some(EndUnit("%")),
    };
    let number = if negative {
        number.checked_neg()
    } else {
        Some(number)
    };
    let number = number.ok_or_else(|| format!("`{text}` is too large"))?;
    Ok(End { number, unit })
}

/// The unit of all three: one that stands behind some of them covers the others.
fn common_unit<'t>(ends: [&End<'t>; 3]) -> Result<Option<EndUnit<'t>>, String> {
    let mut units = ends.iter().filter_map(|end| end.unit);
    let Some(first) = units.next() else {
        return Ok(None);
    };
    // The plural, if one of them is one.
    let longest = units.clone().fold(first, |longest, unit| {
        if unit.0.len() > longest.0.len() {
            unit
        } else {
            longest
        }
    });
    match units.find(|unit| !unit.is(first)) {
        Some(other) => Err(format!("`{}` and `{}` are two units", first.0, other.0)),
        None => Ok(Some(longest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> String {
        match steps(&format!("bar={text}")) {
            Ok(steps) => steps.values.join(", "),
            Err(reason) => reason,
        }
    }

    #[test]
    fn ranges_hold_their_ends_where_a_step_meets_them() {
        for (text, expected) in [
            ("40..70/10", "40, 50, 60, 70"),
            ("40..75/20", "40, 60"),
            ("5..5/1", "5"),
            ("-1..0.5/0.5", "-1, -0.5, 0, 0.5"),
            ("10k..12k/1_000", "10000, 11000, 12000"),
            ("7..21 days/7", "7 days, 14 days, 21 days"),
            ("1 day..3 days/1 day", "1 days, 2 days, 3 days"),
            (
                "2 business hours..6/2",
                "2 business hours, 4 business hours, 6 business hours",
            ),
            (
                "50_000 USD..60_000 USD/5_000 USD",
                "50000 USD, 55000 USD, 60000 USD",
            ),
            ("20%..30%/5%", "20%, 25%, 30%"),
            ("20..30%/5", "20%, 25%, 30%"),
            (" 1 .. 3 / 2 ", "1, 3"),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_are_taken_as_they_are() {
        for (text, expected) in [
            ("40", "40"),
            ("40, 60,50", "40, 60, 50"),
            ("2026-07-01,2026-08-01", "2026-07-01, 2026-08-01"),
            ("\"a, b\",\"c..d\"", "\"a, b\", \"c..d\""),
            ("yes,no", "yes, no"),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_sweep_says_why() {
        for (text, reason) in [
            ("1..2/0", "the step is 0, and has to be above 0"),
            ("1..2/-1", "the step is -1, and has to be above 0"),
            ("5..1/1", "5 is above 1: write the smaller value first"),
            (
                "1..1000000000/1",
                "these are 1000000000 values, and at most 100 can be tried",
            ),
            (
                "0..999999999999999999/0.000001",
                "and at most 100 can be tried",
            ),
            ("1..101/1", "these are 101 values"),
            ("1..2", "two ends and the step"),
            ("1..", "as in `40..80/5`"),
            ("1..<5/1", "`<5` is no number"),
            ("a..b/1", "`a` is no number"),
            ("../", "two ends and the step"),
            ("2026-07-01..2026-08-01/1", "write other values as a list"),
            ("1 USD..5 EUR/1", "`USD` and `EUR` are two units"),
            ("1..5 days/1 hour", "`days` and `hour` are two units"),
            ("40,,50", "a value is missing beside a comma"),
            ("40,50,40", "`40` stands twice"),
        ] {
            let found = values(text);
            assert!(found.contains(reason), "{text}: {found}");
        }
        for text in ["", "a", "=", "a=", "=1..2/1"] {
            assert!(
                steps(text).unwrap_err().contains("NAME=FROM..TO/STEP"),
                "{text}"
            );
        }
        let many: Vec<String> = (0..101).map(|n| n.to_string()).collect();
        assert!(values(&many.join(",")).contains("these are 101 values"));
    }
}

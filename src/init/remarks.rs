//! The comments beside a field: what its column holds, and what was open.
//!
//! Examples of values are given of numbers, dates and placeholders only: others may be of persons.

use super::infer::Kind;
use super::moments::{Dates, Order};
use super::names::Says;
use super::profile::Column;
use super::schema::{Field, Schema};
use super::yes_no::says_yes;
use crate::value::{Number, counted, grouped, share};

/// The longest text that a comment shows, in characters.
const LONGEST: usize = 40;
/// From how many numbers on it is odd that nearly all are 0.
const MANY: u64 = 20;

/// The comment behind a field: how much is missing, and the range of what is not.
pub(super) fn behind(field: &Field, column: &Column, rows: u64) -> String {
    let mut parts: Vec<String> = Vec::new();
    let different = column.values.len() as u64;
    let always = different == 1 && !column.more;
    match &field.guess.kind {
        _ if field.key && rows == 0 => {}
        _ if field.key => parts.push("no two rows have the same".to_owned()),
        Kind::Boolean if always => {
            let yes = column.values.keys().any(|text| says_yes(text));
            parts.push(if yes { "always yes" } else { "always no" }.to_owned());
        }
        Kind::OneOf(values) if values.len() == 1 => parts.push("always the same".to_owned()),
        Kind::Integer | Kind::Number | Kind::Money(_) => {
            if let Some((least, largest)) = field.evidence.numbers.range {
                parts.push(range(&grouped(least), &grouped(largest)));
            }
        }
        Kind::Date(Dates {
            range: Some((a, b)),
            ..
        })
        | Kind::Datetime(Dates {
            range: Some((a, b)),
            ..
        }) => {
            parts.push(range(&a.to_string(), &b.to_string()));
        }
        // How many there are is told where texts come again.
        Kind::Text if !column.more && field.evidence.cells >= 2 * different && different > 1 => {
            parts.push(format!("{different} different"));
        }
        _ => {}
    }
    let placeholders: u64 = column.placeholders.values().map(|(_, cells)| cells).sum();
    let missing = column.blank + placeholders + field.guess.missing_cells();
    if missing > 0 {
        parts.push(format!("{} missing", share(missing, rows)));
    }
    parts.join(", ")
}

fn range(least: &str, largest: &str) -> String {
    match least == largest {
        true => format!("always {least}"),
        false => format!("{least} to {largest}"),
    }
}

/// The comments above a field: what was open, and how it was taken.
pub(super) fn above(field: &Field, column: &Column, schema: &Schema) -> Vec<String> {
    let mut lines = Vec::new();
    if column.occurrence.is_some() {
        let header = plain(&column.header);
        lines.push(format!("one of several columns called `{header}`"));
    }
    if field.fell_back {
        lines.push("text, since some of its values could not be read as anything else".to_owned());
        return lines;
    }
    if field.key {
        return lines;
    }
    match &field.guess.kind {
        Kind::Date(dates) | Kind::Datetime(dates) => lines.extend(order(dates, schema)),
        Kind::Integer | Kind::Number | Kind::Money(_) => lines.extend(numbers(field)),
        Kind::Text => lines.extend(nearly(field)),
        Kind::OneOf(_) | Kind::SeveralOf(..) => lines.extend(more_values(field, schema)),
        Kind::Boolean => {}
    }
    let damaged = field.evidence.damaged;
    if damaged > 0 && !matches!(field.guess.kind, Kind::Date(_) | Kind::Datetime(_)) {
        let cells = counted(damaged, "value", "values");
        lines.push(format!(
            "a spreadsheet seems to have spoiled {cells}: `May-20` may have been `5-20`, `2.07E+10` \
             a long number"
        ));
    }
    let missing: Vec<String> = field
        .guess
        .missing
        .iter()
        .map(|(text, cells)| format!("`{}` ({})", plain(text), grouped(*cells)))
        .collect();
    if !missing.is_empty() {
        lines.push(format!("read as missing: {}", missing.join(", ")));
    }
    lines
}

/// That day and month could be taken for each other, and why they were taken as they are.
fn order(dates: &Dates, schema: &Schema) -> Option<String> {
    if !dates.ambiguous {
        return None;
    }
    let day_first = dates.forms.iter().any(|form| form.starts_with("%d"));
    let taken = if day_first {
        Order::DayFirst
    } else {
        Order::MonthFirst
    };
    let (taken_as, reason) = match (schema.proven == Some(taken), day_first) {
        (true, true) => ("day first", "as in other columns"),
        (true, false) => ("month first", "as in other columns"),
        (false, true) => ("day first", "which is a guess"),
        (false, false) => ("month first", "which is a guess"),
    };
    Some(format!(
        "all dates read day first and month first: taken as {taken_as}, {reason}"
    ))
}

fn numbers(field: &Field) -> Vec<String> {
    let mut lines = Vec::new();
    let numbers = &field.evidence.numbers;
    let of = || format!("of {}", grouped(numbers.cells));
    let mostly_zero = numbers.zero < numbers.cells
        && numbers.cells >= MANY
        && numbers.zero.saturating_mul(10) >= numbers.cells.saturating_mul(8);
    if mostly_zero {
        let zero = grouped(numbers.zero);
        let of = of();
        lines.push(format!(
            "0 in {zero} {of}: if that means \"not given\", put `missing \"0\"` behind its column"
        ));
    }
    if numbers.minus_one > 0 && numbers.minus_one == numbers.negative {
        let count = grouped(numbers.minus_one);
        lines.push(format!(
            "-1 in {count} {}: if that means \"not given\", put `missing \"-1\"` behind its column",
            of()
        ));
    }
    if numbers.percent > 0 && numbers.percent < numbers.cells {
        let count = grouped(numbers.percent);
        lines.push(format!(
            "only {count} {} have a `%`, by which 20% is 0.2",
            of()
        ));
    }
    if let Kind::Money(currency) = &field.guess.kind
        && numbers.currencies.contains_key("$")
    {
        lines.push(format!("`$` is taken for {}", currency.as_str()));
    } else if field.says == Says::Amount && field.guess.kind.name() != "money" {
        lines.push("money? then write its currency too, such as `money USD >= 0`".to_owned());
    }
    let is_clock = |(least, largest): (Number, Number)| {
        let within =
            |number: Number, low: i64| number.to_i64().is_some_and(|it| it > low && it < 5 * low);
        within(least, 900_000_000_000) && within(largest, 900_000_000_000)
    };
    if numbers.range.is_some_and(is_clock) {
        lines.push("these may be times, in milliseconds since 1970".to_owned());
    }
    lines
}

/// That nearly all texts are numbers or dates, and which are not.
fn nearly(field: &Field) -> Option<String> {
    let evidence = &field.evidence;
    if evidence.cells == 0 {
        return None;
    }
    if field.says == Says::Code || field.says == Says::Personal || evidence.numbers.leading_zero > 0
    {
        return None;
    }
    let nearly_all =
        |cells: u64| cells < evidence.cells && cells.saturating_mul(10) >= evidence.cells * 8;
    if evidence.decimal_comma.saturating_mul(10) >= evidence.cells * 8 {
        return Some(
            "numbers with a comma before their places? those are read as text only".to_owned(),
        );
    }
    if evidence.numbers.cells == evidence.cells && evidence.numbers.currencies.len() > 1 {
        let signs = evidence.numbers.currencies.keys();
        let signs: Vec<String> = signs.map(|sign| format!("`{sign}`")).collect();
        return Some(format!(
            "amounts in several currencies ({}) do not compare: text",
            signs.join(", ")
        ));
    }
    let (what, cells, odd) = if nearly_all(evidence.numbers.cells) {
        ("numbers", evidence.numbers.cells, &evidence.no_number)
    } else if nearly_all(evidence.moments.cells) {
        ("dates", evidence.moments.cells, &evidence.no_moment)
    } else if evidence.moments.cells == evidence.cells {
        return Some("dates, but no one form reads all of them".to_owned());
    } else {
        return None;
    };
    let others = evidence.cells.saturating_sub(cells);
    let shown: Vec<String> = odd
        .texts
        .keys()
        .take(3)
        .map(|text| format!("`{}`", plain(text)))
        .collect();
    let but = match odd.all() {
        Some(all) if all.len() <= shown.len() => shown.join(", "),
        _ => format!(
            "{} such as {}",
            counted(others, "value", "values"),
            shown.join(", ")
        ),
    };
    let share = format!("{} of {}", grouped(cells), grouped(evidence.cells));
    Some(format!("{what} in {share}, but for {but}"))
}

/// The values that the program has from the start and this export does not hold.
fn more_values(field: &Field, schema: &Schema) -> Option<String> {
    let known = field.known?;
    let (Kind::OneOf(values) | Kind::SeveralOf(values, _)) = &field.guess.kind else {
        return None;
    };
    let is_there = |wanted: &str| values.iter().any(|value| value.is_called(wanted));
    let others: Vec<String> = known
        .values
        .iter()
        .filter(|wanted| !is_there(wanted))
        .map(|wanted| format!("`{wanted}`"))
        .collect();
    let title = schema.crm.map(|crm| crm.title)?;
    (!others.is_empty())
        .then(|| format!("{title} also has {}, not in this export", others.join(", ")))
}

/// A text as a comment can show it: on a line, short, and without what cannot be seen.
pub(super) fn plain(text: &str) -> String {
    shortened(text, LONGEST)
}

/// The same, with so many characters at most.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let mut chars = text.chars();
    let mut shown: String = chars
        .by_ref()
        .take(longest)
        .map(|c| if hidden(c) { '?' } else { c })
        .collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comments_show_is_short_and_can_be_seen() {
        assert_eq!(plain("a\nb\u{202e}c"), "a?b?c");
        assert_eq!(plain(&"x".repeat(50)), format!("{}…", "x".repeat(40)));
    }
}

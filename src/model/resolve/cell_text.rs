//! The words of a cell, as the formatter would lay them out: by these a row without a name is
//! known, so they do not depend on how it is written.

use crate::syntax::ast::{
    Amount, Cell, CellTest, Limit, Literal, Quoted, Range, RangeEnd, TextTest, Unit,
};
use crate::syntax::quote;
use crate::value::DurationUnit;

/// The words of a row: its cells with ` | ` between them.
pub(super) fn row_text<'a>(cells: impl Iterator<Item = &'a Cell>) -> String {
    cells.map(cell_text).collect::<Vec<_>>().join(" | ")
}

fn cell_text(cell: &Cell) -> String {
    let tests: Vec<String> = cell.tests.iter().map(|test| test_text(test)).collect();
    let tests = tests.join(", ");
    match cell.none_of {
        true => format!("none of {tests}"),
        false => tests,
    }
}

fn test_text(test: &CellTest) -> String {
    match test {
        CellTest::Any => "any".to_owned(),
        CellTest::Known => "known".to_owned(),
        CellTest::Missing => "missing".to_owned(),
        CellTest::Word(word) => word.clone(),
        CellTest::Literal(literal) => literal_text(literal),
        CellTest::Range(range) => range_text(range),
        CellTest::Compare(op, Limit::Word(word)) => format!("{} {}", op.as_str(), word.node),
        CellTest::Compare(op, Limit::Literal(literal)) => {
            format!("{} {}", op.as_str(), literal_text(literal))
        }
        CellTest::Text(test, patterns) => patterns_text(*test, patterns),
    }
}

fn patterns_text(test: TextTest, patterns: &[Quoted]) -> String {
    let quoted: Vec<String> = patterns.iter().map(|pattern| quote(pattern)).collect();
    match quoted.as_slice() {
        [one] => format!("{} {one}", test.as_str()),
        several => format!("{} any of {{ {} }}", test.as_str(), several.join(", ")),
    }
}

fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Amount(amount) => match unit_text(amount) {
            Some(unit) => format!("{} {unit}", amount.written),
            None => amount.written.clone(),
        },
        Literal::Text(text) => quote(text),
        Literal::Date(date) => date.to_string(),
        Literal::Datetime(wall) => wall.strftime("%Y-%m-%dT%H:%M").to_string(),
        Literal::Boolean(true) => "yes".to_owned(),
        Literal::Boolean(false) => "no".to_owned(),
    }
}

fn range_text(range: &Range) -> String {
    let dots = if range.open { "..<" } else { ".." };
    // A unit stands once, behind both ends.
    let end = |end: &RangeEnd| match end {
        RangeEnd::Literal(Literal::Amount(amount)) => (amount.written.clone(), unit_text(amount)),
        RangeEnd::Literal(literal) => (literal_text(literal), None),
        RangeEnd::Name(name) => (name.node.clone(), None),
    };
    let ((low, low_unit), (high, high_unit)) = (end(&range.low), end(&range.high));
    let unit = high_unit.or(low_unit);
    let unit = unit.map_or(String::new(), |unit| format!(" {unit}"));
    format!("{low}{dots}{high}{unit}")
}

fn unit_text(amount: &Amount) -> Option<String> {
    let time = match &amount.unit.as_ref()?.node {
        Unit::Currency(currency) => return Some(currency.clone()),
        Unit::Time(time) => time,
    };
    let unit = match time.unit {
        DurationUnit::Minute => "minute",
        DurationUnit::Hour => "hour",
        DurationUnit::Day => "day",
        DurationUnit::Week => "week",
    };
    let business = if time.business { "business " } else { "" };
    let plural = if amount.number == crate::value::Number::from(1) {
        ""
    } else {
        "s"
    };
    Some(format!("{business}{unit}{plural}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::SourceId;

    #[test]
    fn layout_does_not_show() {
        for (written, laid_out) in [
            ("\"US\" ,\"CA\"", "\"US\", \"CA\""),
            ("none  of a , b", "none of a, b"),
            ("1..<200", "1..<200"),
            ("7..14   days", "7..14 days"),
            (">=  1M USD", ">= 1M USD"),
            ("any", "any"),
            ("ends  with \".edu\"", "ends with \".edu\""),
        ] {
            let cell =
                crate::syntax::parse_cell(SourceId(0), 0, written, &mut Diagnostics::default());
            assert_eq!(row_text(std::iter::once(&cell.unwrap().node)), laid_out);
        }
    }
}

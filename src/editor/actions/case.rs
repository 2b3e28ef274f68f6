//! The leads of a finding, as a condition.

use crate::diagnostic::{Case, CasePart, Demonstration, Says};

/// The condition that the leads of a finding meet, and others do not; none where that is not all known,
/// or where all leads have it.
pub(super) fn condition(shown: &Demonstration) -> Option<String> {
    if shown.more_cases || shown.cases.is_empty() {
        return None;
    }
    let cases: Option<Vec<String>> = shown.cases.iter().map(of_case).collect();
    let cases = cases?;
    match cases.as_slice() {
        [one] => Some(one.clone()),
        several => {
            let several = several.iter().map(|case| match case.contains(" and ") {
                true => format!("({case})"),
                false => case.clone(),
            });
            Some(several.collect::<Vec<_>>().join(" or "))
        }
    }
}

fn of_case(case: &Case) -> Option<String> {
    let parts: Option<Vec<String>> = case.parts.iter().map(of_part).collect();
    let parts = parts.filter(|parts| !parts.is_empty())?;
    Some(parts.join(" and "))
}

fn of_part(part: &CasePart) -> Option<String> {
    let field = &part.field;
    Some(match &part.says {
        Says::Missing => format!("{field} is missing"),
        Says::Known => format!("{field} is known"),
        Says::OneOf(values) => match values.as_slice() {
            [one] => format!("{field} = {one}"),
            several => format!("{field} in {{ {} }}", several.join(", ")),
        },
        Says::NoneOf(values) => match values.as_slice() {
            [one] => format!("{field} != {one}"),
            several => format!("{field} not in {{ {} }}", several.join(", ")),
        },
        Says::Range { from, to } => match (from, to) {
            (Some(from), Some(to)) if from == to => format!("{field} = {from}"),
            (Some(from), Some(to)) => format!("{field} >= {from} and {field} <= {to}"),
            (Some(from), None) => format!("{field} >= {from}"),
            (None, Some(to)) => format!("{field} <= {to}"),
            (None, None) => return None,
        },
        Says::Holds(condition) => format!("({condition})"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(field: &str, says: Says) -> CasePart {
        CasePart {
            field: field.to_owned(),
            says,
            text: String::new(),
        }
    }

    fn of(cases: Vec<Vec<CasePart>>, more_cases: bool) -> Option<String> {
        condition(&Demonstration {
            cases: cases.into_iter().map(|parts| Case { parts }).collect(),
            more_cases,
            ..Demonstration::default()
        })
    }

    #[test]
    fn cases_are_conditions() {
        let text = |text: &str| Some(text.to_owned());
        let city = || part("city", Says::Missing);
        let size = || {
            let (from, to) = (text("5"), text("9"));
            part("size", Says::Range { from, to })
        };
        let tier = || part("tier", Says::OneOf(vec!["a".into(), "b".into()]));
        assert_eq!(of(vec![vec![city()]], false), text("city is missing"));
        let expected = "(city is missing and size >= 5 and size <= 9) or tier in { a, b }";
        assert_eq!(
            of(vec![vec![city(), size()], vec![tier()]], false),
            text(expected)
        );
    }

    #[test]
    fn all_leads_and_those_not_all_known_are_no_condition() {
        let city = || part("city", Says::Missing);
        assert_eq!(of(vec![vec![city()]], true), None);
        assert_eq!(of(vec![vec![]], false), None);
        assert_eq!(of(vec![], false), None);
    }
}

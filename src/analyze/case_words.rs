//! Cases in the policy's own words: which leads a finding is about.

use super::context::Context;
use super::words::choice_of;
use crate::diagnostic::{Case, CasePart, Says as CaseSays};
use crate::model::{OperandKind, TextMatch, Type};
use crate::proof::{self, Fact, Term, TermOf};
use crate::syntax::quote;
use crate::value::{Number, Value};

impl<'m> Context<'m> {
    /// A case as data and in words.
    pub(super) fn case(&self, terms: &[Term<'m>], case: &proof::Case) -> Case {
        let parts = case.parts.iter().filter_map(|part| {
            let term = terms.get(part.term)?;
            Some(self.case_part(term, &part.says))
        });
        Case {
            parts: parts.collect(),
        }
    }

    fn case_part(&self, term: &Term<'m>, says: &proof::Says) -> CasePart {
        let facts = match says {
            proof::Says::Missing => return self.missing_part(term),
            proof::Says::Known(facts) => facts,
        };
        let says = self.known_says(term, facts);
        let text = self
            .list_words(term, facts)
            .unwrap_or_else(|| self.known_words(term, &says));
        CasePart {
            field: self.term_name(term),
            says,
            text,
        }
    }

    /// What a case says of a text that is looked up in the policy's lists, by their names: "none of
    /// home, style or "other"". None where no list comes in.
    fn list_words(&self, term: &Term<'m>, facts: &[(Fact, bool)]) -> Option<String> {
        let TermOf::Operand(operand) = term.of else {
            return None;
        };
        let mut names = Vec::new();
        let mut by_name = false;
        for (fact, so) in facts {
            let (Fact::In(texts), false) = (fact, so) else {
                return None;
            };
            let mut lists = self.model.lists.values();
            match lists.find(|list| list.entries == *texts && texts.len() > 1) {
                Some(list) => {
                    by_name = true;
                    names.push(list.named.name.clone());
                }
                None => names.extend(texts.iter().map(|text| quote(text.raw()))),
            }
        }
        let one = names.len() == 1;
        let all = crate::value::joined(&names, "or");
        (by_name && operand.ty == Type::Text).then(|| match one {
            true => format!("not in {all}"),
            false => format!("in none of {all}"),
        })
    }

    /// That a term is missing, said of what may be missing itself.
    fn missing_part(&self, term: &Term<'m>) -> CasePart {
        let (of, text) = match term.of {
            TermOf::Operand(_) if term.is_decision() => (None, "none"),
            TermOf::Operand(operand) => match &operand.kind {
                OperandKind::Since(of) | OperandKind::Until(of) => (Some(&**of), "missing"),
                OperandKind::Define(_) if operand.ty == Type::Boolean => (None, "unknown"),
                _ => (None, "missing"),
            },
            TermOf::Condition(condition) => {
                let operands = condition.operands().into_iter();
                let mut lacking = operands.filter(|operand| self.may_be_missing(operand));
                match (lacking.next(), lacking.next()) {
                    (Some(one), None) => (Some(one), "missing"),
                    _ => (None, "unknown"),
                }
            }
        };
        CasePart {
            field: of.map_or_else(|| self.term_name(term), |of| self.operand_name(of)),
            says: CaseSays::Missing,
            text: text.to_owned(),
        }
    }

    /// Whether an operand may be missing, as far as its declaration tells.
    fn may_be_missing(&self, operand: &crate::model::Operand) -> bool {
        match operand.kind {
            OperandKind::Constant(_) | OperandKind::Score(_) => false,
            OperandKind::Field(id) => self
                .model
                .fields
                .get(id)
                .is_none_or(|it| !it.required && !it.key),
            OperandKind::Decision(id) => self.model.decisions.get(id).is_none_or(|it| it.or_none),
            _ => true,
        }
    }

    /// What a part of a case says, behind the name of its field.
    fn known_words(&self, term: &Term<'m>, says: &CaseSays) -> String {
        let (CaseSays::Range { from, to }, TermOf::Operand(operand)) = (says, term.of) else {
            return case_words(says);
        };
        // At the end of what the field may be there is no more, and no less.
        let bounds = match operand.kind {
            OperandKind::Field(id) => self.model.fields.get(id).map(|it| it.bounds),
            _ => None,
        };
        let end = |end: Option<crate::model::End>| {
            let number = end.filter(|it| it.included)?.number;
            Some(match operand.ty {
                Type::Money(_) => self.written(&Value::Money(number), operand.ty),
                _ => self.written(&Value::Number(number), operand.ty),
            })
        };
        let lowest = bounds.and_then(|it| end(it.low));
        let highest = bounds.and_then(|it| end(it.high));
        match (from, to) {
            (None, Some(to)) if lowest.as_ref() == Some(to) => to.clone(),
            (Some(from), None) if highest.as_ref() == Some(from) => from.clone(),
            _ => case_words(says),
        }
    }

    fn known_says(&self, term: &Term<'m>, facts: &[(Fact, bool)]) -> CaseSays {
        let ty = match term.of {
            TermOf::Operand(operand) => operand.ty,
            TermOf::Condition(_) => Type::Boolean,
        };
        if facts.is_empty() {
            return CaseSays::Known;
        }
        match ty {
            Type::Boolean => {
                let yes = facts.iter().any(|(_, so)| *so);
                CaseSays::OneOf(vec![if yes { "yes" } else { "no" }.to_owned()])
            }
            Type::Choice(_) => {
                let count = self.model.enumeration(ty).map_or(0, |it| it.values.len());
                let left = (0_u32..).take(count).map(Value::Choice);
                let left = left.filter(|value| {
                    !facts
                        .iter()
                        .any(|(fact, so)| matches!(fact, Fact::Is(v) if v == value && !so))
                });
                CaseSays::OneOf(left.map(|value| self.written(&value, ty)).collect())
            }
            Type::Role | Type::Team => {
                let is = facts.iter().filter(|(_, so)| *so);
                let is: Vec<_> = is
                    .filter_map(|(fact, _)| self.fact_value(fact, ty))
                    .collect();
                if !is.is_empty() {
                    return CaseSays::OneOf(is);
                }
                let not = facts.iter();
                let not = not.filter_map(|(fact, _)| self.fact_value(fact, ty));
                let not: Vec<String> = not.collect();
                match self.left_of(term, &not) {
                    Some(left) => CaseSays::OneOf(left),
                    None => CaseSays::NoneOf(not),
                }
            }
            Type::Text => self.text_says(facts),
            Type::Several(_) => {
                let parts = facts.iter().filter_map(|(fact, so)| match fact {
                    Fact::Has(member) => {
                        let name = self.written(&Value::Choice(*member), choice_of(ty));
                        Some(if *so {
                            format!("has {name}")
                        } else {
                            format!("not has {name}")
                        })
                    }
                    _ => None,
                });
                CaseSays::Holds(parts.collect::<Vec<_>>().join(" and "))
            }
            _ => self.range_says(facts, ty),
        }
    }

    /// The roles or teams that a decision may still yield; none where it may yield others than those
    /// that its rules name.
    fn left_of(&self, term: &Term<'m>, not: &[String]) -> Option<Vec<String>> {
        let TermOf::Operand(operand) = term.of else {
            return None;
        };
        let OperandKind::Decision(id) = operand.kind else {
            return None;
        };
        let decision = self.model.decisions.get(id)?;
        let outcomes = decision.rules.iter().map(|rule| &rule.outcome);
        let mut left: Vec<String> = Vec::new();
        for outcome in outcomes.chain(&decision.otherwise) {
            let OperandKind::Constant(value) = &outcome.kind else {
                return None;
            };
            let words = self.written(value, operand.ty);
            if !not.contains(&words) && !left.contains(&words) {
                left.push(words);
            }
        }
        (!left.is_empty()).then_some(left)
    }

    fn fact_value(&self, fact: &Fact, ty: Type) -> Option<String> {
        match fact {
            Fact::Is(value) => Some(self.written(value, ty)),
            _ => None,
        }
    }

    fn text_says(&self, facts: &[(Fact, bool)]) -> CaseSays {
        let mut inside: Option<std::collections::BTreeSet<crate::value::Text>> = None;
        let mut outside = std::collections::BTreeSet::new();
        let mut tests = Vec::new();
        for (fact, so) in facts {
            match (fact, so) {
                (Fact::In(texts), true) => {
                    inside = Some(match inside {
                        Some(known) => known.intersection(texts).cloned().collect(),
                        None => texts.clone(),
                    });
                }
                (Fact::In(texts), false) => outside.extend(texts.iter().cloned()),
                (Fact::Meets(test), so) => {
                    let test = test_words(test);
                    tests.push(if *so { test } else { format!("not {test}") });
                }
                _ => {}
            }
        }
        let quoted = |texts: &std::collections::BTreeSet<crate::value::Text>| {
            texts
                .iter()
                .map(|text| quote(text.raw()))
                .collect::<Vec<_>>()
        };
        if let Some(inside) = inside {
            let left: std::collections::BTreeSet<_> =
                inside.difference(&outside).cloned().collect();
            return CaseSays::OneOf(quoted(&left));
        }
        if tests.is_empty() {
            return CaseSays::NoneOf(quoted(&outside));
        }
        if !outside.is_empty() {
            tests.push(format!("not in {{ {} }}", quoted(&outside).join(", ")));
        }
        CaseSays::Holds(tests.join(" and "))
    }

    fn range_says(&self, facts: &[(Fact, bool)], ty: Type) -> CaseSays {
        let (from, to) = ends(facts, ty);
        let strict_low = from.as_ref().is_some_and(|(_, above)| *above);
        let strict_high = to.as_ref().is_some_and(|(_, above)| !*above);
        let shown = |end: &Option<(Value, bool)>| end.as_ref().map(|(v, _)| self.written(v, ty));
        let (low, high) = (shown(&from), shown(&to));
        if !strict_low && !strict_high {
            return CaseSays::Range {
                from: low,
                to: high,
            };
        }
        // Said in words by `bounded`.
        let low = low.map(|low| format!("{} {low}", if strict_low { ">" } else { ">=" }));
        let high = high.map(|high| format!("{} {high}", if strict_high { "<" } else { "<=" }));
        CaseSays::Holds(
            low.into_iter()
                .chain(high)
                .collect::<Vec<_>>()
                .join(" and "),
        )
    }
}

/// A value, and whether what is meant lies above it or begins with it.
type Cut<'v> = (&'v Value, bool);

/// The same of one end of a range.
type End = (Value, bool);

/// The ends of a range that facts leave, each with whether what is meant lies above it: of the lower
/// one that it does not belong to it, of the upper one that it does.
fn ends(facts: &[(Fact, bool)], ty: Type) -> (Option<End>, Option<End>) {
    let (mut from, mut to): (Option<Cut<'_>>, Option<Cut<'_>>) = (None, None);
    for (fact, so) in facts {
        let (value, above) = match fact {
            Fact::AtLeast(value) => (value, false),
            Fact::Above(value) => (value, true),
            _ => continue,
        };
        let tighter = |known: &Option<Cut<'_>>, sign: std::cmp::Ordering| {
            known.is_none_or(|(known, _)| value.compare(known) == Some(sign))
        };
        match so {
            true if tighter(&from, std::cmp::Ordering::Greater) => from = Some((value, above)),
            false if tighter(&to, std::cmp::Ordering::Less) => to = Some((value, above)),
            _ => {}
        }
    }
    let whole = ty == Type::Integer;
    let from = from.map(|(value, above)| match (above, whole) {
        (true, true) => (shifted(value, 1), false),
        _ => (value.clone(), above),
    });
    // Not at least is below; not above is at most.
    let to = to.map(|(value, above)| match (above, whole) {
        (false, true) => (shifted(value, -1), true),
        _ => (value.clone(), above),
    });
    (from, to)
}

/// The only value that facts leave of something ordered.
pub(super) fn only_value(facts: &[(Fact, bool)], ty: Type) -> Option<Value> {
    match ends(facts, ty) {
        (Some((from, false)), Some((to, true))) if from == to => Some(from),
        _ => None,
    }
}

/// What a part of a case says, behind the name of its field.
pub(super) fn case_words(says: &CaseSays) -> String {
    match says {
        CaseSays::Missing => "missing".to_owned(),
        CaseSays::Known => "known".to_owned(),
        CaseSays::OneOf(values) => crate::value::joined(values, "or"),
        CaseSays::NoneOf(values) => match values.as_slice() {
            [one] => format!("other than {one}"),
            values => format!("none of {}", crate::value::joined(values, "or")),
        },
        CaseSays::Range { from, to } => match (from, to) {
            (Some(from), Some(to)) if from == to => from.clone(),
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("{from} or more"),
            (None, Some(to)) => format!("{to} or less"),
            (None, None) => "known".to_owned(),
        },
        CaseSays::Holds(condition) => bounded(condition).unwrap_or_else(|| condition.clone()),
    }
}

/// `< 50` and `>= 50 and < 70` in words; none for other conditions.
fn bounded(condition: &str) -> Option<String> {
    let words: Option<Vec<String>> = condition
        .split(" and ")
        .map(|part| {
            let (sign, bar) = part.split_once(' ')?;
            Some(match sign {
                ">" => format!("more than {bar}"),
                ">=" => format!("at least {bar}"),
                "<" => format!("less than {bar}"),
                "<=" => format!("at most {bar}"),
                _ => return None,
            })
        })
        .collect();
    Some(words?.join(" and "))
}

/// "whose `employees` is missing and whose `country` is US or CA"; nothing for all leads.
pub(super) fn whose(case: &Case) -> String {
    let parts = case.parts.iter().map(|part| {
        let (field, text) = (&part.field, &part.text);
        let is_name = field.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match (&part.says, is_name) {
            (CaseSays::Holds(condition), _) if bounded(condition).is_none() => {
                format!("for which `{field}` {text}")
            }
            (CaseSays::OneOf(values), false) if values == &["yes"] => {
                format!("for which `{field}`")
            }
            (CaseSays::OneOf(values), false) if values == &["no"] => {
                format!("for which not `{field}`")
            }
            _ => format!("whose `{field}` is {text}"),
        }
    });
    crate::value::joined(&parts.collect::<Vec<_>>(), "and")
}

fn test_words(test: &TextMatch) -> String {
    match test {
        TextMatch::Contains(text) => format!("contains {}", quote(text.raw())),
        TextMatch::Mentions(text) => format!("mentions {}", quote(text.raw())),
        TextMatch::StartsWith(text) => format!("starts with {}", quote(text.raw())),
        TextMatch::EndsWith(text) => format!("ends with {}", quote(text.raw())),
        TextMatch::Matches(pattern) => format!("matches {}", quote(pattern.source())),
    }
}

/// A whole number so much further on.
pub(super) fn shifted(value: &Value, by: i64) -> Value {
    match value {
        Value::Number(number) => {
            let shifted = number.checked_add(Number::from(by));
            Value::Number(shifted.unwrap_or(*number))
        }
        value => value.clone(),
    }
}

//! Conditions: what is yes, no or unknown of a lead.

use super::context::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, ConditionKind, Operand, OperandKind, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Counted, Expr, ExprKind, State};

impl Resolver<'_> {
    /// The condition that an expression is.
    pub(super) fn condition(&mut self, expr: &Expr) -> Option<Condition> {
        let span = expr.span;
        let kind = match &expr.node {
            ExprKind::Parenthesis(inner) => return self.condition(inner),
            ExprKind::Compare(left, op, right) => return self.comparison(left, op, right, span),
            ExprKind::In {
                subject,
                negated,
                members,
            } => {
                let found = self.members(subject, members, span)?;
                return Some(negate_if(*negated, found, span));
            }
            ExprKind::TextTest {
                subject,
                test,
                patterns,
                ..
            } => {
                let subject = self.operand(subject, None);
                let matches = self.text_matches(test.node, patterns);
                let subject = self.text_subject(subject?, test)?;
                ConditionKind::Text(subject, matches?)
            }
            ExprKind::Has {
                subject,
                quantifier,
                values,
            } => {
                let subject = self.operand(subject, None)?;
                self.has(subject, *quantifier, values)?
            }
            ExprKind::Is(subject, state) => self.is(subject, state)?,
            ExprKind::Not(inner) => ConditionKind::Not(Box::new(self.condition(inner)?)),
            ExprKind::And(parts) => ConditionKind::All(self.conditions(parts)?),
            ExprKind::Or(parts) => ConditionKind::Any(self.conditions(parts)?),
            ExprKind::Count(counted, parts) => self.count(counted, parts, span)?,
            ExprKind::Name(_)
            | ExprKind::Literal(_)
            | ExprKind::Call(..)
            | ExprKind::Else(_)
            | ExprKind::Negate(_)
            | ExprKind::Sum(..)
            | ExprKind::Product(..) => return self.holds(expr),
        };
        Some(Condition { kind, span })
    }

    /// All of them, each with its own findings.
    fn conditions(&mut self, parts: &[Expr]) -> Option<Vec<Condition>> {
        let mut conditions = Vec::with_capacity(parts.len());
        for part in parts {
            conditions.extend(self.condition(part));
        }
        (conditions.len() == parts.len()).then_some(conditions)
    }

    /// Something that is yes or no by itself.
    fn holds(&mut self, expr: &Expr) -> Option<Condition> {
        let operand = self.operand(expr, Some(Type::Boolean))?;
        if operand.ty == Type::Boolean {
            return Some(truth(operand, expr.span));
        }
        let name = self.called(&operand).unwrap_or_else(|| "this".to_owned());
        let is = operand.ty.describe(&self.model);
        let help = match operand.ty {
            // A score is always known.
            _ if matches!(operand.kind, OperandKind::Score(_)) => {
                format!("compare it, e.g. `{} >= 50`", name.trim_matches('`'))
            }
            Type::Integer | Type::Number => {
                let compared = format!("{} >= 1", name.trim_matches('`'));
                format!("compare it, e.g. `{compared}`, or ask {}", known(&name))
            }
            Type::Several(_) => "ask what is in it with `has`, or `is empty`".to_owned(),
            _ => format!("compare it, e.g. with `=`, or ask {}", known(&name)),
        };
        let message = format!("{name} is {is}, and a condition is wanted");
        self.fail(Diagnostic::new(Code::WrongType, expr.span, message).help(help))
    }

    fn is(&mut self, subject: &Expr, state: &Spanned<State>) -> Option<ConditionKind> {
        let subject = self.operand(subject, None)?;
        let is_set = matches!(subject.ty, Type::Several(_));
        let name = self.called(&subject).unwrap_or_else(|| "this".to_owned());
        let (message, words, fix) = match (state.node, is_set) {
            (State::Missing, false) => return Some(ConditionKind::IsMissing(subject)),
            (State::Known, false) => return Some(ConditionKind::IsKnown(subject)),
            (State::Empty, true) => return Some(ConditionKind::IsEmpty(subject)),
            (State::Missing, true) => (
                format!("{name} is a set, and a set is never missing"),
                "is empty",
                Some("empty"),
            ),
            (State::Known, true) => (
                format!("{name} is a set, and a set is always known"),
                "not … is empty",
                None,
            ),
            (State::Empty, false) => {
                let is = subject.ty.describe(&self.model);
                (
                    format!("{name} is {is}, and only a set is empty"),
                    "is missing",
                    Some("missing"),
                )
            }
        };
        let finding =
            Diagnostic::new(Code::WrongType, state.span, message).help(format!("write `{words}`"));
        let finding = match fix {
            // The span covers the words with or without `is`.
            Some(word) => {
                let with_is = self.sources.slice(state.span).starts_with("is");
                let text = if with_is {
                    format!("is {word}")
                } else {
                    word.to_owned()
                };
                finding.replace(state.span, text)
            }
            None => finding,
        };
        self.fail(finding)
    }

    fn count(&mut self, counted: &Counted, parts: &[Expr], span: Span) -> Option<ConditionKind> {
        let conditions = self.conditions(parts);
        if parts.is_empty() {
            return self.fail(
                Diagnostic::new(
                    Code::EmptyRange,
                    span,
                    "there is nothing between these braces",
                )
                .help("write the conditions between the braces"),
            );
        }
        let least = match counted {
            Counted::All => return conditions.map(ConditionKind::All),
            Counted::Any => return conditions.map(ConditionKind::Any),
            Counted::None => {
                let any = Condition {
                    kind: ConditionKind::Any(conditions?),
                    span,
                };
                return Some(ConditionKind::Not(Box::new(any)));
            }
            Counted::AtLeast(least) => least,
        };
        let enough = usize::try_from(least.node).is_ok_and(|least| least <= parts.len());
        if least.node > 0 && enough {
            return conditions.map(|conditions| ConditionKind::AtLeast(least.node, conditions));
        }
        let message = match least.node {
            0 => "`at least 0 of` always holds".to_owned(),
            _ if parts.len() == 1 => "there is only 1 condition".to_owned(),
            _ => format!("there are only {} conditions", parts.len()),
        };
        self.fail(
            Diagnostic::new(Code::EmptyRange, least.span, message)
                .help(format!("write a number from 1 to {}", parts.len())),
        )
    }
}

fn known(name: &str) -> String {
    format!("`{} is known`", name.trim_matches('`'))
}

/// A boolean value as a condition.
pub(super) fn truth(operand: Operand, span: Span) -> Condition {
    match operand.kind {
        OperandKind::Truth(condition) => *condition,
        _ => Condition {
            kind: ConditionKind::Holds(operand),
            span,
        },
    }
}

/// The condition, or its opposite.
pub(super) fn negate_if(negated: bool, condition: Condition, span: Span) -> Condition {
    match negated {
        true => Condition {
            kind: ConditionKind::Not(Box::new(condition)),
            span,
        },
        false => condition,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::codes;

    fn with(condition: &str) -> String {
        format!(
            "policy \"p\" {{}}\nlead {{ a: text key  b: boolean  n: integer  s: several of u | v }}\n\
             define big = n > 5\nmust all_read: b or n is known or s is empty or big\n\
             must k: {condition}"
        )
    }

    #[test]
    fn conditions_of_all_kinds() {
        for good in [
            "b",
            "not b",
            "big",
            "big and not b",
            "n is missing",
            "s is empty",
            "yes",
            "at least 2 of { b, big, n is known }",
            "none of { b, big }",
            "(b else big)",
            "not (b or big)",
        ] {
            assert_eq!(codes(&with(good)), [], "{good}");
        }
    }

    #[test]
    fn what_is_no_condition() {
        for (bad, code) in [
            ("n", Code::WrongType),
            ("n + 1", Code::WrongType),
            ("s", Code::WrongType),
            ("5", Code::WrongType),
            ("s is missing", Code::WrongType),
            ("s is known", Code::WrongType),
            ("n is empty", Code::WrongType),
            ("at least 0 of { b, big }", Code::EmptyRange),
            ("at least 3 of { b, big }", Code::EmptyRange),
        ] {
            assert_eq!(codes(&with(bad)), [code], "{bad}");
        }
    }

    #[test]
    fn every_part_has_its_finding() {
        let found = codes(&with("aa is known and bb is known"));
        assert_eq!(found, [Code::UnknownName, Code::UnknownName]);
    }
}

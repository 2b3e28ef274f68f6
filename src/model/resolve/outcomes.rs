//! What rules, rows and lines yield.

use super::context::Resolver;
use super::names::Declared;
use super::operands::{Of, constant};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Operand, OperandKind, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Amount, Decision, Literal, Outcome};
use crate::value::{Number, Value};

/// What the rules of a decision may yield.
#[derive(Clone, Copy)]
pub(super) struct Outcomes<'a> {
    /// The type of an outcome.
    pub(super) ty: Type,
    /// The decision.
    pub(super) of: &'a Decision,
}

impl Resolver<'_> {
    /// An outcome of a decision: a value, or a field, definition or decision that has one, or
    /// `none`.
    pub(super) fn outcome(
        &mut self,
        outcome: &Spanned<Outcome>,
        wanted: Outcomes<'_>,
    ) -> Option<Operand> {
        let (span, ty) = (outcome.span, wanted.ty);
        let word = match &outcome.node {
            Outcome::Literal(literal) => {
                let value = self.exact_value(literal, span, ty, Some(Of::Words("the outcome")))?;
                return Some(constant(value, ty, span));
            }
            Outcome::None => return self.nothing(span, wanted),
            Outcome::Word(word) => word,
        };
        if let Some(value) = self.word_value(word, ty) {
            return Some(constant(value, ty, span));
        }
        let declared = match self.names.get(word) {
            Some(declared) if declared.has_value() => declared,
            Some(Declared::Poisoned) => return None,
            _ => return self.no_outcome(outcome, word, ty),
        };
        let operand = self.read(declared, span)?;
        if operand.ty == ty {
            return Some(operand);
        }
        let found = operand.ty.describe(&self.model);
        let name = self.called(&operand).unwrap_or_default();
        let wanted = ty.describe(&self.model);
        let message = format!("{name} is {found}, and the outcome is {wanted}");
        let mut finding = Diagnostic::new(Code::WrongType, span, message)
            .help(format!("name something that is {wanted}"));
        if let Some(place) = self.names.span(word) {
            finding = finding.label(place, "declared here");
        }
        self.fail(finding)
    }

    /// `none`, where the decision may decide nothing.
    fn nothing(&mut self, span: Span, wanted: Outcomes<'_>) -> Option<Operand> {
        let Outcomes { ty, of } = wanted;
        if of.or_none {
            let kind = OperandKind::Nothing;
            return Some(Operand { kind, ty, span });
        }
        let name = &of.name.node;
        if let Some(value) = self.loose_value("none", ty) {
            let message = format!("`none` alone is no outcome of `{name}`");
            let finding = Diagnostic::new(Code::WrongType, span, message)
                .help("a value of this name stands in quotes")
                .did_you_mean(span, Some(&format!("\"{value}\"")));
            return self.fail(finding);
        }
        let message = format!("`{name}` has to decide something, and `none` decides nothing");
        let behind_type = Span {
            start: of.ty.span.end,
            ..of.ty.span
        };
        let mut finding = Diagnostic::new(Code::WrongType, span, message)
            .label(of.ty.span, "`or none` is missing behind this")
            .help("name an outcome, or write `or none` behind the type of the decision")
            .replace(behind_type, " or none");
        if let Some(fix) = &mut finding.fix {
            fix.title = "write `or none` behind the type".to_owned();
        }
        self.fail(finding)
    }

    fn no_outcome<T>(&mut self, outcome: &Spanned<Outcome>, word: &str, ty: Type) -> Option<T> {
        let span = outcome.span;
        match ty {
            Type::Choice(_) => {
                // A rule is about its decision: "qualification.hand_raiser".
                let decision = self.subject_name().split('.').next().unwrap_or_default();
                let message = match self.journey_of(decision) {
                    Some(journey) => format!("`{journey}` has no stage `{word}`"),
                    None => format!("`{decision}` has no outcome `{word}`"),
                };
                self.no_such_value(word, span, ty, message)
            }
            Type::Role => self.unknown_name(word, span, "role", |d| matches!(d, Declared::Role(_))),
            Type::Team => self.unknown_name(word, span, "team", |d| matches!(d, Declared::Team(_))),
            _ => self.unknown_word(word, span, Some(ty)),
        }
    }

    /// The journey whose stages a decision yields, by their names.
    fn journey_of(&self, decision: &str) -> Option<&str> {
        let Some(Declared::Decision(id)) = self.names.get(decision) else {
            return None;
        };
        let journey = self.model.stage_decisions.get(&id)?;
        Some(&self.model.journeys.get(*journey)?.named.name)
    }

    /// The points that a row of a score's table gives.
    pub(super) fn points(&mut self, outcome: &Spanned<Outcome>) -> Option<Number> {
        let span = outcome.span;
        let (message, help) = match &outcome.node {
            Outcome::Literal(literal) => return self.exact_points(literal, span),
            Outcome::Word(word) => (
                format!("a score's table gives points, and `{word}` is none"),
                "write a number, such as `+10`",
            ),
            Outcome::None => (
                "a score's table gives points".to_owned(),
                "write `0` where it gives none",
            ),
        };
        self.fail(Diagnostic::new(Code::WrongType, span, message).help(help))
    }

    /// A number of points.
    pub(super) fn exact_points(&mut self, literal: &Literal, span: Span) -> Option<Number> {
        let odd = match literal {
            Literal::Amount(Amount { unit: None, .. }) => None,
            Literal::Amount(_) => Some(Code::WrongUnit),
            _ => Some(Code::WrongType),
        };
        if let Some(code) = odd {
            let finding = Diagnostic::new(code, span, "points are plain numbers");
            return self.fail(finding.help("write a number alone, such as `+10`"));
        }
        let value = self.exact_value(literal, span, Type::Number, None)?;
        match value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::codes;

    fn with(ty: &str, outcome: &str) -> Vec<Code> {
        codes(&format!(
            "policy \"p\" {{ time zone \"Europe/Berlin\"  working hours mon..fri 09:00..17:00 }} team t {{ role r named in a }}\n\
             lead {{ a: text key  n: integer  b: boolean  c: one of x | \"A+\" }}\n\
             must all_read: n is known or b or c is known\ndefine big = n > 5\n\
             decision w: role {{ otherwise r }}\n\
             decision k: {ty} {{ rule one: {outcome} when big  otherwise {outcome} }}"
        ))
    }

    #[test]
    fn outcomes_of_every_type() {
        for (ty, outcome) in [
            ("one of x | \"A+\"", "x"),
            ("one of x | \"A+\"", "\"A+\""),
            ("one of x | \"A+\"", "c"),
            ("role", "r"),
            ("role", "w"),
            ("team", "t"),
            ("boolean", "yes"),
            ("boolean", "big"),
            ("integer", "5"),
            ("integer", "n"),
            ("duration", "4 business hours"),
            ("text", "\"q\""),
            ("text", "a"),
        ] {
            assert_eq!(with(ty, outcome), [], "{ty} {outcome}");
        }
    }

    #[test]
    fn outcomes_of_another_type() {
        for (ty, outcome, code) in [
            ("one of x | y", "z", Code::UnknownValue),
            ("one of x | y", "c", Code::WrongType),
            ("role", "rr", Code::UnknownName),
            ("role", "t", Code::WrongType),
            ("role", "n", Code::WrongType),
            ("team", "r", Code::WrongType),
            ("integer", "2.5", Code::WrongType),
            ("duration", "5", Code::WrongUnit),
            ("text", "q", Code::WrongType),
            ("boolean", "n", Code::WrongType),
        ] {
            let found = with(ty, outcome);
            // An unknown word is said once, with all its places.
            let once = matches!(code, Code::UnknownValue | Code::UnknownName);
            assert_eq!(
                found,
                vec![code; if once { 1 } else { 2 }],
                "{ty} {outcome}"
            );
        }
    }
}

//! Conditions as sentences have them, and the values that they are about.

use super::asked::sides;
use super::{Phrase, Words};
use crate::model::{Condition, ConditionKind, DefineId, Node, Operand, OperandKind, Type};
use crate::syntax::ast::Sign;
use crate::value::{Number, Value};

/// How the parts of a clause are joined, which tells where it needs brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// It has one part.
    None,
    And,
    Or,
    /// "at least 2 of these hold: …"
    Counted,
}

impl Words<'_> {
    /// The condition as a clause: "`a` is at least 200 and `b` is known".
    #[must_use]
    pub fn condition(&self, condition: &Condition) -> Phrase {
        self.clause(condition, true).0
    }

    /// That the condition is no, as a clause.
    #[must_use]
    pub fn opposite(&self, condition: &Condition) -> Phrase {
        self.clause(condition, false).0
    }

    /// Where the condition is made of more than two that all, or one of which, have to hold: the
    /// word for how many of them, and each as a clause.
    #[must_use]
    pub fn parts(&self, condition: &Condition) -> Option<(String, Vec<Phrase>)> {
        let (word, parts) = match &condition.kind {
            ConditionKind::All(parts) => ("all of these hold".to_owned(), parts),
            ConditionKind::Any(parts) => ("one of these holds".to_owned(), parts),
            ConditionKind::AtLeast(count, parts) => (at_least(*count), parts),
            _ => return None,
        };
        let is_long = parts.len() > 2 || matches!(condition.kind, ConditionKind::AtLeast(..));
        is_long.then(|| (word, parts.iter().map(|it| self.condition(it)).collect()))
    }

    fn clause(&self, condition: &Condition, wanted: bool) -> (Phrase, Joint) {
        match &condition.kind {
            ConditionKind::Not(of) => self.clause(of, !wanted),
            ConditionKind::All(parts) if wanted => self.all(parts, wanted),
            ConditionKind::Any(parts) if !wanted => self.all(parts, wanted),
            ConditionKind::All(parts) | ConditionKind::Any(parts) => self.any(parts, wanted),
            ConditionKind::AtLeast(count, parts) => {
                let word = match wanted {
                    true => at_least(*count),
                    false => format!("fewer than {count} of these hold"),
                };
                let parts = parts.iter().map(|part| self.condition(part)).collect();
                let parts = Phrase::joined(parts, "; ", "; ");
                (Phrase::from(word) + ": " + parts, Joint::Counted)
            }
            ConditionKind::Holds(Operand {
                kind: OperandKind::Truth(of),
                ..
            }) => self.clause(of, wanted),
            ConditionKind::Holds(Operand {
                kind: OperandKind::Constant(Value::Boolean(yes)),
                ..
            }) => {
                let always = if *yes == wanted { "always" } else { "never" };
                (always.into(), Joint::None)
            }
            ConditionKind::Holds(_)
            | ConditionKind::Compare(..)
            | ConditionKind::Between { .. }
            | ConditionKind::OneOf(..)
            | ConditionKind::InList(..)
            | ConditionKind::Text(..)
            | ConditionKind::Has(..)
            | ConditionKind::IsMissing(_)
            | ConditionKind::IsKnown(_)
            | ConditionKind::IsEmpty(_) => (self.comparison(condition, wanted), Joint::None),
        }
    }

    fn comparison(&self, condition: &Condition, wanted: bool) -> Phrase {
        let subject = sides(condition).0;
        let subject = subject.map_or(Phrase::default(), |it| self.subject(it));
        let asked = self.asked(condition, wanted, |against| self.subject(against));
        let verb = match asked.verb {
            Some(_) => " ",
            None => " is ",
        };
        subject + verb + asked.met()
    }

    fn all(&self, parts: &[Condition], wanted: bool) -> (Phrase, Joint) {
        self.together(parts, wanted, ("always", "and", Joint::And))
    }

    fn any(&self, parts: &[Condition], wanted: bool) -> (Phrase, Joint) {
        if let Some(clause) = self.any_of_one(parts, wanted) {
            return (clause, Joint::None);
        }
        self.together(parts, wanted, ("never", "or", Joint::Or))
    }

    /// Where all parts ask what one value is, the value is named once: "`a` is x or missing".
    fn any_of_one(&self, parts: &[Condition], wanted: bool) -> Option<Phrase> {
        let subject = sides(parts.first()?).0?;
        let mut asked = Vec::new();
        for part in parts {
            let own = sides(part).0?;
            let one = self.asked(part, wanted, |against| self.subject(against));
            if own.kind != subject.kind || one.verb.is_some() {
                return None;
            }
            match &part.kind {
                ConditionKind::OneOf(_, values) if wanted => {
                    asked.extend(values.iter().map(|value| self.value(value, own.ty)));
                }
                _ => asked.push(one.met()),
            }
        }
        Some(self.subject(subject) + " is " + Phrase::listed(asked, "or"))
    }

    fn together(
        &self,
        parts: &[Condition],
        wanted: bool,
        (none, word, joint): (&str, &str, Joint),
    ) -> (Phrase, Joint) {
        let mut clauses: Vec<(Phrase, Joint)> =
            parts.iter().map(|it| self.clause(it, wanted)).collect();
        if clauses.len() < 2 {
            return clauses.pop().unwrap_or((none.into(), Joint::None));
        }
        let clauses = clauses.into_iter().map(|(clause, inner)| {
            match inner == Joint::None || inner == joint {
                true => clause,
                false => Phrase::from("(") + clause + ")",
            }
        });
        // Without the comma it would run into the "or" of lists of values.
        let between = match joint {
            Joint::Or => format!(", {word} "),
            Joint::None | Joint::And | Joint::Counted => format!(" {word} "),
        };
        (Phrase::joined(clauses.collect(), &between, &between), joint)
    }

    /// A value by its name, or how it is made of others.
    #[must_use]
    pub fn subject(&self, operand: &Operand) -> Phrase {
        let model = self.model;
        match &operand.kind {
            OperandKind::Constant(value) => self.value(value, operand.ty),
            OperandKind::Nothing => "none".into(),
            OperandKind::Field(id) => match model.fields.get(*id) {
                Some(field) => self.named(&field.named),
                None => Phrase::default(),
            },
            OperandKind::Define(id) => self.definition(*id),
            OperandKind::Score(id) => self.node(Node::Score(*id)),
            OperandKind::Decision(id) => self.node(Node::Decision(*id)),
            OperandKind::FirstKnown(parts) => {
                let mut parts = parts.iter().map(|part| self.subject(part));
                let first = parts.next().unwrap_or_default();
                let others = Phrase::joined(parts.collect(), ", then ", ", then ");
                first + " (where missing: " + others + ")"
            }
            OperandKind::Sum(terms) => self.sum(terms, operand.ty),
            OperandKind::Scaled(factor, of) => {
                Phrase::from(format!("{factor} times ")) + self.subject(of)
            }
            OperandKind::Since(of) => Phrase::from("the time since ") + self.subject(of),
            OperandKind::Until(of) => Phrase::from("the time until ") + self.subject(of),
            OperandKind::Domain(of) => Phrase::from("the domain of ") + self.subject(of),
            OperandKind::Truth(condition) => self.condition(condition),
        }
    }

    /// A definition by its name, with its value where that is the same for every lead.
    fn definition(&self, id: DefineId) -> Phrase {
        let name = self.node(Node::Define(id));
        let define = self.model.defines.get(id);
        match define.map(|define| (&define.value.kind, define.value.ty)) {
            Some((OperandKind::Constant(value), ty)) => name + " (" + self.value(value, ty) + ")",
            _ => name,
        }
    }

    fn sum(&self, terms: &[(Sign, Operand)], ty: Type) -> Phrase {
        if let ([(Sign::Plus, end), (Sign::Minus, start)], Type::Duration) = (terms, ty)
            && matches!(end.ty, Type::Date | Type::Datetime)
        {
            let start = Phrase::from("the time from ") + self.subject(start);
            return start + " to " + self.subject(end);
        }
        let mut sum = Phrase::default();
        for (place, (sign, term)) in terms.iter().enumerate() {
            let term = self.subject(term);
            sum = match (sign, place) {
                (Sign::Plus, 0) => term,
                (Sign::Minus, 0) => Phrase::from("0 less ") + term,
                (Sign::Plus, _) => sum + " plus " + term,
                (Sign::Minus, _) => sum + " less " + term,
            };
        }
        sum
    }

    /// Whether a number of units is one of a plain number, which goes without saying.
    #[must_use]
    pub fn is_one(value: &Value) -> bool {
        matches!(value, Value::Number(number) if *number == Number::from(1))
    }
}

fn at_least(count: u32) -> String {
    match count {
        1 => "at least 1 of these holds".to_owned(),
        _ => format!("at least {count} of these hold"),
    }
}

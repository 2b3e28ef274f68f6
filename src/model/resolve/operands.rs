//! Values: names, calls, the first that is known.

use super::context::{DefineState, Resolver};
use super::names::{ANY_VALUE, Declared};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Node, Operand, OperandKind, Type};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Literal, Name};
use crate::value::Value;

/// What can be called.
const CALLS: [&str; 3] = ["domain", "since", "until"];

impl Resolver<'_> {
    /// The value that an expression stands for; a condition is a boolean value.
    ///
    /// A bare word is looked up among the values of `expected` first, which is only a hint: the
    /// caller checks the type of what it gets.
    pub(super) fn operand(&mut self, expr: &Expr, expected: Option<Type>) -> Option<Operand> {
        let span = expr.span;
        match &expr.node {
            ExprKind::Name(name) => self.name_operand(name, span, expected),
            ExprKind::Literal(literal) => match (literal, expected) {
                // Quoted text may be a value of an enumeration.
                (Literal::Text(_), Some(ty @ Type::Choice(_))) => {
                    let value = self.literal_value(literal, span, ty, None)?;
                    Some(constant(value, ty, span))
                }
                _ => self.literal_operand(literal, span),
            },
            ExprKind::Parenthesis(inner) => self.operand(inner, expected),
            ExprKind::Call(name, argument) => self.call(name, argument, span),
            ExprKind::Else(parts) => self.first_known(parts, expected, span),
            ExprKind::Negate(inner) => self.negate(inner, span),
            ExprKind::Sum(first, rest) => self.sum(first, rest, span),
            ExprKind::Product(first, rest) => self.product(first, rest, span),
            ExprKind::Compare(..)
            | ExprKind::In { .. }
            | ExprKind::TextTest { .. }
            | ExprKind::Has { .. }
            | ExprKind::Is(..)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Count(..) => {
                let condition = self.condition(expr)?;
                let kind = OperandKind::Truth(Box::new(condition));
                Some(Operand {
                    kind,
                    ty: Type::Boolean,
                    span,
                })
            }
        }
    }

    /// What a bare word stands for.
    pub(super) fn name_operand(
        &mut self,
        name: &str,
        span: Span,
        expected: Option<Type>,
    ) -> Option<Operand> {
        if let Some(ty) = expected
            && let Some(value) = self.word_value(name, ty)
        {
            return Some(constant(value, ty, span));
        }
        let Some(declared) = self.names.get(name) else {
            return self.unknown_word(name, span, expected);
        };
        match declared {
            Declared::Role(_) => self
                .word_value(name, Type::Role)
                .map(|value| constant(value, Type::Role, span)),
            Declared::Team(_) => self
                .word_value(name, Type::Team)
                .map(|value| constant(value, Type::Team, span)),
            Declared::List(_) => {
                self.used.insert(declared);
                let message = format!("the list `{name}` is no value");
                let help = format!("a list is looked up with `in`, e.g. `domain(email) in {name}`");
                self.fail(Diagnostic::new(Code::WrongType, span, message).help(help))
            }
            Declared::Calendar(_) | Declared::Journey(_) => {
                let kind = declared.kind();
                let message = format!("the {kind} `{name}` is no value");
                let finding = Diagnostic::new(Code::WrongType, span, message);
                let help = match declared {
                    Declared::Journey(_) => {
                        "the stage that a lead is in stands in the field that the journey tracks"
                    }
                    _ => "a calendar stands behind `works` only",
                };
                self.fail(finding.help(help))
            }
            Declared::Poisoned => None,
            Declared::Field(_)
            | Declared::Define(_)
            | Declared::Score(_)
            | Declared::Decision(_) => self.read(declared, span),
        }
    }

    /// Reads a field, definition, score or decision.
    pub(super) fn read(&mut self, declared: Declared, span: Span) -> Option<Operand> {
        self.used.insert(declared);
        let (kind, node) = match declared {
            Declared::Field(id) => (OperandKind::Field(id), None),
            Declared::Define(id) => (OperandKind::Define(id), Some(Node::Define(id))),
            Declared::Score(id) => (OperandKind::Score(id), Some(Node::Score(id))),
            Declared::Decision(id) => (OperandKind::Decision(id), Some(Node::Decision(id))),
            _ => return None,
        };
        if let (Some(reader), Some(node)) = (self.reader, node) {
            self.reads
                .entry(reader)
                .or_default()
                .entry(node)
                .or_insert(span);
        }
        let ty = self.type_of(declared)?;
        Some(Operand { kind, ty, span })
    }

    /// The type of what a name stands for; `None` where it is faulty, or, noted in `blocked`, a
    /// definition that is not read yet.
    pub(super) fn type_of(&mut self, declared: Declared) -> Option<Type> {
        match declared {
            Declared::Field(id) => self.model.fields.get(id).map(|field| field.ty),
            Declared::Score(_) => Some(Type::Number),
            Declared::Decision(id) => self.model.decisions.get(id).map(|decision| decision.ty),
            Declared::Define(id) => match self.define_states.get(id.index())? {
                DefineState::Done => self.model.defines.get(id).map(|define| define.value.ty),
                DefineState::Failed => None,
                DefineState::Pending | DefineState::Waiting => {
                    self.blocked.push(id);
                    None
                }
            },
            Declared::Role(_) => Some(Type::Role),
            Declared::Team(_) => Some(Type::Team),
            Declared::List(_)
            | Declared::Calendar(_)
            | Declared::Journey(_)
            | Declared::Poisoned => None,
        }
    }

    /// The value of a type that a bare word names.
    pub(super) fn word_value(&mut self, word: &str, ty: Type) -> Option<Value> {
        match ty {
            Type::Choice(_) => self.find_value(ty, word).map(Value::Choice),
            Type::Role | Type::Team => {
                let declared = self.names.get(word)?;
                let place = |index: usize| u32::try_from(index).ok();
                let value = match (declared, ty) {
                    (Declared::Role(id), Type::Role) => Value::Role(place(id.index())?),
                    (Declared::Team(id), Type::Team) => Value::Team(place(id.index())?),
                    _ => return None,
                };
                self.used.insert(declared);
                Some(value)
            }
            _ => None,
        }
    }

    /// Says what is wrong with a word that nothing declares.
    pub(super) fn unknown_word<T>(
        &mut self,
        word: &str,
        span: Span,
        expected: Option<Type>,
    ) -> Option<T> {
        match expected {
            Some(ty @ Type::Choice(_)) => return self.unknown_value(word, span, ty, None),
            Some(Type::Role) => {
                return self.unknown_name(word, span, "role", |d| matches!(d, Declared::Role(_)));
            }
            Some(Type::Team) => {
                return self.unknown_name(word, span, "team", |d| matches!(d, Declared::Team(_)));
            }
            Some(Type::Text) if !self.names.is_incomplete() => {
                let message = format!("`{word}` is no name, and text stands in quotes");
                let finding = Diagnostic::new(Code::WrongType, span, message)
                    .help("put quotes around the text")
                    .replace(span, format!("\"{word}\""));
                return self.fail(finding);
            }
            _ => {}
        }
        if self.names.is_incomplete() {
            return None;
        }
        let owner = self
            .may_suggest()
            .then(|| self.owner_of_value(word))
            .flatten();
        if let Some((owner, declared)) = owner {
            if self.said_before(word, span) {
                return None;
            }
            let message = format!("`{word}` is a value of `{owner}`, and stands alone here");
            let finding = Diagnostic::new(Code::UnknownName, span, message).help(format!(
                "say what it is compared with, e.g. `{owner} = {word}`"
            ));
            let finding = match declared {
                Some(place) => finding.label(place, "here it is declared as a value"),
                None => finding,
            };
            return self.fail(finding);
        }
        self.unknown_name(word, span, ANY_VALUE, Declared::has_value)
    }

    fn call(&mut self, name: &Name, argument: &Expr, span: Span) -> Option<Operand> {
        let operand = self.operand(argument, None);
        let call = name.node.as_str();
        if !CALLS.contains(&call) {
            let nearest = self.nearest(call, CALLS);
            let message = format!("nothing that can be called is named `{call}`");
            let finding = Diagnostic::new(Code::UnknownName, name.span, message)
                .help("there are `since(…)`, `until(…)` and `domain(…)`")
                .did_you_mean(name.span, nearest);
            return self.fail(finding);
        }
        let operand = operand?;
        let ty = operand.ty;
        let boxed = |operand| Box::new(operand);
        let (kind, ty) = match (call, ty) {
            ("since", Type::Date | Type::Datetime) => {
                (OperandKind::Since(boxed(operand)), Type::Duration)
            }
            ("until", Type::Date | Type::Datetime) => {
                (OperandKind::Until(boxed(operand)), Type::Duration)
            }
            ("domain", Type::Text) => (OperandKind::Domain(boxed(operand)), Type::Text),
            _ => {
                let (wanted, field) = match call {
                    "domain" => ("text", "text"),
                    _ => ("a date", "date or datetime"),
                };
                let found = ty.describe(&self.model);
                let message = format!("`{call}` is asked of {wanted}, and this is {found}");
                let finding = Diagnostic::new(Code::WrongType, argument.span, message)
                    .help(format!("name a {field} field in the brackets"));
                return self.fail(finding);
            }
        };
        Some(Operand { kind, ty, span })
    }

    /// `a else b`: all of one type.
    fn first_known(
        &mut self,
        parts: &[Expr],
        expected: Option<Type>,
        span: Span,
    ) -> Option<Operand> {
        // A bare word gets its meaning from the first part that has a type of its own.
        let typed = parts
            .iter()
            .position(|part| self.has_own_type(part))
            .unwrap_or_default();
        let first = self.operand(parts.get(typed)?, expected);
        let ty = first.as_ref().map(|first| first.ty).or(expected);
        // Text in quotes is seldom what was meant by an unknown name here.
        let hint = ty.filter(|ty| *ty != Type::Text);
        let mut first = Some(first);
        let mut known = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let operand = match index == typed {
                true => first.take().flatten(),
                false => self.operand(part, hint),
            };
            known.push(operand);
        }
        let known: Vec<Operand> = known.into_iter().collect::<Option<_>>()?;
        let mut ty = ty?;
        for part in &known {
            match (ty, part.ty) {
                (_, Type::Several(_)) => {
                    let message = "a set is never missing, so nothing stands in for it";
                    let finding = Diagnostic::new(Code::WrongType, part.span, message)
                        .help("leave out `else`, or ask with `is empty`");
                    return self.fail(finding);
                }
                (a, b) if a == b => {}
                (Type::Integer | Type::Number, Type::Integer | Type::Number) => ty = Type::Number,
                (a, b) => {
                    let (a, b) = (a.describe(&self.model), b.describe(&self.model));
                    let message = format!("one part is {a}, and this one is {b}");
                    let finding = Diagnostic::new(Code::WrongType, part.span, message)
                        .help("put things of one type around `else`");
                    return self.fail(finding);
                }
            }
        }
        Some(Operand {
            kind: OperandKind::FirstKnown(known),
            ty,
            span,
        })
    }

    /// Whether the type of an expression does not come from what it meets.
    pub(super) fn has_own_type(&self, expr: &Expr) -> bool {
        match &bare(expr).node {
            ExprKind::Name(name) => self.names.get(name).is_some(),
            ExprKind::Literal(Literal::Text(_)) => false,
            _ => true,
        }
    }

    /// The constant that an operand is, directly or by way of a definition.
    pub(super) fn constant_of(&self, operand: &Operand) -> Option<Value> {
        let mut operand = operand;
        loop {
            match &operand.kind {
                OperandKind::Constant(value) => return Some(value.clone()),
                OperandKind::Define(id) => operand = &self.model.defines.get(*id)?.value,
                _ => return None,
            }
        }
    }

    /// What something is called in messages.
    pub(super) fn words(&self, of: Option<Of<'_>>) -> Option<String> {
        match of? {
            Of::Words(words) => Some(words.to_owned()),
            Of::Operand(operand) => self.called(operand),
        }
    }

    /// What an operand is called in messages: its name in backticks.
    pub(super) fn called(&self, operand: &Operand) -> Option<String> {
        let name = match &operand.kind {
            OperandKind::Field(id) => &self.model.fields.get(*id)?.named.name,
            OperandKind::Define(id) => &self.model.defines.get(*id)?.named.name,
            OperandKind::Score(id) => &self.model.scores.get(*id)?.named.name,
            OperandKind::Decision(id) => &self.model.decisions.get(*id)?.named.name,
            _ => {
                let text = self.sources.slice(operand.span);
                let short = !text.is_empty() && text.len() <= 40 && !text.contains('\n');
                return short.then(|| format!("`{text}`"));
            }
        };
        Some(format!("`{name}`"))
    }
}

/// What something is called in messages, for which the words are found once there is a message.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    /// So.
    Words(&'a str),
    /// As [`Resolver::called`] has it.
    Operand(&'a Operand),
}

/// A constant operand.
pub(super) fn constant(value: Value, ty: Type, span: Span) -> Operand {
    Operand {
        kind: OperandKind::Constant(value),
        ty,
        span,
    }
}

/// An expression without the parentheses around it.
pub(super) fn bare(expr: &Expr) -> &Expr {
    let mut expr = expr;
    while let ExprKind::Parenthesis(inner) = &expr.node {
        expr = inner;
    }
    expr
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, resolved};

    fn with(condition: &str) -> String {
        format!(
            "policy \"p\" {{}} team t {{ role r }}\n\
             lead {{ a: text key  b: text  n: integer  d: date  stamp: datetime  c: one of x | y  \
             s: several of u | v }}\nlist l {{ \"q\" }}\n\
             decision w: role {{ otherwise r }}\n\
             must all_read: b is known or n is known or d is known or stamp is known or c is known \
             or s is empty or b in l\nmust k: {condition}"
        )
    }

    #[test]
    fn values_of_all_kinds() {
        for good in [
            "(a else b) = \"q\"",
            "domain(a) = \"q\"",
            "since(d) > 5 days",
            "until(stamp) > 5 hours",
            "(c else x) = y",
            "w = r",
            "((c = x) else (c = y))",
        ] {
            assert_eq!(codes(&with(good)), [], "{good}");
        }
    }

    #[test]
    fn what_is_no_value() {
        for (bad, code) in [
            ("l = \"q\"", Code::WrongType),
            ("x", Code::UnknownName),
            ("since(a) > 5 days", Code::WrongType),
            ("domain(n) = \"q\"", Code::WrongType),
            ("sinse(d) > 5 days", Code::UnknownName),
            ("(a else n) = \"q\"", Code::WrongType),
            ("(s else s) has u", Code::WrongType),
            ("w = q", Code::UnknownName),
            ("b = q", Code::WrongType),
        ] {
            assert_eq!(codes(&with(bad)), [code], "{bad}");
        }
    }

    #[test]
    fn constants_are_seen_through_definitions() {
        let (model, found) = resolved(
            "policy \"p\" {} lead { a: text key  n: number }\n\
             define two = 2  define deux = two\nmust k: deux * n > 5",
        );
        assert_eq!(found, []);
        assert_eq!(model.order.len(), 2);
    }
}

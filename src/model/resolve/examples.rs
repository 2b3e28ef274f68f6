//! Examples: stories that must come out as they say.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Resolver;
use super::fields::number_of;
use super::names::Declared;
use super::operands::Of;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Cell, Example, FieldId, Step, StepKind, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, AssignedValue, Assignment, Literal, Statement};
use crate::value::{Value, first_listed};

/// How many fields a finding names.
const MOST_LACKING: usize = 12;

impl Resolver<'_> {
    /// Reads an example.
    pub(super) fn example(&mut self, example: &ast::Example) {
        self.within(None, "example", &example.title, |r| {
            let mut steps = Vec::new();
            let mut lead: Option<Span> = None;
            for statement in &example.statements {
                let span = statement.span;
                if let Statement::Lead(assignments) = &statement.node {
                    match lead {
                        Some(first) => r.second_lead(span, first),
                        None => r.required_named(assignments, span),
                    }
                    lead = lead.or(Some(span));
                }
                let kind = r.statement(&statement.node);
                steps.extend(kind.map(|kind| Step { kind, span }));
            }
            let (title, span) = (example.title.node.clone(), example.title.span);
            r.whole_example(example, lead.is_some());
            match r.example_titles.get(&title).copied() {
                Some(first) => r.second_title(&title, span, first),
                None => {
                    r.example_titles.insert(title.clone(), span);
                }
            }
            r.model.examples.push(Example { title, span, steps });
        });
    }

    /// An example describes a lead and expects something of it.
    fn whole_example(&mut self, example: &ast::Example, has_lead: bool) {
        // What is not there may be what could not be read.
        if self.broken_text {
            return;
        }
        let span = example.title.span;
        if !has_lead {
            let message = "this example has no `lead { … }`";
            let finding = Diagnostic::new(Code::BadExample, span, message)
                .help("describe the lead, with a value for every required field");
            self.report(finding);
        }
        let expects = |it: &Spanned<Statement>| matches!(it.node, Statement::Expect(_));
        if !example.statements.iter().any(expects) {
            let message = "this example expects nothing, so it checks nothing";
            let decision = self.model.decisions.values().next();
            let decision = decision.map_or("owner", |decision| decision.named.name.as_str());
            let help = format!("write what has to come out, e.g. `expect {decision} = …`");
            self.report(Diagnostic::new(Code::BadExample, span, message).help(help));
        }
    }

    fn second_title(&mut self, title: &str, span: Span, first: Span) {
        let message = format!("two examples are called \"{title}\"");
        let finding = Diagnostic::new(Code::DuplicateName, span, message)
            .label(first, "the other one is here")
            .help("give one of the two another title");
        self.report(finding);
    }

    fn second_lead(&mut self, span: Span, first: Span) {
        let first = Span::new(
            first.source,
            first.range().start,
            first.range().start + "lead".len(),
        );
        let span = Span::new(
            span.source,
            span.range().start,
            span.range().start + "lead".len(),
        );
        let finding = Diagnostic::new(Code::RepeatedClause, span, "an example has one lead")
            .label(first, "it is described here")
            .help("change it with `set`, or write an example of its own");
        self.report(finding);
    }

    /// Required fields have to be named, all that are not in one finding.
    fn required_named(&mut self, assignments: &[Assignment], span: Span) {
        let mut named: BTreeSet<&str> = assignments.iter().map(|a| a.field.node.as_str()).collect();
        // A field in the place of a value has changed places with it, which is said elsewhere.
        named.extend(assignments.iter().filter_map(|a| match &a.value.node {
            AssignedValue::Word(word) => Some(word.as_str()),
            _ => None,
        }));
        let fields = self
            .required
            .iter()
            .filter_map(|id| self.model.fields.get(*id));
        let names = fields.map(|field| &field.named.name);
        let lacking = names.filter(|name| !named.contains(name.as_str()));
        let lacking: Vec<&String> = lacking.collect();
        if lacking.is_empty() {
            return;
        }
        let start = span.range().start;
        let word = self.sources.slice(span).starts_with("lead");
        let span = if word {
            Span::new(span.source, start, start + "lead".len())
        } else {
            span
        };
        let verb = if lacking.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{} {verb} required, and this lead has no value",
            first_listed(&lacking, MOST_LACKING)
        );
        let finding = Diagnostic::new(Code::BadExample, span, message)
            .help("write a value for every required field between the braces of `lead`");
        self.report(finding);
    }

    fn statement(&mut self, statement: &Statement) -> Option<StepKind> {
        match statement {
            Statement::Lead(assignments) | Statement::Set(assignments) => {
                Some(StepKind::Set(self.assignments(assignments)))
            }
            Statement::AsOf(moment) => {
                let value = self.exact_value(&moment.node, moment.span, Type::Datetime, None)?;
                match value {
                    Value::Datetime(instant) => Some(StepKind::AsOf(instant)),
                    _ => None,
                }
            }
            Statement::Later(amount) => {
                let literal = Literal::Amount(amount.node.clone());
                let value = self.condition_value(&literal, amount.span, Type::Duration, None)?;
                match value {
                    Value::Duration(duration) => Some(StepKind::Later(duration)),
                    _ => None,
                }
            }
            Statement::Expect(expectation) => self.expectation(expectation),
        }
    }

    /// The cells that fields get, each field once.
    pub(super) fn assignments(&mut self, assignments: &[Assignment]) -> Vec<(FieldId, Cell)> {
        let mut cells: BTreeMap<FieldId, (Cell, Span)> = BTreeMap::new();
        // A value and the next field have changed places: one fault, said of the value.
        let mut swapped = false;
        for Assignment { field: name, value } in assignments {
            if std::mem::take(&mut swapped) && self.names.get(&name.node).is_none() {
                continue;
            }
            let Some(field) = self.field_named(name) else {
                continue;
            };
            let Some(cell) = self.assigned_to(field, name, value) else {
                swapped = matches!(&value.node, AssignedValue::Word(word)
                    if matches!(self.names.get(word), Some(Declared::Field(_))));
                continue;
            };
            match cells.get(&field) {
                Some((_, first)) => {
                    let message = format!("`{}` has two values", name.node);
                    let finding = Diagnostic::new(Code::RepeatedClause, name.span, message)
                        .label(*first, "here it has one already")
                        .help("leave one of the two out");
                    self.report(finding);
                }
                None => {
                    cells.insert(field, (cell, name.span));
                }
            }
        }
        cells
            .into_iter()
            .map(|(field, (cell, _))| (field, cell))
            .collect()
    }

    /// The cell that a field gets, within its bounds.
    fn assigned_to(
        &mut self,
        id: FieldId,
        name: &ast::Name,
        value: &Spanned<AssignedValue>,
    ) -> Option<Cell> {
        let field = self.model.fields.get(id)?;
        let (ty, bounds, required) = (field.ty, field.bounds, field.required);
        let (place, key) = (field.named.span, field.key);
        let cell = self.assigned(value, ty, &format!("`{}`", name.node))?;
        match &cell {
            Cell::Missing if required => {
                let what = if key { "the key" } else { "required" };
                let message = format!("`{}` is {what}, and is never missing", name.node);
                self.fail(
                    Diagnostic::new(Code::BadExample, value.span, message)
                        .label(place, "declared here")
                        .help("write a value"),
                )
            }
            Cell::Known(known) if number_of(known).is_some_and(|n| !bounds.allow(n)) => {
                let written = self.sources.slice(value.span);
                let message = format!("`{}` cannot be {written}", name.node);
                self.fail(
                    Diagnostic::new(Code::BadExample, value.span, message)
                        .label(place, "its bounds are declared here")
                        .help(format!("write a value of {}", bounds.describe())),
                )
            }
            _ => Some(cell),
        }
    }

    /// A value of a type, as an example writes it.
    pub(super) fn assigned(
        &mut self,
        value: &Spanned<AssignedValue>,
        ty: Type,
        of: &str,
    ) -> Option<Cell> {
        let span = value.span;
        let value = match (&value.node, ty) {
            (AssignedValue::Missing, Type::Several(_)) => {
                let message = format!("{of} is a set, and a set is never missing");
                return self.fail(
                    Diagnostic::new(Code::WrongType, span, message)
                        .help("write `{ }` for none")
                        .replace(span, "{ }"),
                );
            }
            (AssignedValue::Missing, _) => return Some(Cell::Missing),
            (AssignedValue::Set(values), Type::Several(_)) => self.set_value(values, ty, of)?,
            (AssignedValue::Set(_), _) => {
                let finding = self.mismatch(span, ty, Some(Of::Words(of)), "a set");
                return self.fail(finding.help("write one value, without braces"));
            }
            (AssignedValue::Word(word), Type::Several(_)) => {
                let name = Spanned::new(word.clone(), span);
                self.set_value(
                    &[ast::ValueName {
                        name,
                        quoted: false,
                    }],
                    ty,
                    of,
                )?
            }
            (AssignedValue::Literal(Literal::Text(text)), Type::Several(_)) => {
                let name = Spanned::new(text.clone(), span);
                self.set_value(&[ast::ValueName { name, quoted: true }], ty, of)?
            }
            (AssignedValue::Word(word), ty) => match self.word_value(word, ty) {
                Some(value) => value,
                None => return self.wrong_word(word, span, ty, of),
            },
            (AssignedValue::Literal(literal), ty) => {
                self.exact_value(literal, span, ty, Some(Of::Words(of)))?
            }
        };
        Some(Cell::Known(value))
    }

    fn wrong_word<T>(&mut self, word: &str, span: Span, ty: Type, of: &str) -> Option<T> {
        match ty {
            Type::Choice(_) => self.unknown_value(word, span, ty, Some(Of::Words(of))),
            Type::Role => self.unknown_name(word, span, "role", |d| matches!(d, Declared::Role(_))),
            Type::Team => self.unknown_name(word, span, "team", |d| matches!(d, Declared::Team(_))),
            ty => {
                let finding =
                    self.mismatch(span, ty, Some(Of::Words(of)), &format!("the word `{word}`"));
                self.fail(match ty {
                    Type::Text => finding
                        .help("put quotes around the text")
                        .replace(span, format!("\"{word}\"")),
                    Type::Boolean => finding.help("write `yes`, `no` or `missing`"),
                    _ => finding.help("write the value itself, or `missing`"),
                })
            }
        }
    }

    fn set_value(&mut self, values: &[ast::ValueName], ty: Type, of: &str) -> Option<Value> {
        let mut members = BTreeMap::new();
        let mut faulty = false;
        for value in values {
            let (name, span) = (&value.name.node, value.name.span);
            match self.find_value(ty, name) {
                Some(index) => {
                    if let Some(first) = members.insert(index, span) {
                        self.duplicate_entry(name, span, first);
                    }
                }
                None => {
                    self.unknown_value::<()>(name, span, ty, Some(Of::Words(of)));
                    faulty = true;
                }
            }
        }
        (!faulty).then(|| Value::Set(members.into_keys().collect()))
    }
}

#[cfg(test)]
mod tests;

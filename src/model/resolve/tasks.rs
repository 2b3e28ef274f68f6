//! Tasks: who does them, by when, and what happens otherwise.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::context::Resolver;
use super::names::Declared;
use super::operands::{Of, constant};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DecisionId, Done, Id, Operand, OperandKind, RoleId, TaskId, TaskStep, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Literal, TimeSpan};
use crate::value::{Duration, Value, first_listed};

/// How many outcomes of a decision are looked at in search of business time or of a role without
/// working hours.
const MOST_CONSTANTS: usize = 1_000;

impl Resolver<'_> {
    /// Reads what a task says.
    pub(super) fn fill_task(&mut self, id: TaskId, tree: &ast::Task) {
        let Some(stage) = self.model.tasks.get(id).map(|task| task.stage) else {
            return;
        };
        let when = tree.when.as_ref().and_then(|when| self.condition(when));
        let responsible = match &tree.responsible {
            Some(name) => self.responsible(name),
            None => self.nobody_responsible(&tree.name),
        };
        let consulted = tree.consulted.as_ref().map(|names| self.parties(names));
        let informed = tree.informed.as_ref().map(|names| self.parties(names));
        let mut channels = Vec::new();
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for name in tree.channels.iter().flat_map(|names| &names.node) {
            match seen.insert(&name.node, name.span) {
                Some(first) => self.duplicate_entry(&name.node, name.span, first),
                None => channels.push(self.channel(name, true)),
            }
        }
        let deadline = tree.within.as_ref();
        let deadline = deadline.and_then(|within| self.deadline(within, id, stage));
        let done = tree.done.as_ref().and_then(|done| self.done(&done.node));
        let steps = tree.steps.iter();
        let steps: Vec<TaskStep> = steps.filter_map(|step| self.step(step)).collect();
        if let Some(task) = self.model.tasks.get_mut(id) {
            task.when = when;
            task.consulted = consulted.unwrap_or_default();
            task.informed = informed.unwrap_or_default();
            task.channels = channels;
            task.deadline = deadline;
            task.done = done;
            task.steps = steps;
            if let Some(responsible) = responsible {
                task.responsible = responsible;
            }
        }
        self.works_at_all(id);
    }

    fn nobody_responsible<T>(&mut self, task: &ast::Name) -> Option<T> {
        let message = format!("nobody is responsible for the task `{}`", task.node);
        let finding = Diagnostic::new(Code::Syntax, task.span, message)
            .help("write `responsible`, and behind it a role or a decision that yields one");
        self.fail(finding)
    }

    /// A role, or a decision that yields one.
    fn responsible(&mut self, name: &ast::Name) -> Option<Operand> {
        let span = name.span;
        match self.names.get(&name.node) {
            Some(Declared::Role(_)) => {
                let value = self.word_value(&name.node, Type::Role)?;
                Some(constant(value, Type::Role, span))
            }
            Some(declared @ Declared::Decision(id)) => {
                let operand = self.read(declared, span)?;
                if operand.ty == Type::Role {
                    return Some(operand);
                }
                let place = self.model.decisions.get(id).map(|it| it.named.span);
                let ty = operand.ty.describe(&self.model);
                let message = format!("`{}` yields {ty}, and a role is responsible", name.node);
                let mut finding = Diagnostic::new(Code::WrongType, span, message)
                    .help("name a role, or a decision that is declared as `role`");
                if let Some(place) = place {
                    finding = finding.label(place, "it is declared here");
                }
                self.fail(finding)
            }
            Some(Declared::Team(_)) => {
                let message = format!(
                    "`{}` is a team, and one role of it is responsible",
                    name.node
                );
                let finding = Diagnostic::new(Code::WrongType, span, message);
                self.fail(finding.help("name the role that does it; a team is `accountable`"))
            }
            _ => {
                let wanted = |it| matches!(it, Declared::Role(_) | Declared::Decision(_));
                let what = "role, or decision that yields one,";
                self.unknown_name(&name.node, span, what, wanted)
            }
        }
    }

    fn role_named(&mut self, name: &ast::Name) -> Option<RoleId> {
        match self.names.get(&name.node) {
            Some(Declared::Role(id)) => {
                self.used.insert(Declared::Role(id));
                Some(id)
            }
            _ => {
                let wanted = |it| matches!(it, Declared::Role(_));
                self.unknown_name(&name.node, name.span, "role", wanted)
            }
        }
    }

    fn done(&mut self, done: &ast::Done) -> Option<Done> {
        match done {
            ast::Done::When(condition) => {
                let condition = self.condition(condition)?;
                Some(Done::When(Box::new(condition)))
            }
            ast::Done::At(name) => {
                let help = "name a `datetime` field, or write `done when` and a condition";
                let field = self.datetime_field(name, "when a task was done", help)?;
                Some(Done::At(field))
            }
        }
    }

    fn step(&mut self, step: &Spanned<ast::Step>) -> Option<TaskStep> {
        let role = self.role_named(&step.role);
        let at = self.time_span(&step.at, "a step");
        Some(TaskStep {
            kind: step.kind,
            role: role?,
            at: at?,
            span: step.span,
        })
    }

    /// How long something takes: an amount of time, or a decision or definition of one. `of` is what
    /// takes it, in a message.
    pub(super) fn time_span(&mut self, length: &Spanned<TimeSpan>, of: &str) -> Option<Operand> {
        let span = length.span;
        let name = match &length.node {
            TimeSpan::Amount(amount) => {
                let literal = Literal::Amount(amount.clone());
                let value =
                    self.exact_value(&literal, span, Type::Duration, Some(Of::Words(of)))?;
                self.takes_time(&value, span, of)?;
                return Some(constant(value, Type::Duration, span));
            }
            TimeSpan::Named(name) => name,
        };
        let declared = match self.names.get(name) {
            Some(declared @ (Declared::Decision(_) | Declared::Define(_))) => declared,
            _ => {
                let wanted = |it| matches!(it, Declared::Decision(_) | Declared::Define(_));
                return self.unknown_name(name, span, "decision or definition", wanted);
            }
        };
        let operand = self.read(declared, span)?;
        if operand.ty == Type::Duration {
            if let Some(value) = self.constant_of(&operand) {
                self.takes_time(&value, span, of)?;
            }
            return Some(operand);
        }
        let ty = operand.ty.describe(&self.model);
        let message = format!("`{name}` is {ty}, and {of} takes an amount of time");
        let mut finding = Diagnostic::new(Code::WrongType, span, message)
            .help("write a time such as `4 hours`, or name a decision or definition that is one");
        if let Some(place) = self.names.span(name) {
            finding = finding.label(place, "it is declared here");
        }
        self.fail(finding)
    }

    fn takes_time(&mut self, value: &Value, span: Span, of: &str) -> Option<()> {
        let amount = match value {
            Value::Duration(Duration::Elapsed { seconds } | Duration::Business { seconds }) => {
                *seconds
            }
            Value::Duration(Duration::BusinessDays { days }) => *days,
            _ => return Some(()),
        };
        if amount > 0 {
            return Some(());
        }
        let message = format!("{of} is an amount of time above 0");
        let finding = Diagnostic::new(Code::EmptyRange, span, message);
        self.fail(finding.help("write how long it is, or leave this out"))
    }

    /// Business time needs somebody's working hours: those of whoever may be responsible.
    fn works_at_all(&mut self, id: TaskId) {
        if self.model.working_time.is_some() || self.broken_text {
            return;
        }
        let Some(task) = self.model.tasks.get(id).cloned() else {
            return;
        };
        let lengths = task.operands().filter(|it| it.ty == Type::Duration);
        let business = |it: &&Operand| self.constants(it).iter().any(is_business);
        let mut lengths = lengths.map(|it| (it.span, business(&it)));
        let Some((at, _)) = lengths.find(|(_, business)| *business) else {
            return;
        };
        let roles = self.constants(&task.responsible);
        let roles = roles.iter().filter_map(|role| match role {
            Value::Role(index) => Some(Id::new(*index as usize)),
            _ => None,
        });
        let roles: BTreeSet<RoleId> = roles.collect();
        let idle = roles.into_iter();
        let idle = idle.filter(|role| self.model.working_time_of(*role).is_none());
        let names = idle.filter_map(|role| self.model.roles.get(role));
        let names: Vec<String> = names.map(|role| role.named.name.clone()).collect();
        if names.is_empty() {
            return;
        }
        let verb = if names.len() == 1 { "has" } else { "have" };
        let names = first_listed(&names, 8);
        let message = format!("business time is counted here, and {names} {verb} no working hours");
        let finding = Diagnostic::new(Code::WrongUnit, at, message).help(
            "write `works` and a calendar behind the role or its team, or `working hours \
             mon..fri 09:00..17:00` in the `policy` block",
        );
        self.report(finding);
    }

    /// The constants that an operand can be, also by way of decisions: the first of them, of a
    /// policy with more than anybody reads.
    fn constants(&self, operand: &Operand) -> Vec<Value> {
        let mut constants = Vec::new();
        let mut seen: BTreeSet<DecisionId> = BTreeSet::new();
        let mut waiting = VecDeque::from([operand]);
        while let Some(operand) = waiting.pop_front()
            && constants.len() < MOST_CONSTANTS
        {
            if let Some(value) = self.constant_of(operand) {
                constants.push(value);
            } else if let OperandKind::Decision(id) = operand.kind
                && seen.insert(id)
                && let Some(decision) = self.model.decisions.get(id)
            {
                let outcomes = decision.rules.iter().map(|rule| &rule.outcome);
                let outcomes = decision.otherwise.iter().chain(outcomes);
                waiting.extend(outcomes.take(MOST_CONSTANTS));
            }
        }
        constants
    }
}

fn is_business(value: &Value) -> bool {
    matches!(
        value,
        Value::Duration(Duration::Business { .. } | Duration::BusinessDays { .. })
    )
}

#[cfg(test)]
mod tests;

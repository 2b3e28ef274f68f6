//! Tasks: who does them, by when, and what happens otherwise.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::context::Resolver;
use super::names::Declared;
use super::operands::constant;
use super::order::rings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    ClockStart, Deadline, DecisionId, Done, Id, Operand, OperandKind, RoleId, StageId, TaskId,
    TaskStep, Type,
};
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
                None => channels.push(self.channel(&name.node)),
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

    fn deadline(
        &mut self,
        within: &Spanned<ast::Within>,
        task: TaskId,
        stage: StageId,
    ) -> Option<Deadline> {
        let length = self.time_span(&within.length, "a deadline");
        let clock = match &within.of {
            Some(name) => self.clock(name, task, stage),
            None => Some(ClockStart::Entry),
        };
        Some(Deadline {
            length: length?,
            clock: clock?,
            span: within.span,
        })
    }

    /// What starts the clock of a task: a field, or the end of another task of the stage or of one
    /// above it.
    fn clock(&mut self, name: &ast::Name, task: TaskId, stage: StageId) -> Option<ClockStart> {
        if let Some(Declared::Field(id)) = self.names.get(&name.node) {
            return self.clock_field(name, id);
        }
        if let Some(other) = self.task_names.get(&(stage, name.node.clone())).copied() {
            if other != task {
                return Some(ClockStart::EndOf(other));
            }
            let message = format!(
                "the clock of `{0}` starts with the end of `{0}` itself",
                name.node
            );
            let finding = Diagnostic::new(Code::Cycle, name.span, message)
                .help("leave `of …` out, and it starts when the lead enters the stage");
            return self.fail(finding);
        }
        let (above, below) = self.stages_around(stage);
        let tasks_of = |r: &Self, stages: &[StageId]| -> Vec<TaskId> {
            let keys = stages.iter().map(|id| (*id, name.node.clone()));
            keys.filter_map(|key| r.task_names.get(&key).copied())
                .collect()
        };
        match tasks_of(self, &above).as_slice() {
            [one] => return Some(ClockStart::EndOf(*one)),
            [_, _, ..] => {
                let message = format!("several stages above have a task `{}`", name.node);
                let finding = Diagnostic::new(Code::DuplicateName, name.span, message);
                return self.fail(finding.help("give the task that is meant a name of its own"));
            }
            [] => {}
        }
        if let [later, ..] = tasks_of(self, &below).as_slice() {
            let place = self.model.tasks.get(*later).map(|it| it.named.span);
            let message = format!("`{}` is a task of a later stage", name.node);
            let mut finding = Diagnostic::new(Code::WrongType, name.span, message).help(
                "a clock starts with a task of the same stage, or of one that stands above it",
            );
            if let Some(place) = place {
                finding = finding.label(place, "it is declared here");
            }
            return self.fail(finding);
        }
        self.unknown_clock(name, task, &above, stage)
    }

    fn clock_field(&mut self, name: &ast::Name, id: crate::model::FieldId) -> Option<ClockStart> {
        self.used.insert(Declared::Field(id));
        let (ty, place) = self.model.fields.get(id).map(|it| (it.ty, it.named.span))?;
        if matches!(ty, Type::Date | Type::Datetime) {
            return Some(ClockStart::Field(id));
        }
        let ty = ty.describe(&self.model);
        let message = format!("`{}` is {ty}, and cannot start a clock", name.node);
        let finding = Diagnostic::new(Code::WrongType, name.span, message)
            .label(place, "it is declared here")
            .help("name a `datetime` or `date` field, or another task");
        self.fail(finding)
    }

    /// The stages of a journey that stand above this one in the text, and those below.
    fn stages_around(&self, stage: StageId) -> (Vec<StageId>, Vec<StageId>) {
        let journey = self.model.stages.get(stage).map(|it| it.journey);
        let journey = journey.and_then(|id| self.model.journeys.get(id));
        let stages = journey.map_or(&[][..], |journey| &journey.stages);
        let (above, below): (Vec<StageId>, Vec<StageId>) = stages
            .iter()
            .filter(|it| **it != stage)
            .partition(|it| **it < stage);
        (above, below)
    }

    fn unknown_clock<T>(
        &mut self,
        name: &ast::Name,
        task: TaskId,
        above: &[StageId],
        stage: StageId,
    ) -> Option<T> {
        match self.names.get(&name.node) {
            Some(Declared::Poisoned) => return None,
            Some(_) => {
                let wanted = |it| matches!(it, Declared::Field(_));
                return self.unknown_name(&name.node, name.span, "field or task", wanted);
            }
            None if self.names.is_incomplete() => return None,
            None => {}
        }
        let tasks = self.task_names.iter();
        let tasks =
            tasks.filter(|((of, _), id)| **id != task && (*of == stage || above.contains(of)));
        let mut names: Vec<String> = tasks.map(|((_, name), _)| name.clone()).collect();
        let fields = self.model.fields.values();
        let fields = fields.filter(|field| matches!(field.ty, Type::Date | Type::Datetime));
        names.extend(fields.map(|field| field.named.name.clone()));
        self.unknown_of(name, "field or task", names)
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
                let value = self.exact_value(&literal, span, Type::Duration, Some(of))?;
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

    /// Reports clocks that start with each other's end, and with an end at no known instant.
    pub(super) fn rings_of_tasks(&mut self) {
        let mut edges: Vec<Vec<(usize, Span)>> = Vec::new();
        let mut endless: Vec<(Span, String, Span)> = Vec::new();
        for task in self.model.tasks.values() {
            let mut of_task = Vec::new();
            if let Some(deadline) = &task.deadline
                && let ClockStart::EndOf(other) = deadline.clock
                && let Some(before) = self.model.tasks.get(other)
            {
                of_task.push((other.index(), deadline.span));
                if !matches!(before.done, Some(Done::At(_))) {
                    let name = before.named.name.clone();
                    endless.push((deadline.span, name, before.named.span));
                }
            }
            edges.push(of_task);
        }
        for ring in rings(&edges) {
            let names = ring.iter().filter_map(|(task, _)| {
                let task = self.model.tasks.get(Id::new(*task))?;
                Some(task.named.name.clone())
            });
            let names: Vec<String> = names.collect();
            let Some((_, span)) = ring.first() else {
                continue;
            };
            let message = format!(
                "the clocks of {} start with each other's end",
                first_listed(&names, 8)
            );
            let mut finding = Diagnostic::new(Code::Cycle, *span, message)
                .help("let one of them start when the lead enters the stage, or at a field");
            for (_, span) in ring.iter().skip(1).take(4) {
                finding = finding.label(*span, "and here");
            }
            self.report(finding);
        }
        if self.has_errors() {
            return;
        }
        for (span, name, place) in endless {
            let message = format!("nothing says when the task `{name}` was done");
            let finding = Diagnostic::new(Code::WrongType, span, message)
                .label(place, "it has no `done at`")
                .help("write `done at` and a `datetime` field there, or count from a field");
            self.report(finding);
        }
    }
}

fn is_business(value: &Value) -> bool {
    matches!(
        value,
        Value::Duration(Duration::Business { .. } | Duration::BusinessDays { .. })
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, resolved};

    fn with(hours: &str, tasks: &str) -> String {
        format!(
            "policy \"p\" {{ time zone \"Europe/Berlin\"  {hours} }}\n\
             calendar c {{ working hours mon..fri 09:00..17:00 }}\n\
             team t {{ role r works c, q }}\n\
             lead {{ a: text key  s: one of x | y | z  d: datetime  e: datetime  birth: date  n: integer }}\n\
             define sla = 4 hours\n\
             must all_read: e is known or birth is known or n is known or since(d) > sla\n\
             decision who: role {{ rule one: r when n > 1  otherwise q }}\n\
             decision long: duration {{ rule one: 2 business days when n > 1  otherwise 5 hours }}\n\
             journey j tracks s since d {{ stage x start {{ to y  task first {{ responsible r  done at e }} }}\n\
             stage y {{ to z  {tasks} }}  stage z end {{ task last {{ responsible r  done at e }} }} }}"
        )
    }

    const HOURS: &str = "working hours mon..fri 09:00..17:00";

    #[test]
    fn what_a_task_says() {
        let (model, found) = resolved(&with(
            HOURS,
            "task k \"K\" when n > 1 { responsible who  consulted t, q  informed r  by phone, mail \
             within long of first  done at d  escalate q at 5 business hours  reassign r at sla } \
             task l { responsible q  within 2 business days of k  done when n > 5 } \
             task m { responsible q  within sla of birth }",
        ));
        assert_eq!(found, []);
        let tasks: Vec<_> = model.tasks.values().collect();
        assert_eq!(tasks.len(), 5);
        let (k, l, m) = (tasks[1], tasks[2], tasks[3]);
        assert_eq!(
            (k.consulted.len(), k.informed.len(), k.channels.len()),
            (2, 1, 2)
        );
        assert_eq!(k.steps.len(), 2);
        assert!(matches!(k.responsible.kind, OperandKind::Decision(_)));
        assert_eq!(
            k.deadline.as_ref().unwrap().clock,
            ClockStart::EndOf(Id::new(0))
        );
        assert_eq!(
            l.deadline.as_ref().unwrap().clock,
            ClockStart::EndOf(Id::new(1))
        );
        assert!(matches!(
            m.deadline.as_ref().unwrap().clock,
            ClockStart::Field(_)
        ));
        assert_eq!(model.task_name(Id::new(1)), "j.y.k");
    }

    #[test]
    fn what_a_task_cannot_say() {
        for (bad, code) in [
            ("within 3 hours", Code::Syntax),
            ("responsible rr", Code::UnknownName),
            ("responsible t", Code::WrongType),
            ("responsible long", Code::WrongType),
            ("responsible n", Code::WrongType),
            ("responsible r  consulted who", Code::WrongType),
            ("responsible r  informed q, q", Code::DuplicateEntry),
            ("responsible r  by phone, phone", Code::DuplicateEntry),
            ("responsible r  within 3", Code::WrongUnit),
            ("responsible r  within 0 hours", Code::EmptyRange),
            ("responsible r  within who", Code::WrongType),
            ("responsible r  within n", Code::WrongType),
            ("responsible r  within 3 hours of n", Code::WrongType),
            ("responsible r  within 3 hours of last", Code::WrongType),
            ("responsible r  within 3 hours of k", Code::Cycle),
            ("responsible r  within 3 hours of frist", Code::UnknownName),
            ("responsible r  within 3 hours of t", Code::WrongType),
            ("responsible r  done at birth", Code::WrongType),
            ("responsible r  done when n", Code::WrongType),
            ("responsible r  escalate t at 3 hours", Code::WrongType),
            ("responsible r  responsible q", Code::RepeatedClause),
        ] {
            let text = with(HOURS, &format!("task k {{ {bad} }}"));
            assert_eq!(
                codes(&text).first(),
                Some(&code),
                "{bad}: {:?}",
                codes(&text)
            );
        }
    }

    #[test]
    fn clocks_do_not_start_in_a_ring_nor_at_an_unknown_end() {
        let ring = "task k { responsible r  within 3 hours of l  done at e } \
                    task l { responsible r  within 3 hours of k  done at e }";
        assert_eq!(codes(&with(HOURS, ring)), [Code::Cycle]);
        let open = "task k { responsible r  within 3 hours of l } \
                    task l { responsible r  done when n > 1 }";
        assert_eq!(codes(&with(HOURS, open)), [Code::WrongType]);
        let field = "task n { responsible r }";
        assert_eq!(codes(&with(HOURS, field)), [Code::DuplicateName]);
    }

    #[test]
    fn business_time_is_that_of_whoever_is_responsible() {
        for (task, expected) in [
            ("responsible r  within 4 business hours", vec![]),
            (
                "responsible q  within 4 business hours",
                vec![Code::WrongUnit],
            ),
            (
                "responsible who  within 4 business hours",
                vec![Code::WrongUnit],
            ),
            ("responsible q  within long", vec![Code::WrongUnit]),
            ("responsible q  within 4 hours", vec![]),
        ] {
            let text = with("", &format!("task k {{ {task} }}"));
            assert_eq!(codes(&text), expected, "{task}");
        }
    }
}

//! The clocks of tasks: when they start, and that none of them waits for itself.

use super::context::Resolver;
use super::names::Declared;
use super::order::rings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ClockStart, Deadline, Done, FieldId, Id, StageId, TaskId, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast;
use crate::value::first_listed;

impl Resolver<'_> {
    /// By when a task is to be done.
    pub(super) fn deadline(
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

    fn clock_field(&mut self, name: &ast::Name, id: FieldId) -> Option<ClockStart> {
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

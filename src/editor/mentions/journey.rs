//! Names in journeys.

use super::super::symbol::{Entity, Symbol};
use super::Reader;
use crate::model::Type;
use crate::syntax::ast::{Done, Journey, Move, Name, Overrides, Stage, StageItem, Task};

impl Reader<'_> {
    pub(super) fn journey(&mut self, journey: &Journey) {
        self.declare_global(&journey.name);
        self.global(&journey.tracks);
        self.global(&journey.since);
        let stages = self.type_named(&journey.tracks.node);
        for stage in &journey.stages {
            self.stage(&stage.node, &journey.name.node, stages);
        }
    }

    fn stage(&mut self, stage: &Stage, journey: &str, stages: Option<Type>) {
        self.value(&stage.name.node, stage.name.span, stages);
        self.globals(&stage.agreed_by);
        for item in &stage.items {
            match &item.node {
                StageItem::Accountable(names)
                | StageItem::Clears(names)
                | StageItem::Counts(names) => self.globals(names),
                StageItem::Requires(condition) => self.expr(condition, None),
                StageItem::Task(task) => self.task(task, journey, stage),
                StageItem::Move(found) => self.move_to(found, stages),
            }
        }
    }

    fn task(&mut self, task: &Task, journey: &str, stage: &Stage) {
        let own = |name: &str| {
            let stage = stage.name.node.clone();
            Symbol::Task(journey.to_owned(), stage, name.to_owned())
        };
        self.declare(task.name.span, own(&task.name.node));
        if let Some(when) = &task.when {
            self.expr(when, None);
        }
        if let Some(responsible) = &task.responsible {
            self.global(&responsible.node);
        }
        for parties in task.consulted.iter().chain(&task.informed) {
            self.globals(&parties.node);
        }
        for channel in task.channels.iter().flat_map(|it| &it.node) {
            self.note(channel.span, Symbol::Channel(channel.node.clone()));
        }
        if let Some(within) = &task.within {
            self.time_span(&within.node.length.node, within.node.length.span);
            if let Some(Name { node, span }) = &within.node.of {
                let is_task = stage
                    .items
                    .iter()
                    .any(|item| matches!(&item.node, StageItem::Task(it) if it.name.node == *node));
                match is_task {
                    true => self.note(*span, own(node)),
                    false => drop(self.word(node, *span)),
                }
            }
        }
        match task.done.as_ref().map(|done| &done.node) {
            Some(Done::At(field)) => self.global(field),
            Some(Done::When(condition)) => self.expr(condition, None),
            None => {}
        }
        for step in &task.steps {
            self.global(&step.node.role);
            self.time_span(&step.node.at.node, step.node.at.span);
        }
    }

    fn move_to(&mut self, found: &Move, stages: Option<Type>) {
        self.value(&found.target.node, found.target.span, stages);
        for condition in found.when.iter().chain(&found.unless) {
            self.expr(condition, None);
        }
        if let Some(after) = &found.after {
            self.time_span(&after.node, after.span);
        }
        if let Some(Overrides::Names(names)) = &found.overrides {
            for name in names {
                self.value(&name.node, name.span, stages);
            }
        }
    }

    /// The type of the stages of a journey; of the only one where it is not named.
    pub(super) fn stages_of(&self, journey: Option<&str>) -> Option<Type> {
        let id = match journey {
            Some(name) => match self.globals.get(name)? {
                Entity::Journey(id) => id,
                _ => return None,
            },
            None => self.model.journeys.iter().next()?.0,
        };
        let field = self.model.journeys.get(id)?.tracks;
        self.model.fields.get(field).map(|field| field.ty)
    }

    /// A task by its name alone: the first that has it.
    pub(super) fn task_named(&mut self, name: &Name) {
        let mut tasks = self.model.tasks.iter();
        let found = tasks.find(|(_, task)| task.named.name == name.node);
        let Some(stage) = found.and_then(|(_, task)| self.model.stages.get(task.stage)) else {
            return;
        };
        let journey = self.model.journeys.get(stage.journey);
        let journey = journey.map_or(String::new(), |it| it.named.name.clone());
        let stage = stage.named.name.clone();
        self.note(name.span, Symbol::Task(journey, stage, name.node.clone()));
    }
}

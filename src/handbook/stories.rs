//! The policy's examples as stories.

use super::due::moment;
use super::{Item, Section, Writer};
use crate::model::{Cell, Example, FieldId, Node, Step, StepKind, Subject, TaskExpectation, Type};
use crate::syntax::ast::TaskStatus;
use crate::words::Phrase;

impl Writer<'_> {
    /// Every example, told in sentences.
    pub(super) fn stories(&self) -> Section {
        let mut section = Section::new("our-stories", "Stories that come out so");
        let stories = self.model.examples.iter().zip(1..);
        section.sections = stories.map(|(it, number)| self.story(it, number)).collect();
        section
    }

    fn story(&self, example: &Example, number: usize) -> Section {
        let mut section = Section::new(format!("story-{number}"), example.title.as_str());
        let steps = example.steps.as_slice();
        let first = steps
            .iter()
            .find(|step| matches!(step.kind, StepKind::Set(_)));
        let first = first.map(|step| step.span);
        let groups = steps.chunk_by(|a, b| a.kind.expects() && b.kind.expects());
        let items = groups.map(|steps| {
            let said = steps.iter();
            let said = said.map(|step| self.story_step(step, first == Some(step.span)));
            Item::new(Phrase::listed(said.collect(), "and").sentence())
        });
        section.list(items.collect());
        section
    }

    fn story_step(&self, step: &Step, first: bool) -> Phrase {
        match &step.kind {
            StepKind::Set(cells) => {
                let cells = cells.iter().map(|(field, cell)| self.has(*field, cell));
                let cells = Phrase::listed(cells.collect(), "and");
                match first {
                    true => Phrase::from("a lead: ") + cells,
                    false => Phrase::from("now ") + cells,
                }
            }
            StepKind::AsOf(instant) => {
                format!("it is {}", moment(&self.model.zone, *instant)).into()
            }
            StepKind::Later(time) => format!("{time} later").into(),
            StepKind::ExpectValue(subject, cell) => {
                let (name, ty) = self.subject_of(*subject);
                name + " is " + self.cell(cell, ty)
            }
            StepKind::ExpectKnown(subject) => self.subject_of(*subject).0 + " is known",
            StepKind::ExpectForbidden(channel, yes) => {
                let channel = self.channel(*channel);
                let not = if *yes { "not " } else { "" };
                format!("using {channel} is {not}allowed").into()
            }
            StepKind::ExpectBreach(must, yes) => {
                let must = self.model.musts.get(*must);
                let name = must.map_or("", |must| must.named.name.as_str());
                let is = if *yes { " is not met" } else { " is met" };
                Phrase::name_of(name, &format!("must-{name}")) + is
            }
            StepKind::ExpectLacking(stages, yes) => {
                let stage = stages.first().and_then(|id| self.model.stages.get(*id));
                let lacks = if *yes { "lacks" } else { "does not lack" };
                let stage = stage.map_or(Phrase::default(), |it| self.words.named(&it.named));
                Phrase::from(format!("the lead {lacks} what ").as_str()) + stage + " requires"
            }
            StepKind::ExpectTask(tasks, expected) => {
                let task = tasks.first().map_or(Phrase::default(), |id| self.task(*id));
                task + self.stands(*expected)
            }
            StepKind::ExpectTold(party, yes) => {
                let has = if *yes {
                    " has been told"
                } else {
                    " has not been told"
                };
                self.party(*party) + has
            }
        }
    }

    fn stands(&self, expected: TaskExpectation) -> String {
        let is = match expected {
            TaskExpectation::Due(instant) => {
                return format!(" is due by {}", moment(&self.model.zone, instant));
            }
            TaskExpectation::Is(status) => status,
        };
        let is = match is {
            TaskStatus::Open => " is open",
            TaskStatus::DueSoon => " is due soon",
            TaskStatus::Late => " is late",
            TaskStatus::Done => " is done in time",
            TaskStatus::DoneLate => " is done late",
            TaskStatus::NoClock => " has no clock that runs",
        };
        is.to_owned()
    }

    fn has(&self, field: FieldId, cell: &Cell) -> Phrase {
        let Some(field) = self.model.fields.get(field) else {
            return Phrase::default();
        };
        self.words.named(&field.named) + " is " + self.cell(cell, field.ty)
    }

    fn cell(&self, cell: &Cell, ty: Type) -> Phrase {
        match cell {
            Cell::Known(crate::value::Value::Datetime(at)) => moment(&self.model.zone, *at).into(),
            Cell::Known(value) => self.words.value(value, ty),
            Cell::Missing | Cell::Bad => "missing".into(),
        }
    }

    fn subject_of(&self, subject: Subject) -> (Phrase, Type) {
        let node = |node| self.words.node(node);
        match subject {
            Subject::Field(id) => match self.model.fields.get(id) {
                Some(field) => (self.words.named(&field.named), field.ty),
                None => (Phrase::default(), Type::Text),
            },
            Subject::Define(id) => {
                let ty = self.model.defines.get(id).map(|it| it.value.ty);
                (node(Node::Define(id)), ty.unwrap_or(Type::Text))
            }
            Subject::Score(id) => (node(Node::Score(id)), Type::Number),
            Subject::Decision(id) => {
                let ty = self.model.decisions.get(id).map(|it| it.ty);
                (node(Node::Decision(id)), ty.unwrap_or(Type::Text))
            }
        }
    }
}

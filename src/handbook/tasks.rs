//! Tasks: what is to be done in a stage, by whom and by when.

use super::{Fact, Section, Writer};
use crate::model::{Condition, Deadline, Done, Operand, OperandKind, Party, RoleId, Task, TaskId};
use crate::value::Duration;
use crate::words::Phrase;

impl Writer<'_> {
    pub(super) fn task_section(&self, id: TaskId, task: &Task) -> Section {
        let title = super::heading(&self.task(id));
        let mut section = Section::new(self.model.task_name(id), title);
        Self::doc(&mut section, &task.named.doc);
        let roles = self.roles_of(&task.responsible);
        section.facts(self.task_facts(task, &roles));
        section
    }

    /// All that is said of a task; what is worked out is worked out for these roles.
    pub(super) fn task_facts(&self, task: &Task, roles: &[RoleId]) -> Vec<Fact> {
        let parties = |parties: &[Party]| {
            let parties = parties.iter().map(|party| self.party(*party));
            Phrase::listed(parties.collect(), "and")
        };
        let channels = task.channels.iter();
        let channels = channels.map(|id| self.channel(*id).into()).collect();
        let deadline = task.deadline.iter().map(|it| self.deadline(it));
        vec![
            Fact::new(
                "For leads",
                task.when.iter().map(|when| self.leads_where(when)),
            ),
            Fact::new("Does it", [self.responsible(task)]),
            Fact::new("Is asked", [parties(&task.consulted)]),
            Fact::new("Is told", [parties(&task.informed)]),
            Fact::new("By", [Phrase::listed(channels, "or")]),
            Fact::new("Due", deadline),
            Fact::new("For example", self.worked_examples(task, roles)),
            Fact::new("Done", task.done.iter().map(|done| self.done(done))),
            Fact::new("While it is not done", self.steps(task, roles)),
        ]
    }

    pub(super) fn leads_where(&self, when: &Condition) -> Phrase {
        Phrase::from("where ") + self.words.condition(when)
    }

    fn responsible(&self, task: &Task) -> Phrase {
        let roles = self.roles_of(&task.responsible);
        let roles = roles.iter().map(|role| self.words.role(*role)).collect();
        let roles = Phrase::listed(roles, "or");
        match Self::is_decided(&task.responsible) {
            true => roles + ", by " + self.words.subject(&task.responsible),
            false => roles,
        }
    }

    /// "within 4 business hours or 2 business days, by `response_time`, from when …".
    pub(super) fn deadline(&self, deadline: &Deadline) -> Phrase {
        let length = self.length(&deadline.length);
        Phrase::from("within ") + length + " " + self.clock(deadline.clock)
    }

    fn length(&self, of: &Operand) -> Phrase {
        let lengths = self.lengths_of(of);
        let lengths = lengths.iter().map(Duration::to_string).map(Phrase::from);
        let lengths = Phrase::listed(lengths.collect(), "or");
        match (&of.kind, lengths.is_empty()) {
            (OperandKind::Constant(_), _) => lengths,
            (OperandKind::Define(_), _) => self.words.subject(of),
            (_, true) => self.words.subject(of),
            (_, false) => lengths + ", by " + self.words.subject(of) + ",",
        }
    }

    fn done(&self, done: &Done) -> Phrase {
        match done {
            Done::At(field) => Phrase::from("at ") + self.field(*field),
            Done::When(condition) => Phrase::from("when ") + self.words.condition(condition),
        }
    }

    fn steps(&self, task: &Task, roles: &[RoleId]) -> Vec<Phrase> {
        let steps = task.steps.iter().map(|step| {
            let said = Phrase::from("after ") + self.length(&step.at) + " " + self.step(step);
            match self.step_examples(task, step, roles) {
                Some(example) => (said + ", " + example).sentence(),
                None => said.sentence(),
            }
        });
        steps.collect()
    }
}

//! What examples expect.

use std::collections::BTreeSet;

use super::context::Resolver;
use super::names::{ANY_VALUE, Declared};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Cell, JourneyId, StageId, StepKind, Subject, TaskExpectation, TaskId, Type};
use crate::source::Spanned;
use crate::syntax::ast::{self, AssignedValue, Expectation, TaskState};
use crate::value::{Value, first_listed};

impl Resolver<'_> {
    /// What an example expects.
    pub(super) fn expectation(&mut self, expectation: &Expectation) -> Option<StepKind> {
        match expectation {
            Expectation::Equals(name, value)
                if name.node == "stage" && self.names.get("stage").is_none() =>
            {
                let journey = self.only_journey(name.span, "this example")?;
                self.expected_stage(journey, value, "`stage`")
            }
            Expectation::Stage { journey, value } => {
                let id = self.journey_named(journey)?;
                self.expected_stage(id, value, &format!("`{}`", journey.node))
            }
            Expectation::Task { task, state } => self.expected_task(task, state),
            Expectation::Told { who, expected } => {
                let party = self.party_named(who)?;
                Some(StepKind::ExpectTold(party, *expected))
            }
            Expectation::Equals(name, value) => {
                let (subject, ty) = self.subject_named(name)?;
                let cell = self.assigned(value, ty, &format!("`{}`", name.node))?;
                Some(StepKind::ExpectValue(subject, cell))
            }
            Expectation::IsMissing(name) => {
                let (subject, ty) = self.subject_named(name)?;
                if matches!(ty, Type::Several(_)) {
                    let message = format!("`{}` is a set, and a set is never missing", name.node);
                    let finding = Diagnostic::new(Code::WrongType, name.span, message);
                    let help = format!("write `expect {} = {{ }}`", name.node);
                    return self.fail(finding.help(help));
                }
                Some(StepKind::ExpectValue(subject, Cell::Missing))
            }
            Expectation::IsKnown(name) => self
                .subject_named(name)
                .map(|(subject, _)| StepKind::ExpectKnown(subject)),
            Expectation::Forbidden { channel, expected } => {
                match self.channel_names.get(&channel.node) {
                    Some(id) => Some(StepKind::ExpectForbidden(*id, *expected)),
                    None => {
                        let names = self.channel_names.keys().cloned().collect();
                        self.unknown_of(channel, "channel that is ever forbidden", names)
                    }
                }
            }
            Expectation::Breach { must, expected } => {
                match self.must_names.get(&must.node) {
                    Some((_, Some(id))) => Some(StepKind::ExpectBreach(*id, *expected)),
                    // A faulty one has been reported.
                    Some((_, None)) => None,
                    None => self.expected_lacking(must, *expected),
                }
            }
        }
    }

    /// That a lead is in a stage of this name without what it requires.
    fn expected_lacking(&mut self, name: &ast::Name, expected: bool) -> Option<StepKind> {
        let stages = self.stage_names.iter();
        let stages = stages.filter(|((_, stage), _)| *stage == name.node);
        let named: Vec<StageId> = stages.map(|(_, id)| *id).collect();
        let requires = |id: &StageId| {
            let stage = self.model.stages.get(*id);
            stage.is_some_and(|stage| stage.requires.is_some())
        };
        let requiring: Vec<StageId> = named.iter().copied().filter(requires).collect();
        if !requiring.is_empty() {
            return Some(StepKind::ExpectLacking(requiring, expected));
        }
        // What a faulty stage requires is not known.
        if !named.is_empty() && self.has_errors() {
            return None;
        }
        if !named.is_empty() {
            let message = format!("the stage `{}` requires nothing that could lack", name.node);
            let finding = Diagnostic::new(Code::WrongType, name.span, message);
            let help = "name a stage with `requires`, or a `must`";
            return self.fail(finding.help(help));
        }
        let stages = self.model.stages.values();
        let stages = stages.filter(|stage| stage.requires.is_some());
        let stages = stages.map(|stage| stage.named.name.clone());
        let names = self.must_names.keys().cloned().chain(stages).collect();
        self.unknown_of(name, "`must` or stage that requires something", names)
    }

    /// The stage that a lead is in, as the field that the journey tracks holds it.
    fn expected_stage(
        &mut self,
        journey: JourneyId,
        value: &Spanned<AssignedValue>,
        of: &str,
    ) -> Option<StepKind> {
        let field = self.model.journeys.get(journey)?.tracks;
        let ty = self.model.fields.get(field)?.ty;
        let cell = self.assigned(value, ty, of)?;
        Some(StepKind::ExpectValue(Subject::Field(field), cell))
    }

    /// How all tasks of this name stand: that of the stage that the lead is in counts.
    fn expected_task(&mut self, task: &ast::Name, state: &TaskState) -> Option<StepKind> {
        let state = match state {
            TaskState::Is(status) => TaskExpectation::Is(*status),
            TaskState::Due(moment) => {
                let value = self.exact_value(&moment.node, moment.span, Type::Datetime, None)?;
                match value {
                    Value::Datetime(instant) => TaskExpectation::Due(instant),
                    _ => return None,
                }
            }
        };
        let tasks = self.task_names.iter();
        let tasks = tasks.filter(|((_, name), _)| *name == task.node);
        let tasks: Vec<TaskId> = tasks.map(|(_, id)| *id).collect();
        if !tasks.is_empty() {
            return Some(StepKind::ExpectTask(tasks, state));
        }
        let names: BTreeSet<String> = self
            .task_names
            .keys()
            .map(|(_, name)| name.clone())
            .collect();
        self.unknown_of(task, "task", names.into_iter().collect())
    }

    /// Says that nothing of a namespace of its own is called so, and which names there are.
    pub(super) fn unknown_of<T>(
        &mut self,
        name: &ast::Name,
        what: &str,
        names: Vec<String>,
    ) -> Option<T> {
        if self.broken_text {
            return None;
        }
        let nearest = self.nearest(&name.node, names.iter().map(String::as_str));
        let message = format!("no {what} is called `{}`", name.node);
        let mut finding = Diagnostic::new(Code::UnknownName, name.span, message);
        if nearest.is_none() {
            finding = finding.help(match names.is_empty() {
                true => "the policy has none".to_owned(),
                false => format!("name one of {}", first_listed(&names, 8)),
            });
        }
        self.fail(finding.did_you_mean(name.span, nearest))
    }

    /// What an example may expect something of, and its type.
    fn subject_named(&mut self, name: &ast::Name) -> Option<(Subject, Type)> {
        let declared = match self.names.get(&name.node) {
            Some(declared) if declared.has_value() => declared,
            _ => {
                return self.unknown_name(&name.node, name.span, ANY_VALUE, Declared::has_value);
            }
        };
        let ty = self.type_of(declared)?;
        let subject = match declared {
            Declared::Field(id) => Subject::Field(id),
            Declared::Define(id) => Subject::Define(id),
            Declared::Score(id) => Subject::Score(id),
            Declared::Decision(id) => Subject::Decision(id),
            _ => return None,
        };
        Some((subject, ty))
    }
}

//! Journeys as they are declared: the fields they track, the names of their stages and tasks, and the
//! decisions that yield their stages.

use std::collections::BTreeMap;

use super::context::Resolver;
use super::names::{Declared, named};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    FieldId, Id, Journey, JourneyId, Operand, OperandKind, Stage, StageId, StageKind, Task, TaskId,
    Type,
};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, StageEnd, StageItem};

/// The field of a journey that names none: the fault is reported.
const NO_FIELD: usize = usize::MAX;

/// A stage that is declared, with the tree that is still to be read.
pub(super) struct DeclaredStage<'a> {
    /// Its number.
    pub(super) id: StageId,
    /// Its tree.
    pub(super) tree: &'a ast::Stage,
    /// Its tasks with their trees.
    pub(super) tasks: Vec<(TaskId, &'a ast::Task)>,
}

impl Resolver<'_> {
    /// Declares a journey, with no stages yet.
    pub(super) fn declare_journey(&mut self, journey: &ast::Journey) -> Option<JourneyId> {
        let declared = self.declare_name(&journey.name, |r| {
            Declared::Journey(r.model.journeys.add(Journey {
                named: named(&journey.name, &journey.doc),
                title: journey.title.as_ref().map(|title| title.node.clone()),
                tracks: Id::new(NO_FIELD),
                since: Id::new(NO_FIELD),
                forward_only: journey.forward_only.is_some(),
                stages: Vec::new(),
            }))
        });
        match declared {
            Some(Declared::Journey(id)) => Some(id),
            _ => None,
        }
    }

    /// Finds the fields of all journeys and declares their stages and tasks.
    pub(super) fn declare_stages<'a>(
        &mut self,
        journeys: &[(JourneyId, &'a ast::Journey)],
    ) -> Vec<DeclaredStage<'a>> {
        let mut declared = Vec::new();
        let mut tracked: BTreeMap<FieldId, Span> = BTreeMap::new();
        for (id, journey) in journeys {
            self.within(None, "journey", &journey.name, |r| {
                let field = r.tracked_field(journey);
                let since = r.since_field(journey);
                if let Some((field, _)) = field
                    && let Some(first) = tracked.insert(field, journey.tracks.span)
                {
                    let message = format!("`{}` is tracked by two journeys", journey.tracks.node);
                    let finding =
                        Diagnostic::new(Code::DuplicateName, journey.tracks.span, message)
                            .label(first, "the other one is here")
                            .help("give each journey a field of its own");
                    r.report(finding);
                }
                let stages = r.stages_of(*id, journey);
                let ty = r.type_of_stages(*id, journey, field, &stages);
                r.stage_types.insert(*id, ty);
                if let Some(journey) = r.model.journeys.get_mut(*id) {
                    journey.stages = stages.iter().map(|stage| stage.id).collect();
                    if let Some((field, _)) = field {
                        journey.tracks = field;
                    }
                    if let Some(since) = since {
                        journey.since = since;
                    }
                }
                declared.extend(stages);
            });
        }
        declared
    }

    /// The field that holds the stage, and its type.
    fn tracked_field(&mut self, journey: &ast::Journey) -> Option<(FieldId, Type)> {
        let name = &journey.tracks;
        let id = self.field_named(name)?;
        self.used.insert(Declared::Field(id));
        let (ty, place) = self.model.fields.get(id).map(|it| (it.ty, it.named.span))?;
        if let Type::Choice(_) = ty {
            self.has_order(journey, ty, place);
            return Some((id, ty));
        }
        let stages = journey.stages.iter().map(|stage| stage.name.node.as_str());
        let between = match journey.forward_only {
            Some(_) => " < ",
            None => " | ",
        };
        let values = stages.collect::<Vec<_>>().join(between);
        let message = format!(
            "`{}` is {}, and a journey tracks a field that holds one of its stages",
            name.node,
            ty.describe(&self.model)
        );
        let finding = Diagnostic::new(Code::WrongType, name.span, message)
            .label(place, "it is declared here")
            .help(format!("declare it as `{}: one of {values}`", name.node));
        self.fail(finding)
    }

    /// `forward only` needs to know what lies ahead.
    fn has_order(&mut self, journey: &ast::Journey, ty: Type, place: Span) {
        let ordered = self.model.enumeration(ty).is_some_and(|it| it.ordered);
        if let Some(only) = &journey.forward_only
            && !ordered
        {
            let name = &journey.tracks.node;
            let message =
                format!("`forward only` needs an order, and the values of `{name}` have none");
            let finding = Diagnostic::new(Code::WrongType, only.span, message)
                .label(place, "its values are declared here")
                .help("write them from first to last with `<` between them, or leave `forward only` out");
            self.report(finding);
        }
    }

    /// The field that holds when a lead got into its stage.
    fn since_field(&mut self, journey: &ast::Journey) -> Option<FieldId> {
        let help = "name a field of the type `datetime`, so that hours can be counted from it";
        self.datetime_field(&journey.since, "when a lead got into its stage", help)
    }

    /// A field that holds an instant.
    pub(super) fn datetime_field(
        &mut self,
        name: &ast::Name,
        what: &str,
        help: &str,
    ) -> Option<FieldId> {
        let id = self.field_named(name)?;
        self.used.insert(Declared::Field(id));
        let (ty, place) = self.model.fields.get(id).map(|it| (it.ty, it.named.span))?;
        if ty == Type::Datetime {
            return Some(id);
        }
        let ty = ty.describe(&self.model);
        let message = format!("`{}` is {ty}, and cannot say {what}", name.node);
        let finding = Diagnostic::new(Code::WrongType, name.span, message);
        self.fail(finding.label(place, "it is declared here").help(help))
    }

    /// Declares the stages of a journey and their tasks.
    fn stages_of<'a>(
        &mut self,
        journey: JourneyId,
        tree: &'a ast::Journey,
    ) -> Vec<DeclaredStage<'a>> {
        let mut declared: Vec<DeclaredStage<'a>> = Vec::new();
        for Spanned { node: stage, .. } in &tree.stages {
            let key = (journey, stage.name.node.clone());
            if let Some(first) = self.stage_names.get(&key) {
                let first = self.model.stages.get(*first).map(|it| it.named.span);
                self.same_name("stages", &stage.name, first);
                continue;
            }
            if let Some(Declared::Decision(_)) = self.names.get(&stage.name.node) {
                let place = self.names.span(&stage.name.node);
                self.stage_like_decision(&stage.name, place);
            }
            let id = self.model.stages.add(Stage {
                named: named(&stage.name, &stage.doc),
                title: stage.title.as_ref().map(|title| title.node.clone()),
                journey,
                value: u32::MAX,
                kind: match stage.end.as_ref().map(|end| end.node) {
                    Some(StageEnd::Start) => StageKind::Start,
                    Some(StageEnd::End) => StageKind::End,
                    None => StageKind::Between,
                },
                agreed_by: Vec::new(),
                accountable: Vec::new(),
                requires: None,
                clears: Vec::new(),
                counts: Vec::new(),
                tasks: Vec::new(),
                moves: Vec::new(),
            });
            self.stage_names.insert(key, id);
            let tasks = self.tasks_of(id, stage);
            if let Some(stage) = self.model.stages.get_mut(id) {
                stage.tasks = tasks.iter().map(|(id, _)| *id).collect();
            }
            declared.push(DeclaredStage {
                id,
                tree: stage,
                tasks,
            });
        }
        declared
    }

    fn tasks_of<'a>(
        &mut self,
        stage: StageId,
        tree: &'a ast::Stage,
    ) -> Vec<(TaskId, &'a ast::Task)> {
        let mut declared = Vec::new();
        for item in &tree.items {
            let StageItem::Task(task) = &item.node else {
                continue;
            };
            let key = (stage, task.name.node.clone());
            if let Some(first) = self.task_names.get(&key) {
                let first = self.model.tasks.get(*first).map(|it| it.named.span);
                self.same_name("tasks", &task.name, first);
                continue;
            }
            if let Some(Declared::Field(_)) = self.names.get(&task.name.node) {
                let place = self.names.span(&task.name.node);
                self.task_like_field(&task.name, place);
            }
            // Who does it is filled in once the roles and decisions are known.
            let nobody = Operand {
                kind: OperandKind::Nothing,
                ty: Type::Role,
                span: task.name.span,
            };
            let id = self.model.tasks.add(Task {
                named: named(&task.name, &task.doc),
                title: task.title.as_ref().map(|title| title.node.clone()),
                stage,
                when: None,
                responsible: nobody,
                consulted: Vec::new(),
                informed: Vec::new(),
                channels: Vec::new(),
                deadline: None,
                done: None,
                steps: Vec::new(),
            });
            self.task_names.insert(key, id);
            declared.push((id, task));
        }
        declared
    }

    fn same_name(&mut self, what: &str, name: &ast::Name, first: Option<Span>) {
        let of = match what {
            "stages" => "of one journey",
            _ => "of one stage",
        };
        let message = format!("two {what} {of} are called `{}`", name.node);
        let mut finding = Diagnostic::new(Code::DuplicateName, name.span, message);
        if let Some(first) = first {
            finding = finding.label(first, "the other one is here");
        }
        self.report(finding.help("give one of the two another name"));
    }

    fn stage_like_decision(&mut self, name: &ast::Name, place: Option<Span>) {
        let message = format!(
            "`{}` is a stage and a decision, so `to` cannot tell them apart",
            name.node
        );
        let mut finding = Diagnostic::new(Code::DuplicateName, name.span, message);
        if let Some(place) = place {
            finding = finding.label(place, "here it is a decision");
        }
        self.report(finding.help("give the decision another name"));
    }

    fn task_like_field(&mut self, name: &ast::Name, place: Option<Span>) {
        let message = format!(
            "`{}` is a task and a field, so `within … of` cannot tell them apart",
            name.node
        );
        let mut finding = Diagnostic::new(Code::DuplicateName, name.span, message);
        if let Some(place) = place {
            finding = finding.label(place, "here it is a field");
        }
        self.report(finding.help("give the task another name"));
    }
}

#[cfg(test)]
mod tests;

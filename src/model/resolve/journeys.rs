//! Journeys as they are declared: the fields they track, the names of their stages and tasks, and the
//! decisions that yield their stages.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Resolver;
use super::names::{Declared, named};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    DecisionId, FieldId, Id, Journey, JourneyId, Operand, OperandKind, Stage, StageId, StageKind,
    Task, TaskId, Type,
};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, OutcomeType, StageEnd, StageItem};
use crate::value::{first_listed, listed};

/// How many stages or values a finding names.
const MOST_NAMED: usize = 8;

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

    /// The type of what names a stage: that of the tracked field, if it has the same values.
    fn type_of_stages(
        &mut self,
        id: JourneyId,
        journey: &ast::Journey,
        field: Option<(FieldId, Type)>,
        stages: &[DeclaredStage<'_>],
    ) -> Type {
        let tracked = field.and_then(|(_, ty)| Some((ty, self.model.enumeration(ty)?.clone())));
        if let Some((ty, enumeration)) = tracked {
            let mut extra: Vec<&ast::Name> = Vec::new();
            let mut taken: BTreeSet<u32> = BTreeSet::new();
            for stage in stages {
                match enumeration.find(&stage.tree.name.node) {
                    Some(value) => {
                        taken.insert(value);
                        if let Some(stage) = self.model.stages.get_mut(stage.id) {
                            stage.value = value;
                        }
                    }
                    None => extra.push(&stage.tree.name),
                }
            }
            let values = (0..).zip(&enumeration.values);
            let lacking = values.filter(|(value, _)| !taken.contains(value));
            let lacking: Vec<&str> = lacking.map(|(_, value)| value.name.as_str()).collect();
            if extra.is_empty() && lacking.is_empty() {
                return ty;
            }
            self.stage_mismatch(journey, field, &extra, &lacking);
            // Who names one of these may well be right.
            let lacking = lacking.into_iter();
            let lacking = lacking.map(|it| ast::Name::new(it.to_owned(), journey.name.span));
            let lacking: Vec<ast::Name> = lacking.collect();
            let names = lacking.iter().map(|it| (id, it.node.clone()));
            self.lacking_stages.extend(names);
            return self.stage_type(stages, lacking);
        }
        self.stage_type(stages, Vec::new())
    }

    /// The type of these stages, and of others that may be meant.
    fn stage_type(&mut self, stages: &[DeclaredStage<'_>], others: Vec<ast::Name>) -> Type {
        let names = stages.iter().map(|stage| stage.tree.name.clone());
        let value = |name| ast::ValueName {
            name,
            quoted: false,
        };
        let values = ast::Values {
            values: names.chain(others).map(value).collect(),
            ordered: false,
        };
        Type::Choice(self.intern(&values))
    }

    fn stage_mismatch(
        &mut self,
        journey: &ast::Journey,
        field: Option<(FieldId, Type)>,
        extra: &[&ast::Name],
        lacking: &[&str],
    ) {
        let (name, tracks) = (&journey.name.node, &journey.tracks.node);
        let place = field.and_then(|(id, _)| self.model.fields.get(id));
        let place = place.map(|field| field.named.span);
        let values = |values: &[&str]| {
            let several = if values.len() == 1 { "" } else { "s" };
            format!("value{several} {}", first_listed(values, MOST_NAMED))
        };
        let finding = match extra.split_first() {
            Some((first, more)) => {
                let names: Vec<&str> = extra.iter().map(|it| it.node.as_str()).collect();
                let names = first_listed(&names, MOST_NAMED);
                let message = match more {
                    [] => format!("{names} is a stage of `{name}`, and no value of `{tracks}`"),
                    _ => format!("{names} are stages of `{name}`, and no values of `{tracks}`"),
                };
                let nearest = self.nearest(&first.node, lacking.iter().copied());
                let mut finding = Diagnostic::new(Code::StageMismatch, first.span, message);
                for other in more.iter().take(MOST_NAMED) {
                    finding = finding.label(other.span, "and this one");
                }
                if nearest.is_none() {
                    finding = finding.help(format!(
                        "add what is missing to the values of `{tracks}`, or take it out here"
                    ));
                }
                finding.did_you_mean(first.span, nearest)
            }
            None => {
                let message = format!(
                    "`{name}` has no stage for the {} of `{tracks}`",
                    values(lacking)
                );
                let help = match lacking {
                    [one] => format!(
                        "add `stage {one} \"…\" {{ … }}`, or take the value out of `{tracks}`"
                    ),
                    _ => format!("add a stage for each of them, or take them out of `{tracks}`"),
                };
                Diagnostic::new(Code::StageMismatch, journey.name.span, message).help(help)
            }
        };
        let finding = match (place, extra, lacking) {
            (Some(place), [_, ..], [_, ..]) => {
                let verb = if lacking.len() == 1 { "has" } else { "have" };
                finding.label(place, format!("its {} {verb} no stage", values(lacking)))
            }
            (Some(place), _, _) => finding.label(place, "its values are declared here"),
            (None, _, _) => finding,
        };
        self.report(finding);
    }

    /// Gives decisions that yield stages their type; those whose journey is not known are taken out.
    pub(super) fn stage_decisions(&mut self, decisions: &mut Vec<(DecisionId, &ast::Decision)>) {
        decisions.retain(|(id, decision)| {
            let OutcomeType::Stage(journey) = &decision.ty.node else {
                return true;
            };
            let journey = self.within(None, "decision", &decision.name, |r| match journey {
                Some(name) => r.journey_named(name),
                None => r.only_journey(decision.ty.span, "this decision"),
            });
            let ty = journey.and_then(|it| self.stage_types.get(&it).copied());
            let (Some(journey), Some(ty)) = (journey, ty) else {
                self.names.poison(&decision.name.node);
                return false;
            };
            if let Some(decision) = self.model.decisions.get_mut(*id) {
                decision.ty = ty;
            }
            self.model.stage_decisions.insert(*id, journey);
            true
        });
    }

    /// The journey of this name.
    pub(super) fn journey_named(&mut self, name: &ast::Name) -> Option<JourneyId> {
        match self.names.get(&name.node) {
            Some(Declared::Journey(id)) => Some(id),
            _ => {
                let wanted = |declared| matches!(declared, Declared::Journey(_));
                self.unknown_name(&name.node, name.span, "journey", wanted)
            }
        }
    }

    /// The journey that is meant where none is named.
    pub(super) fn only_journey(&mut self, span: Span, who: &str) -> Option<JourneyId> {
        let ids: Vec<JourneyId> = self.model.journeys.iter().map(|(id, _)| id).collect();
        if let [only] = ids.as_slice() {
            return Some(*only);
        }
        if self.broken_text {
            return None;
        }
        let names = self.model.journeys.values();
        let names: Vec<&str> = names.map(|it| it.named.name.as_str()).collect();
        let finding = match names.first() {
            None => {
                let message = format!("{who} asks for a stage, and the policy has no journey");
                Diagnostic::new(Code::UnknownName, span, message)
                    .help("declare `journey name tracks … since … { … }`")
            }
            Some(first) => {
                let message = format!(
                    "there are several journeys, {}, and {who} does not say of which the stage is",
                    listed(&names)
                );
                Diagnostic::new(Code::UnknownName, span, message)
                    .help(format!("name the journey, as in `stage of {first}`"))
            }
        };
        self.fail(finding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, finding, resolved};

    fn with(journey: &str) -> String {
        format!(
            "policy \"p\" {{}} team t {{ role r }} lead {{ a: text key  s: one of x | y  \
             o: one of x < y  d: datetime  birth: date }}\n\
             must all_read: s is known or o is known or d is known or birth is known\n\
             decision w: role {{ otherwise r }}\n{journey}"
        )
    }

    const STAGES: &str = "{ stage x start { accountable t  to y after 3 days } stage y end }";

    #[test]
    fn stages_are_the_values_of_the_tracked_field() {
        let text = with(&format!(
            "journey j \"J\" tracks o since d forward only {STAGES}"
        ));
        let (model, found) = resolved(&text);
        assert_eq!(found, []);
        let journey = model.journeys.values().next().unwrap();
        assert_eq!(journey.stages.len(), 2);
        assert!(journey.forward_only);
        let stages: Vec<(u32, StageKind)> = model
            .stages
            .values()
            .map(|it| (it.value, it.kind))
            .collect();
        assert_eq!(stages, [(0, StageKind::Start), (1, StageKind::End)]);
        for (bad, code) in [
            ("{ stage x start }", Code::StageMismatch),
            ("{ stage x stage y stage z }", Code::StageMismatch),
            ("{ stage x stage yy }", Code::StageMismatch),
            ("{ stage x stage y stage x }", Code::DuplicateName),
        ] {
            let text = with(&format!("journey j tracks s since d {bad}"));
            assert_eq!(codes(&text), [code], "{bad}");
        }
        let text = with("journey j tracks s since d { stage x stage yy }");
        // The fault is in the name of the stage, not in what leads there.
        let led = with(
            "decision n: stage { otherwise y }\n\
                        journey j tracks s since d { stage x { to y  to n } stage yy { to x } }",
        );
        assert_eq!(codes(&led), [Code::StageMismatch]);
        let near = text.replace("one of x | y", "one of x | yyy");
        let found = finding(&near, Code::StageMismatch);
        assert_eq!(found.fix.unwrap().edits.first().unwrap().new_text, "yyy");
    }

    #[test]
    fn the_fields_of_a_journey_have_their_types() {
        for (bad, code) in [
            ("journey j tracks a since d", Code::WrongType),
            ("journey j tracks s since birth", Code::WrongType),
            ("journey j tracks s since d forward only", Code::WrongType),
            ("journey j tracks ss since d", Code::UnknownName),
            ("journey w tracks s since d", Code::DuplicateName),
        ] {
            assert_eq!(codes(&with(&format!("{bad} {STAGES}"))), [code], "{bad}");
        }
        let twice =
            format!("journey j tracks s since d {STAGES}\njourney k tracks s since d {STAGES}");
        assert_eq!(codes(&with(&twice)), [Code::DuplicateName]);
    }

    #[test]
    fn decisions_yield_the_stages_of_a_journey() {
        let one = format!("journey j tracks s since d {STAGES}\n");
        let two = format!("{one}journey k tracks o since d {STAGES}\n");
        let decision =
            |head: &str, outcome: &str| format!("decision n: {head} {{ otherwise {outcome} }}");
        for (journeys, decision, expected) in [
            (&one, decision("stage", "y"), vec![]),
            (&one, decision("stage of j", "y"), vec![]),
            (&two, decision("stage of k", "y"), vec![]),
            (&two, decision("stage", "y"), vec![Code::UnknownName]),
            (&one, decision("stage of jj", "y"), vec![Code::UnknownName]),
            (&one, decision("stage", "z"), vec![Code::UnknownValue]),
            (
                &String::new(),
                decision("stage", "y"),
                vec![Code::UnknownName],
            ),
        ] {
            assert_eq!(
                codes(&with(&format!("{journeys}{decision}"))),
                expected,
                "{decision}"
            );
        }
        let text = with(&format!("{one}{}\nmust k: s = n", decision("stage", "y")));
        let (model, found) = resolved(&text);
        assert_eq!(found, []);
        assert_eq!(model.stage_decisions.len(), 1);
    }

    #[test]
    fn stages_and_decisions_have_different_names() {
        let text = with("journey j tracks s since d { stage x stage y }\n");
        let text = text.replace("decision w", "decision x");
        assert_eq!(codes(&text), [Code::DuplicateName]);
    }
}

//! The stages of a journey as a type: the values of the field it tracks, and the decisions that yield
//! them.

use std::collections::BTreeSet;

use super::context::Resolver;
use super::journeys::DeclaredStage;
use super::names::Declared;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DecisionId, FieldId, JourneyId, Type};
use crate::source::Span;
use crate::syntax::ast::{self, OutcomeType};
use crate::value::{first_listed, listed};

/// How many stages or values a finding names.
const MOST_NAMED: usize = 8;

impl Resolver<'_> {
    /// The type of what names a stage: that of the tracked field, if it has the same values.
    pub(super) fn type_of_stages(
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

//! Stages: who answers for them, what they require and change, and the ways out of them.

use std::collections::BTreeMap;

use super::context::Resolver;
use super::journeys::DeclaredStage;
use super::names::Declared;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Accountable, FieldId, JourneyId, Move, Party, StageKind, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, StageItem};

impl Resolver<'_> {
    /// Reads what stages say.
    pub(super) fn fill_stages(&mut self, stages: &[DeclaredStage<'_>]) {
        for stage in stages {
            let name = self.model.stage_name(stage.id);
            self.within(None, "stage", &name, |r| r.fill_stage(stage));
            for (id, task) in &stage.tasks {
                let name = self.model.task_name(*id);
                self.within(None, "task", &name, |r| r.fill_task(*id, task));
            }
        }
        self.rings_of_tasks();
    }

    fn fill_stage(&mut self, declared: &DeclaredStage<'_>) {
        let Some(stage) = self.model.stages.get(declared.id) else {
            return;
        };
        let (journey, is_end) = (stage.journey, stage.kind == StageKind::End);
        let agreed_by = self.teams_named(&declared.tree.agreed_by);
        let mut accountable = Vec::new();
        let mut requires = None;
        let (mut clears, mut counts) = (Vec::new(), Vec::new());
        let mut moves: Vec<(Move, &ast::Move)> = Vec::new();
        for item in &declared.tree.items {
            match &item.node {
                StageItem::Accountable(names) => {
                    accountable.extend(names.iter().filter_map(|name| {
                        let party = self.party_named(name)?;
                        let span = name.span;
                        Some(Accountable { party, span })
                    }))
                }
                StageItem::Requires(condition) => {
                    requires = self.condition(condition).or(requires);
                }
                StageItem::Clears(names) => clears = self.cleared(names, journey),
                StageItem::Counts(names) => counts = self.counted(names),
                StageItem::Task(_) => {}
                StageItem::Move(found) => {
                    if is_end {
                        self.move_from_end(&declared.tree.name, item.span);
                    }
                    let resolved = self.move_of(found, item.span, declared.id, journey);
                    moves.extend(resolved.map(|resolved| (resolved, found)));
                }
            }
        }
        self.cleared_and_counted(&declared.tree.items, &clears, &counts);
        self.overridden_moves(&mut moves);
        if let Some(stage) = self.model.stages.get_mut(declared.id) {
            stage.agreed_by = agreed_by;
            stage.accountable = accountable;
            stage.requires = requires;
            stage.clears = clears;
            stage.counts = counts;
            stage.moves = moves.into_iter().map(|(resolved, _)| resolved).collect();
        }
    }

    /// The team or role of this name.
    pub(super) fn party_named(&mut self, name: &ast::Name) -> Option<Party> {
        match self.names.get(&name.node) {
            Some(Declared::Team(id)) => {
                self.used.insert(Declared::Team(id));
                Some(Party::Team(id))
            }
            Some(Declared::Role(id)) => {
                self.used.insert(Declared::Role(id));
                Some(Party::Role(id))
            }
            _ => {
                let wanted = |it| matches!(it, Declared::Team(_) | Declared::Role(_));
                self.unknown_name(&name.node, name.span, "team or role", wanted)
            }
        }
    }

    /// Teams or roles, each once.
    pub(super) fn parties(&mut self, names: &[ast::Name]) -> Vec<Party> {
        let mut parties: BTreeMap<Party, Span> = BTreeMap::new();
        let mut listed = Vec::new();
        for name in names {
            let Some(party) = self.party_named(name) else {
                continue;
            };
            match parties.insert(party, name.span) {
                Some(first) => self.duplicate_entry(&name.node, name.span, first),
                None => listed.push(party),
            }
        }
        listed
    }

    /// The fields that a stage clears: none that cannot be without a value.
    fn cleared(&mut self, names: &[ast::Name], journey: JourneyId) -> Vec<FieldId> {
        let journey = self.model.journeys.get(journey);
        let own = journey.map(|journey| (journey.tracks, journey.since));
        self.fields_of_clause(names, |r, id, name| {
            let field = r.model.fields.get(id)?;
            let why = if own.is_some_and(|(tracks, since)| id == tracks || id == since) {
                "says where the lead is"
            } else if field.fixed {
                "tells of the past and never changes"
            } else if field.required {
                "is required, so that it is never missing"
            } else {
                return Some(());
            };
            let message = format!("`{}` {why}, and cannot be cleared", name.node);
            let finding = Diagnostic::new(Code::WrongType, name.span, message)
                .label(field.named.span, "declared here")
                .help("leave it out of `clears`");
            r.fail(finding)
        })
    }

    /// The fields that a stage counts: whole numbers.
    fn counted(&mut self, names: &[ast::Name]) -> Vec<FieldId> {
        self.fields_of_clause(names, |r, id, name| {
            let field = r.model.fields.get(id)?;
            let (place, fixed) = (field.named.span, field.fixed);
            if field.ty == Type::Integer && !fixed {
                return Some(());
            }
            let what = match fixed {
                true => "tells of the past and never changes".to_owned(),
                false => format!("is {}", field.ty.describe(&r.model)),
            };
            let message = format!("`{}` {what}, and cannot be counted up", name.node);
            let finding = Diagnostic::new(Code::WrongType, name.span, message)
                .label(place, "declared here")
                .help("name a field of the type `integer`");
            r.fail(finding)
        })
    }

    /// The fields of a clause, each once, but for those that do not fit it.
    fn fields_of_clause(
        &mut self,
        names: &[ast::Name],
        fits: impl Fn(&mut Self, FieldId, &ast::Name) -> Option<()>,
    ) -> Vec<FieldId> {
        let mut seen: BTreeMap<FieldId, Span> = BTreeMap::new();
        let mut fields = Vec::new();
        for name in names {
            let Some(id) = self.field_named(name) else {
                continue;
            };
            self.used.insert(Declared::Field(id));
            if let Some(first) = seen.insert(id, name.span) {
                self.duplicate_entry(&name.node, name.span, first);
            } else if fits(self, id, name).is_some() {
                fields.push(id);
            }
        }
        fields
    }

    /// A field is cleared or counted, not both: which comes first would be anybody's guess.
    fn cleared_and_counted(
        &mut self,
        items: &[Spanned<StageItem>],
        clears: &[FieldId],
        counts: &[FieldId],
    ) {
        let Some(both) = clears.iter().find(|field| counts.contains(field)) else {
            return;
        };
        let field = self.model.fields.get(*both);
        let field = field.map_or(String::new(), |field| field.named.name.clone());
        let places = items.iter().filter_map(|item| match &item.node {
            StageItem::Clears(names) | StageItem::Counts(names) => {
                let name = names.iter().find(|name| name.node == field)?;
                Some(name.span)
            }
            _ => None,
        });
        if let [first, second] = places.collect::<Vec<_>>()[..] {
            let message = format!("`{field}` is cleared and counted at once");
            let finding = Diagnostic::new(Code::RepeatedClause, second, message)
                .label(first, "it stands here too")
                .help("keep one of the two");
            self.report(finding);
        }
    }
}

#[cfg(test)]
mod tests;

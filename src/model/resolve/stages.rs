//! Stages: who answers for them, what they require and change, and the ways out of them.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Resolver;
use super::journeys::DeclaredStage;
use super::names::Declared;
use super::order::rings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Accountable, FieldId, JourneyId, Move, Party, StageId, StageKind, Target, Type,
};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Overrides, StageItem};
use crate::value::Duration;

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

    fn move_from_end(&mut self, stage: &ast::Name, span: Span) {
        let message = format!(
            "`{}` is an end, and no lead moves on from there",
            stage.node
        );
        let finding = Diagnostic::new(Code::Syntax, span, message)
            .label(stage.span, "the stage is declared here")
            .help("leave the move out, or the word `end`");
        self.report(finding);
    }

    fn move_of(
        &mut self,
        found: &ast::Move,
        span: Span,
        stage: StageId,
        journey: JourneyId,
    ) -> Option<Move> {
        let target = self.target(&found.target, stage, journey);
        let when = found.when.as_ref().map(|when| self.condition(when));
        let unless = found.unless.as_ref().map(|unless| self.condition(unless));
        let after = found.after.as_ref().map(|after| self.least_time(after));
        Some(Move {
            target: target?,
            otherwise: found.otherwise,
            when: when.map_or(Some(None), |when| when.map(Some))?,
            unless: unless.map_or(Some(None), |unless| unless.map(Some))?,
            after: after.map_or(Some(None), |after| after.map(Some))?,
            overrides: Vec::new(),
            because: found.because.as_ref().map(|because| because.node.clone()),
            span,
        })
    }

    /// Where a move leads: a stage of its journey, or a decision that yields one.
    fn target(&mut self, name: &ast::Name, from: StageId, journey: JourneyId) -> Option<Target> {
        if let Some(id) = self.stage_names.get(&(journey, name.node.clone())).copied() {
            if id != from {
                return Some(Target::Stage(id));
            }
            let message = format!(
                "this move leads from `{0}` to `{0}`, where the lead is",
                name.node
            );
            let finding = Diagnostic::new(Code::Cycle, name.span, message);
            return self.fail(finding.help("name another stage, or leave the move out"));
        }
        match self.names.get(&name.node) {
            Some(declared @ Declared::Decision(id)) => {
                self.used.insert(declared);
                match self.model.stage_decisions.get(&id) {
                    Some(of) if *of == journey => Some(Target::Decision(id)),
                    _ => self.decides_no_stage(name, id, journey),
                }
            }
            Some(Declared::Poisoned) => None,
            _ => self.unknown_target(name, journey),
        }
    }

    fn decides_no_stage<T>(
        &mut self,
        name: &ast::Name,
        id: crate::model::DecisionId,
        journey: JourneyId,
    ) -> Option<T> {
        let decision = self.model.decisions.get(id)?;
        let place = decision.named.span;
        let yields = match self.model.stage_decisions.get(&id) {
            Some(of) => {
                let of = self.model.journeys.get(*of);
                let of = of.map_or("", |of| of.named.name.as_str());
                format!("stages of `{of}`")
            }
            None => decision.ty.describe(&self.model),
        };
        let journey = self.model.journeys.get(journey);
        let journey = journey.map_or("", |journey| journey.named.name.as_str());
        let of = match self.model.journeys.len() {
            1 => String::new(),
            _ => format!(" of {journey}"),
        };
        let message = format!(
            "`{}` yields {yields}, and a move leads to a stage of `{journey}`",
            name.node
        );
        let finding = Diagnostic::new(Code::WrongType, name.span, message)
            .label(place, "it is declared here")
            .help(format!(
                "name a stage, or declare the decision as `decision {}: stage{of} {{ … }}`",
                name.node
            ));
        self.fail(finding)
    }

    fn unknown_target<T>(&mut self, name: &ast::Name, journey: JourneyId) -> Option<T> {
        let key = (journey, name.node.clone());
        if self.lacking_stages.contains(&key) {
            return None;
        }
        let stages = self.stage_names.keys().filter(|(of, _)| *of == journey);
        let mut names: Vec<String> = stages.map(|(_, name)| name.clone()).collect();
        let decisions = self.model.stage_decisions.iter();
        let decisions = decisions.filter(|(_, of)| **of == journey);
        let decisions = decisions.filter_map(|(id, _)| self.model.decisions.get(*id));
        names.extend(decisions.map(|decision| decision.named.name.clone()));
        let journey = self.model.journeys.get(journey);
        let what = match journey {
            Some(journey) => format!(
                "stage of `{}`, and no decision that yields one,",
                journey.named.name
            ),
            None => "stage".to_owned(),
        };
        self.unknown_of(name, &what, names)
    }

    /// The least time in a stage: the same for every lead, by the clock.
    fn least_time(&mut self, after: &Spanned<ast::TimeSpan>) -> Option<Duration> {
        let operand = self.time_span(after, "the least time in a stage")?;
        let Some(value) = self.constant_of(&operand) else {
            let message = "the least time in a stage is the same for every lead";
            let finding = Diagnostic::new(Code::WrongType, after.span, message)
                .help("write a time such as `14 days`, or name a definition of one");
            return self.fail(finding);
        };
        match self.clock_time(value, after.span)? {
            crate::value::Value::Duration(duration) => Some(duration),
            _ => None,
        }
    }

    /// Finds where the moves lead that others stand above, and the rings among these targets.
    fn overridden_moves(&mut self, moves: &mut [(Move, &ast::Move)]) {
        let mut targets: BTreeMap<&str, (usize, Target)> = BTreeMap::new();
        for (resolved, tree) in moves.iter() {
            let next = (targets.len(), resolved.target);
            targets.entry(&tree.target.node).or_insert(next);
        }
        let mut edges: Vec<Vec<(usize, Span)>> = vec![Vec::new(); targets.len()];
        for (resolved, tree) in moves.iter_mut() {
            let Some(Overrides::Names(names)) = &tree.overrides else {
                continue;
            };
            let place = targets
                .get(tree.target.node.as_str())
                .map(|(place, _)| *place);
            let mut below: BTreeSet<Target> = BTreeSet::new();
            for name in names {
                let found = targets.get(name.node.as_str());
                if name.node == tree.target.node {
                    self.overrides_itself(name);
                } else if let Some((over, target)) = found {
                    if let Some(edges) = place.and_then(|place| edges.get_mut(place)) {
                        edges.push((*over, name.span));
                    }
                    below.insert(*target);
                } else {
                    let known = targets.keys().filter(|it| **it != tree.target.node);
                    let known = known.map(|it| (*it).to_owned()).collect();
                    self.unknown_of::<()>(name, "target of another move of this stage", known);
                }
            }
            resolved.overrides = below.into_iter().collect();
        }
        let mut names = vec![""; targets.len()];
        for (name, (place, _)) in &targets {
            if let Some(slot) = names.get_mut(*place) {
                *slot = name;
            }
        }
        for ring in rings(&edges) {
            self.ring_of_moves(&ring, &names);
        }
    }

    fn overrides_itself(&mut self, name: &ast::Name) {
        let message = format!("this move leads to `{}` itself", name.node);
        let finding = Diagnostic::new(Code::Cycle, name.span, message)
            .help("name the targets of the moves that it stands above");
        self.report(finding);
    }

    fn ring_of_moves(&mut self, ring: &[(usize, Span)], names: &[&str]) {
        let Some((_, span)) = ring.first() else {
            return;
        };
        let names = ring.iter().filter_map(|(place, _)| names.get(*place));
        let names: Vec<&str> = names.copied().collect();
        let names = crate::value::first_listed(&names, 8);
        let message = format!("the moves to {names} stand above each other");
        let mut finding = Diagnostic::new(Code::Cycle, *span, message)
            .help("take one of these out, so that it is clear which move goes first");
        for (_, span) in ring.iter().skip(1).take(4) {
            finding = finding.label(*span, "and here");
        }
        self.report(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, resolved};

    fn with(stage: &str) -> String {
        format!(
            "policy \"p\" {{}} team t {{ role r }} lead {{ a: text key  s: one of x | y | z required  \
             d: datetime required  b: boolean  n: integer  old: text fixed  set: several of u | v }}\n\
             define wait = 7 days\n\
             must all_read: b or n is known or old is known or set is empty or s = x\n\
             decision w: role {{ otherwise r }}\ndecision go: stage {{ otherwise z }}\n\
             journey j tracks s since d {{ stage x start {{ {stage} }} stage y end  stage z {{ to y }} }}\n\
             must too: since(d) > wait"
        )
    }

    #[test]
    fn lines_of_a_stage() {
        let (model, found) = resolved(&with(
            "accountable t, r  accountable r  requires b  clears set  counts n  \
             to y when b after wait overrides z, go because \"so\"  to z  to go unless b  \
             otherwise to z after 3 days",
        ));
        assert_eq!(found, []);
        let stage = model.stages.values().next().unwrap();
        assert_eq!(stage.accountable.len(), 3);
        assert_eq!((stage.clears.len(), stage.counts.len()), (1, 1));
        let (z, go) = (stage.moves[1].target, stage.moves[2].target);
        assert_eq!(stage.moves[0].overrides, [z, go]);
        assert_eq!(
            stage.moves[0].after,
            Some(Duration::Elapsed {
                seconds: 7 * 86_400
            })
        );
        assert!(matches!(stage.moves[2].target, Target::Decision(_)));
        assert!(stage.moves[3].otherwise);
        assert_eq!(
            model.stage_name(model.journeys.values().next().unwrap().stages[2]),
            "j.z"
        );
    }

    #[test]
    fn nobody_and_two_are_for_the_analysis_to_judge() {
        assert_eq!(codes(&with("to y")), []);
    }

    #[test]
    fn lines_that_do_not_fit() {
        for (bad, code) in [
            ("accountable tt", Code::UnknownName),
            ("accountable w", Code::WrongType),
            ("clears s", Code::WrongType),
            ("clears d", Code::WrongType),
            ("clears a", Code::WrongType),
            ("clears old", Code::WrongType),
            ("clears n  counts n", Code::RepeatedClause),
            ("clears n, n", Code::DuplicateEntry),
            ("counts b", Code::WrongType),
            ("counts nn", Code::UnknownName),
            ("requires n", Code::WrongType),
            ("requires b  requires b", Code::RepeatedClause),
            ("to yy", Code::UnknownName),
            ("to w", Code::WrongType),
            ("to x", Code::Cycle),
            ("to y after 3", Code::WrongUnit),
            ("to y after 0 days", Code::EmptyRange),
            ("to y after 3 business days", Code::WrongUnit),
            ("to y after w", Code::WrongType),
            ("to y overrides y  to z", Code::Cycle),
            ("to y overrides zz  to z", Code::UnknownName),
            ("to y overrides z  to z overrides y", Code::Cycle),
            ("otherwise to y  otherwise to z", Code::RepeatedClause),
        ] {
            let text = with(bad);
            // A text with a fault of its own is not resolved as a whole.
            assert_eq!(codes(&text).first(), Some(&code), "{bad}");
        }
        let end = with("to y").replace("stage y end", "stage y end { to z }");
        assert_eq!(codes(&end), [Code::Syntax]);
    }
}

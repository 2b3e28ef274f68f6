//! Moves: the ways out of a stage.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Resolver;
use super::names::Declared;
use super::order::rings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DecisionId, JourneyId, Move, StageId, Target};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Overrides};
use crate::value::{Duration, Value, first_listed};

impl Resolver<'_> {
    /// Says that no lead leaves an end.
    pub(super) fn move_from_end(&mut self, stage: &ast::Name, span: Span) {
        let message = format!(
            "`{}` is an end, and no lead moves on from there",
            stage.node
        );
        let finding = Diagnostic::new(Code::Syntax, span, message)
            .label(stage.span, "the stage is declared here")
            .help("leave the move out, or the word `end`");
        self.report(finding);
    }

    /// Reads a move.
    pub(super) fn move_of(
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
        id: DecisionId,
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
            Value::Duration(duration) => Some(duration),
            _ => None,
        }
    }

    /// Finds where the moves lead that others stand above, and the rings among these targets.
    pub(super) fn overridden_moves(&mut self, moves: &mut [(Move, &ast::Move)]) {
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
        let names = first_listed(&names, 8);
        let message = format!("the moves to {names} stand above each other");
        let mut finding = Diagnostic::new(Code::Cycle, *span, message)
            .help("take one of these out, so that it is clear which move goes first");
        for (_, span) in ring.iter().skip(1).take(4) {
            finding = finding.label(*span, "and here");
        }
        self.report(finding);
    }
}

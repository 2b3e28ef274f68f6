//! The leads in a stage, and where its moves take them: formulas, in the lead itself and in views of
//! it that have moved on.

use std::collections::BTreeMap;

use crate::analyze::context::Context;
use crate::model::{
    Condition, DecisionId, Done, JourneyId, Model, Move, Node, Operand, Stage, StageId, Target,
    Task,
};
use crate::proof::{Formula, Prover, View};
use crate::value::{Duration, Value};

/// The moves of a stage in a view.
#[derive(Debug, Clone)]
pub(in crate::analyze) struct Ways {
    /// Each move is open, in the order of the text.
    pub(in crate::analyze) open: Vec<Formula>,
    /// Where each move leads that is open, and above which no other open one stands.
    standing: Vec<BTreeMap<StageId, Formula>>,
    /// The same of all moves together.
    to: BTreeMap<StageId, Formula>,
    /// Nothing that they read is in a gap or a conflict.
    pub(in crate::analyze) well: Formula,
}

impl Ways {
    /// The stages that moves may lead to.
    pub(in crate::analyze) fn targets(&self) -> impl Iterator<Item = StageId> {
        self.to.keys().copied()
    }

    /// The lead goes there, and nowhere else.
    pub(in crate::analyze) fn goes(&self, prover: &mut Prover<'_>, to: StageId) -> Formula {
        let parts = self.to.iter().map(|(stage, goes)| match *stage == to {
            true => *goes,
            false => !*goes,
        });
        let parts: Vec<_> = parts.collect();
        match self.to.contains_key(&to) {
            true => prover.all(&parts),
            false => prover.never(),
        }
    }

    /// A move is open, by its place, that leads there, and none stands above it.
    pub(in crate::analyze) fn goes_by(
        &self,
        prover: &Prover<'_>,
        place: usize,
        to: StageId,
    ) -> Formula {
        let goes = self.standing.get(place).and_then(|it| it.get(&to).copied());
        goes.unwrap_or(prover.never())
    }

    /// A move, by its place, takes the lead away, and nothing takes it elsewhere.
    pub(in crate::analyze) fn takes(&self, prover: &mut Prover<'_>, place: usize) -> Formula {
        let mut ways = Vec::new();
        let leads_to = self.standing.get(place).into_iter().flatten();
        for (to, takes) in leads_to {
            let goes = self.goes(prover, *to);
            ways.push(prover.all(&[*takes, goes]));
        }
        prover.any(&ways)
    }

    /// Two moves are open, by their places, that lead to different stages and of which neither
    /// stands above the other.
    pub(in crate::analyze) fn disagree(
        &self,
        prover: &mut Prover<'_>,
        one: usize,
        other: usize,
    ) -> Formula {
        let (Some(one), Some(other)) = (self.standing.get(one), self.standing.get(other)) else {
            return prover.never();
        };
        let mut pairs = Vec::new();
        for (here, one) in one {
            for (_, other) in other.iter().filter(|(there, _)| *there != here) {
                pairs.push(prover.all(&[*one, *other]));
            }
        }
        prover.any(&pairs)
    }

    /// The lead stays: nothing is open to it.
    pub(in crate::analyze) fn stays(&self, prover: &mut Prover<'_>) -> Formula {
        let none: Vec<_> = self.open.iter().map(|open| !*open).collect();
        prover.all(&none)
    }

    /// Moves are open that lead to different stages, and neither stands above the other.
    pub(in crate::analyze) fn torn(&self, prover: &mut Prover<'_>) -> Formula {
        let to: Vec<_> = self.to.values().copied().collect();
        let mut pairs = Vec::new();
        for (at, one) in to.iter().enumerate() {
            for other in to.iter().skip(at + 1) {
                pairs.push(prover.all(&[*one, *other]));
            }
        }
        prover.any(&pairs)
    }
}

impl<'m> Context<'m> {
    /// The leads that are in a stage now, as the policy means it: they got there, and have what the
    /// stage requires.
    pub(in crate::analyze) fn there(
        &self,
        prover: &mut Prover<'m>,
        id: StageId,
        stage: &'m Stage,
    ) -> Vec<Formula> {
        let mut there = self.arrived(prover, id, stage);
        there.push(self.has_required(prover, View::ITSELF, stage));
        there
    }

    /// The leads that got into a stage, whatever it requires.
    pub(in crate::analyze) fn arrived(
        &self,
        prover: &mut Prover<'m>,
        id: StageId,
        stage: &'m Stage,
    ) -> Vec<Formula> {
        let mut arrived = self.inside(prover, stage);
        arrived.push(self.ways(prover, View::ITSELF, id, stage).well);
        arrived
    }

    /// The same, also where what its moves hang on is in a gap or a conflict.
    pub(in crate::analyze) fn inside(
        &self,
        prover: &mut Prover<'m>,
        stage: &Stage,
    ) -> Vec<Formula> {
        let mut inside = vec![self.in_stage(prover, stage, View::ITSELF)];
        if let Some(arrived) = self.unwritten.arrived(stage.journey) {
            inside.push(prover.so(arrived).yes);
        }
        inside
    }

    /// The tracked field names a stage.
    pub(in crate::analyze) fn in_stage(
        &self,
        prover: &mut Prover<'m>,
        stage: &Stage,
        view: View,
    ) -> Formula {
        let journey = self.model.journeys.get(stage.journey);
        journey.map_or(prover.never(), |journey| {
            prover.field_is(view, journey.tracks, &Value::Choice(stage.value))
        })
    }

    /// The moves of a stage for a lead that is in it in a view.
    pub(in crate::analyze) fn ways(
        &self,
        prover: &mut Prover<'m>,
        view: View,
        id: StageId,
        stage: &'m Stage,
    ) -> Ways {
        let may = stage.moves.iter().enumerate();
        let may: Vec<_> = may
            .map(|(place, it)| self.may_open(prover, view, (id, place), it))
            .collect();
        let mut targets = Vec::new();
        for it in &stage.moves {
            targets.push(targets_of(self.model, prover, view, (id, stage), it));
        }
        let mut open = Vec::new();
        for (may, targets) in may.iter().zip(&targets) {
            let elsewhere: Vec<_> = targets.values().copied().collect();
            let elsewhere = prover.any(&elsewhere);
            open.push(prover.all(&[*may, elsewhere]));
        }
        let plain = stage.moves.iter().zip(&open);
        let plain: Vec<_> = plain
            .filter(|(it, _)| !it.otherwise)
            .map(|(_, open)| *open)
            .collect();
        let none_other = !prover.any(&plain);
        for (it, open) in stage.moves.iter().zip(&mut open) {
            if it.otherwise {
                *open = prover.all(&[*open, none_other]);
            }
        }
        let mut to: BTreeMap<StageId, Vec<Formula>> = BTreeMap::new();
        let mut standing = Vec::new();
        for (place, it) in stage.moves.iter().enumerate() {
            let above = stage.moves.iter().zip(&open);
            let above: Vec<_> = above
                .filter(|(other, _)| stage.stands_above(other, it))
                .map(|(_, open)| !*open)
                .collect();
            let stands = prover.all(&above);
            let open = open.get(place).copied().unwrap_or(prover.never());
            let mut leads_to = BTreeMap::new();
            for (target, is) in targets.get(place).into_iter().flatten() {
                let goes = prover.all(&[open, stands, *is]);
                to.entry(*target).or_default().push(goes);
                leads_to.insert(*target, goes);
            }
            standing.push(leads_to);
        }
        let to = to.into_iter();
        Ways {
            to: to.map(|(stage, goes)| (stage, prover.any(&goes))).collect(),
            open,
            standing,
            well: self.ways_are_well(prover, view, stage),
        }
    }

    /// Its `when` is yes, its `unless` is not, and its time is over.
    fn may_open(
        &self,
        prover: &mut Prover<'m>,
        view: View,
        at: (StageId, usize),
        it: &'m Move,
    ) -> Formula {
        let mut parts = Vec::new();
        for when in it.when.iter().chain(self.unwritten.after(at.0, at.1)) {
            parts.push(prover.so_in(view, when).yes);
        }
        if let Some(unless) = &it.unless {
            parts.push(!prover.so_in(view, unless).yes);
        }
        prover.all(&parts)
    }

    fn ways_are_well(&self, prover: &mut Prover<'m>, view: View, stage: &'m Stage) -> Formula {
        let mut well = Vec::new();
        for it in &stage.moves {
            let conditions: Vec<_> = it.when.iter().chain(&it.unless).collect();
            well.push(prover.well_for_in(view, &conditions));
            if let Target::Decision(id) = it.target {
                well.push(prover.well_in(view, Node::Decision(id)));
            }
        }
        prover.all(&well)
    }

    /// All conditions that the moves of a stage hang on, those of time included.
    pub(in crate::analyze) fn conditions_of_ways(
        &self,
        id: StageId,
        stage: &'m Stage,
    ) -> Vec<&'m Condition> {
        let mut conditions = Vec::new();
        for (place, it) in stage.moves.iter().enumerate() {
            conditions.extend(self.conditions_of_way(id, place, it));
        }
        conditions
    }

    /// A task exists for a lead in a view, and no condition ends it.
    pub(in crate::analyze) fn is_open(
        &self,
        prover: &mut Prover<'m>,
        view: View,
        task: &'m Task,
    ) -> Formula {
        let mut parts = Vec::new();
        if let Some(when) = &task.when {
            parts.push(prover.so_in(view, when).yes);
        }
        if let Some(Done::When(done)) = &task.done {
            parts.push(!prover.so_in(view, done).yes);
        }
        let conditions: Vec<_> = task.conditions().collect();
        parts.push(prover.well_for_in(view, &conditions));
        prover.all(&parts)
    }

    /// Whether a move may lead to a stage as the text says, whatever the lead.
    pub(in crate::analyze) fn may_lead_to(&self, stage: &Stage, it: &Move, to: StageId) -> bool {
        may_lead_to(self.model, stage, it).contains(&to)
    }

    /// The decisions that say where moves of a stage lead.
    pub(in crate::analyze) fn decisions_of_ways(&self, stage: &'m Stage) -> Vec<&'m Operand> {
        self.decisions_of(&stage.moves)
    }

    /// The decisions that say where moves lead.
    pub(in crate::analyze) fn decisions_of<'i>(
        &self,
        moves: impl IntoIterator<Item = &'i Move>,
    ) -> Vec<&'m Operand> {
        let decisions = moves.into_iter().filter_map(|it| match it.target {
            Target::Decision(id) => self.unwritten.decision(id),
            Target::Stage(_) => None,
        });
        decisions.collect()
    }

    /// All conditions that a move hangs on, that of time included.
    pub(in crate::analyze) fn conditions_of_way(
        &self,
        id: StageId,
        place: usize,
        it: &'m Move,
    ) -> Vec<&'m Condition> {
        let written = it.when.iter().chain(&it.unless);
        written.chain(self.unwritten.after(id, place)).collect()
    }
}

/// The stages that a move may lead to, each with when it does: never the one that it leaves.
fn targets_of(
    model: &Model,
    prover: &mut Prover<'_>,
    view: View,
    (id, stage): (StageId, &Stage),
    it: &Move,
) -> BTreeMap<StageId, Formula> {
    let mut targets = BTreeMap::new();
    match it.target {
        Target::Stage(target) => {
            targets.insert(target, prover.always());
        }
        Target::Decision(decision) => {
            for target in yielded(model, stage.journey, decision) {
                let value = model.stages.get(target).map_or(0, |it| it.value);
                let is = prover.outcome_is_in(view, decision, &Value::Choice(value));
                if is != prover.never() {
                    targets.insert(target, is);
                }
            }
        }
    }
    targets.remove(&id);
    targets
}

/// The stages of a journey that a decision may yield.
fn yielded(model: &Model, journey: JourneyId, decision: DecisionId) -> Vec<StageId> {
    let yields = model.stage_decisions.get(&decision) == Some(&journey);
    let journey = model.journeys.get(journey).filter(|_| yields);
    journey.map_or(Vec::new(), |journey| journey.stages.clone())
}

/// The stages that a move may lead to as the text says, whatever the lead.
fn may_lead_to(model: &Model, stage: &Stage, it: &Move) -> Vec<StageId> {
    match it.target {
        Target::Stage(target) => vec![target],
        Target::Decision(decision) => yielded(model, stage.journey, decision),
    }
}

/// The seconds of a move's least time in the stage.
pub(in crate::analyze) fn seconds(after: Option<Duration>) -> i64 {
    match after {
        Some(Duration::Elapsed { seconds }) => seconds,
        // The least time in a stage is never business time.
        Some(Duration::Business { .. } | Duration::BusinessDays { .. }) | None => 0,
    }
}

//! What a journey has, by what the evaluator says of every lead there could be.

use std::collections::{BTreeMap, BTreeSet};

use groundrules::diagnostic::Code;
use groundrules::eval::example::{Course, EventKind, Stuck, course};
use groundrules::eval::journey::{Given, Next, State, arrived};
use groundrules::eval::{Evaluation, evaluate};
use groundrules::model::{Batch, Cell, Lead, Model, Party, StageId, StageKind, TeamId, Type};
use groundrules::syntax::ast::TaskStatus;
use groundrules::value::{Instant, Number, Text, Value};

use super::{Fault, fault};

const DAY: i64 = 86_400;
/// From then on nothing gets older in a way that matters.
const OLD: i64 = 60;
/// A lead that goes round for ever makes so many moves from then on: no counter of these policies
/// counts as far.
const FOR_EVER: usize = 10;
/// For so many days leads are followed: the slowest make as many moves in them.
const MOST_DAYS: i64 = 700;

/// All leads of a small policy, and where they stand.
pub(in crate::proof) struct Leads<'m> {
    model: &'m Model,
    as_of: Instant,
    pub(in crate::proof) batch: Batch,
}

impl<'m> Leads<'m> {
    pub(in crate::proof) fn new(model: &'m Model, as_of: Instant) -> Leads<'m> {
        let domains: Vec<Vec<Cell>> = model
            .fields
            .values()
            .map(|field| domain(model, as_of, field))
            .collect();
        let size: usize = domains.iter().map(Vec::len).product();
        let mut batch = Batch::new(domains.len());
        for row in 0..size {
            let mut left = row;
            let cells = domains.iter().map(|domain| {
                let cell = domain[left % domain.len()].clone();
                left /= domain.len();
                cell
            });
            batch.push(cells.collect::<Vec<_>>());
        }
        Leads {
            model,
            as_of,
            batch,
        }
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.batch.len()
    }

    /// The faults of its only journey.
    pub(super) fn faults(&self) -> BTreeSet<Fault> {
        let mut seen = Seen::default();
        for row in 0..self.batch.len() {
            let lead = self.batch.lead(row);
            let evaluation = evaluate(self.model, lead, self.as_of);
            if let Some(state) = evaluation.journeys.first()
                && let Given::Known(stage) = state.stage
                && !state.lacks_required
                && state.next != Next::Untold
            {
                self.look(&mut seen, lead, stage, state);
                self.look_for_loops(&mut seen, lead);
            }
        }
        self.concluded(seen)
    }

    fn name(&self, stage: StageId) -> String {
        self.model.stage_name(stage)
    }

    fn course(&self, lead: Lead<'_>, days: i64) -> Course {
        let end = jiff::SignedDuration::from_secs(days * DAY + 1);
        course(
            self.model,
            lead,
            self.as_of,
            self.as_of.checked_add(end).unwrap(),
        )
    }

    fn look(&self, seen: &mut Seen, lead: Lead<'_>, id: StageId, state: &State) {
        seen.inhabited.insert(id);
        match &state.next {
            Next::Conflict(_) => {
                seen.faults
                    .insert(fault(Code::ConflictingMoves, &self.name(id)));
            }
            Next::Stay => {
                let course = self.course(lead, 400);
                if course.moves.is_empty() && course.stuck.is_none() {
                    seen.stuck.insert(id);
                }
            }
            Next::To { stage: to, .. } => {
                seen.edges.entry(id).or_default().insert(*to);
                self.look_at_move(seen, lead, id, *to);
            }
            Next::Untold => {}
        }
        // Of a lead that leaves at once nobody gets to do anything.
        let stays = state.next == Next::Stay;
        for task in state.tasks.iter().filter(|_| stays) {
            let open = !matches!(task.state, Some(TaskStatus::Done | TaskStatus::DoneLate));
            let name = self.model.task_name(task.task);
            let declared = self.model.tasks.get(task.task).unwrap();
            if open && task.responsible.role == Given::Missing {
                seen.faults.insert(fault(Code::NobodyAccountable, &name));
            }
            if open && task.channels.is_empty() && !declared.channels.is_empty() {
                seen.faults.insert(fault(Code::DutyForbidden, &name));
            }
        }
    }

    fn look_at_move(&self, seen: &mut Seen, lead: Lead<'_>, from: StageId, to: StageId) {
        let stages = &self.model.stages;
        let (source, target) = (stages.get(from).unwrap(), stages.get(to).unwrap());
        let forward = self
            .model
            .journeys
            .values()
            .any(|journey| journey.forward_only);
        if forward && target.value < source.value {
            seen.faults
                .insert(fault(Code::BackwardMove, &self.name(from)));
        }
        let moved = arrived(self.model, lead, to, self.as_of);
        let after: Evaluation = evaluate(self.model, moved.lead(0), self.as_of);
        let state = after.journeys.first().unwrap();
        if state.lacks_required {
            seen.faults
                .insert(fault(Code::ContractBroken, &self.name(to)));
        }
        let at_once = self.course(lead, 0);
        if let Some(Stuck::Ring(ring)) = &at_once.stuck
            && self.keeps_contracts(lead, &at_once)
        {
            let ring: Vec<StageId> = ring.iter().skip(1).copied().collect();
            seen.rings.insert(ring);
        }
        if let Next::To { stage: on, .. } = state.next
            && !state.lacks_required
            && target.kind != StageKind::End
            && (team(self.model, source) != team(self.model, target)
                || state.tasks.iter().any(|task| task.state.is_some()))
        {
            seen.through.insert([from, to, on]);
        }
    }

    fn look_for_loops(&self, seen: &mut Seen, lead: Lead<'_>) {
        // In a ring it does not matter since when a lead is in its first stage.
        let journey = self.model.journeys.values().next().unwrap();
        if matches!(lead.cell(journey.since), Cell::Known(Value::Datetime(at)) if *at == self.as_of)
        {
            let long = self.course(lead, MOST_DAYS);
            let old = self
                .as_of
                .checked_add(jiff::SignedDuration::from_secs(OLD * DAY))
                .unwrap();
            let late = long.moves.iter().filter(|event| event.at >= old);
            let moves: Vec<(StageId, StageId)> = late
                .filter_map(|event| match event.kind {
                    EventKind::Moved { from, to, .. } => Some((from, to)),
                    _ => None,
                })
                .collect();
            if moves.len() > FOR_EVER
                && self.keeps_contracts(lead, &long)
                && !matches!(long.stuck, Some(Stuck::Ring(_) | Stuck::Conflict { .. }))
            {
                let last = moves.last().unwrap().1;
                let ring = moves.iter().rev().map(|(from, _)| *from);
                let mut stages = BTreeSet::from([last]);
                for stage in ring.take_while(|stage| *stage != last) {
                    stages.insert(stage);
                }
                seen.loops.insert(stages);
            }
        }
    }

    /// Whether a lead has in each stage on its way what that requires: what follows from a broken
    /// contract is not said of rings.
    fn keeps_contracts(&self, lead: Lead<'_>, course: &Course) -> bool {
        let fields = self.model.fields.len();
        let mut now = Batch::new(fields);
        now.push(
            self.model
                .fields
                .iter()
                .map(|(id, _)| lead.cell(id).clone()),
        );
        course.moves.iter().all(|event| {
            let EventKind::Moved { to, .. } = event.kind else {
                return true;
            };
            now = arrived(self.model, now.lead(0), to, event.at);
            let evaluation = evaluate(self.model, now.lead(0), event.at);
            !evaluation.journeys.first().unwrap().lacks_required
        })
    }

    fn concluded(&self, seen: Seen) -> BTreeSet<Fault> {
        let mut faults = seen.faults;
        let journey = self.model.journeys.values().next().unwrap();
        let of = |id: &StageId| self.model.stages.get(*id).unwrap();
        let mut reached: BTreeSet<StageId> = BTreeSet::new();
        let starts = journey
            .stages
            .iter()
            .filter(|id| of(id).kind == StageKind::Start);
        let mut open: Vec<StageId> = starts.copied().collect();
        while let Some(stage) = open.pop() {
            if reached.insert(stage) {
                open.extend(seen.edges.get(&stage).into_iter().flatten());
            }
        }
        for id in &journey.stages {
            if !reached.contains(id) {
                faults.insert(fault(Code::UnreachableStage, &self.name(*id)));
            }
            if of(id).kind == StageKind::End || !seen.inhabited.contains(id) {
                continue;
            }
            if !seen.edges.contains_key(id) {
                faults.insert(fault(Code::DeadEnd, &self.name(*id)));
            } else if seen.stuck.contains(id) {
                faults.insert(fault(Code::NoWayOut, &self.name(*id)));
            }
        }
        let words = |stages: &BTreeSet<StageId>| {
            let names: Vec<_> = stages.iter().map(|id| of(id).named.name.clone()).collect();
            names.join(" ")
        };
        for ring in &seen.rings {
            let stages: BTreeSet<StageId> = ring.iter().copied().collect();
            faults.insert(fault(Code::PingPong, &words(&stages)));
        }
        // Of one ring one finding tells.
        let in_no_time = |stages: &BTreeSet<StageId>| {
            let mut rings = seen.rings.iter();
            rings.any(|ring| ring.iter().copied().collect::<BTreeSet<_>>() == *stages)
        };
        for ring in seen.loops.iter().filter(|ring| !in_no_time(ring)) {
            faults.insert(fault(Code::EndlessLoop, &words(ring)));
        }
        for path in &seen.through {
            let in_ring = |ring: &Vec<StageId>| {
                let turns = (0..ring.len()).map(|start| {
                    ring.iter()
                        .cycle()
                        .skip(start)
                        .take(3)
                        .copied()
                        .collect::<Vec<_>>()
                });
                turns.into_iter().any(|turn| turn == path)
            };
            if !seen.rings.iter().any(in_ring) {
                faults.insert(fault(Code::PassThrough, &self.name(path[1])));
            }
        }
        faults
    }
}

/// What was seen of all leads.
#[derive(Default)]
struct Seen {
    faults: BTreeSet<Fault>,
    inhabited: BTreeSet<StageId>,
    edges: BTreeMap<StageId, BTreeSet<StageId>>,
    stuck: BTreeSet<StageId>,
    rings: BTreeSet<Vec<StageId>>,
    loops: BTreeSet<BTreeSet<StageId>>,
    through: BTreeSet<[StageId; 3]>,
}

fn team(model: &Model, stage: &groundrules::model::Stage) -> Option<TeamId> {
    stage.accountable.first().map(|it| match it.party {
        Party::Team(team) => team,
        Party::Role(role) => model.roles.get(role).unwrap().team,
    })
}

/// The values that stand for all that a field can have.
fn domain(model: &Model, as_of: Instant, field: &groundrules::model::Field) -> Vec<Cell> {
    let ago = |days: i64| {
        let at = as_of
            .checked_sub(jiff::SignedDuration::from_secs(days * DAY))
            .unwrap();
        Cell::Known(Value::Datetime(at))
    };
    let number = |number: i64| Cell::Known(Value::Number(Number::from(number)));
    let mut cells = match (field.named.name.as_str(), field.ty) {
        ("id", _) => vec![Cell::Known(Value::Text(Text::new("x")))],
        ("since_when", _) => [0, 1, 4, 6, 30, 1_000].map(ago).to_vec(),
        (_, Type::Datetime) => [1, 9, 10, 25, 1_000].map(ago).to_vec(),
        (_, Type::Boolean) => [true, false]
            .map(|it| Cell::Known(Value::Boolean(it)))
            .to_vec(),
        (_, Type::Integer) => [0, 1, 2, 1_000].map(number).to_vec(),
        (_, ty) => {
            let values = model.enumeration(ty).map_or(0, |it| it.values.len());
            let choices =
                (0..u32::try_from(values).unwrap()).map(|it| Cell::Known(Value::Choice(it)));
            choices.collect()
        }
    };
    if !field.required && !field.key {
        cells.push(Cell::Missing);
    }
    cells
}

//! A lead in a stage at an instant, with an open task: what is asked where calendars matter, and what
//! shows it.
//!
//! Whether there is such a lead is asked at the policy's as-of, and described there. What a calendar
//! does is shown at another instant, so that the proof looks for a lead once more then, and the
//! evaluator confirms it.

use super::question::{Leads, Question};
use super::variant::Variant;
use crate::analyze::Finding;
use crate::analyze::context::Context;
use crate::analyze::journey_touches::state_in;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::evaluate;
use crate::eval::journey::{DoneState, Next, State, TaskState};
use crate::model::{
    Batch, ClockStart, Condition, Done, FieldId, Model, Stage, StageId, Task, TaskId, Type,
};
use crate::proof::{Answer, Formula, Ground, Prover, View, Written};
use crate::source::Span;
use crate::value::{Instant, Value};

/// So many instants are tried to show one thing.
pub(super) const MOST_TRIED: usize = 12;

/// A lead in a stage at an instant, with an open task.
#[derive(Debug, Clone)]
pub(super) struct Scene<'m> {
    pub(super) stage: (StageId, &'m Stage),
    /// The open task.
    pub(super) task: TaskId,
    /// What it is like, and the tasks of the stage that were done before it.
    pub(super) variants: Vec<(TaskId, Option<Variant>)>,
    /// When the lead got into the stage.
    pub(super) since: Instant,
    /// When it is looked at.
    pub(super) now: Instant,
    /// The fields that say when clocks start, and tasks were done.
    pub(super) fields: Vec<(FieldId, Instant)>,
    /// The move, by its place, that takes the lead away now, while nothing that the stage clears has
    /// been filled in.
    pub(super) taken: Option<usize>,
}

/// The task whose end starts the clock of one in the same stage.
pub(super) fn before(model: &Model, id: TaskId) -> Option<TaskId> {
    let task = model.tasks.get(id)?;
    match task.clock() {
        ClockStart::EndOf(other) if model.tasks.get(other)?.stage == task.stage => Some(other),
        ClockStart::EndOf(_) | ClockStart::Entry | ClockStart::Field(_) => None,
    }
}

/// The tasks of a stage each of which starts the clock of the next, up to one.
pub(super) fn chain(model: &Model, id: TaskId) -> Vec<TaskId> {
    let mut chain = vec![id];
    while let Some(before) = chain.last().and_then(|id| before(model, *id)) {
        if chain.contains(&before) {
            break;
        }
        chain.push(before);
    }
    chain.reverse();
    chain
}

/// The field that starts the clock of the first task of a chain, where it is not that of the stage.
pub(super) fn started_by(model: &Model, id: TaskId) -> Option<FieldId> {
    let task = model.tasks.get(id)?;
    match task.clock() {
        ClockStart::Entry => None,
        ClockStart::Field(field) => Some(field),
        ClockStart::EndOf(_) => super::open_task::start_field(model, task),
    }
}

/// The field that says when a task was done.
pub(super) fn done_at(model: &Model, id: TaskId) -> Option<FieldId> {
    match model.tasks.get(id)?.done {
        Some(Done::At(field)) => Some(field),
        Some(Done::When(_)) | None => None,
    }
}

impl<'m> Scene<'m> {
    /// A lead whose task of a variant starts as soon as it gets into the stage: whatever starts the
    /// clock happens at once.
    pub(super) fn at_once(
        model: &Model,
        stage: (StageId, &'m Stage),
        (task, variant): (TaskId, &Variant),
        (since, now): (Instant, Instant),
    ) -> Scene<'m> {
        let chain = chain(model, task);
        let mut fields: Vec<(FieldId, Instant)> = Vec::new();
        if let Some(field) = chain.first().and_then(|id| started_by(model, *id)) {
            fields.push((field, since));
        }
        let mut variants = Vec::new();
        for id in chain {
            match id == task {
                true => variants.push((id, Some(variant.clone()))),
                false => {
                    fields.extend(done_at(model, id).map(|field| (field, since)));
                    variants.push((id, None));
                }
            }
        }
        Scene {
            stage,
            task,
            variants,
            since,
            now,
            fields,
            taken: None,
        }
    }

    /// The same, so much earlier or later that it is looked at then.
    fn moved_to(&self, now: Instant) -> Scene<'m> {
        let by = now.duration_since(self.now);
        let moved = |at: Instant| at.checked_add(by).unwrap_or(at);
        Scene {
            since: moved(self.since),
            now,
            fields: self
                .fields
                .iter()
                .map(|(id, at)| (*id, moved(*at)))
                .collect(),
            ..self.clone()
        }
    }

    /// What leads of the scene are like: where they are, and what is asked of them.
    fn formulas(&self, context: &Context<'m>, prover: &mut Prover<'m>) -> (Vec<Formula>, Formula) {
        let (id, stage) = self.stage;
        let model = context.model;
        let mut there = context.there(prover, id, stage);
        let mut target = Vec::new();
        for (id, variant) in &self.variants {
            if let Some(task) = model.tasks.get(*id) {
                there.push(context.task_is_well(prover, task));
                target.push(context.exists(prover, task));
                if let Some(variant) = variant {
                    target.push(variant.is(context, prover, task));
                }
            }
        }
        let mut set: Vec<FieldId> = Vec::new();
        if let Some(journey) = model.journeys.get(stage.journey) {
            set.push(journey.since);
            there.push(field_at(model, prover, journey.since, self.since));
        }
        for (field, at) in &self.fields {
            set.push(*field);
            there.push(field_at(model, prover, *field, *at));
        }
        if let Some(place) = self.taken {
            let ways = context.ways(prover, View::ITSELF, id, stage);
            target.push(ways.takes(prover, place));
            // What takes it away now has not done so at once, and nor has anything else.
            let journey = model.journeys.get(stage.journey);
            let now = journey.map(|it| (it.since, Written::Is(Value::Datetime(self.now))));
            let just_there = prover.moved(&now.into_iter().collect());
            let ways = context.ways(prover, just_there, id, stage);
            there.push(ways.well);
            there.push(ways.stays(prover));
            for field in stage.clears.iter().filter(|field| !set.contains(field)) {
                let missing = prover.field_missing(*field);
                // What cannot be missing is a set, which people fill in for other reasons.
                if missing != prover.never() {
                    there.push(missing);
                }
            }
        }
        let target = prover.all(&target);
        if let Some(task) = model.tasks.get(self.task) {
            let so_far = [there.as_slice(), &[target]].concat();
            there.push(context.not_done(prover, task, &so_far));
        }
        (there, target)
    }
}

/// A field holds an instant, or the day of it.
fn field_at(model: &Model, prover: &mut Prover<'_>, field: FieldId, at: Instant) -> Formula {
    let is_day = model
        .fields
        .get(field)
        .is_some_and(|it| it.ty == Type::Date);
    let value = match is_day {
        true => Value::Date(model.zone.date(at)),
        false => Value::Datetime(at),
    };
    prover.field_is(View::ITSELF, field, &value)
}

impl<'m> Context<'m> {
    /// A question about a task whose leads are those of scenes.
    pub(super) fn question_of_scenes(
        &self,
        prover: &Prover<'m>,
        (code, span): (Code, Span),
        task: TaskId,
        whether: String,
    ) -> Question<'m> {
        Question {
            code,
            kind: "task",
            name: self.model.task_name(task),
            span,
            whether,
            target: prover.never(),
            there: Vec::new(),
            conditions: self.conditions_of_scene(task),
            values: Vec::new(),
        }
    }

    /// What it hangs on which variant of a task leads have, and of the tasks for whose end it waits.
    pub(super) fn conditions_of_scene(&self, id: TaskId) -> Vec<&'m Condition> {
        let mut conditions = Vec::new();
        for id in chain(self.model, id) {
            conditions.extend(self.conditions_of_task(id));
            let operands = self.model.tasks.get(id).into_iter();
            let operands = operands.flat_map(Task::operands);
            conditions.extend(operands.flat_map(|of| self.conditions_behind(of)));
        }
        conditions
    }

    /// Shows the first of scenes that differ in nothing but their instants for which there is a lead
    /// that the evaluator confirms. Says itself where that was not decided.
    pub(super) fn scene_shown(
        &mut self,
        prover: &mut Prover<'m>,
        question: Question<'m>,
        scenes: &[Scene<'m>],
        confirm: impl Fn(&Scene<'m>, &State, &TaskState) -> bool,
    ) -> Option<(Question<'m>, Leads<'m>, usize)> {
        let first = scenes.first()?;
        let (there, target) = first.moved_to(self.as_of).formulas(self, prover);
        let question = Question {
            there,
            target,
            ..question
        };
        let mut leads = self.leads(prover, &question)?;
        for (place, scene) in scenes.iter().enumerate().take(MOST_TRIED) {
            let Some((lead, left)) = lead_at(self, scene, &question, self.left()) else {
                continue;
            };
            self.spend_to(left);
            if is_so(self.model, scene, &lead, &confirm) {
                leads.shown.lead = lead;
                return Some((question, leads, place));
            }
        }
        self.open_question(&question);
        None
    }
}

impl<'m> Context<'m> {
    /// Adds a finding that a lead of a scene shows.
    pub(super) fn scene_found(
        &mut self,
        question: &Question<'m>,
        leads: &Leads<'m>,
        now: Instant,
        finding: Diagnostic,
        shows: &str,
    ) {
        let (mut shown, _) = self.shown_of(leads, shows);
        if let Some(witness) = &mut shown.witness {
            witness.as_of = self.model.zone.show(now);
        }
        // What all leads of the scene have is in the sentence already.
        shown.cases.retain(|case| !case.parts.is_empty());
        let diagnostic = finding
            .demonstrated(shown)
            .about(question.kind, question.name.clone());
        self.findings.push(Finding {
            diagnostic,
            touches: None,
        });
    }
}

/// A lead of a scene at its own instant, and how many steps are left.
fn lead_at(
    context: &Context<'_>,
    scene: &Scene<'_>,
    question: &Question<'_>,
    left: u64,
) -> Option<(Batch, u64)> {
    let ground = Ground::new(context.model, scene.now);
    let mut prover = Prover::new(&ground, left, context.budget());
    prover.assume_facts();
    lead_of(context, &mut prover, scene, question)
}

fn lead_of<'a>(
    context: &Context<'a>,
    prover: &mut Prover<'a>,
    scene: &Scene<'a>,
    question: &Question<'_>,
) -> Option<(Batch, u64)> {
    let (mut fixed, target) = scene.formulas(context, prover);
    fixed.push(target);
    let accepted = context.accepted(prover, question.code, &question.name);
    fixed.extend(accepted.into_iter().map(|(_, region)| !region));
    if prover.find(&fixed) != Answer::Found {
        return None;
    }
    let found = prover.lead();
    let lead = context.plain_lead(prover, &fixed, &Default::default());
    Some((lead.unwrap_or(found), prover.left()))
}

/// The evaluator sees the lead in the stage with the task not done, and the rest as well.
fn is_so<'m>(
    model: &Model,
    scene: &Scene<'m>,
    lead: &Batch,
    confirm: impl Fn(&Scene<'m>, &State, &TaskState) -> bool,
) -> bool {
    // What takes the lead away has not done so at once.
    let stays = |at: Instant| {
        let evaluation = evaluate(model, lead.lead(0), at);
        let state = state_in(model, &evaluation, scene.stage.0);
        state.is_some_and(|state| state.next == Next::Stay)
    };
    if scene.taken.is_some() && !stays(scene.since) {
        return false;
    }
    let evaluation = evaluate(model, lead.lead(0), scene.now);
    if !evaluation.broken_facts.is_empty() {
        return false;
    }
    let Some(state) = state_in(model, &evaluation, scene.stage.0) else {
        return false;
    };
    let mut tasks = state.tasks.iter();
    let task = tasks.find(|it| it.task == scene.task && it.done == DoneState::No);
    task.is_some_and(|task| confirm(scene, state, task))
}

//! A lead on its way through an example.

use super::instants::Instants;
use super::{Actual, Event, EventKind, Moment, Stuck, Told, later};
use crate::eval::journey::{self, Due, Next, State};
use crate::eval::{Evaluation, evaluate};
use crate::model::{Batch, Cell, FieldId, JourneyId, Lead, Model, StageId, StepKind};
use crate::value::Instant;

/// So many moves a story may have.
pub const MOST_MOVES: usize = 1_000;
/// So many times a story looks whether a move has opened.
pub const MOST_LOOKS: usize = 20_000;

/// A lead on its way through an example.
pub(super) struct Story<'m> {
    pub(super) model: &'m Model,
    cells: Vec<Cell>,
    pub(super) as_of: Instant,
    /// The lead as it is now, and what the policy says of it, once somebody asked.
    evaluated: Option<(Batch, Evaluation)>,
    /// Something was expected, or time has passed: from here on the lead moves.
    begun: bool,
    instants: Instants<'m>,
    /// The moves made at this instant, since the lead was last changed.
    made: Vec<Made>,
    moves: usize,
    looks: usize,
    pub(super) told: Told,
    pub(super) events: Vec<Event>,
}

/// A move that was made.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Made {
    journey: JourneyId,
    from: StageId,
    to: StageId,
}

impl<'m> Story<'m> {
    pub(super) fn new(model: &'m Model, as_of: Instant) -> Self {
        Story {
            model,
            cells: vec![Cell::Missing; model.fields.len()],
            as_of,
            evaluated: None,
            begun: false,
            instants: Instants::new(model),
            made: Vec::new(),
            moves: 0,
            looks: 0,
            told: Told::new(),
            events: Vec::new(),
        }
    }

    /// A lead that is on its way.
    pub(super) fn of_lead(model: &'m Model, lead: Lead<'_>, as_of: Instant) -> Self {
        let mut story = Story::new(model, as_of);
        let fields = model.fields.iter();
        story.cells = fields.map(|(id, _)| lead.cell(id).clone()).collect();
        story.begun = true;
        story
    }

    /// Plays a step; says what is so instead where it does not come out.
    pub(super) fn step(&mut self, at: usize, step: &StepKind) -> Option<Actual> {
        let going = match step {
            StepKind::Set(cells) => {
                self.set(cells);
                self.happens(EventKind::Set(at));
                return None;
            }
            StepKind::AsOf(instant) => self.pass_to(*instant, at),
            StepKind::Later(duration) => {
                self.begin();
                match later(self.as_of, *duration) {
                    Some(instant) => self.pass_to(instant, at),
                    None => return Some(Actual::NoInstant),
                }
            }
            _ => {
                self.begin();
                self.settle()
            }
        };
        match going {
            Ok(()) => self.check(step),
            Err(stuck) => Some(Actual::Stuck(stuck)),
        }
    }

    /// From here on the lead moves. What it is described with is so at this instant.
    fn begin(&mut self) {
        if !std::mem::replace(&mut self.begun, true) {
            let as_of = self.as_of;
            self.events.iter_mut().for_each(|event| event.at = as_of);
        }
    }

    fn set(&mut self, cells: &[(FieldId, Cell)]) {
        for (field, cell) in cells {
            if let Some(place) = self.cells.get_mut(field.index()) {
                *place = cell.clone();
            }
        }
        self.evaluated = None;
        self.made.clear();
    }

    fn happens(&mut self, kind: EventKind) {
        self.events.push(Event {
            at: self.as_of,
            kind,
        });
    }

    /// Time passes to an instant, and moves are made on the way; back in time nothing happens.
    fn pass_to(&mut self, to: Instant, step: usize) -> Result<(), Stuck> {
        if self.begun && to >= self.as_of {
            self.move_until(to)?;
        }
        self.look_at(to);
        if !self.begun {
            self.happens(EventKind::Time(step));
            return Ok(());
        }
        self.hear();
        self.happens(EventKind::Time(step));
        self.settle()
    }

    /// Makes all moves before an instant, when they open.
    pub(super) fn move_until(&mut self, end: Instant) -> Result<(), Stuck> {
        self.settle()?;
        while let Some(at) = self.opens_before(end) {
            self.look_at(at);
            self.settle()?;
        }
        Ok(())
    }

    fn look_at(&mut self, instant: Instant) {
        self.as_of = instant;
        self.evaluated = None;
        self.made.clear();
    }

    /// The next instant before this one at which a move may open.
    fn opens_before(&mut self, end: Instant) -> Option<Instant> {
        if self.model.journeys.is_empty() {
            return None;
        }
        self.now();
        let (batch, evaluation) = self.evaluated.as_ref()?;
        let next = self.instants.next(batch.lead(0), evaluation, self.as_of);
        next.filter(|next| *next < end)
    }

    /// Makes the moves that are open until none is.
    fn settle(&mut self) -> Result<(), Stuck> {
        if self.model.journeys.is_empty() {
            return Ok(());
        }
        loop {
            self.looks += 1;
            if self.looks > MOST_LOOKS || self.moves > MOST_MOVES {
                return Err(Stuck::TooLong);
            }
            self.hear();
            let mut states = self.evaluated().journeys.iter();
            let found = states.find_map(open_move);
            let Some((made, by)) = found.transpose()? else {
                return Ok(());
            };
            if let Some(first) = self.made.iter().position(|it| *it == made) {
                return Err(Stuck::Ring(self.ring(first, made)));
            }
            self.make(made, by);
        }
    }

    /// The stages of a ring that begins with a move made before.
    fn ring(&self, first: usize, again: Made) -> Vec<StageId> {
        let made = self.made.iter().skip(first);
        let of_journey = made.filter(|it| it.journey == again.journey);
        let stages = of_journey.map(|it| it.from);
        stages.chain([again.from]).collect()
    }

    /// Keeps who has been told by now.
    fn hear(&mut self) {
        let model = self.model;
        let mut news: Vec<Event> = Vec::new();
        let mut told = std::mem::take(&mut self.told);
        for state in &self.evaluated().journeys {
            for it in &state.tasks {
                let Some(task) = model.tasks.get(it.task) else {
                    continue;
                };
                let steps = task.steps.iter().zip(&it.steps);
                for (step, stands) in steps.filter(|(_, stands)| stands.fired) {
                    let Due::At(at) = stands.at else { continue };
                    let kind = EventKind::Step(it.task, step.kind, step.role);
                    news.push(Event { at, kind });
                }
            }
            told.extend(journey::told(model, state));
        }
        self.told = told;
        news.sort_by_key(|event| event.at);
        // A step is heard of once.
        news.retain(|event| !self.events.contains(event));
        self.events.extend(news);
    }

    fn make(&mut self, made: Made, by: Vec<usize>) {
        let model = self.model;
        let at = self.as_of;
        let cells = journey::arrival(model, self.now().0.lead(0), made.to, at);
        let before = std::mem::take(&mut self.made);
        self.set(&cells);
        self.made = before;
        self.made.push(made);
        self.moves += 1;
        self.happens(EventKind::Moved {
            journey: made.journey,
            from: made.from,
            to: made.to,
            by,
        });
    }

    pub(super) fn evaluated(&mut self) -> &Evaluation {
        &self.now().1
    }

    pub(super) fn now(&mut self) -> &(Batch, Evaluation) {
        let (model, cells, as_of) = (self.model, &self.cells, self.as_of);
        self.evaluated.get_or_insert_with(|| {
            let mut batch = Batch::new(model.fields.len());
            batch.push(cells.iter().cloned());
            let evaluation = evaluate(model, batch.lead(0), as_of);
            (batch, evaluation)
        })
    }

    pub(super) fn moment(&mut self) -> Moment {
        let (lead, evaluation) = self.now().clone();
        Moment {
            lead,
            as_of: self.as_of,
            evaluation,
        }
    }
}

/// The move of a journey that is to be made, or why none can be.
fn open_move(state: &State) -> Option<Result<(Made, Vec<usize>), Stuck>> {
    let journey::Given::Known(from) = state.stage else {
        return None;
    };
    match &state.next {
        Next::Stay | Next::Untold => None,
        Next::To { stage, by } => {
            let made = Made {
                journey: state.journey,
                from,
                to: *stage,
            };
            Some(Ok((made, by.clone())))
        }
        Next::Conflict(moves) => Some(Err(Stuck::Conflict {
            stage: from,
            moves: moves.clone(),
        })),
    }
}

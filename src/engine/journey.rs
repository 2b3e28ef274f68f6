//! Where a lead stands in a journey, and where it goes from there; as [`crate::eval::journey`] says.

use super::decision::Rules;
use super::formula::Formula;
use super::group::Leaf;
use super::lower::{Drafted, Lowering, settled};
use super::program::{Lead, Slots};
use super::slot::Slot;
use super::task::{TaskStanding, Tasks};
use super::variable::{Goal, Variable};
use super::{AsOf, slot};
use crate::model::{self, FieldId, StageId, Target, Type};
use crate::value::{Duration, Instant, elapsed_due};

/// Where a lead stands in a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its stage; none where the tracked field is missing.
    pub stage: Option<StageId>,
    /// When it got there.
    pub since: Option<Instant>,
    /// Where it goes from there, now.
    pub to: Option<StageId>,
}

impl Standing {
    pub(super) const NOWHERE: Standing = Standing {
        stage: None,
        since: None,
        to: None,
    };
}

/// What journeys ask of leads, by number.
pub(super) type Question = usize;

/// The journeys of a policy.
#[derive(Debug)]
pub(super) struct Journeys<F = Formula<Leaf>> {
    asked: Vec<F>,
    pub(super) journeys: Vec<Journey>,
}

#[derive(Debug)]
pub(super) struct Journey {
    /// The place of the field that holds the stage.
    tracks: usize,
    since: Moment,
    /// By the value of that field.
    stages: Vec<Option<Stage>>,
}

#[derive(Debug)]
struct Stage {
    id: StageId,
    /// The lead is in it without what it requires.
    lacks: Question,
    moves: Vec<Move>,
    tasks: Tasks,
}

#[derive(Debug)]
struct Move {
    target: Target,
    otherwise: bool,
    condition: Question,
    /// The least time in the stage, in seconds.
    after: Option<i64>,
    /// The moves above which it stands, by their places.
    above: Vec<usize>,
}

/// A field with an instant, or with a date, which begins in the policy's zone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    place: usize,
    is_date: bool,
}

impl Lowering<'_> {
    /// The journeys; none where the engine has no form for something in them.
    pub(super) fn journeys(&mut self) -> Option<Journeys<Drafted>> {
        let model = self.model;
        let mut asked = Vec::new();
        let journeys = model.journeys.values();
        let journeys = journeys.map(|journey| self.journey(journey, &mut asked));
        let journeys = journeys.collect::<Option<_>>()?;
        Some(Journeys { asked, journeys })
    }

    fn journey(&mut self, journey: &model::Journey, asked: &mut Vec<Drafted>) -> Option<Journey> {
        let model = self.model;
        let ty = model.fields.get(journey.tracks)?.ty;
        let mut stages: Vec<Option<Stage>> = Vec::new();
        stages.resize_with(slot::size(model, ty)?, || None);
        for id in &journey.stages {
            let stage = model.stages.get(*id)?;
            let place = stages.get_mut(stage.value as usize)?;
            let stage = self.stage(*id, stage, asked)?;
            // Of several stages of one value the first counts.
            place.get_or_insert(stage);
        }
        self.fields.insert(journey.tracks);
        Some(Journey {
            tracks: journey.tracks.index(),
            since: self.moment(journey.since)?,
            stages,
        })
    }

    fn stage(
        &mut self,
        id: StageId,
        stage: &model::Stage,
        asked: &mut Vec<Drafted>,
    ) -> Option<Stage> {
        let lacks = self.optional(stage.requires.as_ref(), Goal::NotYes, false)?;
        let moves = stage.moves.iter().map(|it| {
            let condition = self.unless_taken_out(it.when.as_ref(), it.unless.as_ref())?;
            let above = stage.moves.iter().enumerate();
            let above = above.filter(|(_, other)| stage.stands_above(it, other));
            Some(Move {
                target: it.target,
                otherwise: it.otherwise,
                condition: ask(asked, condition),
                after: match it.after {
                    None => None,
                    Some(Duration::Elapsed { seconds }) => Some(seconds),
                    Some(Duration::Business { .. } | Duration::BusinessDays { .. }) => return None,
                },
                above: match it.overrides.is_empty() {
                    true => Vec::new(),
                    false => above.map(|(place, _)| place).collect(),
                },
            })
        });
        let moves = moves.collect::<Option<_>>()?;
        Some(Stage {
            id,
            lacks: ask(asked, lacks),
            moves,
            tasks: self.tasks(&stage.tasks, asked)?,
        })
    }

    pub(super) fn moment(&mut self, field: FieldId) -> Option<Moment> {
        let ty = self.model.fields.get(field)?.ty;
        self.fields.insert(field);
        matches!(ty, Type::Date | Type::Datetime).then_some(Moment {
            place: field.index(),
            is_date: ty == Type::Date,
        })
    }
}

/// The number of a question.
pub(super) fn ask(asked: &mut Vec<Drafted>, question: Drafted) -> Question {
    asked.push(question);
    asked.len() - 1
}

impl Journeys<Drafted> {
    /// None at all.
    pub(super) fn none() -> Self {
        Journeys {
            asked: Vec::new(),
            journeys: Vec::new(),
        }
    }

    pub(super) fn settled(self, variables: &[Variable]) -> Journeys {
        let asked = self.asked.iter().map(|it| settled(it, variables));
        Journeys {
            asked: asked.collect(),
            journeys: self.journeys,
        }
    }
}

/// What a lead's way through its journeys is worked out from.
#[derive(Clone, Copy)]
pub(super) struct Traveller<'a, 'm, S> {
    pub(super) lead: Lead<'a, S>,
    pub(super) as_of: AsOf<'m>,
    pub(super) rules: &'a [Rules],
    asked: &'a [Formula<Leaf>],
}

impl Journeys {
    /// Where a lead stands in each journey, which is put into `standings`, and its tasks there; none
    /// where the evaluator has to judge.
    pub(super) fn stand<S: Slots>(
        &self,
        (lead, rules): (Lead<'_, S>, &[Rules]),
        as_of: AsOf<'_>,
        mut put: impl FnMut(usize, Standing),
        tasks: &mut Vec<TaskStanding>,
    ) -> Option<()> {
        let traveller = Traveller {
            lead,
            as_of,
            rules,
            asked: &self.asked,
        };
        for (at, journey) in self.journeys.iter().enumerate() {
            put(at, journey.stand(&traveller, tasks)?);
        }
        Some(())
    }
}

impl Journey {
    fn stand<S: Slots>(
        &self,
        traveller: &Traveller<'_, '_, S>,
        tasks: &mut Vec<TaskStanding>,
    ) -> Option<Standing> {
        let since = traveller.instant(self.since)?;
        let stage = match traveller.lead.slot(self.tracks) {
            Slot::Missing => {
                return Some(Standing {
                    since,
                    ..Standing::NOWHERE
                });
            }
            Slot::Ordinal(value) => {
                let value = usize::try_from(value).ok()?;
                self.stages.get(value)?.as_ref()?
            }
            Slot::Doubtful | Slot::Text(_) => return None,
        };
        if traveller.is_so(stage.lacks)? {
            return None;
        }
        let to = self.next(stage, traveller, since)?;
        stage.tasks.stand(traveller, since, tasks)?;
        Some(Standing {
            stage: Some(stage.id),
            since,
            to,
        })
    }

    /// Where the lead goes; the outer `None` where the evaluator has to judge, as where moves lead to
    /// different stages.
    #[expect(clippy::option_option, reason = "the outer one is a failure")]
    fn next<S: Slots>(
        &self,
        stage: &Stage,
        traveller: &Traveller<'_, '_, S>,
        since: Option<Instant>,
    ) -> Option<Option<StageId>> {
        let moves = || stage.moves.iter();
        let open = moves().map(|it| self.open(it, stage.id, traveller, since));
        let mut open = open.collect::<Option<Vec<_>>>()?;
        if moves()
            .zip(&open)
            .any(|(it, to)| !it.otherwise && to.is_some())
        {
            let otherwise = moves().zip(&mut open).filter(|(it, _)| it.otherwise);
            otherwise.for_each(|(_, to)| *to = None);
        }
        let mut next = None;
        for (place, to) in open.iter().enumerate() {
            let Some(to) = *to else { continue };
            let mut above = moves()
                .zip(&open)
                .filter(|(it, _)| it.above.contains(&place));
            let is_overridden = above.any(|(_, to)| to.is_some());
            match next {
                _ if is_overridden => {}
                Some(other) if other != to => return None,
                _ => next = Some(to),
            }
        }
        Some(next)
    }

    /// Where a move leads that is open, without regard to the others.
    #[expect(clippy::option_option, reason = "the outer one is a failure")]
    fn open<S: Slots>(
        &self,
        it: &Move,
        here: StageId,
        traveller: &Traveller<'_, '_, S>,
        since: Option<Instant>,
    ) -> Option<Option<StageId>> {
        if !traveller.is_so(it.condition)? {
            return Some(None);
        }
        if let Some(after) = it.after {
            let opens = since.map(|since| elapsed_due(since, after).unwrap_or(Instant::MAX));
            if opens.is_none_or(|opens| traveller.as_of.instant < opens) {
                return Some(None);
            }
        }
        let target = match it.target {
            Target::Stage(id) => id,
            Target::Decision(id) => match traveller.lead.decision(id.index()) {
                Slot::Missing => return Some(None),
                Slot::Ordinal(value) => self.stages.get(usize::try_from(value).ok()?)?.as_ref()?.id,
                Slot::Doubtful | Slot::Text(_) => return None,
            },
        };
        Some((target != here).then_some(target))
    }
}

impl<S: Slots> Traveller<'_, '_, S> {
    pub(super) fn is_so(&self, question: Question) -> Option<bool> {
        Some(self.lead.meets(self.asked.get(question)?))
    }

    /// The instant that a field holds; the outer `None` where the evaluator has to judge.
    #[expect(clippy::option_option, reason = "the outer one is a failure")]
    pub(super) fn instant(&self, moment: Moment) -> Option<Option<Instant>> {
        match self.lead.slot(moment.place) {
            Slot::Missing => Some(None),
            Slot::Ordinal(days) if moment.is_date => {
                let date = slot::date(days)?;
                Some(Some(self.as_of.model.zone.start_of_day(date)?))
            }
            Slot::Ordinal(nanoseconds) => {
                Some(Some(Instant::from_nanosecond(nanoseconds.into()).ok()?))
            }
            Slot::Doubtful | Slot::Text(_) => None,
        }
    }
}

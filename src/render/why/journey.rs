//! Journeys in words: where the lead stands, why it moves or stays, and the arithmetic of its
//! deadlines.

use serde::Serialize;

use super::view::View;
use crate::eval::journey::{Given, State};
use crate::model::JourneyId;
use crate::render::run::{JourneyJson, accountable, journey_json};
use crate::report::LeadResult;
use crate::value::joined;
use crate::why::JourneyWhy;

/// Where a lead stands in a journey, and why.
#[derive(Serialize)]
pub(super) struct JourneyView<'a> {
    pub(super) journey: &'a str,
    #[serde(flatten)]
    state: JourneyJson<'a>,
    /// Where it stands, in words: "is in `mql`, and stays".
    pub(super) says: String,
    /// Since when, and who answers for it, in words.
    #[serde(skip)]
    pub(super) since: Vec<String>,
    /// Why each move is open, or not.
    pub(super) moves: Vec<String>,
    /// What it lacks of what the stage requires.
    pub(super) lacks: Vec<String>,
    pub(super) deadlines: Vec<DeadlineView<'a>>,
}

/// A task, and how its deadline comes about.
#[derive(Serialize)]
pub(super) struct DeadlineView<'a> {
    task: &'a str,
    #[serde(skip)]
    pub(super) called: String,
    pub(super) says: String,
    pub(super) arithmetic: Vec<String>,
}

impl<'a> View<'a> {
    pub(super) fn journey(&self, why: &JourneyWhy<'a>) -> JourneyView<'a> {
        let words = &self.words;
        let moves = why.stage.map_or(Vec::new(), |(id, _)| {
            why.moves.iter().map(|it| words.moves(it, id)).collect()
        });
        let deadlines = why.tasks.iter().map(|(task, state)| {
            let who = words.responsible(&state.responsible);
            let mut arithmetic = words.clock(task, state);
            let channels = state.channels.iter();
            let channels = channels.filter_map(|id| words.model.channels.get(*id));
            let channels: Vec<String> = channels.map(|it| it.name.clone()).collect();
            if !task.channels.is_empty() {
                arithmetic.push(match channels.is_empty() {
                    true => "every channel for it is forbidden".to_owned(),
                    false => format!("it may be done by {}", joined(&channels, "or")),
                });
            }
            DeadlineView {
                task: &task.named.name,
                called: words.task(state.task),
                says: format!("{}; responsible: {who}", words.stands(state)),
                arithmetic,
            }
        });
        JourneyView {
            journey: &why.journey.named.name,
            state: journey_json(words.model, why.state),
            says: self.stands_in(why.state),
            since: self.since(why.state),
            moves,
            lacks: why.lacks.as_ref().map_or(Vec::new(), |it| words.lacks(it)),
            deadlines: deadlines.collect(),
        }
    }

    fn since(&self, state: &State) -> Vec<String> {
        let mut told = Vec::new();
        if let Given::Known(_) = state.stage {
            told.push(match state.since {
                Given::Known(at) => format!("since {}", self.words.instant(at)),
                Given::Missing => "nobody knows since when".to_owned(),
                Given::Bad => "since when has no value that can be used".to_owned(),
            });
        }
        let accountable = accountable(self.words.model, state);
        told.extend(accountable.map(|who| format!("accountable: {who}")));
        told
    }

    /// Where a lead stands and where it goes, in words.
    fn stands_in(&self, state: &State) -> String {
        let words = &self.words;
        match state.stage {
            Given::Known(id) => {
                let stage = words.model.stages.get(id);
                let next = words.next(&state.next, stage);
                format!("{}: {next}", words.stage(id))
            }
            Given::Missing => "in no stage: its field is missing".to_owned(),
            Given::Bad => "in no stage: its field has no value that can be used".to_owned(),
        }
    }

    /// Where a lead stands in a journey, of a result.
    pub(super) fn journey_as(&self, result: &LeadResult, id: JourneyId) -> String {
        let state = result.journeys.get(id.index());
        state.map_or(String::new(), |state| {
            let tasks = state.tasks.iter();
            let tasks = tasks.map(|it| {
                let task = self.words.model.tasks.get(it.task);
                let name = task.map_or("", |task| task.named.name.as_str());
                format!("`{name}` {}", self.words.stands(it))
            });
            let parts = std::iter::once(self.stands_in(state)).chain(tasks);
            parts.collect::<Vec<_>>().join("; ")
        })
    }
}

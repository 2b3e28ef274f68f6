//! A policy, compiled to be asked.

use super::answer::{Answer, By};
use super::lead::Lead;
use crate::compile::{self, Compiled, Loader, Options};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::{AsOf, Engine, Scratch};
use crate::eval::{self, Evaluation};
use crate::model::{ChannelId, DecisionId, FieldId, FileProblem, Model, ScoreId};
use crate::source::SourceMap;
use crate::value::{Instant, Value};

/// A policy, compiled to be asked; threads may share it.
pub struct Decider<'m> {
    model: &'m Model,
    engine: Option<Engine>,
}

/// Room for the work on one lead, used again for the next by the same decider.
#[derive(Debug)]
pub struct Room<'m> {
    scratch: Option<Scratch>,
    /// What was found out of the last instant; the next lead mostly has the same.
    as_of: Option<AsOf<'m>>,
}

/// The policy of a text that names no files.
///
/// # Errors
/// What is wrong with it.
pub fn policy(text: &str) -> Result<Compiled, Vec<Diagnostic>> {
    struct NoFiles;
    impl Loader for NoFiles {
        fn load(&self, _: &str, _: &str) -> Result<(String, String), FileProblem> {
            Err(FileProblem::NotFound)
        }
    }
    let mut sources = SourceMap::default();
    let file = sources.add("policy.ground", text);
    let compiled = compile::compile(sources, vec![file], &NoFiles, &Options::default());
    let errors = |compiled: &Compiled| {
        let errors = compiled
            .findings
            .iter()
            .filter(|it| it.level == Level::Error);
        errors.cloned().collect::<Vec<_>>()
    };
    match compiled {
        Ok(compiled) if errors(&compiled).is_empty() => Ok(compiled),
        Ok(compiled) => Err(errors(&compiled)),
        Err(_) => Err(Vec::new()),
    }
}

impl<'m> Decider<'m> {
    /// Compiles a policy without errors.
    #[must_use]
    pub fn new(model: &'m Model) -> Decider<'m> {
        Decider {
            model,
            engine: Engine::new(model),
        }
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<FieldId> {
        let mut fields = self.model.fields.iter();
        fields
            .find(|(_, field)| field.named.name == name)
            .map(|(id, _)| id)
    }

    /// The decision of this name.
    #[must_use]
    pub fn decision(&self, name: &str) -> Option<DecisionId> {
        let mut decisions = self.model.decisions.iter();
        decisions
            .find(|(_, decision)| decision.named.name == name)
            .map(|(id, _)| id)
    }

    /// The score of this name.
    #[must_use]
    pub fn score(&self, name: &str) -> Option<ScoreId> {
        let mut scores = self.model.scores.iter();
        scores
            .find(|(_, score)| score.named.name == name)
            .map(|(id, _)| id)
    }

    /// The channel of this name.
    #[must_use]
    pub fn channel(&self, name: &str) -> Option<ChannelId> {
        let mut channels = self.model.channels.iter();
        channels
            .find(|(_, channel)| channel.name == name)
            .map(|(id, _)| id)
    }

    /// An outcome of a decision as people read it.
    #[must_use]
    pub fn show(&self, decision: DecisionId, outcome: &Value) -> String {
        let decision = self.model.decisions.get(decision);
        decision.map_or(String::new(), |decision| {
            self.model.show(outcome, decision.ty)
        })
    }

    /// A lead with nothing in it.
    #[must_use]
    pub fn lead(&self) -> Lead<'m> {
        Lead::new(self.model)
    }

    /// Room for the work on one lead.
    #[must_use]
    pub fn room(&self) -> Room<'m> {
        Room {
            scratch: self.engine.as_ref().map(|engine| engine.scratch(1)),
            as_of: None,
        }
    }

    /// What the policy says of a lead at an instant.
    #[must_use]
    pub fn decide<'a>(
        &'a self,
        lead: &'a Lead<'a>,
        as_of: Instant,
        room: &'a mut Room<'m>,
    ) -> Answer<'a> {
        let known = room.as_of.filter(|it| it.is(self.model, as_of));
        room.as_of = known.or_else(|| AsOf::new(self.model, as_of));
        let verdict = match (&self.engine, room.as_of, &mut room.scratch) {
            (Some(engine), Some(when), Some(scratch)) if lead.is_whole() => {
                engine.decide(lead, when, scratch)
            }
            _ => None,
        };
        Answer(match verdict {
            Some(verdict) => By::Engine(verdict, lead),
            None => By::Evaluator(Box::new(self.explain(lead, as_of))),
        })
    }

    /// All that the evaluator finds out of a lead.
    #[must_use]
    pub fn explain(&self, lead: &Lead<'_>, as_of: Instant) -> Evaluation {
        let batch = lead.batch();
        eval::evaluate(self.model, batch.lead(0), as_of)
    }
}

//! From the model to the engine.

use super::Engine;
use super::decision::{DraftedRules, Outcome, Rules};
use super::expr::Expr;
use super::formula::Formula;
use super::group::Group;
use super::journey::Journeys;
use super::lower::{Drafted, Lowering, settled};
use super::program::Step;
use super::score::{DraftedScore, Points};
use super::slot::size;
use super::variable::{Goal, Variable};
use crate::model::{DefineId, Model, Node, Type};

/// What a policy works out, while the regions of its variables are not known; with the places.
#[derive(Default)]
struct Drafts {
    defines: Vec<(usize, Expr)>,
    scores: Vec<(usize, DraftedScore)>,
    decisions: Vec<(usize, DraftedRules)>,
}

impl Engine {
    /// Compiles a policy without errors, but not its journeys; none where it has something that only
    /// the evaluator can judge.
    #[must_use]
    pub fn new(model: &Model) -> Option<Engine> {
        Engine::build(model, false)
    }

    /// The same with its journeys.
    #[must_use]
    pub fn with_journeys(model: &Model) -> Option<Engine> {
        Engine::build(model, true)
    }

    fn build(model: &Model, with_journeys: bool) -> Option<Engine> {
        let mut lowering = Lowering::new(model);
        let mut drafts = Drafts::default();
        for node in &model.order {
            drafts.add(*node, &mut lowering)?;
        }
        let (faults, forbids) = (faults(&mut lowering)?, forbids(&mut lowering)?);
        let journeys = match with_journeys {
            true => lowering.journeys()?,
            false => Journeys::none(),
        };
        lowering.find_new();
        let steps = std::mem::take(&mut lowering.steps);
        let fields = std::mem::take(&mut lowering.fields);
        let (variables, truths) = lowering.finish();

        let scores = in_order(drafts.scores, model.scores.len())?.into_iter();
        let scores = scores.map(|score| score.settled(&variables));
        let scores = scores.collect::<Option<Vec<Points>>>()?;
        let decisions = in_order(drafts.decisions, model.decisions.len())?.into_iter();
        let decisions = decisions.map(|decision| decision.settled(&variables));
        let decisions = decisions.collect::<Option<Vec<Rules>>>()?;
        let plain = decisions.iter().zip(model.decisions.values());
        let plain = plain.flat_map(|(rules, decision)| {
            let few = size(model, decision.ty).is_some();
            let is_plain = move |outcome: &Outcome| match outcome {
                Outcome::Constant(_) => true,
                Outcome::Field(_) | Outcome::Computed(_) => few,
                Outcome::Nothing | Outcome::Decision(_) => false,
            };
            rules.outcomes().map(is_plain)
        });
        let plain = plain.collect();
        let starts = decisions.iter().scan(0, |all, rules| {
            let start = *all;
            *all += rules.outcomes().count();
            Some(start)
        });
        Some(Engine {
            journeys: journeys.settled(&variables),
            fields,
            starts: starts.collect(),
            plain,
            truths,
            steps,
            defines: in_order(drafts.defines, model.defines.len())?,
            scores,
            faults: group(&faults, &variables)?,
            forbids: group(&forbids, &variables)?,
            channels: model.forbids.iter().map(|forbid| forbid.channel).collect(),
            channel_count: model.channels.len(),
            decisions,
            variables,
        })
    }
}

impl Drafts {
    fn add(&mut self, node: Node, lowering: &mut Lowering<'_>) -> Option<()> {
        let model = lowering.model;
        let step = match node {
            Node::Define(id) => {
                self.defines.push((id.index(), define(id, lowering)?));
                Step::Define(id.index())
            }
            Node::Score(id) => {
                self.scores
                    .push((id.index(), lowering.score(model.scores.get(id)?)?));
                Step::Score(id.index())
            }
            Node::Decision(id) => {
                let decision = lowering.decision(model.decisions.get(id)?)?;
                self.decisions.push((id.index(), decision));
                Step::Decision(id.index())
            }
        };
        lowering.find_new();
        lowering.steps.push(step);
        Some(())
    }
}

/// Texts are looked at where they are used; what else has no form here matters only to the leads for
/// which it is used.
fn define(id: DefineId, lowering: &mut Lowering<'_>) -> Option<Expr> {
    let value = &lowering.model.defines.get(id)?.value;
    let expr = match value.ty {
        Type::Text => None,
        _ => lowering.value(value),
    };
    Some(expr.unwrap_or(Expr::Untold))
}

/// Facts that are not so, and duties that are not met.
fn faults(lowering: &mut Lowering<'_>) -> Option<Vec<Drafted>> {
    let model = lowering.model;
    let mut faults = Vec::new();
    for fact in &model.facts {
        faults.push(lowering.condition(&fact.condition, Goal::No)?);
    }
    for must in model.musts.values() {
        let when = lowering.optional(must.when.as_ref(), Goal::Yes, true)?;
        let unmet = lowering.condition(&must.condition, Goal::NotYes)?;
        faults.push(Formula::All(vec![when, unmet]));
    }
    Some(faults)
}

fn forbids(lowering: &mut Lowering<'_>) -> Option<Vec<Drafted>> {
    let forbids = lowering.model.forbids.iter();
    let forbids = forbids.map(|it| lowering.unless_taken_out(it.when.as_ref(), it.unless.as_ref()));
    forbids.collect()
}

/// A group of formulas, if there are any; the outer `None` where their rows would be too large.
#[expect(clippy::option_option, reason = "the outer one is a failure")]
fn group(formulas: &[Drafted], variables: &[Variable]) -> Option<Option<Group>> {
    if formulas.is_empty() {
        return Some(None);
    }
    let formulas = formulas.iter().map(|it| settled(it, variables));
    Group::new(formulas.collect()).map(Some)
}

/// By their places; none where one of so many is left out, as what stands in a ring is.
fn in_order<T>(mut of: Vec<(usize, T)>, count: usize) -> Option<Vec<T>> {
    of.sort_by_key(|(at, _)| *at);
    let all: Vec<T> = of.into_iter().map(|(_, it)| it).collect();
    (all.len() == count).then_some(all)
}
